#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session.h"
#include "catalog/scenarios.h"
#include "no_sockets.h"
#include "report/report.h"
#include "truth.h"

/*
 * Runs the program on every world of data/lab, with the kernel watching that
 * no socket is ever opened, and holds each verdict to its truth. Those whose
 * rule does not exist yet stand in not_yet.txt, one to a line; one that has
 * come true must leave the list, so it only shrinks.
 *
 *   worlds_test [SCENARIO...]   those alone, with their reports
 */
enum { LONGEST_ID = 64 };

struct tally {
    int passed;
    int failed;
    int not_yet;
};

static bool
is_not_yet(const char *id)
{
    FILE *list = fopen(NOT_YET, "r");
    char line[LONGEST_ID + 2];
    bool found = false;

    while (list != NULL && !found && fgets(line, sizeof line, list) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        found = strcmp(line, id) == 0;
    }
    if (list != NULL)
        fclose(list);
    return found;
}

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
    bool expected = is_not_yet(id);

    run_scenario(id, &report, &faults);
    if (aloud)
        fputs(buffer_text(&report), stdout);
    if (expected && faults.length == 0) {
        printf("%s: has come true; take it off not_yet.txt\n", id);
        tally->failed++;
    } else if (expected) {
        printf("%s: not yet\n%s", id, aloud ? buffer_text(&faults) : "");
        tally->not_yet++;
    } else if (faults.length > 0) {
        printf("%s: FAILED\n%s", id, buffer_text(&faults));
        tally->failed++;
    } else {
        tally->passed++;
    }
    buffer_release(&report);
    buffer_release(&faults);
}

/* A name on the list that is no scenario would stay there for ever. */
static void
judge_list(struct tally *tally)
{
    FILE *list = fopen(NOT_YET, "r");
    char line[LONGEST_ID + 2];

    while (list != NULL && fgets(line, sizeof line, list) != NULL) {
        bool known = false;

        line[strcspn(line, "\n")] = '\0';
        for (size_t i = 0; i < catalog_scenario_count(); i++)
            known = known || strcmp(line, catalog_scenario_id(i)) == 0;
        if (known)
            continue;
        printf("not_yet.txt: there is no scenario \"%s\"\n", line);
        tally->failed++;
    }
    if (list != NULL)
        fclose(list);
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
    judge_list(&tally);
    printf("%d passed, %d failed, %d not yet\n", tally.passed, tally.failed,
           tally.not_yet);
    return tally.failed > 0;
}
