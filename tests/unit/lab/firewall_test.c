#include "scene.h"

#include <errno.h>
#include <string.h>

#include "lab/hello.h"

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

enum fate { FATE_SILENT, FATE_RESET, FATE_ANSWERED };

/* Errors that ICMP left on the open connection end nothing. */
static enum fate
await_fate(struct scene *scene, int handle)
{
    int64_t until = lab_now_us(scene->lab) + 3000000;
    char bytes[4096];

    while (lab_now_us(scene->lab) < until) {
        if (scene_wait(scene, handle, NET_READABLE, 500) == 0)
            continue;
        if (scene->net.ops->receive(scene->net.world, handle, bytes,
                                    sizeof(bytes), NULL) > 0)
            return FATE_ANSWERED;
        if (errno == ECONNRESET)
            return FATE_RESET;
    }
    return FATE_SILENT;
}

/* What becomes of a hello on a new connection; `ttl` 0 is the usual. */
static enum fate
fate_of(struct scene *scene, const char *name, size_t size, int ttl,
        int segment)
{
    struct option options[] = { { NET_OPTION_SEGMENT, segment }, { 0, 0 } };
    struct buffer hello = { 0 };
    enum fate fate;
    int handle = scene_dial(scene, &scene->to, options);

    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
    if (ttl > 0)
        assert_int_equal(
            scene->net.ops->set(scene->net.world, handle, NET_OPTION_TTL, ttl),
            0);
    scene_hello(&hello, name, size);
    scene_send(scene, handle, hello.data, hello.length);
    fate = await_fate(scene, handle);
    scene_hang_up(scene, handle);
    buffer_release(&hello);
    return fate;
}

/*
 * [measured] the filter on the first router resets the target name from TTL
 * 2 on; the neutral name is silent at 1 and 2 and answered at 3.
 */
static void
a_ttl_limited_hello_finds_the_name_filter(void **state)
{
    static const enum fate target[] = { FATE_SILENT, FATE_RESET, FATE_RESET,
                                        FATE_RESET };
    static const enum fate neutral[] = { FATE_SILENT, FATE_SILENT,
                                         FATE_ANSWERED, FATE_ANSWERED };
    struct scene *scene = *state;
    struct lab_rule rule = { .server_name = "blocked.example",
                             .action = LAB_RESET };

    lab_rule_add(scene->routers[0], &rule);
    for (int ttl = 1; ttl <= 4; ttl++) {
        assert_int_equal(fate_of(scene, "a.blocked.example", 0, ttl, 0),
                         target[ttl - 1]);
        assert_int_equal(fate_of(scene, "neutral.example", 0, ttl, 0),
                         neutral[ttl - 1]);
    }
}

static void
names_match_with_all_below_them(void **state)
{
    static const struct {
        const char *name;
        enum fate fate;
    } cases[] = {
        { "blocked.example", FATE_SILENT },
        { "www.blocked.example", FATE_SILENT },
        { "WWW.Blocked.Example", FATE_SILENT },
        { "unblocked.example", FATE_ANSWERED },
        { "blocked.example.org", FATE_ANSWERED },
        { "example", FATE_ANSWERED },
        { NULL, FATE_ANSWERED },
    };
    struct scene *scene = *state;
    struct lab_rule rule = { .server_name = "blocked.example",
                             .action = LAB_DROP };

    lab_rule_add(scene->routers[1], &rule);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_int_equal(fate_of(scene, cases[i].name, 0, 0, 0),
                         cases[i].fate);
}

static void
only_listed_names_may_pass(void **state)
{
    struct scene *scene = *state;
    struct lab_rule listed = { .server_name = "good.example",
                               .action = LAB_ACCEPT };
    struct lab_rule others = { .server_name = "fine.example",
                               .other_names = true,
                               .action = LAB_RESET };

    lab_rule_add(scene->routers[0], &listed);
    lab_rule_add(scene->routers[0], &others);
    assert_int_equal(fate_of(scene, "good.example", 0, 0, 0), FATE_ANSWERED);
    assert_int_equal(fate_of(scene, "fine.example", 0, 0, 0), FATE_ANSWERED);
    assert_int_equal(fate_of(scene, "other.example", 0, 0, 0), FATE_RESET);
    assert_int_equal(fate_of(scene, NULL, 0, 0, 0), FATE_RESET);
}

