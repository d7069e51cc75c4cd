#ifndef LAB_COMPANY_H
#define LAB_COMPANY_H

#include "lab/directory.h"
#include "lab/network.h"
#include "model/scenario.h"

/*
 * The nodes and wires of every world, as they are when all is well:
 *
 *   enforce -- router -- firewall -- provider -- exchange -- pki
 *                |                       |           |------ gateway-us
 *              office: two resolvers,    |           `------ ...
 *              the explicit proxy       web: a neutral host and resolver
 *
 * Every endpoint of the definitions is a site of its own. The addresses of
 * the service look like public ones, because the program judges private and
 * documentation addresses; they are made up, and no packet leaves the
 * process.
 */
struct company_site {
    const struct endpoint *endpoint;
    struct lab_node *node;
    struct lab_link *wire;
};

enum { COMPANY_OFFICE_WIRES = 3 };

struct company {
    struct lab *lab;
    const struct scenario *scenario;
    struct lab_node *places[PLACE_COUNT];
    struct lab_node *web;
    struct lab_link *wires[WIRE_COUNT]; /* not those of office and sites */
    struct lab_link *office[COMPANY_OFFICE_WIRES];
    struct company_site *sites; /* in the order of the endpoints */
    size_t site_count;
    struct lab_directory directory;
};

/* The hosts of the world that are not in the definitions. */
extern const char company_proxy_host[];   /* "proxy.corp.example" */
extern const char company_neutral_host[]; /* "www.example.net" */

/*
 * Builds it in the world. Of the scenario only the addresses of its services
 * and of its machine are minded. What is not of the world lives in the arena.
 */
void company_build(struct company *company, struct lab *lab,
                   struct arena *arena, const struct scenario *scenario);

/* The address of a place in that family; family none when it has none. */
struct address company_address(enum place place, enum family family);

/* The line of a wire in the healthy world. */
struct lab_line company_line(enum wire wire);

/* What lies outside of the company: a prefix of each family. */
enum { COMPANY_FAMILIES = 2 };
struct lab_prefix company_outside(size_t index);

#endif
