#include "lab/tcp.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lab/ip.h"
#include "lab/piece.h"
#include "lab/route.h"

enum { FIRST_BYTE = 1, SYN_RETRIES = 6 };

struct tcp *
tcp_new(struct lab_node *node, enum family family)
{
    struct tcp *tcp = memory_new(1, sizeof(*tcp));

    tcp->node = node;
    tcp->family = family;
    tcp->capacity = TCP_WINDOW;
    tcp->syn_count = SYN_RETRIES;
    tcp->out_base = FIRST_BYTE;
    tcp->fin_at = UINT64_MAX;
    tcp->echo_us = -1;
    tcp->local.address.family = family;
    tcp_timing_init(tcp);
    return tcp;
}

void
tcp_list(struct tcp *tcp)
{
    tcp->next = tcp->node->connections;
    tcp->node->connections = tcp;
    tcp->listed = true;
}

static void
unlist(struct tcp *tcp)
{
    struct tcp **at = &tcp->node->connections;

    if (!tcp->listed)
        return;
    while (*at != tcp)
        at = &(*at)->next;
    *at = tcp->next;
    tcp->listed = false;
}

/* To be freed when nobody can be using it. */
static void
bury(struct tcp *tcp)
{
    struct lab *lab = tcp->node->lab;

    if (tcp->dead)
        return;
    lab_timer_stop(lab, &tcp->timer);
    unlist(tcp);
    tcp->dead = true;
    tcp->next = lab->dead;
    lab->dead = tcp;
}

static void
free_tcp(struct tcp *tcp)
{
    piece_release_all(&tcp->pieces);
    buffer_release(&tcp->in);
    buffer_release(&tcp->out);
    free(tcp->owner);
    free(tcp);
}

void
tcp_bury_dead(struct lab *lab)
{
    while (lab->dead != NULL) {
        struct tcp *tcp = lab->dead;

        lab->dead = tcp->next;
        free_tcp(tcp);
    }
}

void
tcp_release_all(struct lab_node *node)
{
    while (node->connections != NULL) {
        struct tcp *tcp = node->connections;

        node->connections = tcp->next;
        free_tcp(tcp);
    }
}

bool
tcp_has_port(const struct lab_node *node, uint16_t port)
{
    for (const struct tcp *tcp = node->connections; tcp != NULL;
         tcp = tcp->next)
        if (tcp->local.port == port)
            return true;
    return false;
}

int
tcp_connect(struct tcp *tcp, const struct peer *to)
{
    struct lab_node *node = tcp->node;
    struct peer target = route_target(to);
    const struct address *address = &target.address;
    struct route route = route_find(node, address);
    int error = route_errno(route.kind);

    if (error == 0 && !route_source(node, address, &tcp->local.address))
        error = ENETUNREACH;
    if (error != 0)
        return error;
    tcp->local.port = world_new_port(node);
    if (tcp->local.port == 0)
        return EADDRNOTAVAIL;
    tcp->remote = target;
    tcp->state = TCP_SYN_SENT;
    tcp_list(tcp);
    error = tcp_send_syn(tcp);
    if (error != 0) {
        unlist(tcp);
        lab_timer_stop(node->lab, &tcp->timer);
        tcp->state = TCP_CLOSED;
    }
    return error;
}

void
tcp_die(struct tcp *tcp, int error)
{
    bool told =
        !tcp->orphan && tcp->notify != NULL && tcp->state != TCP_SYN_RECEIVED;

    lab_timer_stop(tcp->node->lab, &tcp->timer);
    unlist(tcp);
    tcp->state = TCP_CLOSED;
    tcp->error = error;
    tcp->trouble.error = error;
    if (!tcp->orphan && tcp->notify == NULL)
        return; /* a handle, whose user will look and then close */
    bury(tcp);
    if (told)
        tcp->notify(tcp, TCP_GONE);
}

static void
send_reset(struct tcp *tcp)
{
    struct packet *reset = packet_new(NULL, 0);

    reset->protocol = LAB_TCP;
    reset->source = tcp->local;
    reset->destination = tcp->remote;
    reset->ttl = tcp->ttl;
    reset->tcp.flags = PACKET_RST | PACKET_ACK;
    reset->tcp.sequence = tcp->next_out;
    reset->tcp.acknowledged = tcp->expected;
    (void)ip_send(tcp->node, reset);
}

void
tcp_vanish(struct tcp *tcp)
{
    tcp->orphan = true;
    bury(tcp);
}

void
tcp_reset(struct tcp *tcp)
{
    if (tcp->state == TCP_OPEN || tcp->state == TCP_SYN_RECEIVED)
        send_reset(tcp);
    tcp_vanish(tcp);
}

void
tcp_shutdown(struct tcp *tcp)
{
    if (tcp->fin_wanted || tcp->state == TCP_CLOSED)
        return;
    tcp->fin_wanted = true;
    tcp->ended_second = tcp->fin_received;
    if (tcp->state == TCP_OPEN)
        tcp_push(tcp);
}

void
tcp_close(struct tcp *tcp)
{
    if (tcp->dead)
        return;
    tcp->orphan = true;
    tcp->notify = NULL;
    if (tcp->state == TCP_CLOSED || tcp->state == TCP_SYN_SENT) {
        bury(tcp);
        return;
    }
    if (tcp_unread(tcp) > 0 && tcp->state == TCP_OPEN) {
        tcp_reset(tcp);
        return;
    }
    tcp_shutdown(tcp);
    tcp_set_timer(tcp);
}

void
tcp_answer_reset(struct lab_node *node, const struct packet *packet)
{
    const struct packet_segment *got = &packet->tcp;
    struct packet *reset;

    if ((got->flags & PACKET_RST) != 0)
        return;
    reset = packet_new(NULL, 0);
    reset->protocol = LAB_TCP;
    reset->source = packet->destination;
    reset->destination = packet->source;
    reset->tcp.flags = PACKET_RST;
    if ((got->flags & PACKET_ACK) != 0) {
        reset->tcp.sequence = got->acknowledged;
    } else {
        reset->tcp.flags |= PACKET_ACK;
        reset->tcp.acknowledged =
            got->sequence + packet->length + ((got->flags & PACKET_SYN) != 0);
    }
    (void)ip_send(node, reset);
}
