#include "diagnosis/plan.h"

#include "diagnosis/plan_parts.h"
#include "diagnosis/sight.h"

struct path *
plan_proven_path(const struct target *target)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (sight_of(target, target->paths[i]).proven)
            return target->paths[i];
    return NULL;
}

static bool
target_is_proven(const struct target *target)
{
    return plan_proven_path(target) != NULL;
}

/* The product would meet something that it cannot use. */
static bool
target_has_trouble(const struct target *target, const struct run *run)
{
    return target_is_decisive(target, run) &&
           (!target_is_proven(target) || target_is_unresolved(target));
}

static bool
plan_has_control(const struct run *run, const struct target *target)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->control &&
            run->targets[i]->endpoint == target->endpoint)
            return true;
    return false;
}

/* By the other route: past the proxy, or by the one that was bypassed. */
static bool
plan_other_route(struct run *run, const struct target *target)
{
    struct route route = { .kind = ROUTE_DIRECT, .origin = "comparison" };

    if (target->control || plan_has_control(run, target))
        return false;
    if (target->route.kind == ROUTE_DIRECT) {
        if (run->route.kind != ROUTE_PROXY)
            return false;
        route = run->route;
    }
    run_add_target(run, target->endpoint, target->region, &route)->control =
        true;
    return true;
}

static bool
plan_comparisons(struct run *run)
{
    size_t count = run->target_count;
    bool added = false;

    for (size_t i = 0; i < count; i++) {
        const struct target *target = run->targets[i];

        if (!target_has_trouble(target, run))
            continue;
        added = plan_ask_again(run, target) || added;
        added = plan_other_route(run, target) || added;
    }
    return added;
}

static bool
run_has_trouble(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (target_has_trouble(run->targets[i], run))
            return true;
    return false;
}

bool
diagnosis_plan(struct run *run)
{
    bool added = plan_paths(run);

    added = plan_large_packets(run) || added;
    added = plan_reserved(run) || added;
    added = plan_hold(run) || added;
    if (run_has_trouble(run)) {
        added = plan_random_names(run) || added;
        added = plan_comparisons(run) || added;
        added = plan_vary_question(run) || added;
    }
    return added;
}
