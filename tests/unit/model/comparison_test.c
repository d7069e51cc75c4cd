#include "model/comparison.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../diagnosis/probe_builder.h"
#include "diagnosis/diagnosis.h"

/* Two runs beside each other; each test changes one of them. */
struct pair {
    struct run_builder before;
    struct run_builder after;
    struct trio was;
    struct trio is;
    struct arena arena;
    struct comparison comparison;
};

static int
begin(void **state)
{
    static struct pair pair;

    pair = (struct pair){ 0 };
    build_run(&pair.before);
    build_run(&pair.after);
    pair.was = build_healthy(&pair.before);
    pair.is = build_healthy(&pair.after);
    *state = &pair;
    return 0;
}

static int
end(void **state)
{
    struct pair *pair = *state;

    arena_release(&pair->arena);
    build_release(&pair->before);
    build_release(&pair->after);
    return 0;
}

static enum incomparable
compare(struct pair *pair)
{
    struct run *before = &pair->before.run;
    struct run *after = &pair->after.run;

    return comparison_make(
        &pair->comparison, before, diagnosis_conclude(before, &pair->arena),
        after, diagnosis_conclude(after, &pair->arena), &pair->arena);
}

/* The one change that there is. */
static const struct endpoint_change *
only_change(struct pair *pair, enum turn turn)
{
    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 1);
    assert_int_equal(pair->comparison.turn_counts[turn], 1);
    assert_int_equal(pair->comparison.changes[0]->turn, turn);
    return pair->comparison.changes[0];
}

static struct path *
first_path(const struct target *target)
{
    return target->paths[0];
}

static void
what_is_alike_is_counted_only(void **state)
{
    struct pair *pair = *state;

    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 0);
    assert_int_equal(pair->comparison.alike_count, 3);
    assert_int_equal(pair->comparison.verdict, TURN_NONE);
    assert_false(pair->comparison.other_machine);
    assert_false(pair->comparison.other_route);
    assert_false(pair->comparison.backwards);
}

static void
what_came_through_and_does_not_any_more_turned_bad(void **state)
{
    struct pair *pair = *state;
    const struct endpoint_change *change;

    build_not_connected(first_path(pair->is.gateway), REASON_SILENT);
    change = only_change(pair, TURN_BAD);
    assert_int_equal(change->was.check, CHECK_COUNT);
    assert_int_equal(change->was.outcome, OUTCOME_PASS);
    assert_int_equal(change->is.check, CHECK_TCP);
    assert_int_equal(change->is.reason, REASON_SILENT);
    assert_int_equal(pair->comparison.verdict, TURN_BAD);
}

static void
what_failed_and_comes_through_turned_good(void **state)
{
    struct pair *pair = *state;

    build_not_connected(first_path(pair->was.gateway), REASON_REFUSED);
    (void)only_change(pair, TURN_GOOD);
    assert_int_equal(pair->comparison.verdict, TURN_GOOD);
}

static void
failing_in_another_way_is_neither(void **state)
{
    struct pair *pair = *state;

    build_not_connected(first_path(pair->was.gateway), REASON_REFUSED);
    build_not_connected(first_path(pair->is.gateway), REASON_SILENT);
    (void)only_change(pair, TURN_OTHER);
    assert_int_equal(pair->comparison.verdict, TURN_OTHER);
}

static void
another_issuer_is_told(void **state)
{
    struct pair *pair = *state;
    const struct endpoint_change *change;

    first_path(pair->was.pki)->tls = (struct tls_facts){ 0 };
    build_foreign(&pair->before, pair->was.pki, first_path(pair->was.pki),
                  "CN=Acme Proxy CA");
    change = only_change(pair, TURN_GOOD);
    assert_true(change->signer);
    assert_false(change->certificate);
    assert_int_equal(change->was.check, CHECK_TLS);
    assert_string_equal(target_leaf(change->before)->issuer,
                        "CN=Acme Proxy CA");
}

static void
another_certificate_of_the_same_issuer_is_told(void **state)
{
    struct pair *pair = *state;

    first_path(pair->is.pki)->tls.chain[0]->sha256 = "AB";
    assert_true(only_change(pair, TURN_OTHER)->certificate);
}

static void
one_certificate_in_common_is_enough(void **state)
{
    struct pair *pair = *state;
    const char *usual = first_path(pair->was.pki)->tls.chain[0]->sha256;

    (void)build_good(&pair->before, pair->was.pki, "192.0.2.99");
    (void)build_good(&pair->after, pair->is.pki, "192.0.2.99");
    first_path(pair->is.pki)->tls.chain[0]->sha256 = "AB";
    pair->is.pki->paths[1]->tls.chain[0]->sha256 = usual;
    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 0);
}

static void
other_addresses_are_different_and_their_order_is_not(void **state)
{
    struct pair *pair = *state;
    const struct endpoint_change *change;

    (void)build_good(&pair->before, pair->was.pki, "192.0.2.98");
    (void)build_good(&pair->before, pair->was.pki, "192.0.2.99");
    (void)build_good(&pair->after, pair->is.pki, "192.0.2.99");
    (void)build_good(&pair->after, pair->is.pki, "192.0.2.98");
    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 0);

    pair->comparison = (struct comparison){ 0 };
    (void)build_good(&pair->after, pair->is.pki, "192.0.2.97");
    change = only_change(pair, TURN_OTHER);
    assert_true(change->addresses);
}

