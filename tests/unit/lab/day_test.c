#include "scene.h"

#include <errno.h>
#include <malloc.h>

#include "lab/flow.h"

/*
 * A world in which somebody checks again and again, for a simulated day: it
 * must not remember more in the evening than in the morning.
 */
enum {
    PAUSE_MS = 30 * 1000,
    HOUR = 3600 / 30, /* rounds of it */
    DAY = 24 * HOUR,
    REFUSED = 1443,
    DROPPED = 2443,
};

static size_t
flow_count_all(const struct scene *scene)
{
    size_t count = 0;

    for (size_t i = 0; i < scene->router_count; i++)
        for (const struct flow *flow = scene->routers[i]->flows; flow != NULL;
             flow = flow->next)
            count++;
    return count;
}

static void
pause_ms(struct scene *scene, int ms)
{
    net_wait(&scene->net, NULL, 0, ms);
}

/* One that is answered and ends in good order. */
static void
talk(struct scene *scene, const struct buffer *hello)
{
    struct buffer back = { 0 };
    int handle = scene_dial(scene, &scene->to, NULL);

    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
    scene_send(scene, handle, hello->data, hello->length);
    assert_int_equal(scene_receive(scene, handle, &back, hello->length, 900),
                     hello->length);
    scene_hang_up(scene, handle);
    buffer_release(&back);
}

static void
check_once(struct scene *scene, const struct buffer *hello)
{
    struct peer refused = scene->to;
    struct peer dropped = scene->to;

    refused.port = REFUSED;
    dropped.port = DROPPED;
    talk(scene, hello);
    assert_int_equal(scene_try(scene, &refused, NULL, 900), ECONNREFUSED);
    assert_int_equal(scene_try(scene, &dropped, NULL, 900), ETIMEDOUT);
    pause_ms(scene, PAUSE_MS);
}

static void
a_day_of_checks_leaves_nothing_behind(void **state)
{
    const struct lab_rule drop = { .protocol = LAB_TCP,
                                   .port = DROPPED,
                                   .action = LAB_DROP };
    struct buffer hello = { 0 };
    struct scene scene;
    size_t flows = 0;
    size_t bytes = 0;

    (void)state;
    scene_open(&scene, 1, 1);
    lab_listen(scene.server, 443, &scene_echo, NULL);
    lab_rule_add(scene.routers[0], &drop);
    scene_hello(&hello, "gateway.example", 517);
    for (int round = 1; round <= DAY; round++) {
        check_once(&scene, &hello);
        if (round == HOUR) {
            flows = flow_count_all(&scene);
            bytes = mallinfo2().uordblks;
        }
    }
    assert_int_not_equal(flows, 0);
    assert_true(flow_count_all(&scene) <= flows);
    /* Sanitizers have an allocator of their own and report 0. */
    assert_true(mallinfo2().uordblks <= bytes + 16384);
    buffer_release(&hello);
    scene_close(&scene);
}

/* What is held open may be silent for an hour, and is known all the same. */
static void
a_held_connection_is_remembered(void **state)
{
    const struct lab_rule drop = { .protocol = LAB_TCP,
                                   .port = DROPPED,
                                   .action = LAB_DROP };
    struct buffer back = { 0 };
    struct scene scene;
    int handle;

    (void)state;
    scene_open(&scene, 1, 1);
    lab_listen(scene.server, 443, &scene_echo, NULL);
    lab_rule_add(scene.routers[0], &drop);
    handle = scene_dial(&scene, &scene.to, NULL);
    assert_int_not_equal(scene_wait(&scene, handle, NET_WRITABLE, 900), 0);
    for (int minutes = 0; minutes < 60; minutes += 5) {
        pause_ms(&scene, 5 * 60 * 1000);
        (void)scene_try(&scene, &scene.to, NULL, 900);
    }
    scene_send(&scene, handle, "still here", 10);
    assert_int_equal(scene_receive(&scene, handle, &back, 10, 900), 10);
    /* Its own, and those that ended in the last minutes. */
    assert_in_range(flow_count_all(&scene), 2, 3);
    scene_hang_up(&scene, handle);
    buffer_release(&back);
    scene_close(&scene);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_checks_leaves_nothing_behind),
        cmocka_unit_test(a_held_connection_is_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
