#ifndef CATALOG_LOGS_FILE_H
#define CATALOG_LOGS_FILE_H

#include "catalog/yaml_schema.h"

/*
 * logs.yaml: the texts that are looked for in the logs of Enforce. The struct
 * that it fills is struct definitions.
 */
extern const struct yaml_shape logs_file_shape;

#endif