static void
times_count_from_a_factor_and_a_difference_on(void **state)
{
    struct pair *pair = *state;
    struct result *was = &first_path(pair->was.pki)->results[CHECK_TLS];
    struct result *is = &first_path(pair->is.pki)->results[CHECK_TLS];
    const struct endpoint_change *change;

    was->duration_ms = 1; /* a factor of many, and no difference to feel */
    is->duration_ms = COMPARISON_LEAST_MS;
    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 0);

    was->duration_ms = 1000; /* a difference to feel, and no factor */
    is->duration_ms = 1000 * COMPARISON_FACTOR - 1;
    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 0);

    is->duration_ms = 1000 * COMPARISON_FACTOR;
    change = only_change(pair, TURN_OTHER);
    assert_true(change->time[CHECK_TLS]);
    assert_false(change->time[CHECK_TCP]);
}

static void
another_router_counts_and_a_silent_one_does_not(void **state)
{
    struct pair *pair = *state;
    static const struct variation hop = { .ttl = 2 };
    struct probe *probes[2];

    probes[0] = run_add_probe(&pair->before.run, PROBE_HOPS, pair->was.pki,
                              first_path(pair->was.pki), &hop, CHECK_TCP);
    probes[1] = run_add_probe(&pair->after.run, PROBE_HOPS, pair->is.pki,
                              first_path(pair->is.pki), &hop, CHECK_TCP);
    for (int i = 0; i < 2; i++)
        build_not_connected(probes[i]->path, REASON_SILENT);
    build_icmp_sender(probes[0]->path, "10.0.0.1", 0);
    assert_int_equal(compare(pair), COMPARABLE);
    assert_int_equal(pair->comparison.change_count, 0);

    build_icmp_sender(probes[1]->path, "10.0.0.2", 0);
    assert_true(only_change(pair, TURN_OTHER)->way);
}

static void
an_endpoint_of_one_run_only_is_different(void **state)
{
    struct pair *pair = *state;
    const struct endpoint_change *change;

    (void)build_good(&pair->after,
                     build_target(&pair->after, &builder_gateway2),
                     "192.0.2.50");
    change = only_change(pair, TURN_OTHER);
    assert_null(change->before);
    assert_int_equal(change->is.outcome, OUTCOME_PASS);
}

static void
what_was_not_tried_to_its_end_is_neither_good_nor_bad(void **state)
{
    struct pair *pair = *state;
    const struct endpoint_change *change;

    for (int check = 0; check < CHECK_COUNT; check++) {
        first_path(pair->was.pki)->results[check].outcome = OUTCOME_SKIP;
        first_path(pair->was.pki)->results[check].reason = REASON_CANCELLED;
    }
    change = only_change(pair, TURN_OTHER);
    assert_int_equal(change->was.outcome, OUTCOME_NONE);
}

static void
a_refusal_within_the_handshake_is_an_answer(void **state)
{
    struct pair *pair = *state;
    struct path *path = first_path(pair->is.gateway);

    path->results[CHECK_TLS].reason = REASON_CERTIFICATE_REQUIRED;
    path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
    assert_int_equal(target_standing(pair->is.gateway).outcome, OUTCOME_PASS);
}

static void
what_cannot_be_compared_is_refused(void **state)
{
    struct pair *pair = *state;
    static const struct service other = { .id = "email" };

    pair->after.run.simulation = "healthy";
    assert_int_equal(compare(pair), INCOMPARABLE_SIMULATED);
    pair->after.run.simulation = NULL;
    pair->after.run.answers.service = &other;
    assert_int_equal(compare(pair), INCOMPARABLE_SERVICE);
    pair->after.run.answers.service = pair->before.run.answers.service;
    pair->after.run.target_count = 0;
    assert_int_equal(compare(pair), INCOMPARABLE_ENDPOINTS);
}

static void
place_route_and_order_are_remarks(void **state)
{
    struct pair *pair = *state;

    pair->before.run.machine.hostname = "enforce";
    pair->after.run.machine.hostname = "elsewhere";
    pair->after.run.route.kind = ROUTE_PROXY;
    pair->before.run.started = pair->after.run.started + 1;
    assert_int_equal(compare(pair), COMPARABLE);
    assert_true(pair->comparison.other_machine);
    assert_true(pair->comparison.other_route);
    assert_true(pair->comparison.backwards);
}

#define PAIR_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        PAIR_TEST(what_is_alike_is_counted_only),
        PAIR_TEST(what_came_through_and_does_not_any_more_turned_bad),
        PAIR_TEST(what_failed_and_comes_through_turned_good),
        PAIR_TEST(failing_in_another_way_is_neither),
        PAIR_TEST(another_issuer_is_told),
        PAIR_TEST(another_certificate_of_the_same_issuer_is_told),
        PAIR_TEST(one_certificate_in_common_is_enough),
        PAIR_TEST(other_addresses_are_different_and_their_order_is_not),
        PAIR_TEST(times_count_from_a_factor_and_a_difference_on),
        PAIR_TEST(another_router_counts_and_a_silent_one_does_not),
        PAIR_TEST(an_endpoint_of_one_run_only_is_different),
        PAIR_TEST(what_was_not_tried_to_its_end_is_neither_good_nor_bad),
        PAIR_TEST(a_refusal_within_the_handshake_is_an_answer),
        PAIR_TEST(what_cannot_be_compared_is_refused),
        PAIR_TEST(place_route_and_order_are_remarks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
