#include "realm.h"

#include <errno.h>
#include <string.h>

#include "lab/box.h"

enum { BOX_PORT = 3129 };

static int
open_stage(void **state)
{
    static struct realm realm;

    realm_open(&realm);
    *state = &realm;
    return 0;
}

static int
close_stage(void **state)
{
    realm_close(*state);
    return 0;
}

/* On the second router, or on the client itself. */
static void
start(struct realm *realm, const struct scenario_box *box)
{
    struct lab_node *node = box->at == PLACE_ENFORCE ? realm->scene.client
                                                     : realm->scene.routers[1];

    box_start(node, BOX_PORT, realm->pki, &realm->directory, box);
}

/* Connects, shakes hands and asks; to be hung up. */
static void
visit(struct realm *realm, struct caller *caller, const struct peer *to,
      const char *name)
{
    assert_int_equal(caller_dial(caller, &realm->scene, to), NET_OPEN);
    assert_int_equal(caller_shake(caller, name), NET_OPEN);
    caller_get(caller, name == NULL ? "nobody" : name);
}

static bool
says(const struct caller *caller, const char *text)
{
    return strstr(buffer_text(&caller->answer.body), text) != NULL;
}

static bool
shows(struct caller *caller, const char *issuer)
{
    return strstr(caller_leaf(caller).issuer, issuer) != NULL;
}

static const struct peer *
address_of(const struct realm *realm, int family)
{
    return family == 0 ? &realm->gateway : &realm->gateway6;
}

static void
a_splice_is_not_seen_in_tls(void **state)
{
    static const struct scenario_box box = { .at = PLACE_FIREWALL,
                                             .kind = BOX_SPLICE };
    static const char *const routers[] = { "10.3.0.1", "2001:db8:3::1" };
    struct realm *realm = *state;

    start(realm, &box);
    for (int family = 0; family < 2; family++) {
        struct address router = scene_address(routers[family]);
        struct caller caller;

        visit(realm, &caller, address_of(realm, family), REALM_GATEWAY);
        assert_true(realm_is_genuine(realm, &caller));
        assert_true(net_tls_client_certificate_requested(caller.tls));
        assert_int_equal(caller.answer.status, 400);
        assert_true(address_equal(&realm->visitor, &router));
        caller_hang_up(&caller);
    }
    assert_int_equal(realm->visits, 2);
}

/* An inspector has no client certificate: the gateway's words come through. */
static void
an_inspector_shows_its_own_issuer(void **state)
{
    static const struct scenario_box box = {
        .at = PLACE_FIREWALL,
        .kind = BOX_INSPECT,
        .tls = { .authority = { .name = "Example Inspector CA" } },
    };
    struct realm *realm = *state;

    start(realm, &box);
    for (int family = 0; family < 2; family++) {
        struct caller caller;

        visit(realm, &caller, address_of(realm, family), REALM_GATEWAY);
        assert_false(realm_is_genuine(realm, &caller));
        assert_true(shows(&caller, "Example Inspector CA"));
        assert_true(
            net_chain_matches(net_tls_chain(caller.tls), REALM_GATEWAY));
        assert_false(net_tls_client_certificate_requested(caller.tls));
        assert_int_equal(caller.answer.status, 400);
        assert_true(says(&caller, "No required SSL certificate was sent"));
        caller_hang_up(&caller);
    }
    assert_int_equal(realm->visits, 2);
}

static void
an_inspector_may_look_at_names(void **state)
{
    static const char *ids[] = { "gateway-us" };
    static const struct scenario_box box = {
        .at = PLACE_FIREWALL,
        .kind = BOX_INSPECT,
        .names = { ids, 1 },
    };
    static const struct {
        const char *name;
        bool opened;
    } cases[] = {
        { REALM_GATEWAY, true }, { "GW.Example.NET", true },
        { REALM_PKI, false },    { "other.example", false },
        { NULL, false },
    };
    struct realm *realm = *state;

    start(realm, &box);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct caller caller;

        visit(realm, &caller, &realm->gateway, cases[i].name);
        assert_int_equal(realm_is_genuine(realm, &caller), !cases[i].opened);
        assert_int_equal(caller.answer.status, 400);
        caller_hang_up(&caller);
    }
}

