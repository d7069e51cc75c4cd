#ifndef TRANSCRIPT_JSON_READER_H
#define TRANSCRIPT_JSON_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "model/schema.h"

/*
 * Members of a JSON object that may come from anywhere, each read as exactly
 * what is expected there. A member that is missing or null is not known and
 * leaves what it should fill as it is; any other surprise is an error that
 * begins with the member's name, and whoever reads the object around it puts
 * the name of that in front: "targets: 3: paths: 0: port: ...". Texts are
 * made safe and are as long as the program writes them; lists and numbers
 * have bounds.
 */
struct json_reader {
    struct arena *arena; /* of everything that is kept */
    struct error *error;
};

enum { JSON_LIST_LIMIT = 4096 };

/* Any number that is no time, place or size of this world is a mistake. */
#define JSON_NUMBER_LIMIT (INT64_C(1) << 50)

/* How a text may be shaped: in one line, or a page with lines of its own. */
enum json_shape { JSON_LINE, JSON_PAGE };

MUST_USE bool json_reader_text(const struct json_reader *reader,
                               const json_t *object, const char *name,
                               enum json_shape shape, const char **into);
MUST_USE bool json_reader_number(const struct json_reader *reader,
                                 const json_t *object, const char *name,
                                 int64_t least, int64_t most, int64_t *into);
MUST_USE bool json_reader_port(const struct json_reader *reader,
                               const json_t *object, const char *name,
                               uint16_t *into);
MUST_USE bool json_reader_flag(const struct json_reader *reader,
                               const json_t *object, const char *name,
                               bool *into);
MUST_USE bool json_reader_word(const struct json_reader *reader,
                               const json_t *object, const char *name,
                               const struct words *words, int *into);

/* A position in a list of `count`; -1 when it is not known. */
MUST_USE bool json_reader_index(const struct json_reader *reader,
                                const json_t *object, const char *name,
                                size_t count, int64_t *into);

/* Borrowed; a list that is missing is NULL, which has no elements. */
MUST_USE bool json_reader_list(const struct json_reader *reader,
                               const json_t *object, const char *name,
                               const json_t **into);

/* Borrowed; must be there. */
MUST_USE bool json_reader_object(const struct json_reader *reader,
                                 const json_t *object, const char *name,
                                 const json_t **into);

/* Whether the value of that name, or position, is an object. */
MUST_USE bool json_reader_is_object(const struct json_reader *reader,
                                    const json_t *value);

/* Puts the position of an element in front of the error; returns false. */
bool json_reader_at(const struct json_reader *reader, const char *list,
                    size_t at);

/* Puts the name of a member in front of the error; returns false. */
bool json_reader_in(const struct json_reader *reader, const char *name);

/* "NAME: expected WHAT"; returns false. */
bool json_reader_expected(const struct json_reader *reader, const char *name,
                          const char *what);

#endif
