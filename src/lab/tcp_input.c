#include "lab/tcp.h"

#include <errno.h>
#include <string.h>

#include "lab/icmp.h"
#include "lab/ip.h"
#include "lab/piece.h"
#include "lab/service_table.h"

static struct tcp *
find(const struct lab_node *node, const struct peer *local,
     const struct peer *remote)
{
    struct tcp *tcp = node->connections;

    while (tcp != NULL && !(peer_equal(&tcp->local, local) &&
                            peer_equal(&tcp->remote, remote)))
        tcp = tcp->next;
    return tcp;
}

size_t
tcp_unread(const struct tcp *tcp)
{
    return tcp->in.length - tcp->in_start;
}

static void
tell(struct tcp *tcp, enum tcp_event event)
{
    if (tcp->notify != NULL && !tcp->dead)
        tcp->notify(tcp, event);
}

/* Tells of new room when the window was shut or has grown by half. */
static void
tell_room(struct tcp *tcp)
{
    uint64_t window = tcp_window(tcp);
    uint64_t known =
        tcp->announced > tcp->expected ? tcp->announced - tcp->expected : 0;

    if (tcp->state != TCP_OPEN || tcp->fin_received || tcp->dead ||
        window <= known)
        return;
    if (known < (uint64_t)tcp_segment(tcp) ||
        window - known > tcp->capacity / 2)
        tcp_acknowledge(tcp);
}

size_t
tcp_read(struct tcp *tcp, void *bytes, size_t capacity)
{
    size_t count = tcp_unread(tcp);

    if (count > capacity)
        count = capacity;
    if (count == 0)
        return 0;
    memcpy(bytes, tcp->in.data + tcp->in_start, count);
    tcp->in_start += count;
    if (tcp->in_start == tcp->in.length) {
        buffer_cut(&tcp->in, 0);
        tcp->in_start = 0;
    }
    tell_room(tcp);
    return count;
}

static void
take_handshake(struct tcp *tcp, const struct packet_segment *got)
{
    tcp->expected = got->sequence + 1;
    tcp->peer_segment = got->maximum;
    tcp->peer_window = got->window;
    tcp->echo_us = got->sent_us;
}

/* What an acknowledgement of the SYN brings. */
static void
become_open(struct tcp *tcp, const struct packet_segment *got)
{
    tcp->unacknowledged = 1;
    tcp->peer_window = got->window;
    tcp->retransmits = 0;
    tcp->state = TCP_OPEN;
    tcp_timing_sample(tcp, got->echo_us);
    tcp_set_timer(tcp);
}

static void
receive_syn_sent(struct tcp *tcp, const struct packet *packet)
{
    const struct packet_segment *got = &packet->tcp;
    bool answers = (got->flags & PACKET_ACK) != 0 && got->acknowledged == 1;

    if ((got->flags & PACKET_RST) != 0) {
        if (answers)
            tcp_die(tcp, ECONNREFUSED);
        return;
    }
    if (!answers) {
        tcp_answer_reset(tcp->node, packet);
        return;
    }
    if ((got->flags & PACKET_SYN) == 0)
        return;
    take_handshake(tcp, got);
    become_open(tcp, got);
    tcp_acknowledge(tcp);
    tell(tcp, TCP_OPENED);
    if (!tcp->dead)
        tcp_push(tcp);
}

static void
accept_syn(struct lab_node *node, const struct packet *packet)
{
    struct tcp *tcp = service_table_accept(node, packet->destination.port,
                                           packet->destination.address.family);

    if (tcp == NULL) {
        tcp_answer_reset(node, packet);
        return;
    }
    tcp->local = packet->destination;
    tcp->remote = packet->source;
    tcp->original = packet->original.address.family == FAMILY_NONE
                        ? packet->destination
                        : packet->original;
    tcp->state = TCP_SYN_RECEIVED;
    tcp_list(tcp);
    take_handshake(tcp, &packet->tcp);
    (void)tcp_send_syn(tcp);
}

/* Three acknowledgements that repeat the last mean a hole. */
static void
count_repeated(struct tcp *tcp, const struct packet *packet)
{
    enum { ENOUGH = 3 };

    if (packet->length > 0 || tcp->next_out == tcp->unacknowledged ||
        packet->tcp.window != tcp->peer_window ||
        (packet->tcp.flags & PACKET_FIN) != 0)
        return;
    if (++tcp->repeated_acks < ENOUGH || tcp->unacknowledged < tcp->recover)
        return;
    tcp_timing_loss(tcp, false);
    tcp_push_again(tcp);
    tcp_set_timer(tcp);
}

