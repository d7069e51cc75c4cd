#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe_builder.h"
#include "situation_rows.h"

/*
 * Connections that are not made: tried again, they fail each time or do not,
 * and requests that live for some hops show where the trouble begins.
 */
enum { FAR = 5 };

static enum reason first_reason;

/* As the first time, each time. */
static void
fails_again(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_failed(probe, first_reason);
}

/* Routers answer up to the one before the trouble. */
static void
fails_further_on(struct run_builder *builder, struct probe *probe)
{
    fails_again(builder, probe);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 0, 12 - 3);
}

/* Whoever refuses is that many hops away. */
static void
refused_at(struct run_builder *builder, struct probe *probe)
{
    fails_again(builder, probe);
    if (probe->kind != PROBE_HOPS)
        return;
    build_probe_hops(probe, FAR, 0);
    if (probe->variation.ttl >= FAR)
        build_probe_failed(probe, REASON_REFUSED);
}

static void
refused_next_door(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_failed(probe, REASON_REFUSED);
}

static void
connects_once(struct run_builder *builder, struct probe *probe)
{
    fails_again(builder, probe);
    if (probe->kind == PROBE_REPEAT && probe->turn == 1)
        build_connected(probe->path);
}

static void
stopped(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_stopped(probe);
}

/* The second repetition came too late. */
static void
stopped_half_way(struct run_builder *builder, struct probe *probe)
{
    if (probe->turn == 1)
        fails_again(builder, probe);
    else
        stopped(builder, probe);
}

static struct path *
gateway_fails(struct run_builder *builder, enum reason reason,
              probe_world *world)
{
    struct path *path = build_lone_gateway(builder);

    first_reason = reason;
    build_not_connected(path, reason);
    if (world != NULL)
        build_probes(builder, world);
    return path;
}

static void
all_fail(struct run_builder *builder, enum reason reason, probe_world *world)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    first_reason = reason;
    build_not_connected(build_address(builder, pki, "203.0.113.1"), reason);
    build_not_connected(build_address(builder, gateway, "203.0.113.2"),
                        reason);
    if (world != NULL)
        build_probes(builder, world);
}

#define ONE_FAILS(name, reason, world)                                        \
    static void name(struct run_builder *builder)                             \
    {                                                                         \
        gateway_fails(builder, reason, world);                                \
    }
#define ALL_FAIL(name, reason, world)                                         \
    static void name(struct run_builder *builder)                             \
    {                                                                         \
        all_fail(builder, reason, world);                                     \
    }

ONE_FAILS(silent, REASON_SILENT, fails_further_on)
ONE_FAILS(silent_untried, REASON_SILENT, NULL)
ONE_FAILS(silent_stopped, REASON_SILENT, stopped)
ONE_FAILS(silent_half_way, REASON_SILENT, stopped_half_way)
ONE_FAILS(silent_nearby, REASON_SILENT, fails_again)
ONE_FAILS(silent_at_times, REASON_SILENT, connects_once)
ONE_FAILS(refused, REASON_REFUSED, refused_at)
ONE_FAILS(refused_nearby, REASON_REFUSED, refused_next_door)
ONE_FAILS(refused_nowhere, REASON_REFUSED, fails_further_on)
ONE_FAILS(refused_at_times, REASON_REFUSED, connects_once)
ONE_FAILS(reset, REASON_RESET, refused_at)
ONE_FAILS(port_closed, REASON_PORT_UNREACHABLE, fails_again)
ONE_FAILS(prohibited, REASON_PROHIBITED, fails_again)
ONE_FAILS(unreachable, REASON_NET_UNREACHABLE, fails_again)
ALL_FAIL(all_silent, REASON_SILENT, fails_further_on)
ALL_FAIL(all_silent_untried, REASON_SILENT, NULL)

/* An error with a sender needs no repetition. */
static void
prohibited_by_router(struct run_builder *builder)
{
    build_icmp_sender(gateway_fails(builder, REASON_PROHIBITED, fails_again),
                      "10.0.0.1", 13);
}

/* Another address works: the same each time proves less. */
static void
one_address_silent(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    first_reason = REASON_SILENT;
    build_not_connected(build_address(builder, trio.gateway, "203.0.113.7"),
                        REASON_SILENT);
    build_probes(builder, fails_again);
}

static void
proxy_silent_at_times(struct run_builder *builder)
{
    struct target *gateway;

    first_reason = REASON_SILENT;
    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "10.0.0.8");
    gateway = build_target(builder, &builder_gateway);
    build_not_connected(build_address(builder, gateway, "10.0.0.8"),
                        REASON_SILENT);
    build_probes(builder, connects_once);
}

static const char gateway_host[] = "gw.us.example.net";

static const struct situation situations[] = {
    ALONE(silent, "connection-silent", HIGH),
    ALONE(silent_untried, "connection-silent", MEDIUM),
    ALONE(silent_stopped, "connection-silent", MEDIUM),
    ALONE(silent_half_way, "connection-silent", MEDIUM),
    ALONE(all_silent, "connection-silent", MEDIUM),
    ALONE(all_silent_untried, "connection-silent", LOW),
    ALONE(one_address_silent, "connection-silent", MEDIUM),
    ALONE(silent_at_times, "connection-unstable", MEDIUM),
    ALONE(refused, "connection-refused", HIGH),
    ALONE(reset, "connection-refused", HIGH),
    ALONE(port_closed, "connection-refused", HIGH),
    ALONE(refused_at_times, "connection-unstable", MEDIUM),
    ALONE(prohibited, "connection-prohibited", HIGH),
    ALONE(prohibited_by_router, "connection-prohibited", HIGH),
    ALONE(unreachable, "no-route", HIGH),
    /* Each target has a connection of its own to the same proxy. */
    ALONE(proxy_silent_at_times, "proxy-unreachable", MEDIUM),
};

static const struct cited citations[] = {
    SAYS(silent, "connect-silent", gateway_host),
    SAYS(silent, "failed-each-time", gateway_host),
    SAYS(silent, "last-hop-answered", gateway_host),
    SAYS(silent_half_way, "failed-each-time", gateway_host),
    SAYS(refused, "failed-each-time", gateway_host),
    SAYS(refused, "refused-after-hops", gateway_host),
    SAYS(refused_nearby, "refused-after-hops", gateway_host),
    SAYS(prohibited_by_router, "error-sent-by", gateway_host),
    SAYS(silent_at_times, "came-through-at-times", gateway_host),
    SAYS(silent_at_times, "connect-silent", gateway_host),
    LEAVES_OPEN(silent_untried, "not-repeated"),
    LEAVES_OPEN(silent_stopped, "not-repeated"),
};

static const struct unsaid unsaid[] = {
    { silent, "not-repeated" },
    { silent, "refused-after-hops" },
    { silent_nearby, "last-hop-answered" },
    { silent_stopped, "failed-each-time" },
    { silent_half_way, "not-repeated" },
    { silent_untried, "last-hop-answered" },
    { refused, "last-hop-answered" },
    { refused_nowhere, "refused-after-hops" },
    { reset, "refused-after-hops" },
    { silent_at_times, "failed-each-time" },
};

static void
what_is_tried_again_makes_surer(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_say_where_the_trouble_begins(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_tried_again_makes_surer),
        cmocka_unit_test(findings_say_where_the_trouble_begins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
