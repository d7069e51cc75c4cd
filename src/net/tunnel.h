#ifndef NET_TUNNEL_H
#define NET_TUNNEL_H

#include "net/http.h"
#include "net/stream.h"

/*
 * A tunnel through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6) over any
 * stream. The name is resolved by the proxy. Bytes that the proxy sends
 * behind its head belong to the tunnel and are not lost.
 */
struct net_tunnel;

/*
 * `authorization` is the value of Proxy-Authorization or NULL; it is copied,
 * sent, and wiped once it is sent or the tunnel is closed. The stream is
 * borrowed. A host or a value that would break the request's lines gives a
 * tunnel that is broken with EINVAL, and nothing is sent.
 */
struct net_tunnel *net_tunnel_open(const struct net_stream *proxy,
                                   const char *host, uint16_t port,
                                   const char *authorization);
/*
 * Open: status 2xx. Broken: see the answer, which may be cut. A refusal is
 * pending until its page has ended or we have seen enough of it.
 */
enum net_status net_tunnel_status(struct net_tunnel *tunnel);
/* What the proxy said so far, with the start of its page. */
const struct http_answer *net_tunnel_answer(const struct net_tunnel *tunnel);
/* Why there was no (whole) answer: errno, 0 for an orderly close. */
int net_tunnel_errno(const struct net_tunnel *tunnel);
struct net_stream net_tunnel_stream(struct net_tunnel *tunnel);
struct net_watch *net_tunnel_watch(struct net_tunnel *tunnel);
void net_tunnel_close(struct net_tunnel **tunnel);

#endif
