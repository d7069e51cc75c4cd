#include "diagnosis/dns_rules.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

static bool
alias_met_setback(const struct sight *sight)
{
    if (sight->path == NULL)
        return target_is_unresolved(sight->target);
    return setback_check(sight) != CHECK_COUNT;
}

/*
 * An alias that shares the fate of a required endpoint belongs to the
 * finding about that endpoint; here is what is left.
 */
static bool
alias_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight->target->endpoint->role == ROLE_ALIAS &&
           sight->explained == NULL && !sight->target_works &&
           alias_met_setback(sight);
}

static void
alias_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->path == NULL)
        dns_rules_cite(inquiry, sight);
    else
        setback_cite(inquiry, sight);
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "alias-not-required",
                        sight->target);
}

static bool
alias_required_all_work(const struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (target_is_decisive(sight->target, inquiry->run) &&
            !sight->target_works)
            return false;
    }
    return true;
}

static enum confidence
alias_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    if (!alias_required_all_work(inquiry))
        return CONFIDENCE_LOW;
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "all-required-answered",
                        NULL);
    return CONFIDENCE_MEDIUM;
}

const struct rule alias_not_available_rule = {
    .cause = "alias-not-available",
    .weight = WEIGHT_REMARK,
    .fits = alias_fits,
    .cite = alias_cite,
    .weigh = alias_weigh,
};
