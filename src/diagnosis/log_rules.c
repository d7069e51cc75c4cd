#include "diagnosis/log_evidence.h"
#include "diagnosis/rules.h"

/*
 * Logs that tell of trouble where there is none now. None of it is a fault:
 * a line of a log is of an earlier time, and the product may take another
 * way. So these are remarks about endpoints that are proven.
 */

static bool
sight_is_well(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight->proven && sight->target_works &&
           target_is_decisive(sight->target, inquiry->run);
}

/*
 * Java did not trust what it was shown. A line without an endpoint says which
 * one only when all of them are well: then it was none of what is there now.
 */
static const struct log_hit *
trust_find(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct run *run = inquiry->run;
    const struct log_hit *hit =
        log_evidence_untrusted(run, sight->target->endpoint->host);

    if (hit == NULL && inquiry_is_healthy(inquiry))
        hit = log_evidence_untrusted(run, NULL);
    return hit;
}

static bool
trust_differs_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight_is_well(inquiry, sight) && sight_chain_is_genuine(sight) &&
           trust_find(inquiry, sight) != NULL;
}

static void
trust_differs_cite(struct inquiry *inquiry, const struct sight *sight)
{
    const struct log_hit *hit = trust_find(inquiry, sight);

    if (hit->host != NULL)
        inquiry_cite_log(inquiry, EVIDENCE_SUPPORTS, "log-says-untrusted",
                         sight->target, hit);
    else
        inquiry_cite_log(inquiry, EVIDENCE_SUPPORTS,
                         "log-says-untrusted-somewhere", NULL, hit);
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
}

/* The two disagree for certain; why, only the product can tell. */
static enum confidence
log_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED, "product-path-not-seen");
    return CONFIDENCE_LOW;
}

static bool
enrollment_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight->target->endpoint->role == ROLE_PKI &&
           sight_is_well(inquiry, sight) &&
           log_evidence_has_enrollment(inquiry->run);
}

static void
enrollment_cite(struct inquiry *inquiry, const struct sight *sight)
{
    log_evidence_cite_enrollment(inquiry, sight->target);
}

static bool
log_differs_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight_is_well(inquiry, sight) &&
           log_evidence_disagrees(inquiry, sight);
}

const struct rule log_trust_differs_rule = {
    .cause = "log-trust-differs",
    .weight = WEIGHT_REMARK,
    .fits = trust_differs_fits,
    .cite = trust_differs_cite,
    .weigh = log_weigh,
};

const struct rule log_enrollment_failed_rule = {
    .cause = "log-enrollment-failed",
    .weight = WEIGHT_REMARK,
    .fits = enrollment_fits,
    .cite = enrollment_cite,
    .weigh = log_weigh,
};

const struct rule log_differs_rule = {
    .cause = "log-differs",
    .weight = WEIGHT_REMARK,
    .fits = log_differs_fits,
    .cite = log_evidence_cite_other,
    .weigh = log_weigh,
};
