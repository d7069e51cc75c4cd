#ifndef APP_STAGE_H
#define APP_STAGE_H

#include "base/error.h"
#include "catalog/catalog.h"
#include "lab/scenario_world.h"
#include "model/run.h"
#include "net/certificate.h"
#include "net/real_net.h"

/* A world of the lab, and what it was made of. */
struct stage_lab {
    struct scenario_world *world;
    struct scenario scenario;
    struct definitions definitions;
};

/*
 * What a session stands on: this machine and its network, or a machine and a
 * network of the lab. Whoever stands on it cannot tell which, but for what
 * run.simulation says.
 */
struct stage {
    struct net net;
    char **environment;    /* as environ */
    struct real_net *real; /* NULL in the lab */
    struct stage_lab *lab; /* NULL on the real network */
};

/* What the operator said about the machine; NULL: nothing. */
struct stage_wishes {
    const char *ca_file;
    const char *resolver;
};

/* The real machine. The stage must be all zero; stage_close ends it. */
void stage_open(struct stage *stage, char **environment);

/*
 * A world of the lab instead, by the id or the file of its scenario, with the
 * endpoints of these definitions. It outlives the session that has entered
 * it, and so has definitions of its own, read from the same files.
 */
MUST_USE bool stage_enter_lab(struct stage *stage, const char *scenario,
                              bool real_time,
                              const struct catalog_options *files,
                              struct error *error);

/*
 * In the lab the genuine roots of the world take the place of those of the
 * definitions, unless --trust has replaced them.
 */
void stage_adopt_roots(struct stage *stage, struct definitions *definitions);

/* Takes over what the other stage stands on, which is as if closed then. */
void stage_take_over(struct stage *stage, struct stage *other);

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
