#include "realm.h"

#include <errno.h>
#include <string.h>

#include "lab/box.h"

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

static void
start(struct realm *realm, const struct scenario_proxy *proxy)
{
    connect_proxy_start(realm->proxy, REALM_PROXY, realm->pki,
                        &realm->directory, proxy);
}

/* A proxy with one row. */
static void
start_row(struct realm *realm, struct scenario_connect *row)
{
    static struct scenario_connect *rows[1];
    static struct scenario_proxy proxy;

    rows[0] = row;
    proxy = (struct scenario_proxy){ .connects = rows, .connect_count = 1 };
    start(realm, &proxy);
}

/* Asks the proxy for a tunnel; to be hung up. */
static enum net_status
ask(struct realm *realm, struct caller *caller, const char *host,
    uint16_t port, const char *authorization)
{
    assert_int_equal(caller_dial(caller, &realm->scene, &realm->proxy_at),
                     NET_OPEN);
    return caller_connect(caller, host, port, authorization);
}

static const char *
header(const struct caller *caller, const char *name)
{
    const char *value =
        http_answer_header(net_tunnel_answer(caller->tunnel), name);

    return value == NULL ? "" : value;
}

static int
status(const struct caller *caller)
{
    return net_tunnel_answer(caller->tunnel)->status;
}

/* Asks for a tunnel that is refused in that way. */
static void
assert_refused(struct realm *realm, const char *host, uint16_t port,
               int expected, const char *error)
{
    struct caller caller;

    assert_int_equal(ask(realm, &caller, host, port, NULL), NET_BROKEN);
    assert_int_equal(status(&caller), expected);
    assert_string_equal(header(&caller, "X-Squid-Error"), error);
    caller_hang_up(&caller);
}

static void
a_tunnel_is_not_seen_in_tls(void **state)
{
    static const struct scenario_proxy proxy = { 0 };
    static const char *const hosts[] = { REALM_GATEWAY, "GW.example.net",
                                         "10.3.0.2", "2001:db8:3::2" };
    static const char *const visitors[] = { "10.50.0.2", "10.50.0.2",
                                            "10.50.0.2", "2001:db8:50::2" };
    struct realm *realm = *state;

    start(realm, &proxy);
    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        struct address visitor = scene_address(visitors[i]);
        struct caller caller;

        assert_int_equal(ask(realm, &caller, hosts[i], 443, NULL), NET_OPEN);
        assert_string_equal(
            http_answer_status_line(net_tunnel_answer(caller.tunnel)),
            "HTTP/1.1 200 Connection established");
        assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
        caller_get(&caller, REALM_GATEWAY);
        assert_true(realm_is_genuine(realm, &caller));
        assert_int_equal(caller.answer.status, 400);
        assert_true(address_equal(&realm->visitor, &visitor));
        caller_hang_up(&caller);
    }
}

/* The addresses of a name in the order in which they are listed here. */
static void
add_name(struct realm *realm, const char *host, const char *const *addresses)
{
    struct directory_entry *entry =
        directory_add(&realm->directory, host, NULL);

    for (; *addresses != NULL; addresses++) {
        struct address address = scene_address(*addresses);

        directory_add_address(&realm->directory, entry, &address);
    }
}

static void
the_next_address_is_tried(void **state)
{
    static const char *const addresses[] = { "2001:db8:3::2", "192.0.2.1",
                                             "10.3.0.1", "10.3.0.2", NULL };
    static const struct scenario_proxy proxy = { 0 };
    struct realm *realm = *state;
    struct caller caller;

    add_name(realm, "many.example", addresses);
    start(realm, &proxy);
    assert_int_equal(ask(realm, &caller, "many.example", 443, NULL), NET_OPEN);
    assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
    assert_int_equal(realm->visits, 1);
    assert_int_equal(realm->visitor.family, FAMILY_IPV4);
    caller_hang_up(&caller);

    /* No IPv4 is left that answers. */
    lab_unlisten(realm->scene.server, 443);
    lab_listen(realm->scene.routers[1], 443, &scene_echo, NULL);
    add_name(realm, "last.example",
             (const char *const[]){ "2001:db8:3::1", "10.3.0.2", NULL });
    assert_int_equal(ask(realm, &caller, "last.example", 443, NULL), NET_OPEN);
    caller_hang_up(&caller);
}

