#include "lab/lab.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "lab/flow.h"
#include "lab/handle.h"
#include "lab/ip.h"
#include "lab/link.h"
#include "lab/name_table.h"
#include "lab/rule.h"
#include "lab/service_table.h"
#include "lab/tcp.h"
#include "lab/udp.h"
#include "lab/world.h"

enum {
    FIRST_PORT = 32768, /* net.ipv4.ip_local_port_range of Linux */
    PORTS = 28232,
    MILLION = 1000000,
};

struct kept {
    struct kept *next;
    void *thing;
    void (*release)(void *thing);
};

struct lab *
lab_new(const struct lab_options *options)
{
    struct lab *lab = memory_new(1, sizeof(*lab));

    lab->random = options->seed;
    lab->real_time = options->real_time;
    lab->wall_start_ms = options->wall_ms;
    if (lab->real_time)
        lab->real_start_ms = clock_monotonic_ms();
    return lab;
}

static void
free_node(struct lab_node *node)
{
    handle_release_all(node);
    service_table_release(node);
    tcp_release_all(node);
    udp_release_all(node);
    name_table_release(node);
    flow_release_all(node);
    rule_release_all(node);
    ip_release(node);
    free(node->addresses);
    free(node->ends);
    free(node->routes);
    free(node->name);
    free(node);
}

void
lab_free(struct lab *lab)
{
    if (lab == NULL)
        return;
    event_queue_release(&lab->events);
    link_release_all(lab);
    while (lab->nodes != NULL) {
        struct lab_node *node = lab->nodes;

        lab->nodes = node->next;
        free_node(node);
    }
    tcp_bury_dead(lab);
    while (lab->kept != NULL) {
        struct kept *kept = lab->kept;

        lab->kept = kept->next;
        kept->release(kept->thing);
        free(kept);
    }
    free(lab->hops);
    free(lab);
}

void
lab_keep(struct lab *lab, void *thing, void (*release)(void *thing))
{
    struct kept *kept = memory_new(1, sizeof(*kept));

    *kept = (struct kept){ lab->kept, thing, release };
    lab->kept = kept;
}

void
lab_unkeep(struct lab *lab, const void *thing)
{
    struct kept **at = &lab->kept;

    while (*at != NULL && (*at)->thing != thing)
        at = &(*at)->next;
    if (*at != NULL) {
        struct kept *gone = *at;

        *at = gone->next;
        free(gone);
    }
}

int64_t
lab_now_us(const struct lab *lab)
{
    return lab->now_us;
}

int64_t
lab_wall_ms(const struct lab *lab)
{
    return lab->wall_start_ms + lab->now_us / 1000;
}

/* SplitMix64: one addition and two multiplications, every seed is good. */
static uint64_t
next_random(struct lab *lab)
{
    uint64_t z = lab->random += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t
lab_random(struct lab *lab, uint64_t bound)
{
    assert(bound > 0);
    return next_random(lab) % bound;
}

bool
lab_chance(struct lab *lab, unsigned ppm)
{
    return ppm > 0 && lab_random(lab, MILLION) < ppm;
}

void
lab_timer_start(struct lab *lab, struct lab_timer *timer, int64_t delay_us,
                void (*fire)(void *context), void *context)
{
    event_queue_remove(&lab->events, timer);
    timer->fire = fire;
    timer->context = context;
    timer->at_us = lab->now_us + (delay_us > 0 ? delay_us : 0);
    event_queue_add(&lab->events, timer);
}

void
lab_timer_stop(struct lab *lab, struct lab_timer *timer)
{
    event_queue_remove(&lab->events, timer);
}

bool
lab_timer_is_running(const struct lab_timer *timer)
{
    return timer->place != 0;
}

void
world_advance(struct lab *lab, int64_t to_us)
{
    struct lab_timer *next;

    tcp_bury_dead(lab);
    while ((next = event_queue_next(&lab->events)) != NULL &&
           next->at_us <= to_us) {
        if (next->at_us > lab->now_us)
            lab->now_us = next->at_us;
        event_queue_remove(&lab->events, next);
        next->fire(next->context);
        tcp_bury_dead(lab);
    }
    if (to_us > lab->now_us)
        lab->now_us = to_us;
}

void
lab_run(struct lab *lab, int64_t us)
{
    world_advance(lab, lab->now_us + us);
}

void
lab_set_tap(struct lab *lab, lab_tap tap, void *context)
{
    lab->tap = tap;
    lab->tap_context = context;
}

void
world_tell(const struct lab_node *node, const char *verb,
           const struct packet *packet, const char *why)
{
    const struct lab *lab = node->lab;
    char text[PACKET_TEXT_SIZE];
    char line[PACKET_TEXT_SIZE + 128];

    if (lab->tap == NULL)
        return;
    snprintf(line, sizeof(line), "%lld.%06lld %s %s %s%s%s",
             (long long)(lab->now_us / MILLION),
             (long long)(lab->now_us % MILLION), node->name, verb,
             packet_format(packet, text), why == NULL ? "" : ": ",
             why == NULL ? "" : why);
    lab->tap(lab->tap_context, line);
}

void
world_drop(const struct lab_node *node, struct packet *packet, const char *why)
{
    world_tell(node, "drops", packet, why);
    packet_free(packet);
}

uint16_t
world_new_port(struct lab_node *node)
{
    for (int tries = 0; tries < PORTS; tries++) {
        if (node->last_port == 0)
            node->last_port =
                (uint16_t)(FIRST_PORT + lab_random(node->lab, PORTS));
        else if (++node->last_port >= FIRST_PORT + PORTS)
            node->last_port = FIRST_PORT;
        if (!tcp_has_port(node, node->last_port) &&
            !udp_has_port(node, node->last_port))
            return node->last_port;
    }
    return 0;
}
