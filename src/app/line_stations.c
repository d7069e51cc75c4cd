#include "app/line_wizard.h"

#include <string.h>
#include <unistd.h>

#include "app/keeping.h"
#include "app/line_news.h"
#include "app/line_rounds.h"
#include "app/line_view.h"
#include "app/stop_signal.h"
#include "model/run_plan.h"
#include "report/text_wrap.h"
#include "report/units.h"

/* A question. */

/* What is a name of the place is known as one from here on. */
static void
answer_show(struct line_wizard *wizard, enum guide_question_id id,
            struct buffer *out)
{
    static const enum privacy classes[] = {
        [QUESTION_CHOICE] = PRIVACY_PUBLIC, [QUESTION_NUMBER] = PRIVACY_PUBLIC,
        [QUESTION_DATE] = PRIVACY_PUBLIC,   [QUESTION_URL] = PRIVACY_FREE,
        [QUESTION_PATH] = PRIVACY_PATH,     [QUESTION_LINE] = PRIVACY_FREE,
        [QUESTION_LINES] = PRIVACY_FREE,
    };
    struct buffer answer = { 0 };

    questions_show(&wizard->questions, id, &answer);
    buffer_append_text(out, line_private_text(&wizard->dialog.private,
                                              classes[question_kind(id)],
                                              buffer_text(&answer)));
    buffer_release(&answer);
}

static const char *
question_prompt(struct line_wizard *wizard, enum guide_question_id id,
                struct buffer *prompt)
{
    struct question_choice choices[QUESTION_CHOICES_MOST];
    const struct questions *questions = &wizard->questions;
    size_t count = questions_choices(questions, id, choices);
    size_t before;

    buffer_append_text(prompt, "Answer [");
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].id, questions_answer(questions, id)) == 0)
            buffer_printf(prompt, "%zu, ", i + 1);
    before = prompt->length;
    answer_show(wizard, id, prompt);
    if (prompt->length == before)
        buffer_append_text(prompt, "nothing");
    buffer_append_text(prompt, question_kind(id) == QUESTION_LINES
                                   ? "], an empty line ends it: "
                                   : "]: ");
    return buffer_text(prompt);
}

/* The help of the question first, then its step, deeper each time. */
static void
question_explain(struct line_wizard *wizard, enum guide_question_id id,
                 int *depth)
{
    const struct definitions *in = &wizard->base.definitions;
    struct buffer *out = &wizard->dialog.out;

    if (*depth < 0)
        line_view_question_help(out, in, id);
    else
        line_view_step(out, guide_step_find(in, question_step(id)),
                       (enum guide_depth) * depth, &wizard->base.run);
    *depth = *depth + 1 < GUIDE_DEPTH_COUNT ? *depth + 1 : -1;
}

/* A status that is a problem of its own has its own explanation. */
static void
question_remark(struct line_wizard *wizard, enum guide_question_id id)
{
    const struct guide_term *term =
        guide_term_find(&wizard->base.definitions, "unknown-status");

    if (id == QUESTION_STATUS && term != NULL &&
        strcmp(questions_answer(&wizard->questions, id), "unknown") == 0)
        line_view_term(&wizard->dialog.out, term);
}

/* What may be wrong with the answer, which is kept all the same. */
static bool
question_has_doubt(struct line_wizard *wizard, enum guide_question_id id)
{
    struct error doubt = { 0 };

    if (!questions_doubt(&wizard->questions, id, &doubt))
        return false;
    buffer_printf(&wizard->dialog.out, "%s. Enter keeps it all the same.\n",
                  doubt.text);
    return true;
}

/* What was typed, as the answer that it is. */
static void
question_read(struct line_wizard *wizard, enum guide_question_id id,
              struct buffer *answer)
{
    const char *line = buffer_text(&wizard->dialog.line);

    if (strcmp(line, "-") == 0)
        return;
    if (question_kind(id) == QUESTION_LINES)
        line_dialog_read_on(&wizard->dialog, answer, ANSWER_LIMIT);
    else
        buffer_append_text(answer, line);
}

