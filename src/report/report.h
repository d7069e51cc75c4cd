#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buffer.h"
#include "model/comparison.h"
#include "model/finding.h"

/*
 * A finished run and its diagnosis as bytes; one file for each format. No
 * byte of a report can act on a terminal.
 */
void text_report_write(const struct run *run,
                       const struct diagnosis *diagnosis, struct buffer *out);

/* One cause, for who wants to learn about it; no run is needed. */
void explain_report_write(const struct cause *cause, struct buffer *out);

/* cdsdoctor.report/1 */
void json_report_write(const struct run *run,
                       const struct diagnosis *diagnosis, struct buffer *out);

/* What differs between two runs: as text, and as cdsdoctor.comparison/1. */
void compare_report_write(const struct comparison *comparison,
                          struct buffer *out);
void compare_json_write(const struct comparison *comparison,
                        struct buffer *out);

#endif
