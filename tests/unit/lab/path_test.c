#include "scene.h"

#include <errno.h>
#include <string.h>

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
expect_sender(const struct net_icmp *icmp, const char *text)
{
    char sender[ADDRESS_TEXT_SIZE];

    assert_string_equal(address_format(&icmp->sender, sender), text);
}

/* Connects until it fails with an ICMP error, which is returned. */
static struct net_icmp
fail_with_icmp(struct scene *scene, const struct peer *to,
               const struct option *options, int error)
{
    struct net_icmp icmp = { 0 };
    int handle = scene_dial(scene, to, options);

    assert_int_equal(errno, EINPROGRESS);
    assert_true(scene_wait(scene, handle, NET_WRITABLE, 900) & NET_FAILED);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), error);
    assert_true(scene->net.ops->take_icmp(scene->net.world, handle, &icmp));
    assert_int_equal(icmp.error, error);
    assert_true(icmp.seen);
    assert_false(scene->net.ops->take_icmp(scene->net.world, handle,
                                           &(struct net_icmp){ 0 }));
    scene_hang_up(scene, handle);
    return icmp;
}

static const struct {
    bool ipv6;
    uint8_t type;
    uint8_t code;
    int error;
} rejections[] = {
    { false, 3, 0, ENETUNREACH },   { false, 3, 1, EHOSTUNREACH },
    { false, 3, 2, ENOPROTOOPT },   { false, 3, 3, ECONNREFUSED },
    { false, 3, 9, ENETUNREACH },   { false, 3, 10, EHOSTUNREACH },
    { false, 3, 13, EHOSTUNREACH }, { true, 1, 0, ENETUNREACH },
    { true, 1, 1, EACCES },         { true, 1, 3, EHOSTUNREACH },
    { true, 1, 4, ECONNREFUSED },   { true, 1, 5, EACCES },
    { true, 1, 6, EACCES },
};

static void
each_rejection_has_its_errno_and_sender(void **state)
{
    struct scene *scene = *state;
    struct lab_node *places[] = { scene->client, scene->routers[0],
                                  scene->routers[1], scene->server };
    static const char *const senders[][2] = {
        { "10.1.0.1", "2001:db8:1::1" },
        { "10.1.0.2", "2001:db8:1::2" },
        { "10.2.0.2", "2001:db8:2::2" },
        { "10.3.0.2", "2001:db8:3::2" },
    };
    static const enum lab_hook hooks[] = { LAB_OUTPUT, LAB_FORWARD,
                                           LAB_FORWARD, LAB_INPUT };

    for (size_t place = 0; place < 4; place++) {
        for (size_t i = 0; i < sizeof(rejections) / sizeof(*rejections); i++) {
            bool ipv6 = rejections[i].ipv6;
            struct lab_rule rule = {
                .hook = hooks[place],
                .protocol = LAB_TCP,
                .port = 443,
                .action = LAB_REJECT,
                .icmp_type_sent = rejections[i].type,
                .icmp_code_sent = rejections[i].code,
            };
            struct net_icmp icmp;

            lab_rule_add(places[place], &rule);
            icmp = fail_with_icmp(scene, ipv6 ? &scene->to6 : &scene->to, NULL,
                                  rejections[i].error);
            assert_int_equal(icmp.type, rejections[i].type);
            assert_int_equal(icmp.code, rejections[i].code);
            assert_int_equal(icmp.ipv6, ipv6);
            assert_int_equal(icmp.local, place == 0);
            expect_sender(&icmp, senders[place][ipv6]);
            lab_rules_clear(places[place]);
        }
    }
}

