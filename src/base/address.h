#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

/*
 * An IP address as a value, without a port and without the socket headers,
 * so that every room can speak of addresses and only `net` can use them.
 */
enum family { FAMILY_NONE, FAMILY_IPV4, FAMILY_IPV6 };

struct address {
    enum family family;
    uint8_t bytes[16]; /* network order; IPv4 uses the first four */
    uint32_t scope;    /* interface index of an IPv6 link-local address */
};

/* A place to connect to or to ask. */
struct peer {
    struct address address;
    uint16_t port; /* host order */
};

/* The addresses that share their first bits. */
struct address_prefix {
    struct address address;
    int64_t bits; /* at most those of its family */
};

enum { ADDRESS_TEXT_SIZE = 64, PEER_TEXT_SIZE = 80 };

/*
 * What an address is set aside for. Anything but GLOBAL is not what a public
 * service answers from (the IANA special-purpose registries, RFC 6890).
 */
enum address_kind {
    ADDRESS_GLOBAL,
    ADDRESS_UNSPECIFIED,   /* 0.0.0.0/8, :: */
    ADDRESS_LOOPBACK,      /* 127/8, ::1 */
    ADDRESS_PRIVATE,       /* RFC 1918 */
    ADDRESS_UNIQUE_LOCAL,  /* fc00::/7, RFC 4193 */
    ADDRESS_LINK_LOCAL,    /* 169.254/16, fe80::/10 */
    ADDRESS_SHARED,        /* 100.64/10, RFC 6598 */
    ADDRESS_DOCUMENTATION, /* RFC 5737, RFC 3849, RFC 9637 */
    ADDRESS_BENCHMARKING,  /* 198.18/15, 2001:2::/48 */
    ADDRESS_MULTICAST,
    ADDRESS_RESERVED,   /* 240/4, 255.255.255.255, 192.0.0/24, 100::/64 */
    ADDRESS_TRANSLATED, /* 64:ff9b::/96, RFC 6052: an IPv4 address inside */
    ADDRESS_KIND_COUNT
};

/*
 * Numeric text only, never a name; accepts "fe80::1%2" and "[::1]". A zone is
 * a number too: the name of an interface is for who can look it up.
 */
MUST_USE bool address_parse(const char *text, struct address *address);

/*
 * Writes the canonical text (RFC 5952 for IPv6) and returns out; "" when the
 * family is none.
 */
const char *address_format(const struct address *address,
                           char out[ADDRESS_TEXT_SIZE]);

/* "192.0.2.1:443" or "[2001:db8::1]:443"; returns out. */
const char *peer_format(const struct peer *peer, char out[PEER_TEXT_SIZE]);

/*
 * "192.0.2.0/24", "2001:db8::/32", or an address for itself alone. No zone,
 * no brackets, and no bit set behind the prefix: "192.0.2.1/24" is a mistake
 * in one of its two parts.
 */
MUST_USE bool address_prefix_parse(const char *text,
                                   struct address_prefix *prefix);

/* An IPv4-mapped IPv6 address is also what the address in it is. */
bool address_prefix_has(const struct address_prefix *prefix,
                        const struct address *address);

bool address_equal(const struct address *left, const struct address *right);

/* Below, equal to or above zero: IPv4 before IPv6, then by their bytes. */
int address_compare(const struct address *left, const struct address *right);

/*
 * An IPv4-mapped IPv6 address is what the address in it is. No address at
 * all is unspecified.
 */
enum address_kind address_kind_of(const struct address *address);

/* Stable kebab-case id of a kind: "global", "private", ... */
const char *address_kind_id(enum address_kind kind);

#endif
