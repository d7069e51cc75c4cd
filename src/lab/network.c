#include "lab/network.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lab/route.h"
#include "lab/world.h"

static struct lab_node *
node_new(struct lab *lab, const char *name, bool router)
{
    struct lab_node *node = memory_new(1, sizeof(*node));
    struct lab_node **at = &lab->nodes;
    size_t size = strlen(name) + 1;

    node->lab = lab;
    node->router = router;
    node->index = lab->node_count++;
    node->name = memory_new(size, 1);
    memcpy(node->name, name, size);
    while (*at != NULL)
        at = &(*at)->next;
    *at = node;
    route_forget(lab);
    return node;
}

struct lab_node *
lab_host_new(struct lab *lab, const char *name)
{
    return node_new(lab, name, false);
}

struct lab_node *
lab_router_new(struct lab *lab, const char *name)
{
    return node_new(lab, name, true);
}

const char *
lab_node_name(const struct lab_node *node)
{
    return node->name;
}

struct lab *
lab_node_world(const struct lab_node *node)
{
    return node->lab;
}

struct lab_node *
lab_node_find(const struct lab *lab, const char *name)
{
    for (struct lab_node *node = lab->nodes; node != NULL; node = node->next)
        if (strcmp(node->name, name) == 0)
            return node;
    return NULL;
}

void
lab_node_add_address(struct lab_node *node, const struct address *address)
{
    node->addresses = memory_resize(node->addresses, node->address_count + 1,
                                    sizeof(*node->addresses));
    node->addresses[node->address_count++] = *address;
}

bool
lab_node_has_address(const struct lab_node *node,
                     const struct address *address)
{
    if (address_kind_of(address) == ADDRESS_LOOPBACK)
        return true;
    for (size_t i = 0; i < node->address_count; i++)
        if (address_equal(&node->addresses[i], address))
            return true;
    for (size_t i = 0; i < node->end_count; i++)
        if (address_equal(&node->ends[i]->ipv4, address) ||
            address_equal(&node->ends[i]->ipv6, address))
            return true;
    return false;
}

void
lab_node_set_habits(struct lab_node *node, const struct lab_habits *habits)
{
    node->habits = *habits;
}

struct lab_habits
lab_node_habits(const struct lab_node *node)
{
    return node->habits;
}

int64_t
lab_node_wall_ms(const struct lab_node *node)
{
    return lab_wall_ms(node->lab) + node->habits.clock_offset_ms;
}

static void
attach(struct link_end *end, struct lab_link *link, struct lab_node *node,
       struct link_end *other)
{
    end->link = link;
    end->node = node;
    end->other = other;
    node->ends = memory_resize(node->ends, node->end_count + 1,
                               sizeof(struct link_end *));
    node->ends[node->end_count++] = end;
}

struct lab_link *
lab_link_new(struct lab *lab, struct lab_node *left, struct lab_node *right,
             const struct lab_line *both)
{
    static const struct lab_line plain = { 0 };
    struct lab_link *link = memory_new(1, sizeof(*link));

    assert(left != right);
    link->next = lab->links;
    lab->links = link;
    attach(&link->ends[0], link, left, &link->ends[1]);
    attach(&link->ends[1], link, right, &link->ends[0]);
    lab_link_set_line(link, left, both == NULL ? &plain : both);
    lab_link_set_line(link, right, both == NULL ? &plain : both);
    route_forget(lab);
    return link;
}

static struct link_end *
end_of(struct lab_link *link, const struct lab_node *node)
{
    assert(link->ends[0].node == node || link->ends[1].node == node);
    return link->ends[0].node == node ? &link->ends[0] : &link->ends[1];
}

void
lab_link_set_line(struct lab_link *link, const struct lab_node *from,
                  const struct lab_line *line)
{
    enum { ETHERNET_MTU = 1500 };
    struct link_end *end = end_of(link, from);
    unsigned *lost = NULL;

    if (line->lost_count > 0) {
        lost = memory_new(line->lost_count, sizeof(*lost));
        memcpy(lost, line->lost, line->lost_count * sizeof(*lost));
    }
    free((void *)end->line.lost);
    end->line = *line;
    end->line.lost = lost;
    end->packets = 0;
    if (end->line.mtu == 0)
        end->line.mtu = ETHERNET_MTU;
}

void
lab_link_set_address(struct lab_link *link, struct lab_node *node,
                     const struct address *address)
{
    struct link_end *end = end_of(link, node);

    if (address->family == FAMILY_IPV6)
        end->ipv6 = *address;
    else
        end->ipv4 = *address;
}

void
lab_link_set_down(struct lab_link *link, bool down)
{
    link->down = down;
}

void
lab_route_add(struct lab_node *node, const struct lab_prefix *to,
              enum lab_route route, struct lab_node *via)
{
    assert((route == LAB_ROUTE_VIA) == (via != NULL));
    node->routes = memory_resize(node->routes, node->route_count + 1,
                                 sizeof(*node->routes));
    node->routes[node->route_count++] = (struct node_route){ *to, route, via };
}

void
lab_set_elsewhere(struct lab *lab, struct lab_node *node)
{
    lab->elsewhere = node;
}

bool
lab_prefix_has(const struct lab_prefix *prefix, const struct address *address)
{
    int left = prefix->bits;

    if (prefix->address.family == FAMILY_NONE)
        return true;
    if (prefix->address.family != address->family)
        return false;
    for (size_t i = 0; left > 0 && i < sizeof(address->bytes);
         i++, left -= 8) {
        uint8_t mask = left >= 8 ? 0xff : (uint8_t)(0xff << (8 - left));

        if (((prefix->address.bytes[i] ^ address->bytes[i]) & mask) != 0)
            return false;
    }
    return true;
}
