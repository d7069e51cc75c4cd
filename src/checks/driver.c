#include "checks/driver.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "checks/kinds.h"

enum {
    MOST_NAMES = 32,
    MOST_PATHS = 128,
    USUAL_BUDGET_MS = 4000,
    DEADLINE_BUDGETS = 8, /* names, four layers, and room to spare */
    MOST_ROUNDS = 4,      /* of what the planner thinks of */
    MOST_PROBES = 16,     /* tried at once: gentle, and not one by one */
    MOST_MOVES = 64,      /* of one check before the others have a turn */
};

/* A path whose checks have not begun yet. */
struct waiting_path {
    struct target *target;
    struct path *path;
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
    int64_t began_ms; /* on the monotonic clock */
    bool began;
    bool ended;

    struct check *active; /* list; each carries the checks below it */
    size_t active_count;
    int names_running;
    int paths_running;
    int probes_running;
    size_t next_name;   /* the first name that was not begun */
    size_t next_probe;  /* the first probe that was not begun */
    size_t next_target; /* the first target that came later */
    struct waiting_path *queue;
    size_t queue_head;
    size_t queue_tail;
    size_t queue_capacity;
    struct net_watch **watches; /* room for one wait */
    size_t watch_capacity;
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

static int64_t
driver_now(const struct driver *driver)
{
    return net_monotonic_ms(driver->tools->net) - driver->began_ms;
}

static void
driver_tell(struct driver *driver, struct event event)
{
    event.at_ms = driver_now(driver);
    if (driver->listener != NULL)
        driver->listener(driver->context, &event);
}

static void
driver_tell_of(struct driver *driver, enum event_kind kind,
               const struct check *check)
{
    driver_tell(driver, (struct event){ .kind = kind,
                                        .check = check->kind->id,
                                        .name = check->name,
                                        .target = check->target,
                                        .path = check->path });
}

/*
 * Begins a check about what the check below, or a bare one that holds no
 * more, is about. It is stepped for the first time in this turn.
 */
static void
driver_begin_check(struct driver *driver, const struct check_kind *kind,
                   const struct check *subject, struct check *below)
{
    struct check *check = memory_new(1, kind->size);

    check->kind = kind;
    check->tools = driver->tools;
    check->run = driver->run;
    check->name = subject->name;
    check->target = subject->target;
    check->path = subject->path;
    check->below = below;
    check->driver = driver;
    check->runnable = true;
    check->result = kind->subject == SUBJECT_NAME
                        ? &subject->name->result
                        : &subject->path->results[kind->id];
    check->entered_ms = driver_now(driver);
    check->result->outcome = OUTCOME_RUNNING;
    check->result->started_ms = check->entered_ms;
    check->result->state = kind->states[0].label;
    check->next = driver->active;
    driver->active = check;
    driver->active_count++;
    driver_tell_of(driver, EVENT_CHECK_BEGAN, check);
}

static void
driver_release_stack(struct check *check)
{
    while (check != NULL) {
        struct check *below = check->below;

        if (check->kind->release != NULL)
            check->kind->release(check);
        free(check);
        check = below;
    }
}

static bool
driver_applies(const struct check_kind *kind, const struct target *target)
{
    return kind->applies == NULL || kind->applies(target);
}

/* The next check of a path above `after`; NULL: there is none. */
static const struct check_kind *
driver_kind_above(const struct target *target, const struct path *path,
                  enum check_id after)
{
    int last = path->probe != NULL ? (int)path->probe->until : CHECK_COUNT - 1;

    for (int id = (int)after + 1; id <= last; id++)
        if (driver_applies(check_kinds[id], target))
            return check_kinds[id];
    return NULL;
}

static void
driver_settle(struct result *result, enum reason reason)
{
    result->outcome = OUTCOME_SKIP;
    result->reason = reason;
    result->state = NULL;
}

/* Every check of the path above `after` is left out for that reason. */
static void
driver_skip_above(const struct target *target, struct path *path,
                  enum check_id after, enum reason reason)
{
    const struct check_kind *kind = driver_kind_above(target, path, after);

