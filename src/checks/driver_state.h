#ifndef CHECKS_DRIVER_STATE_H
#define CHECKS_DRIVER_STATE_H

#include "checks/driver.h"

/*
 * What the driver holds, for its four parts: driver.c takes the turns,
 * driver_steps.c steps the checks, driver_queue.c decides which may begin,
 * driver_again.c begins some once more and stops some alone.
 */

/* What has not begun yet: a name, or a path of a target. */
struct waiting {
    struct name *name; /* NULL: it is a path */
    struct target *target;
    struct path *path;
};

/* First come, first served. All zero it is empty. */
struct waiting_line {
    struct waiting *items;
    size_t head;
    size_t tail;
    size_t capacity;
};

struct driver {
    struct run *run;
    struct check_tools *tools;
    struct driver_limits limits;
    event_listener *listener;
    void *context;
    driver_planner *planner; /* NULL: none */
    void *planner_context;
    int rounds;
    int64_t deadline_ms; /* of this round, since the run began */
    int64_t began_ms;    /* on the monotonic clock */
    bool began;
    bool ended;
    bool reopened; /* something was checked again */

    struct check *active; /* list; each carries the checks below it */
    size_t active_count;
    int names_running;
    int paths_running;
    int probes_running;
    size_t next_name;     /* the first name that was not begun */
    size_t next_probe;    /* the first probe that was not begun */
    size_t next_target;   /* the first target that came later */
    int64_t probe_due_ms; /* before that no further probe begins */
    struct waiting_line paths;
    struct waiting_line names_again;
    struct waiting_line probes_again;
    struct net_watch **watches; /* room for one wait */
    size_t watch_capacity;
};

/* driver_steps.c */

/* Since the run began, milliseconds. */
int64_t driver_now(const struct driver *driver);
void driver_tell(struct driver *driver, struct event event);
void driver_tell_of(struct driver *driver, enum event_kind kind,
                    const struct check *check);
/*
 * Begins a check about what the check below, or a bare one that holds no
 * more, is about. It is stepped for the first time in this turn.
 */
void driver_begin_check(struct driver *driver, const struct check_kind *kind,
                        const struct check *subject, struct check *below);
/* Takes it off the list of those that run; it is not released. */
void driver_unlink(struct driver *driver, struct check *check);
/* Releases a check with all that are below it. */
void driver_release_stack(struct check *check);
/* The next check of a path above `after`; NULL: there is none. */
const struct check_kind *driver_kind_above(const struct target *target,
                                           const struct path *path,
                                           enum check_id after);
/* It is left out, for that reason. */
void driver_settle(struct result *result, enum reason reason);
/* Every check of the path above `after` is left out for that reason. */
void driver_skip_above(const struct target *target, struct path *path,
                       enum check_id after, enum reason reason);
/* When the time of the check's state is over; -1: never. */
int64_t driver_state_end(const struct driver *driver,
                         const struct check *check);
/* Whether the check has something to do. */
bool driver_is_ready(const struct driver *driver, const struct check *check);
/*
 * Steps every check once that has something to do, as long as it is not yet
 * that late; false: none had.
 */
bool driver_step_ready(struct driver *driver, int64_t until);

/* Ends it for that reason, with all that is above and below it. */
void driver_stop_check(struct driver *driver, struct check *check,
                       enum reason reason);

/* driver_queue.c */

bool driver_line_is_empty(const struct waiting_line *line);
void driver_line_add(struct waiting_line *line, const struct waiting *item);
/* The line must not be empty. */
struct waiting driver_line_take(struct waiting_line *line);
/* Every check that the path will have waits to begin. */
void driver_set_pending(const struct target *target, struct path *path);

/* Begins what may begin under the caps; false: nothing could. */
bool driver_admit(struct driver *driver);
/* When the next probe may begin; -1: none waits for that. */
int64_t driver_probe_due(const struct driver *driver);
/*
 * Asks the planner, and puts what it has thought of in line; false: there is
 * nothing more to try.
 */
bool driver_plan(struct driver *driver);

/* driver_again.c */

/* What is fresh has ended and takes the place of what is old. */
void driver_replace_path(struct driver *driver, const struct target *target,
                         struct path *fresh);
void driver_replace_name(struct driver *driver, struct name *fresh);
/* Takes addresses out that nobody gives any more; at the end of all. */
void driver_drop_gone(struct driver *driver);
/* What is fresh was stopped: what is old stays. */
void driver_forget_fresh(const struct waiting *item);

enum { DRIVER_ROUNDS = 6 }; /* of what the planner thinks of */

#endif
