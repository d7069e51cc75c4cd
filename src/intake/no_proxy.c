#include "intake/no_proxy.h"

#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "base/safe_text.h"
#include "intake/environment.h"

/* A variable holds at most 128 kB, and safe text is longer than its source. */
enum { LONGEST_BLOCK = 128, LONGEST_LIST = 1024 * 1024 };

static const char blanks[] = " \t";
static const char separators[] = " \t,";
static const char digits[] = "0123456789";

const char *
no_proxy_find(char **environment, const char **origin)
{
    static const char *const names[] = { "no_proxy", "NO_PROXY" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *list = environment_filled(environment, names[i]);

        *origin = names[i];
        if (list != NULL)
            return list;
    }
    return NULL;
}

char *
no_proxy_keep(struct arena *arena, const char *list)
{
    char *plain = arena_text(arena, list);
    const char *rest = plain;
    struct no_proxy_entry entry;

    while (no_proxy_next(&rest, &entry))
        if (memchr(entry.text, '@', entry.length) != NULL)
            memset(plain + (entry.text - plain), '?', entry.length);
    for (char *tab = strchr(plain, '\t'); tab != NULL; tab = strchr(tab, '\t'))
        *tab = ' ';
    return safe_text_copy(arena, SAFE_LINE, plain, strlen(plain),
                          LONGEST_LIST);
}

bool
no_proxy_next(const char **list, struct no_proxy_entry *entry)
{
    entry->text = *list + strspn(*list, separators);
    entry->length = strcspn(entry->text, separators);
    *list = entry->text + entry->length;
    return entry->length > 0;
}

bool
no_proxy_has_blanks(const char *list)
{
    struct no_proxy_entry entry;

    while (no_proxy_next(&list, &entry)) {
        size_t gap = strspn(list, blanks);

        if (gap > 0 && list[gap] != ',' && list[gap] != '\0')
            return true;
    }
    return false;
}

/* One dot in front and one behind mean nothing; one behind a host neither. */
static bool
no_proxy_match_name(const struct no_proxy_entry *entry, const char *host)
{
    const char *text = entry->text;
    size_t length = entry->length;
    size_t host_length = strlen(host);

    if (text[length - 1] == '.')
        length--;
    if (length > 0 && *text == '.') {
        text++;
        length--;
    }
    if (host_length > 0 && host[host_length - 1] == '.')
        host_length--;
    if (length == 0 || length > host_length ||
        strncasecmp(text, host + host_length - length, length) != 0)
        return false;
    return length == host_length || host[host_length - length - 1] == '.';
}

static bool
no_proxy_same_bits(const struct address *left, const struct address *right,
                   size_t bits)
{
    size_t whole = bits / 8;
    unsigned rest = 0xffU & (0xff00U >> (bits % 8));

    if (memcmp(left->bytes, right->bytes, whole) != 0)
        return false;
    return rest == 0 ||
           ((left->bytes[whole] ^ right->bytes[whole]) & rest) == 0;
}

/*
 * The length behind the slash. As in curl what follows its digits is
 * ignored, and 0 or none means the whole address.
 */
static size_t
no_proxy_block_bits(const char *slash, size_t whole)
{
    size_t bits = 0;

    for (; slash != NULL && slash[1] >= '0' && slash[1] <= '9'; slash++)
        if (bits <= whole)
            bits = bits * 10 + (size_t)(slash[1] - '0');
    return bits == 0 ? whole : bits;
}

static bool
no_proxy_match_address(const struct no_proxy_entry *entry,
                       const struct address *host)
{
    size_t whole = host->family == FAMILY_IPV4 ? 32 : 128;
    char text[LONGEST_BLOCK];
    struct address block;

    if (entry->length >= sizeof text || *entry->text == '[')
        return false;
    memcpy(text, entry->text, entry->length);
    text[entry->length] = '\0';

    char *slash = strchr(text, '/');
    size_t bits = no_proxy_block_bits(slash, whole);

    if (slash != NULL)
        *slash = '\0';
    return bits <= whole && address_parse(text, &block) &&
           block.family == host->family &&
           no_proxy_same_bits(&block, host, bits);
}

bool
no_proxy_match(const char *list, const char *host,
               struct no_proxy_entry *match)
{
    struct address address;
    bool is_address = address_parse(host, &address);

    *match = (struct no_proxy_entry){ .text = list, .length = 1 };
    if (strcmp(list, "*") == 0)
        return true;
    while (no_proxy_next(&list, match))
        if (is_address ? no_proxy_match_address(match, &address)
                       : no_proxy_match_name(match, host))
            return true;
    return false;
}

static bool
fault_is_star(const char *text)
{
    return strchr(text, '*') != NULL;
}

static bool
fault_is_url(const char *text)
{
    return strstr(text, "://") != NULL;
}

static bool
fault_is_bracketed(const char *text)
{
    return *text == '[';
}

static bool
fault_is_port(const char *text)
{
    const char *colon = strchr(text, ':');

    return colon != NULL && colon[1] != '\0' &&
           colon[1 + strspn(colon + 1, digits)] == '\0';
}

/* "10." or "192.168", which some programs take for a prefix. */
static bool
fault_is_partial(const char *text)
{
    struct address address;

    return strchr(text, '.') != NULL &&
           text[strspn(text, "0123456789.")] == '\0' &&
           !address_parse(text, &address);
}

static bool
fault_is_block(const char *text)
{
    const char *slash = strchr(text, '/');
    size_t bits = no_proxy_block_bits(slash, 128);
    size_t whole = strchr(text, ':') != NULL ? 128 : 32;

    return slash != NULL && slash[1 + strspn(slash + 1, "0")] == '\0'
               ? slash[1] != '\0'
               : slash != NULL && bits > whole;
}

static const struct no_proxy_slip {
    bool (*applies)(const char *text);
    const char *fault;
} no_proxy_slips[] = {
    { fault_is_url, "a URL is never compared, write the host alone" },
    { fault_is_star, "a * counts only as the whole list, write the domain "
                     "without it" },
    { fault_is_bracketed, "write an IPv6 address without brackets" },
    { fault_is_port, "a port is never compared, write the host alone" },
    { fault_is_partial, "a part of an address is no prefix, write a block "
                        "such as 10.0.0.0/8" },
    { fault_is_block, "there is no block of that length" },
};

const char *
no_proxy_fault(const struct no_proxy_entry *entry)
{
    char text[LONGEST_BLOCK];

    if (entry->length >= sizeof text)
        return NULL;
    memcpy(text, entry->text, entry->length);
    text[entry->length] = '\0';
    for (size_t i = 0; i < sizeof no_proxy_slips / sizeof no_proxy_slips[0];
         i++)
        if (no_proxy_slips[i].applies(text))
            return no_proxy_slips[i].fault;
    return NULL;
}
