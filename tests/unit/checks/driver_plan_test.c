#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../lab/scene.h"
#include "checks/driver.h"

/*
 * What the driver does with what the planner adds, over the lab and on its
 * clock: a server that takes connections and never says anything.
 */
enum {
    TURNS = 20000,
    ROUNDS = 6,
    AT_ONCE = 24,
    INTERVAL_MS = 100, /* between two that begin */
    BUDGET_MS = 4000,  /* of a handshake */
    RTT_MS = 40        /* over two links */
};

struct stage;
typedef bool stage_plan(struct stage *stage);

struct stage {
    struct scene scene;
    struct check_tools tools;
    struct definitions definitions;
    struct endpoint endpoint;
    struct run run;
    struct driver *driver;
    stage_plan *plan;
    int asked;
    int began; /* rounds of probes, as the listener is told */
    int lookups;
    size_t running; /* probes */
    size_t most_running;
};

static void
assert_all_ended(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        for (int check = 0; check < CHECK_COUNT; check++) {
            enum outcome outcome =
                target_result(run->targets[i], (enum check_id)check).outcome;

            assert_true(outcome == OUTCOME_NONE || outcome_is_final(outcome));
        }
    for (size_t i = 0; i < run->probe_count; i++)
        assert_true(outcome_is_final(
            run->probes[i]->path->results[CHECK_TCP].outcome));
}

static bool
stage_ask(void *context, struct run *run)
{
    struct stage *stage = context;

    stage->asked++;
    assert_all_ended(run);
    return stage->plan(stage);
}

/* What waits to be tried is marked so, as far as it will be tried. */
static void
assert_new_probes_wait(const struct run *run)
{
    const struct probe *probe;

    if (run->probe_count == 0)
        return;
    probe = run->probes[run->probe_count - 1];
    for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
        if (check != CHECK_PROXY)
            assert_int_equal(probe->path->results[check].outcome,
                             check <= (int)probe->until ? OUTCOME_PENDING
                                                        : OUTCOME_NONE);
}

static void
stage_count_probe(struct stage *stage, const struct event *event)
{
    const struct path *path = event->path;
    enum check_id until;

    if (path == NULL || path->probe == NULL)
        return;
    until = path->probe->until;
    if (event->kind == EVENT_CHECK_BEGAN && event->check == CHECK_TCP)
        stage->running++;
    if (event->kind == EVENT_CHECK_ENDED && event->check == until)
        stage->running--;
    if (stage->running > stage->most_running)
        stage->most_running = stage->running;
}

static void
stage_hear(void *context, const struct event *event)
{
    struct stage *stage = context;

    stage_count_probe(stage, event);
    stage->lookups +=
        event->kind == EVENT_CHECK_BEGAN && event->check == CHECK_DNS;
    if (event->kind != EVENT_PROBES_BEGAN)
        return;
    stage->began++;
    assert_new_probes_wait(&stage->run);
}

/* Every name leads to the server. */
static void
find_server(struct lab_node *node, uint64_t question, const char *host,
            void *context)
{
    const struct scene *scene = context;
    struct lab_names names = { .addresses = &scene->to.address,
                               .address_count = 1 };

    (void)host;
    lab_names_answer(node, question, &names);
}

static void
stage_open(struct stage *stage, const char *host, stage_plan *plan,
           const struct driver_limits *limits)
{
    struct route direct = { .kind = ROUTE_DIRECT };

    *stage = (struct stage){ .plan = plan };
    scene_open(&stage->scene, 1, 1);
    lab_listen(stage->scene.server, 443, &scene_sink, NULL);
    lab_set_name_service(stage->scene.client, find_server, &stage->scene);
    stage->tools.net = &stage->scene.net;
    stage->tools.tls = net_tls_context_new();
    stage->endpoint = (struct endpoint){
        .host = host, .port = 443, .role = ROLE_PKI, .required = true
    };
    stage->run.definitions = &stage->definitions;
    run_add_target(&stage->run, &stage->endpoint, NULL, &direct);
    stage->driver =
        driver_new(&stage->run, &stage->tools, limits, stage_hear, stage);
    driver_set_planner(stage->driver, stage_ask, stage);
}

