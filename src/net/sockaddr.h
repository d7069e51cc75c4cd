#ifndef NET_SOCKADDR_H
#define NET_SOCKADDR_H

#include <sys/socket.h>

#include "base/address.h"

/* Our peers as the kernel and the libraries write them, and back. */

/* Returns the length of what was filled; 0 for a peer of no family. */
socklen_t sockaddr_from_peer(struct sockaddr_storage *out,
                             const struct peer *peer);

/* `length` bytes are there; what is no IP address gives FAMILY_NONE. */
struct peer sockaddr_to_peer(const struct sockaddr *in, socklen_t length);

int sockaddr_domain(enum family family);

#endif
