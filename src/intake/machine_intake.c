#include "intake/machine_intake.h"

#include "intake/environment_intake.h"
#include "intake/hosts_intake.h"
#include "intake/interface_intake.h"
#include "intake/look.h"
#include "intake/name_service_intake.h"
#include "intake/resolver_intake.h"
#include "intake/route_intake.h"
#include "intake/store_intake.h"
#include "intake/system_intake.h"

typedef void machine_part(struct look *look);

static machine_part *const machine_parts[] = {
    system_intake_fill,      interface_intake_fill, route_intake_fill,
    resolver_intake_fill,    hosts_intake_fill,     name_service_intake_fill,
    environment_intake_fill, store_intake_fill,
};

void
machine_intake_fill(struct machine *machine, struct arena *arena,
                    const struct machine_intake *intake)
{
    struct look look = {
        .intake = intake,
        .machine = machine,
        .arena = arena,
    };

    for (size_t i = 0; i < sizeof machine_parts / sizeof machine_parts[0]; i++)
        machine_parts[i](&look);
}

void
machine_intake_add_environment(struct machine *machine, struct arena *arena,
                               const struct machine_intake *intake)
{
    struct look look = {
        .intake = intake,
        .machine = machine,
        .arena = arena,
    };

    environment_intake_fill(&look);
}

const struct machine_store *
machine_store_in_force(const struct machine *machine)
{
    for (size_t i = 0; i < machine->store_count; i++)
        if (machine->stores[i]->in_force)
            return machine->stores[i];
    return NULL;
}
