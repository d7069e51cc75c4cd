#include "visitor.h"

#include <string.h>

#include <openssl/err.h>

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])
#define HOST          TLS_SCENE_HOST

enum { BIG = 200000, SECOND_US = 1000000 };

/* What is done to a session, and from which of its callbacks. */
enum moment { OPENED, RECEIVED, ENDED, DRAINED, MOMENT_COUNT };

struct act {
    enum moment moment;
    void (*perform)(struct lab_conn *conn);
    int done;
    int closed; /* how often the session was told to be */
};

static void
act_at(struct act *act, enum moment moment, struct lab_conn *conn)
{
    if (act->moment != moment || act->done > 0)
        return;
    act->done++;
    act->perform(conn);
}

static void
on_opened(struct lab_conn *conn, void *context)
{
    act_at(context, OPENED, conn);
}

static void
on_received(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    struct act *act = context;

    if (act->moment == ENDED || act->moment == DRAINED)
        lab_conn_send(conn, bytes, length);
    act_at(act, RECEIVED, conn);
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    struct act *act = context;

    act_at(act, ENDED, conn);
    if (act->done == 0)
        lab_conn_close(conn);
}

static void
on_drained(struct lab_conn *conn, void *context)
{
    act_at(context, DRAINED, conn);
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct act *act = context;

    (void)error;
    /* What is told to be gone can still be read. */
    assert_int_equal(lab_conn_local(conn).port, 443);
    act->closed++;
}

static const struct lab_service actor = {
    .opened = on_opened,
    .received = on_received,
    .ended = on_ended,
    .drained = on_drained,
    .closed = on_closed,
};

static void
send_and_close(struct lab_conn *conn)
{
    lab_conn_send(conn, "bye", 3);
    lab_conn_close(conn);
}

static void
send_and_shut(struct lab_conn *conn)
{
    lab_conn_send(conn, "bye", 3);
    lab_conn_shutdown(conn);
    /* Too late for more. */
    lab_conn_send(conn, "more", 4);
}

static void
pause_and_close(struct lab_conn *conn)
{
    lab_conn_pause(conn, true);
    lab_conn_close(conn);
}

static void
pause_twice(struct lab_conn *conn)
{
    lab_conn_pause(conn, true);
    lab_conn_pause(conn, false);
}

/* How the other side sees each act. What later packets meet of a session
 * that has vanished is for the connection beneath to say. */
enum { GOES_ON = -1, ANYHOW = -2 };

struct act_case {
    void (*perform)(struct lab_conn *conn);
    int end; /* enum net_tls_end, or one of the above */
};

static const struct act_case act_cases[] = {
    { lab_conn_close, NET_TLS_END_CLOSED },
    { send_and_close, NET_TLS_END_CLOSED },
    { send_and_shut, NET_TLS_END_CLOSED },
    { pause_and_close, NET_TLS_END_CLOSED },
    { lab_conn_reset, NET_TLS_END_RESET },
    { lab_conn_vanish, ANYHOW },
    { pause_twice, GOES_ON },
};

static bool
has_close_notify(const struct net_tls *tls)
{
    for (size_t i = 0; i < net_tls_message_count(tls); i++) {
        struct net_tls_message message = net_tls_message(tls, i);

        if (message.received && message.is_alert && message.type == 0)
            return true;
    }
    return false;
}

static void
say_and_hear(struct tls_scene *stage, const struct act_case *row)
{
    const struct net_tls *tls = stage->visitor.inner != NULL
                                    ? stage->visitor.inner
                                    : stage->visitor.tls;
    struct buffer got = { 0 };

    visitor_say(&stage->visitor, "hello", 5);
    (void)visitor_hear(&stage->visitor, &got, 100, 2000);
    if (row->end >= 0)
        assert_int_equal(net_tls_end(tls), row->end);
    if (row->end == GOES_ON)
        assert_int_equal(net_tls_end(tls), NET_TLS_END_NONE);
    assert_int_equal(has_close_notify(tls), row->end == NET_TLS_END_CLOSED);
    assert_null(strstr(buffer_text(&got), "more"));
    if (row->perform == send_and_close || row->perform == send_and_shut)
        assert_non_null(strstr(buffer_text(&got), "bye"));
    buffer_release(&got);
}

/* Puts a session of the actor within the one that was opened. */
struct wrapper {
    struct tls_server *server;
    struct act *act;
};

static void
on_outer_opened(struct lab_conn *conn, void *context)
{
    const struct wrapper *wrapper = context;

    (void)tls_server_accept(wrapper->server, conn, &actor, wrapper->act);
}

static const struct lab_service outer = { .opened = on_outer_opened };

