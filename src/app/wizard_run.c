#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/wizard.h"
#include "base/clock.h"
#include "base/memory.h"
#include "report/headline.h"
#include "report/report.h"
#include "report/terms.h"
#include "report/units.h"
#include "ui/rows_view.h"

enum { WATCH_MS = 30 * 1000 };

static void
hear(void *context, const struct event *event)
{
    struct wizard *wizard = context;

    news_hear(&wizard->news, event);
}

bool
wizard_plan(struct wizard *wizard)
{
    struct session_options options = questions_options(&wizard->questions);
    struct session *next = memory_new(1, sizeof *next);
    struct error error = { 0 };

    if (!session_open(next, &options, wizard->environment, &error)) {
        wizard_say(wizard, "%s", error.text);
        session_close(next);
        free(next);
        return false;
    }
    if (wizard->session != wizard->first) {
        session_close(wizard->session);
        free(wizard->session);
    }
    wizard->session = next;
    wizard->run = RUN_PLANNED;
    wizard->stopped = false;
    wizard->selected = 0;
    wizard->has_pointer = false;
    news_release(&wizard->news);
    return true;
}

void
wizard_begin(struct wizard *wizard)
{
    struct error error = { 0 };

    if (!session_prepare(wizard->session, &error)) {
        wizard_say(wizard, "%s", error.text);
        if (wizard_plan(wizard))
            wizard_say(wizard, "%s", error.text);
        return;
    }
    session_begin(wizard->session, hear, wizard);
    wizard->run = RUN_UNDER_WAY;
    wizard->code = EXIT_STOPPED; /* until it comes to its end */
    wizard->is_changed = false;
    wizard->news_follow = true;
    wizard->started_ms = wizard->now_ms;
    if (wizard->step < GUIDE_NAMES)
        wizard_go(wizard, GUIDE_NAMES);
}

int
wizard_verdict_code(const struct wizard *wizard)
{
    static const int codes[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = EXIT_HEALTHY,
        [VERDICT_FAULT] = EXIT_FAULT,
        [VERDICT_INCONCLUSIVE] = EXIT_INCONCLUSIVE,
    };

    if (wizard->stopped)
        return EXIT_STOPPED;
    return codes[wizard->session->diagnosis->outcome];
}

/* Where it was ill before and is well now, that is what was waited for. */
static void
watch_end(struct wizard *wizard)
{
    const struct diagnosis *diagnosis = wizard->session->diagnosis;

    if (!wizard->watching)
        return;
    if (diagnosis->outcome != VERDICT_HEALTHY) {
        wizard->again_ms = wizard->now_ms + WATCH_MS;
        return;
    }
    wizard->watching = false;
    wizard->again_ms = 0;
    wizard->wish.bell = true;
    wizard_say(wizard, "All is healthy now. Step 9 has what was found "
                       "before.");
}

void
wizard_run_ended(struct wizard *wizard)
{
    session_conclude(wizard->session);
    wizard->run = RUN_ENDED;
    if (wizard->over == OVER_QUIT) /* nothing is lost any more */
        wizard->over = OVER_NONE;
    wizard->duration_ms = wizard->now_ms - wizard->started_ms;
    wizard->code = wizard_verdict_code(wizard);
    watch_end(wizard);
}

void
wizard_stop(struct wizard *wizard)
{
    session_stop(wizard->session);
    wizard->stopped = true;
    wizard_run_ended(wizard);
}

/* "2026-11-24 12:00:00 UTC  FAULT FOUND  one sentence" */
static void
keep_verdict(struct wizard *wizard)
{
    const struct session *session = wizard->session;
    struct buffer *out = &wizard->earlier;

    units_append_time(out, session->run.started / 1000);
    buffer_printf(out, ", %s: ", terms_verdict(session->diagnosis->outcome));
    headline_append(out, &session->run, session->diagnosis);
    buffer_append_byte(out, '\n');
}

void
wizard_again(struct wizard *wizard)
{
    size_t selected = wizard->selected;

    wizard->again_ms = 0;
    if (wizard->run == RUN_UNDER_WAY) {
        wizard_say(wizard, "The checks are still under way.");
        return;
    }
    if (wizard->run != RUN_ENDED || wizard->is_changed) {
        wizard_say(wizard, "First agree to the plan, in step 2.");
        return;
    }
    keep_verdict(wizard);
    if (!wizard_plan(wizard))
        return;
    wizard_begin(wizard);
    wizard->selected = selected;
}

bool
wizard_take_answers(struct wizard *wizard)
{
    struct session *session = wizard->session;
    struct session_options options = questions_options(&wizard->questions);
    struct error error = { 0 };

    if (!session_answer(session, &options, &error)) {
        wizard_say(wizard, "%s", error.text);
        return false;
    }
    if (wizard->run == RUN_ENDED) {
        session_conclude(session);
        wizard->code = wizard_verdict_code(wizard);
    }
    return true;
}

static bool
save_one(struct wizard *wizard, const char *stem, const char *kind,
         void (*write)(const struct run *, const struct diagnosis *,
                       struct buffer *),
         struct error *error)
{
    const struct session *session = wizard->session;
    struct buffer path = { 0 };
    struct buffer bytes = { 0 };
    bool written;

    buffer_printf(&path, "%s.%s", stem, kind);
    write(&session->run, session->diagnosis, &bytes);
    written = output_write(buffer_text(&path), &bytes, error);
    if (written)
        keeping_export(session->options.keeping, buffer_text(&path),
                       bytes.length);
    buffer_release(&path);
    buffer_release(&bytes);
    return written;
}

void
wizard_save(struct wizard *wizard)
{
    enum { DATE = 10, HOUR_AT = 11, MINUTE_AT = 14, SECOND_AT = 17 };
    char stem[64];
    char time[CLOCK_TEXT_SIZE];
    struct error error = { 0 };

    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no result to save yet.");
        return;
    }
    clock_format(clock_wall_ms() / 1000, time);
    snprintf(stem, sizeof stem, "cdsdoctor-%.10s-%.2s%.2s%.2s", time,
             time + HOUR_AT, time + MINUTE_AT, time + SECOND_AT);
    if (save_one(wizard, stem, "txt", text_report_write, &error) &&
        save_one(wizard, stem, "json", json_report_write, &error))
        wizard_say(wizard, "Saved %s.txt and %s.json in this directory.", stem,
                   stem);
    else
        wizard_say(wizard, "%s", error.text);
}
