#include "lab/connect_session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lab/conn.h"
#include "lab/connect_request.h"
#include "lab/mortal.h"
#include "lab/relay.h"

enum {
    DIAL_TIMEOUT_US = 60000000, /* connect_timeout of squid */
    EARLY_LIMIT = 64 * 1024,    /* of bytes before the tunnel is there */
};

/* A client, until it has its answer or its tunnel. */
struct session {
    const struct connect_proxy *proxy;
    struct lab_conn *down;
    struct lab_conn *up; /* being dialled; NULL */
    struct http_request request;
    struct buffer early; /* bytes behind the request */
    bool asked;
    struct connect_place place;
    const struct connect_row *row;
    size_t tried;           /* addresses */
    struct lab_timer timer; /* of the one that is being tried */
};

static void
session_release(void *thing)
{
    struct session *session = thing;

    http_request_release(&session->request);
    buffer_release(&session->early);
    free(session);
}

static void
session_end(struct session *session)
{
    struct lab *lab = session->proxy->lab;

    lab_timer_stop(lab, &session->timer);
    lab_unkeep(lab, session);
    session_release(session);
}

static void
answer(struct session *session, struct http_server *server)
{
    struct lab_conn *down = session->down;

    session_end(session);
    http_server_answer(server, down, false);
}

static void
refuse(struct session *session, enum connect_refusal refusal)
{
    answer(session, session->proxy->refusals[refusal]);
}

static void
hang_up_at_byte(struct lab_conn *conn, const void *bytes, size_t length,
                void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    lab_conn_close(conn);
}

static void
reset_at_byte(struct lab_conn *conn, const void *bytes, size_t length,
              void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    lab_conn_reset(conn);
}

/* What becomes of a tunnel that leads nowhere. */
static const struct lab_service dead_ends[TUNNEL_END_COUNT] = {
    [TUNNEL_SILENT] = { .received = NULL },
    [TUNNEL_CLOSES] = { .received = hang_up_at_byte },
    [TUNNEL_RESETS] = { .received = reset_at_byte },
};

static void
lead_nowhere(struct lab_conn *down, struct lab_conn *up,
             const struct buffer *early, const struct lab_service *service)
{
    lab_conn_close(up);
    lab_conn_set_service(down, service, NULL);
    if (early->length > 0)
        conn_tell_received(down, early->data, early->length);
}

/* The way is open: the client is told, and the session is over. */
static void
open_tunnel(struct session *session)
{
    static const char established[] =
        "HTTP/1.1 200 Connection established\r\n\r\n";
    const struct scenario_connect *wish = session->row->wish;
    struct inspector *inspector = session->row->inspector;
    struct lab_conn *down = session->down;
    struct lab_conn *up = session->up;
    struct buffer early = session->early;

    session->early = (struct buffer){ 0 };
    session_end(session);
    lab_conn_send(down, established, strlen(established));
    if (wish->tunnel == TUNNEL_INSPECTS) {
        inspector_take(inspector, down, up, early.data, early.length);
    } else if (wish->tunnel == TUNNEL_RELAYS) {
        if (early.length > 0)
            lab_conn_send(up, early.data, early.length);
        relay_join(down, up);
    } else {
        lead_nowhere(down, up, &early, &dead_ends[wish->tunnel]);
    }
    buffer_release(&early);
}

/* The n-th address to be tried, those of IPv4 first; NULL: no more. */
static const struct address *
candidate(const struct session *session, size_t number)
{
    static const enum family order[] = { FAMILY_IPV4, FAMILY_IPV6 };
    const struct connect_place *place = &session->place;
    const struct directory_entry *entry;

    if (place->address.family != FAMILY_NONE)
        return number == 0 ? &place->address : NULL;
    entry = directory_find(session->proxy->directory, place->host);
    if (entry == NULL || session->proxy->wish->no_names)
        return NULL;
    for (size_t f = 0; f < sizeof(order) / sizeof(*order); f++)
        for (size_t i = 0; i < entry->address_count; i++)
            if (entry->addresses[i]->family == order[f] && number-- == 0)
                return entry->addresses[i];
    return NULL;
}

static const struct {
    int error;
    enum connect_refusal refusal;
} dial_refusals[] = {
    { ECONNREFUSED, CONNECT_REFUSED },
    { ECONNRESET, CONNECT_REFUSED },
    { ETIMEDOUT, CONNECT_TIMED_OUT },
};

