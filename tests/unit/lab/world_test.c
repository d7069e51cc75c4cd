#include "scene.h"

#include <dirent.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

static int
open_stage(void **state)
{
    static struct scene scene;

    scene_open(&scene, 2, 1);
    lab_listen(scene.server, 443, &scene_echo, NULL);
    *state = &scene;
    return 0;
}

static int
close_stage(void **state)
{
    scene_close(*state);
    return 0;
}

static void
on_line(void *context, const char *line)
{
    buffer_append_text(context, line);
    buffer_append_byte(context, '\n');
}

/* Everything that a lossy, jittery world did with that seed. */
static void
record(struct buffer *log, uint64_t seed)
{
    struct lab_line line = { .delay_us = SCENE_DELAY_US,
                             .jitter_us = 5000,
                             .loss_ppm = 100000,
                             .bits_per_s = 10000000 };
    struct buffer got = { 0 };
    struct scene scene;
    size_t size = 30000;
    int handle;

    scene_open(&scene, 2, seed);
    lab_set_tap(scene.lab, on_line, log);
    lab_listen(scene.server, 443, &scene_flood, &size);
    scene_set_line(&scene, 2, &line);
    handle = scene_dial(&scene, &scene.to, NULL);
    assert_int_not_equal(scene_wait(&scene, handle, NET_WRITABLE, -1), 0);
    scene_send(&scene, handle, "x", 1);
    assert_int_equal(scene_receive(&scene, handle, &got, size, -1), size);
    scene_hang_up(&scene, handle);
    buffer_release(&got);
    scene_close(&scene);
}

static void
the_same_seed_gives_the_same_world(void **state)
{
    struct buffer logs[3] = { { 0 } };

    (void)state;
    record(&logs[0], 7);
    record(&logs[1], 7);
    record(&logs[2], 8);
    assert_true(logs[0].length > 10000);
    assert_non_null(strstr(logs[0].data, "lost on the way"));
    assert_string_equal(logs[0].data, logs[1].data);
    assert_string_not_equal(logs[0].data, logs[2].data);
    for (size_t i = 0; i < 3; i++)
        buffer_release(&logs[i]);
}

static void
an_hour_costs_less_than_a_second(void **state)
{
    struct scene *scene = *state;
    int64_t start = clock_monotonic_ms();
    int handle = scene_dial(scene, &scene->to, NULL);

    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, -1), 0);
    for (int i = 0; i < 3600; i++) {
        struct buffer got = { 0 };

        scene_send(scene, handle, "x", 1);
        assert_int_equal(scene_receive(scene, handle, &got, 1, 900), 1);
        assert_int_equal(scene_wait(scene, handle, NET_READABLE, 1000), 0);
        buffer_release(&got);
    }
    assert_true(lab_now_us(scene->lab) > 3600000000);
    assert_true(clock_monotonic_ms() - start < 1000);
    scene_hang_up(scene, handle);
}

static int
wait_for(struct scene *scene, struct net_watch *watch, int timeout_ms)
{
    struct net_watch *watches[] = { watch };

    return scene->net.ops->wait(scene->net.world, watches, 1, timeout_ms);
}

static void
waiting_for_nothing_ends(void **state)
{
    struct scene *scene = *state;
    int handle =
        scene->net.ops->open(scene->net.world, NET_DATAGRAM, FAMILY_IPV4);
    struct net_watch watch = { .handle = handle, .wanted = NET_READABLE };

    assert_int_equal(wait_for(scene, &watch, -1), 0);
    assert_int_equal(lab_now_us(scene->lab), 0);
    assert_int_equal(wait_for(scene, &watch, 60000), 0);
    assert_int_equal(lab_now_us(scene->lab), 60000000);
    assert_int_equal(wait_for(scene, &watch, 0), 0);
    assert_int_equal(lab_now_us(scene->lab), 60000000);
    watch.wanted = NET_WRITABLE;
    assert_int_equal(wait_for(scene, &watch, 60000), 1);
    assert_int_equal(watch.ready, NET_WRITABLE);
    scene->net.ops->close(scene->net.world, handle);
    watch.ready = 0;
    assert_int_equal(wait_for(scene, &watch, 0), 1);
    assert_int_equal(watch.ready, NET_FAILED);
}

