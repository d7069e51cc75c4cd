#ifndef APP_KEPT_RUN_H
#define APP_KEPT_RUN_H

#include "model/finding.h"
#include "transcript/transcript.h"

/* Whether the transcript has a run, one that ended or one that was cut off. */
bool kept_run_is_there(const struct transcript *transcript);

/*
 * Loads the run of a transcript, as run_load does. One that was cut off is
 * ended early, and judged as one that was stopped.
 */
MUST_USE bool kept_run_load(const struct transcript *transcript,
                            const struct definitions *definitions,
                            struct run *run, struct diagnosis *diagnosis,
                            struct error *error);

#endif