/* [measured] hops 10.1.0.2 and 10.2.0.2 with type 11, then connected. */
static void
a_ttl_limited_connect_lists_the_hops(void **state)
{
    static const char *const hops[][2] = {
        { "10.1.0.2", "10.2.0.2" }, { "2001:db8:1::2", "2001:db8:2::2" }
    };
    struct scene *scene = *state;

    for (int family = 0; family < 2; family++) {
        const struct peer *to = family == 0 ? &scene->to : &scene->to6;

        for (int ttl = 1; ttl <= 2; ttl++) {
            struct option options[] = { { NET_OPTION_TTL, ttl }, { 0, 0 } };
            struct net_icmp icmp =
                fail_with_icmp(scene, to, options, EHOSTUNREACH);

            assert_int_equal(icmp.type, family == 0 ? 11 : 3);
            assert_false(icmp.local);
            expect_sender(&icmp, hops[family][ttl - 1]);
        }
        for (int ttl = 3; ttl <= 4; ttl++) {
            struct option options[] = { { NET_OPTION_TTL, ttl }, { 0, 0 } };

            assert_int_equal(scene_try(scene, to, options, 900), 0);
        }
    }
}

/* [measured] the reject of the second router shows from TTL 3 on... */
static void
a_router_filters_after_its_ttl_check(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .port = 443,
                             .action = LAB_REJECT,
                             .icmp_type_sent = 3,
                             .icmp_code_sent = 13 };
    static const uint8_t types[] = { 11, 11, 3, 3 };

    lab_rule_add(scene->routers[1], &rule);
    for (int ttl = 1; ttl <= 4; ttl++) {
        struct option options[] = { { NET_OPTION_TTL, ttl }, { 0, 0 } };
        struct net_icmp icmp =
            fail_with_icmp(scene, &scene->to, options, EHOSTUNREACH);

        assert_int_equal(icmp.type, types[ttl - 1]);
    }
}

/* ... and a drop there as silence after the last hop. */
static void
a_drop_is_silence_behind_the_last_hop(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .port = 443, .action = LAB_DROP };
    struct option options[] = { { NET_OPTION_TTL, 3 }, { 0, 0 } };

    lab_rule_add(scene->routers[1], &rule);
    assert_int_equal(scene_try(scene, &scene->to, options, 3000), ETIMEDOUT);
    options[0].value = 2;
    (void)fail_with_icmp(scene, &scene->to, options, EHOSTUNREACH);
}

static void
hops_that_hide_are_silent(void **state)
{
    struct scene *scene = *state;
    struct option options[] = { { NET_OPTION_TTL, 1 }, { 0, 0 } };

    lab_node_set_habits(scene->routers[0],
                        &(struct lab_habits){ .hides_hops = true });
    assert_int_equal(scene_try(scene, &scene->to, options, 3000), ETIMEDOUT);
    options[0].value = 2;
    (void)fail_with_icmp(scene, &scene->to, options, EHOSTUNREACH);
}

static struct peer seen_original;
static struct peer seen_local;

static void
on_opened(struct lab_conn *conn, void *context)
{
    (void)context;
    seen_original = lab_conn_original_destination(conn);
    seen_local = lab_conn_local(conn);
    lab_conn_send(conn, "proxy", 5);
}

static const struct lab_service transparent = { .opened = on_opened };

/* [measured] with a redirecting proxy on r1 it connects at TTL 1. */
static void
a_redirection_connects_at_ttl_1(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .protocol = LAB_TCP,
                             .port = 443,
                             .action = LAB_REDIRECT,
                             .redirect = { .port = 8443 } };
    struct option options[] = { { NET_OPTION_TTL, 1 }, { 0, 0 } };
    struct peer nowhere = scene_peer("10.3.0.99", 443);
    struct buffer got = { 0 };
    int handle;

    lab_rule_add(scene->routers[0], &rule);
    lab_listen(scene->routers[0], 8443, &transparent, NULL);
    handle = scene_dial(scene, &scene->to, options);
    assert_int_equal(scene_receive(scene, handle, &got, 5, 900), 5);
    assert_string_equal(buffer_text(&got), "proxy");
    assert_true(address_equal(&seen_original.address, &scene->to.address));
    assert_int_equal(seen_original.port, 443);
    assert_int_equal(seen_local.port, 8443);
    scene_hang_up(scene, handle);
    buffer_release(&got);

    lab_set_elsewhere(scene->lab, scene->routers[1]);
    /* What no host has is answered too, but other ports go their way. */
    assert_int_equal(scene_try(scene, &nowhere, options, 900), 0);
    nowhere = scene->to;
    nowhere.port = 80;
    assert_int_equal(scene_try(scene, &nowhere, options, 900), EHOSTUNREACH);
}

