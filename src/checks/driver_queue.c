#include "base/memory.h"
#include "checks/driver_state.h"
#include "checks/kinds.h"

/*
 * Whoever counts the connections of a machine must not be made to act by our
 * probes, or they would fail because of ourselves: ten begin in a second.
 */
enum { MOST_PROBES = 24, PROBE_INTERVAL_MS = 100 };

bool
driver_line_is_empty(const struct waiting_line *line)
{
    return line->head == line->tail;
}

void
driver_line_add(struct waiting_line *line, const struct waiting *item)
{
    if (line->tail == line->capacity) {
        line->capacity = line->capacity > 0 ? 2 * line->capacity : 64;
        line->items =
            memory_resize(line->items, line->capacity, sizeof *line->items);
    }
    line->items[line->tail++] = *item;
}

struct waiting
driver_line_take(struct waiting_line *line)
{
    struct waiting item = line->items[line->head++];

    if (line->head == line->tail)
        line->head = line->tail = 0;
    return item;
}

void
driver_set_pending(const struct target *target, struct path *path)
{
    const struct check_kind *kind = driver_kind_above(target, path, CHECK_DNS);

    for (; kind != NULL; kind = driver_kind_above(target, path, kind->id))
        path->results[kind->id].outcome = OUTCOME_PENDING;
}

/* Nothing more of a target is begun that the operator has stopped. */
static void
driver_enqueue(struct driver *driver, struct target *target, struct path *path)
{
    struct waiting item = { .target = target, .path = path };

    if (target->stopped)
        driver_skip_above(target, path, CHECK_DNS, REASON_CANCELLED);
    else
        driver_line_add(&driver->paths, &item);
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

static bool
driver_admit_names(struct driver *driver)
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
    while (!driver_line_is_empty(&driver->names_again) &&
           driver->names_running < driver->limits.most_names) {
        struct waiting next = driver_line_take(&driver->names_again);
        struct check about = { .name = next.name };

        driver->names_running++;
        driver_begin_check(driver, check_kinds[CHECK_DNS], &about, NULL);
        admitted = true;
    }
    return admitted;
}

static bool
driver_admit_paths(struct driver *driver)
{
    bool admitted = false;

    while (!driver_line_is_empty(&driver->paths) &&
           driver->paths_running < driver->limits.most_paths) {
        struct waiting next = driver_line_take(&driver->paths);
        struct check about = { .target = next.target, .path = next.path };

        driver->paths_running++;
        driver_begin_check(driver, check_kinds[CHECK_TCP], &about, NULL);
        admitted = true;
    }
    return admitted;
}

/* Probes of what the operator has stopped are not begun. */
static void
driver_pass_over_probes(struct driver *driver)
{
    const struct run *run = driver->run;

    while (driver->next_probe < run->probe_count) {
        const struct probe *next = run->probes[driver->next_probe];

        if (!next->target->stopped &&
            (next->like == NULL || !next->like->stopped))
            return;
        driver_skip_above(next->target, next->path, CHECK_DNS,
                          REASON_CANCELLED);
        driver->next_probe++;
    }
}

int64_t
driver_probe_due(const struct driver *driver)
{
    if ((driver->next_probe == driver->run->probe_count &&
         driver_line_is_empty(&driver->probes_again)) ||
        driver->probes_running == MOST_PROBES)
        return -1;
    return driver->probe_due_ms;
}

static struct waiting
driver_next_probe(struct driver *driver)
{
    const struct probe *next;

    if (!driver_line_is_empty(&driver->probes_again))
        return driver_line_take(&driver->probes_again);
    next = driver->run->probes[driver->next_probe++];
    return (struct waiting){ .target = next->target, .path = next->path };
}

static bool
driver_admit_probe(struct driver *driver)
{
    int64_t now = driver_now(driver);
    int64_t due;

    driver_pass_over_probes(driver);
    due = driver_probe_due(driver);
    if (due < 0 || due > now)
        return false;

    struct waiting next = driver_next_probe(driver);
    struct check about = { .target = next.target, .path = next.path };

    driver->probes_running++;
    driver->probe_due_ms = now + PROBE_INTERVAL_MS;
    driver_begin_check(driver, check_kinds[CHECK_TCP], &about, NULL);
    return true;
}

bool
driver_admit(struct driver *driver)
{
    bool names = driver_admit_names(driver);
    bool paths = driver_admit_paths(driver);

    return driver_admit_probe(driver) || names || paths;
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

/* The longest that one of the new probes stays idle. */
static int64_t
driver_idle_ms(const struct driver *driver)
{
    const struct run *run = driver->run;
    int64_t longest_s = 0;

    for (size_t i = driver->next_probe; i < run->probe_count; i++)
        if (run->probes[i]->variation.idle_s > longest_s)
            longest_s = run->probes[i]->variation.idle_s;
    return longest_s * 1000;
}

bool
driver_plan(struct driver *driver)
{
    struct run *run = driver->run;
    size_t names = run->name_count;

    if (driver->planner == NULL || driver->rounds == DRIVER_ROUNDS ||
        !driver->planner(driver->planner_context, run))
        return false;
    driver->rounds++;
    driver->deadline_ms = driver_now(driver) + driver->limits.deadline_ms +
                          driver_idle_ms(driver);
    for (; names < run->name_count; names++)
        run->names[names]->result.outcome = OUTCOME_PENDING;
    for (size_t i = driver->next_probe; i < run->probe_count; i++)
        driver_set_pending(run->probes[i]->target, run->probes[i]->path);
    /* First that there are more targets, then what their addresses are. */
    driver_tell(driver, (struct event){ .kind = EVENT_PROBES_BEGAN });
    while (driver->next_target < run->target_count)
        driver_adopt_target(driver, run->targets[driver->next_target++]);
    return true;
}
