#include "model/run_plan.h"

static bool
name_is_of_proxy(const struct run *run, const struct name *name)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->proxy_name == name)
            return true;
    return false;
}

static void
plan_add_name(struct run_plan *plan, const struct run *run,
              const struct name *name, struct arena *arena)
{
    struct plan_name *planned = arena_new(arena, 1, sizeof *planned);

    planned->host = name->host;
    planned->of_proxy = name_is_of_proxy(run, name);
    arena_push(arena, &plan->names, &plan->name_count, planned);
}

static void
plan_add_connection(struct run_plan *plan, const struct target *target,
                    struct arena *arena)
{
    struct plan_connection *planned = arena_new(arena, 1, sizeof *planned);
    bool proxied = target->route.kind == ROUTE_PROXY;

    planned->target = target;
    planned->host =
        proxied ? target->route.proxy_host : target->endpoint->host;
    planned->port =
        proxied ? target->route.proxy_port : target->endpoint->port;
    for (int i = CHECK_TCP; i < CHECK_COUNT; i++)
        planned->checks[i] = i != CHECK_PROXY || proxied;
    planned->checks[CHECK_DNS] = target->name->literal.family == FAMILY_NONE;
    arena_push(arena, &plan->connections, &plan->connection_count, planned);
}

void
run_plan_list(struct run_plan *plan, const struct run *run, bool probes,
              struct arena *arena)
{
    *plan = (struct run_plan){ .resolvers = run->machine.resolvers,
                               .resolver_count = run->machine.resolver_count,
                               .probes = probes };
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->literal.family == FAMILY_NONE)
            plan_add_name(plan, run, run->names[i], arena);
    for (size_t i = 0; i < run->target_count; i++)
        plan_add_connection(plan, run->targets[i], arena);
}