/* To another host, whose refusal comes back under the name asked for. */
static void
a_redirection_elsewhere_translates_what_comes_back(void **state)
{
    struct scene *scene = *state;
    struct lab_node *box = lab_host_new(scene->lab, "box");
    struct address address = scene_address("10.9.0.9");
    struct lab_rule rule = { .port = 443, .action = LAB_REDIRECT };
    struct lab_rule reject = { .hook = LAB_INPUT, .action = LAB_REJECT };

    lab_node_add_address(box, &address);
    (void)lab_link_new(scene->lab, scene->routers[1], box, NULL);
    rule.redirect = (struct peer){ address, 8443 };
    lab_rule_add(scene->routers[1], &rule);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), ECONNREFUSED);
    lab_listen(box, 8443, &scene_echo, NULL);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), 0);
    lab_rule_add(box, &reject);
    expect_sender(
        &(struct net_icmp){
            .sender =
                fail_with_icmp(scene, &scene->to, NULL, ECONNREFUSED).sender },
        "10.9.0.9");
}

/* Security software on the machine itself: TTL 1 reaches the world. */
static void
a_local_redirection_needs_no_hop(void **state)
{
    struct scene *scene = *state;
    struct lab_rule rule = { .hook = LAB_OUTPUT,
                             .protocol = LAB_TCP,
                             .port = 443,
                             .action = LAB_REDIRECT,
                             .redirect = { .port = 8443 } };
    struct option options[] = { { NET_OPTION_TTL, 1 }, { 0, 0 } };

    lab_rule_add(scene->client, &rule);
    lab_listen(scene->client, 8443, &scene_echo, NULL);
    assert_int_equal(scene_try(scene, &scene->to, options, 900), 0);
    assert_true(lab_now_us(scene->lab) < 1000);
}

/* [measured] 64 less the hops: that much connects, one more is silent. */
static void
the_minimum_ttl_finds_the_distance(void **state)
{
    struct scene *scene = *state;
    struct option options[] = { { NET_OPTION_MINIMUM_TTL, 62 }, { 0, 0 } };
    struct lab_rule reset = { .port = 443, .action = LAB_RESET };
    struct peer self = scene_peer("127.0.0.1", 443);

    assert_int_equal(scene_try(scene, &scene->to, options, 900), 0);
    options[0].value = 63;
    assert_int_equal(scene_try(scene, &scene->to, options, 900), ETIMEDOUT);

    /* A reset of the first router is from nearer. */
    lab_rule_add(scene->routers[0], &reset);
    options[0].value = 64;
    assert_int_equal(scene_try(scene, &scene->to, options, 900), ECONNREFUSED);
    options[0].value = 65;
    assert_int_equal(scene_try(scene, &scene->to, options, 900), ETIMEDOUT);

    lab_listen(scene->client, 443, &scene_echo, NULL);
    options[0].value = 64;
    assert_int_equal(scene_try(scene, &self, options, 900), 0);
    options[0].value = 65;
    assert_int_equal(scene_try(scene, &self, options, 900), ETIMEDOUT);
}

enum hole { HOLE_UP, HOLE_DOWN, HOLE_BOTH };

/* No delay anywhere, 1200 bytes between the routers, which say nothing. */
static void
dig_hole(struct scene *scene, enum hole hole)
{
    static const struct lab_line plain = { 0 };
    static const struct lab_line narrow = { .mtu = 1200 };

    for (size_t i = 0; i < 2; i++)
        lab_node_set_habits(scene->routers[i],
                            &(struct lab_habits){ .hides_too_big = true });
    for (size_t link = 1; link <= 3; link++)
        scene_set_line(scene, link, &plain);
    if (hole != HOLE_DOWN)
        lab_link_set_line(scene->links[1], scene->routers[0], &narrow);
    if (hole != HOLE_UP)
        lab_link_set_line(scene->links[1], scene->routers[1], &narrow);
}

