#ifndef LAB_UDP_H
#define LAB_UDP_H

#include "lab/service.h"
#include "lab/trouble.h"
#include "lab/world.h"

/*
 * Datagram sockets of a node: handles of programs under test, which look for
 * themselves, and ports of services, which are called.
 */
struct udp_datagram {
    struct udp_datagram *next;
    struct packet *packet; /* owned */
};

struct lab_udp {
    struct lab_udp *next;
    struct lab_node *node;
    enum family family; /* none: both */
    struct peer local;  /* port 0: not bound yet */
    struct peer remote; /* port 0: not connected */
    int ttl;
    int minimum_ttl;
    struct trouble trouble;
    struct udp_datagram *queue; /* oldest first */
    size_t queued;
    lab_udp_received received; /* NULL: a handle */
    lab_udp_rejected rejected; /* NULL: not wanted */
    void *context;
    bool closed; /* freed when nobody can be using it */
};

struct lab_udp *udp_open(struct lab_node *node, enum family family);
/* 0 or errno, as the functions below. */
int udp_connect(struct lab_udp *udp, const struct peer *to);
int udp_send(struct lab_udp *udp, const struct peer *from,
             const struct peer *to, const void *bytes, size_t length);
/* The oldest datagram, for its user to free; NULL: none. */
struct packet *udp_take(struct lab_udp *udp);

void udp_receive(struct lab_node *node, struct packet *packet);
void udp_receive_notice(struct lab_node *node, const struct packet *notice);

bool udp_has_port(const struct lab_node *node, uint16_t port);
void udp_release_all(struct lab_node *node);

#endif
