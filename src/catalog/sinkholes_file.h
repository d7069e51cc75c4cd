#ifndef CATALOG_SINKHOLES_FILE_H
#define CATALOG_SINKHOLES_FILE_H

#include "catalog/yaml_schema.h"

/*
 * sinkholes.yaml: addresses that filters of names give out in place of the
 * real ones. The struct that it fills is struct definitions.
 */
extern const struct yaml_shape sinkholes_file_shape;

#endif
