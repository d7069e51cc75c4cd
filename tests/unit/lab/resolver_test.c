#include "scene.h"

#include <errno.h>
#include <string.h>

#include "net/resolver.h"
#include "net/socket.h"

/*
 * The program's own resolver, c-ares and all, over the lab as it is over the
 * real network.
 */
struct server {
    bool truncates; /* over UDP */
    bool silent;
    unsigned asked;
    unsigned asked_tcp;
};

static int
open_stage(void **state)
{
    static struct scene scene;

    scene_open(&scene, 2, 1);
    scene.to.port = 53;
    *state = &scene;
    return 0;
}

static int
close_stage(void **state)
{
    scene_close(*state);
    return 0;
}

/* The question again, without EDNS, and 192.0.2.55 for it. */
static void
write_reply(struct buffer *out, const uint8_t *query, size_t length,
            bool truncated)
{
    static const char record[] = "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\x37";
    size_t end = 12;

    while (end < length && query[end] != 0)
        end += query[end] + 1u;
    end += 5;
    assert_true(end <= length);
    buffer_append(out, query, end);
    out->data[2] = (char)(truncated ? 0x83 : 0x81);
    out->data[3] = (char)0x80;
    out->data[5] = 1;
    out->data[7] = truncated ? 0 : 1;
    out->data[11] = 0;
    if (!truncated)
        buffer_append(out, record, sizeof(record) - 1);
}

static void
on_query(struct lab_udp *udp, const struct lab_datagram *query, void *context)
{
    struct server *server = context;
    struct buffer reply = { 0 };

    server->asked++;
    if (server->silent)
        return;
    write_reply(&reply, query->bytes, query->length, server->truncates);
    lab_udp_reply(udp, query, reply.data, reply.length);
    buffer_release(&reply);
}

static void
on_tcp_query(struct lab_conn *conn, const void *bytes, size_t length,
             void *context)
{
    struct server *server = context;
    struct buffer reply = { 0 };
    char head[2];

    assert_true(length > 2);
    server->asked_tcp++;
    write_reply(&reply, (const uint8_t *)bytes + 2, length - 2, false);
    head[0] = (char)(reply.length >> 8);
    head[1] = (char)reply.length;
    lab_conn_send(conn, head, 2);
    lab_conn_send(conn, reply.data, reply.length);
    buffer_release(&reply);
}

static const struct lab_service tcp_server = { .received = on_tcp_query };

static struct net_query *
ask(struct scene *scene, struct net_resolver *resolver)
{
    struct net_query *query =
        net_query_open(resolver, "www.example.com", DNS_RECORD_A);
    struct net_watch *watches[] = { net_query_watch(query) };

    for (int i = 0; i < 100; i++) {
        if (net_query_status(query) != NET_QUERY_PENDING)
            return query;
        net_wait(&scene->net, watches, 1, -1);
    }
    fail_msg("the query does not end");
    return query;
}

static void
expect_answer(const struct net_query *query)
{
    char text[ADDRESS_TEXT_SIZE];
    const struct dns_message *message = net_query_message(query);

    assert_int_equal(net_query_status(query), NET_QUERY_ANSWERED);
    assert_int_equal(message->record_count, 1);
    assert_string_equal(address_format(&message->records[0].address, text),
                        "192.0.2.55");
}

static void
c_ares_asks_and_is_answered(void **state)
{
    struct scene *scene = *state;
    struct server server = { 0 };
    struct net_resolver *resolver =
        net_resolver_new(&scene->net, &scene->to, 5000);
    struct net_query *query;

    (void)lab_bind_udp(scene->server, 53, on_query, &server);
    query = ask(scene, resolver);
    expect_answer(query);
    assert_int_equal(net_query_duration_ms(query), 6 * SCENE_DELAY_US / 1000);
    assert_int_equal(server.asked, 1);
    net_query_close(&query);
    net_resolver_free(resolver);
}

static void
c_ares_turns_to_tcp(void **state)
{
    struct scene *scene = *state;
    struct server server = { .truncates = true };
    struct net_resolver *resolver =
        net_resolver_new(&scene->net, &scene->to, 5000);
    struct net_query *query;

    (void)lab_bind_udp(scene->server, 53, on_query, &server);
    lab_listen(scene->server, 53, &tcp_server, &server);
    query = ask(scene, resolver);
    expect_answer(query);
    assert_true(net_query_used_tcp(query));
    assert_int_equal(server.asked_tcp, 1);
    assert_int_equal(net_query_duration_ms(query),
                     3 * 6 * SCENE_DELAY_US / 1000);
    net_query_close(&query);
    net_resolver_free(resolver);
}

static void
c_ares_meets_silence(void **state)
{
    struct scene *scene = *state;
    struct server server = { .silent = true };
    struct net_resolver *resolver =
        net_resolver_new(&scene->net, &scene->to, 6000);
    struct net_query *query;

    (void)lab_bind_udp(scene->server, 53, on_query, &server);
    query = ask(scene, resolver);
    assert_int_equal(net_query_status(query), NET_QUERY_SILENT);
    assert_int_equal(net_query_duration_ms(query), 6000);
    assert_int_equal(server.asked, 3);
    assert_int_equal(net_resolver_unheard(resolver), 1);
    net_query_close(&query);
    net_resolver_free(resolver);
}

static void
c_ares_meets_a_closed_port(void **state)
{
    struct scene *scene = *state;
    struct net_resolver *resolver =
        net_resolver_new(&scene->net, &scene->to, 6000);
    struct net_query *query = ask(scene, resolver);

    assert_int_equal(net_query_status(query), NET_QUERY_UNREACHABLE);
    assert_int_equal(net_query_errno(query), ECONNREFUSED);
    assert_true(net_query_icmp(query)->seen);
    assert_true(
        address_equal(&net_query_icmp(query)->sender, &scene->to.address));
    /* It said so at once: nobody has waited. */
    assert_int_equal(net_resolver_unheard(resolver), 0);
    net_query_close(&query);
    net_resolver_free(resolver);
}

/* The program's own connection object, with its look at the error queue. */
static void
net_socket_names_who_rejects(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .action = LAB_REJECT,
                             .icmp_type_sent = 3,
                             .icmp_code_sent = 13 };
    struct net_socket *dialled;
    struct net_watch *watches[1];

    lab_rule_add(scene->routers[1], &rule);
    dialled = net_socket_dial(&scene->net, &scene->to, NULL);
    watches[0] = net_socket_watch(dialled);
    while (net_socket_status(dialled) == NET_PENDING)
        net_wait(&scene->net, watches, 1, 900);
    assert_int_equal(net_socket_status(dialled), NET_BROKEN);
    assert_int_equal(net_socket_errno(dialled), EHOSTUNREACH);
    assert_int_equal(net_socket_icmp(dialled)->code, 13);
    assert_int_equal(lab_now_us(scene->lab), 4 * SCENE_DELAY_US);
    net_socket_close(&dialled);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(c_ares_asks_and_is_answered),
        STAGED(c_ares_turns_to_tcp),
        STAGED(c_ares_meets_silence),
        STAGED(c_ares_meets_a_closed_port),
        STAGED(net_socket_names_who_rejects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
