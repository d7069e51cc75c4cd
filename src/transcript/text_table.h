#ifndef TRANSCRIPT_TEXT_TABLE_H
#define TRANSCRIPT_TEXT_TABLE_H

#include <stddef.h>

#include "base/arena.h"

/*
 * Pointers by a text, whose ASCII letters may be upper or lower case. All
 * zero is an empty table; the memory is the arena's.
 */
enum { TEXT_TABLE_BUCKETS = 1024 };

struct text_table {
    struct text_table_row *buckets[TEXT_TABLE_BUCKETS];
};

/* NULL when there is none. */
void *text_table_find(const struct text_table *table, const char *text);

/* In place of the one that is there; `value` may not be NULL. */
void text_table_put(struct text_table *table, struct arena *arena,
                    const char *text, void *value);

#endif
