#include <stdio.h>

#include "app/session.h"
#include "catalog/scenarios.h"
#include "no_sockets.h"
#include "report/report.h"
#include "truth.h"

/*
 * Runs the program on every world of data/lab, with the kernel watching that
 * no socket is ever opened, and holds each verdict to its truth.
 *
 *   worlds_test [SCENARIO...]   those alone, with their reports
 */
struct tally {
    int passed;
    int failed;
};

/* What differs from the truth; the report for people goes into `report`. */
static void
run_scenario(const char *id, struct buffer *report, struct buffer *faults)
{
    static char *no_environment[] = { NULL };
    struct session_options options = { .lab = id };
    struct session session = { 0 };
    struct error error = { 0 };

    if (!session_open(&session, &options, no_environment, &error) ||
        !session_prepare(&session, &error)) {
        buffer_printf(faults, "  %s\n", error.text);
    } else {
        session_check(&session, NULL, NULL, NULL);
        /* Its title and its story are no part of what was found. */
        session.run.simulation = NULL;
        text_report_write(&session.run, session.diagnosis, report);
        truth_compare(&session, buffer_text(report), faults);
    }
    session_close(&session);
}

static void
judge(const char *id, bool aloud, struct tally *tally)
{
    struct buffer report = { 0 };
    struct buffer faults = { 0 };

    run_scenario(id, &report, &faults);
    if (aloud)
        fputs(buffer_text(&report), stdout);
    if (faults.length > 0) {
        printf("%s: FAILED\n%s", id, buffer_text(&faults));
        tally->failed++;
    } else {
        tally->passed++;
    }
    buffer_release(&report);
    buffer_release(&faults);
}

int
main(int argc, char **argv)
{
    struct tally tally = { 0 };

    if (!no_sockets_begin() || !no_sockets_hold()) {
        puts("the kernel does not keep sockets from us");
        return 1;
    }
    for (int i = 1; i < argc; i++)
        judge(argv[i], true, &tally);
    for (size_t i = 0; argc == 1 && i < catalog_scenario_count(); i++)
        judge(catalog_scenario_id(i), false, &tally);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed > 0;
}
