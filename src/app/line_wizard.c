#include "app/line_wizard.h"

#include <unistd.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/keeping.h"
#include "app/line_rounds.h"
#include "app/line_view.h"
#include "app/output.h"
#include "app/version.h"
#include "report/text_sections.h"
#include "report/text_wrap.h"

/* The way, in order. A station belongs to a step and is of one kind. */
enum station_kind { ASKS, PLANS, SHOWS, JUDGES, HANDS_OVER };

struct station {
    enum guide_step_id step;
    enum station_kind kind;
    enum guide_question_id question; /* of one that asks */
};

static const struct station stations[] = {
    { GUIDE_SYMPTOM, ASKS, QUESTION_STATUS },
    { GUIDE_SYMPTOM, ASKS, QUESTION_EVENT },
    { GUIDE_SYMPTOM, ASKS, QUESTION_EVENT_TEXT },
    { GUIDE_SYMPTOM, ASKS, QUESTION_HISTORY },
    { GUIDE_SERVICE, ASKS, QUESTION_SERVICE },
    { GUIDE_SERVICE, ASKS, QUESTION_REGION },
    { GUIDE_SERVICE, ASKS, QUESTION_ROUTE },
    { GUIDE_SERVICE, ASKS, QUESTION_PROXY_URL },
    { GUIDE_SERVICE, PLANS },
    { GUIDE_NAMES, SHOWS },
    { GUIDE_REACHABILITY, SHOWS },
    { GUIDE_CERTIFICATES, SHOWS },
    { GUIDE_ANSWERS, SHOWS },
    { GUIDE_PATH, SHOWS },
    { GUIDE_ENROLMENT, ASKS, QUESTION_BUNDLE_ISSUED },
    { GUIDE_ENROLMENT, ASKS, QUESTION_CERTIFICATE_EXPIRES },
    { GUIDE_ENROLMENT, ASKS, QUESTION_BINDING },
    { GUIDE_ENROLMENT, ASKS, QUESTION_DLP_VERSION },
    { GUIDE_ENROLMENT, ASKS, QUESTION_INSTALLATION },
    { GUIDE_ENROLMENT, ASKS, QUESTION_BUNDLE },
    { GUIDE_ENROLMENT, ASKS, QUESTION_LOGS },
    { GUIDE_VERDICT, JUDGES },
    { GUIDE_HAND_OVER, HANDS_OVER },
};

enum { STATIONS = sizeof stations / sizeof stations[0] };

static bool
station_applies(const struct line_wizard *wizard, size_t at)
{
    return stations[at].kind != ASKS ||
           questions_ask(&wizard->questions, stations[at].question);
}

static size_t
station_of_plan(void)
{
    size_t at = 0;

    while (stations[at].kind != PLANS)
        at++;
    return at;
}

static size_t
station_of_step(enum guide_step_id step)
{
    size_t at = 0;

    while (stations[at].step != step)
        at++;
    return at;
}

enum line_move
line_wizard_jump(struct line_wizard *wizard, size_t step)
{
    struct buffer *out = &wizard->dialog.out;
    size_t plan = station_of_plan();
    size_t to;

    if (step < 1 || step > GUIDE_STEP_COUNT) {
        buffer_printf(out, "Expected a step from 1 to %d.\n",
                      GUIDE_STEP_COUNT);
        return LINE_NEXT;
    }
    wizard->jump = (enum guide_step_id)(step - 1);
    to = station_of_step(wizard->jump);
    if (to > wizard->furthest) {
        buffer_printf(out, "Step %zu has not been visited yet.\n", step);
        return LINE_NEXT;
    }
    if (to > plan && !line_wizard_is_current(wizard)) {
        buffer_append_text(out, "The checks have to be made first, with the "
                                "answers of now.\n");
        return LINE_NEXT;
    }
    return LINE_JUMP;
}

/* The station to go to. Before the first is the first. */
static size_t
station_after(const struct line_wizard *wizard, size_t at, enum line_move move)
{
    size_t to = at;

    if (move == LINE_PLAN)
        return station_of_plan();
    if (move == LINE_JUMP) {
        to = station_of_step(wizard->jump);
        while (!station_applies(wizard, to))
            to++;
        return to;
    }
    if (move == LINE_NEXT) {
        do
            to++;
        while (to < STATIONS - 1 && !station_applies(wizard, to));
        return to < STATIONS ? to : at;
    }
    while (to > 0 && !station_applies(wizard, --to))
        continue;
    return to;
}

static enum line_move
station_walk(struct line_wizard *wizard, const struct station *station)
{
    switch (station->kind) {
    case ASKS:
        return line_wizard_question(wizard, station->question);
    case PLANS:
        return line_wizard_plan(wizard);
    case SHOWS:
        return line_wizard_results(wizard, station->step);
    case JUDGES:
        return line_wizard_verdict(wizard);
    case HANDS_OVER:
        return line_wizard_hand_over(wizard);
    }
    return LINE_LEAVE;
}

/* The heading of a step and its first depth, where a step begins. */
static void
station_enter(struct line_wizard *wizard, size_t at, int *step)
{
    const struct guide_step *words =
        guide_step_find(&wizard->base.definitions, stations[at].step);
    const struct run *run =
        wizard->checked ? line_wizard_shown(wizard) : &wizard->base.run;

    wizard->dialog.step = stations[at].step;
    if (*step == (int)stations[at].step)
        return;
    *step = (int)stations[at].step;
    keeping_step(wizard->dialog.keeping, stations[at].step);
    line_view_heading(&wizard->dialog.out, words);
    line_view_step(&wizard->dialog.out, words, GUIDE_WHAT, run);
}

const struct run *
line_wizard_shown(struct line_wizard *wizard)
{
    return line_private_run(&wizard->dialog.private);
}

