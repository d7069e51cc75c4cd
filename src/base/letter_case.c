#include "base/letter_case.h"

#include <string.h>
#include <utf8proc.h>

bool
letter_case_is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

void
letter_case_append_lower(struct buffer *out, const char *text)
{
    enum { MOST_BYTES = 4 };
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;

    while (*at != '\0') {
        utf8proc_uint8_t lower[MOST_BYTES];
        utf8proc_int32_t code;
        utf8proc_ssize_t taken = utf8proc_iterate(at, -1, &code);

        if (taken <= 0) {
            buffer_append_byte(out, (char)*at++);
            continue;
        }
        buffer_append(
            out, (const char *)lower,
            (size_t)utf8proc_encode_char(utf8proc_tolower(code), lower));
        at += taken;
    }
}
