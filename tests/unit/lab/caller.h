#ifndef LAB_CALLER_H
#define LAB_CALLER_H

#include "scene.h"

#include "net/certificate.h"
#include "net/http.h"
#include "net/socket.h"
#include "net/tls.h"
#include "net/tunnel.h"

/*
 * The program's own client on a scene's client: a connection, then tunnels
 * and sessions within each other, in any order, and one question by HTTP.
 * Nothing of it waits for longer than a few seconds of the world.
 */
enum { CALLER_LAYERS = 6, CALLER_TIMEOUT_MS = 10000 };

/* How the connection stood when the caller had heard enough. */
enum caller_end { CALLER_OPEN, CALLER_CLOSED, CALLER_BROKEN };

struct caller {
    struct scene *scene;
    struct net_tls_context *context;
    struct net_socket *socket;
    struct net_tunnel *tunnel; /* the latest */
    struct net_tls *tls;       /* the latest */
    struct net_tunnel *tunnels[CALLER_LAYERS];
    struct net_tls *sessions[CALLER_LAYERS];
    struct net_stream streams[CALLER_LAYERS];
    size_t layers; /* the last stream is the one to speak over */
    struct http_answer answer;
    enum caller_end end;
    int error; /* errno of CALLER_BROKEN */
    struct arena arena;
};

enum net_status caller_dial(struct caller *caller, struct scene *scene,
                            const struct peer *to);
enum net_status caller_connect(struct caller *caller, const char *host,
                               uint16_t port, const char *authorization);
/* NULL: no server name. */
enum net_status caller_shake(struct caller *caller, const char *name);
void caller_say(struct caller *caller, const void *bytes, size_t length);
/* What comes until so much is there, it ends, or nothing comes any more. */
void caller_hear(struct caller *caller, struct buffer *out, size_t wanted);
/* Sends the text and reads one answer, as far as it comes. */
void caller_ask(struct caller *caller, const char *request);
/* caller_ask for "/" of a host. */
void caller_get(struct caller *caller, const char *host);
/* The leaf that the latest session was shown. */
struct net_certificate caller_leaf(struct caller *caller);
void caller_hang_up(struct caller *caller);

#endif
