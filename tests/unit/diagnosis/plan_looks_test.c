#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/plan.h"
#include "model/probe_tally.h"
#include "run_builder.h"

/*
 * The order in which a path that has failed is looked at: the same again
 * before anything is changed, the hops some at once, and nothing more when
 * what came back leaves nothing to ask.
 */
enum { STEP = 4, MOST_HOPS = 12, NEVER = 99 };

static const char far_away[] = "203.0.113.2";

/* A run whose gateway has one address, which is yet to fail. */
static struct path *
build_gateway(struct run_builder *builder)
{
    build_run(builder);
    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    return build_address(builder, build_target(builder, &builder_gateway),
                         far_away);
}

static size_t
count_kind(const struct run_builder *builder, enum probe_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < builder->run.probe_count; i++)
        count += builder->run.probes[i]->kind == kind;
    return count;
}

/* How the network of a test treats what is sent to it. */
struct network {
    int64_t routers;    /* so many name themselves; behind them is silence */
    int64_t answers;    /* from so many hops on somebody does; NEVER */
    bool comes_through; /* the same, tried again, does at times */
    int64_t reply_ttl;  /* what is left of the hops of an answer */
};

static void
answer_hops(const struct network *network, struct path *path, int64_t hops)
{
    if (hops >= network->answers)
        build_connected(path);
    else
        build_not_connected(path, REASON_SILENT);
    if (hops < network->answers && hops <= network->routers) {
        build_icmp_sender(path, "10.0.0.1", 0);
        path->tcp.icmp_type = 11;
    }
}

static void
answer_limit(const struct network *network, struct probe *probe)
{
    const struct result *like = &probe->like->results[CHECK_TCP];

    if (probe->variation.minimum_ttl > network->reply_ttl)
        build_not_connected(probe->path, REASON_SILENT);
    else if (like->outcome == OUTCOME_FAIL)
        build_not_connected(probe->path, like->reason);
    else
        build_connected(probe->path);
}

static void
answer_probe(const struct network *network, struct probe *probe)
{
    const struct result *like = probe->like->results;

    if (probe->kind == PROBE_HOPS)
        answer_hops(network, probe->path, probe->variation.ttl);
    else if (probe->kind == PROBE_REPLY_TTL)
        answer_limit(network, probe);
    else if (network->comes_through)
        build_connected(probe->path);
    else if (like[CHECK_TCP].outcome == OUTCOME_FAIL)
        build_not_connected(probe->path, like[CHECK_TCP].reason);
    else
        build_no_handshake(probe->path, like[CHECK_TLS].reason);
}

/* One round; false: nothing was added. */
static bool
play_round(struct run_builder *builder, const struct network *network)
{
    size_t before = builder->run.probe_count;

    diagnosis_plan(&builder->run);
    for (size_t i = before; i < builder->run.probe_count; i++)
        answer_probe(network, builder->run.probes[i]);
    return builder->run.probe_count > before;
}

/* All rounds; how many hops were asked for in the end. */
static size_t
hops_asked(enum reason reason, bool in_handshake,
           const struct network *network)
{
    struct run_builder builder;
    struct path *path = build_gateway(&builder);
    size_t asked;

    if (in_handshake)
        build_no_handshake(path, reason);
    else
        build_not_connected(path, reason);
    while (play_round(&builder, network))
        ;
    asked = count_kind(&builder, PROBE_HOPS);
    build_release(&builder);
    return asked;
}

static void
the_same_comes_before_any_change(void **state)
{
    static const struct network silence = { .answers = NEVER };
    struct run_builder builder;

    (void)state;
    build_no_handshake(build_gateway(&builder), REASON_TLS_SILENT);
    assert_true(play_round(&builder, &silence));
    assert_int_equal(builder.run.probes[0]->kind, PROBE_REPEAT);
    assert_int_equal(count_kind(&builder, PROBE_REPEAT), 2);
    assert_int_equal(count_kind(&builder, PROBE_HOPS), STEP);
    assert_int_equal(builder.run.probe_count, 2 + STEP);
    assert_true(play_round(&builder, &silence));
    assert_int_equal(count_kind(&builder, PROBE_SERVER_NAME), 6);
    assert_int_equal(count_kind(&builder, PROBE_SEGMENT), 4);
    assert_int_equal(count_kind(&builder, PROBE_REPEAT), 2);
    build_release(&builder);
}

