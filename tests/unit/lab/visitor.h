#ifndef LAB_VISITOR_H
#define LAB_VISITOR_H

#include "scene.h"

#include "lab/tls_end.h"
#include "net/certificate.h"
#include "net/socket.h"
#include "net/tls.h"

/* The program's own TLS client, over its own socket, on a scene's client. */
struct visitor {
    struct scene *scene;
    struct net_tls_context *context;
    struct net_socket *socket;
    struct net_stream stream;
    struct net_tls *tls;
    struct net_tls *inner; /* within the other; NULL */
    struct net_stream inner_stream;
    struct arena arena; /* of what is described */
};

/* Connects and shakes hands until open, broken, or the time is over. */
enum net_status visitor_come(struct visitor *visitor, struct scene *scene,
                             const struct net_tls_options *options,
                             int timeout_ms);
/* A session within the session. */
enum net_status visitor_come_within(struct visitor *visitor,
                                    const struct net_tls_options *options,
                                    int timeout_ms);
void visitor_say(struct visitor *visitor, const void *bytes, size_t length);
/* Reads until so much is there, or the end, or the time is over; true: the
 * stream has ended in order. */
bool visitor_hear(struct visitor *visitor, struct buffer *out, size_t wanted,
                  int timeout_ms);
void visitor_leave(struct visitor *visitor);

/* A scene whose server speaks TLS on its port, and one visitor. */
#define TLS_SCENE_HOST "gateway.example.net"

struct tls_scene {
    struct scene scene;
    struct lab_pki *pki;
    struct tls_server *server;   /* for the port; to be set before a visit */
    struct lab_service listener; /* its window is free to change */
    const struct lab_service *service; /* of the sessions; the echo */
    void *context;
    struct lab_conn *session; /* the latest */
    struct visitor visitor;
};

/* Without a server yet. */
void tls_scene_open(struct tls_scene *stage);
/* With one of that wish, for TLS_SCENE_HOST. */
void tls_scene_open_for(struct tls_scene *stage,
                        const struct scenario_tls *wish);
/* Asks for a name, or NULL; within five seconds. */
enum net_status tls_scene_visit(struct tls_scene *stage, const char *name);
void tls_scene_leave(struct tls_scene *stage);
void tls_scene_close(struct tls_scene *stage);

#endif
