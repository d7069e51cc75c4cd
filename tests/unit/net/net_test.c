#include "net/net.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/real_net.h"
#include "net/sockaddr.h"

enum { LONG_MS = 10000 };

struct fixture {
    struct real_net *real;
    struct net net;
    int pipe[2];
    struct net_watch watch; /* of the pipe's reading end */
};

static int
set_up(void **state)
{
    static struct fixture fixture;

    fixture.real = real_net_new();
    fixture.net = real_net_use(fixture.real);
    assert_int_equal(pipe2(fixture.pipe, O_CLOEXEC | O_NONBLOCK), 0);
    fixture.watch = (struct net_watch){ .handle = fixture.pipe[0],
                                        .external = true,
                                        .wanted = NET_READABLE };
    *state = &fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    close(fixture->pipe[0]);
    close(fixture->pipe[1]);
    real_net_free(fixture->real);
    return 0;
}

static int64_t
timed_wait(struct fixture *fixture, struct net_watch **watches, size_t count,
           int timeout_ms)
{
    int64_t start = net_monotonic_ms(&fixture->net);

    net_wait(&fixture->net, watches, count, timeout_ms);
    return net_monotonic_ms(&fixture->net) - start;
}

static void
test_time_out(void **state)
{
    struct fixture *fixture = *state;
    struct net_watch *watches[] = { &fixture->watch };

    assert_in_range(timed_wait(fixture, watches, 1, 40), 39, 300);
    assert_int_equal(fixture->watch.ready, 0);
    assert_in_range(timed_wait(fixture, watches, 1, 0), 0, 20);
    assert_in_range(timed_wait(fixture, NULL, 0, 20), 19, 300);
}

static void
test_readable(void **state)
{
    struct fixture *fixture = *state;
    struct net_watch *watches[] = { &fixture->watch };

    assert_int_equal(write(fixture->pipe[1], "x", 1), 1);
    assert_in_range(timed_wait(fixture, watches, 1, -1), 0, 1000);
    assert_int_equal(fixture->watch.ready, NET_READABLE);
}

static void
test_hang_up(void **state)
{
    struct fixture *fixture = *state;
    struct net_watch *watches[] = { &fixture->watch };

    close(fixture->pipe[1]);
    fixture->pipe[1] = -1;
    net_wait(&fixture->net, watches, 1, LONG_MS);
    assert_int_equal(fixture->watch.ready, NET_FAILED);
}

/* One that is signalled already neither waits nor hides the others. */
static void
test_ready_already(void **state)
{
    struct fixture *fixture = *state;
    struct net_watch over = { .handle = -1, .ready = NET_READABLE };
    struct net_watch *watches[] = { &over, &fixture->watch };

    assert_in_range(timed_wait(fixture, watches, 2, -1), 0, 1000);
    assert_int_equal(over.ready, NET_READABLE);
    assert_int_equal(fixture->watch.ready, 0);
    assert_int_equal(write(fixture->pipe[1], "x", 1), 1);
    assert_in_range(timed_wait(fixture, watches, 2, -1), 0, 1000);
    assert_int_equal(fixture->watch.ready, NET_READABLE);
}

/* Who wants nothing is not woken, by a hang-up neither. */
static void
test_nothing_wanted(void **state)
{
    struct fixture *fixture = *state;
    struct net_watch *watches[] = { &fixture->watch };

    close(fixture->pipe[1]);
    fixture->pipe[1] = -1;
    fixture->watch.wanted = 0;
    assert_in_range(timed_wait(fixture, watches, 1, 30), 29, 300);
    assert_int_equal(fixture->watch.ready, 0);
}

static void
on_alarm(int number)
{
    (void)number;
}

