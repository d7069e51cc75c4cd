#ifndef LAB_HANDLE_H
#define LAB_HANDLE_H

#include "lab/tcp.h"
#include "lab/udp.h"

/*
 * What programs on a node hold: small numbers, the lowest free one first,
 * as for descriptors, but none that a terminal could have.
 */
enum handle_kind { HANDLE_FREE, HANDLE_STREAM, HANDLE_DATAGRAM, HANDLE_NAME };

struct handle {
    enum handle_kind kind;
    enum family family;
    struct tcp *tcp;     /* HANDLE_STREAM; owned */
    struct lab_udp *udp; /* HANDLE_DATAGRAM; owned */
    uint64_t question;   /* HANDLE_NAME */
    bool connected;      /* a connect was tried */
};

/* A free one, to be filled at once; returns its number. */
int handle_new(struct lab_node *node, struct handle **handle);
/* NULL: nothing is open there. */
struct handle *handle_find(const struct lab_node *node, int number);
void handle_close(struct lab_node *node, struct handle *handle);
/* Bits of net_watch, of those wanted; NET_FAILED always. */
unsigned handle_ready(const struct lab_node *node, const struct handle *handle,
                      unsigned wanted);
void handle_release_all(struct lab_node *node);

/* lab_wait.c: the `wait` of net_ops, with a node for its world. */
int lab_wait(void *world, struct net_watch **watches, size_t count,
             int timeout_ms);

#endif
