#include "scene.h"

#include <errno.h>
#include <string.h>

enum { ROUND_US = 80000 }; /* four links there and back */

static int
open_stage(void **state)
{
    static struct scene scene;

    scene_open(&scene, 3, 1);
    lab_listen(scene.server, 443, &scene_echo, NULL);
    *state = &scene;
    return 0;
}

static int
close_stage(void **state)
{
    scene_close(*state);
    return 0;
}

static int
connected(struct scene *scene)
{
    int handle = scene_dial(scene, &scene->to, NULL);

    assert_int_equal(errno, EINPROGRESS);
    assert_int_equal(scene_wait(scene, handle, NET_WRITABLE, 5000),
                     NET_WRITABLE);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), 0);
    return handle;
}

static void
handshake_and_echo_take_one_round_each(void **state)
{
    struct scene *scene = *state;
    struct buffer got = { 0 };
    int handle = connected(scene);

    assert_int_equal(lab_now_us(scene->lab), ROUND_US);
    scene_send(scene, handle, "hello", 5);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_UNACKED), 1);
    assert_int_equal(scene_receive(scene, handle, &got, 5, 1000), 5);
    assert_string_equal(buffer_text(&got), "hello");
    assert_int_equal(lab_now_us(scene->lab), 2 * ROUND_US);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_UNACKED), 0);
    buffer_release(&got);
    scene_hang_up(scene, handle);
}

static void
a_lost_syn_costs_a_second(void **state)
{
    static const unsigned first[] = { 1 };
    static const unsigned three[] = { 1, 2, 3 };
    static const struct {
        const unsigned *lost;
        size_t count;
        int64_t seconds;
    } cases[] = { { first, 1, 1 }, { three, 3, 7 } };

    for (size_t i = 0; i < 2; i++) {
        struct scene scene;
        struct lab_line line = { .delay_us = SCENE_DELAY_US,
                                 .lost = cases[i].lost,
                                 .lost_count = cases[i].count };

        (void)state;
        scene_open(&scene, 3, 1);
        lab_listen(scene.server, 443, &scene_echo, NULL);
        lab_link_set_line(scene.links[1], scene.routers[0], &line);
        assert_int_equal(scene_try(&scene, &scene.to, NULL, 10000), 0);
        assert_int_equal(lab_now_us(scene.lab),
                         cases[i].seconds * 1000000 + ROUND_US);
        scene_close(&scene);
    }
}

static void
a_closed_port_refuses(void **state)
{
    struct scene *scene = *state;
    struct peer to = { scene->to.address, 444 };
    struct net_icmp icmp;
    int handle = scene_dial(scene, &to, NULL);
    unsigned ready = scene_wait(scene, handle, NET_WRITABLE, 5000);

    assert_int_equal(ready, NET_WRITABLE | NET_FAILED);
    assert_int_equal(lab_now_us(scene->lab), ROUND_US);
    assert_false(scene->net.ops->take_icmp(scene->net.world, handle, &icmp));
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), ECONNREFUSED);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), 0);
    scene_hang_up(scene, handle);
}

static void
silence_lasts_until_the_last_syn(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .port = 443, .action = LAB_DROP };
    struct option once[] = { { NET_OPTION_SYN_COUNT, 1 }, { 0, 0 } };
    int handle;

    lab_rule_add(scene->routers[1], &rule);
    handle = scene_dial(scene, &scene->to, NULL);
    assert_int_equal(scene_wait(scene, handle, NET_WRITABLE, 4000), 0);
    assert_int_equal(lab_now_us(scene->lab), 4000000);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_UNACKED), 1);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_RETRANSMITS), 2);
    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, -1), 0);
    assert_int_equal(lab_now_us(scene->lab), 127000000);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), ETIMEDOUT);
    scene_hang_up(scene, handle);

    handle = scene_dial(scene, &scene->to, once);
    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, -1), 0);
    assert_int_equal(lab_now_us(scene->lab), 130000000);
    scene_hang_up(scene, handle);
}

