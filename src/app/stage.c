#include "app/stage.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "catalog/scenarios.h"
#include "intake/machine_intake.h"
#include "intake/resolver_option.h"

void
stage_open(struct stage *stage, char **environment)
{
    stage->real = real_net_new();
    stage->net = real_net_use(stage->real);
    stage->environment = environment;
}

/* The variables that the scenario has set, and no others. */
static char **
stage_make_environment(struct stage *stage)
{
    const struct scenario_machine *machine = &stage->lab->scenario.machine;
    struct arena *arena = &stage->lab->scenario.arena;
    char **environment =
        arena_new(arena, machine->environment_count + 1, sizeof(char *));

    for (size_t i = 0; i < machine->environment_count; i++)
        environment[i] = arena_text(arena, machine->environment[i]);
    return environment;
}

void
stage_adopt_roots(struct stage *stage, struct definitions *definitions)
{
    if (stage->lab != NULL && !definitions->roots_replaced)
        scenario_world_roots(stage->lab->world, &definitions->arena,
                             definitions);
}

bool
stage_enter_lab(struct stage *stage, const char *scenario, bool real_time,
                const struct catalog_options *files, struct error *error)
{
    struct lab_options options = {
        .seed = 1,
        .real_time = real_time,
        .wall_ms = clock_wall_ms(),
    };
    struct stage_lab *lab;

    lab = stage->lab = memory_new(1, sizeof *lab);
    if (!catalog_load(&lab->definitions, files, error) ||
        !catalog_scenario_load(&lab->scenario, scenario, &lab->definitions,
                               error))
        return false;
    lab->world = scenario_world_new(&lab->scenario, &options);
    stage->net = scenario_world_net(lab->world);
    stage->environment = stage_make_environment(stage);
    return true;
}

void
stage_take_over(struct stage *stage, struct stage *other)
{
    *stage = *other;
    *other = (struct stage){ 0 };
}

/* --resolver was read before and is good. */
static void
stage_put_resolver(struct run *run, const char *resolver)
{
    struct machine *machine = &run->machine;
    struct machine_resolver *only = arena_new(&run->arena, 1, sizeof *only);
    struct error error = { 0 };
    struct peer peer;

    if (!resolver_option_parse(resolver, &peer, &error))
        return;
    only->address = peer.address;
    only->port = peer.port;
    only->source = "--resolver";
    machine->resolvers = NULL;
    machine->resolver_count = 0;
    arena_push(&run->arena, &machine->resolvers, &machine->resolver_count,
               only);
}

static void
stage_look_at_lab(struct stage *stage, const struct stage_wishes *wishes,
                  const struct machine_intake *intake, struct run *run)
{
    scenario_world_machine(stage->lab->world, &run->arena, &run->machine);
    machine_intake_add_environment(&run->machine, &run->arena, intake);
    if (wishes->resolver != NULL)
        stage_put_resolver(run, wishes->resolver);
}

void
stage_look(struct stage *stage, const struct stage_wishes *wishes,
           struct run *run)
{
    const char **hosts =
        arena_new(&run->arena, run->name_count, sizeof *hosts);
    struct machine_intake intake = {
        .root = "",
        .ca_file = wishes->ca_file,
        .resolver = wishes->resolver,
        .hosts = hosts,
        .host_count = run->name_count,
        .environment = stage->environment,
        .now = net_wall_ms(&stage->net) / 1000,
    };

    for (size_t i = 0; i < run->name_count; i++)
        hosts[i] = run->names[i]->host;
    if (stage->lab != NULL)
        stage_look_at_lab(stage, wishes, &intake, run);
    else
        machine_intake_fill(&run->machine, &run->arena, &intake);
}

/*
 * The machine's own store is not needed to judge who answers, so one that
 * cannot be read costs only the remark about it, unless it was asked for.
 */
bool
stage_load_store(struct stage *stage, const struct stage_wishes *wishes,
                 struct run *run, struct net_roots **roots,
                 struct error *error)
{
    const struct machine_store *store = machine_store_in_force(&run->machine);
    const char *wanted = wishes->ca_file;

    *roots = NULL;
    if (wanted == NULL && stage->lab != NULL) {
        size_t length;
        const char *pem = scenario_world_store(stage->lab->world, &length);

        *roots = net_roots_from_pem(pem, length, error);
        return *roots != NULL;
    }
    if (wanted == NULL && store == NULL)
        return true;
    *roots = net_roots_from_file(wanted != NULL ? wanted : store->path, error);
    if (*roots != NULL)
        return true;
    if (wanted != NULL)
        return error_add_context(error, "--ca-file");
    arena_push(&run->arena, &run->machine.notes, &run->machine.note_count,
               arena_text(&run->arena, error->text));
    return true;
}

static void
stage_lab_free(struct stage_lab *lab)
{
    if (lab == NULL)
        return;
    scenario_world_free(lab->world);
    catalog_scenario_release(&lab->scenario);
    catalog_release(&lab->definitions);
    free(lab);
}

void
stage_close(struct stage *stage)
{
    stage_lab_free(stage->lab);
    real_net_free(stage->real);
    *stage = (struct stage){ 0 };
}
