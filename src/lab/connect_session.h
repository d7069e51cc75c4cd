#ifndef LAB_CONNECT_SESSION_H
#define LAB_CONNECT_SESSION_H

#include "lab/directory.h"
#include "lab/inspector.h"
#include "lab/proxy_page.h"

/*
 * One client of the explicit proxy: its request, the way on that is tried,
 * and what it gets in the end. connect_proxy.c makes the proxy itself.
 */

/* What the proxy says for itself, whatever the scenario. */
enum connect_refusal {
    CONNECT_NO_CONNECT,
    CONNECT_TOO_LARGE,
    CONNECT_LOGIN,
    CONNECT_NO_NAME,
    CONNECT_REFUSED,
    CONNECT_TIMED_OUT,
    CONNECT_NO_ROUTE,
    CONNECT_COUNT
};

/* A row of the scenario, made ready. */
struct connect_row {
    const struct scenario_connect *wish;
    struct http_server *answer;  /* NULL: opens a tunnel */
    struct inspector *inspector; /* of TUNNEL_INSPECTS */
};

struct connect_proxy {
    struct lab *lab;
    struct lab_node *node;
    const char *host;
    struct arena arena;
    const struct lab_directory *directory;
    const struct scenario_proxy *wish;
    struct tls_server *tls; /* NULL: speaks plain HTTP to its clients */
    struct http_server *refusals[CONNECT_COUNT];
    struct connect_row *rows; /* one more than there are: for all else */
};

/* Takes a connection that a client has opened. */
void connect_session_begin(const struct connect_proxy *proxy,
                           struct lab_conn *conn);

#endif
