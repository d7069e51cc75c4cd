#include "lab/link.h"

#include <stdlib.h>

#include "base/memory.h"
#include "lab/icmp.h"
#include "lab/ip.h"

enum {
    LOOP_US = 10,
    NEIGHBOUR_US = 3000000, /* three requests, a second apart */
    QUEUE_US = 1000000,     /* what a slow link holds before it drops */
};

/* A packet under way, until it arrives or is found to have no neighbour. */
struct flight {
    struct lab_timer timer;
    struct lab_node *node; /* where it arrives, or comes back from */
    struct packet *packet;
    struct flight *next;
    struct flight **at; /* what points to us */
};

static struct flight *
take_off(struct lab_node *node, struct packet *packet)
{
    struct lab *lab = node->lab;
    struct flight *flight = memory_new(1, sizeof(*flight));

    flight->node = node;
    flight->packet = packet;
    flight->next = lab->flights;
    flight->at = &lab->flights;
    if (flight->next != NULL)
        flight->next->at = &flight->next;
    lab->flights = flight;
    return flight;
}

static struct packet *
land(struct flight *flight)
{
    struct packet *packet = flight->packet;

    *flight->at = flight->next;
    if (flight->next != NULL)
        flight->next->at = flight->at;
    free(flight);
    return packet;
}

static void
on_arrival(void *context)
{
    struct flight *flight = context;
    struct lab_node *node = flight->node;

    ip_arrive(node, land(flight));
}

static void
on_loop(void *context)
{
    struct flight *flight = context;
    struct lab_node *node = flight->node;

    ip_loop(node, land(flight));
}

static void
on_no_neighbour(void *context)
{
    struct flight *flight = context;
    struct lab_node *node = flight->node;
    struct packet *packet = land(flight);

    icmp_reject(node, packet, ICMP_NO_NEIGHBOUR);
    world_drop(node, packet, "no neighbour");
}

/* All that waits for the same neighbour learns of it at the same time. */
void
link_seek(struct link_end *out, struct packet *packet)
{
    struct lab *lab = out->node->lab;
    struct flight *flight = take_off(out->node, packet);

    if (out->neighbour_fails_us <= lab->now_us)
        out->neighbour_fails_us = lab->now_us + NEIGHBOUR_US;
    lab_timer_start(lab, &flight->timer, out->neighbour_fails_us - lab->now_us,
                    on_no_neighbour, flight);
}

static bool
is_lost(struct link_end *out)
{
    const struct lab_line *line = &out->line;

    out->packets++;
    for (size_t i = 0; i < line->lost_count; i++)
        if (line->lost[i] == out->packets)
            return true;
    return line->swallows || lab_chance(out->node->lab, line->loss_ppm);
}

/* When it arrives; -1: there is no room for it in the queue. */
static int64_t
arrival_us(struct link_end *out, const struct packet *packet)
{
    struct lab *lab = out->node->lab;
    const struct lab_line *line = &out->line;
    int64_t at = lab->now_us;

    if (line->bits_per_s > 0) {
        if (out->busy_until_us > at)
            at = out->busy_until_us;
        if (at - lab->now_us > QUEUE_US)
            return -1;
        at += (int64_t)packet_size(packet) * 8 * 1000000 / line->bits_per_s;
        out->busy_until_us = at;
    }
    at += line->delay_us;
    if (line->jitter_us > 0)
        at += (int64_t)lab_random(lab, (uint64_t)line->jitter_us + 1);
    if (at < out->last_arrival_us)
        at = out->last_arrival_us;
    out->last_arrival_us = at;
    return at;
}

void
link_send(struct link_end *out, struct packet *packet)
{
    struct lab *lab = out->node->lab;
    struct flight *flight;
    int64_t at;

    if (out->link->down || out->other->node->habits.down) {
        link_seek(out, packet);
        return;
    }
    world_tell(out->node, "sends", packet, NULL);
    if (is_lost(out)) {
        world_drop(out->node, packet, "lost on the way");
        return;
    }
    at = arrival_us(out, packet);
    if (at < 0) {
        world_drop(out->node, packet, "queue is full");
        return;
    }
    flight = take_off(out->other->node, packet);
    lab_timer_start(lab, &flight->timer, at - lab->now_us, on_arrival, flight);
}

void
link_loop_back(struct lab_node *node, struct packet *packet)
{
    struct flight *flight = take_off(node, packet);

    lab_timer_start(node->lab, &flight->timer, LOOP_US, on_loop, flight);
}

void
link_release_all(struct lab *lab)
{
    while (lab->flights != NULL)
        packet_free(land(lab->flights));
    while (lab->links != NULL) {
        struct lab_link *link = lab->links;

        lab->links = link->next;
        free((void *)link->ends[0].line.lost);
        free((void *)link->ends[1].line.lost);
        free(link);
    }
}
