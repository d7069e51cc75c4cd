#include "intake/host_finder.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

enum { LONGEST_HOST = 255 };

static int
host_compare(const void *left, const void *right)
{
    return strcasecmp(*(const char *const *)left, *(const char *const *)right);
}

static void
finder_add(struct host_finder *finder, const char *host)
{
    size_t length = strlen(host);

    if (length > LONGEST_HOST)
        return;
    finder->hosts[finder->count++] = host;
    if (length > finder->longest)
        finder->longest = length;
}

void
host_finder_init(struct host_finder *finder,
                 const struct definitions *definitions)
{
    size_t kept = 0;

    *finder = (struct host_finder){ 0 };
    finder->hosts =
        memory_new(definitions->endpoint_count + 1, sizeof *finder->hosts);
    for (size_t i = 0; i < definitions->endpoint_count; i++)
        finder_add(finder, definitions->endpoints[i]->host);
    qsort(finder->hosts, finder->count, sizeof *finder->hosts, host_compare);
    for (size_t i = 0; i < finder->count; i++)
        if (kept == 0 ||
            strcasecmp(finder->hosts[kept - 1], finder->hosts[i]) != 0)
            finder->hosts[kept++] = finder->hosts[i];
    finder->count = kept;
}

void
host_finder_release(struct host_finder *finder)
{
    free(finder->hosts);
    *finder = (struct host_finder){ 0 };
}

/* Whatever could make another name of it when it stands beside a host. */
static bool
byte_is_of_name(char byte)
{
    char lower = (char)(byte | ' ');

    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') ||
           byte == '.' || byte == '-' || byte == '_';
}

/* A sentence may end behind a name, and a name may end in its root. */
static const char **
finder_find(const struct host_finder *finder, const char *word, size_t length)
{
    char host[LONGEST_HOST + 1];
    const char *key = host;

    while (length > 0 && word[length - 1] == '.')
        length--;
    if (length == 0 || length > finder->longest ||
        memchr(word, '.', length) == NULL)
        return NULL;
    memcpy(host, word, length);
    host[length] = '\0';
    return bsearch(&key, finder->hosts, finder->count, sizeof *finder->hosts,
                   host_compare);
}

static size_t
search_next_word(struct host_search *search)
{
    size_t start = search->at;

    while (start < search->length && !byte_is_of_name(search->text[start]))
        start++;
    search->at = start;
    while (search->at < search->length &&
           byte_is_of_name(search->text[search->at]))
        search->at++;
    return start;
}

const char **
host_finder_next(const struct host_finder *finder, struct host_search *search)
{
    while (search->at < search->length) {
        size_t start = search_next_word(search);
        const char **host =
            finder_find(finder, search->text + start, search->at - start);

        if (host != NULL)
            return host;
    }
    return NULL;
}