static const struct {
    int segment;    /* TCP_MAXSEG; 0: default */
    int really;     /* bytes of payload in each */
    bool delivered; /* across the hole */
} clamps[] = { { 0, 1448, false }, { 1100, 1088, true }, { 536, 524, true } };

/* [measured] 20 000 bytes at once with a clamp, nothing in 3 s without. */
static void
a_clamp_crosses_the_hole_towards_us(void **state)
{
    struct scene *scene = *state;
    size_t size = 20000;
    char request[200] = { 0 };

    lab_listen(scene->server, 443, &scene_flood, &size);
    dig_hole(scene, HOLE_DOWN);
    for (size_t i = 0; i < 3; i++) {
        struct option options[] = {
            { clamps[i].segment == 0 ? NET_OPTION_SYN_COUNT
                                     : NET_OPTION_SEGMENT,
              clamps[i].segment == 0 ? 6 : clamps[i].segment },
            { 0, 0 }
        };
        struct buffer got = { 0 };
        int handle = scene_dial(scene, &scene->to, options);
        int64_t start;

        assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_SEGMENT),
                         clamps[i].really);
        start = lab_now_us(scene->lab);
        scene_send(scene, handle, request, sizeof(request));
        assert_int_equal(scene_receive(scene, handle, &got, size, 3000),
                         clamps[i].delivered ? size : 0);
        if (clamps[i].delivered)
            assert_true(lab_now_us(scene->lab) - start < 1000);
        /* An upload-only test calls it healthy. */
        assert_int_equal(scene_get(scene, handle, NET_OPTION_UNACKED), 0);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_RETRANSMITS), 0);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_MTU), 1500);
        scene_hang_up(scene, handle);
        buffer_release(&got);
    }
}

static void
a_clamp_crosses_the_hole_towards_the_server(void **state)
{
    enum { SIZE = 6000 };
    struct scene *scene = *state;
    char request[SIZE] = { 0 };

    dig_hole(scene, HOLE_UP);
    for (size_t i = 0; i < 3; i++) {
        struct option options[] = {
            { clamps[i].segment == 0 ? NET_OPTION_SYN_COUNT
                                     : NET_OPTION_SEGMENT,
              clamps[i].segment == 0 ? 6 : clamps[i].segment },
            { 0, 0 }
        };
        size_t count = 0;
        int handle;

        lab_listen(scene->server, 443, &scene_sink, &count);
        handle = scene_dial(scene, &scene->to, options);
        assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
        scene_send(scene, handle, request, SIZE);
        lab_run(scene->lab, 3500000);
        assert_int_equal(count, clamps[i].delivered ? SIZE : 0);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_UNACKED),
                         clamps[i].delivered ? 0 : 5);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_RETRANSMITS),
                         clamps[i].delivered ? 0 : 4);
        scene_hang_up(scene, handle);
    }
    /* 300 bytes pass the hole as they are. */
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), 0);
}

static void
a_told_path_mtu_is_learned_and_remembered(void **state)
{
    enum { SIZE = 60000 };
    struct scene *scene = *state;
    const struct peer *targets[] = { &scene->to, &scene->to6 };
    static char request[SIZE];

    dig_hole(scene, HOLE_UP);
    lab_node_set_habits(scene->routers[0], &(struct lab_habits){ 0 });
    for (size_t i = 0; i < 2; i++) {
        size_t count = 0;
        int handle;

        lab_listen(scene->server, 443, &scene_sink, &count);
        handle = scene_dial(scene, targets[i], NULL);
        assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_MTU), 1500);
        scene_send(scene, handle, request, SIZE);
        lab_run(scene->lab, 100000);
        assert_int_equal(count, SIZE);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_MTU), 1200);
        scene_hang_up(scene, handle);
        handle = scene_dial(scene, targets[i], NULL);
        assert_int_equal(scene_get(scene, handle, NET_OPTION_MTU), 1200);
        scene_hang_up(scene, handle);
    }
}

