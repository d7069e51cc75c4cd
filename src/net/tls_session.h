#ifndef NET_TLS_SESSION_H
#define NET_TLS_SESSION_H

#include "net/chain.h"
#include "net/tls.h"
#include "net/tls_bio.h"
#include "net/tls_trace.h"

/*
 * Inside of a session, for tls.c that leads it and tls_evidence.c that tells
 * what was seen.
 */
struct net_tls {
    SSL *ssl;
    struct tls_wire wire;
    struct tls_trace trace;
    enum net_status status;
    enum net_tls_end end;
    struct arena arena; /* texts of the session */
    size_t padding;     /* bytes that were added to the ClientHello */
    bool certificate_requested;
    const char **authorities;
    size_t authority_count;
    struct net_chain chain;
    const char *error_text;
};

#endif
