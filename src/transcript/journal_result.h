#ifndef TRANSCRIPT_JOURNAL_RESULT_H
#define TRANSCRIPT_JOURNAL_RESULT_H

#include <jansson.h>

#include "model/event.h"
#include "model/run_plan.h"

/*
 * What a journal says of a run before it has ended: what is going to be sent,
 * and each check as it ends, with its facts. A run that is cut off has left
 * these; one that ends is kept as a whole.
 */

/* Of an EVENT_CHECK_ENDED. */
json_t *journal_result(const struct event *event);

json_t *journal_plan(const struct run *run, bool probes);

#endif
