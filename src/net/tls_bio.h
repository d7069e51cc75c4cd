#ifndef NET_TLS_BIO_H
#define NET_TLS_BIO_H

#include <openssl/bio.h>

#include "net/stream.h"

/*
 * A stream as OpenSSL wants to see it, counting and remembering what passes:
 * what came before a handshake failed is evidence.
 */
enum { TLS_FIRST_BYTES = 256 };

struct tls_wire {
    struct net_stream under;
    uint64_t bytes_in;
    uint64_t bytes_out;
    unsigned char first[TLS_FIRST_BYTES]; /* that came */
    size_t first_length;
    bool split_next; /* the next write is to leave in two pieces */
    bool closed;     /* the peer has ended the stream */
    int error;       /* errno that broke it; 0 */
};

/* Whether what came so far can be the head of a first TLS record. */
bool tls_wire_may_be_tls(const struct tls_wire *wire);

/*
 * Reads on while there is something to be had and room to remember it: for
 * the evidence of a session that is over.
 */
void tls_wire_read_first(struct tls_wire *wire);

BIO_METHOD *tls_bio_method_new(void);
/* The wire is borrowed and must outlive the BIO. */
BIO *tls_bio_new(const BIO_METHOD *method, struct tls_wire *wire);

#endif
