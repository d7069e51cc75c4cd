#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../diagnosis/run_builder.h"
#include "model/run_clock.h"

/* Whose clock counts, when that of this machine and the service's differ. */

static void
tell(struct target *target, int64_t offset_s)
{
    target->paths[0]->http.has_date = true;
    target->paths[0]->http.clock_offset_s = offset_s;
}

static void
only_an_offset_that_matters_counts(void **state)
{
    static const struct {
        int64_t told;
        int64_t counts;
    } rows[] = {
        { 0, 0 },     { 300, 0 },     { -300, 0 },
        { 301, 301 }, { -301, -301 }, { 31536000, 31536000 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;

        build_run(&builder);
        tell(build_healthy(&builder).pki, rows[i].told);
        assert_int_equal(run_clock_offset_s(&builder.run), rows[i].counts);
        assert_int_equal(run_began_s(&builder.run),
                         builder.run.started / 1000 - rows[i].counts);
        build_release(&builder);
    }
}

static void
without_a_date_our_own_clock_counts(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_healthy(&builder).pki->paths[0]->http.clock_offset_s = 9999;
    assert_int_equal(run_clock_offset_s(&builder.run), 0);
    build_release(&builder);
}

static void
two_that_disagree_count_for_nothing(void **state)
{
    static const struct {
        int64_t other;
        int64_t counts;
    } rows[] = { { 9999 + 300, 9999 }, { 9999 + 301, 0 }, { 0, 0 } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;
        struct trio trio;

        build_run(&builder);
        trio = build_healthy(&builder);
        tell(trio.pki, 9999);
        tell(trio.gateway, rows[i].other);
        assert_int_equal(run_clock_offset_s(&builder.run), rows[i].counts);
        build_release(&builder);
    }
}

/* Whoever stands on the way can set what is not behind a genuine chain. */
static void
a_stranger_tells_no_time(void **state)
{
    struct run_builder builder;
    struct target *pki;
    struct path *path;

    (void)state;
    build_run(&builder);
    pki = build_target(&builder, &builder_pki);
    path = build_address(&builder, pki, "203.0.113.1");
    build_foreign(&builder, pki, path, "CN=Somebody");
    build_status(pki, path, 404);
    tell(pki, 9999);
    assert_int_equal(run_clock_offset_s(&builder.run), 0);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_an_offset_that_matters_counts),
        cmocka_unit_test(without_a_date_our_own_clock_counts),
        cmocka_unit_test(two_that_disagree_count_for_nothing),
        cmocka_unit_test(a_stranger_tells_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
