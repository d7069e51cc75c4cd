#include <errno.h>
#include <string.h>

#include "lab/handle.h"
#include "lab/ip.h"
#include "lab/name_table.h"

/*
 * struct net_ops over a node of the lab: the socket calls of a Linux
 * program on that machine, non-blocking and with the error queue on.
 */

static int
fail(int error)
{
    errno = error;
    return -1;
}

static struct handle *
handle_of(void *world, int number)
{
    const struct lab_node *node = world;

    return handle_find(node, number);
}

static int64_t
lab_net_monotonic_ms(void *world)
{
    const struct lab_node *node = world;

    return node->lab->now_us / 1000;
}

static int64_t
lab_net_wall_ms(void *world)
{
    return lab_node_wall_ms(world);
}

static int
lab_net_open(void *world, enum net_kind kind, enum family family)
{
    struct lab_node *node = world;
    struct handle *handle;
    int number;

    if (family == FAMILY_NONE)
        return fail(EAFNOSUPPORT);
    number = handle_new(node, &handle);
    handle->family = family;
    if (kind == NET_STREAM) {
        handle->kind = HANDLE_STREAM;
        handle->tcp = tcp_new(node, family);
    } else {
        handle->kind = HANDLE_DATAGRAM;
        handle->udp = udp_open(node, family);
    }
    return number;
}

static void
lab_net_close(void *world, int number)
{
    struct handle *handle = handle_of(world, number);

    if (handle != NULL)
        handle_close(world, handle);
}

static int
connect_stream(struct handle *handle, const struct peer *to)
{
    struct tcp *tcp = handle->tcp;
    int error;

    if (tcp->state == TCP_SYN_SENT)
        return fail(EALREADY);
    if (tcp->state != TCP_CLOSED)
        return fail(EISCONN);
    if (handle->connected && tcp->error != 0)
        return fail(ECONNABORTED);
    handle->connected = true;
    error = tcp_connect(tcp, to);
    return fail(error != 0 ? error : EINPROGRESS);
}

static int
lab_net_connect(void *world, int number, const struct peer *to)
{
    struct handle *handle = handle_of(world, number);
    int error;

    if (handle == NULL)
        return fail(EBADF);
    if (handle->kind == HANDLE_NAME)
        return fail(ENOTSOCK);
    if (to->address.family != handle->family)
        return fail(EAFNOSUPPORT);
    if (handle->kind == HANDLE_STREAM)
        return connect_stream(handle, to);
    error = udp_connect(handle->udp, to);
    return error == 0 ? 0 : fail(error);
}

static ssize_t
send_stream(struct tcp *tcp, const void *bytes, size_t length)
{
    size_t room = TCP_SEND_BUFFER - tcp_queued(tcp);
    int error = trouble_clear(&tcp->trouble);

    if (error != 0)
        return fail(error);
    if (tcp->state == TCP_SYN_SENT)
        return fail(EAGAIN);
    if (tcp->state != TCP_OPEN)
        return fail(EPIPE);
    if (room == 0)
        return fail(EAGAIN);
    if (length > room)
        length = room;
    tcp_write(tcp, bytes, length);
    return (ssize_t)length;
}

static ssize_t
lab_net_send(void *world, int number, const void *bytes, size_t length)
{
    struct handle *handle = handle_of(world, number);
    int error;

    if (handle == NULL)
        return fail(EBADF);
    if (handle->kind == HANDLE_STREAM)
        return send_stream(handle->tcp, bytes, length);
    if (handle->kind != HANDLE_DATAGRAM)
        return fail(ENOTSOCK);
    if (handle->udp->remote.port == 0)
        return fail(EDESTADDRREQ);
    error = trouble_clear(&handle->udp->trouble);
    if (error == 0)
        error =
            udp_send(handle->udp, NULL, &handle->udp->remote, bytes, length);
    return error == 0 ? (ssize_t)length : fail(error);
}

/* What has come can be read even when the connection has broken since. */
static ssize_t
receive_stream(struct tcp *tcp, void *bytes, size_t capacity)
{
    int error;

    if (tcp_unread(tcp) > 0)
        return (ssize_t)tcp_read(tcp, bytes, capacity);
    if (tcp->fin_received)
        return 0;
    error = trouble_clear(&tcp->trouble);
    if (error != 0)
        return fail(error);
    if (tcp->state != TCP_CLOSED)
        return fail(EAGAIN);
    return tcp->error != 0 ? 0 : fail(ENOTCONN);
}

static ssize_t
receive_datagram(struct lab_udp *udp, void *bytes, size_t capacity,
                 struct peer *from)
{
    int error = trouble_clear(&udp->trouble);
    struct packet *packet;
    size_t length;

    if (error != 0)
        return fail(error);
    packet = udp_take(udp);
    if (packet == NULL)
        return fail(EAGAIN);
    length = packet->length < capacity ? packet->length : capacity;
    memcpy(bytes, packet->payload, length);
    if (from != NULL)
        *from = packet->source;
    packet_free(packet);
    return (ssize_t)length;
}

static ssize_t
lab_net_receive(void *world, int number, void *bytes, size_t capacity,
                struct peer *from)
{
    struct handle *handle = handle_of(world, number);

    if (handle == NULL)
        return fail(EBADF);
    if (handle->kind == HANDLE_STREAM)
        return receive_stream(handle->tcp, bytes, capacity);
    if (handle->kind == HANDLE_DATAGRAM)
        return receive_datagram(handle->udp, bytes, capacity, from);
    return fail(ENOTSOCK);
}

