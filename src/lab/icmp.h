#ifndef LAB_ICMP_H
#define LAB_ICMP_H

#include "lab/world.h"

/* The errors that nodes tell each other (RFC 792, RFC 1812, RFC 4443). */
enum icmp_kind {
    ICMP_HOP_LIMIT,
    ICMP_TOO_BIG,
    ICMP_NO_ROUTE,
    ICMP_NO_HOST,
    ICMP_NO_NEIGHBOUR,
    ICMP_PROHIBITED,
    ICMP_NO_PORT,
    ICMP_KIND_COUNT
};

/*
 * Tells the source of the packet, from the node's own address on that side;
 * silent where the node has none, and about ICMP itself. The packet stays
 * the caller's.
 */
void icmp_reject(struct lab_node *node, const struct packet *packet,
                 enum icmp_kind kind);
void icmp_too_big(struct lab_node *node, const struct packet *packet, int mtu);
/* As a firewall does, past the node's own rules. */
void icmp_reject_as(struct lab_node *node, const struct packet *packet,
                    uint8_t type, uint8_t code);

/* What Linux makes of it; 0: nothing. */
int icmp_errno(bool ipv6, uint8_t type, uint8_t code);

/* Whether it is "too big", which no program is told of. */
bool icmp_is_too_big(const struct packet *packet);

/* For the node: finds whom it concerns. Takes the packet. */
void icmp_receive(struct lab_node *node, struct packet *packet);

/* As it stands in the error queue of a socket of the node. */
struct net_icmp icmp_entry(const struct lab_node *node,
                           const struct packet *packet);

#endif
