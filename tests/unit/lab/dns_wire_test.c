#include "dns_scene.h"

#include "lab/dns_wire.h"

/*
 * What the resolvers of the lab do with bytes that c-ares never sends, and
 * with more than one question on a connection.
 */
static const char pki[] = "pki.example.net";

static int
open_stage(void **state)
{
    static struct dns_scene dns;

    dns_scene_open(&dns);
    *state = &dns;
    return 0;
}

static int
close_stage(void **state)
{
    dns_scene_close(*state);
    return 0;
}

struct client {
    struct dns_scene *dns;
    int handle;
    struct buffer reply;
};

static struct client
client_open(struct dns_scene *dns)
{
    const struct net *net = &dns->scene.net;
    struct client client = { .dns = dns };

    client.handle = net->ops->open(net->world, NET_DATAGRAM, FAMILY_IPV4);
    assert_int_equal(net->ops->connect(net->world, client.handle, &dns->first),
                     0);
    return client;
}

static void
client_close(struct client *client)
{
    scene_hang_up(&client->dns->scene, client->handle);
    buffer_release(&client->reply);
}

/* False: silence. */
static bool
client_ask(struct client *client, const void *bytes, size_t length)
{
    struct scene *scene = &client->dns->scene;

    buffer_cut(&client->reply, 0);
    scene_send(scene, client->handle, bytes, length);
    return scene_receive(scene, client->handle, &client->reply, 1, 500) > 0;
}

static void
put_edns(struct buffer *query, unsigned size, unsigned version)
{
    query->data[11] = 1;
    buffer_append(query, "\0\0\x29", 3);
    buffer_append_byte(query, (char)(size >> 8));
    buffer_append_byte(query, (char)size);
    buffer_append_byte(query, '\0');
    buffer_append_byte(query, (char)version);
    buffer_append_fill(query, '\0', 4);
}

static void
expect_header(const struct client *client, unsigned flags, unsigned answers,
              unsigned additional)
{
    const uint8_t *bytes = (const uint8_t *)client->reply.data;

    assert_true(client->reply.length >= 12);
    assert_int_equal(bytes[0] << 8 | bytes[1], 0x1234);
    assert_int_equal(bytes[2] << 8 | bytes[3], flags);
    assert_int_equal(bytes[6] << 8 | bytes[7], answers);
    assert_int_equal(bytes[10] << 8 | bytes[11], additional);
}

static void
the_room_of_the_client_is_honoured(void **state)
{
    struct dns_scene *dns = *state;
    static const struct {
        unsigned edns; /* 0: none */
        unsigned flags;
        unsigned answers;
    } rooms[] = {
        { 0, 0x8380, 0 },    { 100, 0x8380, 0 },   { 512, 0x8380, 0 },
        { 1232, 0x8380, 0 }, { 1800, 0x8180, 60 }, { 65535, 0x8180, 60 },
    };
    struct client client = client_open(dns);

    dns_scene_start_first(dns);
    for (size_t i = 0; i < sizeof(rooms) / sizeof(*rooms); i++) {
        struct buffer query = { 0 };

        dns_query_write(&query, 0x1234, "big.example.com", DNS_RECORD_AAAA);
        if (rooms[i].edns > 0)
            put_edns(&query, rooms[i].edns, 0);
        assert_true(client_ask(&client, query.data, query.length));
        expect_header(&client, rooms[i].flags, rooms[i].answers,
                      rooms[i].edns > 0);
        buffer_release(&query);
    }
    client_close(&client);
}

static void
without_edns_there_is_no_extended_error(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_SERVFAIL,
                                   .extended_error = 15 };
    struct client client = client_open(dns);
    struct buffer query = { 0 };

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    dns_query_write(&query, 0x1234, pki, DNS_RECORD_A);
    assert_true(client_ask(&client, query.data, query.length));
    expect_header(&client, 0x8182, 0, 0);
    assert_int_equal(client.reply.length, query.length);
    buffer_release(&query);
    client_close(&client);
}

