#ifndef NET_TLS_TRACE_H
#define NET_TLS_TRACE_H

#include <openssl/ssl.h>

#include "net/tls.h"

/*
 * What crosses a session: its handshake messages and alerts as they are
 * within the records, so also those that TLS 1.3 encrypts.
 */
struct tls_trace {
    const struct net *net; /* tells the time */
    int64_t opened_ms;
    struct net_tls_message messages[NET_TLS_MESSAGES];
    size_t count;
    struct net_tls_alert alert; /* the last but close_notify */
};

/* From now on; the trace must outlive the session. */
void tls_trace_begin(struct tls_trace *trace, const struct net *net, SSL *ssl);

#endif
