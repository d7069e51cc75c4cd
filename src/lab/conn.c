#include "lab/conn.h"

#include "lab/service_table.h"

void
conn_tell_opened(struct lab_conn *conn)
{
    if (conn->service->opened != NULL)
        conn->service->opened(conn, conn->context);
}

void
conn_tell_received(struct lab_conn *conn, const void *bytes, size_t length)
{
    if (conn->service->received != NULL)
        conn->service->received(conn, bytes, length, conn->context);
}

void
conn_tell_ended(struct lab_conn *conn)
{
    if (conn->service->ended != NULL)
        conn->service->ended(conn, conn->context);
    else
        lab_conn_close(conn);
}

void
conn_tell_drained(struct lab_conn *conn)
{
    if (conn->service->drained != NULL)
        conn->service->drained(conn, conn->context);
}

void
conn_tell_closed(struct lab_conn *conn, int error)
{
    if (conn->service->closed != NULL)
        conn->service->closed(conn, error, conn->context);
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

void
lab_conn_send(struct lab_conn *conn, const void *bytes, size_t length)
{
    conn->kind->send(conn, bytes, length);
}

size_t
lab_conn_queued(struct lab_conn *conn)
{
    return conn->kind->queued(conn);
}

void
lab_conn_shutdown(struct lab_conn *conn)
{
    conn->kind->shutdown(conn);
}

void
lab_conn_close(struct lab_conn *conn)
{
    conn->kind->close(conn);
}

void
lab_conn_reset(struct lab_conn *conn)
{
    conn->kind->reset(conn);
}

void
lab_conn_vanish(struct lab_conn *conn)
{
    conn->kind->vanish(conn);
}

void
lab_conn_pause(struct lab_conn *conn, bool paused)
{
    conn->kind->pause(conn, paused);
}

struct lab_node *
lab_conn_node(struct lab_conn *conn)
{
    return service_table_tcp(conn)->node;
}

struct peer
lab_conn_peer(struct lab_conn *conn)
{
    return service_table_tcp(conn)->remote;
}

struct peer
lab_conn_local(struct lab_conn *conn)
{
    return service_table_tcp(conn)->local;
}

struct peer
lab_conn_original_destination(struct lab_conn *conn)
{
    return service_table_tcp(conn)->original;
}
