#ifndef TRANSCRIPT_RECORD_LOAD_H
#define TRANSCRIPT_RECORD_LOAD_H

#include "transcript/json_reader.h"

/*
 * The reverse of record_json: fills a struct of the model from JSON by
 * walking its schema. What is not known leaves the struct as it is. A member
 * that the schema does not have is an error, unless it is one of the `more`
 * that the caller reads itself: names, NULL behind the last; NULL for none.
 */
MUST_USE bool record_load(const struct json_reader *reader,
                          const struct schema *schema, const json_t *object,
                          const char *const *more, void *record);

/* The same for the member of that name, which must be there. */
MUST_USE bool record_load_member(const struct json_reader *reader,
                                 const struct schema *schema,
                                 const json_t *object, const char *name,
                                 void *record);

#endif
