#ifndef DIAGNOSIS_DIAGNOSIS_H
#define DIAGNOSIS_DIAGNOSIS_H

#include "base/arena.h"
#include "model/finding.h"

/*
 * Concludes what a finished run means. Pure: the same run gives the same
 * diagnosis; nothing is asked, printed or worded. Authenticity is judged
 * before reachability, a consequence is folded into its cause, and healthy
 * needs positive evidence from every required target.
 */
struct diagnosis *diagnosis_conclude(const struct run *run,
                                     struct arena *arena);

#endif