static void
a_router_that_clamps_heals_the_hole(void **state)
{
    struct scene *scene = *state;
    size_t size = 20000;
    struct buffer got = { 0 };
    int handle;

    lab_listen(scene->server, 443, &scene_flood, &size);
    dig_hole(scene, HOLE_BOTH);
    lab_node_set_habits(
        scene->routers[0],
        &(struct lab_habits){ .hides_too_big = true, .clamp_segment = 1160 });
    handle = scene_dial(scene, &scene->to, NULL);
    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_SEGMENT), 1148);
    scene_send(scene, handle, "x", 1);
    assert_int_equal(scene_receive(scene, handle, &got, size, 900), size);
    scene_hang_up(scene, handle);
    buffer_release(&got);
}

static void
options_take_what_linux_takes(void **state)
{
    static const struct {
        enum net_option option;
        int value;
        int error;
    } cases[] = {
        { NET_OPTION_SEGMENT, 40, EINVAL },
        { NET_OPTION_SEGMENT, 87, EINVAL },
        { NET_OPTION_SEGMENT, 88, 0 },
        { NET_OPTION_SEGMENT, 32767, 0 },
        { NET_OPTION_SEGMENT, 40000, EINVAL },
        { NET_OPTION_TTL, 0, EINVAL },
        { NET_OPTION_TTL, 255, 0 },
        { NET_OPTION_TTL, 256, EINVAL },
        { NET_OPTION_MINIMUM_TTL, 256, EINVAL },
        { NET_OPTION_SYN_COUNT, 0, EINVAL },
        { NET_OPTION_SYN_COUNT, 128, EINVAL },
        { NET_OPTION_MTU, 1, ENOPROTOOPT },
    };
    struct scene *scene = *state;
    const struct net_ops *ops = scene->net.ops;
    void *world = scene->net.world;
    int handle = ops->open(world, NET_STREAM, FAMILY_IPV4);
    int value;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int result = ops->set(world, handle, cases[i].option, cases[i].value);

        assert_int_equal(result == 0 ? 0 : errno, cases[i].error);
    }
    assert_int_equal(ops->get(world, handle, NET_OPTION_MTU, &value), -1);
    assert_int_equal(errno, ENOTCONN);
    ops->close(world, handle);
    assert_int_equal(ops->set(world, handle, NET_OPTION_TTL, 1), -1);
    assert_int_equal(errno, EBADF);
}

static void
routes_of_the_machine_fail_at_once(void **state)
{
    static const struct {
        enum lab_route route;
        int error;
    } cases[] = {
        { LAB_ROUTE_NONE, ENETUNREACH },
        { LAB_ROUTE_UNREACHABLE, EHOSTUNREACH },
        { LAB_ROUTE_BLACKHOLE, EINVAL },
        { LAB_ROUTE_PROHIBIT, EACCES },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct scene scene;
        struct lab_prefix net = { scene_address("10.3.0.0"), 24 };
        int handle;

        scene_open(&scene, 2, 1);
        lab_route_add(scene.client, &net, cases[i].route, NULL);
        assert_int_equal(scene_try(&scene, &scene.to, NULL, 0),
                         cases[i].error);
        handle =
            scene.net.ops->open(scene.net.world, NET_DATAGRAM, FAMILY_IPV4);
        assert_int_equal(
            scene.net.ops->connect(scene.net.world, handle, &scene.to), -1);
        assert_int_equal(errno, cases[i].error);
        assert_int_equal(lab_now_us(scene.lab), 0);
        scene_close(&scene);
    }
}

