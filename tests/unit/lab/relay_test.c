#include "scene.h"

#include <errno.h>
#include <string.h>

#include "lab/relay.h"

/* The relay stands on the first router; its client's side is remembered. */
struct stage {
    struct scene scene;
    struct peer relay;
    struct lab_conn *accepted;
};

static void
on_relay_opened(struct lab_conn *conn, void *context)
{
    struct stage *stage = context;

    stage->accepted = conn;
    relay_dial(conn, &stage->scene.to, NULL, 0);
}

static const struct lab_service relay_service = { .opened = on_relay_opened };

static void
begin(struct stage *stage)
{
    scene_open(&stage->scene, 1, 1);
    stage->relay = scene_peer("10.1.0.2", 8080);
    lab_listen(stage->scene.routers[0], 8080, &relay_service, stage);
}

static int
open_stage(void **state)
{
    static struct stage stage;

    begin(&stage);
    *state = &stage;
    return 0;
}

static int
close_stage(void **state)
{
    struct stage *stage = *state;

    scene_close(&stage->scene);
    return 0;
}

/* One end of the whole: what it got and how it ended. */
struct end {
    struct buffer got;
    bool ended;
    bool closed;
    int error;
    struct lab_conn *conn;
};

static void
on_received(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    struct end *end = context;

    end->conn = conn;
    buffer_append(&end->got, bytes, length);
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    struct end *end = context;

    end->conn = conn;
    end->ended = true;
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct end *end = context;

    (void)conn;
    end->closed = true;
    end->error = error;
}

static const struct lab_service end_service = {
    .received = on_received,
    .ended = on_ended,
    .closed = on_closed,
};

static void
run_s(struct stage *stage, int seconds)
{
    lab_run(stage->scene.lab, (int64_t)seconds * 1000000);
}

static void
bytes_go_both_ways(void **state)
{
    struct stage *stage = *state;
    struct buffer sent = { 0 };
    struct end client = { 0 };

    lab_listen(stage->scene.server, 443, &scene_echo, NULL);
    client.conn =
        lab_dial(stage->scene.client, &stage->relay, &end_service, &client);
    scene_fill(&sent, 300000);
    lab_conn_send(client.conn, sent.data, sent.length);
    run_s(stage, 60);
    assert_int_equal(client.got.length, sent.length);
    assert_memory_equal(client.got.data, sent.data, sent.length);
    buffer_release(&sent);
    buffer_release(&client.got);
}

static void
an_end_is_passed_on_for_its_direction_alone(void **state)
{
    struct stage *stage = *state;
    struct end server = { 0 };
    struct end client = { 0 };

    lab_listen(stage->scene.server, 443, &end_service, &server);
    client.conn =
        lab_dial(stage->scene.client, &stage->relay, &end_service, &client);
    lab_conn_send(client.conn, "ask", 3);
    lab_conn_shutdown(client.conn);
    run_s(stage, 5);
    assert_string_equal(buffer_text(&server.got), "ask");
    assert_true(server.ended);
    assert_false(server.closed || client.ended || client.closed);
    lab_conn_send(server.conn, "answer", 6);
    run_s(stage, 5);
    assert_string_equal(buffer_text(&client.got), "answer");
    assert_false(client.ended || client.closed);
    lab_conn_shutdown(server.conn);
    run_s(stage, 5);
    assert_true(client.ended && client.closed && server.closed);
    assert_int_equal(client.error, 0);
    assert_int_equal(server.error, 0);
    buffer_release(&server.got);
    buffer_release(&client.got);
}

static void
a_reset_is_passed_on(void **state)
{
    struct stage *stage = *state;

    for (int by_server = 0; by_server < 2; by_server++) {
        struct end server = { 0 };
        struct end client = { 0 };
        const struct end *other = by_server ? &client : &server;

        lab_listen(stage->scene.server, 443, &end_service, &server);
        client.conn = lab_dial(stage->scene.client, &stage->relay,
                               &end_service, &client);
        lab_conn_send(client.conn, "x", 1);
        run_s(stage, 1);
        lab_conn_reset(by_server ? server.conn : client.conn);
        run_s(stage, 1);
        assert_true(other->closed);
        assert_int_equal(other->error, ECONNRESET);
        buffer_release(&server.got);
        buffer_release(&client.got);
    }
}

