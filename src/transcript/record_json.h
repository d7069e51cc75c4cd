#ifndef TRANSCRIPT_RECORD_JSON_H
#define TRANSCRIPT_RECORD_JSON_H

#include <jansson.h>

#include "model/schema.h"

/*
 * Any struct of the model as JSON, by walking its schema: a field that is
 * described appears, unknown values as null, under its own name. Nothing
 * here knows what a field means.
 */
json_t *record_json(const struct schema *schema, const void *record);

#endif
