#ifndef LAB_NETWORK_H
#define LAB_NETWORK_H

#include "lab/lab.h"

/*
 * What a world is made of: nodes, links between them, and who routes where.
 * Routes are the shortest paths over routers and need not be built; hosts
 * do not forward. Everything may also be changed while the world runs.
 * Nodes and links belong to the world and die with it. Names are for people
 * and are copied.
 */
struct lab_node *lab_host_new(struct lab *lab, const char *name);
struct lab_node *lab_router_new(struct lab *lab, const char *name);

const char *lab_node_name(const struct lab_node *node);
struct lab *lab_node_world(const struct lab_node *node);
/* The first node of that name; NULL. */
struct lab_node *lab_node_find(const struct lab *lab, const char *name);

/*
 * An address of the node as a whole. Addresses of one end of a link are
 * given by lab_link_set_address. The same address on several nodes is
 * anycast: the nearest gets the packet. A node without an address of a
 * family cannot speak it; a router without one is silent in it. Loopback
 * addresses need not be given.
 */
void lab_node_add_address(struct lab_node *node,
                          const struct address *address);
bool lab_node_has_address(const struct lab_node *node,
                          const struct address *address);

/* What a node does differently; all zero is an ordinary Linux machine. */
struct lab_habits {
    bool down;               /* its neighbours find nobody there */
    bool hides_hops;         /* no "time exceeded" from it */
    bool hides_too_big;      /* no "too big": a path-MTU black hole */
    bool hides_unreachable;  /* no "unreachable" when it has no route */
    int ttl;                 /* of packets it originates; 0: 64 */
    int clamp_segment;       /* lowers the MSS in SYNs it forwards; 0: no */
    int64_t clock_offset_ms; /* how far its wall clock is off */
};

void lab_node_set_habits(struct lab_node *node,
                         const struct lab_habits *habits);
/* To change some of them. */
struct lab_habits lab_node_habits(const struct lab_node *node);

/* The time of day as that machine has it: certificates, Date headers. */
int64_t lab_node_wall_ms(const struct lab_node *node);

/* One direction of a link; all zero is instant, endless and 1500 bytes. */
struct lab_line {
    int64_t delay_us;
    int64_t jitter_us;    /* up to that much more; never reorders */
    int64_t bits_per_s;   /* 0: no limit; packets queue up behind it */
    unsigned loss_ppm;    /* of a million packets */
    const unsigned *lost; /* these packets are lost, counted from 1 */
    size_t lost_count;    /* copied with the list */
    int mtu;              /* of whole packets; 0: 1500 */
    bool swallows;        /* loses everything */
};

struct lab_link;

/* `both` is the line in both directions; NULL for all zero. */
struct lab_link *lab_link_new(struct lab *lab, struct lab_node *left,
                              struct lab_node *right,
                              const struct lab_line *both);
/* The direction that leaves from that node; counts packets anew. */
void lab_link_set_line(struct lab_link *link, const struct lab_node *from,
                       const struct lab_line *line);
/*
 * The address of that node's end, one of each family. It is the source of
 * what the node itself sends there, ICMP errors too.
 */
void lab_link_set_address(struct lab_link *link, struct lab_node *node,
                          const struct address *address);
/*
 * Down: nobody answers on the other side. Who sends there learns it after
 * three seconds, as "host unreachable" from its own address; a router then
 * tells the sender.
 */
void lab_link_set_down(struct lab_link *link, bool down);

/* A range of addresses; family none is every address of both. */
struct lab_prefix {
    struct address address;
    int bits;
};

bool lab_prefix_has(const struct lab_prefix *prefix,
                    const struct address *address);

enum lab_route {
    LAB_ROUTE_VIA,         /* through that neighbour */
    LAB_ROUTE_NONE,        /* as if there were no route */
    LAB_ROUTE_UNREACHABLE, /* as `ip route add unreachable` */
    LAB_ROUTE_BLACKHOLE,
    LAB_ROUTE_PROHIBIT,
};

/*
 * A route that overrules the shortest path: the longest prefix wins, the
 * latest of equals. `via` is for LAB_ROUTE_VIA alone and must be a
 * neighbour. A host's own programs meet it as an errno of connect, others
 * as an ICMP error.
 */
void lab_route_add(struct lab_node *node, const struct lab_prefix *to,
                   enum lab_route route, struct lab_node *via);

/*
 * Where packets go for addresses that no node has: the way to the rest of
 * the internet. That node itself has no route for them. Without it every
 * node has none.
 */
void lab_set_elsewhere(struct lab *lab, struct lab_node *node);

#endif
