#include "app/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/width.h"

enum { LINE_COLUMNS = 78, LEAST_INTERVAL_MS = 100, SECOND_MS = 1000 };

static bool
progress_can_rewrite(void)
{
    const char *terminal = getenv("TERM");

    return isatty(STDERR_FILENO) == 1 && terminal != NULL &&
           *terminal != '\0' && strcmp(terminal, "dumb") != 0;
}

static void
progress_draw(const struct buffer *line)
{
    size_t fits = width_fit(buffer_text(line), LINE_COLUMNS);

    fprintf(stderr, "\r\033[K%.*s", (int)fits, buffer_text(line));
    fflush(stderr);
}

void
progress_begin(struct progress *progress, const struct run *run)
{
    struct buffer line = { 0 };

    *progress =
        (struct progress){ .run = run, .shown = progress_can_rewrite() };
    if (!progress->shown)
        return;
    buffer_printf(&line, "Checking %zu endpoint%s ...", run->target_count,
                  run->target_count == 1 ? "" : "s");
    progress_draw(&line);
    buffer_release(&line);
}

static const char *
progress_subject(const struct event *event)
{
    if (event->name != NULL)
        return event->name->host;
    if (event->target != NULL)
        return event->target->endpoint->host;
    return "";
}

static bool
probe_is_holding(const struct probe *probe, int64_t now_ms)
{
    const struct result *result;

    if (probe->kind != PROBE_HOLD || probe->path == NULL)
        return false;
    result = &probe->path->results[CHECK_HTTP];
    return result->outcome == OUTCOME_RUNNING &&
           now_ms - result->started_ms <= probe->variation.idle_s * SECOND_MS;
}

/* A probe that holds a connection idle at that time; NULL. */
static const struct probe *
progress_hold(const struct run *run, int64_t now_ms)
{
    for (size_t i = 0; i < run->probe_count; i++)
        if (probe_is_holding(run->probes[i], now_ms))
            return run->probes[i];
    return NULL;
}

/* Nothing else happens meanwhile that would be worth more. */
static void
hold_append(struct buffer *out, const struct progress *progress,
            const struct probe *probe, int64_t now_ms)
{
    int64_t began = probe->path->results[CHECK_HTTP].started_ms;

    buffer_printf(out,
                  "%.0f s  %zu checks done  holding an idle connection: "
                  "%.0f of %.0f s",
                  (double)now_ms / SECOND_MS, progress->ended,
                  (double)(now_ms - began) / SECOND_MS,
                  (double)probe->variation.idle_s);
}

void
progress_append(struct buffer *out, const struct progress *progress,
                const struct event *event, int64_t now_ms)
{
    const struct probe *hold = progress_hold(progress->run, now_ms);

    if (hold != NULL)
        hold_append(out, progress, hold, now_ms);
    else if (event != NULL)
        buffer_printf(out, "%.1f s  %zu checks done  %s: %s",
                      (double)now_ms / SECOND_MS, progress->ended,
                      words_id(&check_words, (int)event->check),
                      progress_subject(event));
}

static void
progress_show(struct progress *progress, const struct event *event,
              int64_t now_ms)
{
    struct buffer line = { 0 };

    progress_append(&line, progress, event, now_ms);
    if (line.length > 0)
        progress_draw(&line);
    progress->drawn_ms = now_ms;
    progress->holds = progress_hold(progress->run, now_ms) != NULL;
    buffer_release(&line);
}

void
progress_hear(void *context, const struct event *event)
{
    struct progress *progress = context;

    if (event->kind == EVENT_CHECK_ENDED)
        progress->ended++;
    if (progress->shown &&
        (event->at_ms - progress->drawn_ms >= LEAST_INTERVAL_MS ||
         progress_hold(progress->run, event->at_ms) != NULL))
        progress_show(progress, event, event->at_ms);
}

int
progress_patience_ms(const struct progress *progress)
{
    return progress->shown && progress->holds ? SECOND_MS : -1;
}

void
progress_tick(struct progress *progress, int64_t now_ms)
{
    if (progress->shown && progress->holds &&
        now_ms - progress->drawn_ms >= SECOND_MS)
        progress_show(progress, NULL, now_ms);
}

void
progress_wait(struct progress *progress, int64_t left_ms)
{
    struct buffer line = { 0 };

    if (!progress->shown)
        return;
    buffer_printf(&line, "Checked again in %" PRId64 " s; Ctrl-C ends.",
                  (left_ms + 999) / 1000);
    progress_draw(&line);
    buffer_release(&line);
}

void
progress_end(struct progress *progress)
{
    if (!progress->shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
}
