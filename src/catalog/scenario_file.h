#ifndef CATALOG_SCENARIO_FILE_H
#define CATALOG_SCENARIO_FILE_H

#include "catalog/yaml_schema.h"
#include "model/scenario.h"

/*
 * A scenario of the lab: one file, one world. The struct that it fills is
 * struct scenario; docs/lab.md lists the keys for those who write one.
 */
extern const struct yaml_shape scenario_file_shape;

/*
 * Reads a tree into the scenario, whatever was in it before, against the
 * definitions, which are borrowed as long as the scenario lives. `path` is
 * where the text is from: its last part without ".yaml" is the scenario's
 * id. End it with arena_release on its arena in any case.
 */
MUST_USE bool scenario_file_decode(struct scenario *scenario,
                                   const struct definitions *definitions,
                                   const struct source_text *text,
                                   const struct yaml_node *root,
                                   const char *path, struct error *error);

/* Whether a scenario may be called so: kebab-case and not too long. */
bool scenario_file_is_id(const char *id);

#endif
