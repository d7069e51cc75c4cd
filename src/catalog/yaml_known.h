#ifndef CATALOG_YAML_KNOWN_H
#define CATALOG_YAML_KNOWN_H

#include "catalog/yaml_schema.h"

/*
 * The forms that name something of the definitions in force: causes by their
 * ids, endpoints by selectors. What the definitions do not have is refused,
 * with the nearest thing that they do have.
 */
yaml_reader yaml_known_cause;
yaml_reader yaml_known_selector;
yaml_reader yaml_known_selectors;

#endif