static void
visit_actor(struct tls_scene *stage, struct wrapper *wrapper, bool within)
{
    struct net_tls_options options = { .server_name = HOST };

    tls_scene_open_for(stage, &(struct scenario_tls){ 0 });
    wrapper->server = stage->server;
    stage->service = within ? &outer : &actor;
    stage->context = within ? (void *)wrapper : (void *)wrapper->act;
    assert_int_equal(tls_scene_visit(stage, HOST), NET_OPEN);
    if (within)
        assert_int_equal(visitor_come_within(&stage->visitor, &options, 5000),
                         NET_OPEN);
}

static void
check_act(const struct act_case *row, enum moment moment, bool within)
{
    struct act act = { .moment = moment, .perform = row->perform };
    struct wrapper wrapper = { .act = &act };
    struct tls_scene stage;

    visit_actor(&stage, &wrapper, within);
    if (moment != ENDED)
        say_and_hear(&stage, row);
    tls_scene_leave(&stage);
    lab_run(stage.scene.lab, 5 * SECOND_US);
    assert_int_equal(act.done, 1);
    /* Who has ended it is not told so. */
    if (row->perform != pause_twice && row->perform != send_and_shut)
        assert_int_equal(act.closed, 0);
    tls_scene_close(&stage);
}

static void
any_callback_may_end_the_session(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(act_cases); i++)
        for (int moment = 0; moment < MOMENT_COUNT; moment++) {
            check_act(&act_cases[i], (enum moment)moment, false);
            check_act(&act_cases[i], (enum moment)moment, true);
        }
}

/* One that reads only when it is told to. */
struct reader {
    size_t got;
    bool stops; /* after the next bytes */
    struct lab_conn *conn;
    int ended;
};

static void
on_reader_received(struct lab_conn *conn, const void *bytes, size_t length,
                   void *context)
{
    struct reader *reader = context;

    (void)bytes;
    reader->got += length;
    reader->conn = conn;
    if (reader->stops)
        lab_conn_pause(conn, true);
}

static void
on_reader_ended(struct lab_conn *conn, void *context)
{
    struct reader *reader = context;

    (void)conn;
    reader->ended++;
}

static const struct lab_service reader_service = { .received =
                                                       on_reader_received,
                                                   .ended = on_reader_ended };

/* Opens a session of the world's own client, which says so much. */
static struct lab_conn *
speak(struct tls_scene *stage, size_t length)
{
    struct buffer bytes = { 0 };
    struct lab_conn *conn = tls_client_open(
        stage->scene.lab,
        lab_dial(stage->scene.client, &stage->scene.to, &scene_echo, NULL),
        HOST, &scene_sink, NULL);

    scene_fill(&bytes, length);
    lab_conn_send(conn, bytes.data, bytes.length);
    buffer_release(&bytes);
    return conn;
}

static void
a_reader_that_pauses_holds_the_sender(void **state)
{
    struct reader reader = { .stops = true };
    struct tls_scene stage;
    struct lab_conn *speaker;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    stage.listener.window = 8192;
    stage.service = &reader_service;
    stage.context = &reader;
    speaker = speak(&stage, BIG);
    lab_conn_shutdown(speaker);
    lab_run(stage.scene.lab, 10 * SECOND_US);
    assert_in_range(reader.got, 1, 16384);
    assert_in_range(lab_conn_queued(speaker), BIG - 50000, BIG + 5000);
    assert_int_equal(reader.ended, 0);

    lab_conn_pause(reader.conn, false);
    lab_run(stage.scene.lab, 10 * SECOND_US);
    assert_in_range(reader.got, 2, 2 * 16384);
    reader.stops = false;
    lab_conn_pause(reader.conn, false);
    lab_run(stage.scene.lab, 60 * SECOND_US);
    assert_int_equal(reader.got, BIG);
    assert_int_equal(reader.ended, 1);
    assert_int_equal(lab_conn_queued(speaker), 0);
    tls_scene_close(&stage);
}

/* Two records that the connection beneath hands over in one piece. */
static void
say_two_at_once(struct tls_scene *stage)
{
    lab_conn_pause(stage->session, true);
    visitor_say(&stage->visitor, "one", 3);
    visitor_say(&stage->visitor, "three", 5);
    lab_run(stage->scene.lab, SECOND_US);
    lab_conn_pause(stage->session, false);
}

/* The second is behind the session's own door. */
static void
what_has_come_already_waits_too(void **state)
{
    struct reader reader = { .stops = true };
    struct tls_scene stage;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    stage.service = &reader_service;
    stage.context = &reader;
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
    say_two_at_once(&stage);
    assert_int_equal(reader.got, 3);
    lab_conn_pause(reader.conn, false);
    assert_int_equal(reader.got, 8);
    tls_scene_close(&stage);
}

/* One that pauses for a moment at each record. */
struct hesitant {
    int depth;
    size_t got;
};

static void
on_hesitant_received(struct lab_conn *conn, const void *bytes, size_t length,
                     void *context)
{
    struct hesitant *hesitant = context;

    (void)bytes;
    assert_int_equal(hesitant->depth++, 0);
    lab_conn_pause(conn, true);
    lab_conn_pause(conn, false);
    hesitant->got += length;
    hesitant->depth--;
}

