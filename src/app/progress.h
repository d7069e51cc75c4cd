#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/event.h"

/*
 * One line on standard error that says what is being waited for, when that
 * is a terminal that can rewrite a line; else it stays silent.
 */
struct progress {
    const struct run *run;
    bool shown; /* standard error is such a terminal */
    int64_t drawn_ms;
    size_t ended;
};

void progress_begin(struct progress *progress, const struct run *run);
event_listener progress_hear;
/* Nothing runs; the next checks begin after so long. */
void progress_wait(struct progress *progress, int64_t left_ms);
void progress_end(struct progress *progress);

#endif
