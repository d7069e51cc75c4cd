#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../lab/scene.h"
#include "checks/driver.h"

/*
 * Checking a row once more in the same run, and stopping one while others go
 * on, over the lab and on its clock: two servers' worth of targets behind a
 * firewall that is opened in between.
 */
enum { TURNS = 20000, TARGETS = 2, OPEN_PORT = 443, CLOSED_PORT = 444 };

struct stage {
    struct scene scene;
    struct check_tools tools;
    struct definitions definitions;
    struct endpoint endpoints[TARGETS];
    struct run run;
    struct driver *driver;
    size_t begun;
    size_t ended;
    size_t replaced;
    struct result before; /* of the path that was replaced last */
    struct result after;
    enum outcome shown; /* of the old path, while the fresh one runs */
};

static void
stage_hear(void *context, const struct event *event)
{
    struct stage *stage = context;
    const struct path *path = event->path;

    stage->begun += event->kind == EVENT_CHECK_BEGAN;
    stage->ended += event->kind == EVENT_CHECK_ENDED;
    if (event->kind == EVENT_CHECK_BEGAN && path != NULL && path->old != NULL)
        stage->shown = path->old->results[CHECK_TCP].outcome;
    if (event->kind != EVENT_CHECKED_AGAIN || event->old_path == NULL)
        return;
    stage->replaced++;
    stage->before = event->old_path->results[CHECK_TCP];
    stage->after = path->results[CHECK_TCP];
}

static void
stage_shut(struct stage *stage, uint16_t port)
{
    struct lab_rule drop = { .hook = LAB_FORWARD,
                             .protocol = LAB_TCP,
                             .port = port,
                             .action = LAB_DROP };

    lab_rule_add(stage->scene.routers[0], &drop);
}

