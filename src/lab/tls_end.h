#ifndef LAB_TLS_END_H
#define LAB_TLS_END_H

#include "lab/pki.h"
#include "lab/service.h"

/*
 * TLS inside the world: real sessions by OpenSSL, over any connection. A
 * session is a connection again (lab_conn), so whatever speaks over TCP
 * speaks over TLS, and over TLS in a tunnel in TLS, without knowing.
 */

/* What a server presents and how it misbehaves. Belongs to the world. */
struct tls_server;

/*
 * `host` is the name on the leaf; NULL: the name that each client asks for,
 * or the literal address that it dials when it asks for none: an inspector.
 * `genuine` says what CLIENT_CERTIFICATE_GENUINE means; NULL: none asked.
 * The texts of the wish are borrowed until the world ends.
 */
struct tls_server *tls_server_new(struct lab_pki *pki,
                                  const struct scenario_tls *wish,
                                  const char *host,
                                  const struct genuine_answer *genuine);

/*
 * The page that trouble PLAIN_HTTP answers with; a page that says nothing:
 * 400. It is borrowed until the world ends.
 */
void tls_server_set_page(struct tls_server *server,
                         const struct scenario_page *page);

/* Any site of the web: signed by a public authority of every store, that is
 * not of the genuine ones. */
struct tls_server *tls_server_new_neutral(struct lab_pki *pki,
                                          const char *host);

/*
 * Becomes the service of the connection, which must not be paused, and shakes
 * hands over it as the wish says; the connection is the session's from now
 * on. The session belongs to `service`, whose `opened` is called when the
 * handshake is over, and `closed` when it failed or is gone: EPROTO when
 * what came was not in order, ECONNABORTED when trouble was wished for. No
 * callback is called from in here. What is sent, shut down or paused before
 * the handshake is over takes effect afterwards. Bytes that were read
 * already are given in by conn_tell_received on the carrying connection.
 */
struct lab_conn *tls_server_accept(struct tls_server *server,
                                   struct lab_conn *under,
                                   const struct lab_service *service,
                                   void *context);

/*
 * The same as a client, which accepts every certificate and offers none.
 * NULL: no server name is sent. The connection may still be opening.
 */
struct lab_conn *tls_client_open(struct lab *lab, struct lab_conn *under,
                                 const char *server_name,
                                 const struct lab_service *service,
                                 void *context);

#endif
