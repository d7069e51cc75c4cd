#ifndef LAB_EXTERNAL_H
#define LAB_EXTERNAL_H

#include "net/net.h"

/*
 * The one place where the lab meets the process: descriptors that are none
 * of the world's, a terminal or a signal pipe. Adds to `ready` of the
 * watches that are external and passes over the others. Returns how many of
 * them are ready, or -1 with EINTR. Without any it sleeps.
 */
int external_poll(struct net_watch **watches, size_t count, int timeout_ms);

#endif
