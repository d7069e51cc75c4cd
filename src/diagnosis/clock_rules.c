#include "diagnosis/rules.h"
#include "diagnosis/setback.h"
#include "model/run_clock.h"

/*
 * A wrong clock looks like a wrong certificate. It is the clock when others
 * tell another time, at which the certificate is valid.
 */

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
is_valid_at(const struct tls_facts *tls, int64_t time_s)
{
    for (size_t i = 0; i < tls->chain_count; i++)
        if (time_s < tls->chain[i]->not_before ||
            time_s > tls->chain[i]->not_after)
            return false;
    return true;
}

/* Ours is off, and by what it is off the certificate is. */
static bool
clock_explains(const struct inquiry *inquiry, const struct sight *clock,
               const struct sight *sight)
{
    int64_t offset_s = clock->path->http.clock_offset_s;

    return clock_is_off(offset_s) &&
           is_valid_at(&sight->path->tls,
                       inquiry->run->started / 1000 - offset_s);
}

/* Another host than `besides`, by whatever route, or any with NULL. */
static const struct sight *
find_clock(const struct inquiry *inquiry, const struct sight *sight,
           const struct name *besides)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *clock = &inquiry->sights[i];

        if (clock->target->name != besides && sight_tells_time(clock) &&
            clock_explains(inquiry, clock, sight))
            return clock;
    }
    return NULL;
}

static bool
clock_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    enum reason reason = sight_reason(sight, CHECK_TLS);

    return sight_failed(sight, CHECK_TLS) &&
           (reason == REASON_EXPIRED || reason == REASON_NOT_YET_VALID) &&
           find_clock(inquiry, sight, NULL) != NULL;
}

/* Two hosts that agree are more than one that may be wrong itself. */
static enum confidence
clock_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);
    const struct sight *one = find_clock(inquiry, first, NULL);
    const struct sight *two = find_clock(inquiry, first, one->target->name);

    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "clock-offset", one);
    if (two != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "clock-offset", two);
    inquiry_cite_limits(inquiry);
    return two != NULL ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
}

/*
 * A remark when the certificates are no matter. Whoever answers tells a time;
 * two that agree with each other are worth more.
 */

static bool
sight_is_off(const struct sight *sight)
{
    int64_t offset = sight_ran(sight, CHECK_HTTP) && sight->path->http.has_date
                         ? sight->path->http.clock_offset_s
                         : 0;

    return clock_is_off(offset);
}

static bool
sights_agree(const struct sight *one, const struct sight *other)
{
    return clocks_agree(one->path->http.clock_offset_s,
                        other->path->http.clock_offset_s);
}

static bool
clock_is_blamed(const struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++)
        if (inquiry->sights[i].explained == &clock_wrong_rule)
            return true;
    return false;
}

/* One server whose clock is off is that server's matter. */
static bool
clock_off_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    if (!sight_is_off(sight) || clock_is_blamed(inquiry))
        return false;
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];

        if (other->target->name != sight->target->name &&
            sight_is_off(other) && sights_agree(sight, other))
            return true;
    }
    return false;
}

static void
clock_off_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "clock-offset", sight);
}

static enum confidence
clock_off_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);

    return sight_chain_is_genuine(first) ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
}

const struct rule clock_off_rule = {
    .cause = "clock-off",
    .weight = WEIGHT_REMARK,
    .sees_all = true,
    .fits = clock_off_fits,
    .cite = clock_off_cite,
    .weigh = clock_off_weigh,
};

const struct rule clock_wrong_rule = {
    .cause = "clock-wrong",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = clock_fits,
    .cite = setback_cite,
    .weigh = clock_weigh,
};
