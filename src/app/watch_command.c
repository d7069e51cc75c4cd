#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/duration_option.h"
#include "app/kept_pair.h"
#include "app/output.h"
#include "app/stop_signal.h"
#include "app/watch_shared.h"
#include "base/clock.h"
#include "base/memory.h"
#include "report/headline.h"
#include "report/watch_report.h"

struct watch_options {
    struct check_options check;
    const char *interval;
    const char *during; /* --for */
    const char *until_ok;
    const char *no_keep;
};

enum { USUAL_INTERVAL_MS = 60 * 1000, STEP_MS = 1000 };

/* A day between two rounds is a cron job, not a watch. */
static const struct duration_bounds interval_bounds = { 5, 86400 };
static const struct duration_bounds during_bounds = { 1, 366 * 86400 };

/* Only the present round and the one before are held. */
struct watch {
    const struct watch_options *options;
    const struct watch_format *format;
    int64_t interval_ms;
    int64_t during_ms; /* 0: without end */
    struct session *latest;
    struct session *before;
    struct timeline timeline;
    struct kept_pairs pairs; /* before and after a change */
    struct stop_signal stop;
    struct told told;
    int64_t waited_ms;       /* in all, on the clock of the sessions */
    struct aliases *aliases; /* what is said is under these; NULL: as it is */
    int code;
};

#define ROW(of_name, of_argument, of_member, of_help)                         \
    {                                                                         \
        .name = (of_name), .argument = (of_argument), .help = (of_help),      \
        .offset = offsetof(struct watch_options, of_member)                   \
    }

static const struct option_row own_rows[] = {
    ROW("interval", "TIME", interval,
        "from one round to the next: 30, 5m, 1h (default: 1m)"),
    ROW("for", "TIME", during, "end after so long: 8h, 2d"),
    ROW("until-ok", NULL, until_ok, "end when all is healthy"),
    ROW("no-keep", NULL, no_keep,
        "keep no transcripts; else the rounds before and\n"
        "after a change are kept, of the first 50 changes"),
    ROW("format", "FORMAT", check.format,
        "text: what is news; ndjson: a line for each round\n"
        "(default: text)"),
    REDACTION_ROWS(struct watch_options, check.),
};

#undef ROW

enum { OWN_ROWS = sizeof own_rows / sizeof own_rows[0] };

/* Those of `check`, but for what is said otherwise here or not at all. */
static size_t
collect_rows(struct option_row *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < OWN_ROWS; i++)
        rows[count++] = own_rows[i];
    for (size_t i = 0; i < CHECK_RUN_ROWS; i++)
        if (!check_run_is_about_report(&check_run_rows[i]))
            rows[count++] = check_run_rows[i];
    return count;
}

static bool
read_options(struct watch *watch, struct error *error)
{
    const struct watch_options *options = watch->options;
    const char *format = options->check.format;

    watch->interval_ms = USUAL_INTERVAL_MS;
    if (options->interval != NULL &&
        !duration_option_read("--interval", options->interval,
                              &interval_bounds, &watch->interval_ms, error))
        return false;
    if (options->during != NULL &&
        !duration_option_read("--for", options->during, &during_bounds,
                              &watch->during_ms, error))
        return false;
    watch->format = watch_format_find(format != NULL ? format : "text");
    if (watch->format == NULL)
        return error_set(error, ERROR_USAGE,
                         "--format: expected text or ndjson, found \"%.40s\"",
                         format);
    return true;
}

/* Everything anew: the machine's settings may have been changed meanwhile. */
static bool
open_round(struct watch *watch, struct error *error)
{
    const struct session_options *options = &watch->options->check.session;
    struct session *next = memory_new(1, sizeof *next);
    struct session *last = watch->latest;

    session_free(watch->before);
    watch->before = last;
    watch->latest = next;
    return (last == NULL ? session_open(next, options, environ, error)
                         : session_open_after(next, last, options, error)) &&
           session_prepare(next, error);
}

/* A place that cannot be written is said once. */
static void
keep_pair(struct watch *watch)
{
    struct buffer trouble = { 0 };

    if (watch->options->no_keep == NULL &&
        !kept_pairs_add(&watch->pairs, watch->before, watch->latest, environ,
                        &trouble))
        fprintf(stderr, "cdsdoctor: %s\n", buffer_text(&trouble));
    buffer_release(&trouble);
}

static bool
say(const struct buffer *bytes, struct error *error)
{
    return bytes->length == 0 || output_write(NULL, bytes, error);
}

/* The same names in all rounds. */
static bool
say_shared(struct watch *watch, const struct watch_round *round,
           struct error *error)
{
    const struct check_options *wanted = &watch->options->check;
    const struct shared_wishes wishes = {
        .hide_issuers = wanted->redact_issuers != NULL,
        .alias_file = wanted->alias_file,
        .aliases = watch->aliases,
        .preview = wanted->redact_preview != NULL,
    };

    return watch_shared_say(watch->format, round, &wishes, error);
}