/* Whatever chance takes away, every byte arrives in its place. */
static void
loss_delivers_every_byte_in_order(void **state)
{
    enum { SIZE = 100000, SEEDS = 60 };
    struct buffer expected = { 0 };

    (void)state;
    scene_fill(&expected, SIZE);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct lab_line line = { .delay_us = SCENE_DELAY_US,
                                 .jitter_us = 3000,
                                 .loss_ppm = 50000 };
        size_t size = SIZE;
        struct scene scene;
        struct buffer got = { 0 };
        int handle;

        scene_open(&scene, 3, seed);
        lab_listen(scene.server, 443, &scene_flood, &size);
        scene_set_line(&scene, 2, &line);
        handle = scene_dial(&scene, &scene.to, NULL);
        assert_int_not_equal(scene_wait(&scene, handle, NET_WRITABLE, 200000),
                             0);
        scene_send(&scene, handle, "x", 1);
        assert_int_equal(scene_receive(&scene, handle, &got, SIZE, 200000),
                         SIZE);
        assert_memory_equal(got.data, expected.data, SIZE);
        scene_hang_up(&scene, handle);
        lab_run(scene.lab, 300000000);
        buffer_release(&got);
        scene_close(&scene);
    }
    buffer_release(&expected);
}

/* The client's way up is lossy as well, and it fills its send buffer. */
static void
loss_on_the_way_up_too(void **state)
{
    enum { SIZE = 600000, SEEDS = 10 };

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct lab_line line = { .delay_us = SCENE_DELAY_US,
                                 .loss_ppm = 50000 };
        struct buffer out = { 0 };
        size_t count = 0;
        size_t sent = 0;
        struct scene scene;
        int handle;

        scene_open(&scene, 1, seed);
        lab_listen(scene.server, 443, &scene_sink, &count);
        scene_set_line(&scene, 1, &line);
        scene_fill(&out, SIZE);
        handle = scene_dial(&scene, &scene.to, NULL);
        while (sent < SIZE) {
            ssize_t took;

            assert_int_not_equal(
                scene_wait(&scene, handle, NET_WRITABLE, 200000), 0);
            took = scene.net.ops->send(scene.net.world, handle,
                                       out.data + sent, SIZE - sent);
            assert_true(took > 0);
            sent += (size_t)took;
        }
        scene_hang_up(&scene, handle);
        lab_run(scene.lab, 900000000);
        assert_int_equal(count, SIZE);
        buffer_release(&out);
        scene_close(&scene);
    }
}

/* Nothing is in flight and nothing is lost: the box just does not read. */
static void
a_tarpit_takes_no_byte(void **state)
{
    struct scene *scene = *state;
    int handle;

    lab_listen(scene->server, 443, &scene_tarpit, NULL);
    handle = connected(scene);
    scene_send(scene, handle, "hello", 5);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 60000), 0);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_UNACKED), 0);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_RETRANSMITS), 0);
    scene_hang_up(scene, handle);
}

struct reader {
    struct lab_conn *conn;
    size_t count;
    int error;
    int ended;
    int drained;
};

static void
on_pause(struct lab_conn *conn, void *context)
{
    struct reader *reader = context;

    reader->conn = conn;
    lab_conn_pause(conn, true);
}

static void
on_read(struct lab_conn *conn, const void *bytes, size_t length, void *context)
{
    struct reader *reader = context;

    (void)conn;
    (void)bytes;
    reader->count += length;
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    struct reader *reader = context;

    (void)conn;
    reader->ended++;
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct reader *reader = context;

    assert_ptr_equal(reader->conn, conn);
    reader->error = error;
    reader->conn = NULL;
}

static void
on_drained(struct lab_conn *conn, void *context)
{
    struct reader *reader = context;

    (void)conn;
    reader->drained++;
}

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct reader *reader = context;

    reader->conn = conn;
    reader->error = 0;
}

static const struct lab_service pausing = { .opened = on_pause,
                                            .received = on_read,
                                            .ended = on_ended,
                                            .closed = on_closed,
                                            .window = 8000 };
static const struct lab_service reading = { .opened = on_opened,
                                            .received = on_read,
                                            .ended = on_ended,
                                            .closed = on_closed,
                                            .drained = on_drained };

static void
a_pause_fills_the_window_and_reading_opens_it(void **state)
{
    enum { SIZE = 50000, WINDOW = 8000 };
    struct scene *scene = *state;
    struct reader reader = { 0 };
    struct buffer out = { 0 };
    int handle;

    lab_listen(scene->server, 443, &pausing, &reader);
    scene_fill(&out, SIZE);
    handle = connected(scene);
    scene_send(scene, handle, out.data, SIZE);
    lab_run(scene->lab, 100000000);
    assert_int_equal(reader.count, 0);
    lab_conn_pause(reader.conn, false);
    assert_int_equal(reader.count, WINDOW);
    lab_run(scene->lab, 100000000);
    assert_int_equal(reader.count, SIZE);
    assert_int_equal(reader.ended, 0);
    scene_hang_up(scene, handle);
    lab_run(scene->lab, 1000000);
    assert_int_equal(reader.ended, 1);
    lab_conn_close(reader.conn);
    buffer_release(&out);
}