static void
nothing_is_changed_where_the_same_comes_through(void **state)
{
    struct run_builder builder;
    struct path *path = build_gateway(&builder);

    (void)state;
    build_no_handshake(path, REASON_TLS_RESET);
    diagnosis_plan(&builder.run);
    for (size_t i = 0; i < builder.run.probe_count; i++)
        build_genuine(&builder, builder.run.targets[1],
                      builder.run.probes[i]->path);
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(count_kind(&builder, PROBE_SERVER_NAME), 0);
    build_release(&builder);
}

static void
hops_are_asked_until_somebody_answers(void **state)
{
    (void)state;
    for (int64_t answers = 1; answers <= MOST_HOPS; answers++) {
        struct network network = { .routers = answers - 1,
                                   .answers = answers };
        size_t steps = (size_t)(answers + STEP - 1) / STEP;

        assert_int_equal(hops_asked(REASON_NOT_GENUINE, true, &network),
                         steps * STEP);
        assert_int_equal(hops_asked(REASON_REFUSED, false, &network),
                         steps * STEP);
    }
}

/* Nobody answers: where the routers fall silent, the way has an end. */
static void
silence_is_followed_as_far_as_routers_answer(void **state)
{
    static const struct {
        int64_t routers;
        size_t asked;
    } rows[] = { { 0, 8 }, { 2, 8 }, { 4, 8 }, { 5, 12 }, { 12, 12 } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct network network = { .routers = rows[i].routers,
                                   .answers = NEVER };

        assert_int_equal(hops_asked(REASON_SILENT, false, &network),
                         rows[i].asked);
    }
}

static void
hops_are_left_where_the_same_comes_through(void **state)
{
    static const struct network at_times = { .answers = NEVER,
                                             .comes_through = true };

    (void)state;
    assert_int_equal(hops_asked(REASON_SILENT, false, &at_times), STEP);
}

/* How many limits were tried on a refusal, and what came of it. */
static size_t
limits_asked(enum reason reason, const struct network *network,
             struct reply_ttl *reply)
{
    struct run_builder builder;
    struct path *path = build_gateway(&builder);
    size_t asked;

    if (reason == REASON_NOT_GENUINE)
        build_no_handshake(path, reason);
    else
        build_not_connected(path, reason);
    while (play_round(&builder, network))
        ;
    asked = count_kind(&builder, PROBE_REPLY_TTL);
    *reply = probes_reply_ttl(&builder.run, path);
    build_release(&builder);
    return asked;
}

static void
the_ttl_of_a_refusal_is_found_in_two_steps(void **state)
{
    enum { COARSE = 8, FINE = 7 };

    (void)state;
    for (int64_t ttl = 1; ttl <= 255; ttl++) {
        struct network network = { .answers = 3, .reply_ttl = ttl };
        struct reply_ttl reply;
        size_t asked = limits_asked(REASON_REFUSED, &network, &reply);
        bool usual = (ttl >= 49 && ttl <= 64) || (ttl >= 113 && ttl <= 128) ||
                     ttl >= 248;

        assert_in_range(asked, COARSE, COARSE + FINE);
        assert_int_equal(reply_ttl_is_exact(&reply), usual);
        if (usual)
            assert_int_equal(reply.at_least, ttl);
    }
}

/* What connects is asked so only where it does within the company. */
static void
the_ttl_of_a_connection_is_asked_nearby(void **state)
{
    static const struct network nearby = { .answers = 2, .reply_ttl = 63 };
    static const struct network far = { .answers = 3, .reply_ttl = 62 };
    static const struct network silent = { .answers = NEVER };
    struct reply_ttl reply;

    (void)state;
    assert_int_equal(limits_asked(REASON_NOT_GENUINE, &nearby, &reply), 11);
    assert_int_equal(reply.at_least, 63);
    assert_int_equal(limits_asked(REASON_NOT_GENUINE, &far, &reply), 0);
    assert_int_equal(limits_asked(REASON_SILENT, &silent, &reply), 0);
    assert_int_equal(limits_asked(REASON_PORT_UNREACHABLE, &nearby, &reply),
                     0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_comes_before_any_change),
        cmocka_unit_test(nothing_is_changed_where_the_same_comes_through),
        cmocka_unit_test(hops_are_asked_until_somebody_answers),
        cmocka_unit_test(silence_is_followed_as_far_as_routers_answer),
        cmocka_unit_test(hops_are_left_where_the_same_comes_through),
        cmocka_unit_test(the_ttl_of_a_refusal_is_found_in_two_steps),
        cmocka_unit_test(the_ttl_of_a_connection_is_asked_nearby),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