/* The name stands in the second of two segments, or in the only one. */
static void
a_box_that_cannot_reassemble_misses_a_split_hello(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .server_name = "blocked.example",
                             .one_segment_only = true,
                             .action = LAB_RESET };
    enum { LEAST_SEGMENT = 88 };

    lab_rule_add(scene->routers[0], &rule);
    assert_int_equal(fate_of(scene, "blocked.example", 0, 0, 0), FATE_RESET);
    assert_int_equal(
        fate_of(scene, "much.longer.blocked.example", 0, 0, LEAST_SEGMENT),
        FATE_ANSWERED);
    lab_rules_clear(scene->routers[0]);
    rule.one_segment_only = false;
    lab_rule_add(scene->routers[0], &rule);
    assert_int_equal(
        fate_of(scene, "much.longer.blocked.example", 0, 0, LEAST_SEGMENT),
        FATE_RESET);
}

static void
hellos_are_judged_by_size_and_pieces(void **state)
{
    static const struct {
        size_t above;
        bool pieces;
        size_t size;
        int segment;
        enum fate fate;
    } cases[] = {
        { 1400, false, 1300, 0, FATE_ANSWERED },
        { 1400, false, 1800, 0, FATE_SILENT },
        { 1400, false, 1800, 536, FATE_SILENT },
        { 0, true, 1300, 0, FATE_ANSWERED },
        { 0, true, 1800, 0, FATE_SILENT },
        { 0, true, 1300, 536, FATE_SILENT },
    };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct lab_rule rule = { .hello_above = cases[i].above,
                                 .hello_in_pieces = cases[i].pieces,
                                 .action = LAB_DROP };

        lab_rule_add(scene->routers[0], &rule);
        assert_int_equal(
            fate_of(scene, "a.example", cases[i].size, 0, cases[i].segment),
            cases[i].fate);
        lab_rules_clear(scene->routers[0]);
    }
}

static void
an_idle_connection_is_reset_when_used(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .idle_above_ms = 60000,
                             .action = LAB_RESET,
                             .reset_both = true };
    struct buffer got = { 0 };
    char byte;
    int handle;

    lab_rule_add(scene->routers[0], &rule);
    handle = scene_dial(scene, &scene->to, NULL);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(scene_wait(scene, handle, NET_READABLE, 59000), 0);
        scene_send(scene, handle, "x", 1);
        assert_int_equal(scene_receive(scene, handle, &got, 1, 900), 1);
    }
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 61000), 0);
    scene_send(scene, handle, "x", 1);
    assert_int_not_equal(scene_wait(scene, handle, NET_READABLE, 900), 0);
    assert_int_equal(
        scene->net.ops->receive(scene->net.world, handle, &byte, 1, NULL), -1);
    assert_int_equal(errno, ECONNRESET);
    scene_hang_up(scene, handle);
    buffer_release(&got);
}

/* The forgotten connection stays forgotten, however often it is tried. */
static void
an_idle_connection_may_go_silent(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .idle_above_ms = 60000, .action = LAB_DROP };
    int handle;

    lab_rule_add(scene->routers[0], &rule);
    handle = scene_dial(scene, &scene->to, NULL);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 61000), 0);
    scene_send(scene, handle, "x", 1);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 30000), 0);
    assert_in_range(scene_get(scene, handle, NET_OPTION_RETRANSMITS), 5, 7);
    scene_hang_up(scene, handle);
}