static void
a_proxy_refuses_as_squid_does(void **state)
{
    static const char *ids[] = { "pki" };
    struct scenario_connect row = { .of = { ids, 1 }, .status = 403 };
    struct realm *realm = *state;
    struct caller caller;

    start_row(realm, &row);
    for (int by_address = 0; by_address < 2; by_address++) {
        const char *host = by_address ? "203.0.113.7" : REALM_PKI;

        assert_int_equal(ask(realm, &caller, host, 443, NULL), NET_BROKEN);
        assert_int_equal(status(&caller), 403);
        assert_string_equal(header(&caller, "Server"), "squid/5.7");
        assert_string_equal(header(&caller, "X-Squid-Error"),
                            "ERR_ACCESS_DENIED 0");
        assert_string_equal(header(&caller, "Via"),
                            "1.1 proxy.corp.example (squid/5.7)");
        assert_string_equal(header(&caller, "Date"),
                            "Tue, 14 Nov 2023 22:13:20 GMT");
        assert_int_equal(net_tunnel_answer(caller.tunnel)->state,
                         HTTP_COMPLETE);
        assert_non_null(
            strstr(buffer_text(&net_tunnel_answer(caller.tunnel)->body),
                   "<title>ERROR: The requested URL could not be retrieved"));
        caller_hang_up(&caller);
    }
    assert_int_equal(realm->visits, 0);
    assert_int_equal(ask(realm, &caller, REALM_GATEWAY, 443, NULL), NET_OPEN);
    caller_hang_up(&caller);
}

static void
another_brand_may_refuse(void **state)
{
    static const char *headers[] = { "Server: BlueCoat-Security-Appliance",
                                     "X-Odd: yes" };
    struct scenario_connect row = {
        .status = 403, .headers = headers, .header_count = 2, .body = "denied"
    };
    struct realm *realm = *state;
    struct caller caller;

    start_row(realm, &row);
    assert_int_equal(ask(realm, &caller, REALM_PKI, 443, NULL), NET_BROKEN);
    assert_string_equal(header(&caller, "Server"),
                        "BlueCoat-Security-Appliance");
    assert_string_equal(header(&caller, "X-Odd"), "yes");
    assert_string_equal(header(&caller, "X-Squid-Error"), "");
    assert_string_equal(header(&caller, "Via"), "");
    assert_string_equal(buffer_text(&net_tunnel_answer(caller.tunnel)->body),
                        "denied");
    caller_hang_up(&caller);
}

static void
the_first_row_that_fits_decides(void **state)
{
    static const char *pki[] = { "pki" };
    static struct scenario_connect first = { .of = { pki, 1 }, .status = 451 };
    static struct scenario_connect second = { .status = 403 };
    static struct scenario_connect third = { .everything = true,
                                             .status = 502 };
    static struct scenario_connect *rows[] = { &first, &second, &third };
    static const struct scenario_proxy proxy = { .connects = rows,
                                                 .connect_count = 3 };
    struct realm *realm = *state;

    start(realm, &proxy);
    assert_refused(realm, REALM_PKI, 443, 451, "ERR_ACCESS_DENIED 0");
    assert_refused(realm, REALM_GATEWAY, 443, 403, "ERR_ACCESS_DENIED 0");
    assert_refused(realm, "other.example", 443, 502, "ERR_READ_ERROR 104");
    assert_refused(realm, "192.0.2.7", 443, 502, "ERR_READ_ERROR 104");
}

