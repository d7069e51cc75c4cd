#include "lab/tcp.h"

#include <errno.h>

#include "lab/ip.h"

enum {
    TIME_STAMPS = 12,     /* of every segment but SYN and RST */
    UNTOLD_SEGMENT = 536, /* RFC 9293, 3.7.1 */
    SYN_ACK_RETRIES = 5,  /* net.ipv4.tcp_synack_retries */
    RETRIES = 15,         /* net.ipv4.tcp_retries2 */
    LINGER_US = 60000000, /* TIME-WAIT, and waiting for a FIN unheard */
};

static uint64_t
queue_end(const struct tcp *tcp)
{
    return tcp->out_base + (tcp->out.length - tcp->out_start);
}

size_t
tcp_queued(const struct tcp *tcp)
{
    return tcp->out.length - tcp->out_start;
}

bool
tcp_fin_is_acknowledged(const struct tcp *tcp)
{
    return tcp->fin_wanted && tcp->unacknowledged > queue_end(tcp);
}

static int
lesser(int left, int right)
{
    return left < right ? left : right;
}

/* What we tell the other side that it may send in one piece. */
static int
announced_segment(const struct tcp *tcp)
{
    int segment = ip_link_mtu(tcp->node, &tcp->remote.address) -
                  packet_headers(tcp->family);

    return tcp->user_segment > 0 ? lesser(segment, tcp->user_segment)
                                 : segment;
}

int
tcp_segment(const struct tcp *tcp)
{
    int told = tcp->peer_segment > 0 ? tcp->peer_segment : UNTOLD_SEGMENT;
    int segment = ip_path_mtu(tcp->node, &tcp->remote.address) -
                  packet_headers(tcp->family);

    segment = lesser(segment, told);
    if (tcp->user_segment > 0)
        segment = lesser(segment, tcp->user_segment);
    return segment - TIME_STAMPS;
}

int
tcp_in_flight(const struct tcp *tcp)
{
    uint64_t bytes = tcp->next_out - tcp->unacknowledged;
    uint64_t segment = (uint64_t)tcp_segment(tcp);

    return (int)((bytes + segment - 1) / segment);
}

uint64_t
tcp_window(const struct tcp *tcp)
{
    size_t unread = tcp_unread(tcp);

    if (tcp->zero_window || unread >= tcp->capacity)
        return 0;
    return tcp->capacity - unread;
}

static int
emit(struct tcp *tcp, unsigned flags, uint64_t sequence, size_t length)
{
    const char *bytes = NULL;
    struct packet *packet;

    if (length > 0)
        bytes = tcp->out.data + tcp->out_start + (sequence - tcp->out_base);
    packet = packet_new(bytes, length);
    packet->protocol = LAB_TCP;
    packet->source = tcp->local;
    packet->destination = tcp->remote;
    packet->ttl = tcp->ttl;
    packet->service = tcp->notify != NULL;
    packet->tcp = (struct packet_segment){
        .flags = flags,
        .sequence = sequence,
        .acknowledged = tcp->expected,
        .window = tcp_window(tcp),
        .maximum = flags & PACKET_SYN ? announced_segment(tcp) : 0,
        .sent_us = tcp->node->lab->now_us,
        .echo_us = flags & PACKET_ACK ? tcp->echo_us : -1,
    };
    if ((flags & PACKET_ACK) != 0) {
        tcp->must_acknowledge = false;
        tcp->announced = tcp->expected + packet->tcp.window;
    }
    return ip_send(tcp->node, packet);
}

int
tcp_send_syn(struct tcp *tcp)
{
    unsigned flags = PACKET_SYN;
    int error;

    if (tcp->state == TCP_SYN_RECEIVED)
        flags |= PACKET_ACK;
    tcp->next_out = 1;
    error = emit(tcp, flags, 0, 0);
    tcp_set_timer(tcp);
    return error;
}

void
tcp_acknowledge(struct tcp *tcp)
{
    (void)emit(tcp, PACKET_ACK, tcp->next_out, 0);
}

/* The segment that begins there, with the FIN when it is the last. */
static uint64_t
emit_from(struct tcp *tcp, uint64_t sequence, uint64_t limit)
{
    uint64_t end = queue_end(tcp);
    uint64_t length = end > sequence ? end - sequence : 0;
    uint64_t segment = (uint64_t)tcp_segment(tcp);
    unsigned flags = PACKET_ACK;

    if (length > segment)
        length = segment;
    if (length > limit)
        length = limit;
    if (tcp->fin_wanted && sequence + length == end)
        flags |= PACKET_FIN;
    (void)emit(tcp, flags, sequence, (size_t)length);
    return sequence + length + ((flags & PACKET_FIN) != 0);
}

