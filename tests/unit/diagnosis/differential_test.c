#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe_worlds.h"
#include "situation_rows.h"

/*
 * Handshakes and connections that fail alike, each in a world of its own:
 * what is tried again must tell them apart. Beside each cause stand those
 * that look like it.
 */
enum { PROTOCOL_VERSION = 70 };

/* Runs: what was met first, and the world that it was met in. */

static struct path *
try_gateway(struct run_builder *builder, enum reason reason,
            probe_world *world)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, reason);
    build_probes(builder, world);
    return path;
}

#define RUN_OF(name, reason, world)                                           \
    static void name(struct run_builder *builder)                             \
    {                                                                         \
        try_gateway(builder, reason, world);                                  \
    }

RUN_OF(filter_cuts, REASON_TLS_RESET, name_is_cut)
RUN_OF(filter_closes, REASON_TLS_CLOSED, name_is_cut)
RUN_OF(filter_alerts, REASON_TLS_ALERT, name_is_cut)
RUN_OF(filter_drops, REASON_TLS_SILENT, name_is_dropped)
RUN_OF(filter_mostly, REASON_TLS_RESET, other_name_passes_twice)
RUN_OF(filter_hardly, REASON_TLS_RESET, other_name_passes_once)
RUN_OF(filter_spares_nameless, REASON_TLS_RESET, no_name_passes)
RUN_OF(filter_lets_hello, REASON_TLS_RESET, own_name_gets_a_hello)
RUN_OF(mtu_hole, REASON_TLS_SILENT, big_packets_vanish)
RUN_OF(mtu_hole_once, REASON_TLS_SILENT, small_packets_pass_once)
RUN_OF(mtu_and_repeat, REASON_TLS_SILENT, small_packets_and_a_repeat_pass)
RUN_OF(hello_lost, REASON_TLS_SILENT, long_hello_vanishes)
RUN_OF(hello_cut, REASON_TLS_RESET, long_hello_is_cut)
RUN_OF(hello_short_once, REASON_TLS_RESET, short_hello_passes_once)
RUN_OF(hello_or_name, REASON_TLS_RESET, short_hello_and_no_name_pass)
RUN_OF(old_version, REASON_TLS_RESET, only_old_version_passes)
RUN_OF(either_version, REASON_TLS_RESET, each_version_passes)
RUN_OF(tarpit, REASON_TLS_SILENT, nothing_is_answered)
RUN_OF(tarpit_near, REASON_TLS_SILENT, connects_near)
RUN_OF(tarpit_further, REASON_TLS_SILENT, connects_one_further)
RUN_OF(tarpit_nowhere, REASON_TLS_SILENT, connects_nowhere)
RUN_OF(all_cut, REASON_TLS_RESET, everything_is_cut)
RUN_OF(at_times, REASON_TLS_RESET, second_try_passes)
RUN_OF(stranger_at_times, REASON_TLS_RESET, stranger_answers_at_times)
RUN_OF(probes_stopped, REASON_TLS_SILENT, stopped)
RUN_OF(probes_stopped_late, REASON_TLS_RESET, stopped_after_names)
RUN_OF(small_helps_unrepeated, REASON_TLS_SILENT, repeats_stopped)
RUN_OF(small_helps_repeated_once, REASON_TLS_SILENT, second_repeat_stopped)
RUN_OF(short_helps_unrepeated, REASON_TLS_RESET, repeats_stopped)
RUN_OF(short_helps_repeated_once, REASON_TLS_RESET, second_repeat_stopped)
RUN_OF(filter_next_door, REASON_TLS_RESET, name_is_cut_next_door)
RUN_OF(tarpit_next_door, REASON_TLS_SILENT, connects_next_door)

static void
mtu_hole_after_hello(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_STALLED);
    build_server_hello(builder, path);
    build_probes(builder, big_packets_vanish_after_hello);
}

/* The path itself has had a hello: whoever cut it did not mind the name. */
static void
cut_after_hello(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_RESET);
    build_server_hello(builder, path);
    build_probes(builder, name_is_cut);
}

/* Nothing that is small can help against who cuts. */
static void
cut_but_small_packets(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);
    struct variation small = { .segment = 1100 };

    build_no_handshake(path, REASON_TLS_RESET);
    for (int i = 0; i < 2; i++)
        build_probe_answered(builder,
                             run_add_probe(&builder->run, PROBE_SEGMENT,
                                           builder->run.targets[1], path,
                                           &small, CHECK_TLS));
    build_probes(builder, everything_is_cut);
}

static void
stalled(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_STALLED);
    path->tls.bytes_in = 7;
    build_probes(builder, nothing_but_stalls);
}

static void
alerted(struct run_builder *builder, int64_t alert)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_ALERT);
    path->tls.alert = alert;
    build_probes(builder, everything_is_cut);
}