/* A page of its own: the destination never hears of it. */
static void
an_inspector_may_block(void **state)
{
    static const struct scenario_box box = {
        .at = PLACE_FIREWALL,
        .kind = BOX_INSPECT,
        .page = { .status = 403, .body = "<title>Blocked</title>" },
    };
    struct realm *realm = *state;
    struct caller caller;

    start(realm, &box);
    visit(realm, &caller, &realm->gateway, REALM_GATEWAY);
    assert_false(realm_is_genuine(realm, &caller));
    assert_int_equal(caller.answer.status, 403);
    assert_true(says(&caller, "<title>Blocked</title>"));
    caller_hang_up(&caller);
    assert_int_equal(realm->visits, 0);
}

/* Whoever asks for another name is let through. */
static void
an_inspector_may_cut_by_name(void **state)
{
    static const char *ids[] = { "gateway-us" };
    static const struct {
        enum tls_stage stage;
        enum tls_trouble trouble;
        enum net_tls_end end;
    } cases[] = {
        { TLS_STAGE_OPENED, TLS_TROUBLE_CLOSE, NET_TLS_END_CLOSED },
        { TLS_STAGE_HELLO, TLS_TROUBLE_CLOSE, NET_TLS_END_CLOSED },
        { TLS_STAGE_HELLO, TLS_TROUBLE_RESET, NET_TLS_END_RESET },
        { TLS_STAGE_HELLO, TLS_TROUBLE_PLAIN_HTTP, NET_TLS_END_NOT_TLS },
        { TLS_STAGE_SERVER_HELLO, TLS_TROUBLE_RESET, NET_TLS_END_RESET },
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct scenario_box box = {
            .at = PLACE_FIREWALL,
            .kind = BOX_INSPECT,
            .names = { ids, 1 },
            .tls = { .stage = cases[i].stage, .trouble = cases[i].trouble },
        };
        struct realm realm;
        struct caller caller;

        realm_open(&realm);
        start(&realm, &box);
        assert_int_equal(caller_dial(&caller, &realm.scene, &realm.gateway),
                         NET_OPEN);
        assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_BROKEN);
        assert_int_equal(net_tls_end(caller.tls), cases[i].end);
        caller_hang_up(&caller);
        visit(&realm, &caller, &realm.gateway, "other.example");
        assert_true(realm_is_genuine(&realm, &caller));
        caller_hang_up(&caller);
        realm_close(&realm);
    }
}

/* Its page comes as it is, for it does not speak TLS. */
static void
a_box_may_answer_in_clear(void **state)
{
    static const struct scenario_box box = {
        .at = PLACE_FIREWALL,
        .kind = BOX_ANSWER,
        .tls = { .stage = TLS_STAGE_HELLO, .trouble = TLS_TROUBLE_PLAIN_HTTP },
        .page = { .status = 403, .body = "<title>Blocked</title>" },
    };
    struct realm *realm = *state;
    struct caller caller;
    const char *first;
    size_t length;

    start(realm, &box);
    assert_int_equal(caller_dial(&caller, &realm->scene, &realm->gateway),
                     NET_OPEN);
    assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_BROKEN);
    assert_int_equal(net_tls_end(caller.tls), NET_TLS_END_NOT_TLS);
    first = net_tls_first_bytes(caller.tls, &length);
    assert_true(length > 30);
    assert_memory_equal(first, "HTTP/1.1 403 Forbidden\r\n", 24);
    assert_non_null(memmem(first, length, "Blocked", 7));
    caller_hang_up(&caller);
}

static void
on_nonsense(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    lab_conn_send(conn, "nonsense\r\n", 10);
}

static void
on_hello_close(struct lab_conn *conn, const void *bytes, size_t length,
               void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    lab_conn_close(conn);
}

static void
an_inspector_says_that_it_cannot_connect(void **state)
{
    static const struct lab_service services[] = {
        { .received = on_nonsense },
        { .received = on_hello_close },
    };
    static const struct scenario_box box = { .at = PLACE_FIREWALL,
                                             .kind = BOX_INSPECT };
    struct realm *realm = *state;

    start(realm, &box);
    lab_unlisten(realm->scene.server, 443);
    for (size_t i = 0; i < 3; i++) {
        struct caller caller;

        visit(realm, &caller, &realm->gateway, REALM_GATEWAY);
        assert_int_equal(caller.answer.status, 502);
        assert_non_null(http_answer_header(&caller.answer, "Via"));
        caller_hang_up(&caller);
        if (i < 2)
            lab_listen(realm->scene.server, 443, &services[i], NULL);
    }
}

