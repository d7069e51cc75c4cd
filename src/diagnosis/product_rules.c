#include "diagnosis/log_evidence.h"
#include "diagnosis/rules.h"
#include "model/run_clock.h"

/*
 * What no packet can tell, concluded from what the operator said. These
 * rules are about the run as a whole.
 */
enum { DAY_S = 24 * 3600 };

/* A day is known, not the hour: the day itself is still given. */
static bool
certificate_expired_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    return run->answers.certificate_expires != 0 &&
           run->answers.history != HISTORY_NEVER_CONNECTED &&
           run->answers.certificate_expires + DAY_S <= run_began_s(run);
}

/* The console shows it: there is nothing to compare it with. */
static enum confidence
certificate_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "certificate-expires-on");
    if (inquiry_is_healthy(inquiry))
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "all-required-answered");
    return CONFIDENCE_HIGH;
}

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

const struct rule cloud_certificate_expired_rule = {
    .cause = "cloud-certificate-expired",
    .holds = certificate_expired_holds,
    .makes_fault = true,
    .weigh = certificate_weigh,
};

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