static void
stage_open(struct stage *stage)
{
    static const struct driver_limits usual;
    struct route direct = { .kind = ROUTE_DIRECT };

    *stage = (struct stage){ 0 };
    scene_open(&stage->scene, 1, 1);
    stage->tools.net = &stage->scene.net;
    stage->tools.tls = net_tls_context_new();
    stage->run.definitions = &stage->definitions;
    for (int i = 0; i < TARGETS; i++) {
        stage->endpoints[i] =
            (struct endpoint){ .host = "10.2.0.2",
                               .port = (uint16_t)(OPEN_PORT + i),
                               .role = ROLE_PKI,
                               .required = true };
        run_add_target(&stage->run, &stage->endpoints[i], NULL, &direct);
    }
    stage_shut(stage, OPEN_PORT);
    stage_shut(stage, CLOSED_PORT);
    stage->driver =
        driver_new(&stage->run, &stage->tools, &usual, stage_hear, stage);
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
stage_play(struct stage *stage)
{
    int turns = 0;

    while (driver_turn(stage->driver, NULL, 0, -1))
        assert_true(turns++ < TURNS);
}

static void
stage_begin(struct stage *stage)
{
    int turns = 0;

    while (stage->run.targets[0]->path_count == 0 ||
           stage->run.targets[1]->path_count == 0)
        assert_true(driver_turn(stage->driver, NULL, 0, 1) && turns++ < TURNS);
}

static const struct result *
tcp_of(const struct stage *stage, size_t target)
{
    return &stage->run.targets[target]->paths[0]->results[CHECK_TCP];
}

static bool
again(struct stage *stage, size_t target)
{
    return driver_check_path_again(stage->driver, stage->run.targets[target],
                                   stage->run.targets[target]->paths[0]);
}

static void
a_row_that_is_mended_gets_its_new_results(void **state)
{
    struct stage stage;
    struct path *path;

    (void)state;
    stage_open(&stage);
    stage_play(&stage);
    path = stage.run.targets[0]->paths[0];
    assert_int_equal(tcp_of(&stage, 0)->reason, REASON_SILENT);
    lab_rules_clear(stage.scene.routers[0]);
    assert_true(again(&stage, 0));
    stage_play(&stage);
    /* Nobody listens there; somebody says so. */
    assert_int_equal(tcp_of(&stage, 0)->reason, REASON_REFUSED);
    assert_ptr_equal(stage.run.targets[0]->paths[0], path);
    assert_null(path->fresh);
    assert_null(path->old);
    assert_int_equal(stage.replaced, 1);
    assert_int_equal(stage.before.reason, REASON_SILENT);
    assert_int_equal(stage.after.reason, REASON_REFUSED);
    /* The other row has kept what it had. */
    assert_int_equal(tcp_of(&stage, 1)->reason, REASON_SILENT);
    stage_close(&stage);
}

static void
the_old_result_stays_until_the_new_one_is_there(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    stage_play(&stage);
    assert_true(again(&stage, 0));
    assert_false(again(&stage, 0));
    assert_true(driver_turn(stage.driver, NULL, 0, 1));
    assert_int_equal(stage.shown, OUTCOME_FAIL);
    assert_int_equal(tcp_of(&stage, 0)->outcome, OUTCOME_FAIL);
    stage_play(&stage);
    assert_int_equal(tcp_of(&stage, 0)->outcome, OUTCOME_FAIL);
    stage_close(&stage);
}

/* Its old results are no news of a stop. */
static void
what_is_checked_again_and_stopped_stays_as_it_was(void **state)
{
    struct stage stage;
    size_t row;

    (void)state;
    for (row = 0; row < 2; row++) {
        stage_open(&stage);
        stage_play(&stage);
        assert_true(again(&stage, 0));
        assert_true(driver_turn(stage.driver, NULL, 0, 1));
        if (row == 0)
            assert_true(
                driver_stop_target(stage.driver, stage.run.targets[0], NULL));
        else
            driver_cancel(stage.driver);
        stage_play(&stage);
        assert_int_equal(tcp_of(&stage, 0)->reason, REASON_SILENT);
        assert_int_equal(stage.replaced, 0);
        assert_false(stage.run.cancelled);
        assert_true(again(&stage, 0));
        stage_play(&stage);
        assert_int_equal(stage.replaced, 1);
        stage_close(&stage);
    }
}

static void
one_row_is_stopped_and_the_others_go_on(void **state)
{
    struct stage stage;
    struct target *target;

    (void)state;
    stage_open(&stage);
    stage_begin(&stage);
    target = stage.run.targets[0];
    assert_true(driver_stop_target(stage.driver, target, target->paths[0]));
    assert_int_equal(tcp_of(&stage, 0)->outcome, OUTCOME_SKIP);
    assert_int_equal(tcp_of(&stage, 0)->reason, REASON_CANCELLED);
    assert_int_equal(target->paths[0]->results[CHECK_HTTP].reason,
                     REASON_CANCELLED);
    assert_false(driver_stop_target(stage.driver, target, target->paths[0]));
    stage_play(&stage);
    assert_int_equal(tcp_of(&stage, 1)->reason, REASON_SILENT);
    assert_true(stage.run.cancelled);
    assert_int_equal(stage.begun, stage.ended);
    stage_close(&stage);
}

static void
a_row_that_was_stopped_can_be_checked_after_all(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    stage_begin(&stage);
    assert_true(driver_stop_target(stage.driver, stage.run.targets[0], NULL));
    stage_play(&stage);
    assert_true(again(&stage, 0));
    stage_play(&stage);
    assert_int_equal(tcp_of(&stage, 0)->reason, REASON_SILENT);
    assert_false(stage.run.cancelled);
    stage_close(&stage);
}

static void
a_name_is_asked_again_in_its_place(void **state)
{
    struct stage stage;
    struct name *name;

    (void)state;
    stage_open(&stage);
    assert_false(driver_check_name_again(stage.driver, stage.run.names[0]));
    stage_play(&stage);
    name = stage.run.names[0];
    assert_int_equal(name->user_count, TARGETS);
    assert_true(driver_check_name_again(stage.driver, name));
    assert_non_null(name->fresh);
    stage_play(&stage);
    assert_null(name->fresh);
    assert_int_equal(name->result.outcome, OUTCOME_PASS);
    /* The same address is the same path: it is not tried for that. */
    assert_int_equal(stage.run.targets[0]->path_count, 1);
    assert_int_equal(stage.replaced, 0);
    stage_close(&stage);
}

static void
an_address_that_nobody_gives_any_more_is_left_out(void **state)
{
    static const struct address old = { .family = FAMILY_IPV4,
                                        .bytes = { 192, 0, 2, 99 } };
    struct address *given;
    struct stage stage;
    struct target *target;
    struct name *name;

    (void)state;
    stage_open(&stage);
    stage_play(&stage);
    target = stage.run.targets[0];
    target_add_path(&stage.run, target, &old, true);
    assert_int_equal(target->path_count, 2);
    assert_true(again(&stage, 0));
    stage_play(&stage);
    assert_int_equal(target->path_count, 2); /* the name was not asked */
    name = stage.run.names[0];
    assert_true(driver_check_name_again(stage.driver, name));
    /* As if it were a name, to which the system gives the other one alone. */
    name->literal = (struct address){ 0 };
    name->fresh->system.addresses = &given;
    name->fresh->system.address_count = 1;
    given = &target->paths[target->paths[0]->address.bytes[0] == 192]->address;
    stage_play(&stage);
    assert_int_equal(target->path_count, 1);
    assert_null(target_find_path(target, &old));
    assert_non_null(target_find_path(target, given));
    stage_close(&stage);
}

static void
nothing_is_stopped_that_has_ended(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    stage_play(&stage);
    assert_false(driver_stop_target(stage.driver, stage.run.targets[0], NULL));
    assert_false(stage.run.cancelled);
    assert_false(stage.run.targets[0]->stopped);
    stage_close(&stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_is_mended_gets_its_new_results),
        cmocka_unit_test(the_old_result_stays_until_the_new_one_is_there),
        cmocka_unit_test(what_is_checked_again_and_stopped_stays_as_it_was),
        cmocka_unit_test(one_row_is_stopped_and_the_others_go_on),
        cmocka_unit_test(a_row_that_was_stopped_can_be_checked_after_all),
        cmocka_unit_test(a_name_is_asked_again_in_its_place),
        cmocka_unit_test(an_address_that_nobody_gives_any_more_is_left_out),
        cmocka_unit_test(nothing_is_stopped_that_has_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
