#ifndef NET_CERTIFICATE_H
#define NET_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"

/*
 * Certificates as a server sent them, and verifying them against a set of
 * roots. A chain is verified by building it and checking every signature up
 * to a root whose certificate we hold (RFC 5280 section 6), never by
 * comparing names.
 */
struct net_chain; /* owned by the session it came from */

size_t net_chain_length(const struct net_chain *chain);

/*
 * Texts are safe and live in the arena; NULL, and 0 of a date, when a part
 * is unreadable.
 */
enum { NET_CERTIFICATE_NAMES = 64 }; /* more are left out */

struct net_certificate {
    const char *subject; /* RFC 2253, UTF-8 */
    const char *issuer;
    const char *serial; /* upper-case hex */
    const char **names; /* subject alternative names, "DNS:host" */
    size_t name_count;
    int64_t not_before; /* Unix seconds */
    int64_t not_after;
    const char *key;       /* "RSA 2048", "EC P-256" */
    const char *signature; /* "sha256WithRSAEncryption" */
    const char *sha256;    /* 64 upper-case hex digits */
    const char *pem;
};

void net_chain_describe(const struct net_chain *chain, size_t index,
                        struct arena *arena, struct net_certificate *out);

/* Whether the leaf is for that name or address (RFC 6125). */
bool net_chain_matches(const struct net_chain *chain, const char *host);

/* A set of roots. */
struct net_roots;

/*
 * Every certificate of the PEM text, at most 16 MB; other text and what
 * cannot be read is passed over; an empty set is an error (NULL).
 */
struct net_roots *net_roots_from_pem(const char *pem, size_t length,
                                     struct error *error);
/* The same of a regular file. */
struct net_roots *net_roots_from_file(const char *path, struct error *error);
void net_roots_free(struct net_roots *roots);
size_t net_roots_count(const struct net_roots *roots);

/* Describes one of the roots, for `data` and `info`. */
void net_roots_describe(const struct net_roots *roots, size_t index,
                        struct arena *arena, struct net_certificate *out);

struct net_verification {
    bool ok;
    int code; /* X509_V_ERR_* */
    int depth;
    const char *text; /* the library's words */
    const char *root; /* subject of the last certificate, when ok; NULL */
    const char *root_sha256;
};

/*
 * Builds the chain to one of the roots, for a TLS server, from what was sent
 * in whatever order (an empty chain is never ok). With check_dates
 * false a wrong clock or an expired certificate does not matter, so the
 * answer says only who signed it; otherwise `now` (Unix seconds) counts.
 */
void net_chain_verify(const struct net_chain *chain,
                      const struct net_roots *roots, bool check_dates,
                      int64_t now, struct arena *arena,
                      struct net_verification *out);

#endif
