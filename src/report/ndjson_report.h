#ifndef REPORT_NDJSON_REPORT_H
#define REPORT_NDJSON_REPORT_H

#include "base/buffer.h"
#include "model/event.h"
#include "model/finding.h"

/*
 * cdsdoctor.events/1: one JSON object on each line, told while it happens.
 * A first line of type "run"; one of type "check" as each check of an address
 * or a name ends, "probes" when things are tried again; at the end a "target"
 * for each endpoint, a "finding" for each cause and the "verdict".
 */
void ndjson_append_begin(struct buffer *out, const struct run *run);

/* Appends nothing for news that is no result. */
void ndjson_append_event(struct buffer *out, const struct event *event);

void ndjson_append_end(struct buffer *out, const struct run *run,
                       const struct diagnosis *diagnosis);

#endif
