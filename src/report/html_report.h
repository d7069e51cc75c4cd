#ifndef REPORT_HTML_REPORT_H
#define REPORT_HTML_REPORT_H

#include "base/buffer.h"
#include "model/finding.h"

/* A screen as it looked. */
struct html_screen {
    const char *title;
    const char *svg; /* a whole SVG document */
};

/*
 * The HTML report with screens. An SVG becomes an image within the file: as
 * such it can run no script and load nothing, whatever it holds.
 */
void html_report_write_with(const struct run *run,
                            const struct diagnosis *diagnosis,
                            const struct html_screen *screens,
                            size_t screen_count, struct buffer *out);

#endif
