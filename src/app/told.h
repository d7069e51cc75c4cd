#ifndef APP_TOLD_H
#define APP_TOLD_H

#include "app/progress.h"

/*
 * What is told of a run while it goes on: a line of progress to a person,
 * and, when asked for, a line of JSON for each thing on standard output.
 */
struct told {
    const struct run *run;
    struct progress progress;
    bool live;      /* lines of JSON */
    bool began;     /* the first of them is out */
    bool unwritten; /* standard output has gone; it was said */
};

void told_begin(struct told *told, const struct run *run, bool live);
event_listener told_hear;
void told_end(struct told *told);

#endif
