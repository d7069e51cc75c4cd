#ifndef LAB_SCENARIO_NETWORK_H
#define LAB_SCENARIO_NETWORK_H

#include "lab/company.h"

/*
 * What a scenario changes about wires, nodes, routes and packet filters, put
 * into a healthy world that nobody uses yet.
 */
void scenario_network_apply(struct company *company);

#endif
