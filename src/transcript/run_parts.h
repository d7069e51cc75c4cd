#ifndef TRANSCRIPT_RUN_PARTS_H
#define TRANSCRIPT_RUN_PARTS_H

#include <jansson.h>
#include <stddef.h>

#include "model/run.h"

/*
 * Parts of a run as JSON, and where they stand in it: what refers to
 * something says its position in its list.
 */

/* A path with all its facts and results. */
json_t *run_parts_path(const struct path *path);

/* {"probe":2}, or {"target":1,"path":0}; null for no path. */
json_t *run_parts_place(const struct run *run, const struct path *path);

/* The position of the item, which is in the list; null for no item. */
json_t *run_parts_index(const void *list, size_t count, const void *item);

#endif