static void
advance(struct tcp *tcp, const struct packet_segment *got)
{
    uint64_t bytes = got->acknowledged - tcp->unacknowledged;

    tcp->unacknowledged = got->acknowledged;
    tcp->retransmits = 0;
    tcp->repeated_acks = 0;
    tcp_timing_sample(tcp, got->echo_us);
    tcp_timing_advance(tcp, bytes);
    tcp_forget_sent(tcp);
    /* Part of what was lost has arrived: the next hole is known. */
    if (tcp->unacknowledged < tcp->recover)
        tcp_push_again(tcp);
    tcp_set_timer(tcp);
}

/* True: everything of ours has now been acknowledged. */
static bool
take_acknowledgement(struct tcp *tcp, const struct packet *packet)
{
    const struct packet_segment *got = &packet->tcp;
    bool had_some = tcp_queued(tcp) > 0;

    if ((got->flags & PACKET_ACK) == 0 || got->acknowledged > tcp->next_out ||
        got->acknowledged < tcp->unacknowledged)
        return false;
    tcp->probes = 0;
    if (got->acknowledged == tcp->unacknowledged)
        count_repeated(tcp, packet);
    tcp->peer_window = got->window;
    if (got->acknowledged > tcp->unacknowledged)
        advance(tcp, got);
    return had_some && tcp_queued(tcp) == 0;
}

static void
take_bytes(struct tcp *tcp, const struct packet *packet)
{
    uint64_t sequence = packet->tcp.sequence;
    uint64_t limit = tcp->expected + tcp_window(tcp);
    const uint8_t *bytes = packet->payload;
    size_t length = packet->length;

    if (sequence < tcp->expected) {
        uint64_t known = tcp->expected - sequence;

        if (known >= length)
            return;
        bytes += known;
        length -= (size_t)known;
        sequence = tcp->expected;
    }
    if (sequence + length > limit)
        length = sequence < limit ? (size_t)(limit - sequence) : 0;
    if (length == 0)
        return;
    if (packet->tcp.sent_us > tcp->echo_us && sequence == tcp->expected)
        tcp->echo_us = packet->tcp.sent_us;
    piece_keep(&tcp->pieces, sequence, bytes, length);
    tcp->expected = piece_join(&tcp->pieces, tcp->expected, &tcp->in);
}

/* True: bytes or the end have come that the user does not know yet. */
static bool
take_stream(struct tcp *tcp, const struct packet *packet)
{
    uint64_t before = tcp->expected;
    bool fin = (packet->tcp.flags & PACKET_FIN) != 0;

    if (packet->length == 0 && !fin) {
        /* A probe of the window, or an old segment: say where we are. */
        if (packet->tcp.sequence < tcp->expected)
            tcp->must_acknowledge = true;
        return false;
    }
    tcp->must_acknowledge = true;
    if (tcp->fin_received)
        return false;
    if (fin)
        tcp->fin_at = packet->tcp.sequence + packet->length;
    take_bytes(tcp, packet);
    if (tcp->expected == tcp->fin_at) {
        tcp->expected++;
        tcp->fin_received = true;
        tcp->echo_us = packet->tcp.sent_us;
    }
    return tcp->expected != before;
}

/* Who ended first remembers it for a while. */
void
tcp_finish(struct tcp *tcp)
{
    bool owed = tcp->paused && !tcp->orphan;

    if (owed || !tcp->fin_received || !tcp_fin_is_acknowledged(tcp))
        return;
    if (!tcp->orphan || tcp->ended_second) {
        tcp_die(tcp, 0);
        return;
    }
    tcp->state = TCP_TIME_WAIT;
    tcp_set_timer(tcp);
}

static void
receive_reset(struct tcp *tcp, const struct packet *packet)
{
    uint64_t sequence = packet->tcp.sequence;

    if (sequence < tcp->expected || sequence > tcp->expected + tcp->capacity)
        return;
    tcp_die(tcp, tcp->fin_received ? EPIPE : ECONNRESET);
}

