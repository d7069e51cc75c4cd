#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "intake/proxy_settings.h"
#include "proxy_cases.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static char proxy_place[] = "192.0.2.80:3128";

static enum way
way_of(const struct route *route)
{
    if (route->kind == ROUTE_DIRECT)
        return WAY_DIRECT;
    if (strcmp(route->proxy_host, "192.0.2.80") == 0 &&
        route->proxy_port == 3128)
        return WAY_PROXY;
    assert_string_equal(route->proxy_host, CASE_USUAL_HOST);
    assert_int_equal(route->proxy_port, CASE_USUAL_PORT);
    return WAY_USUAL_PORT;
}

static enum way
decide(const struct proxy_case *row)
{
    char texts[CASE_VARIABLES][CASE_TEXT_SIZE];
    char *environment[CASE_VARIABLES + 1] = { NULL };
    char option[CASE_TEXT_SIZE];
    struct proxy_settings settings;
    struct arena arena = { 0 };
    struct error error = { 0 };
    enum way way = WAY_REFUSED;

    for (size_t i = 0; i < CASE_VARIABLES && row->variables[i] != NULL; i++) {
        proxy_case_text(row->variables[i], proxy_place, texts[i]);
        environment[i] = texts[i];
    }
    proxy_case_text(row->option != NULL ? row->option : "", proxy_place,
                    option);
    if (proxy_settings_read(&settings, &arena,
                            row->option != NULL ? option : NULL, environment,
                            &error)) {
        struct route route = proxy_settings_route(
            &settings, &arena,
            row->host != NULL ? row->host : "www.example.com");

        way = way_of(&route);
    }
    arena_release(&arena);
    return way;
}

static void
goes_the_way_that_curl_goes(void **state)
{
    (void)state;
    for (size_t i = 0; i < proxy_case_count; i++)
        if (decide(&proxy_cases[i]) != proxy_cases[i].way)
            fail_msg("case %zu: %s %s", i, proxy_cases[i].variables[0],
                     proxy_cases[i].variables[1]);
}

/* An address has brackets in a URL and none elsewhere; both are known. */
static void
matches_an_address_without_brackets(void **state)
{
    struct proxy_case row = {
        .variables = { "https_proxy=@PROXY@", "NO_PROXY=2001:db8::/32" },
        .host = "2001:db8:1::5",
        .way = WAY_DIRECT,
    };

    (void)state;
    assert_int_equal(decide(&row), WAY_DIRECT);
}

static bool
read_one(struct proxy_settings *settings, struct arena *arena,
         const char *variable, struct error *error)
{
    char *text = arena_text(arena, variable);
    char *environment[] = { text, NULL };

    return proxy_settings_read(settings, arena, NULL, environment, error);
}

static const struct url_row {
    const char *url;
    const char *host;
    uint16_t port;
    bool is_tls;
    const char *user;
    const char *password;
} url_rows[] = {
    { "proxy.test:8080", "proxy.test", 8080, false, NULL, NULL },
    { "http://proxy.test", "proxy.test", 1080, false, NULL, NULL },
    { "https://proxy.test", "proxy.test", 443, true, NULL, NULL },
    { "HTTPS://proxy.test:8443/", "proxy.test", 8443, true, NULL, NULL },
    { "http://[2001:db8::1]", "2001:db8::1", 1080, false, NULL, NULL },
    { "[2001:db8::1]:81", "2001:db8::1", 81, false, NULL, NULL },
    { "http://[fe80::1%25lo]:81", "fe80::1%lo", 81, false, NULL, NULL },
    { "http://[fe80::1%lo]:81", "fe80::1%lo", 81, false, NULL, NULL },
    { "http://u:p@[::1]:81", "::1", 81, false, "u", "p" },
    { "http://u@p.test", "p.test", 1080, false, "u", NULL },
    { "http://u:@p.test", "p.test", 1080, false, "u", "" },
    { "http://:p@p.test", "p.test", 1080, false, "", "p" },
    { "http://@p.test", "p.test", 1080, false, "", NULL },
    { "u:p:q@p.test:81", "p.test", 81, false, "u", "p:q" },
    { "http://a%40b:p%2fq%3a%25@p.test", "p.test", 1080, false, "a@b",
      "p/q:%" },
    { "http://u:100%@p.test", "p.test", 1080, false, "u", "100%" },
    { "http://u:%4@p.test", "p.test", 1080, false, "u", "%4" },
    { "http://u:%zz%C3%a9@p.test", "p.test", 1080, false, "u", "%zz\xc3\xa9" },
};

static void
assert_same_text(const char *found, const char *expected)
{
    if (expected == NULL)
        assert_null(found);
    else
        assert_string_equal(found, expected);
}

