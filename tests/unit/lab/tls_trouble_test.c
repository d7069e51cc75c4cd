#include "visitor.h"

#include <string.h>

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])
#define HOST          TLS_SCENE_HOST

enum { ACCESS_DENIED = 49, WRONG_VERSION = 70, LASTS = -1 };

/*
 * How a visit ends when it meets some trouble. In TLS 1.2 the cut falls into
 * the certificate, whose rest is then awaited in vain: LASTS.
 */
struct trouble_case {
    enum tls_stage stage;
    enum tls_trouble trouble;
    int end;     /* enum net_tls_end; LASTS: it goes on */
    int end_1_2; /* the same in TLS 1.2 */
    int alert;   /* received, or when negative sent; 0: none */
};

#define SAME(end) end, end

static const struct trouble_case cases[] = {
    { TLS_STAGE_OPENED, TLS_TROUBLE_SILENCE, SAME(LASTS), 0 },
    { TLS_STAGE_OPENED, TLS_TROUBLE_CLOSE, SAME(NET_TLS_END_CLOSED), 0 },
    { TLS_STAGE_OPENED, TLS_TROUBLE_RESET, SAME(NET_TLS_END_RESET), 0 },
    { TLS_STAGE_OPENED, TLS_TROUBLE_ALERT, SAME(NET_TLS_END_ALERT),
      ACCESS_DENIED },
    { TLS_STAGE_OPENED, TLS_TROUBLE_PLAIN_HTTP, SAME(NET_TLS_END_NOT_TLS), 0 },
    { TLS_STAGE_OPENED, TLS_TROUBLE_SSH, SAME(NET_TLS_END_NOT_TLS), 0 },
    { TLS_STAGE_OPENED, TLS_TROUBLE_GARBAGE, SAME(NET_TLS_END_NOT_TLS), 0 },

    { TLS_STAGE_HELLO, TLS_TROUBLE_SILENCE, SAME(LASTS), 0 },
    { TLS_STAGE_HELLO, TLS_TROUBLE_CLOSE, SAME(NET_TLS_END_CLOSED), 0 },
    { TLS_STAGE_HELLO, TLS_TROUBLE_RESET, SAME(NET_TLS_END_RESET), 0 },
    { TLS_STAGE_HELLO, TLS_TROUBLE_ALERT, SAME(NET_TLS_END_ALERT),
      ACCESS_DENIED },
    { TLS_STAGE_HELLO, TLS_TROUBLE_PLAIN_HTTP, SAME(NET_TLS_END_NOT_TLS), 0 },
    { TLS_STAGE_HELLO, TLS_TROUBLE_SSH, SAME(NET_TLS_END_NOT_TLS), 0 },
    { TLS_STAGE_HELLO, TLS_TROUBLE_GARBAGE, SAME(NET_TLS_END_NOT_TLS), 0 },

    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_SILENCE, SAME(LASTS), 0 },
    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_CLOSE, SAME(NET_TLS_END_CLOSED), 0 },
    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_RESET, SAME(NET_TLS_END_RESET), 0 },
    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_ALERT, SAME(NET_TLS_END_ALERT),
      ACCESS_DENIED },
    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_PLAIN_HTTP, NET_TLS_END_PROTOCOL,
      NET_TLS_END_CLOSED, -WRONG_VERSION },
    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_SSH, NET_TLS_END_PROTOCOL, LASTS,
      -WRONG_VERSION },
    { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_GARBAGE, NET_TLS_END_PROTOCOL, LASTS,
      -WRONG_VERSION },

    { TLS_STAGE_DONE, TLS_TROUBLE_SILENCE, SAME(LASTS), 0 },
    { TLS_STAGE_DONE, TLS_TROUBLE_CLOSE, SAME(NET_TLS_END_CLOSED), 0 },
    { TLS_STAGE_DONE, TLS_TROUBLE_RESET, SAME(NET_TLS_END_RESET), 0 },
    { TLS_STAGE_DONE, TLS_TROUBLE_ALERT, SAME(NET_TLS_END_ALERT),
      ACCESS_DENIED },
    { TLS_STAGE_DONE, TLS_TROUBLE_PLAIN_HTTP, SAME(NET_TLS_END_PROTOCOL),
      -WRONG_VERSION },
    { TLS_STAGE_DONE, TLS_TROUBLE_SSH, SAME(NET_TLS_END_PROTOCOL),
      -WRONG_VERSION },
    { TLS_STAGE_DONE, TLS_TROUBLE_GARBAGE, SAME(NET_TLS_END_PROTOCOL),
      -WRONG_VERSION },
};

