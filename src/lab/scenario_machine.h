#ifndef LAB_SCENARIO_MACHINE_H
#define LAB_SCENARIO_MACHINE_H

#include "lab/company.h"
#include "model/machine.h"

/*
 * The Enforce server of a world: what it lacks, how its name service is set,
 * and what somebody who looks at it finds. The variables of its environment
 * are not filled in; they are the scenario's, to be read by whoever reads
 * environments.
 */
void scenario_machine_apply(struct company *company, struct arena *arena);

/* `now` is the time of day as that machine has it, Unix seconds. */
void scenario_machine_describe(const struct scenario *scenario,
                               struct arena *arena, int64_t now,
                               int64_t store_bytes, struct machine *machine);

#endif
