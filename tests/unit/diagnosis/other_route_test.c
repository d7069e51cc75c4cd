#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name_builder.h"
#include "probe_builder.h"
#include "situation_rows.h"

/*
 * Routes and ways of asking that were chosen wrongly: a proxy that is spoken
 * to in the wrong way, one that is gone past, answers that need TCP.
 */

/* A proxy and its scheme. */

static void
proxy_answers(struct run_builder *builder, bool is_tls, enum reason reason,
              int status, const char *line)
{
    struct target *targets[2];

    build_proxy(builder);
    builder->run.route.proxy_is_tls = is_tls;
    targets[0] = build_target(builder, &builder_pki);
    targets[1] = build_target(builder, &builder_gateway);
    for (size_t i = 0; i < 2; i++) {
        struct path *path = build_address(builder, targets[i], "10.0.0.8");

        build_no_tunnel(path, reason, status);
        path->proxy.status_line = line;
    }
}

static void
plain_to_tls_proxy(struct run_builder *builder)
{
    proxy_answers(builder, false, REASON_NOT_A_PROXY, 0,
                  "\\x15\\x03\\x01\\x00\\x02\\x02F");
}

static void
plain_to_something_else(struct run_builder *builder)
{
    proxy_answers(builder, false, REASON_NOT_A_PROXY, 0, "SSH-2.0-x");
}

static void
plain_to_nothing_said(struct run_builder *builder)
{
    proxy_answers(builder, false, REASON_NOT_A_PROXY, 0, NULL);
}

static void
tls_to_plain_proxy(struct run_builder *builder)
{
    proxy_answers(builder, true, REASON_NOT_A_PROXY, 0, NULL);
}

/* It did speak TLS, and then HTTP: it is only no proxy. */
static void
tls_to_web_server(struct run_builder *builder)
{
    proxy_answers(builder, true, REASON_NOT_A_PROXY, 400,
                  "HTTP/1.1 400 Bad Request");
}

static void
tls_to_silent_proxy(struct run_builder *builder)
{
    proxy_answers(builder, true, REASON_PROXY_SILENT, 0, NULL);
}

/* Past the proxy. */

static const struct route past = { .kind = ROUTE_DIRECT,
                                   .origin = "NO_PROXY",
                                   .bypass = ".example.net" };

/* What becomes of the way past it is not tried again here. */
static void
silent_again(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_failed(probe, REASON_SILENT);
}

static struct target *
gateway_past_proxy(struct run_builder *builder, const struct route *route)
{
    struct target *gateway;

    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "10.0.0.8");
    gateway = run_add_target(&builder->run, &builder_gateway, NULL, route);
    build_not_connected(build_own_address(builder, gateway, "203.0.113.2"),
                        REASON_SILENT);
    build_probes(builder, silent_again);
    return gateway;
}

static void
bypassed(struct run_builder *builder)
{
    gateway_past_proxy(builder, &past);
    build_good(builder, build_control(builder), "10.0.0.8");
}