/* One change of a good question each; -1: no answer at all. */
static const struct wrong {
    size_t at;
    uint8_t byte;
    size_t cut; /* bytes that are left; 0: all, and zeros behind them */
    int flags;
} wrongs[] = {
    { 2, 0x81, 0, -1 },      /* a reply */
    { 2, 0x11, 0, 0x9184 },  /* another opcode: STATUS */
    { 5, 0, 0, 0x8181 },     /* no question */
    { 5, 2, 0, 0x8181 },     /* two, of which one is there */
    { 7, 1, 33, 0x8181 },    /* an answer that is not there */
    { 12, 64, 0, 0x8181 },   /* a label that is too long */
    { 12, 0xc0, 0, 0x8181 }, /* a pointer */
    { 12, 63, 33, 0x8181 },  /* a label beyond the end */
    { 32, 3, 0, 0x8184 },    /* class CHAOS */
    { 0, 0x12, 31, 0x8181 }, /* cut short */
    { 0, 0x12, 12, 0x8181 }, /* a header alone */
    { 0, 0x12, 11, -1 },     /* not even that */
};

static void
wrong_questions_are_told_so(void **state)
{
    struct dns_scene *dns = *state;
    struct client client = client_open(dns);

    dns_scene_start_first(dns);
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(*wrongs); i++) {
        const struct wrong *wrong = &wrongs[i];
        struct buffer query = { 0 };
        bool answered;

        dns_query_write(&query, 0x1234, pki, DNS_RECORD_A);
        query.data[wrong->at] = (char)wrong->byte;
        buffer_append_fill(&query, '\0', 300);
        answered = client_ask(&client, query.data,
                              wrong->cut > 0 ? wrong->cut : query.length);
        assert_int_equal(answered, wrong->flags >= 0);
        if (answered)
            expect_header(&client, (unsigned)wrong->flags, 0, 0);
        buffer_release(&query);
    }
    client_close(&client);
}

static void
another_version_of_edns_is_not_spoken(void **state)
{
    struct dns_scene *dns = *state;
    struct client client = client_open(dns);
    struct buffer query = { 0 };
    struct dns_message message;

    dns_scene_start_first(dns);
    dns_query_write(&query, 0x1234, pki, DNS_RECORD_A);
    put_edns(&query, 1232, 1);
    assert_true(client_ask(&client, query.data, query.length));
    assert_true(dns_message_parse(&message, (const uint8_t *)client.reply.data,
                                  client.reply.length));
    assert_int_equal(message.rcode, 16);
    dns_message_release(&message);
    put_edns(&query, 1232, 0); /* a second one */
    query.data[11] = 2;
    assert_true(client_ask(&client, query.data, query.length));
    expect_header(&client, 0x8181, 0, 1);
    buffer_release(&query);
    client_close(&client);
}

static int
dial(struct dns_scene *dns)
{
    int handle = scene_dial(&dns->scene, &dns->first, NULL);

    assert_int_equal(scene_wait(&dns->scene, handle, NET_WRITABLE, 500),
                     NET_WRITABLE);
    return handle;
}

static void
one_connection_carries_many_questions_in_pieces(void **state)
{
    struct dns_scene *dns = *state;
    struct buffer out = { 0 };
    struct buffer in = { 0 };
    size_t length;
    int handle;

    dns_scene_start_first(dns);
    handle = dial(dns);
    for (unsigned i = 0; i < 3; i++) {
        struct buffer query = { 0 };

        dns_query_write(&query, (uint16_t)i, pki, DNS_RECORD_A);
        dns_stream_write(&out, &query);
        buffer_release(&query);
    }
    for (size_t at = 0; at < out.length; at += 7) {
        scene_send(&dns->scene, handle, out.data + at,
                   out.length - at < 7 ? out.length - at : 7);
        lab_run(dns->scene.lab, 20000);
    }
    scene_receive(&dns->scene, handle, &in, 3 * 51, 500);
    for (unsigned i = 0; i < 3; i++) {
        assert_true(dns_stream_has(&in, &length));
        assert_int_equal(length, 49);
        assert_int_equal(in.data[3], i);
        buffer_drop(&in, 2 + length);
    }
    assert_int_equal(in.length, 0);
    scene_hang_up(&dns->scene, handle);
    buffer_release(&in);
    buffer_release(&out);
}

/* What a connection of our own has seen. */
struct seen {
    size_t bytes;
    bool ended;
};

static void
on_bytes(struct lab_conn *conn, const void *bytes, size_t length,
         void *context)
{
    struct seen *seen = context;

    (void)conn;
    (void)bytes;
    seen->bytes += length;
}

