#include "app/wizard.h"
#include "report/headline.h"
#include "report/terms.h"
#include "report/units.h"

static enum style
style_of(enum verdict_outcome verdict)
{
    static const enum style styles[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = STYLE_GOOD,
        [VERDICT_FAULT] = STYLE_BAD,
        [VERDICT_INCONCLUSIVE] = STYLE_WARN,
    };

    return styles[verdict];
}

/* "2026-11-24 12:00:00 UTC, HEALTHY" and what that was in a sentence. */
static void
add_run(struct sheet *sheet, const char *title, int64_t at,
        enum verdict_outcome verdict, const char *headline)
{
    struct buffer line = { 0 };

    sheet_add(sheet, STYLE_HEADING, 0, 0, title);
    units_append_time(&line, at);
    buffer_printf(&line, ", %s", terms_verdict(verdict));
    sheet_add(sheet, style_of(verdict), 2, 2, buffer_text(&line));
    sheet_add(sheet, STYLE_PLAIN, 2, 2, headline);
    sheet_space(sheet);
    buffer_release(&line);
}

static const char *
said(const struct result *result)
{
    if (result->reason != REASON_NONE)
        return reason_phrase(result->reason);
    return result->outcome == OUTCOME_PASS ? "good"
                                           : terms_outcome(result->outcome);
}

static enum style
style_now(const struct result *result)
{
    if (result->outcome == OUTCOME_PASS)
        return STYLE_GOOD;
    return result->outcome == OUTCOME_FAIL ? STYLE_BAD : STYLE_PLAIN;
}

/* Returns whether anything of the target is otherwise now. */
static bool
add_target(struct sheet *sheet, const struct target *target,
           const struct before_row *row)
{
    bool any = false;

    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result now = target_result(target, (enum check_id)check);

        if (!before_differs(&row->results[check], &now))
            continue;
        if (!any)
            sheet_print(sheet, STYLE_STRONG, 0, 2, "%s:%u",
                        target->endpoint->host,
                        (unsigned)target->endpoint->port);
        any = true;
        sheet_print(sheet, style_now(&now), 2, 8, "%-5s before: %s; now: %s",
                    words_id(&check_words, check), said(&row->results[check]),
                    said(&now));
    }
    return any;
}

void
wizard_words_changes(const struct wizard *wizard, struct sheet *sheet)
{
    const struct before *before = &wizard->before;
    const struct session *session = wizard->session;
    const struct run *run = &session->run;
    struct buffer headline = { 0 };
    size_t same = 0;

    if (before->headline == NULL || wizard->run != RUN_ENDED)
        return;
    headline_append(&headline, run, session->diagnosis);
    add_run(sheet, "Before", before->at, before->outcome, before->headline);
    add_run(sheet, "Now", run->started / 1000, session->diagnosis->outcome,
            buffer_text(&headline));
    buffer_release(&headline);
    sheet_add(sheet, STYLE_HEADING, 0, 0, "What has changed");
    for (size_t i = 0; i < run->target_count; i++) {
        const struct before_row *row = before_find(before, run->targets[i]);

        if (row == NULL)
            sheet_print(sheet, STYLE_PLAIN, 0, 2, "%s: new",
                        run->targets[i]->endpoint->host);
        else
            same += !add_target(sheet, run->targets[i], row);
    }
    if (same > 0)
        sheet_print(sheet, STYLE_DIM, 0, 0, "%zu of %zu: as before.", same,
                    run->target_count);
}
