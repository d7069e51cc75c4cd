#include "report/hops.h"

#include "model/probe_tally.h"
#include "report/units.h"

/* Where a request ended that might live for so many hops. */
void
hops_fill_who(struct buffer *who, const struct path *path)
{
    enum reason reason = path->results[CHECK_TCP].reason;

    if (path->tcp.sender.family != FAMILY_NONE)
        units_append_address(who, &path->tcp.sender);
    else if (reason == REASON_NONE || reason == REASON_REFUSED)
        units_append_address(who, &path->address);
    else
        buffer_append_text(who, "nobody");
}

const char *
hops_what(const struct path *path)
{
    const struct result *result = &path->results[CHECK_TCP];

    return result->outcome == OUTCOME_PASS ? "connected"
                                           : reason_phrase(result->reason);
}

bool
hops_are_to(const struct probe *probe, const struct path *like)
{
    return probe->kind == PROBE_HOPS && probe->like == like;
}

/* What is behind whoever answers first tells nothing new. */
bool
hops_is_shown(const struct run *run, const struct probe *probe)
{
    int64_t nearest = probes_nearest(run, probe->like, PROBE_HOPS);

    return nearest == 0 || probe->variation.ttl <= nearest;
}

/* A request that may live for one hop is the first of its way. */
bool
hops_is_first(const struct probe *probe)
{
    return probe->kind == PROBE_HOPS && probe->turn == 1;
}
