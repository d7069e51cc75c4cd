#include "net/socket.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"

struct net_socket {
    const struct net *net;
    enum net_status status;
    int error;
    struct net_icmp icmp;
    struct net_watch watch; /* its handle is owned; -1: never opened */
};

static bool
must_wait(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/*
 * What Linux tells of an ICMP error about a connection that is open: one call
 * fails, and the connection lives on. A router cannot end it by saying so.
 */
static bool
is_passing(int error)
{
    return error == EHOSTUNREACH || error == ENETUNREACH ||
           error == EHOSTDOWN || error == ENOPROTOOPT || error == EACCES;
}

/*
 * Empties the error queue; the entry that explains the errno is kept. False:
 * there was nothing in it.
 */
static bool
take_icmp(struct net_socket *socket)
{
    const struct net *net = socket->net;
    struct net_icmp icmp;
    bool any = false;

    while (net->ops->take_icmp(net->world, socket->watch.handle, &icmp)) {
        bool explained = socket->icmp.seen && socket->error != 0 &&
                         socket->icmp.error == socket->error;

        if (!explained)
            socket->icmp = icmp;
        any = true;
    }
    return any;
}

/* The handle stays open: what stands in the socket can still be asked. */
static void
socket_break(struct net_socket *socket, int error)
{
    socket->status = NET_BROKEN;
    socket->error = error;
    if (socket->watch.handle >= 0)
        (void)take_icmp(socket);
    socket->watch.wanted = 0;
    socket->watch.ready = 0;
}

/* A dial that asks for variations is worthless without them. */
static bool
apply_options(const struct net_socket *socket, const struct net_dial *dial)
{
    const struct net *net = socket->net;
    const struct {
        enum net_option option;
        int value;
    } wishes[] = {
        { NET_OPTION_TTL, dial->ttl },
        { NET_OPTION_MINIMUM_TTL, dial->minimum_ttl },
        { NET_OPTION_SEGMENT, dial->segment },
        { NET_OPTION_SYN_COUNT, dial->syn_count },
    };

    for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++) {
        if (wishes[i].value != 0 &&
            net->ops->set(net->world, socket->watch.handle, wishes[i].option,
                          wishes[i].value) < 0)
            return false;
    }
    return true;
}

static void
socket_connect(struct net_socket *socket, const struct peer *to)
{
    const struct net *net = socket->net;

    if (net->ops->connect(net->world, socket->watch.handle, to) == 0)
        socket->status = NET_OPEN;
    else if (errno != EINPROGRESS && errno != EINTR)
        socket_break(socket, errno);
}

struct net_socket *
net_socket_dial(struct net *net, const struct peer *to,
                const struct net_dial *dial)
{
    struct net_socket *socket = memory_new(1, sizeof(*socket));

    socket->net = net;
    socket->status = NET_PENDING;
    socket->watch.wanted = NET_WRITABLE;
    socket->watch.handle =
        net->ops->open(net->world, NET_STREAM, to->address.family);
    if (socket->watch.handle < 0 ||
        (dial != NULL && !apply_options(socket, dial)))
        socket_break(socket, errno);
    else
        socket_connect(socket, to);
    return socket;
}

/*
 * Asks the world and not `ready`, which belongs to whoever waited: so the
 * answer is right whether or not somebody has waited, or cleared it.
 */
static unsigned
look(const struct net_socket *socket)
{
    const struct net *net = socket->net;
    struct net_watch glance = { .handle = socket->watch.handle,
                                .wanted = NET_WRITABLE };
    struct net_watch *glances[] = { &glance };

    if (net->ops->wait(net->world, glances, 1, 0) < 0)
        return 0;
    return glance.ready;
}