static void
stage_play(struct stage *stage)
{
    int turns = 0;

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
stage_run(struct stage *stage, stage_plan *plan,
          const struct driver_limits *limits)
{
    stage_open(stage, "10.2.0.2", plan, limits);
    stage_play(stage);
}

static const struct driver_limits usual;

static void
add_probe(struct stage *stage, enum probe_kind kind, enum check_id until)
{
    static const struct variation same;
    struct target *target = stage->run.targets[0];

    run_add_probe(&stage->run, kind, target, target->paths[0], &same, until);
}

/* Plans. */

static bool
add_nothing(struct stage *stage)
{
    (void)stage;
    return false;
}

static bool
add_repeat_once(struct stage *stage)
{
    if (stage->run.probe_count > 0)
        return false;
    add_probe(stage, PROBE_REPEAT, CHECK_TLS);
    return true;
}

static bool
add_repeat_always(struct stage *stage)
{
    add_probe(stage, PROBE_REPEAT, CHECK_TCP);
    return true;
}

static bool
add_one_of_each_height(struct stage *stage)
{
    if (stage->run.probe_count > 0)
        return false;
    add_probe(stage, PROBE_HOPS, CHECK_TCP);
    add_probe(stage, PROBE_REPEAT, CHECK_TLS);
    add_probe(stage, PROBE_SERVER_NAME, CHECK_TLS);
    return true;
}

/* One, and then more than are tried at once. */
static bool
add_few_then_many(struct stage *stage)
{
    int count = stage->asked == 1 ? 1 : AT_ONCE + 1;

    if (stage->asked > 2)
        return false;
    for (int i = 0; i < count; i++)
        add_probe(stage, PROBE_REPEAT, CHECK_TLS);
    return true;
}

static bool
add_control(struct stage *stage)
{
    struct route direct = { .kind = ROUTE_DIRECT };

    if (stage->asked > 1)
        return false;
    run_add_target(&stage->run, &stage->endpoint, NULL, &direct)->control =
        true;
    return true;
}

static bool
add_name(struct stage *stage)
{
    if (stage->asked > 1)
        return false;
    run_name(&stage->run, "qwertz.example.com")->random = true;
    return true;
}

/* When. */

static void
it_is_asked_when_all_has_ended(void **state)
{
    struct stage stage;

    (void)state;
    stage_run(&stage, add_nothing, &usual);
    assert_int_equal(stage.asked, 1);
    assert_int_equal(stage.began, 0);
    stage_close(&stage);
}

static void
what_it_adds_is_tried_and_it_is_asked_again(void **state)
{
    struct stage stage;
    const struct path *probe;

    (void)state;
    stage_run(&stage, add_repeat_once, &usual);
    assert_int_equal(stage.asked, 2);
    assert_int_equal(stage.began, 1);
    assert_int_equal(stage.run.probe_count, 1);
    probe = stage.run.probes[0]->path;
    assert_int_equal(probe->results[CHECK_TCP].outcome, OUTCOME_PASS);
    assert_int_equal(probe->results[CHECK_TLS].reason, REASON_TLS_SILENT);
    assert_int_equal(stage.run.targets[0]->path_count, 1);
    /* The time of the run is that of all of it. */
    assert_in_range(stage.run.duration_ms, 2 * BUDGET_MS,
                    2 * BUDGET_MS + 10 * RTT_MS);
    stage_close(&stage);
}

static void
it_is_asked_six_times_at_most(void **state)
{
    struct stage stage;

    (void)state;
    stage_run(&stage, add_repeat_always, &usual);
    assert_int_equal(stage.asked, ROUNDS);
    assert_int_equal(stage.began, ROUNDS);
    assert_int_equal(stage.run.probe_count, ROUNDS);
    assert_all_ended(&stage.run);
    stage_close(&stage);
}

static void
without_a_planner_nothing_is_added(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage, "10.2.0.2", add_repeat_always, &usual);
    driver_set_planner(stage.driver, NULL, NULL);
    stage_play(&stage);
    assert_int_equal(stage.asked, 0);
    assert_int_equal(stage.run.probe_count, 0);
    stage_close(&stage);
}

