#ifndef CATALOG_YAML_SCALAR_H
#define CATALOG_YAML_SCALAR_H

#include "catalog/yaml_schema.h"

/*
 * The forms that a single value can have. Indexed by form; NULL for those
 * that are not a single value. Every text that passes is safe to show.
 */
extern yaml_reader *const yaml_scalar_readers[YAML_FORM_COUNT];

#endif
