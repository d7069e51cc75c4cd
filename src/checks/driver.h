#ifndef CHECKS_DRIVER_H
#define CHECKS_DRIVER_H

#include "checks/check.h"
#include "model/event.h"

/*
 * Steps every check of a run: starts a check when what it needs has passed,
 * keeps deadlines, bounds how many run at once, tells the listener. Owns the
 * checks, not the run and not the tools.
 */
struct driver;

/*
 * Asked when every check has ended: what else is worth trying? Adds probes,
 * names or targets to the run and returns whether it did; asked again when
 * these have ended.
 */
typedef bool driver_planner(void *context, struct run *run);

struct driver_limits {
    int budget_ms;   /* of every waiting state; 0: as its table says */
    int deadline_ms; /* of all checks, and again of each round of what the
                      * planner adds; 0: eight budgets for every time that
                      * the caps let all have their turn */
    int most_names;  /* looked up at once; 0: 32 */
    int most_paths;  /* tried at once; 0: 128 */
};

/* Without one nothing is tried but what every run tries. */
void driver_set_planner(struct driver *driver, driver_planner *planner,
                        void *context);

/* The run has its targets and names already; nothing is sent before turn. */
struct driver *driver_new(struct run *run, struct check_tools *tools,
                          const struct driver_limits *limits,
                          event_listener *listener, void *context);
void driver_free(struct driver *driver);

/*
 * Does what can be done, waits once, at most until something happens or
 * timeout_ms (-1: the driver's own deadlines only) has passed, and does what
 * came of it. `more` are further things to wait for, the terminal for one.
 * Returns false when every check has ended.
 */
bool driver_turn(struct driver *driver, struct net_watch **more,
                 size_t more_count, int timeout_ms);

/*
 * Ends everything that runs or waits, as cancelled; what is checked once more
 * keeps its old results.
 */
void driver_cancel(struct driver *driver);

/*
 * Checks a name, or a path of a target, once more in this run, with what was
 * tried like it. The old results stay until the new ones are all there; then
 * the listener hears EVENT_CHECKED_AGAIN and they take their place. Works
 * while others run and when all have ended: there are turns again after it.
 * False: it has not ended yet, or is being checked once more already.
 */
bool driver_check_name_again(struct driver *driver, struct name *name);
bool driver_check_path_again(struct driver *driver, struct target *target,
                             struct path *path);

/*
 * Ends what runs or waits of this target as cancelled, of the one path alone
 * unless it is NULL; all others go on. A name that other targets need goes on
 * too. Returns whether there was anything to end.
 */
bool driver_stop_target(struct driver *driver, struct target *target,
                        struct path *path);

#endif
