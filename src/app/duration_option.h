#ifndef APP_DURATION_OPTION_H
#define APP_DURATION_OPTION_H

#include <stdint.h>

#include "base/error.h"

/*
 * "30", "30s", "5m", "8h", "2d" as milliseconds, within the bounds, which are
 * seconds. The complaint names the option, "--for".
 */
struct duration_bounds {
    int64_t least_s;
    int64_t most_s;
};

MUST_USE bool duration_option_read(const char *option, const char *text,
                                   const struct duration_bounds *bounds,
                                   int64_t *ms, struct error *error);

#endif
