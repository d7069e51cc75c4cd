#include "lab/service.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lab/conn.h"
#include "lab/service_table.h"
#include "lab/udp.h"

struct listener {
    struct listener *next;
    uint16_t port; /* 0: any */
    const struct lab_service *service;
    void *context;
};

/* A connection that is carried by TCP; owned by its tcp. */
struct tcp_conn {
    struct lab_conn base; /* first */
    struct tcp *tcp;
    bool told_end;
};

static struct tcp_conn *
tcp_conn_of(struct lab_conn *conn)
{
    static_assert(offsetof(struct tcp_conn, base) == 0, "base comes first");
    return (struct tcp_conn *)conn;
}

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
tell_end(struct tcp_conn *conn)
{
    struct tcp *tcp = conn->tcp;

    if (tcp->orphan || tcp->paused || conn->told_end || !tcp->fin_received ||
        tcp_unread(tcp) > 0)
        return;
    conn->told_end = true;
    conn_tell_ended(&conn->base);
}

static void
hand_over(struct tcp_conn *conn)
{
    struct tcp *tcp = conn->tcp;
    char bytes[16384];

    while (!tcp->orphan && !tcp->dead && !tcp->paused && tcp_unread(tcp) > 0) {
        size_t count = tcp_read(tcp, bytes, sizeof(bytes));

        conn_tell_received(&conn->base, bytes, count);
    }
    tell_end(conn);
}

static void
on_event(struct tcp *tcp, enum tcp_event event)
{
    struct tcp_conn *conn = tcp->owner;

    switch (event) {
    case TCP_OPENED:
        conn_tell_opened(&conn->base);
        break;
    case TCP_RECEIVED:
        hand_over(conn);
        break;
    case TCP_DRAINED:
        conn_tell_drained(&conn->base);
        break;
    case TCP_GONE:
        conn_tell_closed(&conn->base, tcp->error);
        break;
    }
}

static void
tcp_conn_send(struct lab_conn *conn, const void *bytes, size_t length)
{
    tcp_write(tcp_conn_of(conn)->tcp, bytes, length);
}

static size_t
tcp_conn_queued(struct lab_conn *conn)
{
    return tcp_queued(tcp_conn_of(conn)->tcp);
}

static void
tcp_conn_shutdown(struct lab_conn *conn)
{
    tcp_shutdown(tcp_conn_of(conn)->tcp);
}

static void
tcp_conn_close(struct lab_conn *conn)
{
    tcp_close(tcp_conn_of(conn)->tcp);
}

static void
tcp_conn_reset(struct lab_conn *conn)
{
    tcp_reset(tcp_conn_of(conn)->tcp);
}

static void
tcp_conn_vanish(struct lab_conn *conn)
{
    tcp_vanish(tcp_conn_of(conn)->tcp);
}

static void
tcp_conn_pause(struct lab_conn *conn, bool paused)
{
    struct tcp_conn *self = tcp_conn_of(conn);
    struct tcp *tcp = self->tcp;

    if (tcp->paused == paused)
        return;
    tcp->paused = paused;
    if (paused)
        return;
    hand_over(self);
    if (tcp->state == TCP_OPEN && !tcp->orphan)
        tcp_finish(tcp);
}

static const struct conn_kind tcp_conn_kind = {
    .send = tcp_conn_send,
    .queued = tcp_conn_queued,
    .shutdown = tcp_conn_shutdown,
    .close = tcp_conn_close,
    .reset = tcp_conn_reset,
    .vanish = tcp_conn_vanish,
    .pause = tcp_conn_pause,
};

static struct tcp *
tcp_for(struct lab_node *node, enum family family,
        const struct lab_service *service, void *context)
{
    struct tcp *tcp = tcp_new(node, family);
    struct tcp_conn *conn = memory_new(1, sizeof(*conn));

    conn->base = (struct lab_conn){ .kind = &tcp_conn_kind,
                                    .service = service,
                                    .context = context };
    conn->tcp = tcp;
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
    return &((struct tcp_conn *)tcp->owner)->base;
}

const struct tcp *
service_table_tcp(struct lab_conn *conn)
{
    while (conn->kind->beneath != NULL)
        conn = conn->kind->beneath(conn);
    return tcp_conn_of(conn)->tcp;
}
