#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/attributes.h"

/*
 * Memory with one common end. Everything that a run learns goes into the
 * run's arena and dies with it; nothing in it is freed by itself. An arena
 * that is all zero is empty and ready for use.
 */
struct arena {
    struct arena_block *blocks; /* newest first */
};

/* Zeroed room for count items of size bytes, aligned for any type. */
void *arena_new(struct arena *arena, size_t count, size_t size);

/* A copy of length bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, const void *bytes, size_t length);
char *arena_text(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

/*
 * Room for one more pointer at the end of a list that lives in the arena.
 * `items` is the address of the list (T **), `count` of its length. The list
 * doubles when its length is a power of two, so a list costs no capacity
 * field; what it leaves behind stays in the arena until the end.
 */
void arena_push(struct arena *arena, void *items, size_t *count,
                const void *item);

/* Gives everything back; the arena is empty and usable again. */
void arena_release(struct arena *arena);

#endif