/* How far we may send now. */
static uint64_t
send_limit(const struct tcp *tcp)
{
    uint64_t window = tcp->peer_window < tcp->congestion ? tcp->peer_window
                                                         : tcp->congestion;

    return tcp->unacknowledged + window;
}

/* A short segment waits while the window, not the queue, makes it short. */
static bool
is_worth_sending(const struct tcp *tcp, uint64_t room)
{
    uint64_t waiting = queue_end(tcp) - tcp->next_out;

    return room >= waiting || room >= (uint64_t)tcp_segment(tcp) ||
           tcp->next_out == tcp->unacknowledged;
}

void
tcp_push(struct tcp *tcp)
{
    uint64_t end = queue_end(tcp);
    uint64_t limit = send_limit(tcp);
    bool was_idle = tcp->next_out == tcp->unacknowledged;

    while (tcp->next_out < end && tcp->next_out < limit &&
           is_worth_sending(tcp, limit - tcp->next_out))
        tcp->next_out = emit_from(tcp, tcp->next_out, limit - tcp->next_out);
    if (tcp->fin_wanted && tcp->next_out == end)
        tcp->next_out = emit_from(tcp, tcp->next_out, 0);
    if (!lab_timer_is_running(&tcp->timer) ||
        (was_idle && tcp->next_out > tcp->unacknowledged))
        tcp_set_timer(tcp);
}

void
tcp_push_again(struct tcp *tcp)
{
    uint64_t sent = tcp->next_out - tcp->unacknowledged;

    if (sent > 0)
        (void)emit_from(tcp, tcp->unacknowledged, sent);
}

void
tcp_write(struct tcp *tcp, const void *bytes, size_t length)
{
    buffer_append(&tcp->out, bytes, length);
    if (tcp->state == TCP_OPEN)
        tcp_push(tcp);
}

void
tcp_forget_sent(struct tcp *tcp)
{
    enum { WORTH_MOVING = 65536 };
    uint64_t end = queue_end(tcp);
    uint64_t to = tcp->unacknowledged < end ? tcp->unacknowledged : end;

    if (to <= tcp->out_base)
        return;
    tcp->out_start += (size_t)(to - tcp->out_base);
    tcp->out_base = to;
    if (tcp->out_start == tcp->out.length || tcp->out_start > WORTH_MOVING) {
        buffer_drop(&tcp->out, tcp->out_start);
        tcp->out_start = 0;
    }
}

static void
on_linger_end(void *context)
{
    struct tcp *tcp = context;

    tcp_die(tcp, 0);
}

static void
on_syn_timeout(struct tcp *tcp)
{
    unsigned most = tcp->state == TCP_SYN_SENT ? (unsigned)tcp->syn_count
                                               : SYN_ACK_RETRIES;

    if (tcp->retransmits >= most) {
        tcp_die(tcp, ETIMEDOUT);
        return;
    }
    tcp->retransmits++;
    (void)tcp_send_syn(tcp);
}

static void
on_timeout(void *context)
{
    struct tcp *tcp = context;

    if (tcp->state != TCP_OPEN) {
        on_syn_timeout(tcp);
        return;
    }
    if (tcp->retransmits >= RETRIES) {
        tcp_die(tcp, ETIMEDOUT);
        return;
    }
    tcp->retransmits++;
    tcp_timing_loss(tcp, true);
    tcp_push_again(tcp);
    tcp_set_timer(tcp);
}

/* A byte that was acknowledged long ago: the answer tells the window. */
static void
on_probe(void *context)
{
    struct tcp *tcp = context;

    if (tcp->orphan && tcp->probes >= RETRIES) {
        tcp_die(tcp, ETIMEDOUT);
        return;
    }
    tcp->probes++;
    (void)emit(tcp, PACKET_ACK, tcp->unacknowledged - 1, 0);
    tcp_set_timer(tcp);
}

/* One timer serves what can never be awaited at the same time. */
void
tcp_set_timer(struct tcp *tcp)
{
    struct lab *lab = tcp->node->lab;

    if (tcp->state == TCP_CLOSED || tcp->dead)
        lab_timer_stop(lab, &tcp->timer);
    else if (tcp->state == TCP_TIME_WAIT)
        lab_timer_start(lab, &tcp->timer, LINGER_US, on_linger_end, tcp);
    else if (tcp->next_out > tcp->unacknowledged)
        lab_timer_start(lab, &tcp->timer,
                        tcp_timing_wait_us(tcp, tcp->retransmits), on_timeout,
                        tcp);
    else if (tcp_queued(tcp) > 0)
        lab_timer_start(lab, &tcp->timer, tcp_timing_wait_us(tcp, tcp->probes),
                        on_probe, tcp);
    else if (tcp->orphan && tcp_fin_is_acknowledged(tcp))
        lab_timer_start(lab, &tcp->timer, LINGER_US, on_linger_end, tcp);
    else
        lab_timer_stop(lab, &tcp->timer);
}
