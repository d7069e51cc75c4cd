#ifndef REPORT_JSON_SEEN_H
#define REPORT_JSON_SEEN_H

#include <jansson.h>

#include "model/run.h"

/* The parts of the JSON report that say what was seen. */

void json_seen_put_result(json_t *object, const struct result *result);
json_t *json_seen_name(const struct name *name);
json_t *json_seen_path(const struct path *path, enum check_id check);
/* Which endpoint it is and what it decides. */
json_t *json_seen_standing(const struct run *run, const struct target *target);
/* Why a name was asked once more: "name-again". */
const char *json_seen_name_probe(const struct name *name);
json_t *json_seen_targets(const struct run *run);
json_t *json_seen_probes(const struct run *run);

#endif
