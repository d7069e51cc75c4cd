#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "checks/driver_state.h"
#include "checks/kinds.h"

enum { MOST_MOVES = 64 }; /* of one check before the others have a turn */

int64_t
driver_now(const struct driver *driver)
{
    return net_monotonic_ms(driver->tools->net) - driver->began_ms;
}

void
driver_tell(struct driver *driver, struct event event)
{
    event.at_ms = driver_now(driver);
    if (driver->listener != NULL)
        driver->listener(driver->context, &event);
}

void
driver_tell_of(struct driver *driver, enum event_kind kind,
               const struct check *check)
{
    driver_tell(driver, (struct event){ .kind = kind,
                                        .check = check->kind->id,
                                        .name = check->name,
                                        .target = check->target,
                                        .path = check->path });
}

void
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

void
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

const struct check_kind *
driver_kind_above(const struct target *target, const struct path *path,
                  enum check_id after)
{
    int last = path->probe != NULL ? (int)path->probe->until : CHECK_COUNT - 1;

    for (int id = (int)after + 1; id <= last; id++)
        if (driver_applies(check_kinds[id], target))
            return check_kinds[id];
    return NULL;
}

void
driver_settle(struct result *result, enum reason reason)
{
    result->outcome = OUTCOME_SKIP;
    result->reason = reason;
    result->state = NULL;
}

void
driver_skip_above(const struct target *target, struct path *path,
                  enum check_id after, enum reason reason)
{
    const struct check_kind *kind = driver_kind_above(target, path, after);

    for (; kind != NULL; kind = driver_kind_above(target, path, kind->id))
        driver_settle(&path->results[kind->id], reason);
}

void
driver_unlink(struct driver *driver, struct check *check)
{
    struct check **link = &driver->active;

    while (*link != check)
        link = &(*link)->next;
    *link = check->next;
    driver->active_count--;
}

/* The checks of a path, or that of a name, are over. */
static void
driver_count_end(struct driver *driver, const struct check *check)
{
    if (check->kind->subject != SUBJECT_PATH)
        driver->names_running--;
    else if (check->path->probe != NULL)
        driver->probes_running--;
    else
        driver->paths_running--;
}

void
driver_stop_check(struct driver *driver, struct check *check,
                  enum reason reason)
{
    struct waiting item = { check->name, check->target, check->path };
    bool fresh = check->path != NULL ? check->path->old != NULL
                                     : check->name->old != NULL;

    driver_unlink(driver, check);
    driver_count_end(driver, check);
    check->result->duration_ms =
        driver_now(driver) - check->result->started_ms;
    driver_settle(check->result, reason);
    if (check->kind->subject == SUBJECT_PATH)
        driver_skip_above(check->target, check->path, check->kind->id, reason);
    driver_tell_of(driver, EVENT_CHECK_ENDED, check);
    if (fresh)
        driver_forget_fresh(&item);
    driver_release_stack(check);
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
    driver_count_end(driver, check);
    if (check->path->old != NULL)
        driver_replace_path(driver, check->target, check->path);
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
    driver_count_end(driver, check);
    if (check->name->old != NULL)
        driver_replace_name(driver, check->name);
    driver_release_stack(check);
}

/*
 * Which part of the usual time a probe is given. The repetition of the same
 * has all that the first try had; what helps, helps soon; and who answers a
 * single packet does so at once.
 */
static int
driver_haste(const struct check *check)
{
    static const int of_kind[] = {
        [PROBE_REPEAT] = 1,      [PROBE_SERVER_NAME] = 2,
        [PROBE_SEGMENT] = 2,     [PROBE_HELLO_SIZE] = 2,
        [PROBE_HELLO_SPLIT] = 2, [PROBE_TLS_VERSION] = 2,
        [PROBE_HOPS] = 4,        [PROBE_HELLO_HOPS] = 4,
        [PROBE_OTHER_PORT] = 4,  [PROBE_REPLY_TTL] = 4,
        [PROBE_RESERVED] = 4,    [PROBE_HOLD] = 1,
    };

    static_assert(sizeof of_kind / sizeof of_kind[0] == PROBE_KIND_COUNT,
                  "every kind has its part");
    return check->path == NULL || check->path->probe == NULL
               ? 1
               : of_kind[check->path->probe->kind];
}

static int64_t
driver_budget_ms(const struct driver *driver, const struct check *check)
{
    int budget = check->kind->states[check->state].budget_ms;

    if (check->allowed_ms > 0)
        return check->allowed_ms;

    if (budget > 0 && driver->limits.budget_ms > 0)
        budget = driver->limits.budget_ms;
    return budget / driver_haste(check);
}

int64_t
driver_state_end(const struct driver *driver, const struct check *check)
{
    int64_t budget = driver_budget_ms(driver, check);

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
    check->allowed_ms = 0;
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

bool
driver_is_ready(const struct driver *driver, const struct check *check)
{
    if (check->runnable)
        return true;
    for (size_t i = 0; i < check->wait_count; i++)
        if (check->waits[i]->ready != 0)
            return true;
    return driver_state_is_over(driver, check);
}

bool
driver_step_ready(struct driver *driver, int64_t until)
{
    bool stepped = false;
    struct check *check = driver->active;

    while (check != NULL) {
        /* New checks are put in front, so the next one stays valid. */
        struct check *next = check->next;

        if (driver_is_ready(driver, check)) {
            driver_step(driver, check);
            stepped = true;
            if (driver_now(driver) >= until)
                return true;
        }
        check = next;
    }
    return stepped;
}