/* Where the options of a handle stand, and which values Linux takes. */
struct option_place {
    int *value;
    int least;
    int most;
};

static struct option_place
option_place(struct handle *handle, enum net_option option)
{
    struct tcp *tcp = handle->tcp;

    if (option == NET_OPTION_TTL)
        return (struct option_place){ tcp != NULL ? &tcp->ttl
                                                  : &handle->udp->ttl,
                                      1, 255 };
    if (option == NET_OPTION_MINIMUM_TTL)
        return (struct option_place){ tcp != NULL ? &tcp->minimum_ttl
                                                  : &handle->udp->minimum_ttl,
                                      0, 255 };
    if (tcp != NULL && option == NET_OPTION_SEGMENT)
        return (struct option_place){ &tcp->user_segment, 88, 32767 };
    if (tcp != NULL && option == NET_OPTION_SYN_COUNT)
        return (struct option_place){ &tcp->syn_count, 1, 127 };
    return (struct option_place){ 0 };
}

static int
lab_net_set(void *world, int number, enum net_option option, int value)
{
    struct handle *handle = handle_of(world, number);
    struct option_place place;

    if (handle == NULL)
        return fail(EBADF);
    if (handle->kind == HANDLE_NAME)
        return fail(ENOTSOCK);
    place = option_place(handle, option);
    if (place.value == NULL)
        return fail(ENOPROTOOPT);
    if (value < place.least || value > place.most)
        return fail(EINVAL);
    *place.value = value;
    return 0;
}

/* What is not an option of ours but the state of the connection. */
static int
state_value(struct lab_node *node, struct handle *handle,
            enum net_option option)
{
    struct tcp *tcp = handle->tcp;
    const struct peer *to = tcp != NULL ? &tcp->remote : &handle->udp->remote;

    if (option == NET_OPTION_ERROR)
        return trouble_clear(tcp != NULL ? &tcp->trouble
                                         : &handle->udp->trouble);
    if (option == NET_OPTION_MTU && to->address.family != FAMILY_NONE)
        return ip_path_mtu(node, &to->address);
    if (option == NET_OPTION_MTU)
        return fail(ENOTCONN);
    if (tcp != NULL && option == NET_OPTION_UNACKED)
        return tcp->state == TCP_CLOSED ? 0 : tcp_in_flight(tcp);
    if (tcp != NULL && option == NET_OPTION_RETRANSMITS)
        return (int)tcp->retransmits;
    return fail(ENOPROTOOPT);
}

static int
lab_net_get(void *world, int number, enum net_option option, int *value)
{
    struct handle *handle = handle_of(world, number);
    struct option_place place;
    struct lab_node *node = world;

    if (handle == NULL)
        return fail(EBADF);
    if (handle->kind == HANDLE_NAME)
        return fail(ENOTSOCK);
    place = option_place(handle, option);
    if (place.value == NULL) {
        int state = state_value(node, handle, option);

        if (state < 0)
            return -1;
        *value = state;
        return 0;
    }
    *value = *place.value;
    if (option == NET_OPTION_TTL && *value == 0)
        *value = node->habits.ttl > 0 ? node->habits.ttl : 64;
    if (option == NET_OPTION_SEGMENT && handle->tcp->state == TCP_OPEN)
        *value = tcp_segment(handle->tcp);
    return 0;
}

static bool
lab_net_take_icmp(void *world, int number, struct net_icmp *icmp)
{
    struct handle *handle = handle_of(world, number);

    if (handle == NULL || handle->kind == HANDLE_NAME)
        return false;
    return trouble_take(handle->tcp != NULL ? &handle->tcp->trouble
                                            : &handle->udp->trouble,
                        icmp);
}

static int
lab_net_local(void *world, int number, struct peer *local)
{
    struct handle *handle = handle_of(world, number);

    if (handle == NULL)
        return fail(EBADF);
    if (handle->kind == HANDLE_NAME)
        return fail(ENOTSOCK);
    *local = handle->tcp != NULL ? handle->tcp->local : handle->udp->local;
    return 0;
}

static int
lab_net_lookup(void *world, const char *host)
{
    struct lab_node *node = world;
    struct handle *handle;
    int number = handle_new(node, &handle);

    handle->kind = HANDLE_NAME;
    handle->question = name_table_ask(node, host);
    return number;
}

static bool
lab_net_lookup_answer(void *world, int number, struct arena *arena,
                      struct net_lookup_answer *answer)
{
    struct handle *handle = handle_of(world, number);

    if (handle == NULL || handle->kind != HANDLE_NAME)
        return false;
    return name_table_answer(world, handle->question, arena, answer);
}

static const struct net_ops lab_ops = {
    .monotonic_ms = lab_net_monotonic_ms,
    .wall_ms = lab_net_wall_ms,
    .open = lab_net_open,
    .close = lab_net_close,
    .connect = lab_net_connect,
    .send = lab_net_send,
    .receive = lab_net_receive,
    .get = lab_net_get,
    .set = lab_net_set,
    .take_icmp = lab_net_take_icmp,
    .local = lab_net_local,
    .lookup = lab_net_lookup,
    .lookup_answer = lab_net_lookup_answer,
    .wait = lab_wait,
};

struct net
lab_use(struct lab_node *host)
{
    return (struct net){ .ops = &lab_ops, .world = host };
}
