#ifndef INTAKE_TEXT_SEARCH_H
#define INTAKE_TEXT_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Looks for many texts in one pass over another, after Wu and Manber ("A Fast
 * Algorithm for Multi-Pattern Searching", 1994): a table says for every pair
 * of bytes how far the next text can begin at the soonest, so that most of
 * what is searched is never looked at. The shortest text decides how far it
 * jumps. Every occurrence is given, also those that overlap.
 */
enum { TEXT_SEARCH_PAIRS = 256 * 256, TEXT_SEARCH_SHORTEST = 2 };

struct text_search {
    const char **texts; /* borrowed */
    size_t *lengths;
    size_t count;
    size_t window;                    /* bytes of each text that steer it */
    uint8_t skip[TEXT_SEARCH_PAIRS];  /* by the last pair of the window */
    int32_t first[TEXT_SEARCH_PAIRS]; /* text whose window ends so; -1 */
    int32_t *next;                    /* another one of the same end; -1 */
};

/* Where a search stands, and what it has found. */
struct text_match {
    size_t start; /* in the searched text */
    size_t which; /* index of the text that was found */
    size_t at;    /* the search's own: the last byte of the window */
    int32_t more; /* the search's own: the next text to compare */
};

/*
 * The texts have TEXT_SEARCH_SHORTEST bytes at least and outlive the search;
 * without any nothing is found. End it with text_search_free, which accepts
 * NULL.
 */
struct text_search *text_search_new(const char *const *texts, size_t count);
void text_search_free(struct text_search *search);

void text_search_begin(const struct text_search *search,
                       struct text_match *match);

/* The next occurrence, by where it starts; false when there is none. */
bool text_search_next(const struct text_search *search, const char *text,
                      size_t length, struct text_match *match);

#endif
