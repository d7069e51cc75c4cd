#ifndef CATALOG_YAML_SCHEMA_H
#define CATALOG_YAML_SCHEMA_H

#include <stdint.h>

#include "catalog/yaml_tree.h"
#include "model/definitions.h"
#include "model/schema.h"

/*
 * What a definitions file must look like, as tables, and the one decoder
 * that reads a tree by them into the structs of the model. A new key is a
 * new row; nothing is accepted that no row describes.
 */
enum yaml_form {
    YAML_LINE,       /* const char *: one line of text */
    YAML_PAGE,       /* const char *: text of several lines */
    YAML_PAGES,      /* const char **: a list of such texts */
    YAML_LINES,      /* const char **: a list of lines */
    YAML_WIRE,       /* const char *: bytes for the lab's network */
    YAML_WIRES,      /* const char **: a list of such bytes */
    YAML_ID,         /* const char *: kebab-case */
    YAML_IDS,        /* const char **: a list of ids, each once */
    YAML_TOPIC,      /* const char *: a letter and two digits, "S01" */
    YAML_TOPICS,     /* const char **: a list of topics, each once */
    YAML_CAUSE,      /* const char *: the id of a cause in force */
    YAML_CAUSES,     /* const char **: a list of such ids, each once */
    YAML_SELECTOR,   /* const char *: endpoints, as model/scenario.h says */
    YAML_SELECTORS,  /* struct selectors: a list of them, or one alone */
    YAML_ADDRESS,    /* struct address: without brackets and scope */
    YAML_ADDRESSES,  /* struct address **: a list of addresses */
    YAML_HOST,       /* const char *: a host name or an address */
    YAML_PORT,       /* uint16_t */
    YAML_INTEGER,    /* int64_t, least to most */
    YAML_FLAG,       /* bool: true or false and nothing else */
    YAML_WORD,       /* an enum (int): one of `words` */
    YAML_DIGEST,     /* const char *: SHA-256, 64 upper-case hex digits */
    YAML_DIGESTS,    /* const char **: a list of digests */
    YAML_PREFIX,     /* struct address_prefix: "192.0.2.0/24" or an address */
    YAML_PREFIXES,   /* struct address_prefix **: a list of prefixes */
    YAML_DAY,        /* const char *: "2026-11-24" */
    YAML_DAY_TIME,   /* int64_t: the same as Unix seconds */
    YAML_RECORD,     /* a mapping of `shape`, embedded */
    YAML_RECORDS,    /* a list of mappings of `shape`: struct x ** */
    YAML_REFERENCES, /* a list of ids of another list: struct x ** */
    YAML_FORM_COUNT
};

/* One key of a mapping and the member that it fills. */
struct yaml_key {
    const char *name;
    enum yaml_form form;
    bool required;
    size_t offset;
    size_t count_offset; /* lists: where the size_t length goes */
    int64_t least;       /* of an integer */
    int64_t most; /* of an integer, of records, of the bytes of a text */
    /* YAML_WORD: the words; texts: the placeholders that may stand there. */
    const struct words *words;
    const struct yaml_shape *shape; /* YAML_RECORD, YAML_RECORDS */
    /* YAML_REFERENCES: the row of the outermost mapping that has the ids. */
    const struct yaml_key *known;
};

/*
 * Rows of a key table whose keys are called as the members of the C struct;
 * behind the form stands what else the row says.
 */
#define YAML_KEY(type, member, of_form, ...)                                  \
    {                                                                         \
        .name = #member, .form = (of_form),                                   \
        .offset = offsetof(struct type, member), __VA_ARGS__                  \
    }
#define YAML_KEY_PLAIN(type, member, of_form)                                 \
    {                                                                         \
        .name = #member, .form = (of_form),                                   \
        .offset = offsetof(struct type, member)                               \
    }
#define YAML_KEY_LIST(type, member, counter, of_form, ...)                    \
    {                                                                         \
        .name = #member, .form = (of_form),                                   \
        .offset = offsetof(struct type, member),                              \
        .count_offset = offsetof(struct type, counter), __VA_ARGS__           \
    }

struct yaml_decoder;

/* A kind of mapping. Its keys are read in the order of the table. */
struct yaml_shape {
    const char *one;  /* "an endpoint" */
    const char *many; /* "endpoints" */
    size_t size;      /* of the struct; 0 when it is never in a list */
    const struct yaml_key *keys;
    size_t key_count;
    /* What no two items of a list may share; NULL: nothing. */
    const char *(*identify)(struct arena *arena, const void *item);
    /* What is true when no key says otherwise; NULL: zeros. */
    void (*prepare)(void *record);
    /* What cannot be said by rows; NULL: nothing. */
    bool (*check)(const struct yaml_decoder *decoder,
                  const struct yaml_node *node, const void *record);
};

enum { YAML_KEY_LIMIT = 32 };

struct yaml_decoder {
    const struct source_text *text;
    struct arena *arena; /* of what is read */
    const void *root;    /* the outermost struct */
    /* What causes and selectors are looked up in; NULL: there are none. */
    const struct definitions *definitions;
    struct error *error;
};

/* Reads one scalar or list of scalars; false with the error filled. */
typedef bool yaml_reader(const struct yaml_decoder *decoder,
                         const struct yaml_key *key,
                         const struct yaml_node *node, void *into);

/* Reads the mapping into the struct that the shape describes. */
MUST_USE bool yaml_decode(const struct yaml_decoder *decoder,
                          const struct yaml_shape *shape,
                          const struct yaml_node *node, void *into);

/* The value of that key in a mapping; NULL when there is none. */
const struct yaml_node *yaml_find(const struct yaml_node *mapping,
                                  const char *key);

/* Refuses what is no list, an empty list and one of more items than that. */
MUST_USE bool yaml_check_list(const struct yaml_decoder *decoder,
                              const struct yaml_node *node, const char *many,
                              int64_t most);

/* Points an error at the node; returns false. */
bool yaml_reject(const struct yaml_decoder *decoder,
                 const struct yaml_node *node, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* "expected EXPECTED, found <what the node is>"; returns false. */
bool yaml_reject_kind(const struct yaml_decoder *decoder,
                      const struct yaml_node *node, const char *expected);

#endif
