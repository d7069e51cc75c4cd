#include "model/run.h"

static void
settle(struct result *result, enum reason reason)
{
    result->outcome = OUTCOME_SKIP;
    result->reason = reason;
    result->state = NULL;
}

static bool
is_open(const struct result *result)
{
    return result->outcome == OUTCOME_PENDING ||
           result->outcome == OUTCOME_RUNNING;
}

/* Why nothing above a check that has ended is tried. */
static enum reason
reason_above(const struct result *below)
{
    enum reason reason = below->reason;

    if (reason == REASON_CERTIFICATE_REQUIRED || reason == REASON_DEADLINE ||
        reason == REASON_CANCELLED)
        return reason;
    return below->outcome == OUTCOME_FAIL || below->outcome == OUTCOME_SKIP
               ? REASON_NEED_FAILED
               : REASON_CANCELLED;
}

static void
path_end_early(struct path *path)
{
    enum reason reason = REASON_CANCELLED;

    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result *result = &path->results[check];

        if (is_open(result))
            settle(result, reason);
        else if (outcome_is_final(result->outcome))
            reason = reason_above(result);
    }
}

static bool
system_gives(const struct name *name, const struct address *address)
{
    for (size_t i = 0; i < name->system.address_count; i++)
        if (address_equal(name->system.addresses[i], address))
            return true;
    return false;
}

/* That the system gives an address may have been known later than it. */
static void
mark_paths(const struct name *name)
{
    for (size_t i = 0; i < name->user_count; i++)
        for (size_t j = 0; j < name->users[i]->path_count; j++) {
            struct path *path = name->users[i]->paths[j];

            path->of_system = system_gives(name, &path->address);
        }
}

static void
name_end_early(struct name *name)
{
    if (is_open(&name->result))
        settle(&name->result, REASON_CANCELLED);
    else if (name->literal.family == FAMILY_NONE)
        mark_paths(name);
}

void
run_end_early(struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++)
        name_end_early(run->names[i]);
    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            path_end_early(run->targets[i]->paths[j]);
    for (size_t i = 0; i < run->probe_count; i++)
        path_end_early(run->probes[i]->path);
    run->cancelled = true;
    run_sort_paths(run);
}
