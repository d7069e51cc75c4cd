#include "net/dns_channel.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include "base/memory.h"
#include "net/sockaddr.h"

enum {
    UDP_PAYLOAD = 1232, /* fits every path unfragmented (DNS flag day) */
    HEADER_BYTES = 12,
    A_DAY_MS = 86400000, /* c-ares' own time-out: never within ours */
};

static const struct net_ops *
ops_of(const struct dns_channel *channel)
{
    return channel->net->ops;
}

static void *
world_of(const struct dns_channel *channel)
{
    return channel->net->world;
}

/* Keeps errno, from which c-ares learns what its call met. */
static void
note_icmp(struct dns_channel *channel, int handle)
{
    int saved_errno = errno;
    struct net_icmp icmp;

    while (ops_of(channel)->take_icmp(world_of(channel), handle, &icmp))
        channel->icmp = icmp;
    errno = saved_errno;
}

static void
note_error(struct dns_channel *channel, int handle)
{
    channel->error = errno;
    note_icmp(channel, handle);
}

static bool
must_wait(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

/* The channel's sockets: c-ares calls these instead of the system. */

static ares_socket_t
on_socket(int domain, int type, int protocol, void *context)
{
    struct dns_channel *channel = context;
    bool stream = type == SOCK_STREAM;
    struct net_watch *watch = stream ? &channel->tcp : &channel->udp;

    (void)domain;
    (void)protocol;
    /* That what came was cut is why c-ares turns to TCP: it was no stray. */
    if (stream) {
        channel->used_tcp = true;
        channel->strays = 0;
    }
    watch->handle = ops_of(channel)->open(world_of(channel),
                                          stream ? NET_STREAM : NET_DATAGRAM,
                                          channel->server->address.family);
    if (watch->handle < 0)
        channel->error = errno;
    return watch->handle;
}

static int
on_close(ares_socket_t handle, void *context)
{
    struct dns_channel *channel = context;

    if (channel->udp.handle == handle)
        channel->udp = (struct net_watch){ .handle = -1 };
    if (channel->tcp.handle == handle)
        channel->tcp = (struct net_watch){ .handle = -1 };
    ops_of(channel)->close(world_of(channel), handle);
    return 0;
}

/* Our own peer is used: c-ares' address has no room for the scope. */
static int
on_connect(ares_socket_t handle, const struct sockaddr *to,
           ares_socklen_t length, void *context)
{
    struct dns_channel *channel = context;
    int result =
        ops_of(channel)->connect(world_of(channel), handle, channel->server);

    (void)to;
    (void)length;
    if (result < 0 && errno != EINPROGRESS && !must_wait(errno))
        note_error(channel, handle);
    return result;
}

/* The byte behind the one question of a message that we wrote. */
static size_t
question_end(const uint8_t *bytes, size_t length)
{
    size_t at = HEADER_BYTES;

    while (at < length && bytes[at] != 0)
        at += bytes[at] + 1u;
    return at + 1 + 2 * sizeof(uint16_t);
}

/*
 * Old servers answer what they do not understand, EDNS for one, with a
 * header alone. c-ares compares questions and would drop it, so the reply
 * gets back the question that its id proves it belongs to.
 */
static size_t
restore_question(const struct dns_channel *channel, uint8_t *bytes,
                 size_t length, size_t capacity)
{
    static const uint8_t no_records[6] = { 0 }; /* QD, AN and NS count */
    size_t end = question_end(channel->sent, channel->sent_length);
    size_t question = end - HEADER_BYTES;

    if (length < HEADER_BYTES || channel->sent_length < end ||
        length + question > capacity || memcmp(bytes, channel->sent, 2) != 0 ||
        (bytes[2] & 0x80) == 0 ||
        memcmp(bytes + 4, no_records, sizeof(no_records)) != 0)
        return length;
    memmove(bytes + end, bytes + HEADER_BYTES, length - HEADER_BYTES);
    memcpy(bytes + HEADER_BYTES, channel->sent + HEADER_BYTES, question);
    bytes[5] = 1;
    return length + question;
}

static void
give_sender(const struct peer *from, struct sockaddr *out,
            ares_socklen_t *length)
{
    struct sockaddr_storage storage;
    socklen_t filled = sockaddr_from_peer(&storage, from);

    if (out == NULL || length == NULL)
        return;
    if (filled > *length)
        filled = *length;
    memcpy(out, &storage, filled);
    *length = filled;
}

static ares_ssize_t
receive_datagram(struct dns_channel *channel, uint8_t *bytes, size_t capacity,
                 struct sockaddr *from, ares_socklen_t *from_length)
{
    struct peer sender = *channel->server;
    ssize_t count = ops_of(channel)->receive(
        world_of(channel), channel->udp.handle, bytes, capacity, &sender);

    if (count < 0) {
        if (!must_wait(errno))
            note_error(channel, channel->udp.handle);
        return -1;
    }
    channel->strays++;
    /* Some c-ares take it for a broken socket (CVE-2023-32067). */
    if (count == 0) {
        errno = EAGAIN;
        return -1;
    }
    give_sender(&sender, from, from_length);
    return (ares_ssize_t)restore_question(channel, bytes, (size_t)count,
                                          capacity);
}

static ares_ssize_t
on_receive(ares_socket_t handle, void *bytes, size_t capacity, int flags,
           struct sockaddr *from, ares_socklen_t *from_length, void *context)
{
    struct dns_channel *channel = context;
    ssize_t count;

    (void)flags;
    if (handle == channel->udp.handle)
        return receive_datagram(channel, bytes, capacity, from, from_length);
    count = ops_of(channel)->receive(world_of(channel), handle, bytes,
                                     capacity, NULL);
    if (count > 0)
        channel->strays++;
    if (count < 0 && !must_wait(errno))
        note_error(channel, handle);
    return count;
}

/*
 * A datagram that the machine has no room for is like one that was lost on
 * the way: it will be sent again.
 */
static ares_ssize_t
send_datagram(struct dns_channel *channel, const uint8_t *bytes, size_t length)
{
    ssize_t count;

    assert(length <= sizeof(channel->sent));
    /* c-ares sends again of itself only without EDNS, after a FORMERR. */
    channel->strays = 0;
    memcpy(channel->sent, bytes, length);
    channel->sent_length = length;
    count = ops_of(channel)->send(world_of(channel), channel->udp.handle,
                                  bytes, length);
    if (count < 0 && !must_wait(errno) && errno != ENOBUFS) {
        note_error(channel, channel->udp.handle);
        return -1;
    }
    return (ares_ssize_t)length;
}

/* Sends the first part only: for c-ares that is a short write. */
static ares_ssize_t
on_send(ares_socket_t handle, const struct iovec *parts, int count,
        void *context)
{
    struct dns_channel *channel = context;
    ssize_t sent;

    if (count < 1)
        return 0;
    if (handle == channel->udp.handle)
        return send_datagram(channel, parts->iov_base, parts->iov_len);
    sent = ops_of(channel)->send(world_of(channel), handle, parts->iov_base,
                                 parts->iov_len);
    if (sent < 0 && !must_wait(errno))
        note_error(channel, handle);
    return sent;
}

static const struct ares_socket_functions socket_functions = {
    .asocket = on_socket,
    .aclose = on_close,
    .aconnect = on_connect,
    .arecvfrom = on_receive,
    .asendv = on_send,
};

static void
on_reply(void *context, int outcome, int timeouts, unsigned char *bytes,
         int length)
{
    struct dns_channel *channel = context;

    (void)outcome;
    (void)timeouts;
    channel->over = true;
    if (bytes == NULL || length <= 0)
        return;
    channel->reply_length = (size_t)length;
    channel->reply = memory_new(channel->reply_length, 1);
    memcpy(channel->reply, bytes, channel->reply_length);
}

static int
library_flags(const struct net_query_options *options)
{
    static const int of_over[] = {
        [NET_QUERY_OVER_BOTH] = 0,
        [NET_QUERY_OVER_UDP] = ARES_FLAG_IGNTC,
        [NET_QUERY_OVER_TCP] = ARES_FLAG_USEVC,
    };

    return ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES |
           (options->no_edns ? 0 : ARES_FLAG_EDNS) | of_over[options->over];
}

/* Everything is given, so that c-ares looks at no file and no variable. */
static bool
open_library(struct dns_channel *channel,
             const struct net_query_options *wishes)
{
    const struct peer *server = channel->server;
    char lookups[] = "b";
    struct ares_options options = {
        .flags = library_flags(wishes),
        .timeout = A_DAY_MS,
        .tries = 1,
        .ndots = 1,
        .lookups = lookups,
        .ednspsz = wishes->payload > 0 ? wishes->payload : UDP_PAYLOAD,
    };
    struct ares_addr_port_node node = {
        .family = sockaddr_domain(server->address.family),
        .udp_port = server->port,
        .tcp_port = server->port,
    };
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
               ARES_OPT_NDOTS | ARES_OPT_SERVERS | ARES_OPT_DOMAINS |
               ARES_OPT_LOOKUPS | ARES_OPT_SORTLIST | ARES_OPT_EDNSPSZ |
               ARES_OPT_NOROTATE;

    if (server->address.family == FAMILY_NONE)
        return false;
    memcpy(&node.addr, server->address.bytes,
           server->address.family == FAMILY_IPV4 ? 4 : 16);
    /* Counted by the library, so every channel may do this. */
    (void)ares_library_init(ARES_LIB_INIT_ALL);
    if (ares_init_options(&channel->library, &options, mask) != ARES_SUCCESS) {
        channel->library = NULL;
        ares_library_cleanup();
        return false;
    }
    ares_set_socket_functions(channel->library, &socket_functions, channel);
    return ares_set_servers_ports(channel->library, &node) == ARES_SUCCESS;
}

void
dns_channel_ask(struct dns_channel *channel, const struct net *net,
                const struct peer *server, const char *host,
                enum dns_record_type type,
                const struct net_query_options *options)
{
    *channel = (struct dns_channel){
        .net = net, .server = server, .udp.handle = -1, .tcp.handle = -1
    };
    channel->over = !open_library(channel, options);
    if (!channel->over)
        ares_query(channel->library, host, ns_c_in, (int)type, on_reply,
                   channel);
    /* The library's own refusals, before any packet. */
    if (channel->over && channel->sent_length == 0 && channel->error == 0)
        channel->error = EINVAL;
}

/* Whichever reply comes first is taken, for they carry the same id. */
void
dns_channel_send_again(struct dns_channel *channel)
{
    if (channel->used_tcp || channel->udp.handle < 0)
        return;
    if (ops_of(channel)->send(world_of(channel), channel->udp.handle,
                              channel->sent, channel->sent_length) < 0 &&
        !must_wait(errno) && errno != ENOBUFS)
        note_error(channel, channel->udp.handle);
}

static bool
wants_to_write(const struct dns_channel *channel)
{
    ares_socket_t sockets[DNS_CHANNEL_WATCHES];
    int bits = ares_getsock(channel->library, sockets, DNS_CHANNEL_WATCHES);

    for (int i = 0; i < DNS_CHANNEL_WATCHES; i++) {
        if (ARES_GETSOCK_WRITABLE(bits, i) &&
            sockets[i] == channel->tcp.handle)
            return true;
    }
    return false;
}

size_t
dns_channel_watches(struct dns_channel *channel, struct net_watch **out)
{
    struct net_watch *open[DNS_CHANNEL_WATCHES];
    size_t count = 0;

    if (channel->library == NULL)
        return 0;
    if (channel->udp.handle >= 0) {
        channel->udp.wanted = NET_READABLE;
        open[count++] = &channel->udp;
    }
    if (channel->tcp.handle >= 0) {
        channel->tcp.wanted = NET_READABLE;
        if (wants_to_write(channel))
            channel->tcp.wanted |= NET_WRITABLE;
        open[count++] = &channel->tcp;
    }
    if (out != NULL)
        memcpy(out, open, count * sizeof(*open));
    return count;
}

static void
process_socket(struct dns_channel *channel, struct net_watch *watch)
{
    unsigned ready = watch->ready;
    ares_socket_t handle = watch->handle;

    if (handle < 0 || ready == 0)
        return;
    watch->ready = 0;
    ares_process_fd(
        channel->library,
        ready & (NET_READABLE | NET_FAILED) ? handle : ARES_SOCKET_BAD,
        ready & (NET_WRITABLE | NET_FAILED) ? handle : ARES_SOCKET_BAD);
    /* An error that no call has met must not wake us for ever. */
    if ((ready & NET_FAILED) != 0 && watch->handle == handle) {
        note_icmp(channel, handle);
        if (channel->icmp.seen)
            channel->error = channel->icmp.error;
    }
}

void
dns_channel_process(struct dns_channel *channel)
{
    process_socket(channel, &channel->udp);
    process_socket(channel, &channel->tcp);
}

bool
dns_channel_is_open(const struct dns_channel *channel)
{
    return channel->library != NULL;
}

void
dns_channel_close(struct dns_channel *channel)
{
    if (channel->library == NULL)
        return;
    ares_destroy(channel->library);
    ares_library_cleanup();
    channel->library = NULL;
}

void
dns_channel_release(struct dns_channel *channel)
{
    dns_channel_close(channel);
    free(channel->reply);
    *channel = (struct dns_channel){ .udp.handle = -1, .tcp.handle = -1 };
}
