#include "net/socket.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/real_net.h"
#include "net/sockaddr.h"

enum { LONG_MS = 10000, NO_NAMESPACE = 77 };

static const struct peer loopbacks[] = {
    { { FAMILY_IPV4, { 127, 0, 0, 1 }, 0 }, 0 },
    { { FAMILY_IPV6, { [15] = 1 }, 0 }, 0 },
};

struct fixture {
    struct real_net *real;
    struct net net;
    int listener;
    struct peer peer; /* where it listens */
};

static void
listen_on(struct fixture *fixture, const struct peer *address, int backlog)
{
    struct sockaddr_storage storage;
    socklen_t length = sockaddr_from_peer(&storage, address);
    struct sockaddr *bare = (struct sockaddr *)&storage;

    fixture->listener =
        socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fixture->listener, bare, length), 0);
    assert_int_equal(listen(fixture->listener, backlog), 0);
    length = sizeof(storage);
    assert_int_equal(getsockname(fixture->listener, bare, &length), 0);
    fixture->peer = sockaddr_to_peer(bare, length);
}

static int
set_up(void **state)
{
    static struct fixture fixture;

    fixture.real = real_net_new();
    fixture.net = real_net_use(fixture.real);
    listen_on(&fixture, &loopbacks[0], 16);
    *state = &fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    close(fixture->listener);
    real_net_free(fixture->real);
    return 0;
}

static enum net_status
settle(struct fixture *fixture, struct net_socket *socket, int timeout_ms)
{
    struct net_watch *watches[] = { net_socket_watch(socket) };
    int64_t end = net_monotonic_ms(&fixture->net) + timeout_ms;

    while (net_socket_status(socket) == NET_PENDING) {
        int64_t left = end - net_monotonic_ms(&fixture->net);

        if (left <= 0)
            return NET_PENDING;
        net_wait(&fixture->net, watches, 1, (int)left);
    }
    return net_socket_status(socket);
}

static struct net_socket *
dial(struct fixture *fixture, const struct net_dial *how)
{
    return net_socket_dial(&fixture->net, &fixture->peer, how);
}

static void
test_open(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < 2; i++) {
        struct net_socket *socket;
        struct peer local;

        close(fixture->listener);
        listen_on(fixture, &loopbacks[i], 16);
        socket = dial(fixture, NULL);
        assert_int_equal(settle(fixture, socket, LONG_MS), NET_OPEN);
        assert_int_equal(net_socket_errno(socket), 0);
        assert_false(net_socket_icmp(socket)->seen);
        local = net_socket_local(socket);
        assert_true(address_equal(&local.address, &fixture->peer.address));
        assert_int_not_equal(local.port, 0);
        assert_true(net_socket_option(socket, NET_OPTION_MTU) >= 1280);
        assert_int_equal(net_socket_option(socket, NET_OPTION_UNACKED), 0);
        assert_int_equal(net_socket_option(socket, NET_OPTION_RETRANSMITS), 0);
        net_socket_close(&socket);
        assert_null(socket);
        net_socket_close(&socket);
    }
}

/* A reset by the far end: no ICMP tells of it. */
static void
test_refused(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < 2; i++) {
        struct net_socket *socket;

        close(fixture->listener);
        listen_on(fixture, &loopbacks[i], 16);
        close(fixture->listener);
        fixture->listener = -1;
        socket = dial(fixture, NULL);
        assert_int_equal(settle(fixture, socket, LONG_MS), NET_BROKEN);
        assert_int_equal(net_socket_errno(socket), ECONNREFUSED);
        assert_false(net_socket_icmp(socket)->seen);
        /* It stays so, however often one looks. */
        assert_int_equal(net_socket_status(socket), NET_BROKEN);
        assert_int_equal(net_socket_errno(socket), ECONNREFUSED);
        net_socket_close(&socket);
    }
}

static void
test_bad_dials(void **state)
{
    static const struct net_dial small = { .segment = 40 };
    struct fixture *fixture = *state;
    struct peer nobody = { .address.family = FAMILY_NONE };
    struct net_socket *socket = dial(fixture, &small);

    assert_int_equal(net_socket_status(socket), NET_BROKEN);
    assert_int_equal(net_socket_errno(socket), EINVAL);
    net_socket_close(&socket);

    socket = net_socket_dial(&fixture->net, &nobody, NULL);
    assert_int_equal(net_socket_status(socket), NET_BROKEN);
    assert_int_not_equal(net_socket_errno(socket), 0);
    assert_int_equal(net_socket_option(socket, NET_OPTION_MTU), -1);
    assert_int_equal(net_socket_local(socket).address.family, FAMILY_NONE);
    net_socket_close(&socket);
}