static void
a_connection_has_its_age_and_its_bytes(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rules[] = {
        { .age_above_ms = 10000, .action = LAB_DROP },
        { .bytes_above = 3000, .action = LAB_DROP },
    };
    char bytes[1000] = { 0 };

    for (size_t i = 0; i < 2; i++) {
        struct buffer got = { 0 };
        size_t expected = i == 0 ? 1000 : 0;
        int handle;

        lab_rule_add(scene->routers[0], &rules[i]);
        handle = scene_dial(scene, &scene->to, NULL);
        assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
        scene_send(scene, handle, bytes, 1000);
        assert_int_equal(scene_receive(scene, handle, &got, 1000, 900), 1000);
        scene_send(scene, handle, bytes, 1000);
        (void)scene_receive(scene, handle, &got, 1000, 900);
        assert_int_equal(got.length, 1000 + expected);
        lab_run(scene->lab, 10000000);
        scene_send(scene, handle, bytes, 1000);
        assert_int_equal(scene_receive(scene, handle, &got, 1000, 2000), 0);
        scene_hang_up(scene, handle);
        lab_rules_clear(scene->routers[0]);
        buffer_release(&got);
    }
}

static void
the_first_packet_is_lost_and_the_second_passes(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .nth = 1, .action = LAB_DROP };

    lab_rule_add(scene->routers[0], &rule);
    for (int i = 1; i <= 3; i++) {
        int64_t start = lab_now_us(scene->lab);

        assert_int_equal(scene_try(scene, &scene->to, NULL, 4000), 0);
        assert_int_equal(lab_now_us(scene->lab) - start, 1060000);
    }
}

static void
every_third_connection_fails_for_good(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .port = 443, .one_in = 3, .action = LAB_DROP };

    lab_rule_add(scene->routers[0], &rule);
    for (int i = 1; i <= 9; i++)
        assert_int_equal(scene_try(scene, &scene->to, NULL, 20000),
                         i % 3 == 0 ? ETIMEDOUT : 0);
}

/* However many rules that do not count stand in front of one that does. */
static void
rules_that_count_are_counted_alone(void **state)
{
    struct scene *scene = *state;
    struct lab_rule other = { .port = 9, .action = LAB_DROP };
    struct lab_rule rule = { .port = 443, .one_in = 2, .action = LAB_RESET };

    for (int i = 0; i < 100; i++)
        lab_rule_add(scene->routers[0], &other);
    lab_rule_add(scene->routers[0], &rule);
    for (int i = 1; i <= 4; i++)
        assert_int_equal(scene_try(scene, &scene->to, NULL, 900),
                         i % 2 == 0 ? ECONNREFUSED : 0);
}

/* What a service of the machine opens is told from what a program opens. */
static void
services_may_be_spared(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .hook = LAB_OUTPUT,
                             .protocol = LAB_TCP,
                             .programs_only = true,
                             .action = LAB_DENY };
    size_t count = 0;
    struct lab_conn *conn;

    lab_listen(scene->server, 443, &scene_sink, &count);
    lab_rule_add(scene->client, &rule);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), EPERM);
    conn = lab_dial(scene->client, &scene->to, &scene_echo, NULL);
    lab_conn_send(conn, "x", 1);
    lab_run(scene->lab, 1000000);
    assert_int_equal(count, 1);
}

/* The same filter, written as one rule for each destination. */
static void
add_group(struct scene *scene, const struct lab_rule *rule,
          const struct address *other)
{
    struct lab_rule one = *rule;

    one.group = rule;
    one.destination = (struct lab_prefix){ scene->to.address, 32 };
    lab_rule_add(scene->routers[0], &one);
    one.destination.address = *other;
    lab_rule_add(scene->routers[0], &one);
}

static void
rules_of_a_group_count_together(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .port = 443, .one_in = 3, .action = LAB_DROP };
    struct address second = scene_address("10.9.9.9");
    struct peer other = { .address = second, .port = 443 };

    lab_node_add_address(scene->server, &second);
    add_group(scene, &rule, &second);
    for (int i = 1; i <= 9; i++)
        assert_int_equal(
            scene_try(scene, i % 2 == 0 ? &other : &scene->to, NULL, 20000),
            i % 3 == 0 ? ETIMEDOUT : 0);
}

