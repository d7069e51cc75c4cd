#include "base/address.h"

#include <arpa/inet.h>
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A block of addresses that is set aside, or is the one that is not. */
struct block {
    uint8_t prefix[16];
    int bits;
    enum address_kind kind;
};

/* The first block that holds an address decides: narrow ones come first. */
static const struct block ipv4_blocks[] = {
    { { 0 }, 8, ADDRESS_UNSPECIFIED },               /* RFC 1122 3.2.1.3 */
    { { 10 }, 8, ADDRESS_PRIVATE },                  /* RFC 1918 */
    { { 100, 64 }, 10, ADDRESS_SHARED },             /* RFC 6598 */
    { { 127 }, 8, ADDRESS_LOOPBACK },                /* RFC 1122 3.2.1.3 */
    { { 169, 254 }, 16, ADDRESS_LINK_LOCAL },        /* RFC 3927 */
    { { 172, 16 }, 12, ADDRESS_PRIVATE },            /* RFC 1918 */
    { { 192, 0, 0 }, 24, ADDRESS_RESERVED },         /* RFC 6890 2.1 */
    { { 192, 0, 2 }, 24, ADDRESS_DOCUMENTATION },    /* RFC 5737 */
    { { 192, 88, 99 }, 24, ADDRESS_RESERVED },       /* RFC 7526 */
    { { 192, 168 }, 16, ADDRESS_PRIVATE },           /* RFC 1918 */
    { { 198, 18 }, 15, ADDRESS_BENCHMARKING },       /* RFC 2544 */
    { { 198, 51, 100 }, 24, ADDRESS_DOCUMENTATION }, /* RFC 5737 */
    { { 203, 0, 113 }, 24, ADDRESS_DOCUMENTATION },  /* RFC 5737 */
    { { 224 }, 4, ADDRESS_MULTICAST },               /* RFC 5771 */
    { { 240 }, 4, ADDRESS_RESERVED },                /* RFC 1112, RFC 919 */
    { { 0 }, 0, ADDRESS_GLOBAL },
};

/*
 * RFC 4291, and what was set aside since: 64:ff9b::/96 by RFC 6052 and
 * 64:ff9b:1::/48 by RFC 8215, 2001:2::/48 by RFC 5180, 2001::/23 by RFC 2928,
 * 2001:db8::/32 by RFC 3849, 3fff::/20 by RFC 9637, fc00::/7 by RFC 4193.
 * Outside of 2000::/3 nothing was given out to the public; the discard-only
 * 100::/64 (RFC 6666) is among that.
 */
static const struct block ipv6_blocks[] = {
    { { 0 }, 128, ADDRESS_UNSPECIFIED },
    { { [15] = 1 }, 128, ADDRESS_LOOPBACK },
    { { 0x00, 0x64, 0xff, 0x9b }, 96, ADDRESS_TRANSLATED },
    { { 0x00, 0x64, 0xff, 0x9b, 0, 1 }, 48, ADDRESS_TRANSLATED },
    { { 0x20, 0x01, 0x00, 0x02 }, 48, ADDRESS_BENCHMARKING },
    { { 0x20, 0x01 }, 23, ADDRESS_RESERVED },
    { { 0x20, 0x01, 0x0d, 0xb8 }, 32, ADDRESS_DOCUMENTATION },
    { { 0x3f, 0xff }, 20, ADDRESS_DOCUMENTATION },
    { { 0x20 }, 3, ADDRESS_GLOBAL },
    { { 0xfc }, 7, ADDRESS_UNIQUE_LOCAL },
    { { 0xfe, 0x80 }, 10, ADDRESS_LINK_LOCAL },
    { { 0xff }, 8, ADDRESS_MULTICAST },
    { { 0 }, 0, ADDRESS_RESERVED },
};

