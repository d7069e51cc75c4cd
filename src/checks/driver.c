#include <stdlib.h>

#include "base/memory.h"
#include "checks/driver_state.h"

enum {
    MOST_NAMES = 32,
    MOST_PATHS = 128,
    USUAL_BUDGET_MS = 4000,
    DEADLINE_BUDGETS = 8, /* names, four layers, and room to spare */
    MOST_WORK = 64,       /* rounds before the network has a turn */
    MOST_WORK_MS = 4,     /* before the caller has one: somebody may type */
};

static int
driver_limit(int given, int usual)
{
    return given > 0 ? given : usual;
}

/* One budget for each layer, as often as the caps make rounds of it. */
static int
driver_deadline_ms(const struct driver *driver)
{
    const struct run *run = driver->run;
    size_t rounds = 1 + run->name_count / (size_t)driver->limits.most_names +
                    run->target_count / (size_t)driver->limits.most_paths;
    int budget = driver_limit(driver->limits.budget_ms, USUAL_BUDGET_MS);

    if (driver->limits.deadline_ms > 0)
        return driver->limits.deadline_ms;
    return (int)rounds * DEADLINE_BUDGETS * budget;
}

struct driver *
driver_new(struct run *run, struct check_tools *tools,
           const struct driver_limits *limits, event_listener *listener,
           void *context)
{
    struct driver *driver = memory_new(1, sizeof *driver);

    driver->run = run;
    driver->tools = tools;
    driver->limits = *limits;
    driver->limits.most_names = driver_limit(limits->most_names, MOST_NAMES);
    driver->limits.most_paths = driver_limit(limits->most_paths, MOST_PATHS);
    driver->limits.deadline_ms = driver_deadline_ms(driver);
    driver->deadline_ms = driver->limits.deadline_ms;
    driver->listener = listener;
    driver->context = context;
    for (size_t i = 0; i < run->name_count; i++)
        run->names[i]->result.outcome = OUTCOME_PENDING;
    driver->next_target = run->target_count;
    return driver;
}

void
driver_set_planner(struct driver *driver, driver_planner *planner,
                   void *context)
{
    driver->planner = planner;
    driver->planner_context = context;
}

/* Goes on until everything waits. A check that never waits yields here. */
static void
driver_work(struct driver *driver)
{
    int64_t until = driver_now(driver) + MOST_WORK_MS;

    for (int rounds = 0; rounds < MOST_WORK; rounds++) {
        bool admitted = driver_admit(driver);

        if (!driver_step_ready(driver, until) && !admitted)
            return;
        if (driver_now(driver) >= until)
            return;
    }
}

static bool
any_is_ready(struct net_watch **watches, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (watches[i]->ready != 0)
            return true;
    return false;
}

static bool
driver_is_done(const struct driver *driver)
{
    return driver->active == NULL && driver_line_is_empty(&driver->paths) &&
           driver_line_is_empty(&driver->names_again) &&
           driver_line_is_empty(&driver->probes_again) &&
           driver->next_probe == driver->run->probe_count &&
           driver->next_name == driver->run->name_count;
}

static void
driver_end(struct driver *driver)
{
    if (driver->ended)
        return;
    driver->ended = true;
    driver->run->duration_ms = driver_now(driver);
    if (driver->reopened) {
        driver_drop_gone(driver);
        driver->run->cancelled = run_has_cancelled(driver->run);
    }
    run_sort_paths(driver->run);
    driver_tell(driver, (struct event){ .kind = EVENT_RUN_ENDED });
}

/* What waits in the line is left out for that reason. */
static void
driver_settle_line(struct waiting_line *line, enum reason reason)
{
    while (!driver_line_is_empty(line)) {
        struct waiting waiting = driver_line_take(line);

        if (waiting.name != NULL || waiting.path->old != NULL)
            driver_forget_fresh(&waiting);
        else
            driver_skip_above(waiting.target, waiting.path, CHECK_DNS, reason);
    }
}

