#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transcript/alias_table.h"

enum {
    MAPPED_AT = 12, /* where the IPv4 address stands in ::ffff:192.0.2.1 */
    HALF = 8,
    HEXTETS = 4,
    LARGEST_PLAIN_REST = 0xffff, /* no address of a network card fits */
};

/* The halves of an address. */

static unsigned
hextet(const struct address *address, size_t index)
{
    return (unsigned)address->bytes[index * 2] << 8 |
           address->bytes[index * 2 + 1];
}

static void
format_half(const struct address *address, size_t first,
            char out[ADDRESS_TEXT_SIZE])
{
    snprintf(out, ADDRESS_TEXT_SIZE, "%x:%x:%x:%x", hextet(address, first),
             hextet(address, first + 1), hextet(address, first + 2),
             hextet(address, first + 3));
}

bool
alias_halves_of(const struct address *address, struct alias_halves *out)
{
    *out = (struct alias_halves){ 0 };
    if (address->family == FAMILY_NONE)
        return false;
    if (address->family == FAMILY_IPV4) {
        out->network_kind = ALIAS_NETWORK4;
        snprintf(out->network, sizeof out->network, "%u.%u.%u",
                 address->bytes[0], address->bytes[1], address->bytes[2]);
        return true;
    }
    out->network_kind = ALIAS_NETWORK6;
    format_half(address, 0, out->network);
    format_half(address, HEXTETS, out->rest);
    return true;
}

static bool
is_mapped(const struct address *address)
{
    static const uint8_t start[MAPPED_AT] = { [10] = 0xff, [11] = 0xff };

    return address->family == FAMILY_IPV6 &&
           memcmp(address->bytes, start, sizeof start) == 0;
}

static struct address
unmapped(const struct address *address)
{
    struct address inner = { .family = FAMILY_IPV4 };

    memcpy(inner.bytes, address->bytes + MAPPED_AT, 4);
    return inner;
}

/* Networks of IPv4: what the first three octets may be. */

struct network_range {
    uint8_t low[3];
    uint8_t high[3];
};

static const struct network_range private_ranges[] = {
    { { 10, 0, 0 }, { 10, 255, 255 } },
    { { 172, 16, 0 }, { 172, 31, 255 } },
    { { 192, 168, 0 }, { 192, 168, 255 } },
};

/* Documentation (RFC 5737), benchmarking (RFC 2544), reserved. */
static const struct network_range public_ranges[] = {
    { { 192, 0, 2 }, { 192, 0, 2 } },
    { { 198, 51, 100 }, { 198, 51, 100 } },
    { { 203, 0, 113 }, { 203, 0, 113 } },
    { { 198, 18, 0 }, { 198, 19, 255 } },
    { { 240, 0, 0 }, { 255, 254, 255 } },
    { { 0, 0, 1 }, { 0, 255, 255 } },
};

static const struct network_range shared_ranges[] = {
    { { 100, 64, 0 }, { 100, 127, 255 } },
};

static const struct network_range link_local_ranges[] = {
    { { 169, 254, 1 }, { 169, 254, 254 } },
};

struct range_list {
    const struct network_range *ranges;
    size_t count;
};

#define LIST(of_ranges)                                                       \
    {                                                                         \
        (of_ranges), sizeof(of_ranges) / sizeof((of_ranges)[0])               \
    }

static const struct range_list lists_of_kind[ADDRESS_KIND_COUNT] = {
    [ADDRESS_GLOBAL] = LIST(public_ranges),
    [ADDRESS_PRIVATE] = LIST(private_ranges),
    [ADDRESS_LINK_LOCAL] = LIST(link_local_ranges),
    [ADDRESS_SHARED] = LIST(shared_ranges),
    [ADDRESS_DOCUMENTATION] = LIST(public_ranges),
    [ADDRESS_BENCHMARKING] = LIST(public_ranges),
};

static int64_t
span_at(const struct network_range *range, size_t octet)
{
    return range->high[octet] - range->low[octet] + 1;
}

/* The index-th network of the range; false behind its end. */
static bool
network_at(const struct network_range *range, int64_t index,
           char out[ADDRESS_TEXT_SIZE])
{
    int64_t third = index % span_at(range, 2);
    int64_t second = index / span_at(range, 2) % span_at(range, 1);
    int64_t first = index / span_at(range, 2) / span_at(range, 1);

    if (first >= span_at(range, 0))
        return false;
    snprintf(out, ADDRESS_TEXT_SIZE, "%d.%d.%d", (int)(range->low[0] + first),
             (int)(range->low[1] + second), (int)(range->low[2] + third));
    return true;
}

static bool
free_network_of(struct aliases *aliases, const struct network_range *range,
                size_t width, char out[ADDRESS_TEXT_SIZE])
{
    char name[ADDRESS_TEXT_SIZE];

    (void)network_at(range, 0, name);

    int64_t *counter =
        alias_table_counter(aliases, ALIAS_NETWORK4, name, width);

    while (network_at(range, *counter, out)) {
        ++*counter;
        if ((width == 0 || strlen(out) == width) &&
            alias_table_is_free(aliases, ALIAS_NETWORK4, out))
            return true;
    }
    return false;
}

