#include "lab/stub_exchange.h"

#include <assert.h>
#include <errno.h>

#include "lab/dns_wire.h"
#include "lab/names.h"
#include "lab/udp.h"

/* resolv.conf(5): timeout and attempts. */
enum { TIMEOUT_S = 5, ROUNDS = 2, PORT = 53, STREAM_PREFIX = 2 };

static void begin_try(struct stub_exchange *exchange);

static struct peer
current_peer(const struct stub_exchange *exchange)
{
    return (struct peer){ exchange->resolvers[exchange->server], PORT };
}

static struct stub_server *
current_server(struct stub_exchange *exchange)
{
    return &exchange->servers[exchange->server];
}

static size_t
count_of(const struct stub_exchange *exchange, enum stub_ask_state state)
{
    size_t count = 0;

    for (size_t i = 0; i < exchange->ask_count; i++)
        count += exchange->asks[i].state == state;
    return count;
}

static void
close_socket(struct stub_server *server)
{
    if (server->udp != NULL)
        lab_udp_close(server->udp);
    server->udp = NULL;
    for (int i = 0; i < STUB_ASKS; i++)
        buffer_release(&server->late[i]);
}

static void
hang_up(struct stub_exchange *exchange)
{
    struct lab_conn *conn = exchange->conn;

    exchange->conn = NULL;
    if (conn != NULL)
        lab_conn_close(conn);
}

static void
on_over(void *context)
{
    struct stub_exchange *exchange = context;

    exchange->done(exchange->context);
}

/* In a moment, for whoever is told may end the memory that we stand on. */
static void
end(struct stub_exchange *exchange)
{
    exchange->over = true;
    hang_up(exchange);
    for (int i = 0; i < STUB_SERVERS; i++)
        close_socket(&exchange->servers[i]);
    lab_timer_start(exchange->lab, &exchange->timer, 0, on_over, exchange);
}

static void
next_server(struct stub_exchange *exchange)
{
    hang_up(exchange);
    exchange->server = (exchange->server + 1) % exchange->resolver_count;
    exchange->round += exchange->server == 0;
    if (exchange->round < ROUNDS)
        begin_try(exchange);
    else
        end(exchange);
}

static void
forget_answers(struct stub_exchange *exchange)
{
    for (size_t i = 0; i < exchange->ask_count; i++)
        stub_ask_reset(&exchange->asks[i]);
}

static void
send_asks(struct stub_exchange *exchange)
{
    struct stub_server *server = current_server(exchange);
    struct peer to = current_peer(exchange);

    for (size_t i = 0; i < exchange->ask_count; i++) {
        struct stub_ask *ask = &exchange->asks[i];

        if (ask->state != STUB_UNSENT)
            continue;
        if (udp_send(server->udp, NULL, &to, ask->query.data,
                     ask->query.length) != 0) {
            close_socket(server);
            next_server(exchange);
            return;
        }
        ask->state = STUB_SENT;
        if (exchange->pace != STUB_TOGETHER)
            return;
    }
}

static void on_datagram(struct lab_udp *udp,
                        const struct lab_datagram *datagram, void *context);
static void on_rejected(struct lab_udp *udp, const struct net_icmp *icmp,
                        void *context);

static void
open_socket(struct stub_exchange *exchange)
{
    struct stub_server *server = current_server(exchange);

    if (server->udp != NULL)
        return;
    server->udp = lab_bind_udp(exchange->node, 0, on_datagram, exchange);
    lab_udp_set_rejected(server->udp, on_rejected);
}

/* What to do now that one of them was answered or has failed. */
static void
settle(struct stub_exchange *exchange)
{
    if (count_of(exchange, STUB_SENT) > 0)
        return;
    if (count_of(exchange, STUB_UNSENT) > 0) {
        if (exchange->pace == STUB_SOCKET_EACH) {
            close_socket(current_server(exchange));
            open_socket(exchange);
        }
        send_asks(exchange);
        return;
    }
    if (count_of(exchange, STUB_ANSWERED) > 0)
        end(exchange);
    else
        next_server(exchange);
}

