#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include <jansson.h>

#include "model/finding.h"

/* The parts of the JSON report that other formats of JSON share. */
json_t *json_part_tool(const struct run *run);
json_t *json_part_run(const struct run *run);
json_t *json_part_verdict(const struct run *run,
                          const struct diagnosis *diagnosis);
json_t *json_part_finding(const struct run *run,
                          const struct finding *finding);

#endif
