#include "lab/udp.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lab/icmp.h"
#include "lab/ip.h"
#include "lab/route.h"

enum { QUEUE = 256, DATAGRAM_LIMIT = 65507 };

static struct lab_udp *
udp_new(struct lab_node *node)
{
    struct lab_udp *udp = memory_new(1, sizeof(*udp));

    udp->node = node;
    udp->next = node->udps;
    node->udps = udp;
    return udp;
}

struct lab_udp *
lab_bind_udp(struct lab_node *node, uint16_t port, lab_udp_received received,
             void *context)
{
    struct lab_udp *udp = udp_new(node);

    udp->local.port = port != 0 ? port : world_new_port(node);
    udp->received = received;
    udp->context = context;
    return udp;
}

void
lab_udp_set_rejected(struct lab_udp *udp, lab_udp_rejected rejected)
{
    udp->rejected = rejected;
}

struct packet *
udp_take(struct lab_udp *udp)
{
    struct udp_datagram *oldest = udp->queue;
    struct packet *packet;

    if (oldest == NULL)
        return NULL;
    packet = oldest->packet;
    udp->queue = oldest->next;
    udp->queued--;
    free(oldest);
    return packet;
}

static void
free_udp(struct lab_udp *udp)
{
    struct packet *packet;

    while ((packet = udp_take(udp)) != NULL)
        packet_free(packet);
    free(udp);
}

static void
free_closed(struct lab_node *node)
{
    struct lab_udp **at = &node->udps;

    while (*at != NULL) {
        struct lab_udp *udp = *at;

        if (!udp->closed) {
            at = &udp->next;
            continue;
        }
        *at = udp->next;
        free_udp(udp);
    }
}

struct lab_udp *
udp_open(struct lab_node *node, enum family family)
{
    struct lab_udp *udp;

    free_closed(node);
    udp = udp_new(node);
    udp->family = family;
    udp->local.address.family = family;
    return udp;
}

/* It may be the one whose callback is running: it is freed later. */
void
lab_udp_close(struct lab_udp *udp)
{
    udp->closed = true;
}

void
udp_release_all(struct lab_node *node)
{
    while (node->udps != NULL) {
        struct lab_udp *udp = node->udps;

        node->udps = udp->next;
        free_udp(udp);
    }
}

bool
udp_has_port(const struct lab_node *node, uint16_t port)
{
    for (const struct lab_udp *udp = node->udps; udp != NULL; udp = udp->next)
        if (!udp->closed && udp->local.port == port)
            return true;
    return false;
}

static int
bind_port(struct lab_udp *udp)
{
    if (udp->local.port == 0)
        udp->local.port = world_new_port(udp->node);
    return udp->local.port == 0 ? EADDRNOTAVAIL : 0;
}

int
udp_connect(struct lab_udp *udp, const struct peer *to)
{
    struct peer target = route_target(to);
    struct route route = route_find(udp->node, &target.address);
    int error = route_errno(route.kind);

    if (error != 0)
        return error;
    if (!route_source(udp->node, &target.address, &udp->local.address))
        return ENETUNREACH;
    udp->remote = target;
    return bind_port(udp);
}

int
udp_send(struct lab_udp *udp, const struct peer *from, const struct peer *to,
         const void *bytes, size_t length)
{
    struct peer source = from == NULL ? udp->local : *from;
    struct packet *packet;
    int error = bind_port(udp);

    if (length > DATAGRAM_LIMIT)
        return EMSGSIZE;
    if (error != 0)
        return error;
    source.port = udp->local.port;
    if (source.address.family != to->address.family ||
        address_kind_of(&source.address) == ADDRESS_UNSPECIFIED) {
        if (!route_source(udp->node, &to->address, &source.address))
            return ENETUNREACH;
    }
    packet = packet_new(bytes, length);
    packet->protocol = LAB_UDP;
    packet->source = source;
    packet->destination = *to;
    packet->ttl = udp->ttl;
    packet->service = udp->received != NULL;
    return ip_send(udp->node, packet);
}

void
lab_udp_send(struct lab_udp *udp, const struct peer *to, const void *bytes,
             size_t length)
{
    (void)udp_send(udp, NULL, to, bytes, length);
}

void
lab_udp_reply(struct lab_udp *udp, const struct lab_datagram *to,
              const void *bytes, size_t length)
{
    (void)udp_send(udp, &to->to, &to->from, bytes, length);
}

/* A connected socket goes before one that hears everybody. */
static struct lab_udp *
find(const struct lab_node *node, const struct peer *local,
     const struct peer *remote)
{
    struct lab_udp *open = NULL;

    for (struct lab_udp *udp = node->udps; udp != NULL; udp = udp->next) {
        if (udp->closed || udp->local.port != local->port ||
            (udp->family != FAMILY_NONE &&
             udp->family != local->address.family))
            continue;
        if (udp->remote.port == 0)
            open = udp;
        else if (peer_equal(&udp->remote, remote) &&
                 address_equal(&udp->local.address, &local->address))
            return udp;
    }
    return open;
}

static void
enqueue(struct lab_udp *udp, struct packet *packet)
{
    struct udp_datagram **at = &udp->queue;

    if (udp->queued == QUEUE) {
        world_drop(udp->node, packet, "receive buffer is full");
        return;
    }
    while (*at != NULL)
        at = &(*at)->next;
    *at = memory_new(1, sizeof(**at));
    (*at)->packet = packet;
    udp->queued++;
}

static void
call(struct lab_udp *udp, struct packet *packet)
{
    struct lab_datagram datagram = {
        .from = packet->source,
        .to = packet->destination,
        .original = packet->original.address.family == FAMILY_NONE
                        ? packet->destination
                        : packet->original,
        .bytes = packet->payload,
        .length = packet->length,
    };

    udp->received(udp, &datagram, udp->context);
    packet_free(packet);
}

void
udp_receive(struct lab_node *node, struct packet *packet)
{
    struct lab_udp *udp;

    free_closed(node);
    udp = find(node, &packet->destination, &packet->source);
    if (udp == NULL) {
        icmp_reject(node, packet, ICMP_NO_PORT);
        world_drop(node, packet, "port is closed");
        return;
    }
    if (packet->ttl < udp->minimum_ttl)
        world_drop(node, packet, "below the minimum TTL");
    else if (udp->received != NULL)
        call(udp, packet);
    else
        enqueue(udp, packet);
}

void
udp_receive_notice(struct lab_node *node, const struct packet *notice)
{
    const struct packet_quote *about = &notice->icmp.about;
    struct lab_udp *udp = find(node, &about->source, &about->destination);
    struct net_icmp icmp = icmp_entry(node, notice);

    if (udp == NULL || icmp.error == 0)
        return;
    if (udp->received == NULL)
        trouble_add(&udp->trouble, &icmp);
    else if (udp->rejected != NULL)
        udp->rejected(udp, &icmp, udp->context);
}