/* A terminal is looked at, never waited for, in virtual time. */
static void
descriptors_of_the_process_are_seen(void **state)
{
    struct scene *scene = *state;
    struct net_watch watch = { .external = true, .wanted = NET_READABLE };
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    watch.handle = ends[0];
    assert_int_equal(wait_for(scene, &watch, 5000), 0);
    assert_int_equal(lab_now_us(scene->lab), 5000000);
    assert_int_equal(wait_for(scene, &watch, -1), 0);
    assert_int_equal(write(ends[1], "k", 1), 1);
    assert_int_equal(wait_for(scene, &watch, 5000), 1);
    assert_int_equal(watch.ready, NET_READABLE);
    assert_int_equal(lab_now_us(scene->lab), 5000000);
    close(ends[0]);
    close(ends[1]);
}

static void
real_time_is_slept_through(void **state)
{
    struct lab_options options = { .seed = 1, .real_time = true };
    struct lab_line line = { .delay_us = 15000 };
    struct address left = scene_address("10.0.0.1");
    struct scene scene = { .to = scene_peer("10.0.0.2", 443) };
    int64_t start = clock_monotonic_ms();
    int64_t took;
    int handle;

    (void)state;
    scene.lab = lab_new(&options);
    scene.client = lab_host_new(scene.lab, "client");
    scene.server = lab_host_new(scene.lab, "server");
    lab_node_add_address(scene.client, &left);
    lab_node_add_address(scene.server, &scene.to.address);
    (void)lab_link_new(scene.lab, scene.client, scene.server, &line);
    lab_listen(scene.server, 443, &scene_echo, NULL);
    scene.net = lab_use(scene.client);

    handle = scene_dial(&scene, &scene.to, NULL);
    assert_int_equal(scene_wait(&scene, handle, NET_WRITABLE, 5000),
                     NET_WRITABLE);
    took = clock_monotonic_ms() - start;
    assert_in_range(took, 29, 2000);
    assert_int_equal(scene_wait(&scene, handle, NET_READABLE, 20), 0);
    took = clock_monotonic_ms() - start;
    assert_in_range(took, 49, 2000);
    assert_int_equal(scene_wait(&scene, handle, NET_READABLE, -1), 0);
    scene_close(&scene);
}

static void
each_machine_has_its_own_clock(void **state)
{
    struct scene *scene = *state;

    lab_node_set_habits(scene->client,
                        &(struct lab_habits){ .clock_offset_ms = -86400000 });
    lab_run(scene->lab, 2000000);
    assert_true(net_wall_ms(&scene->net) == 1700000002000 - 86400000);
    assert_true(lab_node_wall_ms(scene->server) == 1700000002000);
    assert_true(lab_wall_ms(scene->lab) == 1700000002000);
    assert_int_equal(net_monotonic_ms(&scene->net), 2000);
}

static void
on_timer(void *context)
{
    struct buffer *log = context;

    buffer_append_byte(log, 't');
}

static void
timers_fire_in_order(void **state)
{
    enum { COUNT = 500 };
    struct scene *scene = *state;
    static struct lab_timer timers[COUNT];
    static struct buffer logs[COUNT];
    size_t fired = 0;

    for (size_t i = 0; i < COUNT; i++)
        lab_timer_start(scene->lab, &timers[i],
                        (int64_t)lab_random(scene->lab, 1000), on_timer,
                        &logs[i]);
    for (size_t i = 0; i < COUNT; i += 2)
        lab_timer_stop(scene->lab, &timers[i]);
    for (size_t i = 1; i < COUNT; i += 4)
        lab_timer_start(scene->lab, &timers[i], 2000, on_timer, &logs[i]);
    lab_run(scene->lab, 1000);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(logs[i].length, i % 4 == 3);
        assert_int_equal(lab_timer_is_running(&timers[i]), i % 4 == 1);
    }
    lab_run(scene->lab, 1000);
    for (size_t i = 0; i < COUNT; i++) {
        fired += logs[i].length;
        buffer_release(&logs[i]);
    }
    assert_int_equal(fired, COUNT / 2);
}

