#ifndef NET_LOOKUP_H
#define NET_LOOKUP_H

#include "net/net.h"

/* One question to the machine's own name service. */
struct net_lookup;

struct net_lookup *net_lookup_open(struct net *net, const char *host,
                                   struct arena *arena);
/* `done` is false while pending; the texts live in the arena. */
const struct net_lookup_answer *net_lookup_answer(struct net_lookup *lookup);
struct net_watch *net_lookup_watch(struct net_lookup *lookup);
void net_lookup_close(struct net_lookup **lookup);

#endif