static void
test_signal_returns(void **state)
{
    struct fixture *fixture = *state;
    struct net_watch *watches[] = { &fixture->watch };
    struct sigaction action = { .sa_handler = on_alarm };
    struct itimerval soon = { .it_value.tv_usec = 20000 };

    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &soon, NULL);
    assert_in_range(timed_wait(fixture, watches, 1, LONG_MS), 15, 2000);
    assert_int_equal(fixture->watch.ready, 0);
    signal(SIGALRM, SIG_DFL);
}

/* Many things to wait for, and numbers beyond what select could. */
static void
test_large_descriptors(void **state)
{
    enum { MANY = 3000 };
    static struct net_watch many[MANY];
    static struct net_watch *watches[MANY];
    struct fixture *fixture = *state;
    struct rlimit before;
    struct rlimit limit;
    int high;

    getrlimit(RLIMIT_NOFILE, &before);
    limit = before;
    limit.rlim_cur = 4096;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        skip();
    high = fcntl(fixture->pipe[0], F_DUPFD_CLOEXEC, 3500);
    assert_true(high >= 3500);
    for (int i = 0; i < MANY; i++) {
        many[i] = fixture->watch;
        watches[i] = &many[i];
    }
    many[MANY - 1].handle = high;
    assert_int_equal(write(fixture->pipe[1], "x", 1), 1);
    net_wait(&fixture->net, watches, MANY, LONG_MS);
    assert_int_equal(many[MANY - 1].ready, NET_READABLE);
    assert_int_equal(many[0].ready, NET_READABLE);
    close(high);
    setrlimit(RLIMIT_NOFILE, &before);
}

static void
test_clocks(void **state)
{
    struct fixture *fixture = *state;

    assert_true(net_wall_ms(&fixture->net) > 1700000000000);
    assert_true(net_monotonic_ms(&fixture->net) > 0);
}

/* What can be set is read back, in both families. */
static void
test_options(void **state)
{
    static const struct {
        enum net_option option;
        int value;
    } cases[] = {
        { NET_OPTION_TTL, 5 },
        { NET_OPTION_MINIMUM_TTL, 60 },
        { NET_OPTION_SYN_COUNT, 1 },
        { NET_OPTION_SEGMENT, 536 },
    };
    static const enum family families[] = { FAMILY_IPV4, FAMILY_IPV6 };
    const struct fixture *fixture = *state;
    const struct net_ops *ops = fixture->net.ops;
    void *world = fixture->net.world;

    for (size_t family = 0; family < 2; family++) {
        int handle = ops->open(world, NET_STREAM, families[family]);

        assert_true(handle >= 0);
        for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
            int value = -1;

            assert_int_equal(
                ops->set(world, handle, cases[i].option, cases[i].value), 0);
            assert_int_equal(ops->get(world, handle, cases[i].option, &value),
                             0);
            assert_int_equal(value, cases[i].value);
        }
        assert_int_equal(ops->set(world, handle, NET_OPTION_SEGMENT, 40), -1);
        assert_int_equal(errno, EINVAL);
        assert_int_equal(ops->set(world, handle, NET_OPTION_MTU, 1400), -1);
        assert_int_equal(errno, ENOPROTOOPT);
        ops->close(world, handle);
    }
}

/* Never blocking, never inherited, always with an error queue. */
static void
test_how_sockets_are_made(void **state)
{
    static const enum family families[] = { FAMILY_IPV4, FAMILY_IPV6 };
    static const enum net_kind kinds[] = { NET_STREAM, NET_DATAGRAM };
    const struct fixture *fixture = *state;
    const struct net_ops *ops = fixture->net.ops;

    for (int i = 0; i < 4; i++) {
        bool ipv6 = families[i / 2] == FAMILY_IPV6;
        int handle =
            ops->open(fixture->net.world, kinds[i % 2], families[i / 2]);
        int value = 0;
        socklen_t length = sizeof(value);

        assert_true(handle >= 0);
        assert_true((fcntl(handle, F_GETFL) & O_NONBLOCK) != 0);
        assert_true((fcntl(handle, F_GETFD) & FD_CLOEXEC) != 0);
        assert_int_equal(getsockopt(handle, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP,
                                    ipv6 ? IPV6_RECVERR : IP_RECVERR, &value,
                                    &length),
                         0);
        assert_int_equal(value, 1);
        ops->close(fixture->net.world, handle);
    }
    assert_int_equal(ops->open(fixture->net.world, NET_STREAM, FAMILY_NONE),
                     -1);
}