static const struct lab_service hesitant_service = {
    .received = on_hesitant_received
};

static void
a_callback_is_not_called_from_itself(void **state)
{
    struct hesitant hesitant = { 0 };
    struct tls_scene stage;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    stage.service = &hesitant_service;
    stage.context = &hesitant;
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
    say_two_at_once(&stage);
    assert_int_equal(hesitant.got, 8);
    tls_scene_close(&stage);
}

/* Pausing before the handshake is over must not stop it. */
static void
pausing_does_not_stop_the_handshake(void **state)
{
    struct reader reader = { 0 };
    struct tls_scene stage;
    struct lab_conn *speaker;
    struct lab_conn *conn;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ .delay_ms = 1000 });
    stage.service = &reader_service;
    stage.context = &reader;
    speaker = speak(&stage, BIG);
    assert_true(lab_conn_queued(speaker) >= BIG);
    lab_run(stage.scene.lab, SECOND_US / 2);
    conn = stage.session;
    assert_non_null(conn);
    lab_conn_pause(conn, true);
    lab_run(stage.scene.lab, 10 * SECOND_US);
    assert_int_equal(reader.got, 0);
    /* The window is full: what was opened to shake hands is shut again. */
    assert_true(lab_conn_queued(speaker) > BIG - 100000);
    lab_conn_pause(conn, false);
    lab_run(stage.scene.lab, 10 * SECOND_US);
    assert_int_equal(reader.got, BIG);
    tls_scene_close(&stage);
}

/* A connection that ends without a close_notify has ended all the same. */
static void
a_bare_end_is_an_end(void **state)
{
    struct reader reader = { 0 };
    struct tls_scene stage;
    struct lab_conn *tcp;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    stage.service = &reader_service;
    stage.context = &reader;
    tcp = lab_dial(stage.scene.client, &stage.scene.to, &scene_echo, NULL);
    lab_conn_send(
        tls_client_open(stage.scene.lab, tcp, HOST, &scene_sink, NULL),
        "hello", 5);
    lab_run(stage.scene.lab, SECOND_US);
    assert_int_equal(reader.got, 5);
    assert_int_equal(reader.ended, 0);
    lab_conn_shutdown(tcp);
    lab_run(stage.scene.lab, SECOND_US);
    assert_int_equal(reader.ended, 1);
    tls_scene_close(&stage);
}

/* The program under test shares the library, and its list of errors. */
static void
errors_of_the_world_stay_in_it(void **state)
{
    /* A ServerHello, from a client. */
    static const char no_hello[] = { 22, 3, 1, 0, 4, 2, 0, 0, 0 };
    struct tls_scene stage;
    struct buffer got = { 0 };
    int handle;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    handle = scene_dial(&stage.scene, &stage.scene.to, NULL);
    (void)scene_wait(&stage.scene, handle, NET_WRITABLE, 1000);
    scene_send(&stage.scene, handle, no_hello, sizeof(no_hello));
    /* A fatal alert of the server: a record of seven bytes, then its end. */
    assert_int_equal(scene_receive(&stage.scene, handle, &got, 100, 1000), 7);
    assert_int_equal(got.data[0], 21);
    assert_int_equal(ERR_peek_error(), 0);
    scene_hang_up(&stage.scene, handle);
    buffer_release(&got);
    tls_scene_close(&stage);
}

/* How far the world has come when it ends, in half round trips of 20 ms. */
static void
a_world_may_end_at_any_time(void **state)
{
    (void)state;
    for (int halves = 0; halves < 12; halves++) {
        struct reader reader = { .stops = halves % 2 == 0 };
        struct tls_scene stage;

        tls_scene_open_for(&stage, &(struct scenario_tls){
                                       .delay_ms = halves % 3 == 0 ? 50 : 0,
                                   });
        stage.service = &reader_service;
        stage.context = &reader;
        (void)speak(&stage, BIG);
        lab_run(stage.scene.lab, halves * SECOND_US / 50);
        tls_scene_close(&stage);
    }
}

static void
a_session_that_ended_last_leaves_nothing(void **state)
{
    struct tls_scene stage;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    lab_conn_reset(speak(&stage, 10));
    lab_conn_vanish(speak(&stage, 10));
    lab_conn_close(speak(&stage, 10));
    tls_scene_close(&stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_callback_may_end_the_session),
        cmocka_unit_test(a_reader_that_pauses_holds_the_sender),
        cmocka_unit_test(what_has_come_already_waits_too),
        cmocka_unit_test(a_callback_is_not_called_from_itself),
        cmocka_unit_test(pausing_does_not_stop_the_handshake),
        cmocka_unit_test(a_bare_end_is_an_end),
        cmocka_unit_test(errors_of_the_world_stay_in_it),
        cmocka_unit_test(a_world_may_end_at_any_time),
        cmocka_unit_test(a_session_that_ended_last_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
