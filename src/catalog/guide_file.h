#ifndef CATALOG_GUIDE_FILE_H
#define CATALOG_GUIDE_FILE_H

#include "catalog/yaml_schema.h"

/*
 * guide.yaml: the words of the guided way. Every step, question and choice
 * that the program has must be there, in its order, and none else. The struct
 * that it fills is struct definitions.
 */
extern const struct yaml_shape guide_file_shape;

#endif
