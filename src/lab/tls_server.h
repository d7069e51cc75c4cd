#ifndef LAB_TLS_SERVER_H
#define LAB_TLS_SERVER_H

#include "base/arena.h"
#include "lab/tls_end.h"
#include "lab/tls_session.h"

/* What is behind a tls_server, for its own files alone. */
struct tls_server {
    struct lab_pki *pki;
    struct arena arena;
    struct scenario_tls wish; /* never CLIENT_CERTIFICATE_GENUINE */
    const char *host;
    const struct scenario_page *page; /* of PLAIN_HTTP; NULL: the usual one */
    bool neutral;
    SSL_CTX *openssl; /* NULL until somebody connects */
    int64_t accepted; /* how many connections so far */
};

#endif