static void
schemes_are_listed(void **state)
{
    static const char *schemes[] = { "Negotiate", "NTLM",
                                     "Basic realm=\"Corp\"" };
    struct scenario_connect row = { .status = 407,
                                    .schemes = schemes,
                                    .scheme_count = 3 };
    struct realm *realm = *state;
    const struct http_answer *answer;
    struct caller caller;
    size_t found = 0;

    start_row(realm, &row);
    assert_int_equal(ask(realm, &caller, REALM_PKI, 443, NULL), NET_BROKEN);
    answer = net_tunnel_answer(caller.tunnel);
    assert_int_equal(answer->status, 407);
    assert_string_equal(header(&caller, "X-Squid-Error"),
                        "ERR_CACHE_ACCESS_DENIED 0");
    for (size_t i = 0; i < answer->field_count; i++) {
        if (strcmp(http_answer_name(answer, i), "Proxy-Authenticate") != 0)
            continue;
        assert_string_equal(http_answer_value(answer, i), schemes[found]);
        found++;
    }
    assert_int_equal(found, 3);
    caller_hang_up(&caller);
}

static void
a_login_is_asked_for(void **state)
{
    static const struct scenario_proxy proxy = { .user = "enforce",
                                                 .password = "secret" };
    static const struct {
        const char *authorization;
        bool right;
    } cases[] = {
        { NULL, false },
        { "Basic ZW5mb3JjZTpzZWNyZXQ=", true },
        { "basic  ZW5mb3JjZTpzZWNyZXQ=", true },
        { "Basic ZW5mb3JjZTpzZWNyZXQ", false },
        { "Basic ZW5mb3JjZTp3cm9uZw==", false },
        { "Basic", false },
        { "Digest ZW5mb3JjZTpzZWNyZXQ=", false },
    };
    struct realm *realm = *state;

    start(realm, &proxy);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct caller caller;

        assert_int_equal(
            ask(realm, &caller, REALM_PKI, 443, cases[i].authorization),
            cases[i].right ? NET_OPEN : NET_BROKEN);
        assert_int_equal(status(&caller), cases[i].right ? 200 : 407);
        if (!cases[i].right)
            assert_string_equal(header(&caller, "Proxy-Authenticate"),
                                "Basic realm=\"Example Corp\"");
        caller_hang_up(&caller);
    }
}

static void
a_destination_may_be_out_of_reach(void **state)
{
    static const struct scenario_proxy proxy = { 0 };
    struct realm *realm = *state;

    start(realm, &proxy);
    assert_refused(realm, "unknown.example", 443, 503, "ERR_DNS_FAIL 0");
    assert_refused(realm, REALM_GATEWAY, 444, 503, "ERR_CONNECT_FAIL 111");
    assert_refused(realm, "192.0.2.1", 443, 503, "ERR_CONNECT_FAIL 101");
}

static void
a_proxy_may_know_no_names(void **state)
{
    static const struct scenario_proxy proxy = { .no_names = true };
    struct realm *realm = *state;
    struct caller caller;

    start(realm, &proxy);
    assert_refused(realm, REALM_GATEWAY, 443, 503, "ERR_DNS_FAIL 0");
    assert_int_equal(ask(realm, &caller, "10.3.0.2", 443, NULL), NET_OPEN);
    caller_hang_up(&caller);
}

/* A minute for each of both addresses. */
static void
a_proxy_does_not_wait_for_ever(void **state)
{
    static const struct scenario_proxy proxy = { 0 };
    const struct lab_rule rule = { .protocol = LAB_TCP,
                                   .port = 443,
                                   .action = LAB_DROP };
    struct realm *realm = *state;
    struct caller caller;

    start(realm, &proxy);
    lab_rule_add(realm->scene.routers[1], &rule);
    assert_int_equal(ask(realm, &caller, REALM_GATEWAY, 443, NULL),
                     NET_PENDING);
    lab_run(realm->scene.lab, 109000000);
    assert_int_equal(net_tunnel_status(caller.tunnel), NET_PENDING);
    lab_run(realm->scene.lab, 2000000);
    assert_int_equal(net_tunnel_status(caller.tunnel), NET_BROKEN);
    assert_string_equal(header(&caller, "X-Squid-Error"),
                        "ERR_CONNECT_FAIL 110");
    caller_hang_up(&caller);
}

