#ifndef CHECKS_KINDS_H
#define CHECKS_KINDS_H

#include "checks/check.h"

/* All checks, indexed by enum check_id, in the order they build up. */
extern const struct check_kind *const check_kinds[CHECK_COUNT];

#endif
