#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buffer.h"
#include "model/comparison.h"
#include "model/finding.h"

/*
 * A finished run and its diagnosis as bytes; one file for each format. No
 * byte of a report can act on a terminal, but for the archive, which is no
 * text. formats.h has them in a table.
 */
typedef void report_writer(const struct run *run,
                           const struct diagnosis *diagnosis,
                           struct buffer *out);

/* For people: 72 columns, survives mail. */
report_writer text_report_write;

/* cdsdoctor.report/1 */
report_writer json_report_write;

/* For a ticket; nothing that others wrote becomes a link or a table. */
report_writer markdown_report_write;

/* One file without a script that asks for nothing else. */
report_writer html_report_write;

/* A test case for each check of each target, and one for the verdict. */
report_writer junit_report_write;

/* For the textfile collector of node_exporter. */
report_writer prometheus_report_write;

/* What a monitoring plugin prints; the state below is its exit code. */
report_writer monitoring_report_write;
enum monitoring_state {
    MONITORING_OK,
    MONITORING_WARNING,
    MONITORING_CRITICAL,
    MONITORING_UNKNOWN,
    MONITORING_STATE_COUNT
};
enum monitoring_state
monitoring_report_state(const struct run *run,
                        const struct diagnosis *diagnosis);
/* The line of a plugin that could not do its work. */
void monitoring_report_trouble(struct buffer *out, const char *text);

/* cdsdoctor.events/1, a run that has ended; ndjson_report.h tells one live. */
report_writer ndjson_report_write;

/* What a support case begins with: versions, symptom, verdict, evidence. */
report_writer support_report_write;

/* Every certificate that was shown, each with where and by whom. */
report_writer pem_report_write;

/* All of that as one archive, with a manifest of digests. */
report_writer zip_report_write;

/* One cause, for who wants to learn about it; no run is needed. */
void explain_report_write(const struct cause *cause, struct buffer *out);

/* What differs between two runs: as text, and as cdsdoctor.comparison/1. */
void compare_report_write(const struct comparison *comparison,
                          struct buffer *out);
void compare_json_write(const struct comparison *comparison,
                        struct buffer *out);

#endif