static void
it_is_not_asked_after_a_cancel(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage, "10.2.0.2", add_repeat_always, &usual);
    assert_true(driver_turn(stage.driver, NULL, 0, -1));
    driver_cancel(stage.driver);
    assert_false(driver_turn(stage.driver, NULL, 0, -1));
    assert_int_equal(stage.asked, 0);
    stage_close(&stage);
}

/* What was added and not begun, or not ended, is left out. */
static void
a_cancel_settles_probes_too(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage, "10.2.0.2", add_few_then_many, &usual);
    while (stage.began < 2)
        assert_true(driver_turn(stage.driver, NULL, 0, -1));
    assert_true(driver_turn(stage.driver, NULL, 0, -1));
    driver_cancel(stage.driver);
    assert_false(driver_turn(stage.driver, NULL, 0, -1));
    assert_int_equal(stage.asked, 2);
    for (size_t i = 1; i < stage.run.probe_count; i++) {
        const struct result *results = stage.run.probes[i]->path->results;

        assert_int_equal(results[CHECK_TLS].outcome, OUTCOME_SKIP);
        assert_int_equal(results[CHECK_TLS].reason, REASON_CANCELLED);
        assert_int_equal(results[CHECK_HTTP].outcome, OUTCOME_NONE);
    }
    stage_close(&stage);
}

static void
it_is_not_asked_after_the_deadline(void **state)
{
    struct driver_limits limits = { .deadline_ms = 1000 };
    struct stage stage;

    (void)state;
    stage_run(&stage, add_repeat_always, &limits);
    assert_int_equal(stage.asked, 0);
    assert_int_equal(target_result(stage.run.targets[0], CHECK_TLS).reason,
                     REASON_DEADLINE);
    stage_close(&stage);
}

/*
 * Every round has the same time, however much has passed: what would need
 * two budgets one after the other, or begins too late for one, is stopped
 * after one and a bit.
 */
static void
each_round_has_the_time_of_the_first(void **state)
{
    enum { LATE_MS = 1000, DEADLINE_MS = BUDGET_MS + LATE_MS };
    struct driver_limits limits = { .deadline_ms = DEADLINE_MS };
    struct stage stage;

    (void)state;
    stage_run(&stage, add_few_then_many, &limits);
    assert_int_equal(stage.asked, 2);
    assert_int_equal(stage.run.probe_count, 1 + AT_ONCE + 1);
    for (size_t i = 0; i < stage.run.probe_count; i++)
        assert_int_equal(stage.run.probes[i]->path->results[CHECK_TLS].reason,
                         i < 1 + LATE_MS / INTERVAL_MS ? REASON_TLS_SILENT
                                                       : REASON_DEADLINE);
    assert_in_range(stage.run.duration_ms, 2 * BUDGET_MS + DEADLINE_MS,
                    2 * BUDGET_MS + DEADLINE_MS + 10 * RTT_MS);
    stage_close(&stage);
}

static void
few_are_tried_at_once(void **state)
{
    struct stage stage;

    (void)state;
    stage_run(&stage, add_few_then_many, &usual);
    assert_int_equal(stage.most_running, AT_ONCE);
    assert_int_equal(stage.running, 0);
    assert_int_equal(
        stage.run.probes[AT_ONCE + 1]->path->results[CHECK_TLS].reason,
        REASON_TLS_SILENT);
    stage_close(&stage);
}

/* How. */

