#ifndef MODEL_GUIDE_VALUES_H
#define MODEL_GUIDE_VALUES_H

#include "model/guide.h"
#include "model/run.h"

/*
 * What the placeholders of the guide stand for in a run: those of the target,
 * or of the first target when it is NULL. The texts are put into the arena.
 */
struct guide_values guide_values_of(const struct run *run,
                                    const struct target *target,
                                    struct arena *arena);

/*
 * Whether a command of the guide fits the run: one that names a proxy or a
 * resolver needs one, and one that connects by itself is of no use where only
 * a proxy is let through.
 */
bool guide_command_fits(const struct guide_step *step, size_t index,
                        const struct guide_values *values);

#endif
