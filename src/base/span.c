#include "base/span.h"

#include <string.h>
#include <strings.h>

struct span
span_of(const char *text)
{
    return (struct span){ text, text != NULL ? strlen(text) : 0 };
}

struct span
span_from(struct span span, size_t count)
{
    if (count >= span.length)
        return (struct span){ 0 };
    return (struct span){ span.text + count, span.length - count };
}

size_t
span_find(struct span span, const char *part)
{
    const char *found =
        span.length > 0 ? memmem(span.text, span.length, part, strlen(part))
                        : NULL;

    return found != NULL ? (size_t)(found - span.text) : span.length;
}

size_t
span_find_any_case(struct span span, const char *part)
{
    size_t length = strlen(part);

    for (size_t i = 0; i + length <= span.length; i++)
        if (strncasecmp(span.text + i, part, length) == 0)
            return i;
    return span.length;
}

bool
span_contains(struct span span, const char *part)
{
    return span_find(span, part) < span.length;
}

bool
span_contains_any_case(struct span span, const char *part)
{
    return span_find_any_case(span, part) < span.length;
}

bool
span_begins_any_case(struct span span, const char *start)
{
    size_t length = strlen(start);

    return span.length >= length && strncasecmp(span.text, start, length) == 0;
}

bool
span_equals_any_case(struct span span, const char *text)
{
    return span.length == strlen(text) && span_begins_any_case(span, text);
}
