#ifndef CATALOG_ROOTS_FILE_H
#define CATALOG_ROOTS_FILE_H

#include "catalog/yaml_schema.h"

/*
 * roots.yaml: what is known about each certificate of roots.pem. The struct
 * that it fills is struct definitions. That each digest is that of its
 * certificate cannot be told without cryptography; `app` holds the two to
 * each other.
 */
extern const struct yaml_shape roots_file_shape;

#endif
