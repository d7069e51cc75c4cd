#include "lab/ip.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lab/icmp.h"
#include "lab/link.h"
#include "lab/route.h"
#include "lab/rule.h"
#include "lab/tcp.h"
#include "lab/udp.h"

enum {
    USUAL_TTL = 64,
    LOOP_MTU = 65536,
    LEAST_MTU = 552, /* net.ipv4.route.min_pmtu of Linux */
};

struct path_mtu {
    struct path_mtu *next;
    struct address to;
    int mtu;
};

static struct path_mtu *
find_path_mtu(const struct lab_node *node, const struct address *to)
{
    struct path_mtu *path = node->path_mtus;

    while (path != NULL && !address_equal(&path->to, to))
        path = path->next;
    return path;
}

int
ip_link_mtu(struct lab_node *node, const struct address *to)
{
    struct route route = route_find(node, to);

    return route.kind == ROUTE_LINK ? route.out->line.mtu : LOOP_MTU;
}

int
ip_path_mtu(struct lab_node *node, const struct address *to)
{
    const struct path_mtu *path = find_path_mtu(node, to);
    int mtu = ip_link_mtu(node, to);

    return path != NULL && path->mtu < mtu ? path->mtu : mtu;
}

void
ip_learn_mtu(struct lab_node *node, const struct address *to, int mtu)
{
    struct path_mtu *path = find_path_mtu(node, to);

    if (path == NULL) {
        path = memory_new(1, sizeof(*path));
        path->next = node->path_mtus;
        path->to = *to;
        node->path_mtus = path;
    }
    path->mtu = mtu < LEAST_MTU ? LEAST_MTU : mtu;
}

void
ip_release(struct lab_node *node)
{
    while (node->path_mtus != NULL) {
        struct path_mtu *path = node->path_mtus;

        node->path_mtus = path->next;
        free(path);
    }
}

/*
 * Cuts it into pieces where that is allowed. False: it is too big for the
 * line and must not be cut.
 */
static bool
fit(struct packet *packet, int mtu)
{
    if (packet_piece_size(packet) <= mtu)
        return true;
    if (!packet->may_fragment)
        return false;
    packet->fragment = mtu;
    return true;
}

static int
refused(struct lab_node *node, struct packet *packet,
        const struct rule_verdict *verdict)
{
    bool told = verdict->denied || packet->protocol == LAB_UDP;

    world_drop(node, packet, verdict->why);
    return told ? EPERM : 0;
}

/*
 * A datagram that is known to be too big for the path is cut here; one that
 * fits must not be cut by anybody (IP_PMTUDISC_WANT).
 */
static void
cut_datagram(struct lab_node *node, struct packet *packet)
{
    int mtu = ip_path_mtu(node, &packet->destination.address);

    if (packet->protocol != LAB_UDP || packet_size(packet) <= mtu)
        return;
    packet->may_fragment = packet->destination.address.family == FAMILY_IPV4;
    packet->fragment = mtu;
}

static void
send_by(const struct route *route, struct packet *packet)
{
    if (route->nobody)
        link_seek(route->out, packet);
    else
        link_send(route->out, packet);
}

int
ip_send(struct lab_node *node, struct packet *packet)
{
    struct rule_verdict verdict;
    struct route route;

    if (packet->ttl == 0)
        packet->ttl = node->habits.ttl > 0 ? node->habits.ttl : USUAL_TTL;
    if (node->habits.down) {
        world_drop(node, packet, "node is down");
        return 0;
    }
    rule_translate(node, LAB_OUTPUT, packet);
    route = route_find(node, &packet->destination.address);
    if (route.kind != ROUTE_LOCAL && route.kind != ROUTE_LINK) {
        world_drop(node, packet, "no route");
        return route_errno(route.kind);
    }
    verdict = rule_filter(node, LAB_OUTPUT, packet);
    if (verdict.why != NULL)
        return refused(node, packet, &verdict);
    if (route.kind == ROUTE_LOCAL) {
        link_loop_back(node, packet);
        return 0;
    }
    cut_datagram(node, packet);
    if (!fit(packet, route.out->line.mtu)) {
        world_drop(node, packet, "too big");
        return EMSGSIZE;
    }
    send_by(&route, packet);
    return 0;
}

static void
deliver(struct lab_node *node, struct packet *packet)
{
    struct rule_verdict verdict = rule_filter(node, LAB_INPUT, packet);

    if (verdict.why != NULL) {
        world_drop(node, packet, verdict.why);
        return;
    }
    switch (packet->protocol) {
    case LAB_TCP:
        tcp_receive(node, packet);
        return;
    case LAB_UDP:
        udp_receive(node, packet);
        return;
    case LAB_ICMP:
        icmp_receive(node, packet);
        return;
    case LAB_ANY_PROTOCOL:
        break;
    }
    packet_free(packet);
}

void
ip_loop(struct lab_node *node, struct packet *packet)
{
    deliver(node, packet);
}

/* What a router says when it knows no way; -1: nothing. */
static const int route_notices[ROUTE_KIND_COUNT] = {
    [ROUTE_LOCAL] = -1,           [ROUTE_LINK] = -1,
    [ROUTE_NONE] = ICMP_NO_ROUTE, [ROUTE_UNREACHABLE] = ICMP_NO_HOST,
    [ROUTE_BLACKHOLE] = -1,       [ROUTE_PROHIBIT] = ICMP_PROHIBITED,
};

/* NULL: it may go on. The order of the questions is that of Linux. */
static const char *
obstacle(struct lab_node *node, struct packet *packet,
         const struct route *route)
{
    const struct lab_habits *habits = &node->habits;
    struct rule_verdict verdict;

    if (route->kind != ROUTE_LINK) {
        if (route_notices[route->kind] >= 0 && !habits->hides_unreachable)
            icmp_reject(node, packet,
                        (enum icmp_kind)route_notices[route->kind]);
        return "no route";
    }
    if (packet->ttl <= 1) {
        if (!habits->hides_hops)
            icmp_reject(node, packet, ICMP_HOP_LIMIT);
        return "ttl";
    }
    if (!fit(packet, route->out->line.mtu)) {
        if (!habits->hides_too_big)
            icmp_too_big(node, packet, route->out->line.mtu);
        return "too big";
    }
    packet->ttl--;
    verdict = rule_filter(node, LAB_FORWARD, packet);
    return verdict.why;
}

static void
clamp_segment(const struct lab_node *node, struct packet *packet)
{
    int most = node->habits.clamp_segment;

    if (most > 0 && packet->protocol == LAB_TCP &&
        (packet->tcp.flags & PACKET_SYN) != 0 && packet->tcp.maximum > most)
        packet->tcp.maximum = most;
}

static void
forward(struct lab_node *node, struct packet *packet)
{
    struct route route = route_find(node, &packet->destination.address);
    const char *why = obstacle(node, packet, &route);

    if (why != NULL) {
        world_drop(node, packet, why);
        return;
    }
    clamp_segment(node, packet);
    send_by(&route, packet);
}

void
ip_arrive(struct lab_node *node, struct packet *packet)
{
    const struct address *to = &packet->destination.address;

    if (node->habits.down) {
        world_drop(node, packet, "node is down");
        return;
    }
    packet->exempt = false;
    packet->service = false;
    rule_translate(node,
                   lab_node_has_address(node, to) ? LAB_INPUT : LAB_FORWARD,
                   packet);
    if (lab_node_has_address(node, to))
        deliver(node, packet);
    else if (node->router)
        forward(node, packet);
    else
        world_drop(node, packet, "not for this host");
}
