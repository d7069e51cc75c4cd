#include "visitor.h"

#include <errno.h>
#include <string.h>

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])
#define HOST          TLS_SCENE_HOST

enum { HANDSHAKE_FAILURE = 40, PROTOCOL_VERSION = 70, REQUIRED = 116 };

static void
echo(struct tls_scene *stage, size_t length)
{
    struct buffer sent = { 0 };
    struct buffer got = { 0 };

    scene_fill(&sent, length);
    visitor_say(&stage->visitor, sent.data, length);
    assert_false(visitor_hear(&stage->visitor, &got, length, 600000));
    assert_int_equal(got.length, length);
    assert_memory_equal(got.data, sent.data, length);
    buffer_release(&sent);
    buffer_release(&got);
}

static void
a_session_echoes_through_a_small_window(void **state)
{
    (void)state;
    for (int highest = 0; highest < TLS_HIGHEST_COUNT; highest++) {
        struct tls_scene stage;

        tls_scene_open_for(&stage, &(struct scenario_tls){
                                       .highest = (enum tls_highest)highest });
        stage.listener.window = 4096;
        assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
        echo(&stage, 200000);
        tls_scene_close(&stage);
    }
}

/* Versions that a server speaks and a client offers. */
struct version_case {
    enum tls_lowest lowest;
    enum tls_highest highest;
    enum net_tls_version offered;
    const char *agreed; /* NULL: none */
};

static const struct version_case version_cases[] = {
    { TLS_LOWEST_1_2, TLS_HIGHEST_1_3, NET_TLS_ANY, "TLSv1.3" },
    { TLS_LOWEST_1_2, TLS_HIGHEST_1_3, NET_TLS_1_2, "TLSv1.2" },
    { TLS_LOWEST_1_2, TLS_HIGHEST_1_2, NET_TLS_ANY, "TLSv1.2" },
    { TLS_LOWEST_1_3, TLS_HIGHEST_1_3, NET_TLS_ANY, "TLSv1.3" },
    { TLS_LOWEST_1_3, TLS_HIGHEST_1_3, NET_TLS_1_2, NULL },
};

static void
versions_are_agreed_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(version_cases); i++) {
        const struct version_case *row = &version_cases[i];
        struct net_tls_options options = { .server_name = HOST,
                                           .highest = row->offered };
        struct tls_scene stage;
        enum net_status status;

        tls_scene_open_for(&stage,
                           &(struct scenario_tls){ .lowest = row->lowest,
                                                   .highest = row->highest });
        status = visitor_come(&stage.visitor, &stage.scene, &options, 5000);
        if (row->agreed != NULL) {
            assert_int_equal(status, NET_OPEN);
            assert_string_equal(net_tls_version_name(stage.visitor.tls),
                                row->agreed);
        } else {
            assert_int_equal(status, NET_BROKEN);
            assert_int_equal(net_tls_alert(stage.visitor.tls).number,
                             PROTOCOL_VERSION);
        }
        tls_scene_close(&stage);
    }
}

/* Whether a server asks for a certificate, and what becomes of who has none:
 * the alert and whether it comes after the handshake. */
struct client_case {
    enum client_certificate policy;
    bool genuine_asks;
    enum tls_highest highest;
    bool asks;
    int alert; /* 0: the session goes on */
    bool late;
};

static const struct client_case client_cases[] = {
    { CLIENT_CERTIFICATE_GENUINE, false, TLS_HIGHEST_1_3, false, 0, false },
    { CLIENT_CERTIFICATE_GENUINE, false, TLS_HIGHEST_1_2, false, 0, false },
    { CLIENT_CERTIFICATE_GENUINE, true, TLS_HIGHEST_1_3, true, 0, false },
    { CLIENT_CERTIFICATE_GENUINE, true, TLS_HIGHEST_1_2, true, 0, false },
    { CLIENT_CERTIFICATE_NONE, true, TLS_HIGHEST_1_3, false, 0, false },
    { CLIENT_CERTIFICATE_NONE, true, TLS_HIGHEST_1_2, false, 0, false },
    { CLIENT_CERTIFICATE_OPTIONAL, false, TLS_HIGHEST_1_3, true, 0, false },
    { CLIENT_CERTIFICATE_OPTIONAL, false, TLS_HIGHEST_1_2, true, 0, false },
    { CLIENT_CERTIFICATE_REQUIRED, false, TLS_HIGHEST_1_3, true, REQUIRED,
      true },
    { CLIENT_CERTIFICATE_REQUIRED, false, TLS_HIGHEST_1_2, true,
      HANDSHAKE_FAILURE, false },
};