static void
a_tunnel_may_lead_nowhere(void **state)
{
    static const struct {
        enum tunnel_end tunnel;
        enum caller_end end;
    } cases[] = {
        { TUNNEL_SILENT, CALLER_OPEN },
        { TUNNEL_CLOSES, CALLER_CLOSED },
        { TUNNEL_RESETS, CALLER_BROKEN },
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct scenario_connect row = { .tunnel = cases[i].tunnel };
        struct caller caller;
        struct realm realm;

        realm_open(&realm);
        start_row(&realm, &row);
        assert_int_equal(ask(&realm, &caller, REALM_GATEWAY, 443, NULL),
                         NET_OPEN);
        lab_run(realm.scene.lab, 5000000);
        caller_get(&caller, REALM_GATEWAY);
        assert_int_equal(caller.end, cases[i].end);
        assert_int_equal(caller.answer.bytes_in, 0);
        caller_hang_up(&caller);
        realm_close(&realm);
    }
}

static void
a_tunnel_may_be_opened_inside(void **state)
{
    for (int with_page = 0; with_page < 2; with_page++) {
        struct scenario_connect row = {
            .tunnel = TUNNEL_INSPECTS,
            .tls = { .authority = { .name = "Proxy Inspector CA" } },
            .page = { .status = with_page ? 403 : 0 },
        };
        struct caller caller;
        struct realm realm;

        realm_open(&realm);
        start_row(&realm, &row);
        assert_int_equal(ask(&realm, &caller, REALM_GATEWAY, 443, NULL),
                         NET_OPEN);
        assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
        caller_get(&caller, REALM_GATEWAY);
        assert_false(realm_is_genuine(&realm, &caller));
        assert_non_null(
            strstr(caller_leaf(&caller).issuer, "Proxy Inspector CA"));
        assert_false(net_tls_client_certificate_requested(caller.tls));
        assert_int_equal(caller.answer.status, with_page ? 403 : 400);
        caller_hang_up(&caller);
        realm_close(&realm);
    }
    (void)state;
}

/* TLS to the proxy, and within it all that is usual. */
static void
a_proxy_may_speak_tls(void **state)
{
    static struct scenario_connect inspects = { .tunnel = TUNNEL_INSPECTS };
    static struct scenario_connect relays = { 0 };
    static struct scenario_connect refuses = { .status = 403 };
    static struct scenario_connect *const rows[] = { &inspects, &relays,
                                                     &refuses };
    (void)state;

    for (size_t i = 0; i < 3; i++) {
        struct scenario_connect *row = rows[i];
        const struct scenario_proxy proxy = {
            .port = 8443, .is_tls = true, .connects = &row, .connect_count = 1
        };
        enum net_status opened = i < 2 ? NET_OPEN : NET_BROKEN;
        struct caller caller;
        struct realm realm;

        realm_open(&realm);
        realm.proxy_at.port = 8443;
        start(&realm, &proxy);
        assert_int_equal(caller_dial(&caller, &realm.scene, &realm.proxy_at),
                         NET_OPEN);
        assert_int_equal(caller_shake(&caller, REALM_PROXY), NET_OPEN);
        assert_true(net_chain_matches(net_tls_chain(caller.tls), REALM_PROXY));
        assert_int_equal(caller_connect(&caller, REALM_GATEWAY, 443, NULL),
                         opened);
        assert_int_equal(status(&caller), i < 2 ? 200 : 403);
        if (i < 2) {
            assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
            caller_get(&caller, REALM_GATEWAY);
            assert_int_equal(realm_is_genuine(&realm, &caller), i == 1);
            assert_int_equal(caller.answer.status, 400);
        }
        caller_hang_up(&caller);
        realm_close(&realm);
    }
}

/* What comes in answer to other requests, whole. */
static void
assert_answer(struct realm *realm, const struct buffer *request, int expected)
{
    struct caller caller;

    assert_int_equal(caller_dial(&caller, &realm->scene, &realm->proxy_at),
                     NET_OPEN);
    caller_ask(&caller, buffer_text(request));
    assert_int_equal(caller.answer.state, HTTP_COMPLETE);
    assert_int_equal(caller.answer.status, expected);
    assert_non_null(http_answer_header(&caller.answer, "Via"));
    caller_hang_up(&caller);
}

