#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include <stdint.h>

#include "model/run.h"

/*
 * News of a run in progress, in the order in which things happen. Readers
 * (progress line, screen, journal) look into the run for everything else.
 */
enum event_kind {
    EVENT_RUN_BEGAN,
    EVENT_CHECK_BEGAN,
    EVENT_CHECK_MOVED, /* entered another state */
    EVENT_CHECK_ENDED,
    EVENT_PATH_FOUND,    /* another address of the target will be tried */
    EVENT_PROBES_BEGAN,  /* some things are tried again, one thing changed */
    EVENT_CHECKED_AGAIN, /* what is fresh takes the place of what is old */
    EVENT_RUN_ENDED,
    EVENT_KIND_COUNT
};

struct event {
    enum event_kind kind;
    int64_t at_ms; /* since the run began */
    enum check_id check;
    const struct name *name;     /* CHECK_DNS; else NULL */
    const struct target *target; /* NULL for CHECK_DNS */
    const struct path *path;
    const struct name *old_name; /* EVENT_CHECKED_AGAIN; else NULL */
    const struct path *old_path; /* likewise */
};

/* Told of every event while the driver works; must not change the run. */
typedef void event_listener(void *context, const struct event *event);

#endif
