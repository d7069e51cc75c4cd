#ifndef CATALOG_REGIONS_FILE_H
#define CATALOG_REGIONS_FILE_H

#include "catalog/yaml_schema.h"

/*
 * regions.yaml: the services, their regions and endpoints. The struct that
 * it fills is struct definitions.
 */
extern const struct yaml_shape regions_file_shape;

#endif
