#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../lab/scene.h"
#include "checks/driver.h"

/*
 * Probes begin one after the other, so that whoever counts the connections
 * of a machine is not made to act by them; and each is given the part of the
 * usual time that its kind needs. Over the lab and on its clock.
 */
enum {
    MANY = 60,
    INTERVAL_MS = 100,
    AT_ONCE = 24,
    BUDGET_MS = 4000,
    RTT_MS = 40, /* over two links */
    TURNS = 20000
};

struct stage {
    struct scene scene;
    struct check_tools tools;
    struct definitions definitions;
    struct endpoint endpoint;
    struct run run;
    struct driver *driver;
    enum probe_kind kind;
    int wanted;
    int64_t began_ms[MANY];
    int began;
    int running;
    int most_running;
};

static bool
stage_plan(void *context, struct run *run)
{
    static const struct variation usual;
    struct stage *stage = context;
    struct target *target = run->targets[0];

    if (run->probe_count > 0)
        return false;
    for (int i = 0; i < stage->wanted; i++)
        run_add_probe(run, stage->kind, target, target->paths[0], &usual,
                      CHECK_TLS);
    return true;
}

static void
stage_hear(void *context, const struct event *event)
{
    struct stage *stage = context;

    if (event->path == NULL || event->path->probe == NULL)
        return;
    if (event->kind == EVENT_CHECK_BEGAN && event->check == CHECK_TCP) {
        stage->began_ms[stage->began++] = event->at_ms;
        stage->running++;
    }
    if (event->kind == EVENT_CHECK_ENDED && event->check == CHECK_TLS)
        stage->running--;
    if (stage->running > stage->most_running)
        stage->most_running = stage->running;
}

/* A server that takes every connection and never says anything. */
static void
stage_play(struct stage *stage, enum probe_kind kind, int wanted)
{
    static const struct driver_limits usual;
    struct route direct = { .kind = ROUTE_DIRECT };
    int turns = 0;

    *stage = (struct stage){ .kind = kind, .wanted = wanted };
    scene_open(&stage->scene, 1, 1);
    lab_listen(stage->scene.server, 443, &scene_sink, NULL);
    stage->tools.net = &stage->scene.net;
    stage->tools.tls = net_tls_context_new();
    stage->endpoint = (struct endpoint){
        .host = "10.2.0.2", .port = 443, .role = ROLE_PKI, .required = true
    };
    stage->run.definitions = &stage->definitions;
    run_add_target(&stage->run, &stage->endpoint, NULL, &direct);
    stage->driver =
        driver_new(&stage->run, &stage->tools, &usual, stage_hear, stage);
    driver_set_planner(stage->driver, stage_plan, stage);
    while (driver_turn(stage->driver, NULL, 0, -1))
        assert_true(turns++ < TURNS);
}

static void
stage_close(struct stage *stage)
{
    driver_free(stage->driver);
    net_tls_context_free(stage->tools.tls);
    run_release(&stage->run);
    scene_close(&stage->scene);
}

static void
ten_begin_in_a_second(void **state)
{
    struct stage stage;

    (void)state;
    stage_play(&stage, PROBE_HOPS, MANY);
    assert_int_equal(stage.began, MANY);
    for (int i = 1; i < MANY; i++)
        assert_int_equal(stage.began_ms[i] - stage.began_ms[i - 1],
                         INTERVAL_MS);
    stage_close(&stage);
}

static void
no_more_than_so_many_wait_for_an_answer(void **state)
{
    struct stage stage;

    (void)state;
    stage_play(&stage, PROBE_REPEAT, MANY);
    assert_int_equal(stage.began, MANY);
    assert_int_equal(stage.most_running, AT_ONCE);
    for (int i = 1; i < MANY; i++)
        assert_true(stage.began_ms[i] - stage.began_ms[i - 1] >= INTERVAL_MS);
    stage_close(&stage);
}

static void
a_kind_has_its_part_of_the_time(void **state)
{
    static const struct {
        enum probe_kind kind;
        int part;
    } rows[] = { { PROBE_REPEAT, 1 },
                 { PROBE_SERVER_NAME, 2 },
                 { PROBE_HOPS, 4 },
                 { PROBE_HELLO_HOPS, 4 } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stage stage;

        stage_play(&stage, rows[i].kind, 1);
        assert_int_equal(
            stage.run.probes[0]->path->results[CHECK_TLS].duration_ms,
            BUDGET_MS / rows[i].part);
        stage_close(&stage);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_begin_in_a_second),
        cmocka_unit_test(no_more_than_so_many_wait_for_an_answer),
        cmocka_unit_test(a_kind_has_its_part_of_the_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
