#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/report.h"

/*
 * The formats in which a run can leave the program, in one table that all
 * commands share. A format is one file of this room and one row.
 */
struct report_format {
    const char *id; /* of --format */
    void (*write)(const struct run *run, const struct diagnosis *diagnosis,
                  struct buffer *out);
};

extern const struct report_format report_formats[];
extern const size_t report_format_count;

/* The first format is the usual one. NULL: there is none of that id. */
const struct report_format *report_format_find(const char *id);

/* "text, markdown, html or json" */
void report_formats_list(struct buffer *out);

#endif
