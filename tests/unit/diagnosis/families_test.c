#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name_builder.h"
#include "probe_worlds.h"
#include "situation_rows.h"

/*
 * One family works and something is wrong with the other: what is in the way
 * there is a remark, for a product goes on to the next address; a stranger
 * there is a fault, for with him the connection ends. An alias of which the
 * same is true alone is no fault either.
 */
enum { PROTOCOL_VERSION = 70 };

static const char other_address[] = "2001:db8::2";

/* All is well by IPv4; the IPv6 address of the gateway, not yet tried. */
static struct path *
other_family(struct run_builder *builder)
{
    return build_address(builder, build_healthy(builder).gateway,
                         other_address);
}

static struct path *
no_handshake(struct run_builder *builder, enum reason reason,
             probe_world *world)
{
    struct path *path = other_family(builder);

    build_no_handshake(path, reason);
    build_probes(builder, world);
    return path;
}

#define HANDSHAKE(name, reason, world)                                        \
    static void name(struct run_builder *builder)                             \
    {                                                                         \
        no_handshake(builder, reason, world);                                 \
    }

HANDSHAKE(name_filtered, REASON_TLS_RESET, name_is_cut)
HANDSHAKE(mtu_hole, REASON_TLS_SILENT, big_packets_vanish)
HANDSHAKE(long_hello, REASON_TLS_RESET, long_hello_is_cut)
HANDSHAKE(old_version, REASON_TLS_RESET, only_old_version_passes)
HANDSHAKE(unstable, REASON_TLS_RESET, second_try_passes)
HANDSHAKE(tarpit, REASON_TLS_SILENT, nothing_is_answered)
HANDSHAKE(accepts_all, REASON_TLS_SILENT, connects_near)
HANDSHAKE(cut, REASON_TLS_RESET, everything_is_cut)

static void
no_common_version(struct run_builder *builder)
{
    struct path *path = other_family(builder);

    build_no_handshake(path, REASON_TLS_ALERT);
    path->tls.alert = PROTOCOL_VERSION;
}

static struct path *
no_connection(struct run_builder *builder, enum reason reason)
{
    struct path *path = other_family(builder);

    build_not_connected(path, reason);
    return path;
}

static void
refused(struct run_builder *builder)
{
    no_connection(builder, REASON_REFUSED);
}

static void
prohibited(struct run_builder *builder)
{
    no_connection(builder, REASON_PROHIBITED);
}

static void
unreachable(struct run_builder *builder)
{
    no_connection(builder, REASON_NET_UNREACHABLE);
}

static void
filtered_here(struct run_builder *builder)
{
    no_connection(builder, REASON_LOCAL_POLICY);
}

static void
router_silent(struct run_builder *builder)
{
    no_connection(builder, REASON_HOST_UNREACHABLE)->tcp.sender_is_local =
        true;
}

/* The proxy has two addresses. */

static struct path *
other_proxy_address(struct run_builder *builder)
{
    build_proxy(builder);
    return other_family(builder);
}

static void
proxy_refused(struct run_builder *builder)
{
    build_not_connected(other_proxy_address(builder), REASON_REFUSED);
}

static struct path *
no_tunnel(struct run_builder *builder, enum reason reason, int status)
{
    struct path *path = other_proxy_address(builder);

    build_no_tunnel(path, reason, status);
    return path;
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
proxy_tunnel_dead(struct run_builder *builder)
{
    struct path *path = other_proxy_address(builder);

    build_tunnel(path);
    build_no_handshake(path, REASON_TLS_CLOSED);
}

/* Whoever is spoken to in the wrong way is no proxy of ours. */
static void
proxy_of_other_scheme(struct run_builder *builder)
{
    no_tunnel(builder, REASON_NOT_A_PROXY, 0)->proxy.status_line =
        "\\x15\\x03\\x01";
}

/* Past the proxy one family works. */
static void
bypassed(struct run_builder *builder)
{
    static const struct route past = { .kind = ROUTE_DIRECT,
                                       .bypass = ".example.net" };
    struct target *gateway;
    struct target *control;

    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "10.0.0.8");
    gateway = run_add_target(&builder->run, &builder_gateway, NULL, &past);
    build_good(builder, gateway, "203.0.113.2");
    build_not_connected(build_own_address(builder, gateway, other_address),
                        REASON_SILENT);
    control = build_target(builder, &builder_gateway);
    control->control = true;
    build_good(builder, control, "10.0.0.8");
}

/* Strangers. */

static struct target *
good_gateway(struct run_builder *builder)
{
    struct target *gateway;

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    gateway = build_target(builder, &builder_gateway);
    build_good(builder, gateway, "203.0.113.2");
    return gateway;
}

static void
hosts_line_to_stranger(struct run_builder *builder)
{
    struct target *gateway = good_gateway(builder);
    struct path *further =
        build_further_address(builder, gateway, "203.0.113.3");

    build_genuine(builder, gateway, further);
    build_status(gateway, further, 400);
    build_foreign(builder, gateway,
                  build_hosts_address(builder, gateway, other_address),
                  "CN=Old CA");
}