static void
take(struct stub_exchange *exchange, struct stub_ask *ask,
     const uint8_t *bytes, size_t length)
{
    if (stub_answer_is_refusal(bytes, length)) {
        ask->state = STUB_FAILED;
        settle(exchange);
        return;
    }
    if (stub_answer_is_cut(bytes)) {
        exchange->over_tcp = true;
        begin_try(exchange);
        return;
    }
    stub_ask_keep(ask, bytes, length);
    settle(exchange);
}

static void
take_late(struct stub_exchange *exchange)
{
    for (size_t i = 0; i < exchange->ask_count; i++) {
        struct stub_ask *ask = &exchange->asks[i];
        struct buffer *kept = &current_server(exchange)->late[i];
        struct buffer late = *kept;

        if (ask->state != STUB_SENT || late.length == 0)
            continue;
        *kept = (struct buffer){ 0 };
        take(exchange, ask, (const uint8_t *)late.data, late.length);
        buffer_release(&late);
    }
}

/* The question that an answer is for; what is too short is for any. */
static struct stub_ask *
find_ask(struct stub_exchange *exchange, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < exchange->ask_count; i++) {
        struct stub_ask *ask = &exchange->asks[i];

        if (length < DNS_HEADER_BYTES
                ? ask->state == STUB_SENT
                : stub_ask_is_answered_by(ask, bytes, length))
            return ask;
    }
    return NULL;
}

static size_t
find_server(const struct stub_exchange *exchange, const struct lab_udp *udp)
{
    size_t i = 0;

    while (i < STUB_SERVERS && exchange->servers[i].udp != udp)
        i++;
    return i;
}

static void
on_datagram(struct lab_udp *udp, const struct lab_datagram *datagram,
            void *context)
{
    struct stub_exchange *exchange = context;
    size_t number = find_server(exchange, udp);
    struct stub_ask *ask =
        find_ask(exchange, datagram->bytes, datagram->length);

    if (number == STUB_SERVERS || ask == NULL || datagram->from.port != PORT ||
        !address_equal(&datagram->from.address, &exchange->resolvers[number]))
        return;
    if (number != exchange->server || exchange->over_tcp) {
        struct buffer *late =
            &exchange->servers[number].late[ask - exchange->asks];

        buffer_cut(late, 0);
        buffer_append(late, datagram->bytes, datagram->length);
    } else if (ask->state == STUB_SENT) {
        take(exchange, ask, datagram->bytes, datagram->length);
    }
}

static void
on_rejected(struct lab_udp *udp, const struct net_icmp *icmp, void *context)
{
    struct stub_exchange *exchange = context;
    size_t number = find_server(exchange, udp);

    (void)icmp;
    if (number == STUB_SERVERS)
        return;
    close_socket(&exchange->servers[number]);
    if (number == exchange->server && !exchange->over_tcp)
        next_server(exchange);
}

static void
on_time_out(void *context)
{
    struct stub_exchange *exchange = context;

    if (!lab_names_is_open(exchange->node, exchange->question)) {
        end(exchange);
        return;
    }
    if (count_of(exchange, STUB_ANSWERED) == 0) {
        next_server(exchange);
        return;
    }
    if (exchange->pace == STUB_SOCKET_EACH) {
        end(exchange);
        return;
    }
    exchange->pace++;
    if (exchange->pace == STUB_SOCKET_EACH)
        close_socket(current_server(exchange));
    begin_try(exchange);
}

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct stub_exchange *exchange = context;
    struct buffer out = { 0 };

    for (size_t i = 0; i < exchange->ask_count; i++) {
        dns_stream_write(&out, &exchange->asks[i].query);
        exchange->asks[i].state = STUB_SENT;
    }
    lab_conn_send(conn, out.data, out.length);
    buffer_release(&out);
}

