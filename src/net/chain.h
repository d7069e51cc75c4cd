#ifndef NET_CHAIN_H
#define NET_CHAIN_H

#include <openssl/x509.h>

#include "net/certificate.h"

/*
 * Inside of a chain, for the session that fills it and for certificate.c
 * that reads it.
 */
enum { NET_CHAIN_MOST = 32 }; /* a longer chain is cut */

struct net_chain {
    X509 *certificates[NET_CHAIN_MOST]; /* owned references */
    size_t count;
};

/* Takes a reference of its own. */
void net_chain_add(struct net_chain *chain, X509 *certificate);
void net_chain_release(struct net_chain *chain);

/* RFC 2253 with UTF-8, safe, at most 512 bytes; NULL when empty. */
const char *net_certificate_name(const X509_NAME *name, struct arena *arena);
void net_certificate_describe(X509 *certificate, struct arena *arena,
                              struct net_certificate *out);

#endif
