#ifndef REPORT_TEXT_SECTIONS_H
#define REPORT_TEXT_SECTIONS_H

#include "base/buffer.h"
#include "model/finding.h"

/*
 * The parts of the text report, in the order in which a reader needs them.
 * Each appends its heading and what belongs under it, or nothing at all.
 */

/* The verdict: what, who, how sure, why, what to do. */
void text_findings_write_verdict(const struct run *run,
                                 const struct diagnosis *diagnosis,
                                 struct buffer *out);

/* Everything else that was found, in short. */
void text_findings_write_others(const struct run *run,
                                const struct diagnosis *diagnosis,
                                struct buffer *out);

/* The texts to send to those who can fix it. */
void text_findings_write_requests(const struct run *run,
                                  const struct diagnosis *diagnosis,
                                  struct buffer *out);

/* Whether a finding has such a text, and the text alone, wrapped. */
bool text_findings_has_request(const struct run *run,
                               const struct diagnosis *diagnosis,
                               const struct finding *finding);
void text_findings_fill_request(struct buffer *out, const struct run *run,
                                const struct finding *finding);

/* What was seen at each endpoint that did not answer as it should. */
void text_targets_write(const struct run *run, struct buffer *out);

/* How far it is to whoever answers, a row each hop, where that was asked. */
void text_hops_write(const struct run *run, struct buffer *out);

/* All endpoints, a row each. */
void text_table_write(const struct run *run, struct buffer *out);

/* What the operator's own files say: the bundle and the logs. */
void text_files_write(const struct run *run, struct buffer *out);

/* What the operator wrote down, each note with its time and step. */
void text_notes_write(const struct run *run, struct buffer *out);
/* "2026-11-24 12:00:00 UTC, step 5" */
void note_append_place(struct buffer *out, const struct note *note);

/* That nothing of this is real, when it is not. */
void text_machine_write_simulation(const struct run *run, struct buffer *out);

/* When, where and with what this was found. */
void text_machine_write(const struct run *run, struct buffer *out);

#endif
