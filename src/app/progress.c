#include "app/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/width.h"

enum { LINE_COLUMNS = 78, LEAST_INTERVAL_MS = 100 };

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

void
progress_hear(void *context, const struct event *event)
{
    struct progress *progress = context;
    struct buffer line = { 0 };

    if (event->kind == EVENT_CHECK_ENDED)
        progress->ended++;
    if (!progress->shown ||
        event->at_ms - progress->drawn_ms < LEAST_INTERVAL_MS)
        return;
    progress->drawn_ms = event->at_ms;
    buffer_printf(&line, "%.1f s  %zu checks done  %s: %s",
                  (double)event->at_ms / 1000, progress->ended,
                  words_id(&check_words, (int)event->check),
                  progress_subject(event));
    progress_draw(&line);
    buffer_release(&line);
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
