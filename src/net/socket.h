#ifndef NET_SOCKET_H
#define NET_SOCKET_H

#include "net/net.h"
#include "net/stream.h"

/*
 * A TCP connection being opened, in use, or broken. A dial always gives an
 * object; one that failed at once has the status NET_BROKEN, so no caller
 * needs a second way to fail.
 */
struct net_socket;

/* Variations that the differential probes need; all zero is the usual. */
struct net_dial {
    int ttl;         /* 0: the system's */
    int minimum_ttl; /* 0: any */
    int segment;     /* 0: the system's */
    int syn_count;   /* 0: the system's */
};

struct net_socket *net_socket_dial(struct net *net, const struct peer *to,
                                   const struct net_dial *dial);

/* Looks at what happened since the last call. */
enum net_status net_socket_status(struct net_socket *socket);

/* Why it is broken, as errno; 0 when it is not. */
int net_socket_errno(const struct net_socket *socket);

/*
 * The ICMP error that explains it; `seen` is false when there was none. While
 * pending: one that came and ended nothing.
 */
const struct net_icmp *net_socket_icmp(const struct net_socket *socket);

/* Our end of it; the family is none while unknown. */
struct peer net_socket_local(const struct net_socket *socket);

/* As it stands in the socket now; -1 when unknown. */
int net_socket_option(const struct net_socket *socket, enum net_option option);

/* Changes it on the open connection; false: the system does not allow it. */
bool net_socket_set(struct net_socket *socket, enum net_option option,
                    int value);

/* What to wait for. `wanted` is set by the caller. */
struct net_watch *net_socket_watch(struct net_socket *socket);

/* The open connection as a stream; valid as long as the socket. */
struct net_stream net_socket_stream(struct net_socket *socket);

/* Closes and forgets; accepts a socket that was never dialled. */
void net_socket_close(struct net_socket **socket);

#endif
