#include "transcript/text_table.h"

#include <stdint.h>
#include <string.h>

struct text_table_row {
    const char *text;
    void *value;
    struct text_table_row *next;
};

/* FNV-1a; what differs in one bit of a letter shares a bucket. */
static size_t
bucket_of(const char *text)
{
    uint32_t hash = 2166136261u;

    for (; *text != '\0'; text++)
        hash = (hash ^ ((unsigned char)*text | 0x20u)) * 16777619u;
    return hash % TEXT_TABLE_BUCKETS;
}

static struct text_table_row *
find_row(const struct text_table *table, const char *text)
{
    struct text_table_row *row = table->buckets[bucket_of(text)];

    while (row != NULL && strcasecmp(row->text, text) != 0)
        row = row->next;
    return row;
}

void *
text_table_find(const struct text_table *table, const char *text)
{
    const struct text_table_row *row = find_row(table, text);

    return row != NULL ? row->value : NULL;
}

void
text_table_put(struct text_table *table, struct arena *arena, const char *text,
               void *value)
{
    struct text_table_row *row = find_row(table, text);

    if (row == NULL) {
        size_t bucket = bucket_of(text);

        row = arena_new(arena, 1, sizeof *row);
        row->text = arena_text(arena, text);
        row->next = table->buckets[bucket];
        table->buckets[bucket] = row;
    }
    row->value = value;
}
