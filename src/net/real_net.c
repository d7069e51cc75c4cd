#include "net/real_net.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/errqueue.h>

#include "base/clock.h"
#include "base/memory.h"
#include "net/name_service.h"
#include "net/sockaddr.h"

struct real_net {
    struct name_service names;
    struct pollfd *polls;
    size_t poll_capacity;
};

static int64_t
real_monotonic_ms(void *world)
{
    (void)world;
    return clock_monotonic_ms();
}

static int64_t
real_wall_ms(void *world)
{
    (void)world;
    return clock_wall_ms();
}

static bool
switch_on(int handle, int level, int name)
{
    int on = 1;

    return setsockopt(handle, level, name, &on, sizeof(on)) == 0;
}

/*
 * The error queue is always asked for: without it the sender of a rejection
 * is lost, and whether a kernel tells it anyway is chance.
 */
static int
real_open(void *world, enum net_kind kind, enum family family)
{
    int type = kind == NET_STREAM ? SOCK_STREAM : SOCK_DGRAM;
    int handle = socket(sockaddr_domain(family),
                        type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool ready;

    (void)world;
    if (handle < 0)
        return -1;
    ready = family == FAMILY_IPV6
                ? switch_on(handle, IPPROTO_IPV6, IPV6_RECVERR)
                : switch_on(handle, IPPROTO_IP, IP_RECVERR);
    if (ready && kind == NET_STREAM)
        ready = switch_on(handle, IPPROTO_TCP, TCP_NODELAY);
    if (!ready) {
        int saved_errno = errno;

        close(handle);
        errno = saved_errno;
        return -1;
    }
    return handle;
}

static void
real_close(void *world, int handle)
{
    struct real_net *real = world;

    if (name_service_has(&real->names, handle))
        name_service_close(&real->names, handle);
    else
        close(handle);
}

static int
real_connect(void *world, int handle, const struct peer *to)
{
    struct sockaddr_storage storage;
    socklen_t length = sockaddr_from_peer(&storage, to);

    (void)world;
    return connect(handle, (struct sockaddr *)&storage, length);
}

static ssize_t
real_send(void *world, int handle, const void *bytes, size_t length)
{
    (void)world;
    return send(handle, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static ssize_t
real_receive(void *world, int handle, void *bytes, size_t capacity,
             struct peer *from)
{
    struct sockaddr_storage storage;
    socklen_t length = sizeof(storage);
    ssize_t count = recvfrom(handle, bytes, capacity, MSG_DONTWAIT,
                             (struct sockaddr *)&storage, &length);

    (void)world;
    /* A stream names no sender. */
    if (count >= 0 && from != NULL && length > 0)
        *from = sockaddr_to_peer((struct sockaddr *)&storage, length);
    return count;
}

static int
family_domain(int handle)
{
    int domain = AF_UNSPEC;
    socklen_t length = sizeof(domain);

    (void)getsockopt(handle, SOL_SOCKET, SO_DOMAIN, &domain, &length);
    return domain;
}

/* How the kernel names an option, for each family. */
struct option_name {
    int level;
    int name;
};

static const struct option_name options_ipv4[] = {
    [NET_OPTION_TTL] = { IPPROTO_IP, IP_TTL },
    [NET_OPTION_MINIMUM_TTL] = { IPPROTO_IP, IP_MINTTL },
    [NET_OPTION_SEGMENT] = { IPPROTO_TCP, TCP_MAXSEG },
    [NET_OPTION_SYN_COUNT] = { IPPROTO_TCP, TCP_SYNCNT },
    [NET_OPTION_ERROR] = { SOL_SOCKET, SO_ERROR },
    [NET_OPTION_MTU] = { IPPROTO_IP, IP_MTU },
};

static const struct option_name options_ipv6[] = {
    [NET_OPTION_TTL] = { IPPROTO_IPV6, IPV6_UNICAST_HOPS },
    [NET_OPTION_MINIMUM_TTL] = { IPPROTO_IPV6, IPV6_MINHOPCOUNT },
    [NET_OPTION_SEGMENT] = { IPPROTO_TCP, TCP_MAXSEG },
    [NET_OPTION_SYN_COUNT] = { IPPROTO_TCP, TCP_SYNCNT },
    [NET_OPTION_ERROR] = { SOL_SOCKET, SO_ERROR },
    [NET_OPTION_MTU] = { IPPROTO_IPV6, IPV6_MTU },
};

static const struct option_name *
option_name(int handle, enum net_option option)
{
    return family_domain(handle) == AF_INET6 ? &options_ipv6[option]
                                             : &options_ipv4[option];
}

static int
get_tcp_info(int handle, enum net_option option, int *value)
{
    struct tcp_info info = { 0 };
    socklen_t length = sizeof(info);

    if (getsockopt(handle, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return -1;
    *value = option == NET_OPTION_UNACKED ? (int)info.tcpi_unacked
                                          : info.tcpi_retransmits;
    return 0;
}

static int
real_get(void *world, int handle, enum net_option option, int *value)
{
    const struct option_name *name;
    socklen_t length = sizeof(*value);

    (void)world;
    if (option == NET_OPTION_UNACKED || option == NET_OPTION_RETRANSMITS)
        return get_tcp_info(handle, option, value);
    name = option_name(handle, option);
    return getsockopt(handle, name->level, name->name, value, &length);
}

static int
real_set(void *world, int handle, enum net_option option, int value)
{
    const struct option_name *name;

    (void)world;
    if (option >= NET_OPTION_ERROR) {
        errno = ENOPROTOOPT;
        return -1;
    }
    name = option_name(handle, option);
    return setsockopt(handle, name->level, name->name, &value, sizeof(value));
}

static int
real_local(void *world, int handle, struct peer *local)
{
    struct sockaddr_storage storage;
    socklen_t length = sizeof(storage);

    (void)world;
    if (getsockname(handle, (struct sockaddr *)&storage, &length) != 0)
        return -1;
    *local = sockaddr_to_peer((struct sockaddr *)&storage, length);
    return 0;
}

static const struct sock_extended_err *
extended_error(struct cmsghdr *part)
{
    bool ours =
        (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
        (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR);

    if (!ours || part->cmsg_len < CMSG_LEN(sizeof(struct sock_extended_err)))
        return NULL;
    return (const void *)CMSG_DATA(part);
}

/* This machine: an address of its own that the packet could come from. */
static bool
is_own_address(int handle, const struct address *sender)
{
    struct peer local;

    if (address_kind_of(sender) == ADDRESS_LOOPBACK)
        return true;
    return real_local(NULL, handle, &local) == 0 &&
           address_equal(&local.address, sender);
}

/* False for what is no ICMP error, a time stamp for one. */
static bool
read_icmp(int handle, struct cmsghdr *part, struct net_icmp *icmp)
{
    const struct sock_extended_err *error = extended_error(part);
    size_t behind;

    if (error == NULL || (error->ee_origin != SO_EE_ORIGIN_LOCAL &&
                          error->ee_origin != SO_EE_ORIGIN_ICMP &&
                          error->ee_origin != SO_EE_ORIGIN_ICMP6))
        return false;
    behind = part->cmsg_len - CMSG_LEN(sizeof(*error));
    *icmp = (struct net_icmp){
        .seen = true,
        .local = error->ee_origin == SO_EE_ORIGIN_LOCAL,
        .ipv6 = part->cmsg_level == IPPROTO_IPV6,
        .type = error->ee_type,
        .code = error->ee_code,
        .error = (int)error->ee_errno,
    };
    if (behind >= sizeof(struct sockaddr_in))
        icmp->sender =
            sockaddr_to_peer(SO_EE_OFFENDER(error), (socklen_t)behind).address;
    if (icmp->sender.family != FAMILY_NONE &&
        is_own_address(handle, &icmp->sender))
        icmp->local = true;
    return true;
}

static bool
real_take_icmp(void *world, int handle, struct net_icmp *icmp)
{
    union {
        struct cmsghdr align;
        char bytes[512];
    } control;
    struct msghdr message;

    (void)world;
    for (;;) {
        message = (struct msghdr){ .msg_control = &control,
                                   .msg_controllen = sizeof(control) };
        if (recvmsg(handle, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
            return false;
        for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part != NULL;
             part = CMSG_NXTHDR(&message, part)) {
            if (read_icmp(handle, part, icmp))
                return true;
        }
    }
}

static int
real_lookup(void *world, const char *host)
{
    struct real_net *real = world;

    return name_service_ask(&real->names, host);
}

static bool
real_lookup_answer(void *world, int handle, struct arena *arena,
                   struct net_lookup_answer *answer)
{
    struct real_net *real = world;

    return name_service_answer(&real->names, handle, arena, answer);
}

static short
poll_events(unsigned wanted)
{
    return (short)((wanted & NET_READABLE ? POLLIN : 0) |
                   (wanted & NET_WRITABLE ? POLLOUT : 0));
}

static unsigned
ready_bits(short events)
{
    return (events & POLLIN ? NET_READABLE : 0) |
           (events & POLLOUT ? NET_WRITABLE : 0) |
           (events & (POLLERR | POLLHUP | POLLNVAL) ? NET_FAILED : 0);
}

static int
real_wait(void *world, struct net_watch **watches, size_t count,
          int timeout_ms)
{
    struct real_net *real = world;
    int found;

    name_service_reap(&real->names);
    if (count > real->poll_capacity) {
        real->polls = memory_resize(real->polls, count, sizeof(*real->polls));
        real->poll_capacity = count;
    }
    for (size_t i = 0; i < count; i++)
        real->polls[i] =
            (struct pollfd){ .fd = watches[i]->handle,
                             .events = poll_events(watches[i]->wanted) };
    found = poll(real->polls, (nfds_t)count, timeout_ms);
    for (size_t i = 0; found > 0 && i < count; i++)
        watches[i]->ready |= ready_bits(real->polls[i].revents);
    return found;
}

static const struct net_ops real_ops = {
    .monotonic_ms = real_monotonic_ms,
    .wall_ms = real_wall_ms,
    .open = real_open,
    .close = real_close,
    .connect = real_connect,
    .send = real_send,
    .receive = real_receive,
    .get = real_get,
    .set = real_set,
    .take_icmp = real_take_icmp,
    .local = real_local,
    .lookup = real_lookup,
    .lookup_answer = real_lookup_answer,
    .wait = real_wait,
};

struct real_net *
real_net_new(void)
{
    return memory_new(1, sizeof(struct real_net));
}

void
real_net_free(struct real_net *real)
{
    if (real == NULL)
        return;
    name_service_release(&real->names);
    free(real->polls);
    free(real);
}

struct net
real_net_use(struct real_net *real)
{
    return (struct net){ .ops = &real_ops, .world = real };
}
