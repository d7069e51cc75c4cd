#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attributes.h"

/*
 * Bytes that grow. A buffer that is all zero is empty and ready for use. The
 * byte behind the last is always NUL, so text can be read in place.
 */
struct buffer {
    char *data; /* NULL while nothing was ever appended */
    size_t length;
    size_t capacity;
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_text(struct buffer *buffer, const char *text);
void buffer_append_byte(struct buffer *buffer, char byte);
void buffer_append_fill(struct buffer *buffer, char byte, size_t count);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    PRINTF_LIKE(2, 3);
void buffer_vprintf(struct buffer *buffer, const char *format,
                    va_list arguments) PRINTF_LIKE(2, 0);

/* The content as text; "" for an empty buffer. Valid until the next change. */
const char *buffer_text(const struct buffer *buffer);

/* Forgets the first count bytes, which must be there. */
void buffer_drop(struct buffer *buffer, size_t count);

/* Shortens to length bytes, which must not be more than there are. */
void buffer_cut(struct buffer *buffer, size_t length);

/* Gives the memory back; the buffer is empty and usable again. */
void buffer_release(struct buffer *buffer);

#endif
