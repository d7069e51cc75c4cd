#ifndef TRANSCRIPT_ALIAS_TABLE_H
#define TRANSCRIPT_ALIAS_TABLE_H

#include <stdint.h>

#include "base/arena.h"
#include "transcript/aliases.h"

/*
 * The inside of the aliases, for the files that make them: which originals
 * and which aliases there are, found by their text.
 */
struct alias_entry {
    enum alias_kind kind;
    const char *text;  /* an original, or an alias; in lower case */
    const char *alias; /* of an original; NULL: reserved, or an alias itself */
    struct alias_entry *next; /* of the same bucket */
};

enum { ALIAS_BUCKETS = 4096 };

struct aliases {
    struct arena arena;
    struct alias_entry *originals[ALIAS_BUCKETS];
    struct alias_entry *taken[ALIAS_BUCKETS];  /* the aliases themselves */
    struct alias_entry *wishes[ALIAS_BUCKETS]; /* of a file, by original */
    struct alias_entry *wished[ALIAS_BUCKETS]; /* their aliases */
    struct alias_entry **given;                /* in order */
    size_t given_count;
    struct alias_entry **wish_list; /* in order */
    size_t wish_count;
    struct alias_counter *counters;
};

/* NULL when that text was never seen. */
const struct alias_entry *alias_table_original(const struct aliases *aliases,
                                               enum alias_kind kind,
                                               const char *text);

/*
 * What a file wants to be the alias of an original. It counts only once the
 * original is asked for, and only when it is nobody's name by then. A second
 * wish for the same original or the same alias is none.
 */
void alias_table_add_wish(struct aliases *aliases, enum alias_kind kind,
                          const char *original, const char *alias);
const char *alias_table_wish(const struct aliases *aliases,
                             enum alias_kind kind, const char *original);

/* Neither an original nor the alias of one, given or wished for. */
bool alias_table_is_free(const struct aliases *aliases, enum alias_kind kind,
                         const char *text);

/* Gives the original that alias, which must be free; returns the alias. */
const char *alias_table_give(struct aliases *aliases, enum alias_kind kind,
                             const char *original, const char *alias);

/*
 * A number that counts on under a name, from 0: where the next candidate of a
 * width is found without trying all those before it.
 */
int64_t *alias_table_counter(struct aliases *aliases, enum alias_kind kind,
                             const char *name, size_t width);

/* The two halves of an address as the keys under which they are known. */
struct alias_halves {
    enum alias_kind network_kind;
    char network[ADDRESS_TEXT_SIZE];
    char rest[ADDRESS_TEXT_SIZE]; /* of an IPv6 address; "" for IPv4 */
};
bool alias_halves_of(const struct address *address, struct alias_halves *out);

#endif
