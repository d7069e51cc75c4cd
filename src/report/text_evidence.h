#ifndef REPORT_TEXT_EVIDENCE_H
#define REPORT_TEXT_EVIDENCE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "model/finding.h"

/*
 * The evidence of a finding as a list: each statement once, in the words of
 * the first place where it was seen, and where else it holds.
 */
void text_evidence_write(const struct run *run, const struct finding *finding,
                         struct buffer *out);

/* One kind of it, at most so many statements, without a title. */
void text_evidence_collect(struct buffer *out, const struct run *run,
                           const struct finding *finding,
                           enum evidence_kind kind, size_t most);

/*
 * Statement `index` with where else it holds, on one line. False, and nothing
 * is appended, when one before it has said the same.
 */
bool text_evidence_fill(struct buffer *line, const struct run *run,
                        const struct finding *finding, size_t index);

/* "What speaks for it" */
const char *text_evidence_title(enum evidence_kind kind);

#endif