static void
test_sockaddr(void **state)
{
    static const struct peer peers[] = {
        { { FAMILY_IPV4, { 192, 0, 2, 1 }, 0 }, 443 },
        { { FAMILY_IPV6, { 0xfe, 0x80, [15] = 1 }, 2 }, 53 },
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct sockaddr_storage storage;
        socklen_t length = sockaddr_from_peer(&storage, &peers[i]);
        const struct sockaddr *address = (struct sockaddr *)&storage;
        struct peer back = sockaddr_to_peer(address, length);

        assert_memory_equal(&back, &peers[i], sizeof(back));
        assert_int_equal(sockaddr_to_peer(address, length - 1).address.family,
                         FAMILY_NONE);
    }
}

/* An ICMP error of a datagram, with its sender; the queue ends. */
static void
test_take_icmp(void **state)
{
    const struct fixture *fixture = *state;
    const struct net_ops *ops = fixture->net.ops;
    void *world = fixture->net.world;
    struct peer peer = { { FAMILY_IPV4, { 127, 0, 0, 1 }, 0 }, 0 };
    struct net_watch watch = { .wanted = NET_READABLE };
    struct net_watch *watches[] = { &watch };
    struct net_icmp icmp;
    struct peer local;
    int closed = ops->open(world, NET_DATAGRAM, FAMILY_IPV4);
    struct sockaddr_storage storage;
    socklen_t length = sockaddr_from_peer(&storage, &peer);
    char byte;

    /* A port that was ours a moment ago. */
    assert_int_equal(bind(closed, (struct sockaddr *)&storage, length), 0);
    assert_int_equal(ops->local(world, closed, &peer), 0);
    ops->close(world, closed);

    watch.handle = ops->open(world, NET_DATAGRAM, FAMILY_IPV4);
    assert_int_equal(ops->connect(world, watch.handle, &peer), 0);
    assert_false(ops->take_icmp(world, watch.handle, &icmp));
    assert_int_equal(ops->send(world, watch.handle, "x", 1), 1);
    net_wait(&((struct fixture *)*state)->net, watches, 1, LONG_MS);
    assert_true((watch.ready & NET_FAILED) != 0);
    assert_int_equal(ops->receive(world, watch.handle, &byte, 1, NULL), -1);
    assert_int_equal(errno, ECONNREFUSED);
    assert_true(ops->take_icmp(world, watch.handle, &icmp));
    assert_true(icmp.seen && icmp.local && !icmp.ipv6);
    assert_int_equal(icmp.type, 3);
    assert_int_equal(icmp.code, 3);
    assert_int_equal(icmp.error, ECONNREFUSED);
    assert_true(address_equal(&icmp.sender, &peer.address));
    assert_false(ops->take_icmp(world, watch.handle, &icmp));
    assert_int_equal(ops->local(world, watch.handle, &local), 0);
    assert_true(local.port != 0);
    ops->close(world, watch.handle);
}

#define with_pipe(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_pipe(test_time_out),
        with_pipe(test_readable),
        with_pipe(test_hang_up),
        with_pipe(test_ready_already),
        with_pipe(test_nothing_wanted),
        with_pipe(test_signal_returns),
        with_pipe(test_large_descriptors),
        with_pipe(test_clocks),
        with_pipe(test_options),
        with_pipe(test_how_sockets_are_made),
        cmocka_unit_test(test_sockaddr),
        with_pipe(test_take_icmp),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
