#ifndef REPORT_TIMELINE_WORDS_H
#define REPORT_TIMELINE_WORDS_H

#include "base/buffer.h"
#include "model/timeline.h"

/*
 * What happened over time, said: the same in the report of `watch` and on the
 * screen. A sentence each, without a newline at its end.
 */

/*
 * "between A and B: FAULT FOUND (cause), seen for 3 min in 4 rounds". When it
 * began lies between two rounds, and no closer.
 */
void timeline_append_episode(struct buffer *out,
                             const struct episode *episode);

/* Of how many changes only the number is known; nothing when of none. */
void timeline_append_forgotten(struct buffer *out,
                               const struct timeline *timeline);

/* "5 rounds; FAULT FOUND for 8 min; HEALTHY for 2 min." */
void timeline_append_sum(struct buffer *out, const struct timeline *timeline);

#endif
