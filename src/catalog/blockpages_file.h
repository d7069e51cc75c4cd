#ifndef CATALOG_BLOCKPAGES_FILE_H
#define CATALOG_BLOCKPAGES_FILE_H

#include "catalog/yaml_schema.h"

/*
 * blockpages.yaml: pages that stand in place of what was asked for, and the
 * marks by which they can be known. The struct that it fills is struct
 * definitions.
 */
extern const struct yaml_shape blockpages_file_shape;

#endif
