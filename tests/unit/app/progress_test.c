#include "app/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

/* A run in which a connection is held idle for a minute, from 2 s on. */
struct bench {
    struct path path;
    struct probe probe;
    struct probe *probes[1];
    struct run run;
    struct progress progress;
};

static void
bench_init(struct bench *bench)
{
    struct result *result = &bench->path.results[CHECK_HTTP];

    *bench = (struct bench){ .probe.kind = PROBE_HOLD };
    result->outcome = OUTCOME_RUNNING;
    result->started_ms = 2000;
    bench->probe.path = &bench->path;
    bench->probe.variation.idle_s = 60;
    bench->probes[0] = &bench->probe;
    bench->run.probes = bench->probes;
    bench->run.probe_count = 1;
    bench->progress = (struct progress){ .run = &bench->run, .ended = 7 };
}

static void
expect_line(const struct bench *bench, int64_t now_ms, const char *expected)
{
    static const struct name name = { .host = "gw.example.net" };
    static const struct event event = { .kind = EVENT_CHECK_ENDED,
                                        .check = CHECK_DNS,
                                        .name = &name };
    struct buffer line = { 0 };

    progress_append(&line, &bench->progress, &event, now_ms);
    assert_string_equal(buffer_text(&line), expected);
    buffer_release(&line);
}

static void
an_idle_connection_is_counted(void **state)
{
    struct bench bench;

    (void)state;
    bench_init(&bench);
    expect_line(&bench, 14000,
                "14 s  7 checks done  holding an idle connection: 12 of 60 s");
    bench.path.results[CHECK_HTTP].outcome = OUTCOME_PASS;
    expect_line(&bench, 14000, "14.0 s  7 checks done  dns: gw.example.net");
}

static void
behind_its_time_it_is_used_again(void **state)
{
    struct bench bench;

    (void)state;
    bench_init(&bench);
    expect_line(&bench, 62500, "62.5 s  7 checks done  dns: gw.example.net");
}

static void
another_probe_is_not_idle(void **state)
{
    struct bench bench;

    (void)state;
    bench_init(&bench);
    bench.probe.kind = PROBE_REPEAT;
    expect_line(&bench, 14000, "14.0 s  7 checks done  dns: gw.example.net");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_connection_is_counted),
        cmocka_unit_test(behind_its_time_it_is_used_again),
        cmocka_unit_test(another_probe_is_not_idle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
