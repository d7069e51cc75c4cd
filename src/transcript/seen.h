#ifndef TRANSCRIPT_SEEN_H
#define TRANSCRIPT_SEEN_H

#include <jansson.h>

#include "transcript/json_reader.h"

/*
 * The run of a transcript while it goes on, put together from its records
 * (journal_result.h): a value for run_load in which what has ended stands at
 * its place. All of it may come from anywhere: a place that is not there is
 * an error, and what stands at it is judged by run_load.
 */

/* A "more" record: names, targets and probes that have come. */
MUST_USE bool seen_take_more(json_t *seen, const struct json_reader *reader,
                             const json_t *line);

/* A "path" record: another address of a target. */
MUST_USE bool seen_take_path(json_t *seen, const struct json_reader *reader,
                             const json_t *line);

/* A "result" record; one without a place is of what is checked once more. */
MUST_USE bool seen_take_result(json_t *seen, const struct json_reader *reader,
                               const json_t *line);

/* An "again" record: what was checked once more takes the place of the old. */
MUST_USE bool seen_take_again(json_t *seen, const struct json_reader *reader,
                              const json_t *line);

#endif