static void
who_cannot_be_reached_is_a_reset(void **state)
{
    struct stage *stage = *state;
    struct end client = { 0 };

    lab_dial(stage->scene.client, &stage->relay, &end_service, &client);
    run_s(stage, 5);
    assert_true(client.closed);
    assert_int_equal(client.error, ECONNRESET);
}

/* Ten megabytes for a client that looks away for a minute. */
static void
nobody_takes_more_than_can_be_passed_on(void **state)
{
    static const size_t size = 10 * 1024 * 1024;
    struct stage *stage = *state;
    struct buffer expected = { 0 };
    struct buffer got = { 0 };
    size_t most = 0;
    int handle;

    lab_listen(stage->scene.server, 443, &scene_flood, (void *)&size);
    handle = scene_dial(&stage->scene, &stage->relay, NULL);
    assert_int_not_equal(scene_wait(&stage->scene, handle, NET_WRITABLE, 900),
                         0);
    scene_send(&stage->scene, handle, "x", 1);
    for (int i = 0; i < 6000; i++) {
        lab_run(stage->scene.lab, 10000);
        if (lab_conn_queued(stage->accepted) > most)
            most = lab_conn_queued(stage->accepted);
    }
    assert_in_range(most, RELAY_QUEUE, 2 * RELAY_QUEUE);
    assert_int_equal(scene_receive(&stage->scene, handle, &got, size, 60000),
                     size);
    scene_fill(&expected, size);
    assert_memory_equal(got.data, expected.data, size);
    scene_hang_up(&stage->scene, handle);
    buffer_release(&expected);
    buffer_release(&got);
}

/*
 * The client has ended its side and looks away; the server ends its side
 * behind more than the relay keeps. Both ends are known to the relay long
 * before the last byte can be passed on.
 */
static void
what_came_before_both_ends_is_not_lost(void **state)
{
    static const size_t size = 200000;
    struct stage *stage = *state;
    struct buffer sent = { 0 };
    struct end server = { 0 };
    struct end client = { 0 };

    lab_listen(stage->scene.server, 443, &end_service, &server);
    client.conn =
        lab_dial(stage->scene.client, &stage->relay, &end_service, &client);
    lab_conn_send(client.conn, "ask", 3);
    lab_conn_shutdown(client.conn);
    run_s(stage, 1);
    lab_conn_pause(client.conn, true);
    scene_fill(&sent, size);
    lab_conn_send(server.conn, sent.data, sent.length);
    lab_conn_close(server.conn);
    run_s(stage, 30);
    lab_conn_pause(client.conn, false);
    run_s(stage, 300);
    assert_int_equal(client.got.length, size);
    assert_memory_equal(client.got.data, sent.data, size);
    assert_true(client.closed);
    assert_int_equal(client.error, 0);
    buffer_release(&sent);
    buffer_release(&server.got);
    buffer_release(&client.got);
}

/* For the sanitizers: whatever is under way, its memory goes once. */
static void
a_world_may_end_in_the_middle(void **state)
{
    static const size_t size = 100000;

    for (int64_t after_us = 0; after_us < 300000; after_us += 7000) {
        struct stage stage;
        int handle;

        begin(&stage);
        lab_listen(stage.scene.server, 443, &scene_flood, (void *)&size);
        handle = scene_dial(&stage.scene, &stage.relay, NULL);
        lab_run(stage.scene.lab, 25000);
        scene_send(&stage.scene, handle, "x", 1);
        if (after_us > 150000)
            scene_hang_up(&stage.scene, handle);
        lab_run(stage.scene.lab, after_us);
        scene_close(&stage.scene);
    }
    (void)state;
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(bytes_go_both_ways),
        STAGED(an_end_is_passed_on_for_its_direction_alone),
        STAGED(a_reset_is_passed_on),
        STAGED(who_cannot_be_reached_is_a_reset),
        STAGED(nobody_takes_more_than_can_be_passed_on),
        STAGED(what_came_before_both_ends_is_not_lost),
        cmocka_unit_test(a_world_may_end_in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
