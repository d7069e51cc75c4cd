#include "app/line_rounds.h"

#include <string.h>
#include <unistd.h>

#include "app/keeping.h"
#include "app/kept_list.h"
#include "app/saved_run.h"
#include "base/memory.h"
#include "report/compare_words.h"
#include "report/report.h"
#include "report/text_wrap.h"
#include "report/watch_report.h"

bool
line_rounds_plan(struct line_wizard *wizard,
                 const struct session_options *options, struct error *error)
{
    struct session *next = memory_new(1, sizeof *next);
    struct session *last = wizard->session;
    bool planned = last == NULL
                       ? session_open(next, options, environ, error)
                       : session_open_after(next, last, options, error);

    if (!planned) {
        session_free(next);
        wizard->checked = false;
        return false;
    }
    if (last != NULL)
        rounds_follow(&wizard->rounds, last, wizard->checked);
    wizard->session = next;
    line_private_follow(&wizard->dialog.private, next);
    wizard->checked = false;
    return true;
}

bool
line_rounds_settle(struct line_wizard *wizard, bool keep)
{
    struct buffer trouble = { 0 };
    bool changed = rounds_settle(
        &wizard->rounds, wizard->session, wizard->session->run.started,
        keep && wizard->dialog.keeping != NULL ? environ : NULL, &trouble);

    if (trouble.length > 0)
        buffer_printf(&wizard->dialog.out, "%s.\n", buffer_text(&trouble));
    buffer_release(&trouble);
    return changed;
}

static bool
has_before(const struct line_wizard *wizard)
{
    return wizard->checked && wizard->rounds.before != NULL;
}

static void
say_refusal(struct line_wizard *wizard, enum incomparable refusal)
{
    buffer_printf(&wizard->dialog.out, "These two cannot be compared: %s\n",
                  compare_refusal(refusal));
}

void
line_rounds_sum_up(struct line_wizard *wizard)
{
    struct comparison comparison;
    struct arena arena = { 0 };
    struct buffer line = { 0 };

    if (!has_before(wizard))
        return;
    if (rounds_compare(&wizard->rounds, wizard->session, &comparison,
                       &arena) == COMPARABLE) {
        buffer_append_text(&line, "Compared with before: ");
        compare_append_summary(&line, &comparison);
        buffer_append_text(&line, " u shows it.");
        text_wrap_buffer(&wizard->dialog.out, "", "", &line);
    }
    buffer_release(&line);
    arena_release(&arena);
}

/* Two runs, the earlier one first, as they may be spoken of. */
static void
show_comparison(struct line_wizard *wizard, const struct run *before,
                const struct diagnosis *before_diagnosis,
                const struct run *after,
                const struct diagnosis *after_diagnosis)
{
    struct line_private *private = &wizard->dialog.private;
    struct line_side was;
    struct line_side is;
    struct comparison comparison;
    struct arena arena = { 0 };
    enum incomparable refusal;

    line_side_open(&was, private, before, before_diagnosis);
    line_side_open(&is, private, after, after_diagnosis);
    refusal = comparison_make(&comparison, was.run, was.diagnosis, is.run,
                              is.diagnosis, &arena);
    if (refusal == COMPARABLE)
        compare_report_write(&comparison, &wizard->dialog.out);
    else
        say_refusal(wizard, refusal);
    arena_release(&arena);
    line_side_close(&was);
    line_side_close(&is);
}

static void
show_changes(struct line_wizard *wizard)
{
    const struct session *before = wizard->rounds.before;
    const struct session *now = wizard->session;

    if (has_before(wizard))
        show_comparison(wizard, &before->run, before->diagnosis, &now->run,
                        now->diagnosis);
    else
        buffer_append_text(&wizard->dialog.out,
                           "There are no two rounds of checks yet that could "
                           "be compared; r checks again.\n");
}

static void
show_timeline(struct line_wizard *wizard)
{
    if (wizard->rounds.timeline.rounds == 0)
        buffer_append_text(&wizard->dialog.out, "There is no verdict yet.\n");
    else
        watch_format_find("text")->end(&wizard->rounds.timeline,
                                       &wizard->dialog.out);
}

/* A transcript; the earlier of the two is the one before. */
static void
compare_with(struct line_wizard *wizard, const char *path)
{
    const struct session *now = wizard->session;
    struct saved_run saved = { 0 };
    struct error error = { 0 };

    if (!saved_run_open(&saved, path, &error)) {
        buffer_printf(&wizard->dialog.out, "Not compared: %s.\n", error.text);
        saved_run_close(&saved);
        return;
    }
    if (saved.remark != NULL)
        buffer_printf(&wizard->dialog.out, "Mind: %s.\n", saved.remark);
    if (saved.run.started > now->run.started)
        show_comparison(wizard, &now->run, now->diagnosis, &saved.run,
                        &saved.diagnosis);
    else
        show_comparison(wizard, &saved.run, &saved.diagnosis, &now->run,
                        now->diagnosis);
    saved_run_close(&saved);
}

/* The path of what is typed: a number of the list, or a path. */
static enum line_move
compare_chosen(struct line_wizard *wizard, const struct kept_list *list)
{
    struct line_command command =
        line_dialog_ask(&wizard->dialog, "A number, or a path: ");

    if (command.verb == LINE_NUMBER && command.depth == 0 &&
        command.number >= 1 && command.number <= list->count)
        compare_with(wizard, list->entries[command.number - 1].path);
    else if (command.verb == LINE_ANSWER)
        compare_with(wizard, buffer_text(&wizard->dialog.line));
    else
        buffer_append_text(&wizard->dialog.out, "Nothing was compared.\n");
    return command.verb == LINE_QUIT ? LINE_LEAVE : LINE_NEXT;
}

static enum line_move
compare_listed(struct line_wizard *wizard)
{
    const struct keeping *keeping = wizard->dialog.keeping;
    struct buffer *out = &wizard->dialog.out;
    struct kept_list list = { 0 };
    enum line_move move;

    kept_list_fill(&list, environ,
                   keeping != NULL && keeping->journal.path.length > 0
                       ? buffer_text(&keeping->journal.path)
                       : NULL);
    for (size_t i = 0; i < list.count; i++)
        buffer_printf(out, "  %2zu. %s  %s\n", i + 1, list.entries[i].name,
                      list.entries[i].detail);
    if (list.count == 0)
        buffer_append_text(out, "No other transcript with a result is "
                                "kept.\n");
    move = compare_chosen(wizard, &list);
    kept_list_release(&list);
    return move;
}

bool
line_rounds_do(struct line_wizard *wizard, const struct line_command *command,
               enum line_move *move)
{
    if (command->verb == LINE_CHANGES)
        show_changes(wizard);
    else if (command->verb == LINE_TIMELINE)
        show_timeline(wizard);
    else if (command->verb == LINE_COMPARE && *command->rest == '\0')
        *move = compare_listed(wizard);
    else if (command->verb == LINE_COMPARE)
        compare_with(wizard, command->rest);
    else if (command->verb == LINE_WATCH)
        *move = line_watch(wizard, command->rest);
    else
        return false;
    return true;
}
