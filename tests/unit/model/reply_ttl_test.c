#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../diagnosis/run_builder.h"
#include "model/probe_tally.h"

/* With what TTL an answer came, as probes with a lowest one tell it. */
struct limit {
    int64_t least;
    enum reason reason; /* none: it connected */
};

enum { MOST_LIMITS = 5 };

struct row {
    struct limit limits[MOST_LIMITS];
    int64_t at_least;
    int64_t below;
    bool exact;
};

static const struct row rows[] = {
    { { { 0 } }, 0, 256, false },
    { { { 61, REASON_REFUSED }, { 65, REASON_SILENT } }, 61, 65, false },
    { { { 63, REASON_REFUSED }, { 64, REASON_SILENT } }, 63, 64, true },
    { { { 63, REASON_NONE }, { 64, REASON_SILENT } }, 63, 64, true },
    { { { 255, REASON_NONE } }, 255, 256, true },
    { { { 49, REASON_SILENT } }, 0, 49, false },
    /* Another answer each time. */
    { { { 57, REASON_SILENT }, { 61, REASON_REFUSED } }, 0, 57, false },
    /* What we could not send says nothing. */
    { { { 63, REASON_REFUSED }, { 64, REASON_NO_SOCKET } }, 63, 256, false },
};

static void
check_row(const struct row *row)
{
    struct run_builder builder;
    struct path *like;
    struct reply_ttl reply;

    build_run(&builder);
    like = build_address(&builder, build_target(&builder, &builder_pki),
                         "203.0.113.1");
    for (size_t i = 0; i < MOST_LIMITS && row->limits[i].least > 0; i++) {
        struct variation variation = { .minimum_ttl = row->limits[i].least };
        struct path *path =
            run_add_probe(&builder.run, PROBE_REPLY_TTL,
                          builder.run.targets[0], like, &variation, CHECK_TCP)
                ->path;

        if (row->limits[i].reason == REASON_NONE)
            build_connected(path);
        else
            build_not_connected(path, row->limits[i].reason);
    }
    reply = probes_reply_ttl(&builder.run, like);
    assert_int_equal(reply.at_least, row->at_least);
    assert_int_equal(reply.below, row->below);
    assert_int_equal(reply_ttl_is_exact(&reply), row->exact);
    build_release(&builder);
}

static void
limits_that_are_met_and_missed_enclose_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_row(&rows[i]);
}

static void
it_began_at_what_systems_use(void **state)
{
    (void)state;
    assert_int_equal(reply_ttl_start(1), 64);
    assert_int_equal(reply_ttl_start(64), 64);
    assert_int_equal(reply_ttl_start(65), 128);
    assert_int_equal(reply_ttl_start(128), 128);
    assert_int_equal(reply_ttl_start(129), 255);
    assert_int_equal(reply_ttl_start(255), 255);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_that_are_met_and_missed_enclose_it),
        cmocka_unit_test(it_began_at_what_systems_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
