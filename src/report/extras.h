#ifndef REPORT_EXTRAS_H
#define REPORT_EXTRAS_H

#include "base/buffer.h"
#include "model/finding.h"

/*
 * What can be added to a report of a run because somebody was there: how it
 * looked, what was written down. Whoever passes a report on under other names
 * adds only what has these other names.
 */
struct report_screen {
    const char *file;  /* "1-verdict": its name in an archive */
    const char *title; /* "The verdict" */
    const char *svg;   /* a whole SVG document */
};

struct report_extras {
    const struct report_screen *screens;
    size_t screen_count;
    const struct buffer *recording;  /* asciicast version 2; NULL: none */
    const struct buffer *transcript; /* lines of a journal; NULL: none */
    const struct buffer *support;    /* as the operator left it; NULL */
};

/* A report with what the format has room for; extras may be NULL. */
typedef void report_writer_with(const struct run *run,
                                const struct diagnosis *diagnosis,
                                const struct report_extras *extras,
                                struct buffer *out);

/*
 * The screens become images within the file: as such an SVG can run no script
 * and load nothing, whatever it holds.
 */
report_writer_with html_report_write_with;

/* Everything in files of their own, and in the manifest. */
report_writer_with zip_report_write_with;

/* An edited summary is as it was left. */
report_writer_with support_report_write_with;

#endif
