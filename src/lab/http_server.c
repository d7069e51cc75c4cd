#include "lab/http_end.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lab/http_page.h"
#include "lab/http_request.h"

enum {
    LINGER_US = 5000000, /* lingering_timeout of nginx */
    FEED = 64 * 1024,    /* so much of an endless answer at once */
};

struct http_server {
    struct lab *lab;
    struct scenario_page page; /* with the status that it really has */
};

/* One connection, from its request to its end. */
struct exchange {
    const struct http_server *server;
    struct lab_conn *conn;
    struct http_request request;
    struct lab_timer timer; /* until the answer, then until the end */
    bool asked;             /* what comes now is of no interest */
    bool client_ended;
    bool head_only;
    const char *filler; /* what is fed as fast as it is taken; NULL */
    size_t left;        /* so many bytes of it */
};

static void
exchange_release(void *thing)
{
    struct exchange *exchange = thing;

    http_request_release(&exchange->request);
    free(exchange);
}

static void
exchange_end(struct exchange *exchange)
{
    struct lab *lab = exchange->server->lab;

    lab_timer_stop(lab, &exchange->timer);
    lab_unkeep(lab, exchange);
    exchange_release(exchange);
}

static void
hang_up(struct exchange *exchange)
{
    lab_conn_close(exchange->conn);
    exchange_end(exchange);
}

static void
on_linger_end(void *context)
{
    struct exchange *exchange = context;

    if (lab_conn_queued(exchange->conn) == 0)
        hang_up(exchange);
    else
        lab_timer_start(exchange->server->lab, &exchange->timer, LINGER_US,
                        on_linger_end, exchange);
}

/* Reads on for a while: to close with unread bytes would be a reset. */
static void
finish(struct exchange *exchange)
{
    if (exchange->client_ended) {
        hang_up(exchange);
        return;
    }
    lab_conn_shutdown(exchange->conn);
    lab_timer_start(exchange->server->lab, &exchange->timer, LINGER_US,
                    on_linger_end, exchange);
}

/* What is sent of a page that is cut, in the head when there is no body. */
static size_t
half_of(size_t head, size_t whole)
{
    return whole > head ? head + (whole - head) / 2 : head / 2;
}

/* Sends what the end needs of head and body, which may be less than all. */
static void
send_page(struct exchange *exchange, const struct scenario_page *page)
{
    struct buffer out = { 0 };
    size_t head = http_page_write(exchange->server->lab, page, &out);
    size_t length = out.length;

    if (exchange->head_only)
        length = head;
    else if (page->end == PAGE_CUT || page->end == PAGE_STALLED)
        length = half_of(head, length);
    else if (page->end == PAGE_NO_END)
        length = head - strlen("\r\n");
    lab_conn_send(exchange->conn, out.data, length);
    if (page->end == PAGE_BIG && !exchange->head_only)
        exchange->left = HTTP_BIG_BODY - (length - head);
    buffer_release(&out);
}

static void
answer_all(struct exchange *exchange)
{
    send_page(exchange, &exchange->server->page);
    finish(exchange);
}

static void
answer_with_reset(struct exchange *exchange)
{
    lab_conn_reset(exchange->conn);
    exchange_end(exchange);
}

static void
answer_nothing(struct exchange *exchange)
{
    if (exchange->client_ended)
        hang_up(exchange);
}

static void
answer_half(struct exchange *exchange)
{
    send_page(exchange, &exchange->server->page);
    answer_nothing(exchange);
}

static void
answer_garbage(struct exchange *exchange)
{
    static const unsigned char garbage[] = {
        0x00, 0xff, 0xfe, 0x1b, '[',  '2',  'J',  0x9b, 0x80, 0xc0, 0xaf,
        0x07, 0x08, 0x7f, '\n', 0xe2, 0x80, 0xae, 'x',  '%',  's',  '\n',
    };

    lab_conn_send(exchange->conn, garbage, sizeof(garbage));
    finish(exchange);
}

/* As much again when all of it has arrived. */
static void
feed(struct exchange *exchange)
{
    size_t length = exchange->left < FEED ? exchange->left : FEED;
    struct buffer out = { 0 };

    while (out.length < length)
        buffer_append_text(&out, exchange->filler);
    lab_conn_send(exchange->conn, out.data, length);
    if (exchange->left != SIZE_MAX)
        exchange->left -= length;
    buffer_release(&out);
    if (exchange->left == 0)
        finish(exchange);
}

static void
answer_without_end(struct exchange *exchange)
{
    send_page(exchange, &exchange->server->page);
    exchange->filler = "X-More: and more and more and more\r\n";
    exchange->left = SIZE_MAX;
    feed(exchange);
}

