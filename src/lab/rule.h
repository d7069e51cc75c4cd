#ifndef LAB_RULE_H
#define LAB_RULE_H

#include "lab/world.h"

/* The rules of firewall.h at work. */
struct rule_verdict {
    const char *why; /* NULL: accepted; else the label of who decided */
    bool denied;     /* the call itself fails */
};

/*
 * Decides about a packet at a hook and sends what the rule says about it.
 * The packet stays the caller's.
 */
struct rule_verdict rule_filter(struct lab_node *node, enum lab_hook hook,
                                const struct packet *packet);

/* Redirects it, or brings an answer back under the address asked for. */
void rule_translate(struct lab_node *node, enum lab_hook hook,
                    struct packet *packet);

void rule_release_all(struct lab_node *node);

#endif
