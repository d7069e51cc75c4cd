#ifndef APP_RUN_SCREENS_H
#define APP_RUN_SCREENS_H

#include "model/finding.h"
#include "report/formats.h"

/*
 * The screens of the wizard that tell most about a run that has ended, as
 * pictures for a report: the verdict, the table at the step where it goes
 * wrong, the evidence of the row that shows it, the path, the text to send.
 * They are drawn here from the run alone, so every report has them, also that
 * of a check without a screen, and those of a masked copy have its names.
 */
enum { RUN_SCREENS_MOST = 5 };

struct run_screens {
    struct buffer svgs[RUN_SCREENS_MOST];
    struct report_screen screens[RUN_SCREENS_MOST];
    size_t count;
};

/* The screens must be all zero; run_screens_release ends them. */
void run_screens_draw(struct run_screens *screens, const struct run *run,
                      const struct diagnosis *diagnosis);
void run_screens_release(struct run_screens *screens);

/*
 * The report in that format, with these screens where it has room for them
 * and with what else there is; `more` may be NULL.
 */
void run_screens_report(const struct report_format *format,
                        const struct run *run,
                        const struct diagnosis *diagnosis,
                        const struct report_extras *more, struct buffer *out);

#endif