static void
reads_the_parts_of_a_url(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(url_rows); i++) {
        const struct url_row *row = &url_rows[i];
        struct proxy_settings settings;
        struct arena arena = { 0 };
        struct error error = { 0 };
        char *variable = arena_printf(&arena, "HTTPS_PROXY=%s", row->url);

        if (!read_one(&settings, &arena, variable, &error))
            fail_msg("%s: %s", row->url, error.text);
        assert_int_equal(settings.route.kind, ROUTE_PROXY);
        assert_string_equal(settings.route.proxy_host, row->host);
        assert_int_equal(settings.route.proxy_port, row->port);
        assert_int_equal(settings.route.proxy_is_tls, row->is_tls);
        assert_string_equal(settings.route.origin, "HTTPS_PROXY");
        assert_same_text(settings.user, row->user);
        assert_same_text(settings.password, row->password);
        proxy_settings_wipe(&settings);
        arena_release(&arena);
    }
}

/* Each has "hush" where a password may stand. */
static const struct refusal_row {
    const char *variable;
    const char *reason;
} refusal_rows[] = {
    { "https_proxy=socks5://u:hush@p.test:1080",
      "https_proxy: SOCKS is not supported by this check: "
      "socks5://***@p.test:1080" },
    { "ALL_PROXY=socks5h://p.test", "ALL_PROXY: SOCKS is not supported" },
    { "ALL_PROXY=SOCKS4A://p.test", "SOCKS is not supported" },
    { "https_proxy=socks://p.test", "SOCKS is not supported" },
    { "https_proxy=gopher://u:hush@p.test", "neither http nor https" },
    { "https_proxy=http://u:hu/sh@p.test", "must be written as %40" },
    { "https_proxy=http://u:80/hush@p.test", "must be written as %40" },
    { "https_proxy=http://u:80#hush@p.test", "must be written as %40" },
    { "https_proxy=http://u:a@hush@p.test", "must be written as %40" },
    { "https_proxy=u:hush://x@p.test", "neither http nor https" },
    { "https_proxy=http://u:hu sh@p.test", "a blank or a control" },
    { "https_proxy=http://u:hush@p.test\r\nX: y", "a blank or a control" },
    { "https_proxy=http://u:hush%0d%0aX@p.test", "a control character" },
    { "https_proxy=http://u%00:hush@p.test", "a control character" },
    { "https_proxy=http://u:hush%7f@p.test", "a control character" },
    { "https_proxy=http://\033[2Jp.test", "a blank or a control" },
    { "https_proxy=http://", "there is no host" },
    { "https_proxy=http://:8080", "there is no host" },
    { "https_proxy=http://u:hush@", "there is no host" },
    { "https_proxy=http://u:hush@/p", "there is no host" },
    { "https_proxy=http://p_roxy\xc3\xa9.test", "there is no host" },
    { "https_proxy=http://p%41.test", "there is no host" },
    { "https_proxy=http://[p.test]:80", "there is no host" },
    { "https_proxy=http://[192.0.2.1]:80", "there is no host" },
    { "https_proxy=http://[::1:80", "there is no host" },
    { "https_proxy=http://[]:80", "there is no host" },
    { "https_proxy=http://u:hush", "the port is not from 1 to 65535: "
                                   "http://u:***" },
    { "https_proxy=u:hush", "the port is not" },
    { "https_proxy=http://p.test:0", "the port is not" },
    { "https_proxy=http://p.test:65536", "the port is not" },
    { "https_proxy=http://p.test:99999999999999999999", "the port is not" },
    { "https_proxy=http://p.test:80:80", "the port is not" },
    { "https_proxy=http://[::1]80", "there is no host" },
};

static void
refuses_what_cannot_be_used_and_keeps_its_secrets(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusal_rows); i++) {
        const struct refusal_row *row = &refusal_rows[i];
        struct proxy_settings settings;
        struct arena arena = { 0 };
        struct error error = { 0 };

        if (read_one(&settings, &arena, row->variable, &error))
            fail_msg("accepted: %s", row->variable);
        assert_int_equal(error.code, ERROR_USAGE);
        if (strstr(error.text, row->reason) == NULL)
            fail_msg("%s: %s", row->variable, error.text);
        assert_null(strstr(error.text, "hu"));
        assert_null(strpbrk(error.text, "\033\r\n"));
        assert_null(settings.user);
        assert_null(settings.password);
        arena_release(&arena);
    }
}

static void
refuses_endless_parts(void **state)
{
    static const char *const before[] = { "https_proxy=http://",
                                          "https_proxy=http://u:",
                                          "https_proxy=http://p.test:" };
    static const char *const behind[] = { "", "@p.test", "" };

    (void)state;
    for (size_t i = 0; i < COUNT(before); i++) {
        struct buffer text = { 0 };
        struct proxy_settings settings;
        struct arena arena = { 0 };
        struct error error = { 0 };

        buffer_append_text(&text, before[i]);
        buffer_append_fill(&text, '7', 100 * 1000);
        buffer_append_text(&text, behind[i]);
        assert_false(read_one(&settings, &arena, buffer_text(&text), &error));
        assert_true(strlen(error.text) < 200);
        buffer_release(&text);
        arena_release(&arena);
    }
}

