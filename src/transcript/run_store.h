#ifndef TRANSCRIPT_RUN_STORE_H
#define TRANSCRIPT_RUN_STORE_H

#include <jansson.h>

#include "base/error.h"
#include "model/finding.h"

/*
 * A whole run and what it means as one JSON value, and back. What is loaded
 * gives the same reports as what was saved, byte for byte. The definitions
 * that a run refers to travel with it, so that it can be read by a program
 * that has others; those that are the same are those of the program again.
 *
 * Facts go through the tables of the model. Credentials are in no table.
 */
extern const char run_store_version[]; /* "cdsdoctor.run/1" */

/* Never fails; `diagnosis` is NULL before there is one. */
json_t *run_save(const struct run *run, const struct diagnosis *diagnosis);

/* How much of a run is known already: the first of each list. */
struct run_extent {
    size_t names;
    size_t targets;
    size_t probes;
};

/*
 * What has come to a run since: the lists "names", "targets" and "probes",
 * to be put behind those of what run_save gave before. NULL: they refer to
 * definitions that the run did not have, and it has to be saved as a whole.
 */
json_t *run_save_more(const struct run *run, const struct run_extent *known);

/*
 * Fills an empty run, which owns everything that it then points to, apart
 * from the definitions, which must outlive it. A failure leaves a run that
 * can only be released. Without a diagnosis in the value `diagnosis` stays
 * empty: whoever loads concludes anew. `diagnosis` may be NULL.
 *
 * The definitions of the run keep the version and the date of those it was
 * taken with; whoever shows the run can compare them to those in force.
 */
MUST_USE bool run_load(const json_t *value,
                       const struct definitions *definitions, struct run *run,
                       struct diagnosis *diagnosis, struct error *error);

#endif
