#include "diagnosis/plan_parts.h"
#include "model/probe_tally.h"

/* What is tried only because the operator has asked for it. */
enum { MOST_HELD = 4 /* gateways, for minutes */ };

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* An address of the family that reaches further. */
static struct path *
path_to_reach(const struct target *target)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (target->paths[i]->address.family == FAMILY_IPV4)
            return target->paths[i];
    return target->paths[0];
}

/* One request, for one is enough; it may raise an alarm somewhere. */
bool
plan_reserved(struct run *run)
{
    static const struct variation reserved = { .reserved = true };

    if (!run->also[ALSO_RESERVED])
        return false;
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->kind == PROBE_RESERVED)
            return false;
    for (size_t i = 0; i < run->target_count; i++) {
        struct target *target = run->targets[i];

        if (!target_is_decisive(target, run) ||
            target->route.kind == ROUTE_PROXY || target->path_count == 0)
            continue;
        run_add_probe(run, PROBE_RESERVED, target, path_to_reach(target),
                      &reserved, CHECK_TCP);
        return true;
    }
    return false;
}

/* A connection that is idle for so long, and then for longer. */
static const int64_t idle_rows[] = { 60, 120 };

static bool
plan_hold_path(struct run *run, struct target *target, struct path *path)
{
    size_t done = probes_count(run, path, PROBE_HOLD);
    struct variation variation = { 0 };

    if (done == COUNT_OF(idle_rows) || probes_hold(run, path).cut_s > 0 ||
        (done > 0 && probes_hold(run, path).held_s == 0))
        return false;
    variation.idle_s = idle_rows[done];
    run_add_probe(run, PROBE_HOLD, target, path, &variation, CHECK_HTTP);
    return true;
}

/* One address of each gateway that answers as it should, of a few. */
bool
plan_hold(struct run *run)
{
    size_t gateways = 0;
    bool added = false;

    if (!run->also[ALSO_HOLD])
        return false;
    for (size_t i = 0; i < run->target_count && gateways < MOST_HELD; i++) {
        struct target *target = run->targets[i];
        struct path *path = plan_proven_path(target);

        if (!target_is_decisive(target, run) || path == NULL ||
            target->endpoint->role != ROLE_GATEWAY)
            continue;
        gateways++;
        added = plan_hold_path(run, target, path) || added;
    }
    return added;
}
