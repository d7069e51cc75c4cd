#include "model/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MINUTE_MS = 60 * 1000, START_MS = 1000 * MINUTE_MS };

static struct timeline timeline;

static int
begin(void **state)
{
    (void)state;
    timeline = (struct timeline){ 0 };
    return 0;
}

static bool
add(int minute, enum verdict_outcome outcome, const char *cause)
{
    return timeline_add(&timeline, START_MS + (int64_t)minute * MINUTE_MS,
                        outcome, cause);
}

static void
the_first_round_changes_nothing(void **state)
{
    (void)state;
    assert_null(timeline_latest(&timeline));
    assert_false(add(0, VERDICT_FAULT, "connection-silent"));
    assert_int_equal(timeline.count, 1);
    assert_int_equal(timeline_latest(&timeline)->before_ms, 0);
}

static void
the_same_again_is_one_episode(void **state)
{
    (void)state;
    add(0, VERDICT_FAULT, "connection-silent");
    assert_false(add(1, VERDICT_FAULT, "connection-silent"));
    assert_false(add(2, VERDICT_FAULT, "connection-silent"));
    assert_int_equal(timeline.count, 1);
    assert_int_equal(timeline.rounds, 3);
    assert_int_equal(timeline_latest(&timeline)->rounds, 3);
    assert_int_equal(timeline_latest(&timeline)->last_ms,
                     START_MS + 2 * MINUTE_MS);
    assert_int_equal(timeline.lasted_ms[VERDICT_FAULT], 2 * MINUTE_MS);
}

static void
a_recovery_lies_between_two_rounds(void **state)
{
    const struct episode *latest;

    (void)state;
    add(0, VERDICT_FAULT, "connection-silent");
    add(1, VERDICT_FAULT, "connection-silent");
    assert_true(add(2, VERDICT_HEALTHY, NULL));
    latest = timeline_latest(&timeline);
    assert_int_equal(latest->outcome, VERDICT_HEALTHY);
    assert_string_equal(latest->cause, "");
    assert_int_equal(latest->before_ms, START_MS + MINUTE_MS);
    assert_int_equal(latest->first_ms, START_MS + 2 * MINUTE_MS);
}

static void
another_cause_is_another_episode(void **state)
{
    (void)state;
    add(0, VERDICT_FAULT, "connection-silent");
    assert_true(add(1, VERDICT_FAULT, "tls-inspection"));
    assert_int_equal(timeline.count, 2);
}

static void
it_never_grows_and_keeps_how_it_began(void **state)
{
    enum { ROUNDS = 10 * TIMELINE_EPISODES };

    (void)state;
    add(0, VERDICT_INCONCLUSIVE, NULL);
    for (int i = 1; i <= ROUNDS; i++)
        assert_true(add(i, i % 2 ? VERDICT_FAULT : VERDICT_HEALTHY,
                        i % 2 ? "connection-silent" : NULL));
    assert_int_equal(timeline.count, TIMELINE_EPISODES);
    assert_int_equal(timeline.forgotten, ROUNDS + 1 - TIMELINE_EPISODES);
    assert_int_equal(timeline.episodes[0].outcome, VERDICT_INCONCLUSIVE);
    assert_int_equal(timeline.episodes[1].first_ms,
                     START_MS + (ROUNDS + 2 - TIMELINE_EPISODES) *
                                    (int64_t)MINUTE_MS);
    assert_int_equal(timeline_latest(&timeline)->first_ms,
                     START_MS + ROUNDS * (int64_t)MINUTE_MS);
}

static void
a_clock_that_is_set_back_makes_no_negative_time(void **state)
{
    (void)state;
    add(10, VERDICT_FAULT, "connection-silent");
    add(1, VERDICT_FAULT, "connection-silent");
    assert_int_equal(timeline.lasted_ms[VERDICT_FAULT], 0);
}

static void
a_long_cause_is_the_same_cause(void **state)
{
    static const char cause[] = "a-cause-with-a-name-that-nobody-would-choose-"
                                "for-it-is-far-too-long-to-keep";

    (void)state;
    add(0, VERDICT_FAULT, cause);
    assert_false(add(1, VERDICT_FAULT, cause));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_first_round_changes_nothing, begin),
        cmocka_unit_test_setup(the_same_again_is_one_episode, begin),
        cmocka_unit_test_setup(a_recovery_lies_between_two_rounds, begin),
        cmocka_unit_test_setup(another_cause_is_another_episode, begin),
        cmocka_unit_test_setup(it_never_grows_and_keeps_how_it_began, begin),
        cmocka_unit_test_setup(a_clock_that_is_set_back_makes_no_negative_time,
                               begin),
        cmocka_unit_test_setup(a_long_cause_is_the_same_cause, begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