static void
a_proxy_knows_no_other_requests(void **state)
{
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: gw.example.net\r\n\r\n",
        "GET http://gw.example.net/ HTTP/1.1\r\n\r\n",
        "CONNECT gw.example.net HTTP/1.1\r\n\r\n",
        "CONNECT gw.example.net:0 HTTP/1.1\r\n\r\n",
        "CONNECT gw.example.net:70000 HTTP/1.1\r\n\r\n",
        "CONNECT gw.example.net:44x HTTP/1.1\r\n\r\n",
        "CONNECT :443 HTTP/1.1\r\n\r\n",
        "connect gw.example.net:443 HTTP/1.1\r\n\r\n",
        "\x16\x03\x01\x02",
    };
    static const struct scenario_proxy proxy = { 0 };
    struct realm *realm = *state;
    struct buffer request = { 0 };

    start(realm, &proxy);
    for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
        buffer_cut(&request, 0);
        buffer_append_text(&request, requests[i]);
        assert_answer(realm, &request, 400);
    }
    buffer_cut(&request, 0);
    buffer_append_text(&request, "CONNECT gw.example.net:443 HTTP/1.1\r\nA: ");
    buffer_append_fill(&request, 'a', 70000);
    assert_answer(realm, &request, 431);
    buffer_release(&request);
}

static void
an_answer_may_end_badly(void **state)
{
    static const struct {
        enum page_end end;
        enum http_state state; /* of a refusal */
        enum http_state state_200;
        enum net_status status;
    } cases[] = {
        { PAGE_CUT, HTTP_READING_BODY, HTTP_READING_HEAD, NET_BROKEN },
        { PAGE_RESET, HTTP_READING_HEAD, HTTP_READING_HEAD, NET_BROKEN },
        { PAGE_CLOSED, HTTP_READING_HEAD, HTTP_READING_HEAD, NET_BROKEN },
        { PAGE_SILENT, HTTP_READING_HEAD, HTTP_READING_HEAD, NET_PENDING },
        { PAGE_STALLED, HTTP_READING_BODY, HTTP_READING_HEAD, NET_PENDING },
        { PAGE_GARBAGE, HTTP_GARBAGE, HTTP_GARBAGE, NET_BROKEN },
        { PAGE_NO_END, HTTP_TOO_LARGE, HTTP_TOO_LARGE, NET_BROKEN },
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct scenario_connect row = { .status = 403, .end = cases[i].end };
        struct caller caller;
        struct realm realm;

        realm_open(&realm);
        start_row(&realm, &row);
        assert_int_equal(ask(&realm, &caller, REALM_PKI, 443, NULL),
                         cases[i].status);
        assert_int_equal(net_tunnel_answer(caller.tunnel)->state,
                         cases[i].state);
        caller_hang_up(&caller);

        /* Also what would have been a tunnel. */
        row.status = 0;
        start_row(&realm, &row);
        assert_int_equal(ask(&realm, &caller, REALM_PKI, 443, NULL),
                         cases[i].status);
        assert_int_equal(net_tunnel_answer(caller.tunnel)->state,
                         cases[i].state_200);
        assert_int_equal(realm.visits, 0);
        caller_hang_up(&caller);
        realm_close(&realm);
    }
}

/* A client that does not wait for the answer. */
static void
early_bytes_are_not_lost(void **state)
{
    static const struct scenario_proxy proxy = { 0 };
    static const char request[] =
        "CONNECT gw.example.net:443 HTTP/1.1\r\n\r\nearly ";
    struct realm *realm = *state;
    struct buffer got = { 0 };
    struct caller caller;

    lab_listen(realm->scene.server, 443, &scene_echo, NULL);
    start(realm, &proxy);
    assert_int_equal(caller_dial(&caller, &realm->scene, &realm->proxy_at),
                     NET_OPEN);
    caller_say(&caller, request, strlen(request));
    lab_run(realm->scene.lab, 25000);
    caller_say(&caller, "bird", 4);
    caller_hear(&caller, &got, 39 + 10);
    assert_string_equal(strstr(buffer_text(&got), "\r\n\r\n"),
                        "\r\n\r\nearly bird");
    caller_hang_up(&caller);
    buffer_release(&got);
}