static void
test_dial_options(void **state)
{
    static const struct net_dial how = {
        .ttl = 9, .minimum_ttl = 3, .segment = 600, .syn_count = 2
    };
    struct fixture *fixture = *state;
    struct net_socket *socket = dial(fixture, &how);

    assert_int_equal(settle(fixture, socket, LONG_MS), NET_OPEN);
    assert_int_equal(net_socket_option(socket, NET_OPTION_TTL), 9);
    assert_int_equal(net_socket_option(socket, NET_OPTION_MINIMUM_TTL), 3);
    assert_in_range(net_socket_option(socket, NET_OPTION_SEGMENT), 500, 600);
    assert_int_equal(net_socket_option(socket, NET_OPTION_SYN_COUNT), 2);
    net_socket_close(&socket);
}

/* Replies with too few hops left are as good as lost: silence. */
static void
test_silence(void **state)
{
    static const struct net_dial picky = { .minimum_ttl = 255 };
    struct fixture *fixture = *state;
    struct net_socket *socket = dial(fixture, &picky);
    struct net_stream stream = net_socket_stream(socket);
    char byte;

    assert_int_equal(settle(fixture, socket, 60), NET_PENDING);
    assert_int_equal(net_socket_errno(socket), 0);
    assert_int_equal(net_socket_option(socket, NET_OPTION_UNACKED), 1);
    assert_int_equal(net_stream_read(&stream, &byte, 1), -1);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(net_stream_watch(&stream)->wanted, NET_WRITABLE);
    net_socket_close(&socket);
}

/* A queue that is full drops further requests without a word. */
static void
test_full_backlog(void **state)
{
    enum { MOST = 8 };
    struct fixture *fixture = *state;
    struct net_socket *sockets[MOST];
    int open_ones = 0;

    close(fixture->listener);
    listen_on(fixture, &loopbacks[0], 1);
    for (int i = 0; i < MOST; i++) {
        sockets[i] = dial(fixture, NULL);
        open_ones += settle(fixture, sockets[i], 30) == NET_OPEN;
    }
    assert_in_range(open_ones, 1, MOST - 1);
    assert_int_equal(net_socket_status(sockets[MOST - 1]), NET_PENDING);
    for (int i = 0; i < MOST; i++)
        net_socket_close(&sockets[i]);
}

