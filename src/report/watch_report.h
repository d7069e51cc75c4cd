#ifndef REPORT_WATCH_REPORT_H
#define REPORT_WATCH_REPORT_H

#include "base/buffer.h"
#include "model/comparison.h"
#include "model/timeline.h"

/*
 * What `watch` says: as each round ends, and at the end of all. Text is for
 * people and says only what is news; NDJSON has a line for each round.
 */
struct watch_round {
    const struct run *run;
    const struct diagnosis *diagnosis;
    const struct timeline *timeline;     /* with this round */
    const struct comparison *comparison; /* to the one before; NULL: same */
    const char *kept_before; /* files of the two that differ; NULL: none */
    const char *kept_after;
};

struct watch_format {
    const char *name;
    void (*round)(const struct watch_round *round, struct buffer *out);
    void (*end)(const struct timeline *timeline, struct buffer *out);
};

/* The format of that name; NULL: there is none. */
const struct watch_format *watch_format_find(const char *name);

#endif
