#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "name_builder.h"
#include "probe_worlds.h"
#include "situation_rows.h"

/*
 * What findings say: of each target its own, of a path what was tried on it,
 * and what this run has left open.
 */

static struct target *
beside_good_pki(struct run_builder *builder)
{
    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    return build_target(builder, &builder_gateway);
}

/* What was not looked at. */

static void
pki_silent_and_gateway(struct run_builder *builder, enum outcome outcome,
                       enum reason reason)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);
    struct path *path;

    build_not_connected(build_address(builder, pki, "203.0.113.1"),
                        REASON_SILENT);
    path = build_good(builder, gateway, "203.0.113.2");
    path->results[CHECK_HTTP].outcome = outcome;
    path->results[CHECK_HTTP].reason = reason;
}

static void
gateway_cancelled(struct run_builder *builder)
{
    pki_silent_and_gateway(builder, OUTCOME_SKIP, REASON_CANCELLED);
}

static void
gateway_too_late(struct run_builder *builder)
{
    pki_silent_and_gateway(builder, OUTCOME_SKIP, REASON_DEADLINE);
}

static void
gateway_without_socket(struct run_builder *builder)
{
    pki_silent_and_gateway(builder, OUTCOME_FAIL, REASON_NO_SOCKET);
}

static void
gateway_looked_at(struct run_builder *builder)
{
    pki_silent_and_gateway(builder, OUTCOME_PASS, REASON_NONE);
}

static void
name_cancelled(struct run_builder *builder)
{
    struct target *gateway;

    build_not_connected(build_address(builder,
                                      build_target(builder, &builder_pki),
                                      "203.0.113.1"),
                        REASON_SILENT);
    gateway = build_target(builder, &builder_gateway);
    gateway->name->result.outcome = OUTCOME_SKIP;
    gateway->name->result.reason = REASON_CANCELLED;
}

static void
alias_cancelled(struct run_builder *builder)
{
    struct target *alias;
    struct path *path;

    gateway_looked_at(builder);
    alias = build_target(builder, &builder_alias);
    path = build_good(builder, alias, "203.0.113.3");
    path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
    path->results[CHECK_HTTP].reason = REASON_CANCELLED;
}

/* Names. */

static void
silent_name(struct run_builder *builder)
{
    build_no_address(builder, beside_good_pki(builder), REASON_DNS_SILENT);
}

static void
failing_name(struct run_builder *builder)
{
    build_no_address(builder, beside_good_pki(builder), REASON_SERVFAIL);
}

static void
known_to_servers(struct run_builder *builder)
{
    build_not_connected(
        build_server_address(builder, beside_good_pki(builder), "203.0.113.2"),
        REASON_SILENT);
}

/* Two questions about one name; and about two. */
static void
one_name_alone_is_silent(struct run_builder *builder)
{
    build_no_address(builder, build_target(builder, &builder_pki),
                     REASON_DNS_SILENT);
}

static void
two_names_are_silent(struct run_builder *builder)
{
    one_name_alone_is_silent(builder);
    build_no_address(builder, build_target(builder, &builder_gateway),
                     REASON_DNS_SILENT);
}

static void
denied_by_the_only_answer(struct run_builder *builder)
{
    struct target *gateway = beside_good_pki(builder);

    build_no_address(builder, gateway, REASON_NXDOMAIN);
    gateway->name->answer_count = 1;
}

static void
one_name_alone_fails(struct run_builder *builder)
{
    build_no_address(builder, build_target(builder, &builder_pki),
                     REASON_SERVFAIL);
}

/* That a name which nobody has resolves says nothing of ours. */
static void
fails_beside_a_made_up_name(struct run_builder *builder)
{
    struct address *address =
        arena_new(&builder->run.arena, 1, sizeof *address);
    struct name *name;

    one_name_alone_fails(builder);
    build_made_up(builder, "203.0.113.80");
    name = builder->run.names[1];
    assert_true(address_parse("203.0.113.80", address));
    arena_push(&builder->run.arena, &name->system.addresses,
               &name->system.address_count, address);
}

/* Through a proxy. */

static struct path *
through_proxy(struct run_builder *builder)
{
    build_proxy(builder);
    return build_address(builder, build_target(builder, &builder_gateway),
                         "10.0.0.8");
}

static void
no_tunnel(struct run_builder *builder, enum reason reason, int status)
{
    build_no_tunnel(through_proxy(builder), reason, status);
    build_no_address(builder, builder->run.targets[0], REASON_NXDOMAIN);
}

static void
proxy_closes(struct run_builder *builder)
{
    no_tunnel(builder, REASON_PROXY_CLOSED, 0);
}

static void
proxy_resets(struct run_builder *builder)
{
    no_tunnel(builder, REASON_PROXY_RESET, 0);
}

static void
proxy_is_silent(struct run_builder *builder)
{
    no_tunnel(builder, REASON_PROXY_SILENT, 0);
}

