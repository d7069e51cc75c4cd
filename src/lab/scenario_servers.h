#ifndef LAB_SCENARIO_SERVERS_H
#define LAB_SCENARIO_SERVERS_H

#include "lab/company.h"
#include "lab/pki.h"

/*
 * Everything that speaks in a world: the service's endpoints, resolvers, the
 * explicit proxy, the boxes on the way, and the neutral host; as they are
 * when all is well, except for what the scenario says. What lives as long as
 * the world is the arena's.
 */
void scenario_servers_start(struct company *company, struct arena *arena,
                            struct lab_pki *pki);

#endif
