#ifndef REPORT_COMPARE_JSON_H
#define REPORT_COMPARE_JSON_H

#include <jansson.h>

#include "model/comparison.h"

/* What differs, an object for each endpoint: for every format of JSON. */
json_t *compare_json_changes(const struct comparison *comparison);

#endif