static void
routes_of_a_router_are_told(void **state)
{
    static const struct {
        enum lab_route route;
        int error;
        uint8_t code;
    } cases[] = {
        { LAB_ROUTE_NONE, ENETUNREACH, 0 },
        { LAB_ROUTE_UNREACHABLE, EHOSTUNREACH, 1 },
        { LAB_ROUTE_PROHIBIT, EHOSTUNREACH, 13 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct scene scene;
        struct lab_prefix net = { scene_address("10.3.0.0"), 24 };
        struct net_icmp icmp;

        scene_open(&scene, 2, 1);
        lab_route_add(scene.routers[1], &net, cases[i].route, NULL);
        icmp = fail_with_icmp(&scene, &scene.to, NULL, cases[i].error);
        assert_int_equal(icmp.code, cases[i].code);
        expect_sender(&icmp, "10.2.0.2");
        scene_close(&scene);
    }
}

static void
addresses_of_nobody_go_elsewhere(void **state)
{
    struct scene *scene = *state;
    struct peer nobody = scene_peer("192.0.2.1", 443);
    struct net_icmp icmp;

    assert_int_equal(scene_try(scene, &nobody, NULL, 0), ENETUNREACH);
    lab_set_elsewhere(scene->lab, scene->routers[1]);
    icmp = fail_with_icmp(scene, &nobody, NULL, ENETUNREACH);
    expect_sender(&icmp, "10.2.0.2");
    lab_node_set_habits(scene->routers[1],
                        &(struct lab_habits){ .hides_unreachable = true });
    assert_int_equal(scene_try(scene, &nobody, NULL, 3000), ETIMEDOUT);
}

/* ... but not those of a network nearby: somebody looks for a neighbour. */
static void
addresses_of_nobody_in_a_network_are_sought(void **state)
{
    struct scene *scene = *state;
    struct peer here = scene_peer("10.1.0.99", 443);
    struct peer there = scene_peer("2001:db8:2::99", 443);
    struct net_icmp icmp;
    int handle;

    lab_set_elsewhere(scene->lab, scene->routers[1]);
    handle = scene_dial(scene, &here, NULL);
    assert_int_equal(scene_wait(scene, handle, NET_WRITABLE, 2999), 0);
    assert_true(scene_wait(scene, handle, NET_WRITABLE, 2) & NET_FAILED);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), EHOSTUNREACH);
    assert_true(scene->net.ops->take_icmp(scene->net.world, handle, &icmp));
    assert_true(icmp.local);
    scene_hang_up(scene, handle);

    handle = scene_dial(scene, &there, NULL);
    assert_true(scene_wait(scene, handle, NET_WRITABLE, 3100) & NET_FAILED);
    assert_true(scene->net.ops->take_icmp(scene->net.world, handle, &icmp));
    assert_false(icmp.local);
    assert_int_equal(icmp.type, 1);
    assert_int_equal(icmp.code, 3);
    scene_hang_up(scene, handle);
}

/* A host without an address of a family does not speak it. */
static void
no_address_no_route(void **state)
{
    struct scene *scene = *state;
    struct lab_node *plain = lab_host_new(scene->lab, "plain");
    struct address address = scene_address("10.8.0.1");
    struct net net = lab_use(plain);
    int handle;

    lab_node_add_address(plain, &address);
    (void)lab_link_new(scene->lab, plain, scene->routers[0], NULL);
    handle = net.ops->open(net.world, NET_STREAM, FAMILY_IPV6);
    assert_int_equal(net.ops->connect(net.world, handle, &scene->to6), -1);
    assert_int_equal(errno, ENETUNREACH);
    assert_int_equal(net.ops->connect(net.world, handle, &scene->to), -1);
    assert_int_equal(errno, EAFNOSUPPORT);
}

