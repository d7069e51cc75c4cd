#ifndef LAB_REALM_H
#define LAB_REALM_H

#include "caller.h"

#include "lab/directory.h"
#include "lab/http_end.h"
#include "lab/pki.h"
#include "lab/tls_end.h"

/*
 * A scene of two routers with a small service on its server: a gateway that
 * wants a client certificate at the server's own addresses, a PKI site at
 * others, and a host for an explicit proxy on the first router.
 */
#define REALM_GATEWAY "gw.example.net"
#define REALM_PKI     "pki.example.net"
#define REALM_PROXY   "proxy.corp.example"

struct realm {
    struct scene scene;
    struct arena arena;
    struct lab_directory directory;
    struct lab_pki *pki;
    struct lab_node *proxy;
    struct peer proxy_at; /* port 3128 */
    struct peer gateway;  /* port 443 */
    struct peer gateway6;
    struct peer pki_site;
    struct tls_server *tls[2]; /* of the gateway and the PKI site */
    struct http_server *http[2];
    size_t visits;          /* connections to the sites so far */
    struct address visitor; /* of the latest */
};

void realm_open(struct realm *realm);
void realm_close(struct realm *realm);

/* Whether the latest session was shown a chain of the genuine authority. */
bool realm_is_genuine(struct realm *realm, struct caller *caller);

#endif
