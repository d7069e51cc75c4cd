#ifndef LAB_DNS_END_H
#define LAB_DNS_END_H

#include "lab/directory.h"
#include "lab/network.h"
#include "model/scenario.h"

/*
 * A resolver of the world on port 53, UDP and TCP, of a node: tells the
 * truth of the directory, except where a row of the scenario says otherwise.
 * What it is given is borrowed until the world ends; the scenario may be
 * NULL. `at` is which resolver it is, so that it picks its own rows;
 * PLACE_NONE for one outside of the company, which knows no inside names.
 * A node has one at most.
 */
void dns_server_start(struct lab_node *node, enum place at,
                      const struct lab_directory *directory,
                      const struct scenario *scenario);

/*
 * The name service of a machine as glibc 2.36 has it (files, then dns): its
 * hosts file, then each resolver in turn, 5 s and two attempts each, A and
 * AAAA side by side, the search domain behind names without a dot at once
 * and behind others when they do not resolve.
 */
struct stub_host {
    const char *host;
    struct address address;
};

struct stub_settings {
    const struct stub_host *hosts;
    size_t host_count;
    const struct address *resolvers; /* the first three are used; none: the
                                      * machine itself, as glibc does */
    size_t resolver_count;
    const char *search; /* NULL: none */
    bool no_ipv4;       /* as AI_ADDRCONFIG: no address of that family */
    bool no_ipv6;
};

/* Copies the settings. Started again, it has new ones from then on. */
void stub_resolver_start(struct lab_node *node,
                         const struct stub_settings *settings);

#endif
