#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/event.h"

/*
 * One line on standard error that says what is being waited for, when that
 * is a terminal that can rewrite a line; else it stays silent.
 */
struct progress {
    const struct run *run;
    bool shown;       /* standard error is such a terminal */
    int64_t drawn_ms; /* since the run began, as all times here */
    size_t ended;
    bool holds; /* the line counts how long a connection is idle */
};

void progress_begin(struct progress *progress, const struct run *run);
event_listener progress_hear;

/* Nothing runs; the next checks begin after so long. */
void progress_wait(struct progress *progress, int64_t left_ms);

/*
 * How long to wait for news at most, for the line to count what it shows;
 * -1: as long as it takes. Then a tick draws it anew.
 */
int progress_patience_ms(const struct progress *progress);
void progress_tick(struct progress *progress, int64_t now_ms);

/* What is shown: the line without its way onto the terminal. */
void progress_append(struct buffer *out, const struct progress *progress,
                     const struct event *event, int64_t now_ms);

void progress_end(struct progress *progress);

#endif
