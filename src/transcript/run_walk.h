#ifndef TRANSCRIPT_RUN_WALK_H
#define TRANSCRIPT_RUN_WALK_H

#include "base/address.h"
#include "model/run.h"
#include "model/schema.h"

/*
 * Every text and every address of a run, one after the other, by the schemas
 * that say what there is to keep: whoever hides names and whoever proves that
 * none is left meet the same ones. Each is met once, however many point to
 * its struct; the endpoints come last.
 */
struct run_visitor {
    void *context;
    /* What `slot` points to may be replaced; it is never NULL itself. */
    void (*text)(void *context, const struct field *field, const char **slot);
    void (*address)(void *context, struct address *address);
};

/*
 * The run is changed by what the visitor does alone; one that only looks may
 * be shown a run that is const. An endpoint belongs to the definitions, so
 * the visitor is shown a copy of each, in the arena of the run, which takes
 * its place.
 */
void run_walk(struct run *run, const struct run_visitor *visitor);

/* The same without the endpoints; nothing is copied. */
void run_walk_facts(struct run *run, const struct run_visitor *visitor);

#endif
