#ifndef TLS_SERVER_H
#define TLS_SERVER_H

#include <openssl/ssl.h>

#include "memory_stream.h"
#include "test_pki.h"

/* A real TLS server at the other end of a memory stream. */
struct tls_server_wish {
    int lowest; /* TLS1_2_VERSION ...; 0: any */
    int highest;
    int verify; /* SSL_VERIFY_... of client certificates */
    const struct pki_certificate *leaf;
    const struct pki_certificate *sent[4];      /* behind the leaf */
    const struct pki_certificate *client_ca[2]; /* named in its request */
    const char *groups;                         /* NULL: the usual */
    const char *ciphers;                        /* of TLS 1.2; NULL */
};

struct tls_server {
    SSL_CTX *context;
    SSL *ssl;
    BIO *in; /* owned by ssl */
    BIO *out;
    struct buffer heard; /* what the client said within the session */
    bool failed;
};

void tls_server_open(struct tls_server *server,
                     const struct tls_server_wish *wish);
void tls_server_close(struct tls_server *server);

/* Takes what the client wrote and answers; false: there was nothing to do. */
bool tls_server_step(struct tls_server *server, struct memory_stream *memory);

/* Says something within the session. */
void tls_server_say(struct tls_server *server, struct memory_stream *memory,
                    const char *text);

/* An orderly end (close_notify), without closing the connection. */
void tls_server_shut(struct tls_server *server, struct memory_stream *memory);

#endif
