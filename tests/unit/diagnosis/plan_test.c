#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/plan.h"
#include "model/probe_tally.h"
#include "probe_worlds.h"

/*
 * What is thought of when a run has ended: for each kind of failure the
 * probes that tell its causes apart, a bounded number of them, and nothing
 * where all is well.
 */
enum {
    HOPS = 12, /* at most */
    HOPS_AT_ONCE = 4,
    SILENT_HOPS = 8, /* nobody answers, and no router names itself */
    LIMITS = 8,      /* of the TTL of an answer, at first */
    ALIKE = 4,
    MOST_LOOKS = 8,
    MANY = 200,
    LONGEST_TABLE = 17,
    HELLO = 332,     /* bytes of an ordinary hello */
    MOST_ROUNDS = 6, /* that the driver asks for */
};

static size_t
count_kind(const struct run *run, enum probe_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < run->probe_count; i++)
        count += run->probes[i]->kind == kind;
    return count;
}

static size_t
count_like(const struct run *run, const struct variation *variation)
{
    size_t count = 0;

    for (size_t i = 0; i < run->probe_count; i++)
        count += memcmp(&run->probes[i]->variation, variation,
                        sizeof *variation) == 0;
    return count;
}

/* Nothing. */

static void
nothing_where_all_is_well(void **state)
{
    struct run_builder builder;
    size_t names;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    names = builder.run.name_count;
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(builder.run.probe_count, 0);
    assert_int_equal(builder.run.name_count, names);
    assert_int_equal(builder.run.target_count, 3);
    build_release(&builder);
}

static void
nothing_for_what_decides_nothing(void **state)
{
    struct run_builder builder;
    struct target *alias;
    struct target *other;
    size_t names;

    (void)state;
    build_run(&builder);
    build_good(&builder, build_target(&builder, &builder_pki), "203.0.113.1");
    alias = build_target(&builder, &builder_alias);
    other = build_target(&builder, &builder_gateway2);
    build_no_handshake(build_address(&builder, alias, "203.0.113.3"),
                       REASON_TLS_RESET);
    build_not_connected(build_address(&builder, other, "203.0.113.4"),
                        REASON_SILENT);
    names = builder.run.name_count;
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(builder.run.probe_count, 0);
    assert_int_equal(builder.run.name_count, names);
    build_release(&builder);
}

/* It is said whether there is something to try; else nobody ever ends. */
static void
check_says(bool by_proxy, enum check_id check, enum reason reason,
           bool expected)
{
    struct run_builder builder;
    struct path *path;

    build_run(&builder);
    if (by_proxy)
        build_proxy(&builder);
    path = build_address(&builder, build_healthy(&builder).gateway,
                         "2001:db8::2");
    if (check == CHECK_TCP)
        build_not_connected(path, reason);
    else
        build_no_handshake(path, reason);
    assert_int_equal(diagnosis_plan(&builder.run), expected);
    assert_int_equal(builder.run.probe_count > 0, expected);
    build_release(&builder);
}

static void
it_is_said_whether_there_is_something_to_try(void **state)
{
    (void)state;
    check_says(false, CHECK_TCP, REASON_SILENT, true);
    check_says(false, CHECK_TCP, REASON_PROHIBITED, true);
    check_says(false, CHECK_TLS, REASON_TLS_RESET, true);
    check_says(false, CHECK_TLS, REASON_NOT_GENUINE, true);
    check_says(false, CHECK_TLS, REASON_NAME_MISMATCH, false);
    check_says(true, CHECK_TLS, REASON_NOT_GENUINE, false);
}

/* Each kind of failure. */

struct plan {
    enum check_id check;
    enum reason reason;
    size_t counts[PROBE_KIND_COUNT];
};

#define SILENCE                                                               \
    {                                                                         \
        [PROBE_REPEAT] = 2, [PROBE_SERVER_NAME] = 6, [PROBE_SEGMENT] = 4,     \
        [PROBE_HELLO_SIZE] = 2, [PROBE_HELLO_SPLIT] = 2,                      \
        [PROBE_TLS_VERSION] = 3, [PROBE_HOPS] = HOPS                          \
    }
#define CUT                                                                   \
    {                                                                         \
        [PROBE_REPEAT] = 2, [PROBE_SERVER_NAME] = 6, [PROBE_HELLO_SIZE] = 2,  \
        [PROBE_TLS_VERSION] = 3, [PROBE_HOPS] = HOPS                          \
    }
