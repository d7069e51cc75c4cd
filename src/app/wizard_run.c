#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/wizard.h"
#include "base/memory.h"
#include "report/headline.h"
#include "report/terms.h"
#include "report/units.h"

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
    wizard_select_row(wizard, 0);
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
    keeping_set_round(wizard->session->options.keeping, wizard->watch.on);
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

    if (wizard->session->run.cancelled)
        return EXIT_STOPPED;
    return codes[wizard->session->diagnosis->outcome];
}

void
wizard_run_ended(struct wizard *wizard)
{
    session_conclude(wizard->session);
    wizard->run = RUN_ENDED;
    wizard_keep_rows(wizard);
    if (wizard->over == OVER_QUIT) /* nothing is lost any more */
        wizard->over = OVER_NONE;
    wizard->duration_ms = wizard->now_ms - wizard->started_ms;
    wizard->code = wizard_verdict_code(wizard);
    if (wizard->news.again > 0)
        wizard_say(wizard, "Checked again: %zu of %zu otherwise than before.",
                   wizard->news.changed, wizard->news.again);
    wizard_watch_ended(wizard);
}

void
wizard_stop(struct wizard *wizard)
{
    session_stop(wizard->session);
    wizard_run_ended(wizard);
}

enum { EARLIER_MOST = 40 }; /* verdicts */

/* The oldest lines go, however long it is watched. */
static void
bound_earlier(struct buffer *earlier)
{
    size_t lines = 0;
    const char *at = buffer_text(earlier) + earlier->length;

    while (at > earlier->data) {
        lines += at[-1] == '\n';
        if (lines > EARLIER_MOST)
            break;
        at--;
    }
    if (lines > EARLIER_MOST) {
        size_t kept = earlier->length - (size_t)(at - earlier->data);

        memmove(earlier->data, at, kept);
        buffer_cut(earlier, kept);
    }
}

/* "2026-11-24 12:00:00 UTC, FAULT FOUND: one sentence" */
void
wizard_keep_verdict(struct wizard *wizard)
{
    const struct session *session = wizard->session;
    struct buffer *out = &wizard->earlier;

    units_append_time(out, session->run.started / 1000);
    buffer_printf(out, ", %s: ", terms_verdict(session->diagnosis->outcome));
    headline_append(out, &session->run, session->diagnosis);
    buffer_append_byte(out, '\n');
    bound_earlier(out);
    if (session->diagnosis->outcome != VERDICT_HEALTHY ||
        wizard->before.headline == NULL)
        before_keep(&wizard->before, &session->run, session->diagnosis);
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