static void
a_probe_climbs_as_far_as_it_is_to(void **state)
{
    static const enum outcome expected[][CHECK_COUNT] = {
        { OUTCOME_NONE, OUTCOME_PASS, OUTCOME_NONE, OUTCOME_NONE,
          OUTCOME_NONE },
        { OUTCOME_NONE, OUTCOME_PASS, OUTCOME_NONE, OUTCOME_FAIL,
          OUTCOME_NONE },
    };
    struct stage stage;

    (void)state;
    stage_run(&stage, add_one_of_each_height, &usual);
    for (size_t i = 0; i < 2; i++)
        for (int check = 0; check < CHECK_COUNT; check++)
            assert_int_equal(stage.run.probes[i]->path->results[check].outcome,
                             expected[i][check]);
    assert_int_equal(
        stage.run.targets[0]->paths[0]->results[CHECK_HTTP].outcome,
        OUTCOME_SKIP);
    stage_close(&stage);
}

/* What helps, helps soon; the same again has the same time again. */
static void
only_a_repetition_has_all_the_time(void **state)
{
    static const struct {
        int given_ms;
        int64_t budget_ms;
    } rows[] = { { 0, BUDGET_MS }, { 1000, 1000 } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct driver_limits limits = { .budget_ms = rows[i].given_ms };
        struct stage stage;
        const struct run *run = &stage.run;

        stage_run(&stage, add_one_of_each_height, &limits);
        assert_int_equal(
            run->targets[0]->paths[0]->results[CHECK_TLS].duration_ms,
            rows[i].budget_ms);
        assert_int_equal(run->probes[1]->path->results[CHECK_TLS].duration_ms,
                         rows[i].budget_ms);
        assert_int_equal(run->probes[2]->path->results[CHECK_TLS].duration_ms,
                         rows[i].budget_ms / 2);
        stage_close(&stage);
    }
}

/* Names and targets that come later. */

static void
check_control(const char *host)
{
    struct stage stage;
    const struct target *control;

    stage_open(&stage, host, add_control, &usual);
    stage_play(&stage);
    assert_int_equal(stage.asked, 2);
    assert_int_equal(stage.run.target_count, 2);
    control = stage.run.targets[1];
    assert_int_equal(control->path_count, 1);
    assert_true(control->paths[0]->of_system);
    assert_true(
        address_equal(&control->paths[0]->address, &stage.scene.to.address));
    assert_int_equal(target_result(control, CHECK_TLS).reason,
                     REASON_TLS_SILENT);
    assert_int_equal(target_result(control, CHECK_HTTP).outcome, OUTCOME_SKIP);
    assert_int_equal(stage.lookups, 1);
    assert_int_equal(stage.run.targets[0]->path_count, 1);
    stage_close(&stage);
}

static void
a_later_target_has_the_addresses_of_its_name(void **state)
{
    (void)state;
    check_control("10.2.0.2");
    check_control("gw.example.net");
}

static void
a_later_name_is_looked_up(void **state)
{
    struct stage stage;
    const struct name *name;

    (void)state;
    stage_run(&stage, add_name, &usual);
    assert_int_equal(stage.lookups, 2);
    name = stage.run.names[1];
    assert_true(outcome_is_final(name->result.outcome));
    assert_int_equal(name->system.address_count, 1);
    assert_int_equal(stage.run.targets[0]->path_count, 1);
    stage_close(&stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_asked_when_all_has_ended),
        cmocka_unit_test(what_it_adds_is_tried_and_it_is_asked_again),
        cmocka_unit_test(it_is_asked_six_times_at_most),
        cmocka_unit_test(without_a_planner_nothing_is_added),
        cmocka_unit_test(it_is_not_asked_after_a_cancel),
        cmocka_unit_test(a_cancel_settles_probes_too),
        cmocka_unit_test(it_is_not_asked_after_the_deadline),
        cmocka_unit_test(each_round_has_the_time_of_the_first),
        cmocka_unit_test(few_are_tried_at_once),
        cmocka_unit_test(a_probe_climbs_as_far_as_it_is_to),
        cmocka_unit_test(only_a_repetition_has_all_the_time),
        cmocka_unit_test(a_later_target_has_the_addresses_of_its_name),
        cmocka_unit_test(a_later_name_is_looked_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