/* Here glibc looks at the id alone, and takes every code for an answer. */
static void
take_from_stream(struct stub_exchange *exchange, const uint8_t *bytes,
                 size_t length)
{
    if (length < DNS_HEADER_BYTES) {
        next_server(exchange);
        return;
    }
    for (size_t i = 0; i < exchange->ask_count; i++) {
        struct stub_ask *ask = &exchange->asks[i];

        if (ask->state != STUB_SENT || !stub_ask_has_id_of(ask, bytes))
            continue;
        stub_ask_keep(ask, bytes, length);
        settle(exchange);
        return;
    }
}

static void
on_received(struct lab_conn *conn, const void *bytes, size_t count,
            void *context)
{
    struct stub_exchange *exchange = context;
    size_t length;

    buffer_append(&exchange->inbox, bytes, count);
    while (exchange->conn == conn &&
           dns_stream_has(&exchange->inbox, &length)) {
        take_from_stream(exchange,
                         (const uint8_t *)exchange->inbox.data + STREAM_PREFIX,
                         length);
        if (exchange->conn == conn)
            buffer_drop(&exchange->inbox, STREAM_PREFIX + length);
    }
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    (void)conn;
    next_server(context);
}

/* A server that was restarted deserves a second connection, once. */
static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct stub_exchange *exchange = context;

    (void)conn;
    exchange->conn = NULL;
    if (error == ECONNRESET && !exchange->was_reset) {
        exchange->was_reset = true;
        begin_try(exchange);
    } else {
        next_server(exchange);
    }
}

static const struct lab_service stream_service = {
    .opened = on_opened,
    .received = on_received,
    .ended = on_ended,
    .closed = on_closed,
};

/* res_send.c: later servers share a longer time. */
static int64_t
time_out_us(const struct stub_exchange *exchange)
{
    int64_t seconds = (int64_t)TIMEOUT_S << exchange->server;

    if (exchange->server > 0)
        seconds /= (int64_t)exchange->resolver_count;
    return seconds * 1000000;
}

/* Over TCP there is no time-out but that of TCP itself. */
static void
begin_try(struct stub_exchange *exchange)
{
    struct peer to = current_peer(exchange);

    forget_answers(exchange);
    buffer_cut(&exchange->inbox, 0);
    if (exchange->over_tcp) {
        lab_timer_stop(exchange->lab, &exchange->timer);
        exchange->conn =
            lab_dial(exchange->node, &to, &stream_service, exchange);
        return;
    }
    open_socket(exchange);
    lab_timer_start(exchange->lab, &exchange->timer, time_out_us(exchange),
                    on_time_out, exchange);
    send_asks(exchange);
    take_late(exchange);
}

void
stub_exchange_ask(struct stub_exchange *exchange, const char *name,
                  enum dns_record_type type)
{
    struct lab *lab = lab_node_world(exchange->node);
    size_t number = exchange->ask_count++;
    uint16_t id;

    assert(number < STUB_ASKS);
    exchange->lab = lab;
    do {
        id = (uint16_t)lab_random(lab, UINT16_MAX + 1);
    } while (number > 0 && id == exchange->asks[0].id);
    stub_ask_init(&exchange->asks[number], id, name, type);
}

void
stub_exchange_start(struct stub_exchange *exchange)
{
    if (exchange->resolver_count > STUB_SERVERS)
        exchange->resolver_count = STUB_SERVERS;
    begin_try(exchange);
}

void
stub_exchange_release(struct stub_exchange *exchange)
{
    if (exchange->lab == NULL)
        return;
    lab_timer_stop(exchange->lab, &exchange->timer);
    for (size_t i = 0; i < exchange->ask_count; i++)
        stub_ask_release(&exchange->asks[i]);
    for (int i = 0; i < STUB_SERVERS; i++)
        for (int ask = 0; ask < STUB_ASKS; ask++)
            buffer_release(&exchange->servers[i].late[ask]);
    buffer_release(&exchange->inbox);
}
