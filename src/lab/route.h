#ifndef LAB_ROUTE_H
#define LAB_ROUTE_H

#include "lab/world.h"

/* Which way a packet leaves a node: routes of its own, then shortest paths. */
enum route_kind {
    ROUTE_LOCAL,
    ROUTE_LINK,
    ROUTE_NONE,
    ROUTE_UNREACHABLE,
    ROUTE_BLACKHOLE,
    ROUTE_PROHIBIT,
    ROUTE_KIND_COUNT
};

struct route {
    enum route_kind kind;
    struct link_end *out; /* of ROUTE_LINK */
    bool nobody;          /* nobody has that address on the wire */
};

struct route route_find(struct lab_node *node, const struct address *to);

/*
 * Where a connect really goes: the unspecified address means this machine,
 * which is what a sinkhole's 0.0.0.0 comes to.
 */
struct peer route_target(const struct peer *to);

/* The shortest paths are reckoned anew when next asked for. */
void route_forget(struct lab *lab);

/*
 * The address that the node speaks from towards another; false: it has none
 * of that family.
 */
bool route_source(struct lab_node *node, const struct address *to,
                  struct address *source);

/* What connect says when the packet cannot leave; 0 when it can. */
int route_errno(enum route_kind kind);

#endif