/* What the user of a session was told. */
struct told {
    int opened;
    int closed;
};

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct told *told = context;

    (void)conn;
    told->opened++;
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct told *told = context;

    (void)conn;
    assert_int_not_equal(error, 0);
    told->closed++;
}

static const struct lab_service teller = { .opened = on_opened,
                                           .closed = on_closed };

static void
check_alert(const struct tls_scene *stage, int expected)
{
    struct net_tls_alert alert = net_tls_alert(stage->visitor.tls);

    assert_int_equal(alert.number, expected > 0 ? expected : -expected);
    assert_int_equal(alert.received, expected > 0);
}

static void
check_case(const struct trouble_case *row, enum tls_highest highest)
{
    int expected = highest == TLS_HIGHEST_1_2 ? row->end_1_2 : row->end;
    bool is_late = row->stage == TLS_STAGE_DONE;
    struct tls_scene stage;
    struct buffer got = { 0 };
    struct told told = { 0 };
    enum net_status status;

    tls_scene_open_for(&stage, &(struct scenario_tls){
                                   .stage = row->stage,
                                   .trouble = row->trouble,
                                   .alert = ACCESS_DENIED,
                                   .highest = highest,
                               });
    stage.service = &teller;
    stage.context = &told;
    status = tls_scene_visit(&stage, HOST);
    assert_int_equal(status, is_late             ? NET_OPEN
                             : expected == LASTS ? NET_PENDING
                                                 : NET_BROKEN);
    if (is_late) {
        bool closed = visitor_hear(&stage.visitor, &got, 1, 5000);

        assert_int_equal(closed, row->trouble == TLS_TROUBLE_CLOSE);
    }
    assert_int_equal(net_tls_end(stage.visitor.tls),
                     expected == LASTS ? NET_TLS_END_NONE : expected);
    if (row->alert != 0 &&
        (expected == NET_TLS_END_ALERT || expected == NET_TLS_END_PROTOCOL))
        check_alert(&stage, row->alert);
    tls_scene_leave(&stage);
    lab_run(stage.scene.lab, 1000000);
    assert_int_equal(told.opened, 0);
    assert_int_equal(told.closed, 1);
    assert_int_equal(got.length, 0);
    tls_scene_close(&stage);
}

static void
each_trouble_is_seen_as_what_it_is(void **state)
{
    (void)state;
    assert_int_equal(LENGTH(cases), TLS_TROUBLE_COUNT * (TLS_STAGE_COUNT - 1));
    for (size_t i = 0; i < LENGTH(cases); i++) {
        check_case(&cases[i], TLS_HIGHEST_1_3);
        check_case(&cases[i], TLS_HIGHEST_1_2);
    }
}

static void
expect_first_bytes(enum tls_trouble trouble, const char *expected)
{
    struct tls_scene stage;
    const char *bytes;
    size_t length;

    tls_scene_open_for(&stage,
                       &(struct scenario_tls){ .stage = TLS_STAGE_OPENED,
                                               .trouble = trouble });
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_BROKEN);
    bytes = net_tls_first_bytes(stage.visitor.tls, &length);
    assert_true(length >= strlen(expected));
    assert_memory_equal(bytes, expected, strlen(expected));
    tls_scene_close(&stage);
}

