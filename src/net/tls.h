#ifndef NET_TLS_H
#define NET_TLS_H

#include "net/certificate.h"
#include "net/stream.h"

/*
 * A TLS client session over any stream, made for evidence: it goes on
 * whatever the certificate is, notes every handshake message and alert with
 * its direction, and remembers the chain as it was sent. It judges nothing
 * and never offers a certificate of its own. Nothing secret may be sent
 * through it, unless it was opened as `strong`.
 */
struct net_tls;

/*
 * Shared by all sessions of a run. The machine's OpenSSL configuration is
 * not read: what is offered is the same everywhere.
 */
struct net_tls_context;

struct net_tls_context *net_tls_context_new(void);
void net_tls_context_free(struct net_tls_context *context);

enum net_tls_version { NET_TLS_ANY, NET_TLS_1_2, NET_TLS_1_3 };

struct net_tls_options {
    const char *server_name;      /* SNI; NULL: none is sent */
    enum net_tls_version lowest;  /* ANY: 1.2 */
    enum net_tls_version highest; /* ANY: 1.3 */
    /*
     * Something secret may follow once the chain was verified: weak keys,
     * ciphers and digests end the handshake instead of being evidence.
     */
    bool strong;
    /* For probes that change one thing about the ClientHello. */
    size_t hello_bytes; /* at least so many, by an extension without meaning */
    bool short_hello;   /* few groups, ciphers: as few bytes as can be */
    bool split_hello;   /* it leaves in two pieces */
};

/* The stream is borrowed and must outlive the session. */
struct net_tls *net_tls_open(struct net_tls_context *context,
                             const struct net *net,
                             const struct net_stream *under,
                             const struct net_tls_options *options);

/* Goes on with the handshake as far as it can without waiting. */
enum net_status net_tls_status(struct net_tls *tls);

/* How the session ended, when broken (also after reads and writes). */
enum net_tls_end {
    NET_TLS_END_NONE,
    NET_TLS_END_CLOSED,   /* the peer closed the connection */
    NET_TLS_END_RESET,    /* the connection was reset (or errno says how) */
    NET_TLS_END_ALERT,    /* a fatal alert: received, or sent because there
                           * was no version or cipher to agree on */
    NET_TLS_END_NOT_TLS,  /* what came is not TLS */
    NET_TLS_END_PROTOCOL, /* TLS, but not as the standard has it; the alert
                           * that we sent says how */
};

enum net_tls_end net_tls_end(const struct net_tls *tls);
int net_tls_errno(const struct net_tls *tls); /* of the stream; 0 */

struct net_tls_alert {
    int number; /* -1: none */
    bool received;
    bool fatal;
};

/* The last alert other than close_notify. */
struct net_tls_alert net_tls_alert(const struct net_tls *tls);

/* A HelloRetryRequest has the type 6 that is reserved for it. */
struct net_tls_message {
    bool received;
    bool is_alert;
    uint8_t type; /* of the handshake message; of the alert: its number */
    size_t bytes;
    int64_t at_ms; /* since the session was opened */
};

/* At most NET_TLS_MESSAGES are kept. */
enum { NET_TLS_MESSAGES = 48 };

size_t net_tls_message_count(const struct net_tls *tls);
struct net_tls_message net_tls_message(const struct net_tls *tls,
                                       size_t index);

/* Names of the standards; NULL when unknown. */
const char *net_tls_handshake_name(int type);
const char *net_tls_alert_name(int number);

uint64_t net_tls_bytes_in(const struct net_tls *tls);
uint64_t net_tls_bytes_out(const struct net_tls *tls);

/* The first bytes that came, at most 256, raw. */
const void *net_tls_first_bytes(const struct net_tls *tls, size_t *length);

/* NULL until agreed. */
const char *net_tls_version_name(const struct net_tls *tls);
const char *net_tls_cipher_name(const struct net_tls *tls);
const char *net_tls_group_name(const struct net_tls *tls);

bool net_tls_client_certificate_requested(const struct net_tls *tls);
/* The names of authorities that the request listed, RFC 2253, safe. */
size_t net_tls_authority_count(const struct net_tls *tls);
const char *net_tls_authority(const struct net_tls *tls, size_t index);

/* As sent, leaf first; empty when none came. Valid as long as the session. */
const struct net_chain *net_tls_chain(const struct net_tls *tls);

/* The library's words for the last error, safe; NULL. */
const char *net_tls_error_text(const struct net_tls *tls);

/* The open session as a stream. */
struct net_stream net_tls_stream(struct net_tls *tls);
struct net_watch *net_tls_watch(struct net_tls *tls);
void net_tls_close(struct net_tls **tls);

#endif