static void
a_neighbour_that_is_not_there_takes_three_seconds(void **state)
{
    struct scene *scene = *state;
    struct net_icmp icmp;
    int handle;

    lab_link_set_down(scene->links[0], true);
    handle = scene_dial(scene, &scene->to, NULL);
    assert_int_equal(scene_wait(scene, handle, NET_WRITABLE, 2999), 0);
    assert_true(scene_wait(scene, handle, NET_WRITABLE, 2) & NET_FAILED);
    assert_int_equal(scene_get(scene, handle, NET_OPTION_ERROR), EHOSTUNREACH);
    assert_true(scene->net.ops->take_icmp(scene->net.world, handle, &icmp));
    assert_true(icmp.local);
    assert_int_equal(icmp.type, 3);
    assert_int_equal(icmp.code, 1);
    expect_sender(&icmp, "10.1.0.1");
    scene_hang_up(scene, handle);

    /* The last router misses the server and says so. */
    lab_link_set_down(scene->links[0], false);
    lab_node_set_habits(scene->server, &(struct lab_habits){ .down = true });
    handle = scene_dial(scene, &scene->to, NULL);
    assert_true(scene_wait(scene, handle, NET_WRITABLE, 3100) & NET_FAILED);
    assert_true(scene->net.ops->take_icmp(scene->net.world, handle, &icmp));
    assert_false(icmp.local);
    expect_sender(&icmp, "10.2.0.2");
    scene_hang_up(scene, handle);
}

static void
local_policies(void **state)
{
    struct scene *scene = *state;
    const struct net_ops *ops = scene->net.ops;
    void *world = scene->net.world;
    struct lab_rule rule = { .hook = LAB_OUTPUT, .action = LAB_DENY };
    int datagram = ops->open(world, NET_DATAGRAM, FAMILY_IPV4);

    assert_int_equal(ops->connect(world, datagram, &scene->to), 0);
    lab_rule_add(scene->client, &rule);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 0), EPERM);
    assert_int_equal(ops->send(world, datagram, "x", 1), -1);
    assert_int_equal(errno, EPERM);

    /* A dropping packet filter: TCP is just not heard of. */
    lab_rules_clear(scene->client);
    rule.action = LAB_DROP;
    lab_rule_add(scene->client, &rule);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 3000), ETIMEDOUT);
    assert_int_equal(ops->send(world, datagram, "x", 1), -1);
    assert_int_equal(errno, EPERM);

    lab_rules_clear(scene->client);
    rule.action = LAB_RESET;
    lab_rule_add(scene->client, &rule);
    assert_int_equal(scene_try(scene, &scene->to, NULL, 900), ECONNREFUSED);
    ops->close(world, datagram);
}

/*
 * With IP_RECVERR Linux tells an open connection of each such error once,
 * outside of the queue; the connection lives on.
 */
static void
icmp_does_not_end_an_open_connection(void **state)
{
    struct scene *scene = *state;
    const struct net_ops *ops = scene->net.ops;
    struct buffer got = { 0 };
    struct net_icmp icmp;
    char byte;
    int handle = scene_dial(scene, &scene->to, NULL);

    assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
    assert_int_equal(ops->set(scene->net.world, handle, NET_OPTION_TTL, 1), 0);
    scene_send(scene, handle, "hello", 5);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(scene_wait(scene, handle, NET_READABLE, 900),
                         NET_FAILED);
        assert_false(ops->take_icmp(scene->net.world, handle, &icmp));
        assert_int_equal(
            ops->receive(scene->net.world, handle, &byte, 1, NULL), -1);
        assert_int_equal(errno, EHOSTUNREACH);
        assert_int_equal(
            ops->receive(scene->net.world, handle, &byte, 1, NULL), -1);
        assert_int_equal(errno, EAGAIN);
    }
    assert_int_equal(ops->set(scene->net.world, handle, NET_OPTION_TTL, 64),
                     0);
    assert_int_equal(scene_receive(scene, handle, &got, 5, 9000), 5);
    scene_hang_up(scene, handle);
    buffer_release(&got);
}

static void
on_datagram(struct lab_udp *udp, const struct lab_datagram *datagram,
            void *context)
{
    (void)context;
    lab_udp_reply(udp, datagram, datagram->bytes, datagram->length);
}

