#ifndef LAB_FLOW_H
#define LAB_FLOW_H

#include "base/buffer.h"
#include "lab/hello.h"
#include "lab/world.h"

/* Whether a rule that picks every n-th connection has picked this one. */
struct lot {
    struct lot *next;
    const struct rule *rule;
    bool drawn;
};

/* As in a real firewall, what is over or long silent is forgotten. */
enum {
    FLOW_ENDED_S = 120, /* TCP that has ended, or was never answered */
    FLOW_DATAGRAM_S = 300,
    FLOW_SILENT_S = 7200, /* TCP that somebody may still hold */
};

/*
 * What a node with firewall rules remembers of each connection that passes:
 * who opened it, where it was redirected to, how much went by, and what its
 * first bytes were.
 */
struct flow {
    struct flow *next;
    enum lab_protocol protocol;
    struct peer opener;
    struct peer target;     /* as the opener knows it */
    struct peer translated; /* where it really goes */
    bool settled;           /* redirected or not: decided */

    uint64_t packets; /* that came as far as the filter */
    uint64_t bytes;
    int64_t first_us;
    int64_t last_us;
    int64_t gap_us; /* before the latest packet */
    bool answered;  /* something came back */
    bool fins[2];   /* of the other side, of the opener */
    bool reset;

    struct buffer stream; /* first bytes of the opener */
    struct hello whole;   /* as read from all segments so far */
    struct hello first;   /* as read from the first segment alone */
    size_t first_length;

    const struct rule *ruling; /* what a rule decided for good; NULL */
    struct lot *lots;          /* of the rules that counted it */
};

/*
 * The connection of a packet, made when it is new; NULL for ICMP.
 * `from_opener` tells the direction.
 */
struct flow *flow_of(struct lab_node *node, const struct packet *packet,
                     bool *from_opener);

/* Adds a packet that came as far as the filter. */
void flow_count(struct flow *flow, const struct packet *packet,
                bool from_opener, int64_t now_us);

/* The lot of that rule, to be filled when it is new. */
struct lot *flow_lot(struct flow *flow, const struct rule *rule, bool *is_new);
void flow_forget_lots(struct flow *flow);

/* Rewrites addresses, also those an ICMP error is about. */
void flow_translate(struct lab_node *node, struct packet *packet);

void flow_release_all(struct lab_node *node);

#endif
