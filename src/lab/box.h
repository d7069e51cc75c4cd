#ifndef LAB_BOX_H
#define LAB_BOX_H

#include "lab/directory.h"
#include "lab/pki.h"

/*
 * Devices that take connections for themselves: inspecting and splicing
 * transparent proxies, boxes that accept everything, tarpits, portals; and
 * the company's explicit proxy. What they are given is borrowed until the
 * world ends.
 */

/*
 * Listens on the node and diverts there, by the node's own packet filter,
 * what the scenario says: at a router what it forwards, on the Enforce
 * server what its own programs send. `port` is a free port of the node.
 */
void box_start(struct lab_node *node, uint16_t port, struct lab_pki *pki,
               const struct lab_directory *directory,
               const struct scenario_box *box);

/*
 * The explicit proxy on that node. `host` is what it calls itself in its
 * pages and, when it speaks TLS, the name on its certificate.
 */
void connect_proxy_start(struct lab_node *node, const char *host,
                         struct lab_pki *pki,
                         const struct lab_directory *directory,
                         const struct scenario_proxy *proxy);

#endif