#define WAY                                                                   \
    {                                                                         \
        [PROBE_HOPS] = HOPS                                                   \
    }
#define AGAIN                                                                 \
    {                                                                         \
        [PROBE_REPEAT] = 2                                                    \
    }
#define AGAIN_AND_SILENT_WAY                                                  \
    {                                                                         \
        [PROBE_REPEAT] = 2, [PROBE_HOPS] = SILENT_HOPS,                       \
        [PROBE_OTHER_PORT] = 2                                                \
    }
#define AGAIN_AND_WAY                                                         \
    {                                                                         \
        [PROBE_REPEAT] = 2, [PROBE_HOPS] = HOPS, [PROBE_REPLY_TTL] = LIMITS   \
    }

static const struct plan plans[] = {
    { CHECK_TCP, REASON_SILENT, AGAIN_AND_SILENT_WAY },
    { CHECK_TCP, REASON_REFUSED, AGAIN_AND_WAY },
    { CHECK_TCP, REASON_PROHIBITED, AGAIN },
    { CHECK_TCP, REASON_HOST_UNREACHABLE, AGAIN },
    { CHECK_TLS, REASON_TLS_SILENT, SILENCE },
    { CHECK_TLS, REASON_TLS_STALLED, SILENCE },
    { CHECK_TLS, REASON_TLS_CLOSED, CUT },
    { CHECK_TLS, REASON_TLS_RESET, CUT },
    { CHECK_TLS, REASON_TLS_ALERT, CUT },
    { CHECK_TLS, REASON_NOT_GENUINE, WAY },
    { CHECK_TLS, REASON_NOT_TLS, WAY },
    { CHECK_TLS, REASON_NAME_MISMATCH, { 0 } },
    { CHECK_TLS, REASON_EXPIRED, { 0 } },
    { CHECK_TLS, REASON_TLS_PROTOCOL, { 0 } },
};

/* The same again fails as before, and all else meets silence. */
static void
fails_alike(struct run_builder *builder, struct probe *probe)
{
    const struct result *like = probe->like->results;

    (void)builder;
    if (probe->until != CHECK_TCP)
        build_probe_failed(probe, like[CHECK_TLS].reason);
    else if (probe->kind == PROBE_REPEAT)
        build_probe_failed(probe, like[CHECK_TCP].reason);
    else
        build_probe_failed(probe, REASON_SILENT);
}

static void
check_plan(const struct plan *plan)
{
    struct run_builder builder;
    struct path *path;

    build_run(&builder);
    path = build_lone_gateway(&builder);
    if (plan->check == CHECK_TCP)
        build_not_connected(path, plan->reason);
    else
        build_no_handshake(path, plan->reason);
    assert_in_range(build_probes(&builder, fails_alike), 1, MOST_ROUNDS);
    for (int kind = 0; kind < PROBE_KIND_COUNT; kind++)
        if (count_kind(&builder.run, (enum probe_kind)kind) !=
            plan->counts[kind])
            fail_msg("%s, %s: %zu", reason_id(plan->reason),
                     words_id(&probe_kind_words, kind),
                     count_kind(&builder.run, (enum probe_kind)kind));
    for (size_t i = 0; i < builder.run.probe_count; i++) {
        const struct probe *probe = builder.run.probes[i];

        assert_ptr_equal(probe->like, path);
        assert_ptr_equal(probe->target, builder.run.targets[1]);
        assert_int_equal(probe->until,
                         probe->kind == PROBE_HOPS ||
                                 probe->kind == PROBE_REPLY_TTL ||
                                 plan->check == CHECK_TCP
                             ? CHECK_TCP
                             : CHECK_TLS);
    }
    build_release(&builder);
}

static void
each_kind_of_failure_has_its_probes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
        check_plan(&plans[i]);
}

