#ifndef LAB_IP_H
#define LAB_IP_H

#include "lab/world.h"

/*
 * The internet layer of a node: sending, receiving, forwarding, and what is
 * known of path MTUs. Each function takes the packet.
 */

/*
 * What the node itself sends; a TTL of 0 becomes the node's own. Returns 0
 * or the errno that a program would see at once.
 */
int ip_send(struct lab_node *node, struct packet *packet);

/* From a neighbour. */
void ip_arrive(struct lab_node *node, struct packet *packet);
/* From the node to itself. */
void ip_loop(struct lab_node *node, struct packet *packet);

/* Of the link towards an address, and of the whole path as far as known. */
int ip_link_mtu(struct lab_node *node, const struct address *to);
int ip_path_mtu(struct lab_node *node, const struct address *to);
void ip_learn_mtu(struct lab_node *node, const struct address *to, int mtu);

void ip_release(struct lab_node *node);

#endif