static void
no_common_version(struct run_builder *builder)
{
    alerted(builder, PROTOCOL_VERSION);
}

static void
another_alert(struct run_builder *builder)
{
    alerted(builder, 80);
}

/* It says that the version is wrong, and the old one is right. */
static void
alert_but_old_version(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);

    build_no_handshake(path, REASON_TLS_ALERT);
    path->tls.alert = PROTOCOL_VERSION;
    build_probes(builder, only_old_version_passes);
}

static void
chain_then_cut(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);

    build_genuine(builder, builder->run.targets[1], path);
    path->tls.handshake_done = false;
    build_no_handshake(path, REASON_TLS_RESET);
    build_probes(builder, cut_after_chain);
}

/* The second address is not looked at, nor is the further name. */
static void
filter_for_all(struct run_builder *builder)
{
    struct path *path = build_lone_gateway(builder);
    struct target *gateway = builder->run.targets[1];
    struct target *alias = build_target(builder, &builder_alias);

    build_no_handshake(path, REASON_TLS_RESET);
    build_no_handshake(build_address(builder, gateway, "203.0.113.9"),
                       REASON_TLS_RESET);
    build_no_handshake(build_address(builder, alias, "203.0.113.3"),
                       REASON_TLS_RESET);
    build_probes(builder, name_is_cut);
}

/* What was learned of a cut says nothing about silence. */
static void
filter_beside_silence(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);
    struct target *alias = build_target(builder, &builder_alias);

    build_good(builder, pki, "203.0.113.1");
    build_no_handshake(build_address(builder, gateway, "203.0.113.2"),
                       REASON_TLS_RESET);
    build_no_handshake(build_address(builder, alias, "203.0.113.3"),
                       REASON_TLS_SILENT);
    build_probes(builder, name_is_cut);
}

/* Through a proxy. */

static void
tunnel_then(struct run_builder *builder, bool pki_works, probe_world *world)
{
    struct target *pki;
    struct target *gateway;
    struct path *path;

    build_proxy(builder);
    pki = build_target(builder, &builder_pki);
    gateway = build_target(builder, &builder_gateway);
    if (pki_works) {
        build_good(builder, pki, "10.0.0.8");
    } else {
        path = build_address(builder, pki, "10.0.0.8");
        build_tunnel(path);
        build_no_handshake(path, REASON_TLS_CLOSED);
    }
    path = build_address(builder, gateway, "10.0.0.8");
    build_tunnel(path);
    build_no_handshake(path, REASON_TLS_CLOSED);
    build_probes(builder, world);
}

static void
tunnel_dead(struct run_builder *builder)
{
    tunnel_then(builder, true, everything_is_cut);
}

static void
tunnels_dead(struct run_builder *builder)
{
    tunnel_then(builder, false, everything_is_cut);
}

static void
tunnel_minds_name(struct run_builder *builder)
{
    tunnel_then(builder, true, name_is_cut);
}

static void
tunnel_at_times(struct run_builder *builder)
{
    tunnel_then(builder, true, second_try_passes);
}

static const char gateway_host[] = "gw.us.example.net";

static const struct situation situations[] = {
    ALONE(filter_cuts, "server-name-filtered", HIGH),
    ALONE(filter_closes, "server-name-filtered", HIGH),
    ALONE(filter_alerts, "server-name-filtered", HIGH),
    ALONE(filter_drops, "server-name-filtered", HIGH),
    ALONE(filter_mostly, "server-name-filtered", HIGH),
    ALONE(filter_for_all, "server-name-filtered", HIGH),
    ALONE(filter_hardly, "tls-blocked", MEDIUM),
    ALONE(filter_spares_nameless, "tls-blocked", MEDIUM),
    ALONE(filter_lets_hello, "tls-blocked", MEDIUM),
    ALONE(cut_after_hello, "tls-blocked", MEDIUM),
    { "filter beside silence",
      filter_beside_silence,
      VERDICT_FAULT,
      { FAULT("server-name-filtered", HIGH),
        REMARK("alias-not-available", LOW) } },

    ALONE(mtu_hole, "path-mtu", HIGH),
    ALONE(mtu_hole_after_hello, "path-mtu", HIGH),
    ALONE(mtu_hole_once, "tls-blocked", MEDIUM),
    ALONE(mtu_and_repeat, "connection-unstable", MEDIUM),
    ALONE(cut_but_small_packets, "tls-blocked", MEDIUM),

    ALONE(hello_lost, "hello-too-large", HIGH),
    ALONE(hello_cut, "hello-too-large", HIGH),
    ALONE(hello_short_once, "tls-blocked", MEDIUM),
    ALONE(hello_or_name, "tls-blocked", MEDIUM),
    ALONE(old_version, "tls13-intolerant", HIGH),
    ALONE(either_version, "tls-blocked", MEDIUM),
    ALONE(no_common_version, "tls-version", MEDIUM),
    ALONE(alert_but_old_version, "tls13-intolerant", HIGH),
    ALONE(another_alert, "tls-blocked", MEDIUM),

    ALONE(tarpit, "handshake-unanswered", MEDIUM),
    ALONE(tarpit_next_door, "accepts-everything", MEDIUM),
    ALONE(tarpit_near, "accepts-everything", MEDIUM),
    ALONE(tarpit_further, "handshake-unanswered", MEDIUM),
    ALONE(tarpit_nowhere, "handshake-unanswered", MEDIUM),
    ALONE(stalled, "tls-blocked", MEDIUM),
    ALONE(all_cut, "tls-blocked", MEDIUM),
    ALONE(probes_stopped, "tls-blocked", MEDIUM),
    ALONE(probes_stopped_late, "tls-blocked", MEDIUM),
    ALONE(small_helps_unrepeated, "tls-blocked", MEDIUM),
    ALONE(small_helps_repeated_once, "path-mtu", HIGH),
    ALONE(short_helps_unrepeated, "tls-blocked", MEDIUM),
    ALONE(short_helps_repeated_once, "hello-too-large", HIGH),

    ALONE(at_times, "connection-unstable", MEDIUM),
    ALONE(stranger_at_times, "connection-unstable", MEDIUM),
    ALONE(chain_then_cut, "tls-blocked", MEDIUM),

    ALONE(tunnel_dead, "tunnel-broken", MEDIUM),
    ALONE(tunnels_dead, "tunnel-broken", MEDIUM),
    ALONE(tunnel_minds_name, "tunnel-broken", MEDIUM),
    ALONE(tunnel_at_times, "tunnel-broken", MEDIUM),
};

