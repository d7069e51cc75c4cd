#ifndef APP_STAGE_H
#define APP_STAGE_H

#include "base/error.h"
#include "lab/scenario_world.h"
#include "model/run.h"
#include "net/certificate.h"
#include "net/real_net.h"

/*
 * What a session stands on: this machine and its network, or a machine and a
 * network of the lab. Whoever stands on it cannot tell which, but for what
 * run.simulation says.
 */
struct stage {
    struct net net;
    char **environment;           /* as environ */
    struct real_net *real;        /* NULL in the lab */
    struct scenario_world *world; /* NULL on the real network */
    struct scenario scenario;     /* of the lab */
};

/* What the operator said about the machine; NULL: nothing. */
struct stage_wishes {
    const char *ca_file;
    const char *resolver;
};

/* The real machine. The stage must be all zero; stage_close ends it. */
void stage_open(struct stage *stage, char **environment);

/*
 * A world of the lab instead, by the id or the file of its scenario. The
 * genuine roots of the definitions become those of that world, unless
 * --trust has replaced them.
 */
MUST_USE bool stage_enter_lab(struct stage *stage, const char *scenario,
                              bool real_time, struct definitions *definitions,
                              struct error *error);

/* Looks at the machine; sends nothing. */
void stage_look(struct stage *stage, const struct stage_wishes *wishes,
                struct run *run);

/*
 * The store in force as a set of roots: NULL without one. A store that
 * cannot be read is an error only when it was asked for; else a note.
 */
MUST_USE bool stage_load_store(struct stage *stage,
                               const struct stage_wishes *wishes,
                               struct run *run, struct net_roots **roots,
                               struct error *error);

void stage_close(struct stage *stage);

#endif
