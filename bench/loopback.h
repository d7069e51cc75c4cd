#ifndef BENCH_LOOPBACK_H
#define BENCH_LOOPBACK_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Two servers on this machine's loopback, in a process of their own: a
 * resolver that knows every name (127.0.0.1, no IPv6), and one that takes
 * connections and never says a word.
 */
struct loopback {
    pid_t pid;
    uint16_t resolver; /* UDP port */
    uint16_t silent;   /* TCP port */
};

struct loopback loopback_open(void);
void loopback_close(struct loopback *loopback);

#endif
