#ifndef CATALOG_SCENARIO_NETWORK_KEYS_H
#define CATALOG_SCENARIO_NETWORK_KEYS_H

#include "catalog/yaml_schema.h"

/*
 * The machine and the ways of a scenario: what carries packets and what
 * stops them. The structs are those of model/scenario.h.
 */
extern const struct yaml_shape scenario_machine_shape;
extern const struct yaml_shape scenario_wire_shape;
extern const struct yaml_shape scenario_node_shape;
extern const struct yaml_shape scenario_route_shape;
extern const struct yaml_shape scenario_filter_shape;

#endif
