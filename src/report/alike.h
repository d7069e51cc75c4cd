#ifndef REPORT_ALIKE_H
#define REPORT_ALIKE_H

#include "model/run.h"

/* What a report for people tells once, or leaves out. */

/* Whether the target has more to tell than its row of the table. */
bool alike_is_worth_telling(const struct run *run,
                            const struct target *target);

/* Whether one address has nothing new beside the other but its times. */
bool alike_paths(const struct path *left, const struct path *right);

/* Whether an address before that one has told the same. */
bool alike_is_told(const struct target *target, size_t index);

#endif
