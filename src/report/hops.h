#ifndef REPORT_HOPS_H
#define REPORT_HOPS_H

#include "base/buffer.h"
#include "model/run.h"

/* The way to an address, a request for each hop, as reports tell it. */

/* Whether a new way begins with this probe. */
bool hops_is_first(const struct probe *probe);

/* Whether it is one of the requests to that address. */
bool hops_are_to(const struct probe *probe, const struct path *like);

/* What is behind whoever answers first tells nothing new. */
bool hops_is_shown(const struct run *run, const struct probe *probe);

/* Who ended the request, and how. */
void hops_fill_who(struct buffer *who, const struct path *path);
const char *hops_what(const struct path *path);

#endif