static void
what_is_no_hello_is_passed_on(void **state)
{
    static const char *ids[] = { "gateway" };
    static const struct scenario_box box = { .at = PLACE_FIREWALL,
                                             .kind = BOX_INSPECT,
                                             .names = { ids, 1 } };
    struct realm *realm = *state;
    struct buffer sent[3] = { { 0 }, { 0 }, { 0 } };

    buffer_append_text(&sent[0], "SSH-2.0-client\r\n");
    scene_hello(&sent[1], "other.example", 1800);
    scene_hello(&sent[2], NULL, 20000);
    lab_listen(realm->scene.server, 443, &scene_echo, NULL);
    start(realm, &box);
    for (size_t i = 0; i < 3; i++) {
        struct buffer got = { 0 };
        struct caller caller;

        assert_int_equal(caller_dial(&caller, &realm->scene, &realm->gateway),
                         NET_OPEN);
        for (size_t at = 0; at < sent[i].length; at += 300) {
            size_t left = sent[i].length - at;

            caller_say(&caller, sent[i].data + at, left < 300 ? left : 300);
            lab_run(realm->scene.lab, 50000);
        }
        caller_hear(&caller, &got, sent[i].length);
        assert_int_equal(got.length, sent[i].length);
        assert_memory_equal(got.data, sent[i].data, got.length);
        caller_hang_up(&caller);
        buffer_release(&got);
        buffer_release(&sent[i]);
    }
}

static void
a_portal_answers_for_everybody(void **state)
{
    static const char *headers[] = { "Location: https://portal.example/" };
    static const struct scenario_page page = { .status = 302,
                                               .headers = headers,
                                               .header_count = 1 };
    const struct scenario_box over_tls = { .at = PLACE_ROUTER,
                                           .kind = BOX_ANSWER,
                                           .everything = true,
                                           .page = page };
    const struct scenario_box plain = { .at = PLACE_ROUTER,
                                        .kind = BOX_ANSWER,
                                        .everything = true,
                                        .port = 80,
                                        .page = page };
    struct realm *realm = *state;
    struct lab_node *router = realm->scene.routers[0];
    struct peer nobody = scene_peer("192.0.2.99", 443);
    struct caller caller;

    lab_set_elsewhere(realm->scene.lab, realm->scene.server);
    box_start(router, 3129, realm->pki, &realm->directory, &over_tls);
    box_start(router, 3130, realm->pki, &realm->directory, &plain);
    visit(realm, &caller, &nobody, "nobody.example");
    assert_false(realm_is_genuine(realm, &caller));
    assert_int_equal(caller.answer.status, 302);
    assert_string_equal(http_answer_header(&caller.answer, "Location"),
                        "https://portal.example/");
    caller_hang_up(&caller);

    nobody.port = 80;
    assert_int_equal(caller_dial(&caller, &realm->scene, &nobody), NET_OPEN);
    caller_get(&caller, "nobody.example");
    assert_int_equal(caller.answer.status, 302);
    caller_hang_up(&caller);
}

/* A box that is a web server and no TLS server says so in its own words. */
static void
a_portal_may_know_no_tls(void **state)
{
    static const struct scenario_box box = {
        .at = PLACE_ROUTER,
        .kind = BOX_ANSWER,
        .tls = { .stage = TLS_STAGE_HELLO, .trouble = TLS_TROUBLE_PLAIN_HTTP },
    };
    struct realm *realm = *state;
    struct caller caller;

    start(realm, &box);
    assert_int_equal(caller_dial(&caller, &realm->scene, &realm->gateway),
                     NET_OPEN);
    assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_BROKEN);
    assert_int_equal(net_tls_end(caller.tls), NET_TLS_END_NOT_TLS);
    caller_hang_up(&caller);
}

/* How many of a million bytes a connection takes in ten seconds. */
static size_t
swallowed(struct scene *scene, const struct peer *to)
{
    int handle = scene_dial(scene, to, NULL);
    struct buffer bytes = { 0 };
    size_t taken = 0;

    buffer_append_fill(&bytes, 'x', 100000);
    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
    for (int i = 0; i < 100 && taken < 1000000; i++) {
        ssize_t put = scene->net.ops->send(scene->net.world, handle,
                                           bytes.data, bytes.length);

        if (put > 0)
            taken += (size_t)put;
        lab_run(scene->lab, 100000);
    }
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 60000), 0);
    scene_hang_up(scene, handle);
    buffer_release(&bytes);
    return taken;
}

static void
some_boxes_say_nothing(void **state)
{
    static const struct {
        enum box_kind kind;
        size_t least;
        size_t most;
    } cases[] = {
        { BOX_ACCEPT_ALL, 1000000, 1100000 },
        { BOX_TARPIT, 1, 300000 },
    };
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        const struct scenario_box box = { .at = PLACE_FIREWALL,
                                          .kind = cases[i].kind };
        struct realm realm;

        realm_open(&realm);
        start(&realm, &box);
        assert_in_range(swallowed(&realm.scene, &realm.gateway),
                        cases[i].least, cases[i].most);
        assert_in_range(swallowed(&realm.scene, &realm.gateway6),
                        cases[i].least, cases[i].most);
        assert_int_equal(realm.visits, 0);
        realm_close(&realm);
    }
}