static void
answer_big(struct exchange *exchange)
{
    send_page(exchange, &exchange->server->page);
    exchange->filler = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n";
    if (exchange->left > 0)
        feed(exchange);
    else
        finish(exchange);
}

static void (*const answers[PAGE_END_COUNT])(struct exchange *exchange) = {
    [PAGE_COMPLETE] = answer_all,     [PAGE_CUT] = answer_all,
    [PAGE_RESET] = answer_with_reset, [PAGE_CLOSED] = finish,
    [PAGE_SILENT] = answer_nothing,   [PAGE_STALLED] = answer_half,
    [PAGE_GARBAGE] = answer_garbage,  [PAGE_NO_END] = answer_without_end,
    [PAGE_BIG] = answer_big,
};

/* To a request that is none; the page that was wished is not for it. */
static void
refuse(struct exchange *exchange, int status)
{
    const struct scenario_page page = { .status = status };

    send_page(exchange, &page);
    finish(exchange);
}

static void
on_answer(void *context)
{
    struct exchange *exchange = context;

    if (exchange->request.state == HTTP_REQUEST_GARBAGE)
        refuse(exchange, 400);
    else if (exchange->request.state == HTTP_REQUEST_TOO_LARGE)
        refuse(exchange, 431);
    else
        answers[exchange->server->page.end](exchange);
}

static void
begin_answer(struct exchange *exchange)
{
    int64_t delay_us = exchange->server->page.delay_ms * 1000;

    exchange->asked = true;
    if (delay_us > 0)
        lab_timer_start(exchange->server->lab, &exchange->timer, delay_us,
                        on_answer, exchange);
    else
        on_answer(exchange);
}

static void
on_received(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    struct exchange *exchange = context;
    struct http_request *request = &exchange->request;

    (void)conn;
    if (exchange->asked)
        return;
    (void)http_request_take(request, bytes, length);
    if (request->state == HTTP_REQUEST_READING)
        return;
    exchange->head_only = request->state == HTTP_REQUEST_WHOLE &&
                          strcmp(http_request_method(request), "HEAD") == 0;
    begin_answer(exchange);
}

static bool
is_delayed(const struct exchange *exchange)
{
    return lab_timer_is_running(&exchange->timer) &&
           exchange->timer.fire == on_answer;
}

/* A client may end its side as soon as it has asked; it gets its answer. */
static void
on_ended(struct lab_conn *conn, void *context)
{
    struct exchange *exchange = context;

    (void)conn;
    exchange->client_ended = true;
    if (!is_delayed(exchange) && exchange->left == 0)
        hang_up(exchange);
}

static void
on_drained(struct lab_conn *conn, void *context)
{
    struct exchange *exchange = context;

    (void)conn;
    if (exchange->left > 0)
        feed(exchange);
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    (void)conn;
    (void)error;
    exchange_end(context);
}

static const struct lab_service exchange_service = {
    .received = on_received,
    .ended = on_ended,
    .drained = on_drained,
    .closed = on_closed,
};

static struct exchange *
exchange_new(struct http_server *server, struct lab_conn *conn)
{
    struct exchange *exchange = memory_new(1, sizeof(*exchange));

    exchange->server = server;
    exchange->conn = conn;
    lab_keep(server->lab, exchange, exchange_release);
    lab_conn_set_service(conn, &exchange_service, exchange);
    return exchange;
}

void
http_server_take(struct http_server *server, struct lab_conn *conn)
{
    (void)exchange_new(server, conn);
}

void
http_server_answer(struct http_server *server, struct lab_conn *conn,
                   bool head_only)
{
    struct exchange *exchange = exchange_new(server, conn);

    exchange->head_only = head_only;
    begin_answer(exchange);
}

static void
on_opened(struct lab_conn *conn, void *context)
{
    http_server_take(context, conn);
}

/* Until it is open a connection has nothing that could be lost. */
const struct lab_service http_service = { .opened = on_opened };

struct http_server *
http_server_new(struct lab *lab, const struct scenario_page *page,
                const struct endpoint *endpoint)
{
    struct http_server *server = memory_new(1, sizeof(*server));

    server->lab = lab;
    server->page = *page;
    lab_keep(lab, server, free);
    if (page->status == 0)
        server->page.status =
            endpoint == NULL ? 404 : endpoint->genuine.status;
    if (page->body == NULL && server->page.status == 400 && endpoint != NULL &&
        endpoint->genuine.asks_client_certificate)
        server->page.body = http_page_certificate_missing;
    return server;
}