static void
proxy_wants_login(struct run_builder *builder)
{
    no_tunnel(builder, REASON_PROXY_LOGIN_REQUIRED, 407);
}

static void
proxy_denies(struct run_builder *builder)
{
    no_tunnel(builder, REASON_PROXY_DENIED, 403);
}

static void
proxy_cannot(struct run_builder *builder)
{
    no_tunnel(builder, REASON_PROXY_UPSTREAM, 503);
}

static void
proxy_and_name_known(struct run_builder *builder)
{
    build_no_tunnel(through_proxy(builder), REASON_PROXY_DENIED, 403);
    builder->run.targets[0]->name->result.outcome = OUTCOME_PASS;
}

/* TLS, but not as the standard has it. */
static void
tunnel_to_something_odd(struct run_builder *builder)
{
    struct path *path = through_proxy(builder);

    build_tunnel(path);
    build_no_handshake(path, REASON_TLS_PROTOCOL);
}

static void
stopped_in_tunnel(struct run_builder *builder)
{
    struct path *path = through_proxy(builder);

    build_tunnel(path);
    build_no_handshake(path, REASON_TLS_RESET);
    build_probes(builder, stopped);
}

static void
no_such_protocol(struct run_builder *builder)
{
    build_not_connected(build_lone_gateway(builder),
                        REASON_PROTOCOL_UNREACHABLE);
}

static const struct situation situations[] = {
    ALONE(silent_name, "name-not-resolved", MEDIUM),
    ALONE(one_name_alone_is_silent, "no-resolver-answers", LOW),
    ALONE(two_names_are_silent, "no-resolver-answers", MEDIUM),
    ALONE(denied_by_the_only_answer, "name-not-resolved", HIGH),
    ALONE(one_name_alone_fails, "name-not-resolved", LOW),
    ALONE(fails_beside_a_made_up_name, "name-not-resolved", LOW),
    ALONE(failing_name, "name-not-resolved", MEDIUM),

    ALONE(proxy_closes, "proxy-unreachable", LOW),
    ALONE(proxy_resets, "proxy-unreachable", LOW),
    ALONE(proxy_is_silent, "proxy-unreachable", LOW),
    ALONE(proxy_wants_login, "proxy-login-required", HIGH),
    ALONE(proxy_denies, "proxy-refuses", HIGH),
    ALONE(proxy_cannot, "proxy-cannot-reach", MEDIUM),
    { .name = "tunnel to something odd",
      .build = tunnel_to_something_odd,
      .outcome = VERDICT_FAULT,
      .findings = { FAULT("tunnel-broken", LOW) } },
    ALONE(no_such_protocol, "no-route", MEDIUM),
};

static const struct cited citations[] = {
    { gateway_cancelled, "target-not-checked", EVIDENCE_NOT_EVALUATED,
      "gw.us.example.net" },
    { name_cancelled, "target-not-checked", EVIDENCE_NOT_EVALUATED,
      "gw.us.example.net" },
    LEAVES_OPEN(gateway_too_late, "target-not-checked"),
    LEAVES_OPEN(gateway_without_socket, "target-not-checked"),
    LEAVES_OPEN(two_names_are_silent, "not-tried-other-route"),
    LEAVES_OPEN(failing_name, "not-tried-other-route"),
    LEAVES_OPEN(proxy_is_silent, "not-tried-other-route"),
    LEAVES_OPEN(proxy_wants_login, "not-tried-other-route"),
    LEAVES_OPEN(proxy_denies, "not-tried-other-route"),
    LEAVES_OPEN(proxy_cannot, "not-tried-other-route"),
    LEAVES_OPEN(proxy_denies, "resolved-by-proxy"),
    LEAVES_OPEN(proxy_wants_login, "resolved-by-proxy"),
    LEAVES_OPEN(stopped_in_tunnel, "not-repeated"),
    { known_to_servers, "resolver-says", EVIDENCE_CONTRADICTS,
      "gw.us.example.net" },
    SAYS(failing_name, "no-address-from-any-resolver", "gw.us.example.net"),
    SAYS(silent_name, "resolvers-silent", "gw.us.example.net"),
};

static const struct unsaid unsaid[] = {
    { gateway_looked_at, "target-not-checked" },
    { alias_cancelled, "target-not-checked" },
    { failing_name, "resolvers-silent" },
    { silent_name, "no-address-from-any-resolver" },
    { silent_name, "resolver-says" },
    { known_to_servers, "no-address-from-any-resolver" },
    { proxy_and_name_known, "resolved-by-proxy" },
};

