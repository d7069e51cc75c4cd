#include "lab/route.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"

/* From a node towards another: by which link, and how far. */
struct hop {
    struct link_end *out; /* NULL: no way, or there already */
    int distance;         /* INT_MAX: no way */
};

void
route_forget(struct lab *lab)
{
    free(lab->hops);
    lab->hops = NULL;
}

static struct hop *
hop_to(const struct lab_node *from, const struct lab_node *to)
{
    return &from->lab->hops[to->index * from->lab->node_count + from->index];
}

/* Breadth first, backwards from the destination, over routers alone. */
static void
reckon_towards(struct lab_node *to, struct lab_node **queue)
{
    size_t head = 0;
    size_t tail = 0;

    for (struct lab_node *node = to->lab->nodes; node != NULL;
         node = node->next)
        hop_to(node, to)->distance = INT_MAX;
    hop_to(to, to)->distance = 0;
    queue[tail++] = to;
    while (head < tail) {
        struct lab_node *node = queue[head++];

        if (node != to && !node->router)
            continue;
        for (size_t i = 0; i < node->end_count; i++) {
            struct link_end *back = node->ends[i]->other;
            struct hop *hop = hop_to(back->node, to);

            if (hop->distance != INT_MAX)
                continue;
            hop->distance = hop_to(node, to)->distance + 1;
            hop->out = back;
            queue[tail++] = back->node;
        }
    }
}

static void
reckon(struct lab *lab)
{
    struct lab_node **queue;

    if (lab->hops != NULL)
        return;
    lab->hops =
        memory_new(lab->node_count * lab->node_count, sizeof(*lab->hops));
    queue = memory_new(lab->node_count, sizeof(struct lab_node *));
    for (struct lab_node *to = lab->nodes; to != NULL; to = to->next)
        reckon_towards(to, queue);
    free(queue);
}

static struct lab_node *
nearest_owner(const struct lab_node *node, const struct address *address)
{
    struct lab_node *nearest = NULL;

    for (struct lab_node *owner = node->lab->nodes; owner != NULL;
         owner = owner->next) {
        if (!lab_node_has_address(owner, address))
            continue;
        if (nearest == NULL ||
            hop_to(node, owner)->distance < hop_to(node, nearest)->distance)
            nearest = owner;
    }
    return nearest;
}

static const struct node_route *
own_route(const struct lab_node *node, const struct address *to)
{
    const struct node_route *best = NULL;

    for (size_t i = 0; i < node->route_count; i++) {
        const struct node_route *route = &node->routes[i];

        if (lab_prefix_has(&route->to, to) &&
            (best == NULL || route->to.bits >= best->to.bits))
            best = route;
    }
    return best;
}

static struct route
towards(struct lab_node *node, const struct lab_node *owner)
{
    struct hop *hop = hop_to(node, owner);

    if (hop->out == NULL)
        return (struct route){ .kind = ROUTE_NONE };
    return (struct route){ .kind = ROUTE_LINK, .out = hop->out };
}

/*
 * Where the address would be a neighbour's: the networks of the lab are a /24
 * and a /64 around what the ends of its wires have. NULL: nowhere.
 */
static struct link_end *
own_network(const struct lab_node *node, const struct address *to)
{
    enum { IPV4_BITS = 24, IPV6_BITS = 64 };

    for (size_t i = 0; i < node->end_count; i++) {
        struct link_end *end = node->ends[i];
        struct lab_prefix ipv4 = { end->ipv4, IPV4_BITS };
        struct lab_prefix ipv6 = { end->ipv6, IPV6_BITS };

        /* No address is no network; as a prefix it would be everything. */
        if (end->ipv4.family == to->family && lab_prefix_has(&ipv4, to))
            return end;
        if (end->ipv6.family == to->family && lab_prefix_has(&ipv6, to))
            return end;
    }
    return NULL;
}

/* An address that nobody has. */
static struct route
towards_nobody(struct lab_node *node, const struct address *to)
{
    struct link_end *out = own_network(node, to);

    if (out != NULL)
        return (
            struct route){ .kind = ROUTE_LINK, .out = out, .nobody = true };
    if (node->lab->elsewhere == NULL || node->lab->elsewhere == node)
        return (struct route){ .kind = ROUTE_NONE };
    return towards(node, node->lab->elsewhere);
}

static const enum route_kind kinds[] = {
    [LAB_ROUTE_VIA] = ROUTE_LINK,
    [LAB_ROUTE_NONE] = ROUTE_NONE,
    [LAB_ROUTE_UNREACHABLE] = ROUTE_UNREACHABLE,
    [LAB_ROUTE_BLACKHOLE] = ROUTE_BLACKHOLE,
    [LAB_ROUTE_PROHIBIT] = ROUTE_PROHIBIT,
};

struct route
route_find(struct lab_node *node, const struct address *to)
{
    const struct node_route *own;
    struct lab_node *owner;

    if (lab_node_has_address(node, to))
        return (struct route){ .kind = ROUTE_LOCAL };
    reckon(node->lab);
    own = own_route(node, to);
    if (own != NULL && own->route == LAB_ROUTE_VIA)
        return towards(node, own->via);
    if (own != NULL)
        return (struct route){ .kind = kinds[own->route] };
    owner = nearest_owner(node, to);
    return owner != NULL ? towards(node, owner) : towards_nobody(node, to);
}

struct peer
route_target(const struct peer *to)
{
    struct peer target = *to;

    if (address_kind_of(&to->address) != ADDRESS_UNSPECIFIED)
        return target;
    if (to->address.family == FAMILY_IPV6) {
        target.address.bytes[15] = 1;
        return target;
    }
    target.address.bytes[0] = 127;
    target.address.bytes[3] = 1;
    return target;
}

bool
route_source(struct lab_node *node, const struct address *to,
             struct address *source)
{
    struct route route = route_find(node, to);
    const struct address *of_link = NULL;

    if (route.kind == ROUTE_LOCAL) {
        *source = *to;
        return true;
    }
    if (route.kind == ROUTE_LINK)
        of_link =
            to->family == FAMILY_IPV6 ? &route.out->ipv6 : &route.out->ipv4;
    if (of_link != NULL && of_link->family != FAMILY_NONE) {
        *source = *of_link;
        return true;
    }
    for (size_t i = 0; i < node->address_count; i++) {
        if (node->addresses[i].family == to->family) {
            *source = node->addresses[i];
            return true;
        }
    }
    return false;
}

static const int errnos[ROUTE_KIND_COUNT] = {
    [ROUTE_NONE] = ENETUNREACH,
    [ROUTE_UNREACHABLE] = EHOSTUNREACH,
    [ROUTE_BLACKHOLE] = EINVAL,
    [ROUTE_PROHIBIT] = EACCES,
};

int
route_errno(enum route_kind kind)
{
    return errnos[kind];
}
