#include "lab/inspector.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lab/conn.h"
#include "lab/hello.h"
#include "lab/http_end.h"
#include "lab/relay.h"
#include "lab/tls_end.h"

enum {
    HELLO_LIMIT = 16 * 1024, /* what is longer is taken for no hello */
    EARLY_LIMIT = 64 * 1024, /* of bytes before both sides are open */
};

struct inspector {
    struct lab *lab;
    const struct lab_directory *directory;
    const struct selectors *names; /* NULL: all */
    struct tls_server *tls;
    struct http_server *page; /* NULL: the destination's own answers */
    struct http_server *bad_gateway;
};

/* One of the two connections; while TLS is being opened the session. */
struct leg {
    struct lab_conn *conn; /* NULL: there is none yet, or none any more */
    struct buffer bytes;   /* that came before they could be passed on */
    bool open;
};

struct inspection {
    const struct inspector *by;
    struct leg down;
    struct leg up;
    bool up_failed;
    char name[HELLO_NAME_SIZE]; /* "": none was asked for */
};

static void
inspection_release(void *thing)
{
    struct inspection *inspection = thing;

    buffer_release(&inspection->down.bytes);
    buffer_release(&inspection->up.bytes);
    free(inspection);
}

static void
inspection_end(struct inspection *inspection)
{
    lab_unkeep(inspection->by->lab, inspection);
    inspection_release(inspection);
}

/* One of the sides is gone before the two were joined: so is the other. */
static void
abandon(struct inspection *inspection, struct leg *left, int error)
{
    if (left->conn != NULL && error != 0)
        lab_conn_reset(left->conn);
    else if (left->conn != NULL)
        lab_conn_close(left->conn);
    inspection_end(inspection);
}

/* What comes early, from a side that is too early for too long. */
static void
keep(struct inspection *inspection, struct leg *leg, const void *bytes,
     size_t length)
{
    struct leg *other =
        leg == &inspection->up ? &inspection->down : &inspection->up;

    buffer_append(&leg->bytes, bytes, length);
    if (leg->bytes.length <= EARLY_LIMIT)
        return;
    lab_conn_reset(leg->conn);
    abandon(inspection, other, ECONNRESET);
}

static void
give(struct lab_conn *to, const struct buffer *bytes)
{
    if (bytes->length > 0)
        lab_conn_send(to, bytes->data, bytes->length);
}

static void
join(struct inspection *inspection)
{
    struct lab_conn *down = inspection->down.conn;
    struct lab_conn *up = inspection->up.conn;

    give(up, &inspection->down.bytes);
    give(down, &inspection->up.bytes);
    relay_join(down, up);
    inspection_end(inspection);
}

/* To who asks through us: the destination cannot be reached. */
static void
say_bad_gateway(struct inspection *inspection)
{
    struct http_server *server = inspection->by->bad_gateway;
    struct lab_conn *down = inspection->down.conn;
    struct buffer bytes = inspection->down.bytes;

    inspection->down.bytes = (struct buffer){ 0 };
    inspection_end(inspection);
    http_server_take(server, down);
    if (bytes.length > 0)
        conn_tell_received(down, bytes.data, bytes.length);
    buffer_release(&bytes);
}

/* Both sides come at their own time. */
static void
go_on(struct inspection *inspection)
{
    if (!inspection->down.open)
        return;
    if (inspection->up_failed)
        say_bad_gateway(inspection);
    else if (inspection->up.open)
        join(inspection);
}

static void
on_down_opened(struct lab_conn *conn, void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    inspection->down.open = true;
    go_on(inspection);
}

static void
on_down_received(struct lab_conn *conn, const void *bytes, size_t length,
                 void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    keep(inspection, &inspection->down, bytes, length);
}

static void
on_down_ended(struct lab_conn *conn, void *context)
{
    struct inspection *inspection = context;

    lab_conn_close(conn);
    abandon(inspection, &inspection->up, 0);
}