static const char *const kind_ids[] = {
    [ADDRESS_GLOBAL] = "global",
    [ADDRESS_UNSPECIFIED] = "unspecified",
    [ADDRESS_LOOPBACK] = "loopback",
    [ADDRESS_PRIVATE] = "private",
    [ADDRESS_UNIQUE_LOCAL] = "unique-local",
    [ADDRESS_LINK_LOCAL] = "link-local",
    [ADDRESS_SHARED] = "shared",
    [ADDRESS_DOCUMENTATION] = "documentation",
    [ADDRESS_BENCHMARKING] = "benchmarking",
    [ADDRESS_MULTICAST] = "multicast",
    [ADDRESS_RESERVED] = "reserved",
    [ADDRESS_TRANSLATED] = "translated",
};
static_assert(sizeof kind_ids / sizeof kind_ids[0] == ADDRESS_KIND_COUNT,
              "every kind of address has an id");

static bool
parse_ipv4(const char *text, struct address *address)
{
    struct address parsed = { .family = FAMILY_IPV4 };

    if (inet_pton(AF_INET, text, parsed.bytes) != 1)
        return false;
    *address = parsed;
    return true;
}

/* The number behind the "%". Interface names are for who can look them up. */
static bool
parse_scope(const char *text, uint32_t *scope)
{
    uint64_t value = 0;

    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        value = value * 10 + (uint64_t)(*text - '0');
        if (value > UINT32_MAX)
            return false;
    }
    *scope = (uint32_t)value;
    return true;
}

static bool
parse_ipv6(const char *text, struct address *address)
{
    struct address parsed = { .family = FAMILY_IPV6 };
    char host[ADDRESS_TEXT_SIZE];
    size_t length = strcspn(text, "%");

    if (length >= sizeof host)
        return false;
    memcpy(host, text, length);
    host[length] = '\0';
    if (inet_pton(AF_INET6, host, parsed.bytes) != 1)
        return false;
    if (text[length] == '%' && !parse_scope(text + length + 1, &parsed.scope))
        return false;
    *address = parsed;
    return true;
}

/* Brackets belong to IPv6 only (RFC 3986 3.2.2). */
static bool
parse_bracketed(const char *text, struct address *address)
{
    char inner[ADDRESS_TEXT_SIZE];
    size_t length = strlen(text);

    if (length < 2 || length - 2 >= sizeof inner || text[length - 1] != ']')
        return false;
    memcpy(inner, text + 1, length - 2);
    inner[length - 2] = '\0';
    return parse_ipv6(inner, address);
}

bool
address_parse(const char *text, struct address *address)
{
    if (text[0] == '[')
        return parse_bracketed(text, address);
    return parse_ipv4(text, address) || parse_ipv6(text, address);
}

const char *
address_format(const struct address *address, char out[ADDRESS_TEXT_SIZE])
{
    int family = address->family == FAMILY_IPV4 ? AF_INET : AF_INET6;

    out[0] = '\0';
    if (address->family == FAMILY_NONE)
        return out;
    inet_ntop(family, address->bytes, out, ADDRESS_TEXT_SIZE);
    if (address->family == FAMILY_IPV6 && address->scope != 0) {
        size_t length = strlen(out);

        snprintf(out + length, ADDRESS_TEXT_SIZE - length, "%%%" PRIu32,
                 address->scope);
    }
    return out;
}

const char *
peer_format(const struct peer *peer, char out[PEER_TEXT_SIZE])
{
    char text[ADDRESS_TEXT_SIZE];
    bool brackets = peer->address.family == FAMILY_IPV6;

    address_format(&peer->address, text);
    snprintf(out, PEER_TEXT_SIZE, "%s%s%s:%u", brackets ? "[" : "", text,
             brackets ? "]" : "", (unsigned)peer->port);
    return out;
}

static size_t
family_bytes(enum family family)
{
    switch (family) {
    case FAMILY_NONE:
        return 0;
    case FAMILY_IPV4:
        return 4;
    case FAMILY_IPV6:
        return 16;
    }
    return 0;
}

bool
address_equal(const struct address *left, const struct address *right)
{
    return left->family == right->family && left->scope == right->scope &&
           memcmp(left->bytes, right->bytes, family_bytes(left->family)) == 0;
}

static bool
block_holds(const struct block *block, const uint8_t *bytes)
{
    size_t whole = (size_t)block->bits / 8;
    unsigned rest = (unsigned)block->bits % 8;

    if (memcmp(block->prefix, bytes, whole) != 0)
        return false;
    return rest == 0 ||
           (block->prefix[whole] ^ bytes[whole]) >> (8 - rest) == 0;
}