static void
closing_with_unread_bytes_resets(void **state)
{
    struct scene *scene = *state;
    struct reader reader = { .error = -1 };
    int handle;

    lab_listen(scene->server, 443, &reading, &reader);
    handle = connected(scene);
    lab_run(scene->lab, 100000);
    lab_conn_send(reader.conn, "unread", 6);
    lab_run(scene->lab, 100000);
    scene_hang_up(scene, handle);
    lab_run(scene->lab, 100000);
    assert_null(reader.conn);
    assert_int_equal(reader.error, ECONNRESET);
}

static void
a_fin_each_way_ends_in_good_order(void **state)
{
    struct scene *scene = *state;
    struct reader reader = { .error = -1 };
    struct buffer got = { 0 };
    char byte;
    int handle;

    lab_listen(scene->server, 443, &reading, &reader);
    handle = connected(scene);
    lab_run(scene->lab, 100000);
    lab_conn_send(reader.conn, "bye", 3);
    lab_conn_shutdown(reader.conn);
    assert_int_equal(scene_receive(scene, handle, &got, 3, 1000), 3);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 1000),
                     NET_READABLE);
    assert_int_equal(
        scene->net.ops->receive(scene->net.world, handle, &byte, 1, NULL), 0);
    /* Half closed: the other half still carries. */
    scene_send(scene, handle, "thanks", 6);
    lab_run(scene->lab, 100000);
    assert_int_equal(reader.count, 6);
    assert_int_equal(reader.drained, 1);
    scene_hang_up(scene, handle);
    lab_run(scene->lab, 100000);
    assert_null(reader.conn);
    assert_int_equal(reader.error, 0);
    buffer_release(&got);
}

/* Nobody reads there any more: Linux says EPIPE, for a FIN came before. */
static void
bytes_to_a_closed_connection_are_reset(void **state)
{
    struct scene *scene = *state;
    struct reader reader = { 0 };
    int handle;

    lab_listen(scene->server, 443, &reading, &reader);
    handle = connected(scene);
    lab_run(scene->lab, 100000);
    lab_conn_close(reader.conn);
    lab_run(scene->lab, 100000);
    scene_send(scene, handle, "x", 1);
    lab_run(scene->lab, 100000);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), EPIPE);
    scene_hang_up(scene, handle);
}

static void
a_reset_comes_behind_the_bytes_before_it(void **state)
{
    struct scene *scene = *state;
    struct reader reader = { 0 };
    struct buffer got = { 0 };
    char byte;
    int handle;

    lab_listen(scene->server, 443, &reading, &reader);
    handle = connected(scene);
    lab_run(scene->lab, 100000);
    lab_conn_send(reader.conn, "last", 4);
    lab_conn_reset(reader.conn);
    lab_run(scene->lab, 100000);
    assert_int_equal(scene_receive(scene, handle, &got, 4, 1000), 4);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 0),
                     NET_READABLE | NET_FAILED);
    assert_int_equal(
        scene->net.ops->receive(scene->net.world, handle, &byte, 1, NULL), -1);
    assert_int_equal(errno, ECONNRESET);
    assert_int_equal(scene->net.ops->send(scene->net.world, handle, "x", 1),
                     -1);
    assert_int_equal(errno, EPIPE);
    scene_hang_up(scene, handle);
    buffer_release(&got);
}

/* The server's other half is gone without a word, then meets its host. */
static void
half_open_is_silent_until_it_is_used(void **state)
{
    struct scene *scene = *state;
    struct reader reader = { 0 };
    int handle;

    lab_listen(scene->server, 443, &reading, &reader);
    handle = connected(scene);
    lab_run(scene->lab, 100000);
    lab_conn_vanish(reader.conn);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 60000), 0);
    scene_send(scene, handle, "x", 1);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 60000),
                     NET_READABLE | NET_FAILED);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), ECONNRESET);
    scene_hang_up(scene, handle);
}

static void
retransmissions_double_from_200_ms(void **state)
{
    struct scene *scene = *state;
    struct lab_line swallows = { .swallows = true };
    int handle = connected(scene);

    lab_link_set_line(scene->links[0], scene->client, &swallows);
    scene_send(scene, handle, "x", 1);
    /* The round trip and 200 ms, then twice as long, and so on. */
    for (int expected = 0; expected < 4; expected++) {
        assert_int_equal(scene_get(scene, handle, NET_OPTION_RETRANSMITS),
                         expected);
        lab_run(scene->lab, (int64_t)280000 << expected);
    }
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, -1),
                     NET_READABLE | NET_FAILED);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), ETIMEDOUT);
    assert_in_range(lab_now_us(scene->lab), 900000000, 1500000000);
    scene_hang_up(scene, handle);
}

