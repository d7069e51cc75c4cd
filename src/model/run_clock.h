#ifndef MODEL_RUN_CLOCK_H
#define MODEL_RUN_CLOCK_H

#include "model/run.h"

/*
 * The time at which a run began, for whatever is counted in days. It is that
 * of this machine, unless the service tells another.
 */

/* Offsets up to this many seconds are no matter. */
enum { CLOCK_TOLERANCE_S = 300 };

/* What the clock of this machine is off by is more than that. */
bool clock_is_off(int64_t offset_s);

/* Whether two offsets are the same as far as it matters. */
bool clocks_agree(int64_t offset_s, int64_t other_s);

/*
 * By how much the clock of this machine is ahead of that of the service; 0
 * when it is right, or when nobody tells. Only dates that came over a genuine
 * chain count, for those cannot have been set on the way, and only where all
 * of them agree.
 */
int64_t run_clock_offset_s(const struct run *run);

/* Unix seconds; with the offset taken off. */
int64_t run_began_s(const struct run *run);

#endif
