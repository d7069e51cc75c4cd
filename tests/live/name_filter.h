#ifndef LIVE_NAME_FILTER_H
#define LIVE_NAME_FILTER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A firewall that minds names. It looks into IP packets for a ClientHello
 * whose bytes hold the name, and is done with the connection that it belongs
 * to: nothing more of it passes, either way, until its client opens anew. It
 * puts no segments together and remembers a bounded number of connections.
 */
enum { FLOWS_MAX = 256, RESET_SIZE = 60 };

struct flow {
    unsigned char client[18]; /* address and port, IPv4 with zeros behind */
    unsigned char server[18];
};

struct name_filter {
    const char *name; /* NULL: everything may pass */
    struct flow flows[FLOWS_MAX];
    size_t flow_count;
    size_t oldest;
};

/* Whether this packet may not pass. */
bool name_filter_forbids(struct name_filter *filter,
                         const unsigned char *packet, size_t size);

/*
 * The reset that its sender gets, in the name of the other side. Returns its
 * size, at most RESET_SIZE; 0 when the packet is a reset itself.
 */
size_t name_filter_reset(const unsigned char *packet, size_t size,
                         unsigned char *reset);

#endif
