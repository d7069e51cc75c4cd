#ifndef LAB_WORLD_H
#define LAB_WORLD_H

#include "lab/event_queue.h"
#include "lab/names.h"
#include "lab/network.h"
#include "lab/packet.h"

/*
 * What a world and its nodes hold, for the modules of this room. Each list
 * belongs to the module that is named beside it.
 */
struct lab {
    uint64_t random;
    bool real_time;
    int64_t real_start_ms;
    int64_t now_us;
    int64_t wall_start_ms;
    struct event_queue events;
    struct lab_node *nodes; /* in the order of making */
    size_t node_count;
    struct lab_link *links; /* newest first */
    struct lab_node *elsewhere;
    struct hop *hops;       /* route.c: of each node to each; NULL: unknown */
    struct flight *flights; /* link.c: packets under way */
    struct tcp *dead;       /* tcp.c: to be freed after the event */
    struct kept *kept;      /* lab.c: newest first */
    lab_tap tap;
    void *tap_context;
};

struct link_end {
    struct lab_link *link;
    struct lab_node *node;
    struct link_end *other;
    struct lab_line line; /* away from the node; `lost` is owned */
    uint64_t packets;
    int64_t busy_until_us;
    int64_t last_arrival_us;
    int64_t neighbour_fails_us; /* when the search for it will have failed */
    struct address ipv4;
    struct address ipv6;
};

struct lab_link {
    struct lab_link *next;
    struct link_end ends[2];
    bool down;
};

struct node_route {
    struct lab_prefix to;
    enum lab_route route;
    struct lab_node *via;
};

struct lab_node {
    struct lab *lab;
    struct lab_node *next;
    char *name;
    size_t index;
    bool router;
    struct lab_habits habits;

    struct address *addresses;
    size_t address_count;
    struct link_end **ends; /* borrowed from the links */
    size_t end_count;
    struct node_route *routes;
    size_t route_count;
    struct path_mtu *path_mtus; /* ip.c */

    struct rule *rules; /* firewall.c, in order */
    struct flow *flows; /* flow.c, newest first */

    struct tcp *connections;    /* tcp.c */
    struct listener *listeners; /* service.c */
    struct lab_udp *udps;       /* udp.c */
    uint16_t last_port;

    struct handle *handles; /* handle.c */
    size_t handle_count;
    struct question *questions; /* names.c */
    uint64_t last_question;
    lab_name_service name_service;
    void *name_context;
};

/* One line to the tap about a packet; `why` may be NULL. */
void world_tell(const struct lab_node *node, const char *verb,
                const struct packet *packet, const char *why);

/* Tells the tap and frees it. */
void world_drop(const struct lab_node *node, struct packet *packet,
                const char *why);

/* A free port of the node for a new connection or datagram socket. */
uint16_t world_new_port(struct lab_node *node);

/* Makes the clock show the time and fires everything that is due by then. */
void world_advance(struct lab *lab, int64_t to_us);

#endif
