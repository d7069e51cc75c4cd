#ifndef TRANSCRIPT_RUN_LINKS_H
#define TRANSCRIPT_RUN_LINKS_H

#include "model/finding.h"
#include "transcript/json_reader.h"

/*
 * How the parts of a run that is being loaded come to know each other, and
 * what is said of them: the tables of names and users, references by
 * position, the diagnosis.
 */

/* False when another name of the run has that host already. */
MUST_USE bool run_link_name(struct run *run, struct name *name);
void run_link_target(struct run *run, struct target *target);

/* The member "target", and a path by its place; NULL: nothing is said. */
MUST_USE bool run_links_target(const struct json_reader *reader,
                               const json_t *object, const struct run *run,
                               struct target **into);
MUST_USE bool run_links_path(const struct json_reader *reader,
                             const json_t *object, const char *name,
                             const struct run *run, struct path **into);

/* Without the member the diagnosis stays as it is. */
MUST_USE bool run_links_diagnosis(const struct json_reader *reader,
                                  const json_t *root, struct run *run,
                                  struct diagnosis *diagnosis);

#endif
