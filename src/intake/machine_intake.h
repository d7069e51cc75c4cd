#ifndef INTAKE_MACHINE_INTAKE_H
#define INTAKE_MACHINE_INTAKE_H

#include "base/arena.h"
#include "model/machine.h"

/*
 * Looks at this machine without sending a packet: resolv.conf, the hosts
 * file, nsswitch.conf, the environment, trust stores, interfaces, routes,
 * the clock. What cannot be read becomes a note, never an error. Every file
 * is bounded and every text made safe.
 */
struct machine_intake {
    const char *root;         /* prefix of every path, for tests; "" */
    const char *ca_file;      /* --ca-file; NULL */
    const char *resolver;     /* --resolver ADDRESS[:PORT]; NULL */
    const char *const *hosts; /* names to look for in the hosts file */
    size_t host_count;
    char **environment; /* as environ */
    int64_t now;        /* Unix seconds */
};

void machine_intake_fill(struct machine *machine, struct arena *arena,
                         const struct machine_intake *intake);

/* Only what the environment says: a simulated machine has one of its own. */
void machine_intake_add_environment(struct machine *machine,
                                    struct arena *arena,
                                    const struct machine_intake *intake);

/* The store in force, NULL when there is none. */
const struct machine_store *
machine_store_in_force(const struct machine *machine);

#endif
