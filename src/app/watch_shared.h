#ifndef APP_WATCH_SHARED_H
#define APP_WATCH_SHARED_H

#include "app/shared_copy.h"
#include "report/watch_report.h"

/*
 * What a watch says of a round, under other names: the same ones in every
 * round. Writes it to standard output.
 */
MUST_USE bool watch_shared_say(const struct watch_format *format,
                               const struct watch_round *round,
                               const struct shared_wishes *wishes,
                               struct error *error);

#endif