    for (; kind != NULL; kind = driver_kind_above(target, path, kind->id))
        driver_settle(&path->results[kind->id], reason);
}

static void
driver_unlink(struct driver *driver, struct check *check)
{
    struct check **link = &driver->active;

    while (*link != check)
        link = &(*link)->next;
    *link = check->next;
    driver->active_count--;
}

/* The top of a path's stack has ended: the next check, or the end of it. */
static void
driver_climb(struct driver *driver, struct check *check)
{
    const struct check_kind *above =
        driver_kind_above(check->target, check->path, check->kind->id);

    if (above != NULL && check->leaves_open) {
        driver_begin_check(driver, above, check, check);
        return;
    }

    enum reason reason = check->result->reason == REASON_CERTIFICATE_REQUIRED
                             ? REASON_CERTIFICATE_REQUIRED
                             : REASON_NEED_FAILED;

    driver_skip_above(check->target, check->path, check->kind->id, reason);
    if (check->path->probe != NULL)
        driver->probes_running--;
    else
        driver->paths_running--;
    driver_release_stack(check);
}

static void
driver_end_check(struct driver *driver, struct check *check)
{
    struct result *result = check->result;

    result->duration_ms = driver_now(driver) - result->started_ms;
    result->state = NULL;
    driver_unlink(driver, check);
    driver_tell_of(driver, EVENT_CHECK_ENDED, check);
    if (check->kind->subject == SUBJECT_PATH) {
        driver_climb(driver, check);
        return;
    }
    driver->names_running--;
    driver_release_stack(check);
}

/*
 * What helps, helps soon: only the repetition of the same is given all the
 * time that the first try had.
 */
static bool
driver_hurries(const struct check *check)
{
    return check->path != NULL && check->path->probe != NULL &&
           check->path->probe->kind != PROBE_REPEAT;
}

static int
driver_budget_ms(const struct driver *driver, const struct check *check)
{
    int budget = check->kind->states[check->state].budget_ms;

    if (budget > 0 && driver->limits.budget_ms > 0)
        budget = driver->limits.budget_ms;
    return driver_hurries(check) ? budget / 2 : budget;
}

/* When the time of the check's state is over; -1: never. */
static int64_t
driver_state_end(const struct driver *driver, const struct check *check)
{
    int budget = driver_budget_ms(driver, check);

    return budget > 0 ? check->entered_ms + budget : -1;
}

static bool
driver_state_is_over(const struct driver *driver, const struct check *check)
{
    int64_t end = driver_state_end(driver, check);

    return end >= 0 && driver_now(driver) >= end;
}

static enum step
driver_run_state(struct driver *driver, struct check *check)
{
    int before = check->state;

    for (size_t i = 0; i < check->wait_count; i++)
        check->waits[i]->ready = 0;
    check->wait_count = 0;
    check->runnable = false;
    check->now_ms = driver_now(driver);
    check->expired = driver_state_is_over(driver, check);

    enum step step = check->kind->states[before].run(check);

    if (step != STEP_ENTER || check->state == before)
        return step;
    check->entered_ms = check->now_ms;
    check->result->state = check->kind->states[check->state].label;
    driver_tell_of(driver, EVENT_CHECK_MOVED, check);
    return step;
}

/* Steps one check as far as it goes. */
static void
driver_step(struct driver *driver, struct check *check)
{
    for (int moves = 0; moves < MOST_MOVES; moves++) {
        switch (driver_run_state(driver, check)) {
        case STEP_ENTER:
            continue;
        case STEP_WAIT:
            /* A state that goes on waiting when its time is over. */
            if (check->expired) {
                check_fail(check, REASON_DEADLINE);
                driver_end_check(driver, check);
            }
            return;
        case STEP_END:
            driver_end_check(driver, check);
            return;
        }
    }
    check->runnable = true;
}

static bool
driver_is_ready(const struct driver *driver, const struct check *check)
{
    if (check->runnable)
        return true;
    for (size_t i = 0; i < check->wait_count; i++)
        if (check->waits[i]->ready != 0)
            return true;
    return driver_state_is_over(driver, check);
}

/* Steps every check once that has something to do; false: none had. */
static bool
driver_step_ready(struct driver *driver)
{
    bool stepped = false;
    struct check *check = driver->active;

    while (check != NULL) {
        /* New checks are put in front, so the next one stays valid. */
        struct check *next = check->next;

        if (driver_is_ready(driver, check)) {
            driver_step(driver, check);
            stepped = true;
        }
        check = next;
    }
    return stepped;
}

static void
driver_enqueue(struct driver *driver, struct target *target, struct path *path)
{
    if (driver->queue_tail == driver->queue_capacity) {
        driver->queue_capacity =
            driver->queue_capacity > 0 ? 2 * driver->queue_capacity : 64;
        driver->queue = memory_resize(driver->queue, driver->queue_capacity,
                                      sizeof *driver->queue);
    }
    driver->queue[driver->queue_tail++] =
        (struct waiting_path){ .target = target, .path = path };
}

static void
driver_set_pending(const struct target *target, struct path *path)
{
    const struct check_kind *kind = driver_kind_above(target, path, CHECK_DNS);

    for (; kind != NULL; kind = driver_kind_above(target, path, kind->id))
        path->results[kind->id].outcome = OUTCOME_PENDING;
}

static void
driver_add_path(struct driver *driver, struct target *target,
                const struct address *address, bool of_system)
{
    struct path *path = target_find_path(target, address);

    if (path != NULL) {
        path->of_system = path->of_system || of_system;
        return;
    }
    path = target_add_path(driver->run, target, address, of_system);
    driver_set_pending(target, path);
    driver_enqueue(driver, target, path);
    driver_tell(driver, (struct event){ .kind = EVENT_PATH_FOUND,
                                        .check = CHECK_TCP,
                                        .target = target,
                                        .path = path });
}

void
check_found_address(struct check *check, const struct address *address,
                    bool of_system)
{
    struct name *name = check->name;

    for (size_t i = 0; i < name->user_count; i++)
        driver_add_path(check->driver, name->users[i], address, of_system);
}

/* Begins what may begin under the caps; false: nothing could. */
static bool
driver_admit(struct driver *driver)
{
    struct run *run = driver->run;
    bool admitted = false;

    while (driver->next_name < run->name_count &&
           driver->names_running < driver->limits.most_names) {
        struct check about = { .name = run->names[driver->next_name++] };

        driver->names_running++;
        driver_begin_check(driver, check_kinds[CHECK_DNS], &about, NULL);
        admitted = true;
    }
    while (driver->queue_head < driver->queue_tail &&
           driver->paths_running < driver->limits.most_paths) {
        const struct waiting_path *next = &driver->queue[driver->queue_head++];
        struct check about = { .target = next->target, .path = next->path };

        driver->paths_running++;
        driver_begin_check(driver, check_kinds[CHECK_TCP], &about, NULL);
        admitted = true;
    }
    while (driver->next_probe < run->probe_count &&
           driver->probes_running < MOST_PROBES) {
        const struct probe *next = run->probes[driver->next_probe++];
        struct check about = { .target = next->target, .path = next->path };

        driver->probes_running++;
        driver_begin_check(driver, check_kinds[CHECK_TCP], &about, NULL);
        admitted = true;
    }
    return admitted;
}

/* Goes on until everything waits. A check that never waits yields here. */
static void
driver_work(struct driver *driver)
{
    for (int rounds = 0; rounds < MOST_MOVES; rounds++) {
        bool admitted = driver_admit(driver);

        if (!driver_step_ready(driver) && !admitted)
            return;
    }
}

static bool
driver_is_done(const struct driver *driver)
{
    return driver->active == NULL &&
           driver->queue_head == driver->queue_tail &&
           driver->next_probe == driver->run->probe_count &&
           driver->next_name == driver->run->name_count;
}

/* A target that came after its name was resolved has its addresses here. */
static void
driver_adopt_target(struct driver *driver, struct target *target)
{
    const struct name *name =
        target->proxy_name != NULL ? target->proxy_name : target->name;

    if (name->literal.family != FAMILY_NONE)
        driver_add_path(driver, target, &name->literal, true);
    for (size_t i = 0; i < name->system.address_count; i++)
        driver_add_path(driver, target, name->system.addresses[i], true);
}

/*
 * What the planner has thought of is put in line. Its time is that of the
 * whole run once more, for each round.
 */
static bool
driver_plan(struct driver *driver)
{
    struct run *run = driver->run;
    size_t names = run->name_count;

    if (driver->planner == NULL || driver->rounds == MOST_ROUNDS ||
        run->cancelled || !driver->planner(driver->planner_context, run))
        return false;
    driver->rounds++;
    driver->limits.deadline_ms += (int)driver_now(driver);
    for (; names < run->name_count; names++)
        run->names[names]->result.outcome = OUTCOME_PENDING;
    for (size_t i = driver->next_probe; i < run->probe_count; i++)
        driver_set_pending(run->probes[i]->target, run->probes[i]->path);
    while (driver->next_target < run->target_count)
        driver_adopt_target(driver, run->targets[driver->next_target++]);
    driver_tell(driver, (struct event){ .kind = EVENT_PROBES_BEGAN });
    return true;
}

static void
driver_end(struct driver *driver)
{
    if (driver->ended)
        return;
    driver->ended = true;
    driver->run->duration_ms = driver_now(driver);
    run_sort_paths(driver->run);
    driver_tell(driver, (struct event){ .kind = EVENT_RUN_ENDED });
}

/* Ends what runs and what waits to run, for that reason. */
static void
driver_stop(struct driver *driver, enum reason reason)
{
    const struct run *run = driver->run;

    driver->rounds = MOST_ROUNDS;
    while (driver->active != NULL) {
        struct check *check = driver->active;

        driver_unlink(driver, check);
        check->result->duration_ms =
            driver_now(driver) - check->result->started_ms;
        driver_settle(check->result, reason);
        if (check->kind->subject == SUBJECT_PATH)
            driver_skip_above(check->target, check->path, check->kind->id,
                              reason);
        driver_tell_of(driver, EVENT_CHECK_ENDED, check);
        driver_release_stack(check);
    }
    while (driver->next_name < run->name_count)
        driver_settle(&run->names[driver->next_name++]->result, reason);
    while (driver->queue_head < driver->queue_tail) {
        struct waiting_path *waiting = &driver->queue[driver->queue_head++];

        driver_skip_above(waiting->target, waiting->path, CHECK_DNS, reason);
    }
    while (driver->next_probe < run->probe_count) {
        const struct probe *waiting = run->probes[driver->next_probe++];

        driver_skip_above(waiting->target, waiting->path, CHECK_DNS, reason);
    }
    driver->names_running = 0;
    driver->paths_running = 0;
    driver->probes_running = 0;
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

    *until = driver->limits.deadline_ms;
    for (size_t i = 0; i < more_count; i++)
        driver_add_watch(driver, &count, more[i]);
    for (struct check *check = driver->active; check != NULL;
         check = check->next) {
        *until = check->runnable
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
        driver_work(driver);
    }
    if (!driver_is_done(driver) &&
        driver_now(driver) >= driver->limits.deadline_ms)
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
    free(driver->queue);
    free(driver->watches);
    free(driver);
}
