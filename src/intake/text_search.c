#include "intake/text_search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { NONE = -1 };

static size_t
pair_at(const char *text, size_t last)
{
    return (size_t)(unsigned char)text[last - 1] << 8 |
           (unsigned char)text[last];
}

static void
search_measure(struct text_search *search)
{
    search->window = UINT8_MAX;
    for (size_t i = 0; i < search->count; i++) {
        search->lengths[i] = strlen(search->texts[i]);
        assert(search->lengths[i] >= TEXT_SEARCH_SHORTEST);
        if (search->lengths[i] < search->window)
            search->window = search->lengths[i];
    }
}

/* A pair that ends at `last` of a window lets it move until it ends there. */
static void
search_enter(struct text_search *search, size_t which)
{
    const char *text = search->texts[which];
    size_t end = search->window - 1;

    for (size_t last = 1; last <= end; last++) {
        uint8_t *skip = &search->skip[pair_at(text, last)];

        if (end - last < *skip)
            *skip = (uint8_t)(end - last);
    }
    search->next[which] = search->first[pair_at(text, end)];
    search->first[pair_at(text, end)] = (int32_t)which;
}

struct text_search *
text_search_new(const char *const *texts, size_t count)
{
    struct text_search *search = memory_new(1, sizeof *search);

    search->count = count;
    search->texts = memory_new(count + 1, sizeof *search->texts);
    search->lengths = memory_new(count + 1, sizeof *search->lengths);
    search->next = memory_new(count + 1, sizeof *search->next);
    for (size_t i = 0; i < count; i++)
        search->texts[i] = texts[i];
    search_measure(search);
    memset(search->skip, (int)search->window - 1, sizeof search->skip);
    for (size_t i = 0; i < TEXT_SEARCH_PAIRS; i++)
        search->first[i] = NONE;
    /* Backwards, so that the first of several equal ends comes first. */
    for (size_t i = count; i > 0; i--)
        search_enter(search, i - 1);
    return search;
}

void
text_search_free(struct text_search *search)
{
    if (search == NULL)
        return;
    free(search->texts);
    free(search->lengths);
    free(search->next);
    free(search);
}

void
text_search_begin(const struct text_search *search, struct text_match *match)
{
    *match = (struct text_match){ .at = search->window - 1, .more = NONE };
}

static bool
search_fits(const struct text_search *search, size_t which, const char *text,
            size_t length)
{
    return search->lengths[which] <= length &&
           memcmp(search->texts[which], text, search->lengths[which]) == 0;
}

/*
 * Compares the texts that may start here, until one fits; the window moves
 * on with the last of them.
 */
static bool
search_compare(const struct text_search *search, const char *text,
               size_t length, struct text_match *match)
{
    size_t start = match->at + 1 - search->window;
    bool fits = false;

    while (match->more != NONE && !fits) {
        match->start = start;
        match->which = (size_t)match->more;
        match->more = search->next[match->which];
        fits = search_fits(search, match->which, text + start, length - start);
    }
    if (match->more == NONE)
        match->at++;
    return fits;
}

bool
text_search_next(const struct text_search *search, const char *text,
                 size_t length, struct text_match *match)
{
    if (search->count == 0)
        return false;
    if (match->more != NONE && search_compare(search, text, length, match))
        return true;
    while (match->at < length) {
        size_t pair = pair_at(text, match->at);

        if (search->skip[pair] > 0) {
            match->at += search->skip[pair];
            continue;
        }
        match->more = search->first[pair];
        if (search_compare(search, text, length, match))
            return true;
    }
    return false;
}