static enum connect_refusal
refusal_of(int error)
{
    for (size_t i = 0; i < sizeof(dial_refusals) / sizeof(*dial_refusals); i++)
        if (dial_refusals[i].error == error)
            return dial_refusals[i].refusal;
    return CONNECT_NO_ROUTE;
}

static void dial_next(struct session *session, enum connect_refusal otherwise);

static void
on_up_opened(struct lab_conn *conn, void *context)
{
    (void)conn;
    open_tunnel(context);
}

static void
on_up_closed(struct lab_conn *conn, int error, void *context)
{
    struct session *session = context;

    (void)conn;
    session->up = NULL;
    dial_next(session, refusal_of(error));
}

static const struct lab_service dial_service = {
    .opened = on_up_opened,
    .closed = on_up_closed,
};

static void
on_dial_timeout(void *context)
{
    struct session *session = context;

    lab_conn_close(session->up);
    session->up = NULL;
    dial_next(session, CONNECT_TIMED_OUT);
}

static void
dial_next(struct session *session, enum connect_refusal otherwise)
{
    const struct connect_proxy *proxy = session->proxy;
    const struct address *address = candidate(session, session->tried);
    struct peer to = { .port = session->place.port };

    if (address == NULL) {
        refuse(session, otherwise);
        return;
    }
    session->tried++;
    to.address = *address;
    session->up = lab_dial(proxy->node, &to, &dial_service, session);
    lab_timer_start(proxy->lab, &session->timer, DIAL_TIMEOUT_US,
                    on_dial_timeout, session);
}

/* The row that decides; the last one fits everything. */
static const struct connect_row *
row_for(const struct session *session)
{
    const struct connect_proxy *proxy = session->proxy;
    const struct connect_place *place = &session->place;
    const struct directory_entry *entry =
        place->address.family == FAMILY_NONE
            ? directory_find(proxy->directory, place->host)
            : directory_of_address(proxy->directory, &place->address);
    const struct endpoint *endpoint = entry == NULL ? NULL : entry->endpoint;
    const struct connect_row *row = proxy->rows;

    for (size_t i = 0; i < proxy->wish->connect_count; i++, row++)
        if (row->wish->everything ||
            (endpoint != NULL && selectors_match(&row->wish->of, endpoint)))
            break;
    return row;
}

static void
decide(struct session *session)
{
    const struct scenario_proxy *wish = session->proxy->wish;

    if (session->request.state == HTTP_REQUEST_TOO_LARGE) {
        refuse(session, CONNECT_TOO_LARGE);
        return;
    }
    if (session->request.state != HTTP_REQUEST_WHOLE ||
        !connect_request_read(&session->request, &session->place)) {
        refuse(session, CONNECT_NO_CONNECT);
        return;
    }
    if (wish->user != NULL &&
        !connect_request_has_login(&session->request, wish->user,
                                   wish->password)) {
        refuse(session, CONNECT_LOGIN);
        return;
    }
    session->row = row_for(session);
    if (session->row->wish->drop_after_s > 0)
        session->down =
            mortal_conn_new(session->down, session->row->wish->drop_after_s);
    if (session->row->answer != NULL)
        answer(session, session->row->answer);
    else
        dial_next(session, CONNECT_NO_NAME);
}

static void
on_received(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    struct session *session = context;
    size_t taken = http_request_take(&session->request, bytes, length);

    buffer_append(&session->early, (const char *)bytes + taken,
                  length - taken);
    if (session->request.state == HTTP_REQUEST_READING)
        return;
    if (!session->asked) {
        session->asked = true;
        decide(session);
    } else if (session->early.length > EARLY_LIMIT) {
        lab_conn_reset(conn);
        if (session->up != NULL)
            lab_conn_close(session->up);
        session_end(session);
    }
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct session *session = context;

    (void)conn;
    (void)error;
    if (session->up != NULL)
        lab_conn_close(session->up);
    session_end(session);
}

/* A client that ends its side wants no tunnel any more. */
static void
on_ended(struct lab_conn *conn, void *context)
{
    lab_conn_close(conn);
    on_closed(conn, 0, context);
}

static const struct lab_service session_service = {
    .received = on_received,
    .ended = on_ended,
    .closed = on_closed,
};

void
connect_session_begin(const struct connect_proxy *proxy, struct lab_conn *conn)
{
    struct session *session = memory_new(1, sizeof(*session));

    session->proxy = proxy;
    session->down = conn;
    lab_keep(proxy->lab, session, session_release);
    lab_conn_set_service(conn, &session_service, session);
}