static void
a_tunnel_may_be_dropped_when_it_is_old(void **state)
{
    struct scenario_connect row = { .drop_after_s = 4 };
    struct realm *realm = *state;
    struct caller caller;

    start_row(realm, &row);
    assert_int_equal(ask(realm, &caller, REALM_GATEWAY, 443, NULL), NET_OPEN);
    assert_int_equal(caller_shake(&caller, REALM_GATEWAY), NET_OPEN);
    lab_run(realm->scene.lab, 4500000);
    caller_get(&caller, REALM_GATEWAY);
    assert_int_equal(caller.end, CALLER_BROKEN);
    assert_int_equal(caller.error, ECONNRESET);
    caller_hang_up(&caller);
}

static void
a_silent_proxy_may_drop_what_is_old(void **state)
{
    struct scenario_connect row = { .end = PAGE_SILENT, .drop_after_s = 12 };
    struct realm *realm = *state;
    struct caller caller;

    start_row(realm, &row);
    assert_int_equal(ask(realm, &caller, REALM_GATEWAY, 443, NULL),
                     NET_PENDING);
    lab_run(realm->scene.lab, 3000000);
    assert_int_equal(net_tunnel_status(caller.tunnel), NET_BROKEN);
    assert_int_equal(net_tunnel_errno(caller.tunnel), ECONNRESET);
    caller_hang_up(&caller);
}

static void
nobody_may_listen(void **state)
{
    static const struct scenario_proxy proxy = { .closed = true };
    struct realm *realm = *state;

    start(realm, &proxy);
    assert_int_equal(scene_try(&realm->scene, &realm->proxy_at, NULL, 900),
                     ECONNREFUSED);
}

/* For the sanitizers. */
static void
a_world_may_end_in_the_middle(void **state)
{
    static const char request[] =
        "CONNECT gw.example.net:443 HTTP/1.1\r\n\r\nearly";

    for (int tunnel = 0; tunnel < TUNNEL_END_COUNT; tunnel++) {
        for (int64_t after_us = 0; after_us < 250000; after_us += 15000) {
            struct scenario_connect row = { .tunnel = (enum tunnel_end)tunnel,
                                            .drop_after_s = 1 };
            struct realm realm;
            int handle;

            realm_open(&realm);
            start_row(&realm, &row);
            handle = scene_dial(&realm.scene, &realm.proxy_at, NULL);
            lab_run(realm.scene.lab, 45000);
            scene_send(&realm.scene, handle, request, strlen(request));
            lab_run(realm.scene.lab, after_us);
            if (after_us > 100000)
                scene_hang_up(&realm.scene, handle);
            lab_run(realm.scene.lab, 10000);
            realm_close(&realm);
        }
    }
    (void)state;
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_tunnel_is_not_seen_in_tls),
        STAGED(the_next_address_is_tried),
        STAGED(a_proxy_refuses_as_squid_does),
        STAGED(another_brand_may_refuse),
        STAGED(the_first_row_that_fits_decides),
        STAGED(schemes_are_listed),
        STAGED(a_login_is_asked_for),
        STAGED(a_destination_may_be_out_of_reach),
        STAGED(a_proxy_may_know_no_names),
        STAGED(a_proxy_does_not_wait_for_ever),
        cmocka_unit_test(a_tunnel_may_lead_nowhere),
        cmocka_unit_test(a_tunnel_may_be_opened_inside),
        cmocka_unit_test(a_proxy_may_speak_tls),
        STAGED(a_proxy_knows_no_other_requests),
        cmocka_unit_test(an_answer_may_end_badly),
        STAGED(early_bytes_are_not_lost),
        STAGED(a_tunnel_may_be_dropped_when_it_is_old),
        STAGED(a_silent_proxy_may_drop_what_is_old),
        STAGED(nobody_may_listen),
        cmocka_unit_test(a_world_may_end_in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
