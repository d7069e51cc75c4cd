#include "lab/scenario_world.h"

#include <stdlib.h>

#include "base/memory.h"
#include "lab/company.h"
#include "lab/pki.h"
#include "lab/scenario_machine.h"
#include "lab/scenario_network.h"
#include "lab/scenario_servers.h"

struct scenario_world {
    const struct scenario *scenario;
    struct arena arena;
    struct lab *lab;
    struct company company;
    struct lab_pki *pki;
    struct buffer store;
};

struct scenario_world *
scenario_world_new(const struct scenario *scenario,
                   const struct lab_options *options)
{
    struct scenario_world *world = memory_new(1, sizeof *world);
    struct lab_options own = *options;

    if (scenario->seed != 0)
        own.seed = (uint64_t)scenario->seed;
    world->scenario = scenario;
    world->lab = lab_new(&own);
    world->pki = lab_pki_new(world->lab);
    company_build(&world->company, world->lab, &world->arena, scenario);
    scenario_network_apply(&world->company);
    scenario_machine_apply(&world->company, &world->arena);
    scenario_servers_start(&world->company, &world->arena, world->pki);
    lab_pki_store(world->pki, &scenario->machine, &world->store);
    return world;
}

void
scenario_world_free(struct scenario_world *world)
{
    if (world == NULL)
        return;
    lab_free(world->lab);
    buffer_release(&world->store);
    arena_release(&world->arena);
    free(world);
}

struct lab *
scenario_world_lab(struct scenario_world *world)
{
    return world->lab;
}

struct net
scenario_world_net(struct scenario_world *world)
{
    return lab_use(world->company.places[PLACE_ENFORCE]);
}

void
scenario_world_machine(struct scenario_world *world, struct arena *arena,
                       struct machine *machine)
{
    enum { MS = 1000 };
    const struct lab_node *enforce = world->company.places[PLACE_ENFORCE];

    scenario_machine_describe(world->scenario, arena,
                              lab_node_wall_ms(enforce) / MS,
                              (int64_t)world->store.length, machine);
}

const char *
scenario_world_store(const struct scenario_world *world, size_t *length)
{
    *length = world->store.length;
    return buffer_text(&world->store);
}

static void
add_root(struct scenario_world *world, size_t index, struct arena *arena,
         struct definitions *definitions)
{
    struct root *root = arena_new(arena, 1, sizeof *root);
    char digest[65];

    lab_pki_genuine_root_digest(world->pki, index, digest);
    root->name = lab_pki_genuine_root_name(index);
    root->sha256 = arena_text(arena, digest);
    root->authority = "DigiCert";
    arena_push(arena, &definitions->roots, &definitions->root_count, root);
}

void
scenario_world_roots(struct scenario_world *world, struct arena *arena,
                     struct definitions *definitions)
{
    struct buffer pem = { 0 };

    definitions->roots = NULL;
    definitions->root_count = 0;
    for (size_t i = 0; i < PKI_GENUINE_ROOTS; i++)
        add_root(world, i, arena, definitions);
    lab_pki_genuine_roots(world->pki, &pem);
    definitions->roots_pem_length = pem.length;
    definitions->roots_pem = arena_copy(arena, buffer_text(&pem), pem.length);
    buffer_release(&pem);
}