/* Ends what runs and what waits to run, for that reason. */
static void
driver_stop(struct driver *driver, enum reason reason)
{
    const struct run *run = driver->run;

    driver->rounds = DRIVER_ROUNDS;
    while (driver->active != NULL)
        driver_stop_check(driver, driver->active, reason);
    while (driver->next_name < run->name_count)
        driver_settle(&run->names[driver->next_name++]->result, reason);
    driver_settle_line(&driver->names_again, reason);
    driver_settle_line(&driver->paths, reason);
    driver_settle_line(&driver->probes_again, reason);
    while (driver->next_probe < run->probe_count) {
        const struct probe *waiting = run->probes[driver->next_probe++];

        driver_skip_above(waiting->target, waiting->path, CHECK_DNS, reason);
    }
}

void
driver_cancel(struct driver *driver)
{
    if (driver->ended)
        return;
    driver->run->cancelled = true;
    driver_stop(driver, REASON_CANCELLED);
    driver_end(driver);
}

static void
driver_add_watch(struct driver *driver, size_t *count, struct net_watch *watch)
{
    if (*count == driver->watch_capacity) {
        driver->watch_capacity =
            driver->watch_capacity > 0 ? 2 * driver->watch_capacity : 64;
        driver->watches =
            memory_resize(driver->watches, driver->watch_capacity,
                          sizeof(struct net_watch *));
    }
    driver->watches[(*count)++] = watch;
}

static int64_t
earlier(int64_t left, int64_t right)
{
    if (left < 0)
        return right;
    return right < 0 || left < right ? left : right;
}

/* Everything that somebody waits for; says when the first time is over. */
static size_t
driver_gather(struct driver *driver, struct net_watch **more,
              size_t more_count, int64_t *until)
{
    size_t count = 0;

    *until = earlier(driver->deadline_ms, driver_probe_due(driver));
    for (size_t i = 0; i < more_count; i++)
        driver_add_watch(driver, &count, more[i]);
    for (struct check *check = driver->active; check != NULL;
         check = check->next) {
        *until = driver_is_ready(driver, check)
                     ? 0
                     : earlier(*until, driver_state_end(driver, check));
        for (size_t i = 0; i < check->wait_count; i++)
            driver_add_watch(driver, &count, check->waits[i]);
    }
    return count;
}

static void
driver_wait(struct driver *driver, struct net_watch **more, size_t more_count,
            int timeout_ms)
{
    int64_t until;
    size_t count = driver_gather(driver, more, more_count, &until);
    int64_t left = until - driver_now(driver);

    if (left < 0)
        left = 0;
    if (timeout_ms >= 0 && timeout_ms < left)
        left = timeout_ms;
    net_wait(driver->tools->net, driver->watches, count, (int)left);
}

bool
driver_turn(struct driver *driver, struct net_watch **more, size_t more_count,
            int timeout_ms)
{
    if (driver->ended)
        return false;
    if (!driver->began) {
        driver->began = true;
        driver->began_ms = net_monotonic_ms(driver->tools->net);
        driver->run->started = net_wall_ms(driver->tools->net);
        driver_tell(driver, (struct event){ .kind = EVENT_RUN_BEGAN });
    }

    driver_work(driver);
    if (!driver_is_done(driver)) {
        driver_wait(driver, more, more_count, timeout_ms);
        /* The caller goes first; the checks have the next turn. */
        if (any_is_ready(more, more_count))
            return true;
        driver_work(driver);
    }
    if (!driver_is_done(driver) && driver_now(driver) >= driver->deadline_ms)
        driver_stop(driver, REASON_DEADLINE);
    if (!driver_is_done(driver) || driver_plan(driver))
        return true;
    driver_end(driver);
    return false;
}

void
driver_free(struct driver *driver)
{
    if (driver == NULL)
        return;
    while (driver->active != NULL) {
        struct check *check = driver->active;

        driver->active = check->next;
        driver_release_stack(check);
    }
    free(driver->paths.items);
    free(driver->names_again.items);
    free(driver->probes_again.items);
    free(driver->watches);
    free(driver);
}
