#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "base/buffer.h"
#include "model/run.h"

/* The table of targets and checks, as every format for people shows it. */

/* Whether the column is shown: that of the proxy only where there is one. */
bool cells_has_check(const struct run *run, enum check_id check);

/* A few characters: how long it took, the status, or how it ended. */
void cells_fill(struct buffer *cell, const struct target *target,
                enum check_id check);

/* "required", "not required" or "for comparison". */
const char *cells_standing(const struct run *run, const struct target *target);

#endif