/* False: the question is not done with. */
static bool
question_take(struct line_wizard *wizard, enum guide_question_id id)
{
    struct buffer answer = { 0 };
    struct error error = { 0 };
    bool taken;

    question_read(wizard, id, &answer);
    taken =
        questions_set(&wizard->questions, id, buffer_text(&answer), &error);
    buffer_release(&answer);
    if (!taken) {
        buffer_printf(&wizard->dialog.out, "%s.\n", error.text);
        return false;
    }
    question_remark(wizard, id);
    return !question_has_doubt(wizard, id);
}

/* LINE_LEAVE stands for "not yet" here. */
static enum line_move
jump_or_stay(struct line_wizard *wizard, size_t step)
{
    enum line_move move = line_wizard_jump(wizard, step);

    return move == LINE_JUMP ? move : LINE_LEAVE;
}

enum line_move
line_wizard_question(struct line_wizard *wizard, enum guide_question_id id)
{
    struct buffer prompt = { 0 };
    enum line_move move = LINE_LEAVE;
    enum line_verb verb;
    int depth = -1;

    line_view_question(&wizard->dialog.out, &wizard->questions, id);
    question_has_doubt(wizard, id);
    do {
        buffer_cut(&prompt, 0);

        struct line_command command = line_dialog_ask(
            &wizard->dialog, question_prompt(wizard, id, &prompt));

        verb = command.verb;
        if (verb == LINE_MORE)
            question_explain(wizard, id, &depth);
        else if (verb == LINE_BACK)
            move = LINE_PREVIOUS;
        else if (verb == LINE_STEP)
            move = jump_or_stay(wizard, command.number);
        else if (verb == LINE_ENTER ||
                 (verb != LINE_QUIT && question_take(wizard, id)))
            move = LINE_NEXT;
    } while (move == LINE_LEAVE && verb != LINE_QUIT);
    buffer_release(&prompt);
    return move;
}

/* The plan and the checks. */

static bool
text_is_same(const char *left, const char *right)
{
    return left == right ||
           (left != NULL && right != NULL && strcmp(left, right) == 0);
}

/* Whether the checks would be the same. */
static bool
options_plan_alike(const struct session_options *left,
                   const struct session_options *right)
{
    return text_is_same(left->service, right->service) &&
           text_is_same(left->region, right->region) &&
           text_is_same(left->proxy, right->proxy);
}

bool
line_wizard_is_current(const struct line_wizard *wizard)
{
    struct session_options options = questions_options(&wizard->questions);

    return wizard->checked &&
           options_plan_alike(&options, &wizard->session->options);
}

static bool
plan_complain(struct line_wizard *wizard, const struct error *error)
{
    buffer_printf(&wizard->dialog.out,
                  "This cannot be checked: %s.\nPlease change an answer.\n",
                  error->text);
    return false;
}

/* What a transcript has brought along besides answers. */
static void
plan_append_restored(struct line_wizard *wizard)
{
    struct buffer words = { 0 };

    keeping_append_options(wizard->dialog.keeping, &words);
    if (words.length > 0) {
        buffer_append_byte(&wizard->dialog.out, '\n');
        text_wrap(&wizard->dialog.out, "", "", buffer_text(&words));
    }
    buffer_release(&words);
}

static bool
plan_open(struct line_wizard *wizard, const struct session_options *options)
{
    struct arena scratch = { 0 };
    struct run_plan plan;
    struct error error = { 0 };

    line_private_follow(&wizard->dialog.private, &wizard->base);
    if (!line_rounds_plan(wizard, options, &error))
        return plan_complain(wizard, &error);
    line_private_follow(&wizard->dialog.private, wizard->session);
    run_plan_list(&plan, line_wizard_shown(wizard), options->no_deep == NULL,
                  &scratch);
    plan_append_restored(wizard);
    line_view_plan(&wizard->dialog.out, &plan);
    arena_release(&scratch);
    return true;
}

static void
plan_report_end(struct line_wizard *wizard, bool whole)
{
    struct buffer *out = &wizard->dialog.out;

    if (!whole) {
        buffer_append_text(out, "Stopped. What had not ended is not "
                                "judged.\n");
        return;
    }
    buffer_append_text(out, "All checks have ended, after ");
    units_append_duration(out, wizard->session->run.duration_ms);
    buffer_append_text(out, ".\n");
}

