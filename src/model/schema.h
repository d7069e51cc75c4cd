#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include <stddef.h>

/*
 * What the model's structs are made of, as data. One description of each
 * struct serves every reader that treats all facts alike: the JSON report,
 * the journal, redaction. A field that is not described does not leave the
 * program; a field that is described has a privacy class.
 *
 * All memory belongs to the run's arena. A list is always an array of
 * pointers with its length beside it.
 */
enum field_kind {
    FIELD_TEXT,    /* const char *; NULL when unknown */
    FIELD_INTEGER, /* int64_t */
    FIELD_FLAG,    /* bool */
    FIELD_WORD,    /* an enum (int), written as a word of `words` */
    FIELD_ADDRESS, /* struct address; unknown when the family is none */
    FIELD_TIME,    /* int64_t, Unix seconds; unknown when 0 */
    FIELD_RECORD,  /* an embedded struct of `schema` */
    FIELD_RECORDS, /* struct x **, described by `schema` */
    FIELD_TEXTS,   /* const char ** */
};

/* Who may see a field when a transcript is shared. */
enum privacy {
    PRIVACY_PUBLIC,      /* protocol facts, enums, numbers */
    PRIVACY_HOST,        /* a host name; public service names stay */
    PRIVACY_ADDRESS,     /* an address, alone or within a text */
    PRIVACY_USER,        /* an account name */
    PRIVACY_PATH,        /* a file of this machine */
    PRIVACY_CERTIFICATE, /* names inside a certificate, or the whole of it */
    PRIVACY_FREE,        /* text written by somebody else; may hold anything */
};

/* The words of an enum, indexed by its values. */
struct words {
    const char *const *ids; /* stable, kebab-case */
    size_t count;
};

struct field {
    const char *name; /* stable, snake_case: the member in JSON */
    enum field_kind kind;
    enum privacy privacy;
    size_t offset;
    size_t count_offset;         /* lists: where the size_t length stands */
    const struct words *words;   /* FIELD_WORD */
    const struct schema *schema; /* FIELD_RECORD, FIELD_RECORDS */
};

struct schema {
    const char *name;
    size_t size;
    const struct field *fields;
    size_t field_count;
};

/* Rows of a field table; `type` and `member` are those of the C struct. */
#define SCHEMA_FIELD(type, member, of_kind, of_privacy)                       \
    {                                                                         \
        .name = #member, .kind = (of_kind), .privacy = (of_privacy),          \
        .offset = offsetof(struct type, member)                               \
    }
#define SCHEMA_WORD(type, member, of_words)                                   \
    {                                                                         \
        .name = #member, .kind = FIELD_WORD, .privacy = PRIVACY_PUBLIC,       \
        .offset = offsetof(struct type, member), .words = (of_words)          \
    }
#define SCHEMA_RECORD(type, member, of_schema)                                \
    {                                                                         \
        .name = #member, .kind = FIELD_RECORD,                                \
        .offset = offsetof(struct type, member), .schema = (of_schema)        \
    }
#define SCHEMA_LIST(type, member, counter, of_schema)                         \
    {                                                                         \
        .name = #member, .kind = FIELD_RECORDS,                               \
        .offset = offsetof(struct type, member),                              \
        .count_offset = offsetof(struct type, counter), .schema = (of_schema) \
    }
#define SCHEMA_TEXTS(type, member, counter, of_privacy)                       \
    {                                                                         \
        .name = #member, .kind = FIELD_TEXTS, .privacy = (of_privacy),        \
        .offset = offsetof(struct type, member),                              \
        .count_offset = offsetof(struct type, counter)                        \
    }
#define SCHEMA_OF(type, table)                                                \
    {                                                                         \
        .name = #type, .size = sizeof(struct type), .fields = (table),        \
        .field_count = sizeof(table) / sizeof((table)[0])                     \
    }

/* The word of a value, "unknown" when the table has none. */
const char *words_id(const struct words *words, int value);

/* The value of a word, -1 when there is none. */
int words_value(const struct words *words, const char *id);

#endif