static bool
report_round(struct watch *watch, struct error *error)
{
    const struct session *latest = watch->latest;
    struct watch_round round = {
        .run = &latest->run,
        .diagnosis = latest->diagnosis,
        .timeline = &watch->timeline,
    };
    struct comparison comparison;
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    bool said;

    kept_pairs_clear(&watch->pairs);
    if (timeline_add(&watch->timeline, latest->run.started,
                     latest->diagnosis->outcome,
                     headline_cause(latest->diagnosis)) &&
        comparison_make(&comparison, &watch->before->run,
                        watch->before->diagnosis, &latest->run,
                        latest->diagnosis, &arena) == COMPARABLE) {
        round.comparison = &comparison;
        keep_pair(watch);
    }
    if (watch->pairs.after.length > 0) {
        round.kept_before = buffer_text(&watch->pairs.before);
        round.kept_after = buffer_text(&watch->pairs.after);
    }
    if (watch->aliases != NULL)
        said = say_shared(watch, &round, error);
    else {
        watch->format->round(&round, &out);
        said = say(&out, error);
    }
    buffer_release(&out);
    arena_release(&arena);
    return said;
}

/* False: stopped, and what was half looked at is no round. */
static bool
check_round(struct watch *watch)
{
    told_begin(&watch->told, &watch->latest->run, false);

    bool ended =
        check_run_execute(watch->latest, &watch->told, &watch->stop.watch);

    told_end(&watch->told);
    return ended;
}

/* On the clock of the session's network, which may be a simulated one. */
static bool
wait_for_next(struct watch *watch)
{
    struct net *net = &watch->latest->stage.net;
    struct net_watch *watches[] = { &watch->stop.watch };
    int64_t until = net_monotonic_ms(net) + watch->interval_ms;

    for (;;) {
        int64_t left = until - net_monotonic_ms(net);

        if (watch->stop.watch.ready != 0)
            return false;
        if (left <= 0)
            return true;
        progress_wait(&watch->told.progress, left);
        net_wait(net, watches, 1, (int)(left < STEP_MS ? left : STEP_MS));
    }
}

static bool
is_over(const struct watch *watch)
{
    if (watch->options->until_ok != NULL &&
        watch->latest->diagnosis->outcome == VERDICT_HEALTHY)
        return true;
    return watch->during_ms > 0 &&
           watch->waited_ms + watch->interval_ms > watch->during_ms;
}

/* Rounds until it is over, it is stopped, or something cannot be used. */
static void
watch_rounds(struct watch *watch, struct error *error)
{
    for (;;) {
        int64_t began;

        if (!open_round(watch, error)) {
            watch->code = EXIT_USAGE;
            return;
        }
        began = net_monotonic_ms(&watch->latest->stage.net);
        if (!check_round(watch)) {
            watch->code = EXIT_STOPPED;
            return;
        }
        watch->code = check_run_exit_code(watch->latest);
        if (!report_round(watch, error)) {
            watch->code = EXIT_NOT_WRITTEN;
            return;
        }
        if (is_over(watch))
            return;
        if (!wait_for_next(watch)) {
            watch->code = EXIT_STOPPED;
            return;
        }
        told_end(&watch->told);
        watch->waited_ms +=
            net_monotonic_ms(&watch->latest->stage.net) - began;
    }
}

static int
watch_run(struct watch *watch)
{
    struct error error = { 0 };
    struct buffer out = { 0 };

    if (!read_options(watch, &error) ||
        !check_run_options_are_whole(&watch->options->check, &error)) {
        output_complain(&error);
        return EXIT_USAGE;
    }
    if (watch->options->check.redact != NULL)
        watch->aliases = aliases_new();
    stop_signal_open(&watch->stop);
    watch_rounds(watch, &error);
    told_end(&watch->told);
    if (error.text[0] != '\0')
        output_complain(&error);
    if (watch->timeline.rounds > 0 && watch->code != EXIT_NOT_WRITTEN) {
        watch->format->end(&watch->timeline, &out);
        if (!say(&out, &error))
            watch->code = EXIT_NOT_WRITTEN;
    }
    stop_signal_close(&watch->stop);
    buffer_release(&out);
    aliases_free(watch->aliases);
    kept_pairs_release(&watch->pairs);
    session_free(watch->before);
    session_free(watch->latest);
    return watch->code;
}

int
watch_command(int argc, char **argv)
{
    struct option_row rows[OWN_ROWS + CHECK_RUN_ROWS];
    struct option_table table = {
        .usage = "cdsdoctor watch [options]",
        .example = "cdsdoctor watch --region us --interval 30 --until-ok",
        .about = "Checks again and again and says what turns good or bad, "
                 "with the time; ends\nwith what happened over time. Exit "
                 "code: of the last round, as of check;\n130 stopped.",
        .rows = rows,
        .row_count = collect_rows(rows),
    };
    struct watch_options options = { 0 };
    struct watch watch = { .options = &options };
    struct command_line line;

    if (!command_line_read(&line, &table, argc, argv, &options, 0))
        return line.code;
    return watch_run(&watch);
}
