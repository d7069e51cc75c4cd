#include "probe_worlds.h"

/* What becomes of a handshake; hops are met as on any line. */
static void
shake_hands(struct run_builder *builder, struct probe *probe, bool through,
            enum reason otherwise)
{
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, PROBE_FAR, 0);
    else if (probe->kind == PROBE_HELLO_HOPS)
        build_probe_failed(probe, probe->variation.hello_ttl >= PROBE_CUT_AT
                                      ? otherwise
                                      : REASON_TLS_SILENT);
    else if (through)
        build_probe_answered(builder, probe);
    else
        build_probe_failed(probe, otherwise);
}

static bool
is_usual(const struct probe *probe)
{
    return probe->kind == PROBE_REPEAT;
}

/* The name is minded. */

void
name_is_cut(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, probe->variation.name != NAME_AS_USUAL,
                REASON_TLS_RESET);
}

void
name_is_cut_next_door(struct run_builder *builder, struct probe *probe)
{
    name_is_cut(builder, probe);
    if (probe->kind == PROBE_HELLO_HOPS)
        build_probe_failed(probe, REASON_TLS_RESET);
}

void
name_is_dropped(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, probe->variation.name != NAME_AS_USUAL,
                REASON_TLS_SILENT);
}

void
other_name_passes_twice(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe,
                probe->variation.name == NAME_NEUTRAL && probe->turn <= 2,
                REASON_TLS_RESET);
}

void
other_name_passes_once(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe,
                probe->variation.name == NAME_NEUTRAL && probe->turn == 1,
                REASON_TLS_RESET);
}

void
no_name_passes(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, probe->variation.name == NAME_NONE,
                REASON_TLS_RESET);
}

void
own_name_gets_a_hello(struct run_builder *builder, struct probe *probe)
{
    name_is_cut(builder, probe);
    if (is_usual(probe))
        build_server_hello(builder, probe->path);
}

/* Packets that are too big. */

void
big_packets_vanish(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, probe->variation.segment > 0,
                REASON_TLS_SILENT);
}

void
big_packets_vanish_after_hello(struct run_builder *builder,
                               struct probe *probe)
{
    big_packets_vanish(builder, probe);
    if (probe->path->results[CHECK_TLS].reason != REASON_TLS_SILENT)
        return;
    build_no_handshake(probe->path, REASON_TLS_STALLED);
    build_server_hello(builder, probe->path);
}

void
small_packets_pass_once(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe,
                probe->variation.segment == 1100 && probe->turn == 1,
                REASON_TLS_SILENT);
}

void
small_packets_and_a_repeat_pass(struct run_builder *builder,
                                struct probe *probe)
{
    shake_hands(builder, probe,
                probe->variation.segment > 0 ||
                    (is_usual(probe) && probe->turn == 2),
                REASON_TLS_SILENT);
}

/* The length and the version of the hello. */

static bool
hello_is_short(const struct probe *probe)
{
    return probe->variation.hello_short || probe->variation.offer == OFFER_1_2;
}

void
long_hello_vanishes(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, hello_is_short(probe), REASON_TLS_SILENT);
}

void
long_hello_is_cut(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, hello_is_short(probe), REASON_TLS_RESET);
}

void
short_hello_passes_once(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe,
                probe->variation.hello_short && probe->turn == 1,
                REASON_TLS_RESET);
}

void
short_hello_and_no_name_pass(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe,
                probe->variation.hello_short ||
                    probe->variation.name == NAME_NONE,
                REASON_TLS_RESET);
}

void
only_old_version_passes(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, probe->variation.offer == OFFER_1_2,
                REASON_TLS_RESET);
}

void
each_version_passes(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, probe->kind == PROBE_TLS_VERSION,
                REASON_TLS_RESET);
}

/* Nothing helps. */

void
nothing_is_answered(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, false, REASON_TLS_SILENT);
}

void
nothing_but_stalls(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, false, REASON_TLS_STALLED);
}

void
everything_is_cut(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, false, REASON_TLS_RESET);
}

void
connects_next_door(struct run_builder *builder, struct probe *probe)
{
    nothing_is_answered(builder, probe);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 1, 0);
}

void
connects_near(struct run_builder *builder, struct probe *probe)
{
    nothing_is_answered(builder, probe);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 2, 0);
}

void
connects_one_further(struct run_builder *builder, struct probe *probe)
{
    nothing_is_answered(builder, probe);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 3, 0);
}

void
connects_nowhere(struct run_builder *builder, struct probe *probe)
{
    nothing_is_answered(builder, probe);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 0, 0);
}

/* At times. */

void
second_try_passes(struct run_builder *builder, struct probe *probe)
{
    if (probe->until == CHECK_TCP && is_usual(probe) && probe->turn == 2)
        build_connected(probe->path);
    else if (probe->until == CHECK_TCP)
        build_probe_failed(probe, REASON_SILENT);
    else
        shake_hands(builder, probe, is_usual(probe) && probe->turn == 2,
                    REASON_TLS_RESET);
}

void
stranger_answers_at_times(struct run_builder *builder, struct probe *probe)
{
    shake_hands(builder, probe, false, REASON_TLS_RESET);
    if (is_usual(probe) && probe->turn == 1)
        build_foreign(builder, probe->target, probe->path, "CN=Corp CA");
}

void
cut_after_chain(struct run_builder *builder, struct probe *probe)
{
    if (probe->kind == PROBE_HOPS) {
        build_probe_hops(probe, PROBE_FAR, 0);
        return;
    }
    build_probe_answered(builder, probe);
    probe->path->tls.handshake_done = false;
    build_no_handshake(probe->path, REASON_TLS_RESET);
}

void
stopped(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_stopped(probe);
}

void
stopped_after_names(struct run_builder *builder, struct probe *probe)
{
    if (is_usual(probe) || probe->kind == PROBE_SERVER_NAME)
        build_probe_failed(probe, REASON_TLS_RESET);
    else
        stopped(builder, probe);
}

/* Short hellos and small segments help, as far as they were tried. */
static void
short_and_small_pass(struct run_builder *builder, struct probe *probe,
                     int64_t repeats)
{
    if (is_usual(probe) && probe->turn > repeats)
        build_probe_stopped(probe);
    else
        shake_hands(builder, probe,
                    probe->variation.hello_short ||
                        probe->variation.segment > 0,
                    REASON_TLS_SILENT);
}

void
repeats_stopped(struct run_builder *builder, struct probe *probe)
{
    short_and_small_pass(builder, probe, 0);
}

void
second_repeat_stopped(struct run_builder *builder, struct probe *probe)
{
    short_and_small_pass(builder, probe, 1);
}
