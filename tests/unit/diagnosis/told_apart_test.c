#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "file_builder.h"
#include "probe_worlds.h"
#include "situation_rows.h"

/*
 * Causes that look alike and are told apart by one more thing: whether it was
 * tried again, what an alert or a proxy says, what the other route shows,
 * what the clock of the service says.
 */
enum { DAY_S = 24 * 3600 };

/* Names that are looked up again. */

static struct target *
lone_unresolved(struct run_builder *builder, enum reason reason)
{
    struct target *pki = build_target(builder, &builder_pki);

    build_no_address(builder, pki, reason);
    return pki;
}

static void
ask_again(struct run_builder *builder, const struct target *target,
          size_t times)
{
    for (size_t i = 0; i < times; i++) {
        run_ask_again(&builder->run, target->name);
        builder->run.names[builder->run.name_count - 1]->result =
            target->name->result;
    }
}

static void
silent_once(struct run_builder *builder)
{
    lone_unresolved(builder, REASON_DNS_SILENT);
}

static void
silent_each_time(struct run_builder *builder)
{
    ask_again(builder, lone_unresolved(builder, REASON_DNS_SILENT), 3);
}

static void
servfail_once(struct run_builder *builder)
{
    lone_unresolved(builder, REASON_SERVFAIL);
}

static void
servfail_each_time(struct run_builder *builder)
{
    ask_again(builder, lone_unresolved(builder, REASON_SERVFAIL), 3);
}

/* Once more is no "each time". */
static void
servfail_twice(struct run_builder *builder)
{
    ask_again(builder, lone_unresolved(builder, REASON_SERVFAIL), 1);
}

/* The servers know the name, this machine does not. */
static void
known_to_servers(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct path *path = build_server_address(builder, pki, "203.0.113.1");

    build_genuine(builder, pki, path);
    build_status(pki, path, 404);
    ask_again(builder, pki, 3);
}

/* Nobody to ask, and nobody who answers. */

static void
no_resolver(struct run_builder *builder)
{
    struct target *pki = lone_unresolved(builder, REASON_DNS_SILENT);

    pki->name->answer_count = 0;
    builder->run.machine.resolver_count = 0;
}

/* "No such name" is an answer from somewhere. */
static void
no_resolver_and_denied(struct run_builder *builder)
{
    no_resolver(builder);
    builder->run.targets[0]->name->system.reason = REASON_NAME_UNKNOWN;
}

/* It is set, and was not asked. */
static void
resolver_not_asked(struct run_builder *builder)
{
    lone_unresolved(builder, REASON_DNS_SILENT)->name->answer_count = 0;
}

/* Alerts. */

static void
gateway_alerts(struct run_builder *builder, int64_t alert,
               enum direction direction, probe_world *world)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_ALERT);
    path->tls.alert = alert;
    path->tls.alert_direction = direction;
    build_probes(builder, world);
}

static void
name_not_known(struct run_builder *builder)
{
    gateway_alerts(builder, 112, DIRECTION_RECEIVED, everything_is_cut);
}

static void
neighbour_not_known(struct run_builder *builder)
{
    gateway_alerts(builder, 113, DIRECTION_RECEIVED, everything_is_cut);
}

static void
name_not_known_by_us(struct run_builder *builder)
{
    gateway_alerts(builder, 112, DIRECTION_SENT, everything_is_cut);
}

/* With another name it goes on: somebody minds names. */
static void
name_not_known_but_others(struct run_builder *builder)
{
    gateway_alerts(builder, 112, DIRECTION_RECEIVED, name_is_cut);
}

/* What came was no TLS: that we said "version" is no word of the server's. */
static void
odd_bytes(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_PROTOCOL);
    path->tls.alert = 70;
    path->tls.alert_direction = DIRECTION_SENT;
}

/* A proxy that says why. */

static struct path *
gateway_by_proxy(struct run_builder *builder)
{
    struct target *gateway;

    build_proxy(builder);
    gateway = build_target(builder, &builder_gateway);
    return build_address(builder, gateway, "10.0.0.8");
}

static void
proxy_fails(struct run_builder *builder, const char *body)
{
    struct path *path = gateway_by_proxy(builder);

    build_no_tunnel(path, REASON_PROXY_UPSTREAM, 503);
    path->proxy.body = body;
}

static void
proxy_says_nothing(struct run_builder *builder)
{
    proxy_fails(builder, "ERR_ACCESS_DENIED");
}

static void
proxy_finds_no_address(struct run_builder *builder)
{
    proxy_fails(builder, "<body id=ERR_DNS_FAIL>");
}

static void
proxy_finds_nobody(struct run_builder *builder)
{
    proxy_fails(builder, "<body id=ERR_CONNECT_FAIL>");
}

/* It refuses by a rule: what its page is about does not matter. */
static void
proxy_denies(struct run_builder *builder)
{
    struct path *path = gateway_by_proxy(builder);

    build_no_tunnel(path, REASON_PROXY_DENIED, 403);
    build_proxy_page(path, "<body id=ERR_DNS_FAIL>");
}

/* Inspection, by one route or by both. */

static struct target *
inspected_by_proxy(struct run_builder *builder)
{
    struct path *path = gateway_by_proxy(builder);

    build_tunnel(path);
    build_foreign(builder, builder->run.targets[0], path, "CN=Example CA");
    build_probes(builder, nothing_is_answered);
    return build_control(builder);
}

static void
same_issuer_on_both(struct run_builder *builder)
{
    struct target *control = inspected_by_proxy(builder);

    build_foreign(builder, control,
                  build_address(builder, control, "203.0.113.2"),
                  "CN=Example CA");
}