/* By the proxy it fails as well: then it is not the entry. */
static void
bypassed_and_denied(struct run_builder *builder)
{
    gateway_past_proxy(builder, &past);
    build_no_tunnel(build_address(builder, build_control(builder), "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
}

/* Direct, but by no entry: there is nothing to take out. */
static void
direct_without_entry(struct run_builder *builder)
{
    static const struct route direct = { .kind = ROUTE_DIRECT };

    gateway_past_proxy(builder, &direct);
    build_good(builder, build_control(builder), "10.0.0.8");
}

/* The control is well, and so is the way past. */
static void
bypassed_and_well(struct run_builder *builder)
{
    struct target *gateway;

    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "10.0.0.8");
    gateway = run_add_target(&builder->run, &builder_gateway, NULL, &past);
    build_good(builder, gateway, "203.0.113.2");
}

/* The comparison is of another endpoint. */
static void
bypassed_beside_other_control(struct run_builder *builder)
{
    struct target *gateway = gateway_past_proxy(builder, &past);
    struct target *other = build_target(builder, &builder_alias);

    (void)gateway;
    other->control = true;
    build_good(builder, other, "10.0.0.8");
}

/* Who inspects by the proxy proves nothing of the way by it. */
static void
bypassed_and_inspected(struct run_builder *builder)
{
    struct target *control;
    struct path *path;

    gateway_past_proxy(builder, &past);
    control = build_control(builder);
    path = build_address(builder, control, "10.0.0.8");
    build_tunnel(path);
    build_foreign(builder, control, path, "CN=Proxy CA");
}

/* By the proxy it fails, and past it all is well: it decides nothing. */
static void
proxy_denies_and_direct_works(struct run_builder *builder)
{
    struct target *gateway;

    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "10.0.0.8");
    gateway = build_target(builder, &builder_gateway);
    build_no_tunnel(build_address(builder, gateway, "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
    build_probes(builder, silent_again);
    build_good(builder, build_control(builder), "203.0.113.2");
}

/* A control that fails in its own way is there to be cited. */
static void
proxy_denies_and_direct_is_silent(struct run_builder *builder)
{
    struct target *gateway;

    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "10.0.0.8");
    gateway = build_target(builder, &builder_gateway);
    build_no_tunnel(build_address(builder, gateway, "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
    build_probes(builder, silent_again);
    build_not_connected(
        build_own_address(builder, build_control(builder), "203.0.113.2"),
        REASON_SILENT);
}

/* Names over TCP. */

static void
answer_cut(struct run_builder *builder, enum reason reason)
{
    struct target *gateway;

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    gateway = build_target(builder, &builder_gateway);
    build_cut_answer(builder, gateway, reason);
}

static void
tcp_silent(struct run_builder *builder)
{
    answer_cut(builder, REASON_DNS_SILENT);
}

static void
tcp_rejected(struct run_builder *builder)
{
    answer_cut(builder, REASON_DNS_UNREACHABLE);
}

static void
tcp_denied(struct run_builder *builder)
{
    answer_cut(builder, REASON_SERVFAIL);
    builder->run.targets[1]->name->answers[0]->rcode = "SERVFAIL";
}

static void
udp_silent(struct run_builder *builder)
{
    answer_cut(builder, REASON_DNS_SILENT);
    builder->run.targets[1]->name->answers[0]->over_tcp = false;
}

/* Only the further question was cut; the name has an address. */
static void
tcp_silent_but_resolved(struct run_builder *builder)
{
    struct target *gateway;

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    gateway = build_target(builder, &builder_gateway);
    build_cut_answer(builder, gateway, REASON_DNS_SILENT);
    gateway->name->system.reason = REASON_NONE;
    build_good(builder, gateway, "203.0.113.2");
}

/* One of two servers is behind a wall for TCP: nobody else answers. */
static void
one_server_cut(struct run_builder *builder)
{
    answer_cut(builder, REASON_DNS_SILENT);
    build_denied(builder, builder->run.targets[1]);
}

static const struct situation situations[] = {
    ALONE(plain_to_tls_proxy, "proxy-wrong-scheme", HIGH),
    ALONE(plain_to_something_else, "proxy-unreachable", HIGH),
    ALONE(plain_to_nothing_said, "proxy-unreachable", HIGH),
    ALONE(tls_to_plain_proxy, "proxy-wrong-scheme", HIGH),
    ALONE(tls_to_web_server, "proxy-unreachable", HIGH),
    ALONE(tls_to_silent_proxy, "proxy-unreachable", LOW),

    ALONE(bypassed, "proxy-bypassed", HIGH),
    ALONE(bypassed_and_denied, "connection-silent", MEDIUM),
    ALONE(bypassed_and_inspected, "connection-silent", MEDIUM),
    ALONE(direct_without_entry, "connection-silent", MEDIUM),
    ALONE(bypassed_beside_other_control, "connection-silent", MEDIUM),
    WELL(bypassed_and_well),
    ALONE(proxy_denies_and_direct_works, "proxy-refuses", HIGH),
    ALONE(proxy_denies_and_direct_is_silent, "proxy-refuses", HIGH),

    ALONE(tcp_silent, "dns-tcp-blocked", HIGH),
    ALONE(tcp_rejected, "dns-tcp-blocked", HIGH),
    ALONE(tcp_denied, "name-not-resolved", MEDIUM),
    ALONE(udp_silent, "name-not-resolved", MEDIUM),
    WELL_BUT(tcp_silent_but_resolved, "record-type-unanswered", MEDIUM),
    ALONE(one_server_cut, "dns-tcp-blocked", HIGH),
};

static const struct cited citations[] = {
    SAYS(plain_to_tls_proxy, "proxy-speaks-tls", "pki.example.net"),
    SAYS(tls_to_plain_proxy, "proxy-speaks-no-tls", "pki.example.net"),
    SAYS(bypassed, "no-proxy-entry-matched", "gw.us.example.net"),
    SAYS(bypassed, "connect-silent", "gw.us.example.net"),
    SAYS(bypassed, "proven-by-other-route", "gw.us.example.net"),
    SAYS(tcp_silent, "cut-answer-not-completed", "gw.us.example.net"),
    SAYS(tcp_silent, "resolvers-silent", "gw.us.example.net"),
    SAYS(tcp_silent, "system-lookup-says", "gw.us.example.net"),
    LEAVES_OPEN(plain_to_tls_proxy, "not-tried-other-route"),
    LEAVES_OPEN(tcp_silent, "not-tried-other-route"),
};

static const struct unsaid unsaid[] = {
    { plain_to_tls_proxy, "proxy-speaks-no-tls" },
    { tls_to_plain_proxy, "proxy-speaks-tls" },
    { bypassed, "not-tried-other-route" },
    { proxy_denies_and_direct_works, "not-tried-other-route" },
};

static void
routes_that_were_chosen_wrongly_are_told_apart(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_the_other_route(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_that_were_chosen_wrongly_are_told_apart),
        cmocka_unit_test(findings_cite_the_other_route),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
