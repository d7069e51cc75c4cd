#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "lab/dns_answer.h"
#include "lab/dns_end.h"
#include "lab/dns_wire.h"
#include "lab/service.h"

enum { PORT = 53, STREAM_PREFIX = 2 };

struct server {
    struct lab *lab;
    struct dns_speaker speaker;
    struct late *late;        /* owned: answers under way */
    struct session *sessions; /* owned: connections that are open */
};

/* A connection, on which questions come one after the other. */
struct session {
    struct session *next;
    struct server *server;
    struct lab_conn *conn;
    struct buffer inbox; /* what is no whole question yet */
    size_t owed;         /* answers that are late */
    bool ended;          /* nothing more will be asked */
};

/* An answer that waits for its time. */
struct late {
    struct late *next;
    struct server *server;
    struct lab_timer timer;
    struct buffer bytes;
    struct session *session; /* NULL: a datagram */
    struct lab_udp *udp;
    struct lab_datagram asked;
};

static void
late_free(struct late *late)
{
    struct late **at = &late->server->late;

    while (*at != late)
        at = &(*at)->next;
    *at = late->next;
    lab_timer_stop(late->server->lab, &late->timer);
    buffer_release(&late->bytes);
    free(late);
}

static struct late *
late_new(struct server *server, struct buffer *bytes)
{
    struct late *late = memory_new(1, sizeof(*late));

    late->server = server;
    late->next = server->late;
    server->late = late;
    late->bytes = *bytes;
    *bytes = (struct buffer){ 0 };
    return late;
}

/* With everything that it is still owed. */
static void
session_free(struct session *session)
{
    struct session **at = &session->server->sessions;
    struct late *next;

    while (*at != session)
        at = &(*at)->next;
    *at = session->next;
    for (struct late *late = session->server->late; late != NULL;
         late = next) {
        next = late->next;
        if (late->session == session)
            late_free(late);
    }
    buffer_release(&session->inbox);
    free(session);
}

static void
session_hang_up(struct session *session)
{
    struct lab_conn *conn = session->conn;

    session_free(session);
    lab_conn_close(conn);
}

static void
on_late_datagram(void *context)
{
    struct late *late = context;

    lab_udp_reply(late->udp, &late->asked, late->bytes.data,
                  late->bytes.length);
    late_free(late);
}

static void
on_late_stream(void *context)
{
    struct late *late = context;
    struct session *session = late->session;

    lab_conn_send(session->conn, late->bytes.data, late->bytes.length);
    late_free(late);
    session->owed--;
    if (session->ended && session->owed == 0)
        session_hang_up(session);
}

static void
on_datagram(struct lab_udp *udp, const struct lab_datagram *datagram,
            void *context)
{
    struct server *server = context;
    struct buffer reply = { 0 };
    struct late *late;
    int64_t delay_ms;

    dns_speaker_answer(&server->speaker, datagram->bytes, datagram->length,
                       false, &reply, &delay_ms);
    if (reply.length > 0 && delay_ms > 0) {
        late = late_new(server, &reply);
        late->udp = udp;
        late->asked = *datagram;
        late->asked.bytes = NULL;
        lab_timer_start(server->lab, &late->timer, delay_ms * 1000,
                        on_late_datagram, late);
    } else if (reply.length > 0) {
        lab_udp_reply(udp, datagram, reply.data, reply.length);
    }
    buffer_release(&reply);
}

static void
answer_stream(struct session *session, const void *bytes, size_t length)
{
    struct server *server = session->server;
    struct buffer reply = { 0 };
    struct buffer framed = { 0 };
    struct late *late;
    int64_t delay_ms;

    dns_speaker_answer(&server->speaker, bytes, length, true, &reply,
                       &delay_ms);
    if (reply.length > 0)
        dns_stream_write(&framed, &reply);
    if (framed.length > 0 && delay_ms > 0) {
        late = late_new(server, &framed);
        late->session = session;
        session->owed++;
        lab_timer_start(server->lab, &late->timer, delay_ms * 1000,
                        on_late_stream, late);
    } else if (framed.length > 0) {
        lab_conn_send(session->conn, framed.data, framed.length);
    }
    buffer_release(&framed);
    buffer_release(&reply);
}

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct server *server = context;
    struct session *session = memory_new(1, sizeof(*session));

    session->server = server;
    session->conn = conn;
    session->next = server->sessions;
    server->sessions = session;
    lab_conn_set_context(conn, session);
}

/* Who sends what is too short for DNS is not listened to any further. */
static void
on_received(struct lab_conn *conn, const void *bytes, size_t count,
            void *context)
{
    struct session *session = context;
    size_t length;

    (void)conn;
    buffer_append(&session->inbox, bytes, count);
    while (dns_stream_has(&session->inbox, &length)) {
        if (length < DNS_HEADER_BYTES) {
            session_hang_up(session);
            return;
        }
        answer_stream(session, session->inbox.data + STREAM_PREFIX, length);
        buffer_drop(&session->inbox, STREAM_PREFIX + length);
    }
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    struct session *session = context;

    (void)conn;
    session->ended = true;
    if (session->owed == 0)
        session_hang_up(session);
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    (void)conn;
    (void)error;
    session_free(context);
}

static const struct lab_service stream_service = {
    .opened = on_opened,
    .received = on_received,
    .ended = on_ended,
    .closed = on_closed,
};

static void
server_free(void *thing)
{
    struct server *server = thing;

    while (server->sessions != NULL)
        session_free(server->sessions);
    while (server->late != NULL)
        late_free(server->late);
    dns_speaker_release(&server->speaker);
    free(server);
}

void
dns_server_start(struct lab_node *node, enum place at,
                 const struct lab_directory *directory,
                 const struct scenario *scenario)
{
    struct server *server = memory_new(1, sizeof(*server));

    server->lab = lab_node_world(node);
    dns_speaker_init(&server->speaker, at, directory, scenario);
    lab_keep(server->lab, server, server_free);
    (void)lab_bind_udp(node, PORT, on_datagram, server);
    lab_listen(node, PORT, &stream_service, server);
}
