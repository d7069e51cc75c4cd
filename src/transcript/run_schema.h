#ifndef TRANSCRIPT_RUN_SCHEMA_H
#define TRANSCRIPT_RUN_SCHEMA_H

#include "model/schema.h"

/*
 * What the structs around the facts are made of, as far as a table can say
 * it: a run, its names, paths and probes, what it means, and the definitions
 * that it refers to. Ports and references from one struct to another are no
 * fields; run_save and run_load know them.
 */
extern const struct schema service_schema;
extern const struct schema region_schema;
extern const struct schema endpoint_schema;
extern const struct schema run_schema;
extern const struct schema answers_schema;
extern const struct schema name_schema;
extern const struct schema target_schema;
extern const struct schema path_schema;
extern const struct schema probe_schema;
extern const struct schema finding_schema;
extern const struct schema evidence_schema;

#endif
