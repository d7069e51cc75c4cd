#include <stddef.h>

#include "checks/driver_state.h"

/* There are turns again, with time for one more round. */
static void
driver_reopen(struct driver *driver, int64_t idle_s)
{
    int64_t deadline =
        driver_now(driver) + driver->limits.deadline_ms + idle_s * 1000;

    if (driver->ended) {
        driver->ended = false;
        driver->rounds = 0;
    }
    driver->reopened = true;
    if (deadline > driver->deadline_ms)
        driver->deadline_ms = deadline;
}

static bool
path_has_ended(const struct path *path)
{
    for (int check = 0; check < CHECK_COUNT; check++)
        if (path->results[check].outcome != OUTCOME_NONE &&
            !outcome_is_final(path->results[check].outcome))
            return false;
    return path->fresh == NULL;
}

/* A path like the old one, of which nothing has been seen yet. */
static bool
driver_line_up(struct driver *driver, struct target *target, struct path *old)
{
    struct waiting item = { .target = target };

    if (!path_has_ended(old))
        return false;
    item.path = arena_new(&driver->run->arena, 1, sizeof *item.path);
    item.path->address = old->address;
    item.path->port = old->port;
    item.path->of_system = old->of_system;
    item.path->probe = old->probe;
    item.path->old = old;
    old->fresh = item.path;
    old->stopped = false;
    target->stopped = false;
    driver_set_pending(target, item.path);
    driver_line_add(
        old->probe != NULL ? &driver->probes_again : &driver->paths, &item);
    driver_reopen(driver,
                  old->probe != NULL ? old->probe->variation.idle_s : 0);
    return true;
}

bool
driver_check_path_again(struct driver *driver, struct target *target,
                        struct path *path)
{
    const struct run *run = driver->run;

    if (!driver_line_up(driver, target, path))
        return false;
    for (size_t i = 0; i < driver->next_probe; i++)
        if (run->probes[i]->like == path)
            driver_line_up(driver, run->probes[i]->target,
                           run->probes[i]->path);
    return true;
}

static bool
driver_line_up_name(struct driver *driver, struct name *old)
{
    struct waiting item = { 0 };

    if (!outcome_is_final(old->result.outcome) || old->fresh != NULL)
        return false;
    item.name = arena_new(&driver->run->arena, 1, sizeof *item.name);
    item.name->host = old->host;
    item.name->literal = old->literal;
    item.name->random = old->random;
    item.name->again = old->again;
    item.name->variation = old->variation;
    item.name->users = old->users;
    item.name->user_count = old->user_count;
    item.name->old = old;
    item.name->result.outcome = OUTCOME_PENDING;
    old->fresh = item.name;
    for (size_t i = 0; i < old->user_count; i++)
        old->users[i]->stopped = false;
    driver_line_add(&driver->names_again, &item);
    driver_reopen(driver, 0);
    return true;
}

bool
driver_check_name_again(struct driver *driver, struct name *name)
{
    const struct run *run = driver->run;

    if (!driver_line_up_name(driver, name))
        return false;
    for (size_t i = 0; i < driver->next_name; i++)
        if (run->names[i]->again == name)
            driver_line_up_name(driver, run->names[i]);
    return true;
}

void
driver_forget_fresh(const struct waiting *item)
{
    if (item->name != NULL && item->name->old != NULL)
        item->name->old->fresh = NULL;
    if (item->path != NULL && item->path->old != NULL)
        item->path->old->fresh = NULL;
}

void
driver_replace_path(struct driver *driver, const struct target *target,
                    struct path *fresh)
{
    struct path *old = fresh->old;
    bool of_system = old->of_system; /* the name may have been asked again */

    driver_tell(driver, (struct event){ .kind = EVENT_CHECKED_AGAIN,
                                        .check = CHECK_TCP,
                                        .target = target,
                                        .path = fresh,
                                        .old_path = old });
    *old = *fresh;
    old->of_system = of_system;
    old->old = NULL;
    old->fresh = NULL;
}

static bool
system_gives(const struct name *name, const struct address *address)
{
    for (size_t i = 0; i < name->system.address_count; i++)
        if (address_equal(name->system.addresses[i], address))
            return true;
    return false;
}

static bool
servers_give(const struct name *name, const struct address *address)
{
    for (size_t i = 0; i < name->answer_count; i++)
        for (size_t j = 0; j < name->answers[i]->record_count; j++)
            if (address_equal(&name->answers[i]->records[j]->address, address))
                return true;
    return false;
}

/* Where nobody answered, what was given before is the best that is known. */
static bool
name_was_found(const struct name *name)
{
    return name->result.outcome == OUTCOME_PASS ||
           name->result.outcome == OUTCOME_WARN;
}