/* In the range of the original itself first. */
static bool
free_network_in(struct aliases *aliases, const struct range_list *list,
                const struct address *original, size_t width,
                char out[ADDRESS_TEXT_SIZE])
{
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < list->count; i++)
            if ((original->bytes[0] == list->ranges[i].low[0]) == own &&
                free_network_of(aliases, &list->ranges[i], width, out))
                return true;
    return false;
}

/* Where none of the width is left, the kind matters more than the width. */
static void
free_network(struct aliases *aliases, const struct address *original,
             size_t width, char out[ADDRESS_TEXT_SIZE])
{
    static const struct range_list last = LIST(public_ranges);
    const struct range_list *list = &lists_of_kind[address_kind_of(original)];

    if (!free_network_in(aliases, list, original, width, out) &&
        !free_network_in(aliases, list, original, 0, out) &&
        !free_network_in(aliases, &last, original, 0, out))
        abort(); /* a million networks in one transcript are not possible */
}

static struct address
alias_ipv4(struct aliases *aliases, const struct address *address)
{
    struct alias_halves halves;
    char free_one[ADDRESS_TEXT_SIZE];
    struct address alias = *address;
    unsigned octets[3];

    (void)alias_halves_of(address, &halves);

    const char *network =
        aliases_find(aliases, ALIAS_NETWORK4, halves.network);

    if (network == NULL) {
        aliases_reserve(aliases, ALIAS_NETWORK4, halves.network);
        network = alias_table_wish(aliases, ALIAS_NETWORK4, halves.network);
        if (network == NULL) {
            free_network(aliases, address, strlen(halves.network), free_one);
            network = free_one;
        }
        network =
            alias_table_give(aliases, ALIAS_NETWORK4, halves.network, network);
    }
    if (sscanf(network, "%3u.%3u.%3u", &octets[0], &octets[1], &octets[2]) ==
        3)
        for (size_t i = 0; i < 3; i++)
            alias.bytes[i] = (uint8_t)octets[i];
    return alias;
}

/*
 * Halves of IPv6. A hextet keeps its number of digits and a zero stays one,
 * so the text has its "::" where it was and its width.
 */

struct hextet_range {
    int64_t low;
    int64_t high;
};

static struct hextet_range
range_like(unsigned value)
{
    static const struct hextet_range of_digits[] = {
        { 0, 0 },         { 1, 0xf },         { 0x10, 0xff },
        { 0x100, 0xfff }, { 0x1000, 0xffff },
    };
    size_t digits = 0;

    for (; value > 0; value >>= 4)
        digits++;
    return of_digits[digits];
}

/* The number-th half within the ranges, the last hextet counting first. */
static bool
half_at(const struct hextet_range ranges[HEXTETS], int64_t number,
        char out[ADDRESS_TEXT_SIZE])
{
    unsigned values[HEXTETS];

    for (size_t i = HEXTETS; i-- > 0;) {
        int64_t count = ranges[i].high - ranges[i].low + 1;

        values[i] = (unsigned)(ranges[i].low + number % count);
        number /= count;
    }
    snprintf(out, ADDRESS_TEXT_SIZE, "%x:%x:%x:%x", values[0], values[1],
             values[2], values[3]);
    return number == 0;
}

static bool
free_half(struct aliases *aliases, enum alias_kind kind,
          const struct hextet_range ranges[HEXTETS],
          char out[ADDRESS_TEXT_SIZE])
{
    char name[ADDRESS_TEXT_SIZE];

    (void)half_at(ranges, 0, name);

    int64_t *counter = alias_table_counter(aliases, kind, name, 0);

    while (half_at(ranges, *counter, out)) {
        ++*counter;
        if (alias_table_is_free(aliases, kind, out))
            return true;
    }
    return false;
}

/*
 * What the first hextet of a network may be: fc and fd stay for who uses
 * unique local addresses; for the others 3fff::/20, which is for
 * documentation (RFC 9637) and whose neighbours nobody has.
 */
static struct hextet_range
first_range(const struct address *address, bool wide)
{
    if (address_kind_of(address) != ADDRESS_UNIQUE_LOCAL)
        return (struct hextet_range){ wide ? 0x3f00 : 0x3fff, 0x3fff };

    int64_t start = hextet(address, 0) & 0xff00;

    return (struct hextet_range){ start, start + 0xff };
}