/* It takes what programs of the machine send, and not its own connections. */
static void
a_box_may_be_on_the_machine_itself(void **state)
{
    static const struct {
        enum box_kind kind;
        bool everything;
        bool genuine;
    } cases[] = {
        { BOX_SPLICE, false, true },
        { BOX_INSPECT, false, false },
        { BOX_SPLICE, true, true },
        { BOX_INSPECT, true, false },
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct scenario_box box = { .at = PLACE_ENFORCE,
                                          .kind = cases[i].kind,
                                          .everything = cases[i].everything };
        struct realm realm;

        realm_open(&realm);
        start(&realm, &box);
        for (int family = 0; family < 2; family++) {
            struct caller caller;

            visit(&realm, &caller, address_of(&realm, family), REALM_GATEWAY);
            assert_int_equal(realm_is_genuine(&realm, &caller),
                             cases[i].genuine);
            assert_int_equal(caller.answer.status, 400);
            caller_hang_up(&caller);
        }
        assert_int_equal(realm.visits, 2);
        realm_close(&realm);
    }
}

static void
a_box_takes_what_it_is_told_to(void **state)
{
    static const char *ids[] = { "pki" };
    static const struct scenario_box box = { .at = PLACE_FIREWALL,
                                             .kind = BOX_INSPECT,
                                             .to = { ids, 1 } };
    struct realm *realm = *state;
    struct caller caller;

    start(realm, &box);
    visit(realm, &caller, &realm->gateway, REALM_GATEWAY);
    assert_true(realm_is_genuine(realm, &caller));
    caller_hang_up(&caller);
    visit(realm, &caller, &realm->pki_site, REALM_PKI);
    assert_false(realm_is_genuine(realm, &caller));
    assert_int_equal(caller.answer.status, 404);
    caller_hang_up(&caller);
}

/* Who knocks at the box itself is not led round in a circle. */
static void
a_box_is_no_destination(void **state)
{
    static const enum box_kind kinds[] = { BOX_SPLICE, BOX_INSPECT };
    struct peer at = scene_peer("10.2.0.2", BOX_PORT);
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        const struct scenario_box box = { .at = PLACE_FIREWALL,
                                          .kind = kinds[i] };
        struct caller caller;
        struct realm realm;

        realm_open(&realm);
        start(&realm, &box);
        assert_int_equal(caller_dial(&caller, &realm.scene, &at), NET_OPEN);
        caller_get(&caller, "box.example");
        assert_int_equal(caller.end, CALLER_BROKEN);
        caller_hang_up(&caller);
        realm_close(&realm);
    }
}

/* By age, not by silence: the connection is in use all the time. */
static void
a_box_may_drop_what_is_old(void **state)
{
    static const enum box_kind kinds[] = { BOX_SPLICE, BOX_ACCEPT_ALL,
                                           BOX_TARPIT };
    (void)state;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        const struct scenario_box box = { .at = PLACE_FIREWALL,
                                          .kind = kinds[i],
                                          .drop_after_s = 5 };
        struct realm realm;
        char byte;
        int handle;

        realm_open(&realm);
        lab_listen(realm.scene.server, 443, &scene_sink, NULL);
        start(&realm, &box);
        handle = scene_dial(&realm.scene, &realm.gateway, NULL);
        for (int tenth = 0; tenth < 49; tenth++) {
            lab_run(realm.scene.lab, 100000);
            scene_send(&realm.scene, handle, "x", 1);
        }
        assert_int_equal(scene_wait(&realm.scene, handle, NET_READABLE, 0), 0);
        assert_int_not_equal(
            scene_wait(&realm.scene, handle, NET_READABLE, 300), 0);
        assert_int_equal(realm.scene.net.ops->receive(realm.scene.net.world,
                                                      handle, &byte, 1, NULL),
                         -1);
        assert_int_equal(errno, ECONNRESET);
        scene_hang_up(&realm.scene, handle);
        realm_close(&realm);
    }
}