static bool
is_new_to_nobody(const struct tcp *tcp, const struct packet *packet)
{
    return tcp->orphan && packet->length > 0 &&
           packet->tcp.sequence + packet->length > tcp->expected;
}

static void
receive_open(struct tcp *tcp, const struct packet *packet)
{
    bool drained;
    bool received;

    if ((packet->tcp.flags & PACKET_RST) != 0) {
        receive_reset(tcp, packet);
        return;
    }
    if ((packet->tcp.flags & PACKET_SYN) != 0) {
        tcp_acknowledge(tcp);
        return;
    }
    if (is_new_to_nobody(tcp, packet)) {
        tcp_answer_reset(tcp->node, packet);
        tcp_die(tcp, 0);
        return;
    }
    drained = take_acknowledgement(tcp, packet);
    received = take_stream(tcp, packet);
    if (received)
        tell(tcp, TCP_RECEIVED);
    if (drained && !tcp->dead)
        tell(tcp, TCP_DRAINED);
    if (tcp->dead)
        return;
    tcp_push(tcp);
    if (tcp->must_acknowledge)
        tcp_acknowledge(tcp);
    tcp_finish(tcp);
}

static void
receive_syn_received(struct tcp *tcp, const struct packet *packet)
{
    const struct packet_segment *got = &packet->tcp;

    if ((got->flags & PACKET_RST) != 0) {
        tcp_die(tcp, ECONNRESET);
        return;
    }
    if ((got->flags & PACKET_SYN) != 0) {
        (void)tcp_send_syn(tcp);
        return;
    }
    if ((got->flags & PACKET_ACK) == 0 || got->acknowledged != 1)
        return;
    become_open(tcp, got);
    tell(tcp, TCP_OPENED);
    if (!tcp->dead)
        receive_open(tcp, packet);
}

static void
receive_known(struct tcp *tcp, const struct packet *packet)
{
    switch (tcp->state) {
    case TCP_SYN_SENT:
        receive_syn_sent(tcp, packet);
        break;
    case TCP_SYN_RECEIVED:
        receive_syn_received(tcp, packet);
        break;
    case TCP_OPEN:
        receive_open(tcp, packet);
        break;
    case TCP_TIME_WAIT:
        if ((packet->tcp.flags & PACKET_FIN) != 0)
            tcp_acknowledge(tcp);
        break;
    case TCP_CLOSED:
        break;
    }
}

void
tcp_receive(struct lab_node *node, struct packet *packet)
{
    struct tcp *tcp = find(node, &packet->destination, &packet->source);

    if (tcp != NULL && packet->ttl < tcp->minimum_ttl) {
        world_drop(node, packet, "below the minimum TTL");
        return;
    }
    if (tcp != NULL)
        receive_known(tcp, packet);
    else if (packet_is_opening(packet))
        accept_syn(node, packet);
    else
        tcp_answer_reset(node, packet);
    packet_free(packet);
}

/* The path is narrower than was thought: everything unanswered is lost. */
static void
shrink(struct tcp *tcp)
{
    int segment = tcp_segment(tcp);

    if (tcp->state != TCP_OPEN || segment == tcp->tried_segment)
        return;
    tcp->tried_segment = segment;
    tcp->recover = tcp->next_out;
    tcp_push_again(tcp);
    tcp_set_timer(tcp);
}

/*
 * While it is being opened every error ends it. On an open connection Linux
 * tells a program that asked for errors (IP_RECVERR, as all handles do) of
 * each once, outside of the queue, and goes on.
 */
void
tcp_receive_notice(struct lab_node *node, const struct packet *notice)
{
    const struct packet_quote *about = &notice->icmp.about;
    struct tcp *tcp = find(node, &about->source, &about->destination);
    struct net_icmp icmp = icmp_entry(node, notice);

    if (tcp == NULL || notice->ttl < tcp->minimum_ttl || icmp.error == 0)
        return;
    if (icmp_is_too_big(notice)) {
        shrink(tcp);
        return;
    }
    if (tcp->state == TCP_SYN_SENT) {
        trouble_add(&tcp->trouble, &icmp);
        tcp_die(tcp, icmp.error);
    } else if (tcp->state == TCP_OPEN && tcp->notify == NULL && !tcp->orphan) {
        tcp->trouble.error = icmp.error;
    }
}