/* Which of the paths are those of the machine's own name service now. */
static void
driver_mark_paths(const struct name *name)
{
    bool found = name_was_found(name);

    for (size_t i = 0; i < name->user_count; i++)
        for (size_t j = 0; j < name->users[i]->path_count; j++) {
            struct path *path = name->users[i]->paths[j];

            path->of_system = system_gives(name, &path->address);
            path->gone = found && !path->of_system &&
                         !servers_give(name, &path->address);
        }
}

void
driver_replace_name(struct driver *driver, struct name *fresh)
{
    struct name *old = fresh->old;

    driver_tell(driver, (struct event){ .kind = EVENT_CHECKED_AGAIN,
                                        .check = CHECK_DNS,
                                        .name = fresh,
                                        .old_name = old });
    old->result = fresh->result;
    old->system = fresh->system;
    old->answers = fresh->answers;
    old->answer_count = fresh->answer_count;
    old->fresh = NULL;
    if (old->literal.family == FAMILY_NONE)
        driver_mark_paths(old);
}

/* What was tried with one thing changed is evidence of that time. */
static bool
path_is_probed(const struct run *run, const struct path *path)
{
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->like == path)
            return true;
    return false;
}

void
driver_drop_gone(struct driver *driver)
{
    const struct run *run = driver->run;

    for (size_t i = 0; i < run->target_count; i++) {
        struct target *target = run->targets[i];
        size_t kept = 0;

        for (size_t j = 0; j < target->path_count; j++)
            if (!target->paths[j]->gone ||
                path_is_probed(run, target->paths[j]))
                target->paths[kept++] = target->paths[j];
        target->path_count = kept;
    }
}

/* Whether the path is the one that is meant, or is tried for its sake. */
static bool
path_is_meant(const struct path *path, const struct path *meant)
{
    if (meant == NULL || path == meant || path->old == meant)
        return true;
    return path->probe != NULL && path->probe->like == meant;
}

static bool
name_is_needed(const struct name *name)
{
    for (size_t i = 0; i < name->user_count; i++)
        if (!name->users[i]->stopped)
            return true;
    return false;
}

static bool
check_is_meant(const struct check *check, const struct target *target,
               const struct path *path)
{
    if (check->path != NULL)
        return check->target == target && path_is_meant(check->path, path);
    return path == NULL &&
           (check->name == target->name || check->name->old == target->name) &&
           !name_is_needed(check->name);
}

/* Takes what is meant out of the line. */
static bool
driver_stop_line(struct waiting_line *line, const struct target *target,
                 const struct path *path)
{
    size_t kept = line->head;

    for (size_t i = line->head; i < line->tail; i++) {
        struct waiting item = line->items[i];

        if (item.target != target || !path_is_meant(item.path, path)) {
            line->items[kept++] = item;
            continue;
        }
        if (item.path->old != NULL)
            driver_forget_fresh(&item);
        else
            driver_skip_above(target, item.path, CHECK_DNS, REASON_CANCELLED);
    }

    bool any = kept != line->tail;

    line->tail = kept;
    return any;
}

static bool
driver_stop_running(struct driver *driver, const struct target *target,
                    const struct path *path)
{
    bool any = false;

    for (struct check *check = driver->active; check != NULL;) {
        struct check *next = check->next;

        if (check_is_meant(check, target, path)) {
            driver_stop_check(driver, check, REASON_CANCELLED);
            any = true;
        }
        check = next;
    }
    return any;
}

/* Whether something of it may begin later, which the mark then prevents. */
static bool
driver_has_more(const struct driver *driver, const struct target *target,
                const struct path *path)
{
    const struct run *run = driver->run;
    const struct name *name =
        target->proxy_name != NULL ? target->proxy_name : target->name;

    for (size_t i = driver->next_probe; i < run->probe_count; i++)
        if (run->probes[i]->target == target &&
            (path == NULL || run->probes[i]->like == path))
            return true;
    return path == NULL && !outcome_is_final(name->result.outcome);
}

bool
driver_stop_target(struct driver *driver, struct target *target,
                   struct path *path)
{
    bool *mark = path != NULL ? &path->stopped : &target->stopped;
    bool any;

    if (driver->ended)
        return false;
    *mark = true;
    any = driver_stop_running(driver, target, path);
    any = driver_stop_line(&driver->paths, target, path) || any;
    any = driver_stop_line(&driver->probes_again, target, path) || any;
    any = driver_has_more(driver, target, path) || any;
    *mark = any;
    if (any)
        driver->run->cancelled = true;
    return any;
}
