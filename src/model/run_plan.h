#ifndef MODEL_RUN_PLAN_H
#define MODEL_RUN_PLAN_H

#include "model/run.h"

/*
 * What a planned run is going to send, before it sends anything: facts for a
 * person who has to agree. Read from a run that has its targets and has
 * looked at its machine. What the differential probes will try follows from
 * what is seen and can only be announced.
 */

/*
 * A host whose addresses (A and AAAA) are asked of every resolver and of the
 * machine's own name service.
 */
struct plan_name {
    const char *host;
    bool of_proxy; /* the name of a proxy, not of an endpoint */
};

/* One target: where the connection goes and what climbs it. */
struct plan_connection {
    const struct target *target;
    const char *host; /* the endpoint, or the proxy it is reached through */
    uint16_t port;
    bool checks[CHECK_COUNT]; /* which of them apply */
};

struct run_plan {
    struct plan_name **names;
    size_t name_count;
    struct plan_connection **connections; /* one for each target, in order */
    size_t connection_count;
    struct machine_resolver **resolvers; /* borrowed from the machine */
    size_t resolver_count;
    bool probes; /* what fails will be tried again, one thing changed */
};

/* Everything is put into the arena; `probes` says whether any may follow. */
void run_plan_list(struct run_plan *plan, const struct run *run, bool probes,
                   struct arena *arena);

#endif