static void
rules_of_a_group_share_the_rate(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = {
        .opening = true, .over_per_s = 1, .burst = 1, .action = LAB_DROP
    };
    struct address second = scene_address("10.9.9.9");
    struct peer other = { .address = second, .port = 443 };

    lab_node_add_address(scene->server, &second);
    add_group(scene, &rule, &second);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), 0);
    assert_int_not_equal(scene_try(scene, &other, NULL, 500), 0);
}

static void
connections_above_a_rate_are_dropped(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = {
        .opening = true, .over_per_s = 1, .burst = 3, .action = LAB_DROP
    };
    int handles[6];
    int open = 0;

    lab_rule_add(scene->routers[0], &rule);
    for (int i = 0; i < 6; i++)
        handles[i] = scene_dial(scene, &scene->to, NULL);
    lab_run(scene->lab, 500000);
    for (int i = 0; i < 6; i++) {
        open += scene_wait(scene, handles[i], NET_WRITABLE, 0) != 0;
        scene_hang_up(scene, handles[i]);
    }
    assert_int_equal(open, 3);
    lab_run(scene->lab, 10000000);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), 0);
}

static void
the_first_rule_decides(void **state)
{
    struct scene *scene = *state;
    struct lab_rule allowed = { .destination = { scene->to.address, 32 },
                                .action = LAB_ACCEPT };
    struct lab_rule ours = { .source = { scene_address("10.1.0.0"), 16 },
                             .action = LAB_RESET };

    lab_rule_add(scene->routers[0], &allowed);
    lab_rule_add(scene->routers[0], &ours);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), 0);
    assert_int_equal(scene_try(scene, &scene->to6, NULL, 900), 0);
    lab_rules_clear(scene->routers[0]);
    lab_rule_add(scene->routers[0], &ours);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), ECONNREFUSED);
    assert_int_equal(scene_try(scene, &scene->to6, NULL, 900), 0);
}

/* A hello cut anywhere is partial until its name is there, and no byte that
 * is changed may lead out of it. */
static void
a_hello_is_read_however_it_is_cut(void **state)
{
    struct buffer hello = { 0 };
    struct hello found;

    (void)state;
    scene_hello(&hello, "Name.Example", 300);
    for (size_t length = 1; length < 66; length++) {
        found = hello_read((const uint8_t *)hello.data, length);
        assert_int_equal(found.state, HELLO_PARTIAL);
    }
    found = hello_read((const uint8_t *)hello.data, hello.length);
    assert_int_equal(found.state, HELLO_READ);
    assert_string_equal(found.name, "name.example");
    assert_int_equal(found.record, hello.length);
    for (size_t at = 0; at < hello.length; at++) {
        for (int value = 0; value < 256; value += 51) {
            char *copy = test_malloc(hello.length);

            memcpy(copy, hello.data, hello.length);
            copy[at] = (char)value;
            found = hello_read((const uint8_t *)copy, hello.length);
            assert_int_not_equal(found.state, HELLO_NONE);
            test_free(copy);
        }
    }
    found = hello_read((const uint8_t *)"SSH-2.0", 7);
    assert_int_equal(found.state, HELLO_OTHER);
    buffer_release(&hello);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_ttl_limited_hello_finds_the_name_filter),
        STAGED(names_match_with_all_below_them),
        STAGED(only_listed_names_may_pass),
        STAGED(a_box_that_cannot_reassemble_misses_a_split_hello),
        STAGED(hellos_are_judged_by_size_and_pieces),
        STAGED(an_idle_connection_is_reset_when_used),
        STAGED(an_idle_connection_may_go_silent),
        STAGED(a_connection_has_its_age_and_its_bytes),
        STAGED(the_first_packet_is_lost_and_the_second_passes),
        STAGED(every_third_connection_fails_for_good),
        STAGED(rules_that_count_are_counted_alone),
        STAGED(services_may_be_spared),
        STAGED(rules_of_a_group_count_together),
        STAGED(connections_above_a_rate_are_dropped),
        STAGED(rules_of_a_group_share_the_rate),
        STAGED(the_first_rule_decides),
        cmocka_unit_test(a_hello_is_read_however_it_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