static void
other_protocols_are_recognised_by_their_first_bytes(void **state)
{
    (void)state;
    expect_first_bytes(TLS_TROUBLE_SSH, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
    expect_first_bytes(TLS_TROUBLE_PLAIN_HTTP,
                       "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n");
}

static void
only_every_third_connection_is_met(void **state)
{
    static const enum net_status expected[] = {
        NET_OPEN, NET_OPEN, NET_BROKEN, NET_OPEN, NET_OPEN, NET_BROKEN,
    };
    struct tls_scene stage;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){
                                   .stage = TLS_STAGE_HELLO,
                                   .trouble = TLS_TROUBLE_RESET,
                                   .one_in = 3,
                               });
    for (size_t i = 0; i < LENGTH(expected); i++) {
        assert_int_equal(tls_scene_visit(&stage, HOST), expected[i]);
        tls_scene_leave(&stage);
    }
    tls_scene_close(&stage);
}

/* How long a visit takes that has come so far. */
static int64_t
duration(const struct scenario_tls *wish, enum net_status expected)
{
    struct tls_scene stage;
    int64_t took_us;

    tls_scene_open_for(&stage, wish);
    assert_int_equal(tls_scene_visit(&stage, HOST), expected);
    took_us = lab_now_us(stage.scene.lab);
    tls_scene_close(&stage);
    return took_us;
}

static void
a_slow_server_answers_late(void **state)
{
    struct scenario_tls wish = { 0 };
    int64_t usual_us = duration(&wish, NET_OPEN);

    (void)state;
    wish.delay_ms = 3000;
    assert_int_equal(duration(&wish, NET_OPEN) - usual_us, 3000000);
    wish.highest = TLS_HIGHEST_1_2;
    assert_int_equal(duration(&wish, NET_OPEN) - usual_us, 3040000);
    wish.stage = TLS_STAGE_HELLO;
    wish.trouble = TLS_TROUBLE_RESET;
    assert_int_equal(duration(&wish, NET_BROKEN), 80000 + 3000000);
}

/* A box reads the whole request before it refuses it, and nothing that
 * comes afterwards makes it wait longer. */
static void
half_a_hello_is_none(void **state)
{
    struct tls_scene stage;
    struct buffer hello = { 0 };
    int handle;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){
                                   .stage = TLS_STAGE_HELLO,
                                   .trouble = TLS_TROUBLE_RESET,
                                   .delay_ms = 1000,
                               });
    handle = scene_dial(&stage.scene, &stage.scene.to, NULL);
    assert_int_equal(scene_wait(&stage.scene, handle, NET_WRITABLE, 1000),
                     NET_WRITABLE);
    scene_hello(&hello, HOST, 400);
    scene_send(&stage.scene, handle, hello.data, 200);
    assert_int_equal(scene_wait(&stage.scene, handle, NET_READABLE, 5000), 0);
    scene_send(&stage.scene, handle, hello.data + 200, hello.length - 200);
    assert_int_equal(scene_wait(&stage.scene, handle, NET_READABLE, 900), 0);
    scene_send(&stage.scene, handle, hello.data, 1);
    assert_int_not_equal(
        scene_wait(&stage.scene, handle, NET_READABLE, 200) & NET_FAILED, 0);
    scene_hang_up(&stage.scene, handle);
    buffer_release(&hello);
    tls_scene_close(&stage);
}

/* The client goes while the server makes it wait. */
static void
whoever_waits_may_leave(void **state)
{
    struct tls_scene stage;
    struct told told = { 0 };

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ .delay_ms = 60000 });
    stage.service = &teller;
    stage.context = &told;
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_PENDING);
    tls_scene_leave(&stage);
    lab_run(stage.scene.lab, 100000000);
    assert_int_equal(told.closed, 1);
    tls_scene_close(&stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_trouble_is_seen_as_what_it_is),
        cmocka_unit_test(other_protocols_are_recognised_by_their_first_bytes),
        cmocka_unit_test(only_every_third_connection_is_met),
        cmocka_unit_test(a_slow_server_answers_late),
        cmocka_unit_test(half_a_hello_is_none),
        cmocka_unit_test(whoever_waits_may_leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
