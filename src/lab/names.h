#ifndef LAB_NAMES_H
#define LAB_NAMES_H

#include "lab/network.h"

/*
 * The name service of a machine: what getaddrinfo would say there. The world
 * does not know how names are found; whoever builds it gives a function that
 * is asked and answers later: at once, after a timer, after asking a DNS
 * server of the world by lab_bind_udp, or never.
 */
typedef void (*lab_name_service)(struct lab_node *node, uint64_t question,
                                 const char *host, void *context);

/* Without one every name ends in EAI_AGAIN at once. */
void lab_set_name_service(struct lab_node *node, lab_name_service service,
                          void *context);

struct lab_names {
    int error;             /* EAI_*; 0: the addresses are the answer */
    const char *text;      /* words for the error; NULL: none */
    const char *canonical; /* or NULL */
    const struct address *addresses;
    size_t address_count;
};

/*
 * Answers a question; everything is copied. A question that nobody waits
 * for any more, or that was answered, is ignored.
 */
void lab_names_answer(struct lab_node *node, uint64_t question,
                      const struct lab_names *names);

/* Whether somebody still waits for it. */
bool lab_names_is_open(const struct lab_node *node, uint64_t question);

#endif