static void
other_issuer_on_other(struct run_builder *builder)
{
    struct target *control = inspected_by_proxy(builder);

    build_foreign(builder, control,
                  build_address(builder, control, "203.0.113.2"),
                  "CN=Another CA");
}

static void
genuine_on_other(struct run_builder *builder)
{
    build_good(builder, inspected_by_proxy(builder), "203.0.113.2");
}

static void
other_is_closed(struct run_builder *builder)
{
    struct target *control = inspected_by_proxy(builder);

    build_not_connected(build_address(builder, control, "203.0.113.2"),
                        REASON_SILENT);
}

/* The age of a bundle, while our clock is wrong. */

static void
service_tells_time(struct run_builder *builder, int64_t offset_s)
{
    struct trio trio = build_healthy(builder);
    struct target *targets[] = { trio.pki, trio.gateway };

    for (size_t i = 0; i < 2; i++) {
        targets[i]->paths[0]->http.has_date = true;
        targets[i]->paths[0]->http.clock_offset_s = offset_s;
    }
}

static void
old_by_our_clock(struct run_builder *builder)
{
    service_tells_time(builder, 15 * DAY_S);
    builder->run.answers.bundle_issued =
        builder->run.started / 1000 - 18 * DAY_S;
}

static void
fresh_by_our_clock(struct run_builder *builder)
{
    service_tells_time(builder, -14 * DAY_S);
    builder->run.answers.bundle_issued =
        builder->run.started / 1000 - 2 * DAY_S;
}

static void
fresh_content_by_our_clock(struct run_builder *builder)
{
    service_tells_time(builder, -14 * DAY_S);
    build_bundle(builder, 2 * DAY_S);
}

static void
certificate_over_by_our_clock(struct run_builder *builder)
{
    service_tells_time(builder, 15 * DAY_S);
    builder->run.answers.certificate_expires =
        builder->run.started / 1000 - 5 * DAY_S;
}

static const struct situation situations[] = {
    ALONE(silent_once, "no-resolver-answers", LOW),
    ALONE(silent_each_time, "no-resolver-answers", MEDIUM),
    ALONE(servfail_once, "name-not-resolved", LOW),
    ALONE(servfail_twice, "name-not-resolved", LOW),
    ALONE(servfail_each_time, "name-not-resolved", MEDIUM),
    ALONE(no_resolver, "no-resolver-set", HIGH),
    ALONE(no_resolver_and_denied, "name-not-resolved", LOW),
    ALONE(resolver_not_asked, "no-resolver-answers", LOW),

    ALONE(name_not_known, "server-name-unknown", MEDIUM),
    ALONE(neighbour_not_known, "tls-blocked", MEDIUM),
    ALONE(name_not_known_by_us, "tls-blocked", MEDIUM),
    ALONE(name_not_known_but_others, "server-name-filtered", HIGH),
    ALONE(odd_bytes, "tls-blocked", MEDIUM),

    ALONE(proxy_says_nothing, "proxy-cannot-reach", MEDIUM),
    ALONE(proxy_finds_no_address, "proxy-cannot-reach", HIGH),
    ALONE(proxy_finds_nobody, "proxy-cannot-reach", HIGH),
    ALONE(proxy_denies, "proxy-refuses", HIGH),

    BESIDE(fresh_by_our_clock, "bundle-expired", MEDIUM, "clock-off", HIGH),
    BESIDE(fresh_content_by_our_clock, "bundle-expired", LOW, "clock-off",
           HIGH),
    WELL_BUT(old_by_our_clock, "clock-off", HIGH),
    WELL_BUT(certificate_over_by_our_clock, "clock-off", HIGH),
};

static const struct cited citations[] = {
    LEAVES_OPEN(silent_once, "not-repeated"),
    LEAVES_OPEN(servfail_once, "not-repeated"),
    SAYS(servfail_each_time, "name-failed-each-time", NULL),
    SAYS(no_resolver, "no-resolver-is-set", NULL),
    SAYS(odd_bytes, "tls-breaks-off-oddly", NULL),
    SAYS(proxy_finds_no_address, "proxy-finds-no-address", NULL),
    SAYS(proxy_finds_nobody, "proxy-finds-nobody", NULL),
    SAYS(same_issuer_on_both, "same-issuer-by-other-route", NULL),
    SAYS(other_issuer_on_other, "other-route-fails-too", NULL),
    SAYS(genuine_on_other, "genuine-by-other-route", NULL),
    SAYS(other_is_closed, "other-route-fails-too", NULL),
    SAYS(fresh_by_our_clock, "age-by-other-clock", NULL),
};

static const struct unsaid unsaid[] = {
    { silent_each_time, "not-repeated" },
    { servfail_each_time, "not-repeated" },
    { known_to_servers, "not-repeated" },
    { odd_bytes, "tls-alert" },
    { proxy_says_nothing, "proxy-finds-no-address" },
    { proxy_says_nothing, "proxy-finds-nobody" },
    { proxy_denies, "proxy-finds-no-address" },
    { same_issuer_on_both, "other-route-fails-too" },
    { other_issuer_on_other, "same-issuer-by-other-route" },
    { genuine_on_other, "same-issuer-by-other-route" },
    { other_is_closed, "genuine-by-other-route" },
};

static void
one_more_thing_tells_them_apart(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_say_what_told_them_apart(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_more_thing_tells_them_apart),
        cmocka_unit_test(findings_say_what_told_them_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
