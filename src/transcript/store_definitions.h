#ifndef TRANSCRIPT_STORE_DEFINITIONS_H
#define TRANSCRIPT_STORE_DEFINITIONS_H

#include "model/run.h"
#include "transcript/json_reader.h"

/*
 * The definitions that a run refers to: its services, regions and endpoints,
 * and the version of the whole. When saved, an endpoint is known by its
 * position in `endpoints`.
 */
struct store_definitions {
    const struct service **services;
    size_t service_count;
    const struct region **regions;
    size_t region_count;
    const struct endpoint **endpoints;
    size_t endpoint_count;
};

/* Lists what the run refers to; the memory is the arena's. */
void store_definitions_collect(struct store_definitions *used,
                               const struct run *run, struct arena *arena);

json_t *store_definitions_save(const struct store_definitions *used,
                               const struct run *run);

/*
 * Fills `used` from JSON, with those of `present` where they are the same,
 * and makes the run's definitions: those in force under the version and date
 * that the run was taken with.
 */
MUST_USE bool store_definitions_load(const struct json_reader *reader,
                                     const json_t *object,
                                     const struct definitions *present,
                                     struct store_definitions *used,
                                     struct run *run);

/* The one of the id that the member has; NULL when nothing is said. */
MUST_USE bool store_definitions_service(const struct json_reader *reader,
                                        const json_t *object, const char *name,
                                        const struct store_definitions *used,
                                        const struct service **into);
MUST_USE bool store_definitions_region(const struct json_reader *reader,
                                       const json_t *object, const char *name,
                                       const struct store_definitions *used,
                                       const struct region **into);

#endif
