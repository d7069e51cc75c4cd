#ifndef TRANSCRIPT_RUN_COPY_H
#define TRANSCRIPT_RUN_COPY_H

#include "model/finding.h"

/*
 * A second run with the same facts, whose structs may be changed one by one
 * without touching the first: for the masked run that a screen shows while
 * the first goes on. What is under way is copied as it stands, too, which
 * nothing that is kept can say. Texts are shared, for whoever changes one
 * puts another in its place; so the copy must not outlive the original, nor
 * be gone on with by a driver.
 *
 * `copy` and `meaning` are empty before. `diagnosis` may be NULL, and
 * `meaning` stays empty then.
 */
void run_copy(struct run *copy, const struct run *run,
              struct diagnosis *meaning, const struct diagnosis *diagnosis);

#endif
