#include "diagnosis/rules.h"
#include "model/probe_tally.h"

/* A connection that works, and does not outlive a quiet minute or two. */

static struct hold_tally
hold_of(const struct inquiry *inquiry, const struct sight *sight)
{
    return probes_hold(inquiry->run, sight->path);
}

static bool
idle_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight->path != NULL && sight->proven &&
           hold_of(inquiry, sight).cut_s > 0;
}

static void
idle_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "idle-connection-cut", sight);
    if (hold_of(inquiry, sight).held_s > 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "idle-connection-held",
                     sight);
}

/* Of two gateways, or of one that bore a shorter time, it is no chance. */
static enum confidence
idle_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);

    inquiry_cite_limits(inquiry);
    return inquiry_next(inquiry, first) != NULL ||
                   hold_of(inquiry, first).held_s > 0
               ? CONFIDENCE_HIGH
               : CONFIDENCE_MEDIUM;
}

const struct rule idle_timeout_rule = {
    .cause = "idle-timeout",
    .weight = WEIGHT_ENDURANCE,
    .fits = idle_fits,
    .cite = idle_cite,
    .weigh = idle_weigh,
};