static const char *
alias_half(struct aliases *aliases, enum alias_kind kind,
           const struct address *address, size_t first, const char *key)
{
    const char *known = aliases_find(aliases, kind, key);
    struct hextet_range ranges[HEXTETS];
    char out[ADDRESS_TEXT_SIZE];

    if (known != NULL)
        return known;
    aliases_reserve(aliases, kind, key);
    known = alias_table_wish(aliases, kind, key);
    if (known != NULL)
        return alias_table_give(aliases, kind, key, known);
    for (size_t i = 0; i < HEXTETS; i++)
        ranges[i] = range_like(hextet(address, first + i));
    if (kind == ALIAS_NETWORK6)
        ranges[0] = first_range(address, false);
    if (free_half(aliases, kind, ranges, out))
        return alias_table_give(aliases, kind, key, out);
    if (kind == ALIAS_NETWORK6)
        ranges[0] = first_range(address, true);
    if (free_half(aliases, kind, ranges, out))
        return alias_table_give(aliases, kind, key, out);
    for (size_t i = 1; i < HEXTETS; i++)
        ranges[i] = (struct hextet_range){ 1, 0xffff };
    if (!free_half(aliases, kind, ranges, out))
        abort(); /* 2^48 of them in one transcript are not possible */
    return alias_table_give(aliases, kind, key, out);
}

static void
put_half(struct address *address, size_t first, const char *half)
{
    unsigned values[HEXTETS];

    if (sscanf(half, "%4x:%4x:%4x:%4x", &values[0], &values[1], &values[2],
               &values[3]) != HEXTETS)
        return;
    for (size_t i = 0; i < HEXTETS; i++) {
        address->bytes[(first + i) * 2] = (uint8_t)(values[i] >> 8);
        address->bytes[(first + i) * 2 + 1] = (uint8_t)(values[i] & 0xff);
    }
}

static bool
rest_is_plain(const struct address *address)
{
    static const uint8_t zeros[HALF - 2];

    return memcmp(address->bytes + HALF, zeros, sizeof zeros) == 0;
}

static struct address
alias_ipv6(struct aliases *aliases, const struct address *address)
{
    enum address_kind kind = address_kind_of(address);
    bool network_tells =
        kind != ADDRESS_LINK_LOCAL && kind != ADDRESS_TRANSLATED;
    struct address alias = *address;
    struct alias_halves halves;

    (void)alias_halves_of(address, &halves);
    if (network_tells)
        put_half(
            &alias, 0,
            alias_half(aliases, ALIAS_NETWORK6, address, 0, halves.network));
    if (!network_tells || !rest_is_plain(address))
        put_half(&alias, HEXTETS,
                 alias_half(aliases, ALIAS_INTERFACE6, address, HEXTETS,
                            halves.rest));
    return alias;
}

/* Both families. */

static bool
says_nothing(const struct address *address)
{
    static const bool kinds[ADDRESS_KIND_COUNT] = {
        [ADDRESS_UNSPECIFIED] = true,
        [ADDRESS_LOOPBACK] = true,
        [ADDRESS_MULTICAST] = true,
        [ADDRESS_RESERVED] = true,
    };

    return address->family == FAMILY_NONE || kinds[address_kind_of(address)];
}

bool
aliases_is_alias_address(const struct aliases *aliases,
                         const struct address *address)
{
    struct alias_halves halves;

    if (is_mapped(address)) {
        struct address inner = unmapped(address);

        return aliases_is_alias_address(aliases, &inner);
    }
    if (!alias_halves_of(address, &halves))
        return false;
    return aliases_is_alias(aliases, halves.network_kind, halves.network) ||
           (halves.rest[0] != '\0' &&
            aliases_is_alias(aliases, ALIAS_INTERFACE6, halves.rest));
}

void
aliases_reserve_address(struct aliases *aliases, const struct address *address)
{
    struct alias_halves halves;

    if (is_mapped(address)) {
        struct address inner = unmapped(address);

        aliases_reserve_address(aliases, &inner);
        return;
    }
    if (!alias_halves_of(address, &halves))
        return;
    aliases_reserve(aliases, halves.network_kind, halves.network);
    if (halves.rest[0] != '\0')
        aliases_reserve(aliases, ALIAS_INTERFACE6, halves.rest);
}

bool
aliases_has_address(const struct aliases *aliases,
                    const struct address *address)
{
    struct alias_halves halves;

    if (is_mapped(address)) {
        struct address inner = unmapped(address);

        return aliases_has_address(aliases, &inner);
    }
    if (says_nothing(address) || !alias_halves_of(address, &halves))
        return false;
    return aliases_find(aliases, halves.network_kind, halves.network) !=
               NULL ||
           (halves.rest[0] != '\0' &&
            aliases_find(aliases, ALIAS_INTERFACE6, halves.rest) != NULL);
}

struct address
aliases_address(struct aliases *aliases, const struct address *address)
{
    if (says_nothing(address) || aliases_is_alias_address(aliases, address))
        return *address;
    if (address->family == FAMILY_IPV4)
        return alias_ipv4(aliases, address);
    if (!is_mapped(address))
        return alias_ipv6(aliases, address);

    struct address inner = unmapped(address);
    struct address alias = *address;

    inner = aliases_address(aliases, &inner);
    memcpy(alias.bytes + MAPPED_AT, inner.bytes, 4);
    return alias;
}
