#ifndef TRANSCRIPT_JOURNAL_RESULT_H
#define TRANSCRIPT_JOURNAL_RESULT_H

#include <jansson.h>

#include "model/event.h"
#include "model/run_plan.h"
#include "transcript/run_store.h"

/*
 * What a journal says of a run before it has ended: what is going to be sent,
 * how the run stood at some moments, and between them each address that is
 * found and each check as it ends, with its facts and its place in the run. A
 * run that is cut off has left these, and seen.h puts it together again; one
 * that ends is kept as a whole.
 */
json_t *journal_plan(const struct run *run, bool probes);

/* The run as it stands, when it begins. */
json_t *journal_seen(const struct run *run);

/* What is planned besides, since so much was; NULL: see run_save_more. */
json_t *journal_more(const struct run *run, const struct run_extent *known);

/* Of an EVENT_PATH_FOUND. */
json_t *journal_path(const struct run *run, const struct event *event);

/* Of an EVENT_CHECK_ENDED. */
json_t *journal_result(const struct run *run, const struct event *event);

/* Of an EVENT_CHECKED_AGAIN. */
json_t *journal_again(const struct run *run, const struct event *event);

#endif