static uint64_t open_question;

static void
on_name(struct lab_node *node, uint64_t question, const char *host,
        void *context)
{
    struct address address = scene_address("192.0.2.7");
    struct lab_names names = { .addresses = &address,
                               .address_count = 1,
                               .canonical = "alias\x1b.example" };

    (void)context;
    open_question = question;
    if (strcmp(host, "known.example") == 0)
        lab_names_answer(node, question, &names);
}

static struct net_lookup_answer
ask(struct scene *scene, const char *host, struct arena *arena)
{
    struct net_lookup_answer answer = { 0 };
    int handle = scene->net.ops->lookup(scene->net.world, host);

    if (scene_wait(scene, handle, NET_READABLE, 5000) != 0)
        assert_true(scene->net.ops->lookup_answer(scene->net.world, handle,
                                                  arena, &answer));
    else
        assert_false(scene->net.ops->lookup_answer(scene->net.world, handle,
                                                   arena, &answer));
    scene->net.ops->close(scene->net.world, handle);
    return answer;
}

static void
names_are_answered_or_not(void **state)
{
    struct scene *scene = *state;
    struct arena arena = { 0 };
    struct net_lookup_answer answer = ask(scene, "any.example", &arena);

    assert_true(answer.done);
    assert_int_equal(answer.error, EAI_AGAIN);
    assert_non_null(answer.text);

    lab_set_name_service(scene->client, on_name, NULL);
    answer = ask(scene, "known.example", &arena);
    assert_int_equal(answer.error, 0);
    assert_int_equal(answer.address_count, 1);
    assert_string_equal(answer.canonical, "alias\\e.example");

    answer = ask(scene, "silent.example", &arena);
    assert_false(answer.done);
    assert_int_equal(lab_now_us(scene->lab), 5000000);
    /* It was closed: an answer that comes too late meets nobody. */
    assert_false(lab_names_is_open(scene->client, open_question));
    lab_names_answer(scene->client, open_question,
                     &(struct lab_names){ .error = EAI_FAIL });
    arena_release(&arena);
}

static void
a_rate_takes_its_time(void **state)
{
    struct scene *scene = *state;
    struct lab_line line = { .bits_per_s = 1000000 };
    size_t size = 100 * 1448;
    struct buffer got = { 0 };
    int64_t start;
    int handle;

    lab_listen(scene->server, 443, &scene_flood, &size);
    scene_set_line(scene, 1, &line);
    handle = scene_dial(scene, &scene->to, NULL);
    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
    start = lab_now_us(scene->lab);
    scene_send(scene, handle, "x", 1);
    assert_int_equal(scene_receive(scene, handle, &got, size, 9000), size);
    /* A hundred packets of 1500 bytes at 12 ms each, and the way. */
    assert_in_range(lab_now_us(scene->lab) - start, 1200000, 1300000);
    scene_hang_up(scene, handle);
    buffer_release(&got);
}

static void
on_number(struct lab_udp *udp, const struct lab_datagram *datagram,
          void *context)
{
    uint8_t *expected = context;

    (void)udp;
    assert_int_equal(datagram->bytes[0], (*expected)++);
}

static void
jitter_delays_but_never_reorders(void **state)
{
    struct scene *scene = *state;
    struct lab_line line = { .delay_us = 1000, .jitter_us = 50000 };
    uint8_t expected = 0;
    struct lab_udp *sender = lab_bind_udp(scene->client, 0, NULL, NULL);

    scene->to.port = 53;
    (void)lab_bind_udp(scene->server, 53, on_number, &expected);
    scene_set_line(scene, 1, &line);
    for (uint8_t number = 0; number < 200; number++) {
        lab_udp_send(sender, &scene->to, &number, 1);
        lab_run(scene->lab, 1000);
    }
    lab_run(scene->lab, 1000000);
    assert_int_equal(expected, 200);
}

