#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe_builder.h"
#include "situation_rows.h"

/*
 * Two things that only a second look shows: requests of which not even the
 * first router knows, and large packets where all small ones come through.
 */
enum { HOPS = 12 };

/* Nobody answers, whatever the hops; the first router takes another port. */
static void
first_router_takes_other(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_failed(probe, REASON_SILENT);
    if (probe->kind == PROBE_OTHER_PORT)
        build_probe_hops(probe, 0, HOPS - 2);
}

static void
first_router_says_nothing(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_failed(probe, REASON_SILENT);
}

/* The requests got as far as one router. */
static void
first_router_takes_both(struct run_builder *builder, struct probe *probe)
{
    first_router_takes_other(builder, probe);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 0, HOPS - 2);
}

static void
gateway_is_silent(struct run_builder *builder, probe_world *world)
{
    build_not_connected(build_lone_gateway(builder), REASON_SILENT);
    build_probes(builder, world);
}

static void
held_back(struct run_builder *builder)
{
    gateway_is_silent(builder, first_router_takes_other);
}

static void
routers_say_nothing(struct run_builder *builder)
{
    gateway_is_silent(builder, first_router_says_nothing);
}

static void
sent_on(struct run_builder *builder)
{
    gateway_is_silent(builder, first_router_takes_both);
    for (size_t i = 0; i < builder->run.probe_count; i++)
        assert_int_not_equal(builder->run.probes[i]->kind, PROBE_OTHER_PORT);
}

static bool
is_large(const struct probe *probe)
{
    return probe->variation.hello_bytes >= PROBE_LARGE_HELLO;
}

static void
large_vanish(struct run_builder *builder, struct probe *probe)
{
    if (is_large(probe) && probe->variation.segment == 0)
        build_probe_failed(probe, REASON_TLS_SILENT);
    else
        build_probe_answered(builder, probe);
}

/* Not the packets: somebody does not bear a hello of that length. */
static void
large_vanish_in_pieces(struct run_builder *builder, struct probe *probe)
{
    if (is_large(probe))
        build_probe_failed(probe, REASON_TLS_SILENT);
    else
        build_probe_answered(builder, probe);
}

static void
large_vanish_once(struct run_builder *builder, struct probe *probe)
{
    large_vanish(builder, probe);
    if (probe->turn > 1)
        build_probe_answered(builder, probe);
}

static void
all_is_well_but(struct run_builder *builder, enum console_status status,
                probe_world *world)
{
    build_healthy(builder);
    builder->run.answers.status = status;
    build_probes(builder, world);
}

static void
large_packets_lost(struct run_builder *builder)
{
    all_is_well_but(builder, CONSOLE_DISCONNECTED, large_vanish);
}

static void
large_hellos_lost(struct run_builder *builder)
{
    all_is_well_but(builder, CONSOLE_DISCONNECTED, large_vanish_in_pieces);
}

static void
large_packets_lost_once(struct run_builder *builder)
{
    all_is_well_but(builder, CONSOLE_DISCONNECTED, large_vanish_once);
}

/* Nothing is tried where nobody complains. */
static void
nobody_complains(struct run_builder *builder)
{
    all_is_well_but(builder, CONSOLE_NOT_SAID, large_vanish);
    assert_int_equal(builder->run.probe_count, 0);
}

static const struct situation situations[] = {
    ALONE(held_back, "held-back-nearby", MEDIUM),
    ALONE(routers_say_nothing, "connection-silent", HIGH),
    ALONE(sent_on, "connection-silent", HIGH),
    ALONE(large_packets_lost, "path-mtu", HIGH),
    ALONE(large_hellos_lost, "product-path-differs", LOW),
    ALONE(large_packets_lost_once, "product-path-differs", LOW),
    WELL(nobody_complains),
};

static const struct cited citations[] = {
    SAYS(held_back, "first-router-takes-other", "gw.us.example.net"),
    SAYS(large_packets_lost, "large-hello-vanishes", "pki.example.net"),
};

static void
a_second_look_tells_them_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof situations[0]; i++) {
        situation_check(&situations[i]);
        situation_check_evidence(&situations[i]);
    }
}

static void
what_it_showed_is_cited(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof citations / sizeof citations[0]; i++)
        cited_check(&citations[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_look_tells_them_apart),
        cmocka_unit_test(what_it_showed_is_cited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
