#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/*
 * Heap memory that is always there. When the system has none left the
 * process aborts, so no caller has a branch for it; the handler of SIGABRT
 * is the one place that gives the terminal back.
 */

/* Zeroed room for count items of size bytes each; end it with free(). */
void *memory_new(size_t count, size_t size);

/*
 * As realloc, for count items of size bytes each. The new part is not
 * cleared. An overflowing product aborts as exhaustion does.
 */
void *memory_resize(void *memory, size_t count, size_t size);

#endif