static void
the_nearest_of_equal_addresses_answers(void **state)
{
    struct scene *scene = *state;
    struct address any = scene_address("198.51.100.1");
    struct peer to = { any, 443 };
    struct lab_prefix prefix = { any, 32 };

    lab_node_add_address(scene->server, &any);
    assert_int_equal(scene_try(scene, &to, NULL, 900), 0);
    lab_node_add_address(scene->routers[0], &any);
    assert_int_equal(scene_try(scene, &to, NULL, 900), ECONNREFUSED);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), 0);

    /* A route of its own overrules the shortest path: a second way out. */
    lab_route_add(scene->client, &prefix, LAB_ROUTE_PROHIBIT, NULL);
    assert_int_equal(scene_try(scene, &to, NULL, 900), EACCES);
    lab_route_add(scene->client, &prefix, LAB_ROUTE_VIA, scene->routers[0]);
    assert_int_equal(scene_try(scene, &to, NULL, 900), ECONNREFUSED);
}

static void
on_release(void *thing)
{
    buffer_append_byte(thing, 'r');
}

static void
what_is_kept_is_released_with_the_world(void **state)
{
    struct lab_options options = { 0 };
    struct lab *lab = lab_new(&options);
    struct buffer log = { 0 };

    (void)state;
    lab_keep(lab, &log, on_release);
    lab_keep(lab, &log, on_release);
    assert_int_equal(log.length, 0);
    lab_free(lab);
    assert_int_equal(log.length, 2);
    lab_free(NULL);
    buffer_release(&log);
}

/* A world that ends in the middle of everything gives all of it back. */
static void
a_world_may_end_at_any_time(void **state)
{
    (void)state;
    for (int64_t us = 0; us < 300000; us += 7000) {
        struct lab_line line = { .delay_us = 5000, .loss_ppm = 100000 };
        struct scene scene;
        size_t size = 100000;

        scene_open(&scene, 2, (uint64_t)us);
        lab_listen(scene.server, 443, &scene_flood, &size);
        scene_set_line(&scene, 2, &line);
        for (int i = 0; i < 3; i++) {
            int handle = scene_dial(&scene, &scene.to, NULL);

            (void)scene.net.ops->lookup(scene.net.world, "a.example");
            if (scene_wait(&scene, handle, NET_WRITABLE, 60) != 0)
                (void)scene.net.ops->send(scene.net.world, handle, "x", 1);
            if (i == 0)
                scene_hang_up(&scene, handle);
        }
        lab_run(scene.lab, us);
        scene_close(&scene);
    }
}

static size_t
count_lines(const char *path, const char *text)
{
    char line[512];
    size_t count = 0;
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL)
        count += strstr(line, text) != NULL;
    fclose(file);
    return count;
}

/* The lab cannot open a socket: nothing in it knows how. */
static void
no_source_knows_sockets(void **state)
{
    static const char *const never[] = { "sys/socket.h", "netinet/",
                                         "socket(AF",    "socketpair",
                                         "arpa/inet.h",  "sys/un.h" };
    DIR *directory = opendir(LAB_SOURCES);
    const struct dirent *entry;
    size_t polls = 0;
    size_t files = 0;

    (void)state;
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        char path[512];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", LAB_SOURCES, entry->d_name);
        for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
            assert_int_equal(count_lines(path, never[i]), 0);
        polls += count_lines(path, "<poll.h>");
        files++;
    }
    closedir(directory);
    assert_true(files > 30);
    assert_int_equal(polls, 1);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_world),
        STAGED(an_hour_costs_less_than_a_second),
        STAGED(waiting_for_nothing_ends),
        STAGED(descriptors_of_the_process_are_seen),
        cmocka_unit_test(real_time_is_slept_through),
        STAGED(each_machine_has_its_own_clock),
        STAGED(timers_fire_in_order),
        STAGED(names_are_answered_or_not),
        STAGED(a_rate_takes_its_time),
        STAGED(jitter_delays_but_never_reorders),
        STAGED(the_nearest_of_equal_addresses_answers),
        cmocka_unit_test(what_is_kept_is_released_with_the_world),
        cmocka_unit_test(a_world_may_end_at_any_time),
        cmocka_unit_test(no_source_knows_sockets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