static const struct cited citations[] = {
    SAYS(filter_cuts, "tls-cut-after-hello", gateway_host),
    SAYS(filter_cuts, "other-name-answered", gateway_host),
    SAYS(filter_cuts, "failed-each-time", gateway_host),
    SAYS(filter_cuts, "name-minded-after-hops", gateway_host),
    SAYS(mtu_hole, "tls-silent-after-hello", gateway_host),
    SAYS(mtu_hole, "small-segments-come-through", gateway_host),
    SAYS(mtu_hole, "failed-each-time", gateway_host),
    SAYS(mtu_hole_after_hello, "failed-each-time", gateway_host),
    SAYS(filter_next_door, "name-minded-after-hops", gateway_host),
    SAYS(hello_cut, "tls-cut-after-hello", gateway_host),
    SAYS(hello_cut, "short-hello-comes-through", gateway_host),
    SAYS(hello_cut, "failed-each-time", gateway_host),
    SAYS(old_version, "tls-cut-after-hello", gateway_host),
    SAYS(old_version, "old-version-comes-through", gateway_host),
    SAYS(old_version, "failed-each-time", gateway_host),
    SAYS(no_common_version, "tls-alert", gateway_host),
    SAYS(tarpit, "tls-silent-after-hello", gateway_host),
    SAYS(tarpit, "nothing-helps", gateway_host),
    SAYS(tarpit_next_door, "answered-after-hops", gateway_host),
    SAYS(tarpit, "failed-each-time", gateway_host),
    SAYS(tarpit_near, "nothing-helps", gateway_host),
    SAYS(tarpit_near, "answered-after-hops", gateway_host),
    SAYS(at_times, "came-through-at-times", gateway_host),
    SAYS(tunnel_dead, "proxy-opened-tunnel", gateway_host),
    SAYS(tunnel_dead, "tls-cut-after-hello", gateway_host),
    SAYS(tunnel_dead, "failed-each-time", gateway_host),
    SAYS(tarpit, "chain-genuine", "pki.example.net"),
    SAYS(tunnel_dead, "other-endpoint-connects", "pki.example.net"),
    LEAVES_OPEN(probes_stopped, "not-repeated"),
    LEAVES_OPEN(filter_cuts, "not-tried-other-route"),
    LEAVES_OPEN(mtu_hole, "not-tried-other-route"),
    LEAVES_OPEN(at_times, "not-tried-other-route"),
    LEAVES_OPEN(tarpit, "not-tried-other-route"),
    LEAVES_OPEN(no_common_version, "not-tried-other-route"),
};

static const struct unsaid unsaid[] = {
    { filter_drops, "name-minded-after-hops" },
    { filter_cuts, "not-repeated" },
    { at_times, "failed-each-time" },
    { stranger_at_times, "failed-each-time" },
    { tunnel_at_times, "failed-each-time" },
    { probes_stopped, "failed-each-time" },
    { tunnel_dead, "not-tried-other-route" },
};

static void
what_is_tried_again_tells_causes_apart(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_say_what_was_tried(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_tried_again_tells_causes_apart),
        cmocka_unit_test(findings_say_what_was_tried),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
