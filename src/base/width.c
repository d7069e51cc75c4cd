#include "base/width.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

/* The width of the character at `text` and how many bytes it has. */
static size_t
width_step(const char *text, size_t length, size_t *bytes)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t taken;

    /* Nearly all of what is drawn. */
    if (*text >= ' ' && *text < 0x7f) {
        *bytes = 1;
        return 1;
    }
    taken = utf8proc_iterate((const uint8_t *)text, (utf8proc_ssize_t)length,
                             &code);
    if (taken <= 0) {
        *bytes = 1;
        return 1;
    }
    *bytes = (size_t)taken;

    int width = utf8proc_charwidth(code);

    return width > 0 ? (size_t)width : 0;
}

size_t
width_of(const char *text)
{
    size_t length = strlen(text);
    size_t columns = 0;

    for (size_t at = 0; at < length;) {
        size_t bytes;

        columns += width_step(text + at, length - at, &bytes);
        at += bytes;
    }
    return columns;
}

size_t
width_fit(const char *text, size_t columns)
{
    size_t length = strlen(text);
    size_t used = 0;
    size_t at = 0;

    while (at < length) {
        size_t bytes;
        size_t width = width_step(text + at, length - at, &bytes);

        if (used + width > columns)
            break;
        used += width;
        at += bytes;
    }
    return at;
}