static void
services_dial_too(void **state)
{
    struct scene *scene = *state;
    struct reader reader = { .error = -1 };
    struct peer closed = { scene->to.address, 1 };
    struct peer nowhere = scene_peer("203.0.113.1", 1);
    struct lab_conn *conn;

    conn = lab_dial(scene->routers[0], &scene->to, &reading, &reader);
    lab_conn_send(conn, "early", 5);
    lab_run(scene->lab, 1000000);
    assert_ptr_equal(reader.conn, conn);
    assert_int_equal(reader.count, 5);
    lab_conn_close(conn);

    reader.conn = lab_dial(scene->routers[0], &closed, &reading, &reader);
    lab_run(scene->lab, 1000000);
    assert_int_equal(reader.error, ECONNREFUSED);
    reader.conn = lab_dial(scene->routers[0], &nowhere, &reading, &reader);
    lab_run(scene->lab, 1000000);
    assert_int_equal(reader.error, ENETUNREACH);
}

/*
 * A transparent proxy in twenty lines: takes a connection, dials where it
 * was to go, and carries bytes both ways under the same callbacks.
 */
static void
on_carry(struct lab_conn *conn, const void *bytes, size_t length,
         void *context)
{
    (void)conn;
    lab_conn_send(context, bytes, length);
}

static void
on_carried(struct lab_conn *conn, void *context)
{
    (void)conn;
    lab_conn_shutdown(context);
}

static const struct lab_service carrying = { .received = on_carry,
                                             .ended = on_carried };

static void
on_inside(struct lab_conn *conn, void *context)
{
    struct peer to = lab_conn_original_destination(conn);
    struct lab_conn *outside =
        lab_dial(lab_conn_node(conn), &to, &carrying, conn);

    (void)context;
    lab_conn_set_service(conn, &carrying, outside);
}

static const struct lab_service splicing = { .opened = on_inside };

static void
a_splice_carries_both_ways(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .port = 443,
                             .action = LAB_REDIRECT,
                             .redirect = { .port = 8443 } };
    struct buffer got = { 0 };
    int handle;

    lab_rule_add(scene->routers[1], &rule);
    lab_listen(scene->routers[1], 8443, &splicing, NULL);
    handle = connected(scene);
    assert_int_equal(lab_now_us(scene->lab), ROUND_US / 2);
    scene_send(scene, handle, "through", 7);
    assert_int_equal(scene_receive(scene, handle, &got, 7, 1000), 7);
    assert_string_equal(buffer_text(&got), "through");
    scene_hang_up(scene, handle);
    lab_run(scene->lab, 1000000);
    buffer_release(&got);
}

/* A sinkhole's address is this very machine. */
static void
the_unspecified_address_is_ourselves(void **state)
{
    struct scene *scene = *state;
    struct peer zero = scene_peer("0.0.0.0", 443);
    struct peer zero6 = scene_peer("::", 443);

    assert_int_equal(scene_try(scene, &zero, NULL, 100), ECONNREFUSED);
    assert_int_equal(scene_try(scene, &zero6, NULL, 100), ECONNREFUSED);
    lab_listen(scene->client, 443, &scene_echo, NULL);
    assert_int_equal(scene_try(scene, &zero, NULL, 100), 0);
    assert_int_equal(scene_try(scene, &zero6, NULL, 100), 0);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(handshake_and_echo_take_one_round_each),
        cmocka_unit_test(a_lost_syn_costs_a_second),
        STAGED(a_closed_port_refuses),
        STAGED(silence_lasts_until_the_last_syn),
        cmocka_unit_test(loss_delivers_every_byte_in_order),
        cmocka_unit_test(loss_on_the_way_up_too),
        STAGED(a_tarpit_takes_no_byte),
        STAGED(a_pause_fills_the_window_and_reading_opens_it),
        STAGED(closing_with_unread_bytes_resets),
        STAGED(a_fin_each_way_ends_in_good_order),
        STAGED(bytes_to_a_closed_connection_are_reset),
        STAGED(a_reset_comes_behind_the_bytes_before_it),
        STAGED(half_open_is_silent_until_it_is_used),
        STAGED(retransmissions_double_from_200_ms),
        STAGED(services_dial_too),
        STAGED(a_splice_carries_both_ways),
        STAGED(the_unspecified_address_is_ourselves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