/* Verdicts about something else are another story. */
static void
plan_settle(struct line_wizard *wizard)
{
    struct rounds *rounds = &wizard->rounds;

    if (rounds->last != NULL &&
        !options_plan_alike(&rounds->last->options, &wizard->session->options))
        rounds->timeline = (struct timeline){ 0 };
    if (wizard->session->run.cancelled)
        return;
    line_rounds_settle(wizard, false);
    line_rounds_sum_up(wizard);
}

static bool
plan_execute(struct line_wizard *wizard)
{
    struct stop_signal stop;
    struct error error = { 0 };

    if (!session_prepare(wizard->session, &error))
        return plan_complain(wizard, &error);
    wizard->sent = true;
    buffer_append_text(&wizard->dialog.out,
                       "The checks run; Ctrl-C stops them.\n");
    line_dialog_say(&wizard->dialog);
    stop_signal_open(&stop);
    plan_report_end(wizard,
                    session_check(wizard->session, line_news_hear,
                                  &wizard->dialog.private, &stop.watch));
    line_private_forget(&wizard->dialog.private);
    stop_signal_close(&stop);
    wizard->checked = true;
    wizard->saved = false;
    plan_settle(wizard);
    return true;
}

static void
plan_explain(struct line_wizard *wizard, int *depth)
{
    *depth = (*depth + 1) % GUIDE_DEPTH_COUNT;
    line_view_step(&wizard->dialog.out,
                   guide_step_find(&wizard->base.definitions, GUIDE_SERVICE),
                   (enum guide_depth) * depth, line_wizard_shown(wizard));
}

static enum line_move
plan_agree(struct line_wizard *wizard)
{
    int depth = GUIDE_WHAT;

    for (;;) {
        struct line_command command =
            line_dialog_ask(&wizard->dialog, "Enter agrees and begins the "
                                             "checks, b back, q leave: ");
        enum line_verb verb = command.verb;

        if (verb == LINE_ENTER)
            return plan_execute(wizard) ? LINE_NEXT : LINE_PREVIOUS;
        if (verb == LINE_BACK)
            return LINE_PREVIOUS;
        if (verb == LINE_QUIT)
            return LINE_LEAVE;
        if (verb == LINE_STEP &&
            line_wizard_jump(wizard, command.number) == LINE_JUMP)
            return LINE_JUMP;
        if (verb == LINE_MORE)
            plan_explain(wizard, &depth);
        else if (verb != LINE_STEP)
            buffer_append_text(&wizard->dialog.out,
                               "Nothing was sent. Expected Enter, b, ? or "
                               "q.\n");
    }
}

/* The checks were made with these answers: true when they do not suffice. */
static bool
plan_is_wanted_again(struct line_wizard *wizard, enum line_move *move)
{
    for (;;) {
        struct line_command command = line_dialog_ask(
            &wizard->dialog, "\nThese checks were made. Enter goes on with "
                             "their results, r plans them again, b back, q "
                             "leave: ");

        if (command.verb == LINE_AGAIN)
            return true;
        *move = command.verb == LINE_ENTER  ? LINE_NEXT
                : command.verb == LINE_BACK ? LINE_PREVIOUS
                : command.verb == LINE_STEP
                    ? jump_or_stay(wizard, command.number)
                    : LINE_LEAVE;
        if (*move != LINE_LEAVE || command.verb == LINE_QUIT)
            return false;
    }
}

enum line_move
line_wizard_plan(struct line_wizard *wizard)
{
    struct session_options options = questions_options(&wizard->questions);
    enum line_move move;

    if (!wizard->again && line_wizard_is_current(wizard) &&
        !plan_is_wanted_again(wizard, &move))
        return move;
    wizard->again = false;
    return plan_open(wizard, &options) ? plan_agree(wizard) : LINE_PREVIOUS;
}

void
line_wizard_conclude(struct line_wizard *wizard)
{
    struct session_options options = questions_options(&wizard->questions);
    struct error error = { 0 };

    line_private_forget(&wizard->dialog.private);
    if (session_answer(wizard->session, &options, &error))
        session_conclude(wizard->session);
    else
        buffer_printf(&wizard->dialog.out, "%s.\n", error.text);
}