static void
made_up_stranger(struct run_builder *builder)
{
    struct target *gateway = good_gateway(builder);

    build_foreign(builder, gateway,
                  build_address(builder, gateway, other_address), "CN=Help");
    build_made_up(builder, other_address);
}

static void
search_list_to_stranger(struct run_builder *builder)
{
    struct target *gateway = good_gateway(builder);

    build_search_list(builder);
    gateway->name->answer_count = 0;
    build_denied(builder, gateway);
    build_foreign(builder, gateway,
                  build_own_address(builder, gateway, other_address),
                  "CN=Corp CA");
}

static void
stranger_inside(struct run_builder *builder)
{
    struct target *gateway = good_gateway(builder);

    build_foreign(builder, gateway, build_address(builder, gateway, "fd00::5"),
                  "CN=Inside CA");
}

/* Dates that are wrong for one of two machines, and so is the clock. */
static void
clock_ahead(struct run_builder *builder)
{
    enum { DAY_S = 86400 };
    struct target *gateway = good_gateway(builder);
    struct path *path = build_good(builder, gateway, other_address);
    int64_t now = builder->run.started / 1000;

    path->tls.dates_valid = false;
    path->tls.chain[0]->not_after = now - DAY_S;
    path->results[CHECK_TLS].outcome = OUTCOME_FAIL;
    path->results[CHECK_TLS].reason = REASON_EXPIRED;
    for (size_t i = 0; i < 2; i++) {
        struct http_facts *http = &builder->run.targets[i]->paths[0]->http;

        http->has_date = true;
        http->clock_offset_s = 2 * DAY_S;
    }
}

/* The alias alone. */

static struct target *
lone_alias(struct run_builder *builder)
{
    struct target *alias;

    good_gateway(builder);
    alias = build_target(builder, &builder_alias);
    return alias;
}

static void
alias_without_way(struct run_builder *builder)
{
    build_interface(builder, false);
    build_not_connected(
        build_address(builder, lone_alias(builder), "203.0.113.3"),
        REASON_NO_ROUTE);
}

static void
alias_needs_tcp(struct run_builder *builder)
{
    build_cut_answer(builder, lone_alias(builder), REASON_DNS_SILENT);
}

/* The others stand in the hosts file, and no server answers. */
static void
alias_needs_resolver(struct run_builder *builder)
{
    struct target *alias = lone_alias(builder);

    for (size_t i = 0; i < 2; i++)
        builder->run.targets[i]->name->answer_count = 0;
    build_no_address(builder, alias, REASON_DNS_SILENT);
}

static void
alias_is_filtered(struct run_builder *builder)
{
    build_not_connected(
        build_address(builder, lone_alias(builder), "203.0.113.3"),
        REASON_LOCAL_POLICY);
}

static const struct situation situations[] = {
    WELL_BUT(refused, "connection-refused", MEDIUM),
    WELL_BUT(prohibited, "connection-prohibited", MEDIUM),
    WELL_BUT(unreachable, "no-route", MEDIUM),
    WELL_BUT(filtered_here, "local-firewall", HIGH),
    WELL_BUT(router_silent, "first-hop-silent", HIGH),

    WELL_BUT(name_filtered, "server-name-filtered", HIGH),
    WELL_BUT(mtu_hole, "path-mtu", HIGH),
    WELL_BUT(long_hello, "hello-too-large", HIGH),
    WELL_BUT(old_version, "tls13-intolerant", HIGH),
    WELL_BUT(no_common_version, "tls-version", MEDIUM),
    WELL_BUT(unstable, "connection-unstable", MEDIUM),
    WELL_BUT(tarpit, "handshake-unanswered", MEDIUM),
    WELL_BUT(accepts_all, "accepts-everything", MEDIUM),
    WELL_BUT(cut, "tls-blocked", MEDIUM),

    WELL_BUT(proxy_refused, "proxy-unreachable", MEDIUM),
    WELL_BUT(proxy_wants_login, "proxy-login-required", HIGH),
    WELL_BUT(proxy_denies, "proxy-refuses", HIGH),
    WELL_BUT(proxy_cannot, "proxy-cannot-reach", MEDIUM),
    WELL_BUT(proxy_tunnel_dead, "tunnel-broken", MEDIUM),
    WELL_BUT(bypassed, "proxy-bypassed", HIGH),

    ALONE(proxy_of_other_scheme, "proxy-wrong-scheme", HIGH),
    ALONE(hosts_line_to_stranger, "hosts-file-override", HIGH),
    ALONE(made_up_stranger, "name-rewritten", HIGH),
    ALONE(search_list_to_stranger, "search-domain-captures", MEDIUM),
    ALONE(stranger_inside, "wrong-address", MEDIUM),
    ALONE(clock_ahead, "clock-wrong", HIGH),

    WELL_BUT(alias_without_way, "alias-not-available", MEDIUM),
    WELL_BUT(alias_needs_tcp, "alias-not-available", MEDIUM),
    WELL_BUT(alias_needs_resolver, "alias-not-available", MEDIUM),
    WELL_BUT(alias_is_filtered, "alias-not-available", MEDIUM),
};

static void
one_family_that_works_is_enough_unless_a_stranger_answers(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            one_family_that_works_is_enough_unless_a_stranger_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