enum net_status
net_socket_status(struct net_socket *socket)
{
    const struct net *net = socket->net;
    unsigned ready;
    int error = 0;

    socket->watch.ready = 0;
    if (socket->status != NET_PENDING)
        return socket->status;
    ready = look(socket);
    if (ready == 0)
        return NET_PENDING;

    /* Reading the error clears it, so this is the one place that does. */
    if (net->ops->get(net->world, socket->watch.handle, NET_OPTION_ERROR,
                      &error) < 0)
        error = errno;
    if (error != 0) {
        socket_break(socket, error);
        return NET_BROKEN;
    }
    /* Some kernels of 2024 tell of errors that end nothing: wait on. */
    if ((ready & NET_FAILED) != 0 && take_icmp(socket))
        return NET_PENDING;
    if ((ready & NET_WRITABLE) == 0) {
        socket_break(socket, ECONNABORTED);
        return NET_BROKEN;
    }
    socket->status = NET_OPEN;
    socket->icmp = (struct net_icmp){ 0 };
    return NET_OPEN;
}

int
net_socket_errno(const struct net_socket *socket)
{
    return socket->error;
}

const struct net_icmp *
net_socket_icmp(const struct net_socket *socket)
{
    return &socket->icmp;
}

struct peer
net_socket_local(const struct net_socket *socket)
{
    const struct net *net = socket->net;
    struct peer local = { .address.family = FAMILY_NONE };

    if (socket->watch.handle < 0 ||
        net->ops->local(net->world, socket->watch.handle, &local) < 0 ||
        local.port == 0)
        return (struct peer){ .address.family = FAMILY_NONE };
    return local;
}

int
net_socket_option(const struct net_socket *socket, enum net_option option)
{
    const struct net *net = socket->net;
    int value = -1;

    if (socket->watch.handle < 0 ||
        net->ops->get(net->world, socket->watch.handle, option, &value) < 0)
        return -1;
    return value;
}

bool
net_socket_set(struct net_socket *socket, enum net_option option, int value)
{
    const struct net *net = socket->net;

    return socket->watch.handle >= 0 &&
           net->ops->set(net->world, socket->watch.handle, option, value) == 0;
}

struct net_watch *
net_socket_watch(struct net_socket *socket)
{
    return &socket->watch;
}

/* What a call on the open connection comes to when it returned -1. */
static ssize_t
stream_failed(struct net_socket *socket, int error, unsigned wanted)
{
    if (!must_wait(error) && !is_passing(error)) {
        socket_break(socket, error);
    } else {
        /* What no call has met must not wake us for ever. */
        if ((socket->watch.ready & NET_FAILED) != 0)
            (void)take_icmp(socket);
        socket->watch.wanted = wanted;
        socket->watch.ready = 0;
        error = EAGAIN;
    }
    errno = error;
    return -1;
}

/* False, with errno, unless the connection is there to be used. */
static bool
is_usable(struct net_socket *socket)
{
    if (socket->status == NET_PENDING)
        (void)net_socket_status(socket);
    if (socket->status == NET_PENDING)
        socket->watch.wanted = NET_WRITABLE;
    errno = socket->status == NET_PENDING ? EAGAIN : socket->error;
    return socket->status == NET_OPEN;
}

static ssize_t
socket_read(void *carrier, void *bytes, size_t capacity)
{
    struct net_socket *socket = carrier;
    const struct net *net = socket->net;
    ssize_t count;

    if (!is_usable(socket))
        return -1;
    count = net->ops->receive(net->world, socket->watch.handle, bytes,
                              capacity, NULL);
    return count >= 0 ? count : stream_failed(socket, errno, NET_READABLE);
}

static ssize_t
socket_write(void *carrier, const void *bytes, size_t length)
{
    struct net_socket *socket = carrier;
    const struct net *net = socket->net;
    ssize_t count;

    if (!is_usable(socket))
        return -1;
    count = net->ops->send(net->world, socket->watch.handle, bytes, length);
    return count >= 0 ? count : stream_failed(socket, errno, NET_WRITABLE);
}

static struct net_watch *
socket_watch(void *carrier)
{
    struct net_socket *socket = carrier;

    return &socket->watch;
}

struct net_stream
net_socket_stream(struct net_socket *socket)
{
    return (struct net_stream){ .carrier = socket,
                                .read = socket_read,
                                .write = socket_write,
                                .watch = socket_watch };
}

void
net_socket_close(struct net_socket **socket)
{
    struct net_socket *closed = *socket;

    if (closed == NULL)
        return;
    if (closed->watch.handle >= 0)
        closed->net->ops->close(closed->net->world, closed->watch.handle);
    free(closed);
    *socket = NULL;
}