static void
on_down_closed(struct lab_conn *conn, int error, void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    abandon(inspection, &inspection->up, error);
}

/* The client's side while TLS is being opened on it, and then. */
static const struct lab_service down_service = {
    .opened = on_down_opened,
    .received = on_down_received,
    .ended = on_down_ended,
    .closed = on_down_closed,
};

static void
on_up_opened(struct lab_conn *conn, void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    inspection->up.open = true;
    go_on(inspection);
}

static void
on_up_received(struct lab_conn *conn, const void *bytes, size_t length,
               void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    keep(inspection, &inspection->up, bytes, length);
}

static void
on_up_closed(struct lab_conn *conn, int error, void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    (void)error;
    inspection->up.conn = NULL;
    inspection->up_failed = true;
    go_on(inspection);
}

static void
on_up_ended(struct lab_conn *conn, void *context)
{
    lab_conn_close(conn);
    on_up_closed(conn, 0, context);
}

/* Our own session with the destination. */
static const struct lab_service up_service = {
    .opened = on_up_opened,
    .received = on_up_received,
    .ended = on_up_ended,
    .closed = on_up_closed,
};

/* A session with the destination, by the way that is there or a new one. */
static void
open_up(struct inspection *inspection)
{
    static const struct lab_service none = { 0 };
    const char *name = inspection->name[0] == '\0' ? NULL : inspection->name;
    struct lab_conn *down = inspection->down.conn;
    struct lab_conn *up = inspection->up.conn;
    struct peer to = lab_conn_original_destination(down);
    struct buffer early = inspection->up.bytes;

    if (up == NULL)
        up = lab_dial(lab_conn_node(down), &to, &none, NULL);
    inspection->up.bytes = (struct buffer){ 0 };
    inspection->up.conn = tls_client_open(inspection->by->lab, up, name,
                                          &up_service, inspection);
    if (early.length > 0)
        conn_tell_received(up, early.data, early.length);
    buffer_release(&early);
}

/* The connection is the page's from now on. */
static void
answer(struct inspection *inspection)
{
    const struct inspector *by = inspection->by;
    struct lab_conn *down = inspection->down.conn;
    struct buffer hello = inspection->down.bytes;

    inspection->down.bytes = (struct buffer){ 0 };
    abandon(inspection, &inspection->up, 0);
    (void)tls_server_accept(by->tls, down, &http_service, by->page);
    conn_tell_received(down, hello.data, hello.length);
    buffer_release(&hello);
}

/* Opens a session with each side; the client's hello is read once more. */
static void
open_both(struct inspection *inspection)
{
    struct lab_conn *down = inspection->down.conn;
    struct buffer hello = inspection->down.bytes;

    inspection->down.bytes = (struct buffer){ 0 };
    open_up(inspection);
    inspection->down.conn = tls_server_accept(inspection->by->tls, down,
                                              &down_service, inspection);
    conn_tell_received(down, hello.data, hello.length);
    buffer_release(&hello);
}

static void
pass_on(struct inspection *inspection)
{
    struct lab_conn *down = inspection->down.conn;
    struct peer to = lab_conn_original_destination(down);

    if (inspection->up.conn != NULL) {
        join(inspection);
        return;
    }
    relay_dial(down, &to, inspection->down.bytes.data,
               inspection->down.bytes.length);
    inspection_end(inspection);
}

static bool
is_to_be_opened(const struct inspector *by, const char *name)
{
    const struct directory_entry *entry;

    if (by->names == NULL || by->names->count == 0)
        return true;
    entry = directory_find(by->directory, name);
    return entry != NULL && entry->endpoint != NULL &&
           selectors_match(by->names, entry->endpoint);
}