static void
situations_mean_what_they_should(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_say_what_was_left_open(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

static size_t
count_statement(const struct finding *finding, const char *statement)
{
    size_t count = 0;

    for (size_t i = 0; i < finding->evidence_count; i++)
        count += strcmp(finding->evidence[i]->statement, statement) == 0;
    return count;
}

/* The same may be said of two targets, and is no repetition. */
static void
each_target_has_its_own_say(void **state)
{
    struct run_builder builder;
    const struct finding *finding;

    (void)state;
    build_run(&builder);
    two_names_are_silent(&builder);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    assert_int_equal(count_statement(finding, "resolvers-silent"), 2);
    assert_int_equal(count_statement(finding, "not-repeated"), 1);
    build_release(&builder);
}

/* What is true of a target is said once, however many addresses it has. */
static void
one_target_says_it_once(void **state)
{
    struct run_builder builder;
    const struct finding *finding;
    struct target *pki;

    (void)state;
    build_run(&builder);
    build_interface(&builder, false);
    pki = build_target(&builder, &builder_pki);
    build_not_connected(build_address(&builder, pki, "203.0.113.1"),
                        REASON_NO_ROUTE);
    build_not_connected(build_address(&builder, pki, "203.0.113.2"),
                        REASON_NO_ROUTE);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    assert_int_equal(count_statement(finding, "no-default-route"), 1);
    assert_int_equal(count_statement(finding, "connect-unreachable"), 2);
    build_release(&builder);
}

/* What helped is said of the path that it was tried on, and of no other. */

struct looked_at {
    enum reason reason;
    probe_world *world;
    const char *cause;
    const char *met;     /* by both */
    const char *learned; /* of the first */
};

static void
check_looked_at(const struct looked_at *looked_at)
{
    struct run_builder builder;
    struct path *path;
    const struct finding *finding;

    build_run(&builder);
    path = build_lone_gateway(&builder);
    build_no_handshake(path, looked_at->reason);
    build_no_handshake(
        build_address(&builder, builder.run.targets[1], "203.0.113.9"),
        looked_at->reason);
    build_probes(&builder, looked_at->world);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    assert_string_equal(finding->cause, looked_at->cause);
    assert_int_equal(finding->target_count, 1);
    assert_int_equal(count_statement(finding, looked_at->met), 2);
    assert_int_equal(count_statement(finding, looked_at->learned), 1);
    build_release(&builder);
}

static void
what_helped_is_said_of_the_path_it_was_tried_on(void **state)
{
    static const char cut[] = "tls-cut-after-hello";
    static const char silent[] = "tls-silent-after-hello";
    static const struct looked_at rows[] = {
        { REASON_TLS_RESET, name_is_cut, "server-name-filtered", cut,
          "other-name-answered" },
        { REASON_TLS_SILENT, big_packets_vanish, "path-mtu", silent,
          "small-segments-come-through" },
        { REASON_TLS_RESET, long_hello_is_cut, "hello-too-large", cut,
          "short-hello-comes-through" },
        { REASON_TLS_RESET, only_old_version_passes, "tls13-intolerant", cut,
          "old-version-comes-through" },
        { REASON_TLS_RESET, second_try_passes, "connection-unstable", cut,
          "came-through-at-times" },
        { REASON_TLS_SILENT, nothing_is_answered, "handshake-unanswered",
          silent, "nothing-helps" },
        { REASON_TLS_SILENT, connects_near, "accepts-everything", silent,
          "answered-after-hops" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_looked_at(&rows[i]);
}

/* Each of two is cut, and only the second for its name. */
static void
gateway_name_is_cut(struct run_builder *builder, struct probe *probe)
{
    if (probe->target == builder->run.targets[1])
        name_is_cut(builder, probe);
    else
        everything_is_cut(builder, probe);
}

/* Its other address is like the one that was looked at, not like the PKI's. */
static void
filter_for_one_of_two(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    build_no_handshake(build_address(builder, pki, "203.0.113.1"),
                       REASON_TLS_RESET);
    build_no_handshake(build_address(builder, gateway, "203.0.113.2"),
                       REASON_TLS_RESET);
    build_no_handshake(build_address(builder, gateway, "203.0.113.9"),
                       REASON_TLS_RESET);
    build_probes(builder, gateway_name_is_cut);
}

static void
an_address_is_like_others_of_its_endpoint(void **state)
{
    struct run_builder builder;
    const struct finding *finding;

    (void)state;
    build_run(&builder);
    filter_for_one_of_two(&builder);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    assert_string_equal(finding->cause, "server-name-filtered");
    assert_int_equal(finding->target_count, 1);
    assert_int_equal(count_statement(finding, "tls-cut-after-hello"), 2);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(situations_mean_what_they_should),
        cmocka_unit_test(findings_say_what_was_left_open),
        cmocka_unit_test(each_target_has_its_own_say),
        cmocka_unit_test(one_target_says_it_once),
        cmocka_unit_test(what_helped_is_said_of_the_path_it_was_tried_on),
        cmocka_unit_test(an_address_is_like_others_of_its_endpoint),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