static void
wizard_walk(struct line_wizard *wizard, size_t at)
{
    int step = GUIDE_STEP_COUNT;
    enum line_move move = LINE_NEXT;

    while (move != LINE_LEAVE) {
        station_enter(wizard, at, &step);
        if (at > wizard->furthest)
            wizard->furthest = at;
        move = station_walk(wizard, &stations[at]);
        if (move == LINE_PREVIOUS && at == 0)
            buffer_append_text(&wizard->dialog.out,
                               "This is the beginning.\n");
        if (move != LINE_LEAVE)
            at = station_after(wizard, at, move);
    }
}

static void
wizard_greet(struct line_wizard *wizard, const char *why)
{
    struct buffer *out = &wizard->dialog.out;

    buffer_append_text(out, "cdsdoctor " CDSDOCTOR_VERSION
                            ", line by line: why does the detector stay "
                            "disconnected?\n");
    if (why != NULL)
        text_wrap(out, "", "", why);
    text_wrap(
        out, "", "",
        "Enter takes what stands in brackets or goes on, b goes back, s N "
        "goes to step N again, ? explains more, g TERM explains a term, note "
        "TEXT keeps a note, "
        "private puts aliases in the place of your names, - takes an answer "
        "back, q leaves. The number of a row tells more of "
        "it, and again still more. Nothing is sent before you "
        "agree to the plan. Where there are results, r checks again, w "
        "watches until it is healthy (w 30: every 30 s), u shows what has "
        "changed, o when, compare FILE compares with a transcript.");
    if (wizard->base.run.simulation != NULL) {
        buffer_append_byte(out, '\n');
        text_machine_write_simulation(&wizard->base.run, out);
    }
}

static int
wizard_exit_code(const struct line_wizard *wizard)
{
    if (wizard->dialog.stopped)
        return EXIT_STOPPED;
    if (wizard->unwritten)
        return EXIT_NOT_WRITTEN;
    return wizard->checked ? check_run_exit_code(wizard->session)
                           : EXIT_INCONCLUSIVE;
}

/* What was finished when somebody stopped us at a prompt. */
static const char *
wizard_words_when_stopped(const struct line_wizard *wizard)
{
    if (!wizard->checked)
        return wizard->sent ? "Stopped before the checks were made again; "
                              "nothing new is judged.\n"
                            : "Stopped before the checks: nothing was sent, "
                              "nothing is judged.\n";
    if (wizard->session->run.cancelled)
        return "Stopped. The checks had been stopped, too; what had not ended "
               "is not judged.\n";
    if (wizard->saved)
        return "Stopped. The checks had ended, and a report was saved.\n";
    return "Stopped. The checks had ended, but no report was saved.\n";
}

static void
wizard_take_leave(struct line_wizard *wizard)
{
    const char *words = "Goodbye.\n";

    if (wizard->dialog.stopped)
        words = wizard_words_when_stopped(wizard);
    else if (wizard->dialog.ended)
        words = "The input has ended; this is the end.\n";
    buffer_append_text(&wizard->dialog.out, words);
    line_dialog_say(&wizard->dialog);
}

/* Where a transcript stood; without its checks no further than their plan. */
static size_t
wizard_resume(struct line_wizard *wizard)
{
    struct keeping *keeping = wizard->dialog.keeping;
    struct session_options options;
    struct buffer words = { 0 };
    struct error error = { 0 };
    size_t to;

    if (keeping == NULL || !keeping->is_resumed)
        return 0;
    keeping_restore_answers(keeping, &wizard->questions);
    notes_restore(&wizard->dialog.notes, &keeping->resumed);
    keeping_describe(keeping, &words);
    text_wrap(&wizard->dialog.out, "", "", buffer_text(&words));
    buffer_release(&words);
    options = questions_options(&wizard->questions);
    if (keeping_has_run(keeping)) {
        wizard->checked =
            line_rounds_plan(wizard, &options, &error) &&
            keeping_restore_run(keeping, wizard->session, &error);
        if (wizard->checked)
            line_private_follow(&wizard->dialog.private, wizard->session);
        else
            buffer_printf(&wizard->dialog.out, "%s.\n", error.text);
    }
    to = station_of_step(keeping->resumed.step);
    if (to > station_of_plan() && !line_wizard_is_current(wizard))
        to = station_of_plan();
    wizard->furthest = to;
    return to;
}

/* A terminal that goes away leaves a session that can be gone on with. */
static void
wizard_end_transcript(struct line_wizard *wizard, int code)
{
    const struct line_dialog *dialog = &wizard->dialog;

    if (!dialog->ended || dialog->echo)
        keeping_end(dialog->keeping, code);
}

int
line_wizard_run(const struct session_options *options, const char *why)
{
    struct line_wizard wizard = { 0 };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    line_dialog_open(&wizard.dialog, STDIN_FILENO);
    if (!session_open(&wizard.base, options, environ, &error)) {
        output_complain(&error);
        goto out;
    }
    wizard.dialog.definitions = &wizard.base.definitions;
    wizard.dialog.keeping = options->keeping;
    line_private_follow(&wizard.dialog.private, &wizard.base);
    wizard.dialog.private.on = options->is_private != NULL;
    questions_open(&wizard.questions, &wizard.base);
    wizard_greet(&wizard, why);
    wizard_walk(&wizard, wizard_resume(&wizard));
    wizard_take_leave(&wizard);
    code = wizard_exit_code(&wizard);
    wizard_end_transcript(&wizard, code);
out:
    request_release(&wizard.request);
    line_private_close(&wizard.dialog.private);
    rounds_release(&wizard.rounds);
    session_free(wizard.session);
    questions_close(&wizard.questions);
    session_close(&wizard.base);
    line_dialog_close(&wizard.dialog);
    return code;
}
