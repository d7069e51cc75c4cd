#ifndef DIAGNOSIS_PLAN_PARTS_H
#define DIAGNOSIS_PLAN_PARTS_H

#include "model/run.h"

/*
 * The parts of the plan. Each adds what is to be tried next, as soon as it is
 * known what has come of that before, and returns whether it did.
 */

/* plan_paths.c */

/* Of paths that have failed. */
bool plan_paths(struct run *run);

/* plan_large.c */

/* Of those that work, where the console complains. */
bool plan_large_packets(struct run *run);

/* plan_names.c */

/* Names that nobody has. */
bool plan_random_names(struct run *run);
/* The name of the target again, when it was not resolved. */
bool plan_ask_again(struct run *run, const struct target *target);
/* One question, put to each server in several ways. */
bool plan_vary_question(struct run *run);

/* plan_also.c */

/* A connection to an address that nobody has. */
bool plan_reserved(struct run *run);
/* Connections that are left idle. */
bool plan_hold(struct run *run);

/* plan.c */

/* A path of the target by which it answered as it should; NULL: none. */
struct path *plan_proven_path(const struct target *target);

#endif
