#include "lab/flow.h"

#include <stdlib.h>

#include "base/memory.h"

enum { STREAM_LIMIT = 16384 };

static bool
is_forward(const struct flow *flow, const struct peer *source,
           const struct peer *destination)
{
    return peer_equal(source, &flow->opener) &&
           (peer_equal(destination, &flow->target) ||
            peer_equal(destination, &flow->translated));
}

static struct flow *
find(const struct lab_node *node, enum lab_protocol protocol,
     const struct peer *source, const struct peer *destination,
     bool *from_opener)
{
    for (struct flow *flow = node->flows; flow != NULL; flow = flow->next) {
        if (flow->protocol != protocol)
            continue;
        *from_opener = is_forward(flow, source, destination);
        if (*from_opener || is_forward(flow, destination, source))
            return flow;
    }
    return NULL;
}

struct lot *
flow_lot(struct flow *flow, const struct rule *rule, bool *is_new)
{
    struct lot *lot = flow->lots;

    while (lot != NULL && lot->rule != rule)
        lot = lot->next;
    *is_new = lot == NULL;
    if (lot == NULL) {
        lot = memory_new(1, sizeof(*lot));
        *lot = (struct lot){ .next = flow->lots, .rule = rule };
        flow->lots = lot;
    }
    return lot;
}

void
flow_forget_lots(struct flow *flow)
{
    while (flow->lots != NULL) {
        struct lot *lot = flow->lots;

        flow->lots = lot->next;
        free(lot);
    }
}

static void
forget_contents(struct flow *flow)
{
    buffer_release(&flow->stream);
    flow_forget_lots(flow);
}

static bool
is_forgotten(const struct flow *flow, int64_t now_us)
{
    bool over = flow->reset || (flow->fins[0] && flow->fins[1]);
    int64_t kept_s = FLOW_SILENT_S;

    if (flow->protocol != LAB_TCP)
        kept_s = FLOW_DATAGRAM_S;
    else if (over || !flow->answered)
        kept_s = FLOW_ENDED_S;
    return now_us - flow->last_us > kept_s * 1000000;
}

static void
forget_old(struct lab_node *node)
{
    struct flow **at = &node->flows;

    while (*at != NULL) {
        struct flow *flow = *at;

        if (!is_forgotten(flow, node->lab->now_us)) {
            at = &flow->next;
            continue;
        }
        *at = flow->next;
        forget_contents(flow);
        free(flow);
    }
}

static struct flow *
flow_new(struct lab_node *node, const struct packet *packet)
{
    struct flow *flow = memory_new(1, sizeof(*flow));

    forget_old(node);
    flow->last_us = node->lab->now_us;
    flow->next = node->flows;
    node->flows = flow;
    flow->protocol = packet->protocol;
    flow->opener = packet->source;
    flow->target = packet->destination;
    flow->translated = packet->destination;
    return flow;
}

/* A port that is used again: what was known is of another connection. */
static void
begin_anew(struct flow *flow)
{
    struct flow fresh = { .next = flow->next,
                          .protocol = flow->protocol,
                          .opener = flow->opener,
                          .target = flow->target,
                          .translated = flow->target,
                          .last_us = flow->last_us };

    forget_contents(flow);
    *flow = fresh;
}

struct flow *
flow_of(struct lab_node *node, const struct packet *packet, bool *from_opener)
{
    struct flow *flow;

    *from_opener = true;
    if (packet->protocol == LAB_ICMP)
        return NULL;
    flow = find(node, packet->protocol, &packet->source, &packet->destination,
                from_opener);
    if (flow == NULL) {
        *from_opener = true;
        return flow_new(node, packet);
    }
    if (packet->protocol == LAB_TCP && *from_opener &&
        packet_is_opening(packet) && flow->bytes > 0)
        begin_anew(flow);
    return flow;
}

/* Segments of the opener, as far as they come in order. */
static void
read_stream(struct flow *flow, const struct packet *packet)
{
    uint64_t next = 1 + flow->stream.length;

    if (packet->length == 0 || packet->tcp.sequence > next ||
        flow->stream.length > STREAM_LIMIT)
        return;
    if (packet->tcp.sequence == 1) {
        flow->first = hello_read(packet->payload, packet->length);
        flow->first_length = packet->length;
    }
    if (packet->tcp.sequence + packet->length <= next)
        return;
    next -= packet->tcp.sequence;
    buffer_append(&flow->stream, packet->payload + next,
                  packet->length - next);
    if (flow->whole.state == HELLO_NONE || flow->whole.state == HELLO_PARTIAL)
        flow->whole = hello_read((const uint8_t *)flow->stream.data,
                                 flow->stream.length);
}

void
flow_count(struct flow *flow, const struct packet *packet, bool from_opener,
           int64_t now_us)
{
    if (flow->packets++ == 0)
        flow->first_us = flow->last_us = now_us;
    flow->gap_us = now_us - flow->last_us;
    flow->last_us = now_us;
    flow->bytes += packet->length;
    flow->answered |= !from_opener;
    if (packet->protocol == LAB_TCP) {
        flow->fins[from_opener] |= (packet->tcp.flags & PACKET_FIN) != 0;
        flow->reset |= (packet->tcp.flags & PACKET_RST) != 0;
    }
    if (packet->protocol == LAB_TCP && from_opener)
        read_stream(flow, packet);
}

/* The errors that come back speak of the address as the opener knows it. */
static void
translate_notice(const struct lab_node *node, struct packet *packet)
{
    struct packet_quote *about = &packet->icmp.about;
    bool from_opener;
    const struct flow *flow = find(node, about->protocol, &about->source,
                                   &about->destination, &from_opener);

    if (flow == NULL)
        return;
    if (from_opener)
        about->destination = flow->target;
    else if (peer_equal(&about->source, &flow->target))
        about->source = flow->translated;
}

void
flow_translate(struct lab_node *node, struct packet *packet)
{
    bool from_opener;
    struct flow *flow;

    if (packet->protocol == LAB_ICMP) {
        translate_notice(node, packet);
        return;
    }
    flow = flow_of(node, packet, &from_opener);
    if (peer_equal(&flow->target, &flow->translated))
        return;
    if (!from_opener) {
        packet->source = flow->target;
        return;
    }
    packet->original = flow->target;
    packet->destination = flow->translated;
}

void
flow_release_all(struct lab_node *node)
{
    while (node->flows != NULL) {
        struct flow *flow = node->flows;

        node->flows = flow->next;
        forget_contents(flow);
        free(flow);
    }
}
