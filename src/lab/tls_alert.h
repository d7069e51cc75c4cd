#ifndef LAB_TLS_ALERT_H
#define LAB_TLS_ALERT_H

#include "base/buffer.h"
#include "lab/tls_session.h"

/*
 * Fatal alerts of any number at any time. OpenSSL sends only those that it
 * has reasons for, so these records are written here: in clear before there
 * are keys, sealed with the session's keys afterwards. After such an alert
 * the session must write nothing more.
 */

/* Before the server's flight, and in TLS 1.2 until its end. */
void tls_alert_put(struct buffer *out, int number);
/* Behind the ServerHello, in place of the first record that is sealed. */
void tls_alert_put_early(const struct tls_session *session, struct buffer *out,
                         int number);
/* After the handshake, as the first record of the server. */
void tls_alert_put_sealed(const struct tls_session *session,
                          struct buffer *out, int number);

/*
 * Makes sessions of that context fit to be sealed: their secrets are noted,
 * and they agree on ciphers that this module knows.
 */
void tls_alert_prepare(SSL_CTX *openssl);

#endif
