#ifndef LAB_TLS_SESSION_H
#define LAB_TLS_SESSION_H

#include <openssl/ssl.h>

#include "base/buffer.h"
#include "lab/conn.h"
#include "model/scenario.h"

/*
 * One end of a TLS session as a connection, for its two kinds: the server's
 * (tls_server.c) and the client's (tls_client.c). OpenSSL reads and writes
 * memory; the session carries its bytes to and from the connection beneath.
 *
 * A session lives until it is gone: closed, reset, vanished, or told to be
 * closed. Its memory lives until the event in which that happens is over.
 */
enum session_phase {
    SESSION_SHAKING, /* hands */
    SESSION_OPEN,
    SESSION_MUTE, /* it takes what comes and says nothing any more */
    SESSION_GONE,
};

/* Of TLS 1.3 with SHA-256. */
enum { TLS_SECRET_SIZE = 32 };

struct tls_session;

/* Where a server departs from the ordinary. */
struct session_hooks {
    /* OpenSSL waits for leave to answer the hello. */
    void (*held)(struct tls_session *session);
    /* Bytes of the handshake are to be sent. True: that was taken care of. */
    bool (*flight)(struct tls_session *session, const uint8_t *bytes,
                   size_t length);
    /* The handshake is over. True: the user shall not be told. */
    bool (*done)(struct tls_session *session);
};

struct tls_session {
    struct lab_conn base; /* first */
    struct lab *lab;
    struct lab_conn *under;
    const struct session_hooks *hooks;
    SSL *ssl;
    BIO *in; /* both belong to ssl */
    BIO *out;
    enum session_phase phase;
    bool pumping;
    bool paused;
    bool shut;              /* nothing more is to be sent */
    bool told_end;          /* of the other side */
    bool under_ended;       /* without a close_notify, unless told_end */
    struct buffer unsent;   /* given before the handshake was over */
    struct lab_timer timer; /* of the hooks; at last, the memory's end */

    /* A server's own; all zero for a client. */
    struct tls_server *server;
    enum tls_stage stage;                      /* where its trouble begins */
    bool held;                                 /* the hello is there */
    bool answers;                              /* and may be answered */
    uint8_t handshake_secret[TLS_SECRET_SIZE]; /* for tls_alert.h */
    uint8_t traffic_secret[TLS_SECRET_SIZE];
};

/* Takes the connection over. The world owns the session. */
struct tls_session *tls_session_new(struct lab *lab, struct lab_conn *under,
                                    SSL_CTX *openssl,
                                    const struct lab_service *service,
                                    void *context);
struct tls_session *tls_session_of_ssl(const SSL *ssl);

/* Goes on with the handshake and hands over what came. */
void tls_session_pump(struct tls_session *session);
/* Says no more of its own accord. */
void tls_session_mute(struct tls_session *session);
/* Closes the connection beneath, as it is, and tells the user. */
void tls_session_fail(struct tls_session *session, int error);

#endif
