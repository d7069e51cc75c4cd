#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A piece of a text that belongs to somebody else, which need not end in NUL
 * and may have NUL in it. One without a text is empty and holds nothing. Case
 * means that of ASCII letters: what is compared are names of protocols and
 * products.
 */
struct span {
    const char *text;
    size_t length;
};

/* The whole text; empty for NULL. */
struct span span_of(const char *text);

/* What is left behind the first count bytes; empty when there are fewer. */
struct span span_from(struct span span, size_t count);

bool span_contains(struct span span, const char *part);
bool span_contains_any_case(struct span span, const char *part);
bool span_begins_any_case(struct span span, const char *start);
bool span_equals_any_case(struct span span, const char *text);

/* Where the part begins; the length of the span when it does not occur. */
size_t span_find(struct span span, const char *part);
size_t span_find_any_case(struct span span, const char *part);

#endif
