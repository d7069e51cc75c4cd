#include "diagnosis/log_evidence.h"
#include "diagnosis/rules.h"

/*
 * What the console shows, against what was seen. These rules are about the
 * run as a whole.
 */
static bool
status_unknown_holds(const struct inquiry *inquiry)
{
    return inquiry->run->answers.status == CONSOLE_UNKNOWN;
}

static enum confidence
status_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "console-says-unknown");
    if (inquiry_is_healthy(inquiry))
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "all-required-answered");
    return inquiry_is_healthy(inquiry) ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
}

/*
 * All is well from here, and the console says otherwise: then the product
 * goes another way, or it is not the network.
 */
static bool
product_differs_holds(const struct inquiry *inquiry)
{
    return inquiry->run->answers.status == CONSOLE_DISCONNECTED &&
           !inquiry->found_fault && inquiry_is_healthy(inquiry);
}

static enum confidence
product_differs_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "all-required-answered");
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "console-says-disconnected");
    log_evidence_cite_disagreement(inquiry);
    inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED, "product-path-not-seen");
    return CONFIDENCE_LOW;
}

const struct rule status_unknown_rule = {
    .cause = "status-unknown",
    .holds = status_unknown_holds,
    .makes_fault = true,
    .weigh = status_weigh,
};

const struct rule product_path_differs_rule = {
    .cause = "product-path-differs",
    .holds = product_differs_holds,
    .makes_fault = true,
    .weigh = product_differs_weigh,
};
