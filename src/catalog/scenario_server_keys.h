#ifndef CATALOG_SCENARIO_SERVER_KEYS_H
#define CATALOG_SCENARIO_SERVER_KEYS_H

#include "catalog/yaml_schema.h"

/*
 * What answers in a scenario: the services, boxes on the way, resolvers and
 * the company's proxy. The structs are those of model/scenario.h. Whoever is
 * not the service signs with an authority of its own unless the file says
 * otherwise: the decoder fills that in.
 */
extern const struct yaml_shape scenario_service_shape;
extern const struct yaml_shape scenario_box_shape;
extern const struct yaml_shape scenario_answer_shape;
extern const struct yaml_shape scenario_proxy_shape;

#endif
