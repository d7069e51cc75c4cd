#include <inttypes.h>
#include <unistd.h>

#include "app/duration_option.h"
#include "app/line_rounds.h"
#include "app/stop_signal.h"
#include "report/text_wrap.h"
#include "report/watch_report.h"

enum { USUAL_MS = 60 * 1000, ALONE_MS = 3600 * 1000 };

static const struct duration_bounds interval_bounds = { 5, 86400 };

/* From round to round; it ends by a signal or, at a terminal, by a line. */
struct line_watch {
    struct line_wizard *wizard;
    struct stop_signal stop;
    struct net_watch line;
    int64_t interval_ms;
    int64_t left_ms; /* where it has an end by itself */
};

static bool
is_attended(const struct line_watch *watch)
{
    return watch->wizard->dialog.is_terminal;
}

/* Nobody can end it, or an hour is over at once. */
static bool
has_end(const struct line_watch *watch)
{
    return !is_attended(watch) ||
           watch->wizard->session->run.simulation != NULL;
}

/* What ends it before all is healthy. */
static const char *
what_ends(const struct line_watch *watch)
{
    if (!is_attended(watch))
        return "An hour, or Ctrl-C,";
    return has_end(watch) ? "Enter, Ctrl-C or an hour" : "Enter or Ctrl-C";
}

static void
begin(struct line_watch *watch)
{
    struct line_dialog *dialog = &watch->wizard->dialog;
    struct buffer line = { 0 };

    buffer_printf(&line,
                  "Checked every %" PRId64
                  " s until all is healthy; only what changes is said. %s "
                  "ends it.",
                  watch->interval_ms / 1000, what_ends(watch));
    text_wrap_buffer(&dialog->out, "", "", &line);
    buffer_release(&line);
    line_dialog_say(dialog);
    watch->line = (struct net_watch){ .handle = STDIN_FILENO,
                                      .external = true,
                                      .wanted = NET_READABLE };
}

/* What the command `watch` would have said. */
static void
report_round(struct line_wizard *wizard, bool changed)
{
    const struct rounds *rounds = &wizard->rounds;
    const struct session *before = rounds->before;
    struct line_private *private = &wizard->dialog.private;
    struct line_side was = { 0 };
    struct line_side is;
    struct watch_round round = { .timeline = &rounds->timeline };
    struct comparison comparison;
    struct arena arena = { 0 };

    line_side_open(&is, private, &wizard->session->run,
                   wizard->session->diagnosis);
    round.run = is.run;
    round.diagnosis = is.diagnosis;
    if (changed && before != NULL) {
        line_side_open(&was, private, &before->run, before->diagnosis);
        if (comparison_make(&comparison, was.run, was.diagnosis, is.run,
                            is.diagnosis, &arena) == COMPARABLE)
            round.comparison = &comparison;
    }
    if (rounds->pair_is_new) {
        round.kept_before = buffer_text(&rounds->pairs.before);
        round.kept_after = buffer_text(&rounds->pairs.after);
    }
    watch_format_find("text")->round(&round, &wizard->dialog.out);
    line_dialog_say(&wizard->dialog);
    arena_release(&arena);
    line_side_close(&was);
    line_side_close(&is);
}

/* False: it cannot be planned, or was stopped. */
static bool
check_round(struct line_watch *watch)
{
    struct line_wizard *wizard = watch->wizard;
    struct session_options options = questions_options(&wizard->questions);
    struct error error = { 0 };
    bool whole;

    if (!line_rounds_plan(wizard, &options, &error) ||
        !session_prepare(wizard->session, &error)) {
        buffer_printf(&wizard->dialog.out, "This cannot be checked: %s.\n",
                      error.text);
        return false;
    }
    wizard->sent = true;
    whole = session_check(wizard->session, NULL, NULL, &watch->stop.watch);
    wizard->checked = true;
    wizard->saved = false;
    if (whole)
        report_round(wizard, line_rounds_settle(wizard, true));
    else
        buffer_append_text(&wizard->dialog.out,
                           "Stopped. What had not ended is not judged.\n");
    return whole;
}

/* What was typed to end it is no answer to what is asked next. */
static bool
is_ended(struct line_watch *watch)
{
    struct line_dialog *dialog = &watch->wizard->dialog;

    if (watch->stop.watch.ready != 0)
        return true;
    if (has_end(watch) && watch->left_ms < watch->interval_ms)
        return true;
    if (!is_attended(watch))
        return false;
    if (watch->line.ready == 0 && !line_reader_has_more(&dialog->reader))
        return false;
    dialog->ended =
        line_reader_next(&dialog->reader, &dialog->line) == LINE_ENDED;
    return true;
}

/* On the clock of the session's network, which may be a simulated one. */
static bool
wait_for_next(struct line_watch *watch)
{
    struct net *net = &watch->wizard->session->stage.net;
    struct net_watch *watches[] = { &watch->stop.watch, &watch->line };
    size_t count = is_attended(watch) ? 2 : 1;
    int64_t until = net_monotonic_ms(net) + watch->interval_ms;

    while (!is_ended(watch)) {
        int64_t left = until - net_monotonic_ms(net);

        if (left <= 0) {
            watch->left_ms -= watch->interval_ms;
            return true;
        }
        net_wait(net, watches, count, (int)left);
    }
    return false;
}

static bool
is_healthy(const struct line_wizard *wizard)
{
    return wizard->session->diagnosis->outcome == VERDICT_HEALTHY;
}

static void
watch_rounds(struct line_watch *watch)
{
    struct line_wizard *wizard = watch->wizard;

    do {
        if (!check_round(watch))
            return;
        if (is_healthy(wizard)) {
            buffer_append_text(&wizard->dialog.out, "All is healthy now.\n");
            return;
        }
    } while (wait_for_next(watch));
    buffer_append_text(&wizard->dialog.out, "No longer watched.\n");
}

enum line_move
line_watch(struct line_wizard *wizard, const char *interval)
{
    struct line_watch watch = { .wizard = wizard,
                                .interval_ms = USUAL_MS,
                                .left_ms = ALONE_MS };
    struct error error = { 0 };

    if (*interval != '\0' &&
        !duration_option_read("w", interval, &interval_bounds,
                              &watch.interval_ms, &error)) {
        buffer_printf(&wizard->dialog.out, "%s.\n", error.text);
        return LINE_NEXT;
    }
    if (!line_wizard_is_current(wizard)) {
        buffer_append_text(&wizard->dialog.out,
                           "The checks have to be made first, with the "
                           "answers of now.\n");
        return LINE_NEXT;
    }
    begin(&watch);
    stop_signal_open(&watch.stop);
    watch_rounds(&watch);
    stop_signal_close(&watch.stop);
    watch_format_find("text")->end(&wizard->rounds.timeline,
                                   &wizard->dialog.out);
    wizard->jump = GUIDE_VERDICT;
    return wizard->checked ? LINE_JUMP : LINE_PLAN;
}
