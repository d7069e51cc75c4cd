#include "lab/service.h"

#include <stdlib.h>

#include "base/memory.h"
#include "lab/service_table.h"
#include "lab/udp.h"

struct listener {
    struct listener *next;
    uint16_t port; /* 0: any */
    const struct lab_service *service;
    void *context;
};

/* Owned by its tcp. */
struct lab_conn {
    struct tcp *tcp;
    const struct lab_service *service;
    void *context;
    bool paused;
    bool told_end;
};

static struct listener *
find_listener(const struct lab_node *node, uint16_t port)
{
    struct listener *listener = node->listeners;

    while (listener != NULL && listener->port != port)
        listener = listener->next;
    return listener;
}

void
lab_listen(struct lab_node *node, uint16_t port,
           const struct lab_service *service, void *context)
{
    struct listener *listener = find_listener(node, port);

    if (listener == NULL) {
        listener = memory_new(1, sizeof(*listener));
        listener->next = node->listeners;
        listener->port = port;
        node->listeners = listener;
    }
    listener->service = service;
    listener->context = context;
}

void
lab_unlisten(struct lab_node *node, uint16_t port)
{
    struct listener **at = &node->listeners;

    while (*at != NULL && (*at)->port != port)
        at = &(*at)->next;
    if (*at != NULL) {
        struct listener *gone = *at;

        *at = gone->next;
        free(gone);
    }
}

void
service_table_release(struct lab_node *node)
{
    while (node->listeners != NULL)
        lab_unlisten(node, node->listeners->port);
}

/* The other side's end is told once, behind its last byte. */
static void
tell_end(struct lab_conn *conn)
{
    struct tcp *tcp = conn->tcp;

    if (tcp->orphan || conn->paused || conn->told_end || !tcp->fin_received ||
        tcp_unread(tcp) > 0)
        return;
    conn->told_end = true;
    if (conn->service->ended != NULL)
        conn->service->ended(conn, conn->context);
    else
        lab_conn_close(conn);
}

static void
hand_over(struct lab_conn *conn)
{
    struct tcp *tcp = conn->tcp;
    char bytes[16384];

    while (!tcp->orphan && !tcp->dead && !conn->paused &&
           tcp_unread(tcp) > 0) {
        size_t count = tcp_read(tcp, bytes, sizeof(bytes));

        if (conn->service->received != NULL)
            conn->service->received(conn, bytes, count, conn->context);
    }
    tell_end(conn);
}

static void
on_event(struct tcp *tcp, enum tcp_event event)
{
    struct lab_conn *conn = tcp->owner;
    const struct lab_service *service = conn->service;

    switch (event) {
    case TCP_OPENED:
        if (service->opened != NULL)
            service->opened(conn, conn->context);
        break;
    case TCP_RECEIVED:
        hand_over(conn);
        break;
    case TCP_DRAINED:
        if (service->drained != NULL)
            service->drained(conn, conn->context);
        break;
    case TCP_GONE:
        if (service->closed != NULL)
            service->closed(conn, tcp->error, conn->context);
        break;
    }
}

static struct tcp *
tcp_for(struct lab_node *node, enum family family,
        const struct lab_service *service, void *context)
{
    struct tcp *tcp = tcp_new(node, family);
    struct lab_conn *conn = memory_new(1, sizeof(*conn));

    *conn = (struct lab_conn){ .tcp = tcp,
                               .service = service,
                               .context = context };
    tcp->owner = conn;
    tcp->notify = on_event;
    tcp->zero_window = service->zero_window;
    if (service->window > 0)
        tcp->capacity = service->window;
    return tcp;
}

struct tcp *
service_table_accept(struct lab_node *node, uint16_t port, enum family family)
{
    struct listener *listener = find_listener(node, port);

    if (listener == NULL)
        listener = find_listener(node, 0);
    if (listener == NULL)
        return NULL;
    return tcp_for(node, family, listener->service, listener->context);
}

static void
on_dial_failed(void *context)
{
    struct tcp *tcp = context;

    tcp_die(tcp, tcp->error);
}

struct lab_conn *
lab_dial(struct lab_node *node, const struct peer *to,
         const struct lab_service *service, void *context)
{
    struct tcp *tcp = tcp_for(node, to->address.family, service, context);

    tcp->error = tcp_connect(tcp, to);
    if (tcp->error != 0) {
        tcp_list(tcp);
        lab_timer_start(node->lab, &tcp->timer, 0, on_dial_failed, tcp);
    }
    tcp->original = tcp->remote;
    return tcp->owner;
}

void
lab_conn_set_service(struct lab_conn *conn, const struct lab_service *service,
                     void *context)
{
    conn->service = service;
    conn->context = context;
}

void
lab_conn_set_context(struct lab_conn *conn, void *context)
{
    conn->context = context;
}

void *
lab_conn_context(const struct lab_conn *conn)
{
    return conn->context;
}

struct lab_node *
lab_conn_node(const struct lab_conn *conn)
{
    return conn->tcp->node;
}

void
lab_conn_send(struct lab_conn *conn, const void *bytes, size_t length)
{
    tcp_write(conn->tcp, bytes, length);
}

size_t
lab_conn_queued(const struct lab_conn *conn)
{
    return tcp_queued(conn->tcp);
}

void
lab_conn_shutdown(struct lab_conn *conn)
{
    tcp_shutdown(conn->tcp);
}

void
lab_conn_close(struct lab_conn *conn)
{
    tcp_close(conn->tcp);
}

void
lab_conn_reset(struct lab_conn *conn)
{
    tcp_reset(conn->tcp);
}

void
lab_conn_vanish(struct lab_conn *conn)
{
    tcp_vanish(conn->tcp);
}

void
lab_conn_pause(struct lab_conn *conn, bool paused)
{
    conn->paused = paused;
    if (!paused)
        hand_over(conn);
}

struct peer
lab_conn_peer(const struct lab_conn *conn)
{
    return conn->tcp->remote;
}

struct peer
lab_conn_local(const struct lab_conn *conn)
{
    return conn->tcp->local;
}

struct peer
lab_conn_original_destination(const struct lab_conn *conn)
{
    return conn->tcp->original;
}