static void
on_end(struct lab_conn *conn, void *context)
{
    struct seen *seen = context;

    (void)conn;
    seen->ended = true;
}

static const struct lab_service watching = { .received = on_bytes,
                                             .ended = on_end };

static void
late_answers_come_before_the_connection_ends(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .delay_ms = 2000 };
    struct buffer query = { 0 };
    struct buffer out = { 0 };
    struct seen seen = { 0 };
    struct lab_conn *conn;

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    dns_query_write(&query, 1, pki, DNS_RECORD_A);
    dns_stream_write(&out, &query);
    conn = lab_dial(dns->scene.client, &dns->first, &watching, &seen);
    lab_conn_send(conn, out.data, out.length);
    lab_conn_shutdown(conn);
    lab_run(dns->scene.lab, 1900000);
    assert_int_equal(seen.bytes, 0);
    assert_false(seen.ended);
    lab_run(dns->scene.lab, 400000);
    assert_int_equal(seen.bytes, 51);
    assert_true(seen.ended);
    buffer_release(&out);
    buffer_release(&query);
}

static void
a_stream_that_is_no_dns_is_closed(void **state)
{
    struct dns_scene *dns = *state;
    struct buffer in = { 0 };
    int handle;

    dns_scene_start_first(dns);
    handle = dial(dns);
    scene_send(&dns->scene, handle, "\0\5GET /", 7);
    assert_true(scene_wait(&dns->scene, handle, NET_READABLE, 500) != 0);
    assert_int_equal(scene_receive(&dns->scene, handle, &in, 1, 500), 0);
    scene_hang_up(&dns->scene, handle);
    buffer_release(&in);
}

/* A good question with some bytes changed, cut somewhere; or mere noise. */
static void
write_nonsense(struct lab *lab, struct buffer *out)
{
    buffer_cut(out, 0);
    dns_query_write(out, 0x1234, "big.example.com", DNS_RECORD_AAAA);
    put_edns(out, (unsigned)lab_random(lab, 65536), 0);
    for (uint64_t i = lab_random(lab, 6); i > 0; i--)
        out->data[lab_random(lab, out->length)] = (char)lab_random(lab, 256);
    if (lab_chance(lab, 300000))
        buffer_cut(out, (size_t)lab_random(lab, out->length));
    if (lab_chance(lab, 100000))
        for (size_t i = 0; i < out->length; i++)
            out->data[i] = (char)lab_random(lab, 256);
}

static void
send_nonsense(struct dns_scene *dns, int handle)
{
    struct client client = client_open(dns);
    const struct net *net = &dns->scene.net;
    struct buffer out = { 0 };

    for (int i = 0; i < 3000; i++) {
        write_nonsense(dns->scene.lab, &out);
        (void)!net->ops->send(net->world, client.handle, out.data, out.length);
        if (i % 10 == 0) {
            struct buffer framed = { 0 };

            dns_stream_write(&framed, &out);
            (void)!net->ops->send(net->world, handle, framed.data,
                                  framed.length);
            buffer_release(&framed);
        }
        lab_run(dns->scene.lab, 1000);
    }
    buffer_release(&out);
    client_close(&client);
}

static void
hostile_questions_do_no_harm(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .delay_ms = 20, .one_in = 2 };
    struct buffer query = { 0 };
    struct client client;
    int handle;

    row.everything = true;
    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    handle = dial(dns);
    send_nonsense(dns, handle);
    scene_hang_up(&dns->scene, handle);
    lab_run(dns->scene.lab, 1000000);
    client = client_open(dns);
    dns_query_write(&query, 0x1234, pki, DNS_RECORD_A);
    assert_true(client_ask(&client, query.data, query.length));
    expect_header(&client, 0x8180, 1, 0);
    buffer_release(&query);
    client_close(&client);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(the_room_of_the_client_is_honoured),
        STAGED(without_edns_there_is_no_extended_error),
        STAGED(wrong_questions_are_told_so),
        STAGED(another_version_of_edns_is_not_spoken),
        STAGED(one_connection_carries_many_questions_in_pieces),
        STAGED(late_answers_come_before_the_connection_ends),
        STAGED(a_stream_that_is_no_dns_is_closed),
        STAGED(hostile_questions_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