static void
open_for_client(struct tls_scene *stage, const struct client_case *row)
{
    struct scenario_tls wish = { .client_certificate = row->policy,
                                 .highest = row->highest };
    struct genuine_answer genuine = { .asks_client_certificate =
                                          row->genuine_asks };

    tls_scene_open(stage);
    stage->server = tls_server_new(stage->pki, &wish, HOST, &genuine);
}

static void
client_certificates_are_asked_for_or_demanded(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(client_cases); i++) {
        const struct client_case *row = &client_cases[i];
        struct tls_scene stage;
        struct buffer got = { 0 };

        open_for_client(&stage, row);
        assert_int_equal(tls_scene_visit(&stage, HOST),
                         row->alert == 0 || row->late ? NET_OPEN : NET_BROKEN);
        assert_int_equal(
            net_tls_client_certificate_requested(stage.visitor.tls),
            row->asks);
        assert_int_equal(net_tls_authority_count(stage.visitor.tls),
                         row->asks);
        if (row->alert == 0)
            echo(&stage, 100);
        else
            assert_false(visitor_hear(&stage.visitor, &got, 1, 5000));
        if (row->alert != 0) {
            assert_int_equal(net_tls_end(stage.visitor.tls),
                             NET_TLS_END_ALERT);
            assert_int_equal(net_tls_alert(stage.visitor.tls).number,
                             row->alert);
        }
        tls_scene_close(&stage);
    }
}

static void
expect_named(struct tls_scene *stage, const char *name, const char *expected)
{
    assert_int_equal(tls_scene_visit(stage, name), NET_OPEN);
    assert_true(
        net_chain_matches(net_tls_chain(stage->visitor.tls), expected));
    assert_int_equal(lab_conn_peer(stage->session).port,
                     net_socket_local(stage->visitor.socket).port);
    tls_scene_leave(stage);
}

static void
an_inspector_is_whoever_is_asked_for(void **state)
{
    struct tls_scene stage;

    (void)state;
    tls_scene_open(&stage);
    stage.server = tls_server_new(
        stage.pki, &(struct scenario_tls){ .chain = CHAIN_AUTHORITY }, NULL,
        NULL);
    expect_named(&stage, "one.example.net", "one.example.net");
    expect_named(&stage, "two.example.net", "two.example.net");
    expect_named(&stage, NULL, "10.2.0.2");
    stage.scene.to = stage.scene.to6;
    expect_named(&stage, NULL, "2001:db8:2::2");
    tls_scene_close(&stage);
}

/* A flight that does not fit into one packet is what MTU holes swallow. */
static void
the_flight_of_the_server_is_as_big_as_a_real_one(void **state)
{
    struct tls_scene stage;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
    assert_in_range(net_tls_bytes_in(stage.visitor.tls), 2500, 3500);
    tls_scene_close(&stage);
}

/* A server in whose sessions another server waits. */
static void
on_outer_opened(struct lab_conn *conn, void *context)
{
    (void)tls_server_accept(context, conn, &scene_echo, NULL);
}

static const struct lab_service outer = { .opened = on_outer_opened };

static void
a_session_may_be_within_a_session(void **state)
{
    struct net_tls_options options = { .server_name = "inner.example.net" };
    struct tls_scene stage;

    (void)state;
    tls_scene_open_for(&stage, &(struct scenario_tls){ 0 });
    stage.service = &outer;
    stage.context =
        tls_server_new(stage.pki,
                       &(struct scenario_tls){ .chain = CHAIN_AUTHORITY,
                                               .highest = TLS_HIGHEST_1_2 },
                       "inner.example.net", NULL);
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
    assert_int_equal(visitor_come_within(&stage.visitor, &options, 5000),
                     NET_OPEN);
    assert_true(net_chain_matches(net_tls_chain(stage.visitor.inner),
                                  "inner.example.net"));
    echo(&stage, 200000);
    tls_scene_close(&stage);
}

/* A client of the world, and what it has seen. */
struct guest {
    struct tls_scene stage;
    struct lab_conn *outer;
    struct lab_conn *inner;
    struct buffer got;
    int opened;
    int ended;
    int closed;
    int error;
};

static void
on_guest_opened(struct lab_conn *conn, void *context)
{
    struct guest *guest = context;

    (void)conn;
    guest->opened++;
}

static void
on_guest_received(struct lab_conn *conn, const void *bytes, size_t length,
                  void *context)
{
    struct guest *guest = context;

    (void)conn;
    buffer_append(&guest->got, bytes, length);
}

static void
on_guest_ended(struct lab_conn *conn, void *context)
{
    struct guest *guest = context;

    guest->ended++;
    lab_conn_close(conn);
}

static void
on_guest_closed(struct lab_conn *conn, int error, void *context)
{
    struct guest *guest = context;

    (void)conn;
    guest->closed++;
    guest->error = error;
}