static void
takes_the_option_before_the_environment(void **state)
{
    char *environment[] = { "https_proxy=http://u:p@env.test:1", "no_proxy=*",
                            NULL };
    struct proxy_settings settings;
    struct arena arena = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(proxy_settings_read(&settings, &arena, "http://o.test:2",
                                    environment, &error));
    assert_int_equal(
        proxy_settings_route(&settings, &arena, "example.com").kind,
        ROUTE_PROXY);
    assert_string_equal(settings.route.proxy_host, "o.test");
    assert_string_equal(settings.route.origin, "--proxy");
    assert_null(settings.user);

    assert_true(
        proxy_settings_read(&settings, &arena, "none", environment, &error));
    assert_int_equal(settings.route.kind, ROUTE_DIRECT);
    assert_string_equal(settings.route.origin, "--proxy");

    assert_false(
        proxy_settings_read(&settings, &arena, "", environment, &error));
    assert_memory_equal(error.text, "--proxy: there is no host", 25);

    assert_false(proxy_settings_read(&settings, &arena, "u:hush@o.test",
                                     environment, &error));
    assert_memory_equal(error.text, "--proxy: others can read", 24);
    assert_null(strstr(error.text, "hush"));
    arena_release(&arena);
}

static void
says_why_the_route_is_what_it_is(void **state)
{
    char *environment[] = { "ALL_PROXY=p.test:1",
                            "NO_PROXY=a.test, .b.test,\033[2J", NULL };
    char *nothing[] = { "http_proxy=p.test:1", NULL };
    struct proxy_settings settings;
    struct arena arena = { 0 };
    struct error error = { 0 };
    struct route route;

    (void)state;
    assert_true(
        proxy_settings_read(&settings, &arena, NULL, environment, &error));
    assert_string_equal(settings.no_proxy, "a.test, .b.test,\\e[2J");
    route = proxy_settings_route(&settings, &arena, "x.b.test");
    assert_int_equal(route.kind, ROUTE_DIRECT);
    assert_string_equal(route.bypass, ".b.test");
    assert_string_equal(route.origin, "NO_PROXY");
    route = proxy_settings_route(&settings, &arena, "x.c.test");
    assert_int_equal(route.kind, ROUTE_PROXY);
    assert_string_equal(route.origin, "ALL_PROXY");
    assert_null(route.bypass);

    assert_true(proxy_settings_read(&settings, &arena, NULL, nothing, &error));
    assert_string_equal(settings.route.origin, "no proxy is set");
    assert_null(settings.no_proxy);
    route = proxy_settings_route(&settings, &arena, "x.b.test");
    assert_int_equal(route.kind, ROUTE_DIRECT);
    assert_null(route.bypass);
    arena_release(&arena);
}

/* The base64 vectors of RFC 4648 10 and of RFC 7617 2, by their lengths. */
static const struct basic_row {
    const char *user;
    const char *password;
    const char *value;
} basic_rows[] = {
    { "Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" },
    { "test", "123\xc2\xa3", "Basic dGVzdDoxMjPCow==" },
    { "a", NULL, "Basic YTo=" },
    { "", "b", "Basic OmI=" },
    { "a", "b", "Basic YTpi" },
    { "a", "\xff\xfe", "Basic YTr//g==" },
    { "a", "\xff\xef\xbe~", "Basic YTr/775+" },
    { "", "", "Basic Og==" },
};

static void
builds_basic_credentials(void **state)
{
    struct proxy_settings settings = { 0 };

    (void)state;
    assert_null(proxy_settings_authorization(&settings));
    for (size_t i = 0; i < COUNT(basic_rows); i++) {
        settings.user = basic_rows[i].user;
        settings.password = basic_rows[i].password;

        char *value = proxy_settings_authorization(&settings);

        assert_string_equal(value, basic_rows[i].value);
        free(value);
    }
}

static void
wipes_what_it_is_told_to(void **state)
{
    static const char zeros[8] = { 0 };
    struct proxy_settings settings;
    struct arena arena = { 0 };
    struct error error = { 0 };
    char text[] = "a secret";

    (void)state;
    assert_true(
        read_one(&settings, &arena, "https_proxy=ann:hush@p.test", &error));

    const char *user = settings.user;
    const char *password = settings.password;

    proxy_settings_wipe(&settings);
    assert_memory_equal(user, zeros, strlen("ann"));
    assert_memory_equal(password, zeros, strlen("hush"));
    assert_null(settings.user);
    assert_null(settings.password);
    proxy_settings_wipe(&settings);
    proxy_settings_wipe_text(NULL);
    proxy_settings_wipe_text(text);
    assert_memory_equal(text, zeros, sizeof zeros);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_the_way_that_curl_goes),
        cmocka_unit_test(matches_an_address_without_brackets),
        cmocka_unit_test(reads_the_parts_of_a_url),
        cmocka_unit_test(refuses_what_cannot_be_used_and_keeps_its_secrets),
        cmocka_unit_test(refuses_endless_parts),
        cmocka_unit_test(takes_the_option_before_the_environment),
        cmocka_unit_test(says_why_the_route_is_what_it_is),
        cmocka_unit_test(builds_basic_credentials),
        cmocka_unit_test(wipes_what_it_is_told_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
