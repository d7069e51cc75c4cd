#ifndef APP_KEEPING_PLACE_H
#define APP_KEEPING_PLACE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "transcript/transcript.h"

/*
 * What is kept in the usual place. A place that cannot be used has nothing:
 * looking for an old session never keeps anybody from a new one.
 */

/*
 * Appends the path of the newest session that was not finished and that
 * nobody writes. `lab`: of that scenario alone, NULL within: of the real
 * network; NULL: any. `found` (or NULL) becomes the transcript, to be
 * released.
 */
bool keeping_place_unfinished(char **environment, const char *const *lab,
                              struct buffer *path, struct transcript *found);

/* Marks it as finished, so that it is not offered again. */
void keeping_place_set_aside(const char *path);

/*
 * For somebody at a terminal: says that a session was not finished and asks
 * whether to go on with it; true, and its path, when that is wanted.
 */
bool keeping_place_offer(char **environment, const char *lab,
                         struct buffer *path);

#endif
