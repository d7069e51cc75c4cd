#ifndef CATALOG_SCENARIOS_H
#define CATALOG_SCENARIOS_H

#include "base/error.h"
#include "model/scenario.h"

/*
 * The worlds of the lab: those built into the program, those in the lab/
 * directories beside the operator's definitions (catalog/catalog.h), and any
 * file that is named. A file replaces the whole scenario of its name.
 */

/* The built-in ones, sorted by id. */
size_t catalog_scenario_count(void);
const char *catalog_scenario_id(size_t index);

/*
 * The ids of all that can be loaded by id, sorted, each once, in the arena.
 * False when a directory is there but cannot be read.
 */
MUST_USE bool catalog_scenario_list(const char ***ids, size_t *count,
                                    struct arena *arena, struct error *error);

/*
 * Fills the scenario, whatever was in the struct before, from a file when the
 * word has a "/" or ends in ".yaml", else by id: from the user's directory,
 * the system's, or what is built in. The definitions are borrowed until
 * catalog_scenario_release, which must be called in any case.
 */
MUST_USE bool catalog_scenario_load(struct scenario *scenario,
                                    const char *id_or_path,
                                    const struct definitions *definitions,
                                    struct error *error);
void catalog_scenario_release(struct scenario *scenario);

#endif
