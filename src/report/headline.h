#ifndef REPORT_HEADLINE_H
#define REPORT_HEADLINE_H

#include "base/buffer.h"
#include "model/finding.h"

/*
 * The verdict in one plain sentence, the same in every format, and what
 * belongs to it. Where a cause was found the words are its own.
 */
void headline_append(struct buffer *out, const struct run *run,
                     const struct diagnosis *diagnosis);

/*
 * The finding that is the verdict, or the reason why there is none; NULL when
 * neither was found.
 */
const struct finding *headline_finding(const struct diagnosis *diagnosis);

/* The id of its cause; NULL likewise. */
const char *headline_cause(const struct diagnosis *diagnosis);

/* How sure the verdict is, whatever it is. */
enum confidence headline_confidence(const struct run *run,
                                    const struct diagnosis *diagnosis);

/* The summary of a finding, filled in; its id when the data have none. */
void headline_append_summary(struct buffer *out, const struct run *run,
                             const struct finding *finding);

/* A required endpoint that did not come through every check. */
bool headline_is_in_doubt(const struct run *run, const struct target *target);

#endif
