#ifndef NET_NET_H
#define NET_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/address.h"
#include "base/arena.h"
#include "base/attributes.h"

/*
 * One interface to the network. `struct net_ops` has two implementations:
 * the real one (real_net.h) and the lab's virtual network. Sockets, c-ares
 * and OpenSSL above it cannot tell which they run on. Handles are small
 * non-negative numbers of that world; only `wait` blocks; a failing call
 * returns -1 and sets errno as Linux does.
 */
enum net_kind { NET_STREAM, NET_DATAGRAM };

/* Bits of net_watch. */
enum {
    NET_READABLE = 1u << 0,
    NET_WRITABLE = 1u << 1,
    NET_FAILED = 1u << 2, /* only in `ready`: an error or a hang-up */
};

enum net_option {
    NET_OPTION_TTL,         /* of outgoing packets (hop limit) */
    NET_OPTION_MINIMUM_TTL, /* of accepted packets (RFC 5082) */
    NET_OPTION_SEGMENT,     /* TCP_MAXSEG, bytes */
    NET_OPTION_SYN_COUNT,   /* how often a SYN is sent again */
    NET_OPTION_ERROR,       /* get: the pending errno; reading clears it */
    NET_OPTION_MTU,         /* get: the path MTU as known */
    NET_OPTION_UNACKED,     /* get: segments sent and not acknowledged */
    NET_OPTION_RETRANSMITS, /* get: of the oldest of them */
};

/* An ICMP error that the world delivered for a handle. */
struct net_icmp {
    bool seen;
    bool local; /* this machine itself reported it, not the network */
    bool ipv6;
    uint8_t type;
    uint8_t code;
    int error; /* the errno it stands for */
    struct address sender;
};

/* One thing to wait for. Lives inside the object that is waited for. */
struct net_watch {
    int handle;      /* -1: nothing of the world; only `ready` counts */
    bool external;   /* a descriptor of the process: terminal, signal pipe */
    unsigned wanted; /* NET_READABLE, NET_WRITABLE */
    unsigned ready;  /* filled by the wait; cleared by who acts on it */
};

/* What the machine's own name service said. */
struct net_lookup_answer {
    bool done;
    int error;        /* EAI_*; 0 when there are addresses */
    const char *text; /* the name service's words; NULL */
    const char *canonical;
    struct address *addresses;
    size_t address_count;
};

struct net_ops {
    int64_t (*monotonic_ms)(void *world);
    int64_t (*wall_ms)(void *world);

    int (*open)(void *world, enum net_kind kind, enum family family);
    void (*close)(void *world, int handle);
    int (*connect)(void *world, int handle, const struct peer *to);
    ssize_t (*send)(void *world, int handle, const void *bytes, size_t length);
    /* `from` may be NULL; it is filled for datagrams. 0 means closed. */
    ssize_t (*receive)(void *world, int handle, void *bytes, size_t capacity,
                       struct peer *from);
    int (*get)(void *world, int handle, enum net_option option, int *value);
    int (*set)(void *world, int handle, enum net_option option, int value);
    /* Takes the oldest entry of the error queue; false: it is empty. */
    bool (*take_icmp)(void *world, int handle, struct net_icmp *icmp);
    int (*local)(void *world, int handle, struct peer *local);

    /*
     * Asks the machine's own name service (hosts file and every module of
     * nsswitch) for all addresses of a name. The handle becomes readable
     * when the answer is there; close() ends the question at any time.
     */
    int (*lookup)(void *world, const char *host);
    /* False: not yet. The texts go into the arena. */
    bool (*lookup_answer)(void *world, int handle, struct arena *arena,
                          struct net_lookup_answer *answer);

    /*
     * Blocks until a watch is ready or timeout_ms have passed (-1: for
     * ever, 0: not at all) and adds to `ready`, clearing nothing. Every
     * watch has a handle and wants something. Returns the number of ready
     * watches, or -1 with EINTR.
     */
    int (*wait)(void *world, struct net_watch **watches, size_t count,
                int timeout_ms);
};

struct net_resolver;

/* The network as its users hold it. All zero but ops and world at first. */
struct net {
    const struct net_ops *ops;
    void *world;                    /* owned by whoever made it */
    struct net_resolver *resolvers; /* resolver.h: to be driven by the wait */
};

int64_t net_monotonic_ms(const struct net *net);
int64_t net_wall_ms(const struct net *net);

/*
 * The one place that blocks. Waits once for the watches and for the
 * resolvers' sockets and time-outs, drives the resolvers, and adds to
 * `ready` of the watches. May return with nothing ready: interrupted by a
 * signal, or for a resolver that had to send again. Returns at once, having
 * looked at all of them, when a watch is ready already. timeout_ms as above.
 */
void net_wait(struct net *net, struct net_watch **watches, size_t count,
              int timeout_ms);

#endif