/* In a network namespace of its own, in which not even loopback is up. */
static int
dial_without_route(void)
{
    struct peer far = { { FAMILY_IPV4, { 192, 0, 2, 1 }, 0 }, 443 };
    struct real_net *real;
    struct net net;
    struct net_socket *socket;
    bool fine;

    if (unshare(CLONE_NEWNET) != 0 &&
        unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return NO_NAMESPACE;
    real = real_net_new();
    net = real_net_use(real);
    socket = net_socket_dial(&net, &far, NULL);
    fine = net_socket_status(socket) == NET_BROKEN &&
           net_socket_errno(socket) == ENETUNREACH &&
           !net_socket_icmp(socket)->seen;
    net_socket_close(&socket);
    real_net_free(real);
    return fine ? 0 : 1;
}

static void
test_no_route(void **state)
{
    int status = 0;
    pid_t child = fork();

    (void)state;
    if (child == 0)
        _exit(dial_without_route());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_NAMESPACE)
        skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

static ssize_t
read_later(struct fixture *fixture, struct net_stream *stream, void *bytes,
           size_t capacity)
{
    struct net_watch *watches[] = { net_stream_watch(stream) };
    ssize_t count;

    while ((count = net_stream_read(stream, bytes, capacity)) < 0 &&
           errno == EAGAIN) {
        assert_int_equal(watches[0]->wanted, NET_READABLE);
        net_wait(&fixture->net, watches, 1, LONG_MS);
    }
    return count;
}

static void
test_stream(void **state)
{
    struct fixture *fixture = *state;
    struct net_socket *socket = dial(fixture, NULL);
    struct net_stream stream = net_socket_stream(socket);
    char bytes[16] = { 0 };
    int far;

    assert_int_equal(settle(fixture, socket, LONG_MS), NET_OPEN);
    far = accept(fixture->listener, NULL, NULL);
    assert_int_equal(net_stream_read(&stream, bytes, sizeof(bytes)), -1);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(net_stream_watch(&stream)->wanted, NET_READABLE);
    assert_int_equal(net_stream_write(&stream, "hello", 5), 5);
    assert_int_equal(recv(far, bytes, sizeof(bytes), 0), 5);
    assert_string_equal(bytes, "hello");
    assert_int_equal(send(far, "world", 5, 0), 5);
    assert_int_equal(read_later(fixture, &stream, bytes, 3), 3);
    assert_int_equal(read_later(fixture, &stream, bytes + 3, 9), 2);
    assert_memory_equal(bytes, "world", 5);
    close(far);
    assert_int_equal(read_later(fixture, &stream, bytes, 9), 0);
    assert_int_equal(net_socket_status(socket), NET_OPEN);
    net_socket_close(&socket);
}

/* More than the connection holds: it waits until there is room. */
static void
test_full_stream(void **state)
{
    static char block[65536];
    struct fixture *fixture = *state;
    struct net_socket *socket = dial(fixture, NULL);
    struct net_stream stream = net_socket_stream(socket);
    struct net_watch *watches[] = { net_socket_watch(socket) };
    size_t sent = 0;
    ssize_t count;
    int far;

    assert_int_equal(settle(fixture, socket, LONG_MS), NET_OPEN);
    far = accept(fixture->listener, NULL, NULL);
    while ((count = net_stream_write(&stream, block, sizeof(block))) > 0)
        sent += (size_t)count;
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(watches[0]->wanted, NET_WRITABLE);
    assert_int_equal(watches[0]->ready, 0);
    while (sent > 0) {
        count = recv(far, block, sizeof(block), 0);
        assert_true(count > 0);
        sent -= (size_t)count;
    }
    net_wait(&fixture->net, watches, 1, LONG_MS);
    assert_int_equal(watches[0]->ready, NET_WRITABLE);
    assert_int_equal(net_stream_write(&stream, "x", 1), 1);
    close(far);
    net_socket_close(&socket);
}

static void
reset(int far)
{
    struct linger now = { .l_onoff = 1, .l_linger = 0 };

    setsockopt(far, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close(far);
}

static void
test_reset(void **state)
{
    struct fixture *fixture = *state;
    struct net_socket *socket = dial(fixture, NULL);
    struct net_stream stream = net_socket_stream(socket);
    char byte;

    assert_int_equal(settle(fixture, socket, LONG_MS), NET_OPEN);
    reset(accept(fixture->listener, NULL, NULL));
    assert_int_equal(read_later(fixture, &stream, &byte, 1), -1);
    assert_int_equal(errno, ECONNRESET);
    assert_int_equal(net_socket_status(socket), NET_BROKEN);
    assert_int_equal(net_socket_errno(socket), ECONNRESET);
    /* Further calls say the same, and no signal kills us. */
    assert_int_equal(net_stream_write(&stream, "x", 1), -1);
    assert_int_equal(errno, ECONNRESET);
    net_socket_close(&socket);
}

static void
test_write_to_closed(void **state)
{
    struct fixture *fixture = *state;
    struct net_socket *socket = dial(fixture, NULL);
    struct net_stream stream = net_socket_stream(socket);
    ssize_t count = 0;

    assert_int_equal(settle(fixture, socket, LONG_MS), NET_OPEN);
    close(accept(fixture->listener, NULL, NULL));
    for (int i = 0; i < 100 && count >= 0; i++)
        count = net_stream_write(&stream, "x", 1);
    assert_int_equal(count, -1);
    assert_true(errno == EPIPE || errno == ECONNRESET);
    assert_int_equal(net_socket_status(socket), NET_BROKEN);
    net_socket_close(&socket);
}

/* A world in which what is pending can be set, for what no loopback does. */
struct odd_world {
    struct net_ops ops;
    unsigned ready;
    int error;
    unsigned icmp_left;
    struct net_icmp icmp;
};

static int
odd_open(void *world, enum net_kind kind, enum family family)
{
    (void)world;
    (void)kind;
    (void)family;
    return 3;
}

static void
odd_close(void *world, int handle)
{
    (void)world;
    (void)handle;
}

static int
odd_connect(void *world, int handle, const struct peer *to)
{
    (void)world;
    (void)handle;
    (void)to;
    errno = EINPROGRESS;
    return -1;
}

static int
odd_get(void *world, int handle, enum net_option option, int *value)
{
    struct odd_world *odd = world;

    (void)handle;
    assert_int_equal(option, NET_OPTION_ERROR);
    *value = odd->error;
    odd->error = 0;
    return 0;
}

static bool
odd_take_icmp(void *world, int handle, struct net_icmp *icmp)
{
    struct odd_world *odd = world;

    (void)handle;
    if (odd->icmp_left == 0)
        return false;
    odd->icmp_left--;
    *icmp = odd->icmp;
    return true;
}

static int
odd_wait(void *world, struct net_watch **watches, size_t count, int timeout_ms)
{
    struct odd_world *odd = world;

    assert_int_equal(count, 1);
    assert_int_equal(timeout_ms, 0);
    watches[0]->ready |= odd->ready;
    return odd->ready != 0;
}

static struct odd_world
odd_world(void)
{
    return (struct odd_world){
        .ops = { .open = odd_open,
                 .close = odd_close,
                 .connect = odd_connect,
                 .get = odd_get,
                 .take_icmp = odd_take_icmp,
                 .wait = odd_wait },
        .icmp = { .seen = true,
                  .type = 3,
                  .code = 13,
                  .error = EHOSTUNREACH,
                  .sender = { FAMILY_IPV4, { 10, 0, 0, 1 }, 0 } },
    };
}

static void
test_rejected_by_router(void **state)
{
    struct odd_world odd = odd_world();
    struct net net = { .ops = &odd.ops, .world = &odd };
    struct net_socket *socket = net_socket_dial(&net, &loopbacks[0], NULL);

    (void)state;
    assert_int_equal(net_socket_status(socket), NET_PENDING);
    odd.ready = NET_FAILED;
    odd.error = EHOSTUNREACH;
    odd.icmp_left = 1;
    assert_int_equal(net_socket_status(socket), NET_BROKEN);
    assert_int_equal(net_socket_errno(socket), EHOSTUNREACH);
    assert_true(net_socket_icmp(socket)->seen);
    assert_int_equal(net_socket_icmp(socket)->code, 13);
    net_socket_close(&socket);
}

/* An error that ends nothing is drained, told, and waited through. */
static void
test_harmless_error(void **state)
{
    struct odd_world odd = odd_world();
    struct net net = { .ops = &odd.ops, .world = &odd };
    struct net_socket *socket = net_socket_dial(&net, &loopbacks[0], NULL);

    (void)state;
    odd.ready = NET_FAILED;
    odd.icmp_left = 2;
    assert_int_equal(net_socket_status(socket), NET_PENDING);
    assert_int_equal(odd.icmp_left, 0);
    assert_true(net_socket_icmp(socket)->seen);
    odd.ready = 0;
    assert_int_equal(net_socket_status(socket), NET_PENDING);
    odd.ready = NET_WRITABLE;
    assert_int_equal(net_socket_status(socket), NET_OPEN);
    assert_false(net_socket_icmp(socket)->seen);
    net_socket_close(&socket);
}

/* A failure that nothing explains must not be waited for without end. */
static void
test_unexplained_failure(void **state)
{
    struct odd_world odd = odd_world();
    struct net net = { .ops = &odd.ops, .world = &odd };
    struct net_socket *socket = net_socket_dial(&net, &loopbacks[0], NULL);

    (void)state;
    odd.ready = NET_FAILED;
    assert_int_equal(net_socket_status(socket), NET_BROKEN);
    assert_int_equal(net_socket_errno(socket), ECONNABORTED);
    net_socket_close(&socket);
}

#define listening(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        listening(test_open),
        listening(test_refused),
        listening(test_bad_dials),
        listening(test_dial_options),
        listening(test_silence),
        listening(test_full_backlog),
        listening(test_stream),
        listening(test_full_stream),
        listening(test_reset),
        listening(test_write_to_closed),
        cmocka_unit_test(test_no_route),
        cmocka_unit_test(test_rejected_by_router),
        cmocka_unit_test(test_harmless_error),
        cmocka_unit_test(test_unexplained_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
