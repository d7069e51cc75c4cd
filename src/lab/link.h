#ifndef LAB_LINK_H
#define LAB_LINK_H

#include "lab/world.h"

/* Packets between neighbours: delay, loss, rate, and nobody answering. */

/* Takes the packet, which fits the MTU. */
void link_send(struct link_end *out, struct packet *packet);

/* Looks for a neighbour whom there is not. Takes the packet. */
void link_seek(struct link_end *out, struct packet *packet);

/* As a packet of the node to itself. Takes it. */
void link_loop_back(struct lab_node *node, struct packet *packet);

void link_release_all(struct lab *lab);

#endif