static void
datagrams_come_and_are_refused(void **state)
{
    struct scene *scene = *state;
    const struct net_ops *ops = scene->net.ops;
    void *world = scene->net.world;
    struct peer to = { scene->to.address, 53 };
    struct peer from = { 0 };
    struct net_icmp icmp;
    char bytes[16];
    struct lab_udp *server =
        lab_bind_udp(scene->server, 53, on_datagram, NULL);
    int handle = ops->open(world, NET_DATAGRAM, FAMILY_IPV4);

    assert_int_equal(ops->connect(world, handle, &to), 0);
    assert_int_equal(ops->send(world, handle, "query", 5), 5);
    assert_int_equal(ops->receive(world, handle, bytes, 16, &from), -1);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 900),
                     NET_READABLE);
    assert_int_equal(ops->receive(world, handle, bytes, 16, &from), 5);
    assert_memory_equal(bytes, "query", 5);
    assert_int_equal(from.port, 53);
    assert_true(address_equal(&from.address, &to.address));
    assert_int_equal(lab_now_us(scene->lab), 6 * SCENE_DELAY_US);

    lab_udp_close(server);
    assert_int_equal(ops->send(world, handle, "query", 5), 5);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 900),
                     NET_READABLE | NET_FAILED);
    assert_int_equal(ops->receive(world, handle, bytes, 16, &from), -1);
    assert_int_equal(errno, ECONNREFUSED);
    assert_true(ops->take_icmp(world, handle, &icmp));
    expect_sender(&icmp, "10.3.0.2");
    assert_int_equal(icmp.code, 3);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 100), 0);
    ops->close(world, handle);
}

/* Big answers travel in pieces, which a firewall may not like. */
static void
big_datagrams_are_cut(void **state)
{
    struct scene *scene = *state;
    const struct net_ops *ops = scene->net.ops;
    void *world = scene->net.world;
    struct peer to = { scene->to.address, 53 };
    struct lab_rule rule = { .fragments = true, .action = LAB_DROP };
    static char bytes[4000];
    int handle = ops->open(world, NET_DATAGRAM, FAMILY_IPV4);

    (void)lab_bind_udp(scene->server, 53, on_datagram, NULL);
    assert_int_equal(ops->connect(world, handle, &to), 0);
    assert_int_equal(ops->send(world, handle, bytes, 4000), 4000);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 900),
                     NET_READABLE);
    assert_int_equal(ops->receive(world, handle, bytes, 4000, NULL), 4000);
    lab_rule_add(scene->routers[0], &rule);
    assert_int_equal(ops->send(world, handle, bytes, 4000), 4000);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 900), 0);
    assert_int_equal(ops->send(world, handle, bytes, 1232), 1232);
    assert_int_equal(scene_wait(scene, handle, NET_READABLE, 900),
                     NET_READABLE);
    ops->close(world, handle);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(each_rejection_has_its_errno_and_sender),
        STAGED(a_ttl_limited_connect_lists_the_hops),
        STAGED(a_router_filters_after_its_ttl_check),
        STAGED(a_drop_is_silence_behind_the_last_hop),
        STAGED(hops_that_hide_are_silent),
        STAGED(a_redirection_connects_at_ttl_1),
        STAGED(a_redirection_elsewhere_translates_what_comes_back),
        STAGED(a_local_redirection_needs_no_hop),
        STAGED(the_minimum_ttl_finds_the_distance),
        STAGED(a_clamp_crosses_the_hole_towards_us),
        STAGED(a_clamp_crosses_the_hole_towards_the_server),
        STAGED(a_told_path_mtu_is_learned_and_remembered),
        STAGED(a_router_that_clamps_heals_the_hole),
        STAGED(options_take_what_linux_takes),
        cmocka_unit_test(routes_of_the_machine_fail_at_once),
        cmocka_unit_test(routes_of_a_router_are_told),
        STAGED(addresses_of_nobody_go_elsewhere),
        STAGED(addresses_of_nobody_in_a_network_are_sought),
        STAGED(no_address_no_route),
        STAGED(a_neighbour_that_is_not_there_takes_three_seconds),
        STAGED(local_policies),
        STAGED(icmp_does_not_end_an_open_connection),
        STAGED(datagrams_come_and_are_refused),
        STAGED(big_datagrams_are_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
