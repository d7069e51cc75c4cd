#ifndef NET_REAL_NET_H
#define NET_REAL_NET_H

#include "net/net.h"

/*
 * The real network: sockets of the kernel, the kernel's clocks, poll, and a
 * child process for each question to the machine's own name service, so
 * that a module that hangs can be killed.
 */
struct real_net;

struct real_net *real_net_new(void);
void real_net_free(struct real_net *real);

/* A struct net over it; valid as long as `real`. */
struct net real_net_use(struct real_net *real);

#endif
