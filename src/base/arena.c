#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BLOCK_SIZE = 16 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static struct arena_block *
arena_add_block(struct arena *arena, size_t size)
{
    if (size < BLOCK_SIZE)
        size = BLOCK_SIZE;

    struct arena_block *block = memory_new(1, sizeof *block + size);

    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *
arena_new(struct arena *arena, size_t count, size_t size)
{
    size_t alignment = alignof(max_align_t);

    if (size > 0 && count > (SIZE_MAX - alignment) / size)
        abort();

    size_t bytes = (count * size + alignment - 1) / alignment * alignment;
    struct arena_block *block = arena->blocks;

    if (block == NULL || block->size - block->used < bytes)
        block = arena_add_block(arena, bytes);

    void *memory = block->bytes + block->used;

    block->used += bytes;
    return memory;
}

char *
arena_copy(struct arena *arena, const void *bytes, size_t length)
{
    char *copy = arena_new(arena, length + 1, 1);

    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        abort();

    char *text = arena_new(arena, (size_t)length + 1, 1);

    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void
arena_push(struct arena *arena, void *items, size_t *count, const void *item)
{
    const void **list;
    size_t length = *count;

    memcpy(&list, items, sizeof list);
    if ((length & (length - 1)) == 0) {
        const void **larger =
            arena_new(arena, length > 0 ? 2 * length : 1, sizeof *larger);

        if (length > 0)
            memcpy(larger, list, length * sizeof *larger);
        list = larger;
        memcpy(items, &list, sizeof list);
    }
    list[length] = item;
    *count = length + 1;
}

void
arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (block != NULL) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
    arena->blocks = NULL;
}
