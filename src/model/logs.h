#ifndef MODEL_LOGS_H
#define MODEL_LOGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/schema.h"

/*
 * What the logs of Enforce say that bears on the connection: the signs of
 * logs.yaml (struct log_sign in model/definitions.h), where they stand, how
 * often, and which endpoint is named beside them. Filled by `intake`.
 */
enum logs_state {
    LOGS_NOT_GIVEN,
    LOGS_ABSENT,     /* there is no such file or directory */
    LOGS_UNREADABLE, /* neither of the two, or not for us to read */
    LOGS_READ,
    LOGS_STATE_COUNT
};

/* One line that has the sign. */
struct log_line {
    int64_t number;   /* from 1; 0 when the file was not read from its start */
    const char *time; /* as it stands there, or above it; NULL */
    const char *text; /* its first 240 bytes */
};

/* One sign in one file beside one endpoint, or beside none. */
struct log_hit {
    const char *sign; /* id of the log_sign */
    const char *file; /* NULL: text that was pasted */
    const char *host; /* an endpoint that the lines name; NULL */
    int64_t count;    /* lines */
    struct log_line first;
    struct log_line last;
};

enum { LOG_HITS_MOST = 1000, LOG_TEXT_LIMIT = 240 };

struct log_facts {
    enum logs_state state;
    const char *path;
    const char *error; /* why it cannot be read; NULL */
    bool pasted;       /* text was given, too */
    bool pasted_cut;   /* of that: only the beginning was read */
    int64_t files_read;
    int64_t files_cut;      /* of those: only the end was read */
    int64_t files_left_out; /* too many, too much, or packed */
    int64_t files_refused;  /* could not be opened or read */
    int64_t bytes;          /* looked through */
    int64_t newest;         /* when a file was last written; Unix seconds */
    struct log_hit **hits;  /* those of the newest file first */
    size_t hit_count;       /* at most LOG_HITS_MOST */
    int64_t hits_left_out;
};

extern const struct words logs_state_words;
extern const struct schema log_line_schema;
extern const struct schema log_hit_schema;
extern const struct schema log_facts_schema;

#endif