/* The last block of a table holds everything. */
static enum address_kind
kind_by_table(const struct block *block, const uint8_t *bytes)
{
    while (!block_holds(block, bytes))
        block++;
    return block->kind;
}

/* ::ffff:0:0/96 (RFC 4291 2.5.5.2) is the IPv4 address that it holds. */
static bool
is_mapped(const struct address *address)
{
    static const struct block mapped = { { [10] = 0xff, [11] = 0xff },
                                         96,
                                         ADDRESS_GLOBAL };

    return address->family == FAMILY_IPV6 &&
           block_holds(&mapped, address->bytes);
}

/* Prefixes. */

enum { IPV4_BITS = 32, IPV6_BITS = 128, PREFIX_DIGITS = 3 };

/* Digits only, without a leading zero; what is no number is too many. */
static int64_t
prefix_read_bits(const char *text)
{
    size_t length = strspn(text, "0123456789");
    int64_t bits = 0;

    if (length == 0 || length > PREFIX_DIGITS || text[length] != '\0' ||
        (text[0] == '0' && length > 1))
        return IPV6_BITS + 1;
    for (; *text != '\0'; text++)
        bits = bits * 10 + (*text - '0');
    return bits;
}

static bool
prefix_is_clean(const struct address_prefix *prefix)
{
    size_t length = family_bytes(prefix->address.family);

    for (size_t i = 0; i < length; i++) {
        int64_t left = prefix->bits - (int64_t)i * 8;
        unsigned host = left >= 8 ? 0 : left <= 0 ? 0xff : 0xffu >> left;

        if ((prefix->address.bytes[i] & host) != 0)
            return false;
    }
    return true;
}

bool
address_prefix_parse(const char *text, struct address_prefix *prefix)
{
    struct address_prefix parsed = { 0 };
    char host[ADDRESS_TEXT_SIZE];
    size_t length = strcspn(text, "/");
    bool alone = text[length] == '\0';

    if (length >= sizeof host || strpbrk(text, "[%") != NULL)
        return false;
    memcpy(host, text, length);
    host[length] = '\0';
    if (!address_parse(host, &parsed.address))
        return false;

    int64_t most =
        parsed.address.family == FAMILY_IPV4 ? IPV4_BITS : IPV6_BITS;

    parsed.bits = alone ? most : prefix_read_bits(text + length + 1);
    if (parsed.bits > most || !prefix_is_clean(&parsed))
        return false;
    *prefix = parsed;
    return true;
}

bool
address_prefix_has(const struct address_prefix *prefix,
                   const struct address *address)
{
    const uint8_t *bytes = address->bytes;
    enum family family = address->family;
    struct block block = { .bits = (int)prefix->bits };

    if (prefix->address.family == FAMILY_IPV4 && is_mapped(address)) {
        family = FAMILY_IPV4;
        bytes += 12;
    }
    memcpy(block.prefix, prefix->address.bytes, sizeof block.prefix);
    return family != FAMILY_NONE && family == prefix->address.family &&
           block_holds(&block, bytes);
}

int
address_compare(const struct address *left, const struct address *right)
{
    size_t length = left->family == FAMILY_IPV4 ? 4 : 16;
    int bytes = memcmp(left->bytes, right->bytes, length);

    if (left->family != right->family)
        return left->family < right->family ? -1 : 1;
    if (bytes != 0)
        return bytes;
    return (left->scope > right->scope) - (left->scope < right->scope);
}

enum address_kind
address_kind_of(const struct address *address)
{
    if (address->family == FAMILY_NONE)
        return ADDRESS_UNSPECIFIED;
    if (address->family == FAMILY_IPV4)
        return kind_by_table(ipv4_blocks, address->bytes);
    if (is_mapped(address))
        return kind_by_table(ipv4_blocks, address->bytes + 12);
    return kind_by_table(ipv6_blocks, address->bytes);
}

const char *
address_kind_id(enum address_kind kind)
{
    return kind_ids[kind];
}