/* A handshake that takes longer than the box has patience for. */
static void
an_old_session_is_dropped_with_all_that_it_carries(void **state)
{
    static const struct scenario_box box = { .at = PLACE_FIREWALL,
                                             .kind = BOX_INSPECT,
                                             .drop_after_s = 3 };
    struct realm *realm = *state;
    struct caller caller;

    start(realm, &box);
    assert_int_equal(caller_dial(&caller, &realm->scene, &realm->gateway),
                     NET_OPEN);
    assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
    lab_run(realm->scene.lab, 3500000);
    caller_get(&caller, REALM_GATEWAY);
    assert_int_equal(caller.end, CALLER_BROKEN);
    assert_int_equal(caller.error, ECONNRESET);
    caller_hang_up(&caller);
}

enum { FOUNTAIN_PIECE = 64 * 1024 };

static void
on_fountain(struct lab_conn *conn, void *context)
{
    static const char piece[FOUNTAIN_PIECE];
    size_t *sent = context;

    lab_conn_send(conn, piece, sizeof(piece));
    *sent += sizeof(piece);
}

static void
on_fountain_received(struct lab_conn *conn, const void *bytes, size_t length,
                     void *context)
{
    (void)bytes;
    (void)length;
    on_fountain(conn, context);
}

static const struct lab_service fountain = {
    .received = on_fountain_received,
    .drained = on_fountain,
};

static struct tls_server *fountain_tls;

static void
on_fountain_opened(struct lab_conn *conn, void *context)
{
    (void)tls_server_accept(fountain_tls, conn, &fountain, context);
}

static const struct lab_service fountain_carrier = {
    .opened = on_fountain_opened,
};

/* A server without end and a client that looks away, TLS on both sides. */
static void
an_inspector_takes_no_more_than_it_can_pass_on(void **state)
{
    enum { ENOUGH = 1000000, WANTED = 3000000 };
    static const struct scenario_box box = { .at = PLACE_FIREWALL,
                                             .kind = BOX_INSPECT };
    struct realm *realm = *state;
    struct buffer got = { 0 };
    struct caller caller;
    size_t sent = 0;

    fountain_tls = realm->tls[0];
    lab_listen(realm->scene.server, 443, &fountain_carrier, &sent);
    start(realm, &box);
    assert_int_equal(caller_dial(&caller, &realm->scene, &realm->gateway),
                     NET_OPEN);
    assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
    caller_say(&caller, "x", 1);
    lab_run(realm->scene.lab, 60000000);
    assert_in_range(sent, 100000, ENOUGH);
    caller_hear(&caller, &got, WANTED);
    assert_in_range(got.length, WANTED, 2 * WANTED);
    assert_in_range(sent, WANTED, got.length + ENOUGH);
    caller_hang_up(&caller);
    buffer_release(&got);
}

/* For the sanitizers. */
static void
a_world_may_end_in_the_middle(void **state)
{
    struct buffer hello = { 0 };
    (void)state;

    scene_hello(&hello, REALM_GATEWAY, 300);
    for (int kind = 0; kind < BOX_KIND_COUNT; kind++) {
        for (int64_t after_us = 0; after_us < 300000; after_us += 30000) {
            const struct scenario_box box = { .at = PLACE_FIREWALL,
                                              .kind = (enum box_kind)kind,
                                              .drop_after_s = 1 };
            struct realm realm;
            int handle;

            realm_open(&realm);
            start(&realm, &box);
            handle = scene_dial(&realm.scene, &realm.gateway, NULL);
            lab_run(realm.scene.lab, 50000);
            scene_send(&realm.scene, handle, hello.data, hello.length);
            lab_run(realm.scene.lab, after_us);
            realm_close(&realm);
        }
    }
    buffer_release(&hello);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_splice_is_not_seen_in_tls),
        STAGED(an_inspector_shows_its_own_issuer),
        STAGED(an_inspector_may_look_at_names),
        STAGED(an_inspector_may_block),
        cmocka_unit_test(an_inspector_may_cut_by_name),
        STAGED(a_box_may_answer_in_clear),
        STAGED(an_inspector_says_that_it_cannot_connect),
        STAGED(what_is_no_hello_is_passed_on),
        STAGED(a_portal_answers_for_everybody),
        STAGED(a_portal_may_know_no_tls),
        cmocka_unit_test(some_boxes_say_nothing),
        cmocka_unit_test(a_box_may_be_on_the_machine_itself),
        STAGED(a_box_takes_what_it_is_told_to),
        cmocka_unit_test(a_box_is_no_destination),
        cmocka_unit_test(a_box_may_drop_what_is_old),
        STAGED(an_old_session_is_dropped_with_all_that_it_carries),
        STAGED(an_inspector_takes_no_more_than_it_can_pass_on),
        cmocka_unit_test(a_world_may_end_in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
