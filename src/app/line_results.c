#include "app/line_wizard.h"

#include <stdlib.h>

#include "app/line_rounds.h"
#include "app/line_view.h"
#include "base/memory.h"
#include "report/headline.h"
#include "report/text_sections.h"
#include "report/text_wrap.h"
#include "report/wording.h"

/* The results of one step, and what is open of them. */
struct results {
    const struct guide_step *step;
    struct line_row *rows;
    size_t count;
    enum guide_depth depth; /* of the step */
    size_t row;             /* the last that was asked about, from 1 */
    enum guide_depth row_depth;
};

static void
results_list(const struct results *results, struct buffer *out)
{
    buffer_append_byte(out, '\n');
    for (size_t i = 0; i < results->count; i++)
        line_view_row(out, i + 1, &results->rows[i]);
    if (results->count == 0)
        buffer_append_text(out, results->step->id == GUIDE_PATH
                                    ? "Nothing had to be tried again.\n"
                                    : "There is nothing to show.\n");
}

static enum guide_depth
depth_below(enum guide_depth depth)
{
    return (enum guide_depth)(((int)depth + 1) % GUIDE_DEPTH_COUNT);
}

/* The same row again is the next depth. */
/* Anew each time, for it may be private by now. */
static void
results_fill(struct results *results, struct line_wizard *wizard)
{
    results->count = line_view_rows(line_wizard_shown(wizard),
                                    results->step->id, results->rows);
}

static void
results_open_row(struct results *results, const struct line_command *command,
                 struct line_wizard *wizard)
{
    struct buffer *out = &wizard->dialog.out;

    if (command->number < 1 || command->number > results->count ||
        command->depth > GUIDE_DEPTH_COUNT) {
        buffer_printf(out,
                      "Expected a row from 1 to %zu, and a depth from 1 "
                      "to %d.\n",
                      results->count, GUIDE_DEPTH_COUNT);
        return;
    }
    if (command->depth > 0)
        results->row_depth = (enum guide_depth)(command->depth - 1);
    else if (results->row == command->number)
        results->row_depth = depth_below(results->row_depth);
    else
        results->row_depth = GUIDE_WHAT;
    results->row = command->number;
    results_fill(results, wizard);
    line_view_row(out, results->row, &results->rows[results->row - 1]);
    line_view_row_depth(out, &results->rows[results->row - 1], results->step,
                        results->row_depth, line_wizard_shown(wizard),
                        line_private_diagnosis(&wizard->dialog.private));
}

static enum line_move
results_talk(struct results *results, struct line_wizard *wizard)
{
    enum line_move move = LINE_NEXT;

    for (;;) {
        struct line_command command =
            line_dialog_ask(&wizard->dialog,
                            "Enter goes on, a row's number, ? more, b back, q "
                            "leave: ");

        if (line_rounds_do(wizard, &command, &move)) {
            if (move != LINE_NEXT)
                return move;
            continue;
        }
        switch (command.verb) {
        case LINE_ENTER:
            return LINE_NEXT;
        case LINE_BACK:
            return LINE_PREVIOUS;
        case LINE_QUIT:
            return LINE_LEAVE;
        case LINE_AGAIN:
            wizard->again = true;
            return LINE_PLAN;
        case LINE_MORE:
            results->depth = depth_below(results->depth);
            line_view_step(&wizard->dialog.out, results->step, results->depth,
                           line_wizard_shown(wizard));
            break;
        case LINE_STEP:
            if (line_wizard_jump(wizard, command.number) == LINE_JUMP)
                return LINE_JUMP;
            break;
        case LINE_NUMBER:
            results_open_row(results, &command, wizard);
            break;
        case LINE_TERM:
        case LINE_NOTE:
        case LINE_WATCH:
        case LINE_CHANGES:
        case LINE_TIMELINE:
        case LINE_COMPARE:
        case LINE_PRIVATE:
        case LINE_ANSWER:
            buffer_append_text(&wizard->dialog.out,
                               "Expected Enter, a number, ?, b, r, w or "
                               "q.\n");
            break;
        }
    }
}

enum line_move
line_wizard_results(struct line_wizard *wizard, enum guide_step_id step)
{
    struct results results = {
        .step = guide_step_find(&wizard->base.definitions, step),
        .rows = memory_new(LINE_ROWS_MOST, sizeof(struct line_row)),
    };
    enum line_move move;

    results_fill(&results, wizard);
    results_list(&results, &wizard->dialog.out);
    move = results_talk(&results, wizard);
    free(results.rows);
    return move;
}

/* The verdict. */

static void
verdict_write(struct line_wizard *wizard, struct buffer *out)
{
    const struct run *run = line_wizard_shown(wizard);
    const struct diagnosis *diagnosis =
        line_private_diagnosis(&wizard->dialog.private);

    buffer_append_byte(out, '\n');
    text_findings_write_verdict(run, diagnosis, out);
    text_table_write(run, out);
    text_findings_write_others(run, diagnosis, out);
    buffer_append_byte(out, '\n');
}

/* The cause on the level of packets, with what was filled in. */
static void
verdict_write_packets(const struct run *run, const struct finding *finding,
                      struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    struct buffer text = { 0 };

    if (cause != NULL && cause->packets != NULL) {
        wording_fill(&text, cause->packets, &wording);
        text_wrap_buffer(out, "", "", &text);
    }
    for (size_t i = 0; cause != NULL && i < cause->by_hand_count; i++) {
        wording_fill(&text, cause->by_hand[i], &wording);
        buffer_printf(out, "  by hand: %s\n", buffer_text(&text));
        buffer_cut(&text, 0);
    }
    buffer_release(&text);
}

static void
verdict_explain(struct line_wizard *wizard, enum guide_depth depth)
{
    const struct run *run = line_wizard_shown(wizard);
    const struct finding *finding =
        headline_finding(line_private_diagnosis(&wizard->dialog.private));
    struct buffer *out = &wizard->dialog.out;

    line_view_step(out,
                   guide_step_find(&wizard->base.definitions, GUIDE_VERDICT),
                   depth, run);
    if (depth != GUIDE_PACKETS)
        return;
    if (finding != NULL)
        verdict_write_packets(run, finding, out);
    text_targets_write(run, out);
}

enum line_move
line_wizard_verdict(struct line_wizard *wizard)
{
    enum guide_depth depth = GUIDE_WHAT;
    enum line_move move = LINE_NEXT;

    line_wizard_conclude(wizard);
    verdict_write(wizard, &wizard->dialog.out);
    for (;;) {
        struct line_command command = line_dialog_ask(
            &wizard->dialog, "Enter goes on to hand it over, ? more, r run "
                             "again, w watch, b back, q leave: ");
        enum line_verb verb = command.verb;

        if (line_rounds_do(wizard, &command, &move)) {
            if (move != LINE_NEXT)
                return move;
            continue;
        }
        if (verb == LINE_ENTER)
            return LINE_NEXT;
        if (verb == LINE_BACK)
            return LINE_PREVIOUS;
        if (verb == LINE_QUIT)
            return LINE_LEAVE;
        if (verb == LINE_AGAIN) {
            wizard->again = true;
            return LINE_PLAN;
        }
        if (verb == LINE_STEP &&
            line_wizard_jump(wizard, command.number) == LINE_JUMP)
            return LINE_JUMP;
        if (verb == LINE_MORE) {
            depth = depth_below(depth);
            verdict_explain(wizard, depth);
        } else if (verb != LINE_STEP) {
            buffer_append_text(
                &wizard->dialog.out,
                "Expected Enter, ?, r, w, u, o, compare, b or q.\n");
        }
    }
}
