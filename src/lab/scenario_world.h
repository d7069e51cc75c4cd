#ifndef LAB_SCENARIO_WORLD_H
#define LAB_SCENARIO_WORLD_H

#include "base/buffer.h"
#include "lab/lab.h"
#include "model/machine.h"
#include "model/scenario.h"

/*
 * A scenario as a world that can be used: network, servers, and the Enforce
 * server in it on which programs run. One call builds it, one ends it.
 */
struct scenario_world;

/*
 * The scenario and its definitions are borrowed and must outlive the world.
 * The seed of the options is used when the scenario names none.
 */
struct scenario_world *scenario_world_new(const struct scenario *scenario,
                                          const struct lab_options *options);
/* Accepts NULL. */
void scenario_world_free(struct scenario_world *world);

struct lab *scenario_world_lab(struct scenario_world *world);

/* The network as programs on its Enforce server see it. */
struct net scenario_world_net(struct scenario_world *world);

/* What is found on that server; the texts go into the arena. */
void scenario_world_machine(struct scenario_world *world, struct arena *arena,
                            struct machine *machine);

/* The certificates in its trust store, PEM; as long as the world. */
const char *scenario_world_store(const struct scenario_world *world,
                                 size_t *length);

/*
 * The roots that genuine chains of this world end in: put in place of those
 * of the definitions. Texts and rows go into the arena.
 */
void scenario_world_roots(struct scenario_world *world, struct arena *arena,
                          struct definitions *definitions);

#endif
