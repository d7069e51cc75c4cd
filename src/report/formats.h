#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/extras.h"
#include "report/report.h"

/*
 * The formats in which a run can leave the program, in one table that check,
 * lab, the wizard and the line mode share. A format is one file of this room
 * and one row.
 */
struct report_format {
    const char *id;        /* of --format */
    const char *title;     /* "HTML, one file that prints well" */
    const char *file;      /* its name within the archive, and how ... */
    const char *extension; /* ... any file of the format ends */
    report_writer *write;
    report_writer_with *write_with; /* NULL: there is no room for extras */
    bool has_screens;               /* they have room for these, too */
};

extern const struct report_format report_formats[];
extern const size_t report_format_count;

/* The first format is the usual one. NULL: there is none of that id. */
const struct report_format *report_format_find(const char *id);

/* In the format, with what it has room for; extras may be NULL. */
void report_format_write(const struct report_format *format,
                         const struct run *run,
                         const struct diagnosis *diagnosis,
                         const struct report_extras *extras,
                         struct buffer *out);

/* "text, markdown, html or json" */
void report_formats_list(struct buffer *out);

/* "cdsdoctor-20261124-120000", of the time at which the run began. */
void report_file_stem(struct buffer *out, const struct run *run);

/* What the name of that format has behind it: "", or "-support". */
void report_file_kind(struct buffer *out, const struct report_format *format);

#endif
