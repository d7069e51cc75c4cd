#ifndef REPORT_WORDING_LIST_H
#define REPORT_WORDING_LIST_H

#include <stddef.h>

#include "base/address.h"
#include "base/buffer.h"

/*
 * Lists within a sentence: each item once, in order, and no more than a
 * reader can take in; how many are left out is said. "a", "a and b", "a, b
 * and c", "a, b and 7 more". A list that is all zero is empty.
 */
enum { WORDING_LIST = 8, WORDING_BRIEF_LIST = 3 };

struct wording_list {
    const char **items; /* borrowed texts */
    size_t count;
};

struct wording_addresses {
    struct address *items;
    size_t count;
};

/* NULL is nothing to add. */
void wording_list_add(struct wording_list *list, const char *item);
void wording_addresses_add(struct wording_addresses *list,
                           const struct address *address);

/* Appends the list and gives its memory back. */
void wording_list_append(struct buffer *out, struct wording_list *list);
void wording_list_append_brief(struct buffer *out, struct wording_list *list);
void wording_addresses_append(struct buffer *out,
                              struct wording_addresses *list);

/* The parts, for items that are no texts: what stands before item `at` of
 * count, and what stands behind the last that is shown. */
void wording_list_separate(struct buffer *out, size_t at, size_t count);
void wording_list_append_left_out(struct buffer *out, size_t count);

#endif
