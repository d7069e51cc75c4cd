#ifndef CATALOG_YAML_SCALAR_H
#define CATALOG_YAML_SCALAR_H

#include "catalog/yaml_schema.h"

/*
 * The forms that a single value can have. Indexed by form; NULL for those
 * that are not a single value. Every text that passes is safe to show, those
 * of YAML_WIRE apart: they are for the lab's network, control characters and
 * all, and nobody puts them on a screen.
 */
extern yaml_reader *const yaml_scalar_readers[YAML_FORM_COUNT];

/* Lower-case letters, digits and single hyphens, a letter first. */
bool yaml_scalar_is_id(const char *text);

#endif
