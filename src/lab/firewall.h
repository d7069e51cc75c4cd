#ifndef LAB_FIREWALL_H
#define LAB_FIREWALL_H

#include "lab/network.h"

/*
 * Packet filters of any node. The rules of a node are asked in order; the
 * first that matches and has a final action decides, and no rule means
 * accept. A router asks them after its own TTL and MTU checks, as Linux
 * does; redirections come before both.
 *
 * A rule that looks at more than one packet's addresses (name, hello, idle,
 * age, bytes) goes on for the rest of the connection once it has matched, in
 * both directions.
 */
enum lab_hook {
    LAB_FORWARD, /* what a router passes on */
    LAB_INPUT,   /* what is for the node itself */
    LAB_OUTPUT,  /* what the node itself sends */
};

enum lab_protocol { LAB_ANY_PROTOCOL, LAB_TCP, LAB_UDP, LAB_ICMP };

enum lab_action {
    LAB_ACCEPT,
    /* At OUTPUT a datagram fails with EPERM; a SYN is just lost. */
    LAB_DROP,
    /* A TCP reset in the name of the other side to who sent the packet, and
     * with `reset_both` to the other side too; the packet is dropped. */
    LAB_RESET,
    /* An ICMP error from the node's own address. */
    LAB_REJECT,
    /*
     * To another place, the answers coming back under the old address.
     * Decided by the first packet of a connection. At FORWARD it meets what
     * arrives for anybody else, before the TTL check: a transparent proxy.
     */
    LAB_REDIRECT,
    /* At OUTPUT: connect and send fail with EPERM at once, as a policy of
     * the operating system does it. Elsewhere as LAB_DROP. */
    LAB_DENY,
};

/* What is zero or NULL matches everything. */
struct lab_rule {
    enum lab_hook hook;
    const char *label; /* for the tap; copied */

    enum lab_protocol protocol;
    struct lab_prefix source;
    struct lab_prefix destination;
    uint16_t source_port;
    uint16_t port;       /* destination */
    bool programs_only;  /* at OUTPUT: not what services of the node send */
    bool opening;        /* the first packet of a connection: a SYN */
    bool fragments;      /* only a datagram that had to be cut in pieces */
    int size_above;      /* whole packet, bytes */
    int icmp_type;       /* with protocol LAB_ICMP; 0: any */
    unsigned nth;        /* packet of the connection here, from 1 */
    unsigned one_in;     /* every n-th connection that gets this far */
    unsigned over_per_s; /* packets above this rate... */
    unsigned burst;      /* ...after that many in a row; 0: 5 */

    /* The first flight of TLS from the side that opened the connection. */
    const char *server_name; /* that name and all below it; copied */
    bool other_names;        /* any name but that; also hellos without */
    bool one_segment_only;   /* cannot put segments together */
    size_t hello_above;      /* record of more bytes */
    bool hello_in_pieces;    /* does not end within its first segment */
    bool tls13;              /* a hello that offers TLS 1.3 */

    int64_t idle_above_ms; /* nothing seen for longer, either way */
    int64_t age_above_ms;  /* since the first packet */
    uint64_t bytes_above;  /* payload so far, both ways */

    int64_t from_ms;  /* in force only from that time of the world ... */
    int64_t until_ms; /* ... until that one; 0: for ever */

    enum lab_action action;
    bool reset_both;
    uint8_t icmp_type_sent; /* LAB_REJECT; 0: 3/3, or 1/4 in IPv6 */
    uint8_t icmp_code_sent;
    struct peer redirect; /* no family: this node; port 0: the same */

    /* Rules of one group share what they count and the rate; NULL: alone. */
    const void *group;
};

/* Appends to the rules of the node. */
void lab_rule_add(struct lab_node *node, const struct lab_rule *rule);

/* Takes all rules away; connections redirected so far stay so. */
void lab_rules_clear(struct lab_node *node);

#endif