/* What the first bytes of the client are, and so what is to be done. */
static void
judge(struct inspection *inspection)
{
    const struct buffer *bytes = &inspection->down.bytes;
    struct hello hello =
        hello_read((const uint8_t *)bytes->data, bytes->length);

    if (bytes->length < HELLO_LIMIT &&
        (hello.state == HELLO_NONE || hello.state == HELLO_PARTIAL))
        return;
    if (hello.state != HELLO_READ ||
        !is_to_be_opened(inspection->by, hello.name)) {
        pass_on(inspection);
        return;
    }
    memcpy(inspection->name, hello.name, sizeof(inspection->name));
    if (inspection->by->page != NULL)
        answer(inspection);
    else
        open_both(inspection);
}

static void
on_hello_received(struct lab_conn *conn, const void *bytes, size_t length,
                  void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    buffer_append(&inspection->down.bytes, bytes, length);
    judge(inspection);
}

/* The client's side until its hello is there. */
static const struct lab_service hello_service = {
    .received = on_hello_received,
    .ended = on_down_ended,
    .closed = on_down_closed,
};

static void
on_waiting_ended(struct lab_conn *conn, void *context)
{
    struct inspection *inspection = context;

    lab_conn_close(conn);
    abandon(inspection, &inspection->down, 0);
}

static void
on_waiting_closed(struct lab_conn *conn, int error, void *context)
{
    struct inspection *inspection = context;

    (void)conn;
    abandon(inspection, &inspection->down, error);
}

/* A way on that was given, as long as it is not used. */
static const struct lab_service waiting_service = {
    .received = on_up_received,
    .ended = on_waiting_ended,
    .closed = on_waiting_closed,
};

void
inspector_take(struct inspector *inspector, struct lab_conn *down,
               struct lab_conn *up, const void *bytes, size_t length)
{
    struct inspection *inspection = memory_new(1, sizeof(*inspection));

    lab_keep(inspector->lab, inspection, inspection_release);
    inspection->by = inspector;
    inspection->down.conn = down;
    inspection->up.conn = up;
    lab_conn_set_service(down, &hello_service, inspection);
    if (up != NULL)
        lab_conn_set_service(up, &waiting_service, inspection);
    if (length > 0)
        on_hello_received(down, bytes, length, inspection);
}

struct scenario_tls
inspector_tls(struct lab_pki *pki, const struct scenario_tls *wish)
{
    struct scenario_tls tls = *wish;

    if (tls.chain == CHAIN_GENUINE)
        tls.chain = CHAIN_AUTHORITY;
    if (tls.chain == CHAIN_AUTHORITY)
        lab_pki_announce(pki, &wish->authority);
    return tls;
}

static struct http_server *
bad_gateway_new(struct lab *lab)
{
    static const char *const headers[] = { "Server: gateway",
                                           "Via: 1.1 gateway",
                                           "Cache-Control: no-store" };
    const struct scenario_page page = {
        .status = 502,
        .headers = (const char **)headers,
        .header_count = sizeof(headers) / sizeof(*headers),
        .body = "<html><head><title>502 Bad Gateway</title></head><body>"
                "<h1>Bad Gateway</h1><p>The gateway could not connect to the "
                "destination.</p></body></html>\n",
    };

    return http_server_new(lab, &page, NULL);
}

struct inspector *
inspector_new(struct lab *lab, struct lab_pki *pki,
              const struct lab_directory *directory,
              const struct inspector_wish *wish)
{
    struct inspector *inspector = memory_new(1, sizeof(*inspector));
    struct scenario_tls presented = inspector_tls(pki, wish->tls);

    inspector->lab = lab;
    inspector->directory = directory;
    inspector->names = wish->names;
    inspector->tls = tls_server_new(pki, &presented, NULL, NULL);
    tls_server_set_page(inspector->tls, wish->page);
    if (scenario_page_is_given(wish->page))
        inspector->page = http_server_new(lab, wish->page, NULL);
    inspector->bad_gateway = bad_gateway_new(lab);
    lab_keep(lab, inspector, free);
    return inspector;
}
