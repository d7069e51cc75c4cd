#include "app/commands.h"
#include "app/keeping.h"
#include "app/wizard.h"
#include "base/memory.h"

static void
hear(void *context, const struct event *event)
{
    struct wizard *wizard = context;

    news_hear(&wizard->news, event);
}

/* On the network of the session before, where there was one. */
static bool
open_next(struct wizard *wizard, struct session *next, struct error *error)
{
    struct session_options options = questions_options(&wizard->questions);

    if (wizard->session == wizard->first)
        return session_open(next, &options, wizard->environment, error);
    return session_open_after(next, wizard->session, &options, error);
}

bool
wizard_plan(struct wizard *wizard)
{
    struct session *next = memory_new(1, sizeof *next);
    struct error error = { 0 };

    if (!open_next(wizard, next, &error)) {
        wizard_say(wizard, "%s", error.text);
        session_free(next);
        return false;
    }
    if (wizard->session != wizard->first)
        rounds_follow(&wizard->rounds, wizard->session,
                      wizard->run == RUN_ENDED);
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
    /* Verdicts about something else are another story. */
    if (wizard->is_changed)
        wizard->rounds.timeline = (struct timeline){ 0 };
    wizard->is_part = false;
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

/* Both of a change while watching are kept where transcripts are at all. */
static void
settle(struct wizard *wizard)
{
    const struct session *session = wizard->session;
    bool keeps = wizard->watch.on && wizard->first->options.keeping != NULL;
    struct buffer trouble = { 0 };

    /* The clock of the world, which may be a simulated one. */
    rounds_settle(&wizard->rounds, session,
                  wizard->is_part ? net_wall_ms(&session->stage.net)
                                  : session->run.started,
                  keeps ? wizard->environment : NULL, &trouble);
    if (trouble.length > 0)
        wizard_say(wizard, "%s.", buffer_text(&trouble));
    buffer_release(&trouble);
}

bool
wizard_has_before(const struct wizard *wizard)
{
    return wizard->run == RUN_ENDED && wizard->rounds.before != NULL;
}

void
wizard_run_ended(struct wizard *wizard)
{
    session_conclude(wizard->session);
    wizard->run = RUN_ENDED;
    wizard->revision++;
    wizard_keep_rows(wizard);
    if (wizard->over == OVER_QUIT) /* nothing is lost any more */
        wizard->over = OVER_NONE;
    wizard->duration_ms = wizard->now_ms - wizard->started_ms;
    wizard->code = wizard_verdict_code(wizard);
    if (wizard->news.again > 0)
        wizard_say(wizard, "Checked again: %zu of %zu otherwise than before.",
                   wizard->news.changed, wizard->news.again);
    settle(wizard);
    wizard_watch_ended(wizard);
}

void
wizard_stop(struct wizard *wizard)
{
    session_stop(wizard->session);
    wizard_run_ended(wizard);
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
    wizard->revision++;
    if (wizard->run == RUN_ENDED) {
        session_conclude(session);
        wizard->code = wizard_verdict_code(wizard);
    }
    return true;
}
