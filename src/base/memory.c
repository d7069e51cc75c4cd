#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>

void *
memory_new(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

    if (memory == NULL)
        abort();
    return memory;
}

void *
memory_resize(void *memory, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        abort();

    size_t bytes = count * size > 0 ? count * size : 1;
    void *resized = realloc(memory, bytes);

    if (resized == NULL)
        abort();
    return resized;
}