/* A name that the proxy did not open a tunnel to is not ours to try. */
static void
nothing_when_the_tunnel_was_refused(void **state)
{
    struct run_builder builder;
    struct target *gateway;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    gateway = build_target(&builder, &builder_gateway);
    build_no_tunnel(build_address(&builder, gateway, "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
    diagnosis_plan(&builder.run);
    assert_int_equal(builder.run.probe_count, 0);
    build_release(&builder);
}

struct change {
    struct variation variation;
    size_t times;
};

static void
one_thing_is_changed_often_enough(void **state)
{
    static const struct change changes[] = {
        { { 0 }, 2 },
        { { .name = NAME_NEUTRAL, .hello_bytes = HELLO }, 3 },
        { { .name = NAME_PROVEN, .hello_bytes = HELLO }, 2 },
        { { .name = NAME_NONE, .hello_bytes = HELLO }, 1 },
        { { .segment = 1100 }, 2 },
        { { .segment = 536 }, 2 },
        { { .hello_short = true }, 2 },
        { { .hello_split = true }, 2 },
        { { .offer = OFFER_1_2, .hello_bytes = HELLO }, 2 },
        { { .offer = OFFER_1_3, .hello_bytes = HELLO }, 1 },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_no_handshake(build_lone_gateway(&builder), REASON_TLS_SILENT);
    build_probes(&builder, fails_alike);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        assert_int_equal(count_like(&builder.run, &changes[i].variation),
                         changes[i].times);
    for (int64_t hops = 1; hops <= HOPS; hops++)
        assert_int_equal(
            count_like(&builder.run, &(struct variation){ .ttl = hops }), 1);
    build_release(&builder);
}

/* The way. */

static void
fail_both(struct run_builder *builder, const char *pki_address,
          enum reason pki_reason, enum reason gateway_reason)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    build_not_connected(build_address(builder, pki, pki_address), pki_reason);
    build_not_connected(build_address(builder, gateway, "203.0.113.2"),
                        gateway_reason);
}

static void
check_ways(const char *pki_address, enum reason pki_reason,
           enum reason gateway_reason, size_t ways)
{
    struct run_builder builder;

    build_run(&builder);
    fail_both(&builder, pki_address, pki_reason, gateway_reason);
    diagnosis_plan(&builder.run);
    assert_int_equal(count_kind(&builder.run, PROBE_HOPS),
                     ways * HOPS_AT_ONCE);
    assert_int_equal(count_kind(&builder.run, PROBE_REPEAT), 4);
    build_release(&builder);
}

static void
the_way_is_looked_at_once_for_each_family_and_failure(void **state)
{
    (void)state;
    check_ways("203.0.113.1", REASON_SILENT, REASON_SILENT, 1);
    check_ways("203.0.113.1", REASON_SILENT, REASON_REFUSED, 2);
    check_ways("2001:db8::1", REASON_SILENT, REASON_SILENT, 2);
    check_ways("203.0.113.1", REASON_SILENT, REASON_PROHIBITED, 1);
}

static void
through_a_proxy_there_are_no_hops(void **state)
{
    struct run_builder builder;
    struct target *gateway;
    struct path *path;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    gateway = build_target(&builder, &builder_gateway);
    path = build_address(&builder, gateway, "10.0.0.8");
    build_tunnel(path);
    build_no_handshake(path, REASON_TLS_RESET);
    build_probes(&builder, name_is_cut);
    assert_true(probes_show_name_filter(&builder.run, path));
    assert_int_equal(count_kind(&builder.run, PROBE_REPEAT), 2);
    assert_int_equal(count_kind(&builder.run, PROBE_HOPS), 0);
    assert_int_equal(count_kind(&builder.run, PROBE_HELLO_HOPS), 0);
    build_release(&builder);
}

/* The second look. */

static size_t
hello_hops_in(enum reason reason, probe_world *world)
{
    struct run_builder builder;
    size_t count;

    build_run(&builder);
    build_no_handshake(build_lone_gateway(&builder), reason);
    assert_true(build_probes(&builder, world) <= MOST_ROUNDS);
    count = count_kind(&builder.run, PROBE_HELLO_HOPS);
    build_release(&builder);
    return count;
}

static void
where_the_name_is_minded_is_asked_when_it_is(void **state)
{
    (void)state;
    assert_int_equal(hello_hops_in(REASON_TLS_RESET, name_is_cut),
                     HOPS_AT_ONCE);
    assert_int_equal(hello_hops_in(REASON_TLS_CLOSED, name_is_cut),
                     HOPS_AT_ONCE);
    assert_int_equal(hello_hops_in(REASON_TLS_RESET, everything_is_cut), 0);
    assert_int_equal(hello_hops_in(REASON_TLS_RESET, only_old_version_passes),
                     0);
    /* Where silence begins nobody can tell. */
    assert_int_equal(hello_hops_in(REASON_TLS_SILENT, name_is_dropped), 0);
}

/* Bounds. */

static void
another_address_that_failed_alike_is_not_looked_at(void **state)
{
    static const struct {
        const char *address;
        enum reason reason;
        size_t repeats;
    } others[] = {
        { "203.0.113.9", REASON_SILENT, 2 },
        { "203.0.113.9", REASON_REFUSED, 4 },
        { "2001:db8::9", REASON_SILENT, 4 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct run_builder builder;

        build_run(&builder);
        build_not_connected(build_lone_gateway(&builder), REASON_SILENT);
        build_not_connected(
            build_address(&builder, builder.run.targets[1], others[i].address),
            others[i].reason);
        diagnosis_plan(&builder.run);
        assert_int_equal(count_kind(&builder.run, PROBE_REPEAT),
                         others[i].repeats);
        build_release(&builder);
    }
}

/* Many endpoints, of which every third address fails in another way. */
static void
build_many(struct run_builder *builder, const enum reason *reasons,
           size_t reason_count)
{
    static struct endpoint endpoints[MANY];
    static char hosts[MANY][32];

    for (size_t i = 0; i < MANY; i++) {
        char address[32];

        endpoints[i] = builder_pki;
        snprintf(hosts[i], sizeof hosts[i], "host%zu.example.net", i);
        endpoints[i].host = hosts[i];
        snprintf(address, sizeof address, "203.0.113.%zu", i + 1);
        build_no_handshake(build_address(builder,
                                         build_target(builder, &endpoints[i]),
                                         address),
                           reasons[i * reason_count / MANY]);
    }
}

static size_t
count_paths(const struct run *run, enum reason reason)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct path *path = run->targets[i]->paths[0];

        count += path->results[CHECK_TLS].reason == reason &&
                 probes_count(run, path, PROBE_KIND_COUNT) > 0;
    }
    return count;
}

static void
of_many_that_fail_few_are_looked_at(void **state)
{
    static const enum reason silence[] = { REASON_TLS_SILENT };
    static const enum reason both[] = { REASON_TLS_SILENT, REASON_TLS_RESET };
    static const enum reason several[] = { REASON_TLS_SILENT, REASON_TLS_RESET,
                                           REASON_TLS_CLOSED,
                                           REASON_TLS_ALERT };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_many(&builder, silence, 1);
    assert_int_equal(build_probes(&builder, nothing_is_answered), 2);
    assert_int_equal(count_paths(&builder.run, REASON_TLS_SILENT), ALIKE);
    assert_int_equal(builder.run.probe_count,
                     ALIKE * LONGEST_TABLE + 2 * HOPS_AT_ONCE);
    build_release(&builder);

    build_run(&builder);
    build_many(&builder, both, 2);
    build_probes(&builder, nothing_is_answered);
    assert_int_equal(count_paths(&builder.run, REASON_TLS_SILENT), ALIKE);
    assert_int_equal(count_paths(&builder.run, REASON_TLS_RESET), ALIKE);
    build_release(&builder);

    build_run(&builder);
    build_many(&builder, several, 4);
    assert_true(build_probes(&builder, name_is_cut) <= MOST_ROUNDS);
    assert_int_equal(count_paths(&builder.run, REASON_TLS_SILENT) +
                         count_paths(&builder.run, REASON_TLS_RESET) +
                         count_paths(&builder.run, REASON_TLS_CLOSED) +
                         count_paths(&builder.run, REASON_TLS_ALERT),
                     MOST_LOOKS);
    assert_in_range(builder.run.probe_count, 1,
                    MOST_LOOKS * (LONGEST_TABLE + 2 * HOPS));
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_where_all_is_well),
        cmocka_unit_test(nothing_for_what_decides_nothing),
        cmocka_unit_test(it_is_said_whether_there_is_something_to_try),
        cmocka_unit_test(nothing_when_the_tunnel_was_refused),
        cmocka_unit_test(each_kind_of_failure_has_its_probes),
        cmocka_unit_test(one_thing_is_changed_often_enough),
        cmocka_unit_test(
            the_way_is_looked_at_once_for_each_family_and_failure),
        cmocka_unit_test(through_a_proxy_there_are_no_hops),
        cmocka_unit_test(where_the_name_is_minded_is_asked_when_it_is),
        cmocka_unit_test(another_address_that_failed_alike_is_not_looked_at),
        cmocka_unit_test(of_many_that_fail_few_are_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
