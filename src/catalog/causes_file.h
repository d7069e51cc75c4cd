#ifndef CATALOG_CAUSES_FILE_H
#define CATALOG_CAUSES_FILE_H

#include "catalog/yaml_schema.h"
#include "model/definitions.h"

/*
 * causes.yaml: the words of every cause and of every sentence of evidence.
 * The struct that it fills is struct definitions.
 */
extern const struct yaml_shape causes_file_shape;

/*
 * The {placeholders} that the texts may hold, without the braces. `report`
 * fills them; a test holds its table to this one.
 */
extern const struct words causes_file_placeholders;

/*
 * The rules cite causes and statements by id. A file that replaces the
 * shipped one must have every id that the one built in has; `root` is the
 * tree of that file, `in` what was decoded from it.
 */
MUST_USE bool causes_file_check_complete(const struct source_text *text,
                                         const struct yaml_node *root,
                                         struct arena *scratch,
                                         const struct definitions *in,
                                         struct error *error);

#endif
