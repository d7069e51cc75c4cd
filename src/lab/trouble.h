#ifndef LAB_TROUBLE_H
#define LAB_TROUBLE_H

#include "net/net.h"

/*
 * What a socket has to complain of: the pending errno and, as IP_RECVERR
 * keeps them, the ICMP errors behind it. All zero is no trouble.
 */
enum { TROUBLE_ICMPS = 16 };

struct trouble {
    int error;
    size_t count;
    struct net_icmp queue[TROUBLE_ICMPS]; /* oldest first */
};

/* Sets the errno and queues the entry; beyond the room it is lost. */
void trouble_add(struct trouble *trouble, const struct net_icmp *icmp);

/* Takes the oldest; the errno becomes that of the next, or none. */
bool trouble_take(struct trouble *trouble, struct net_icmp *icmp);

/* The pending errno, which is cleared; 0: none. */
int trouble_clear(struct trouble *trouble);

#endif
