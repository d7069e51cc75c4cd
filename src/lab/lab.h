#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/net.h"

/*
 * One world: hosts, routers, links and what runs on them, in this process,
 * on one clock. A world is built (network.h, firewall.h, service.h,
 * names.h), then a host of it is used as a `struct net`, and time passes
 * only while somebody waits on that net. The same seed and the same calls
 * give the same packets at the same microseconds. No packet and no socket
 * ever leaves the process. There is no state outside of the world, and
 * nothing here knows a protocol above TCP and UDP.
 */
struct lab;
struct lab_node;

struct lab_options {
    uint64_t seed;   /* of every chance in the world */
    bool real_time;  /* waiting takes the time it takes: for people */
    int64_t wall_ms; /* the true time at the start, Unix milliseconds */
};

struct lab *lab_new(const struct lab_options *options);

/*
 * Ends the world with all nodes, links, connections and packets in it, then
 * releases what was given to lab_keep, the latest first. No callback of a
 * service or timer is called any more. Accepts NULL.
 */
void lab_free(struct lab *lab);

/*
 * The network as programs on that host see it; valid as long as the world.
 * Several hosts may be used at the same time.
 */
struct net lab_use(struct lab_node *host);

/* The world's clock since it began, and the true time of day. */
int64_t lab_now_us(const struct lab *lab);
int64_t lab_wall_ms(const struct lab *lab);

/* Lets time pass without anybody waiting: for tests and for settling. */
void lab_run(struct lab *lab, int64_t us);

/* Chance, from the seed alone. `bound` is above 0; ppm of a million. */
uint64_t lab_random(struct lab *lab, uint64_t bound);
bool lab_chance(struct lab *lab, unsigned ppm);

/*
 * Calls `release` for `thing` when the world ends: the memory of servers
 * that live as long as it. The nodes are gone by then; only lab_timer_stop
 * may still be called.
 */
void lab_keep(struct lab *lab, void *thing, void (*release)(void *thing));
/* Takes back what was kept: it ends before the world does. */
void lab_unkeep(struct lab *lab, const void *thing);

/*
 * One call in the future. A timer lives in its user's memory, is idle when
 * all zero, and must be stopped before that memory goes.
 */
struct lab_timer {
    void (*fire)(void *context);
    void *context;
    int64_t at_us;
    uint64_t order; /* among those of the same microsecond */
    size_t place;   /* in the queue, from 1; 0: idle */
};

/* A timer that runs already is moved. What is due now fires at the next
 * wait, never inside this call. */
void lab_timer_start(struct lab *lab, struct lab_timer *timer,
                     int64_t delay_us, void (*fire)(void *context),
                     void *context);
void lab_timer_stop(struct lab *lab, struct lab_timer *timer);
bool lab_timer_is_running(const struct lab_timer *timer);

/*
 * Sees every packet: one line of text when a node sends it onto a link and
 * one when it is dropped, with the reason; e.g.
 * "0.020000 r1 sends 10.1.0.1:32768 > 10.3.0.2:443 tcp S seq 0 ttl 63".
 * For people and for tests that compare whole runs, not to be parsed.
 */
typedef void (*lab_tap)(void *context, const char *line);
void lab_set_tap(struct lab *lab, lab_tap tap, void *context);

#endif