static const struct lab_service guest_service = {
    .opened = on_guest_opened,
    .received = on_guest_received,
    .ended = on_guest_ended,
    .closed = on_guest_closed,
};

/* Speaks before anything is open: the connection must keep it. */
static void
open_guest(struct guest *guest, const struct scenario_tls *wish)
{
    struct tls_scene *stage = &guest->stage;
    struct lab *lab;
    struct lab_conn *tcp;

    *guest = (struct guest){ 0 };
    tls_scene_open_for(stage, wish);
    lab = stage->scene.lab;
    tcp = lab_dial(stage->scene.client, &stage->scene.to, &scene_echo, NULL);
    guest->outer = tls_client_open(lab, tcp, HOST, &guest_service, guest);
    lab_conn_send(guest->outer, "hello", 5);
    assert_int_equal(lab_conn_queued(guest->outer) >= 5, true);
}

static void
close_guest(struct guest *guest)
{
    tls_scene_close(&guest->stage);
    buffer_release(&guest->got);
}

static void
a_client_of_the_world_speaks_too(void **state)
{
    struct guest guest;

    (void)state;
    open_guest(&guest, &(struct scenario_tls){ .chain = CHAIN_FORGED });
    lab_run(guest.stage.scene.lab, 1000000);
    assert_int_equal(guest.opened, 1);
    assert_string_equal(buffer_text(&guest.got), "hello");
    assert_int_equal(lab_conn_queued(guest.outer), 0);
    close_guest(&guest);
}

static void
a_client_may_shut_before_it_is_open(void **state)
{
    struct guest guest;

    (void)state;
    open_guest(&guest, &(struct scenario_tls){ 0 });
    lab_conn_shutdown(guest.outer);
    lab_conn_send(guest.outer, "too late", 8);
    lab_run(guest.stage.scene.lab, 1000000);
    assert_string_equal(buffer_text(&guest.got), "hello");
    assert_int_equal(guest.ended, 1);
    assert_int_equal(guest.closed, 0);
    close_guest(&guest);
}

static void
a_failed_handshake_is_told(void **state)
{
    static const struct scenario_tls wishes[] = {
        { .stage = TLS_STAGE_HELLO, .trouble = TLS_TROUBLE_CLOSE },
        { .stage = TLS_STAGE_HELLO, .trouble = TLS_TROUBLE_RESET },
        { .stage = TLS_STAGE_HELLO, .trouble = TLS_TROUBLE_GARBAGE },
    };
    static const int errors[] = { ECONNRESET, ECONNRESET, EPROTO };

    (void)state;
    for (size_t i = 0; i < LENGTH(wishes); i++) {
        struct guest guest;

        open_guest(&guest, &wishes[i]);
        lab_run(guest.stage.scene.lab, 1000000);
        assert_int_equal(guest.opened, 0);
        assert_int_equal(guest.closed, 1);
        assert_int_equal(guest.error, errors[i]);
        close_guest(&guest);
    }
}

static void
clients_may_be_within_each_other(void **state)
{
    struct guest guest;
    struct tls_scene *stage = &guest.stage;
    struct lab *lab;

    (void)state;
    guest = (struct guest){ 0 };
    tls_scene_open_for(stage, &(struct scenario_tls){ 0 });
    stage->service = &outer;
    stage->context = stage->server;
    lab = stage->scene.lab;
    guest.outer = tls_client_open(
        lab,
        lab_dial(stage->scene.client, &stage->scene.to, &scene_echo, NULL),
        NULL, &scene_echo, NULL);
    guest.inner =
        tls_client_open(lab, guest.outer, NULL, &guest_service, &guest);
    lab_conn_send(guest.inner, "within", 6);
    lab_run(lab, 1000000);
    assert_int_equal(guest.opened, 1);
    assert_string_equal(buffer_text(&guest.got), "within");
    assert_ptr_equal(lab_conn_node(guest.inner), stage->scene.client);
    close_guest(&guest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_echoes_through_a_small_window),
        cmocka_unit_test(versions_are_agreed_or_not),
        cmocka_unit_test(client_certificates_are_asked_for_or_demanded),
        cmocka_unit_test(an_inspector_is_whoever_is_asked_for),
        cmocka_unit_test(the_flight_of_the_server_is_as_big_as_a_real_one),
        cmocka_unit_test(a_session_may_be_within_a_session),
        cmocka_unit_test(a_client_of_the_world_speaks_too),
        cmocka_unit_test(a_client_may_shut_before_it_is_open),
        cmocka_unit_test(a_failed_handshake_is_told),
        cmocka_unit_test(clients_may_be_within_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
