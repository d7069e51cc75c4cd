#ifndef CATALOG_INTERCEPTORS_FILE_H
#define CATALOG_INTERCEPTORS_FILE_H

#include "catalog/yaml_schema.h"

/*
 * interceptors.yaml: products that open TLS connections, and the names by
 * which their certificates can be known. The struct that it fills is struct
 * definitions.
 */
extern const struct yaml_shape interceptors_file_shape;

#endif
