#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

/*
 * A wrong clock looks like a wrong certificate. It is the clock when others
 * tell another time, and the difference points the way that the complaint
 * about the certificate needs.
 */
enum { CLOCK_TOLERANCE_S = 300 };

/*
 * A time that came over a genuine chain cannot have been set by somebody on
 * the way.
 */
static bool
sight_tells_time(const struct sight *sight)
{
    return sight_ran(sight, CHECK_HTTP) && sight->path->http.has_date &&
           sight_chain_is_genuine(sight);
}

static bool
offset_explains(int64_t offset_s, enum reason reason)
{
    return reason == REASON_EXPIRED ? offset_s > CLOCK_TOLERANCE_S
                                    : offset_s < -CLOCK_TOLERANCE_S;
}

static const struct sight *
find_clock(const struct inquiry *inquiry, enum reason reason,
           const struct target *besides)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (sight->target != besides && sight_tells_time(sight) &&
            offset_explains(sight->path->http.clock_offset_s, reason))
            return sight;
    }
    return NULL;
}

static bool
clock_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    enum reason reason = sight_reason(sight, CHECK_TLS);

    return sight_failed(sight, CHECK_TLS) &&
           (reason == REASON_EXPIRED || reason == REASON_NOT_YET_VALID) &&
           find_clock(inquiry, reason, NULL) != NULL;
}

/* Two hosts that agree are more than one that may be wrong itself. */
static enum confidence
clock_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);
    enum reason reason = sight_reason(first, CHECK_TLS);
    const struct sight *one = find_clock(inquiry, reason, NULL);
    const struct sight *two = find_clock(inquiry, reason, one->target);

    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "clock-offset", one);
    if (two != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "clock-offset", two);
    inquiry_cite_limits(inquiry);
    return two != NULL ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
}

const struct rule clock_wrong_rule = {
    .cause = "clock-wrong",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = clock_fits,
    .cite = setback_cite,
    .weigh = clock_weigh,
};
