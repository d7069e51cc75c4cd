#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

/*
 * Both rules speak of a genuine chain: with any other it was somebody else
 * who answered, and the rules of TLS have said so.
 */
static bool
http_failed_genuinely(const struct sight *sight)
{
    return sight_failed(sight, CHECK_HTTP) && sight_chain_is_genuine(sight) &&
           !sight->proven;
}

static bool
http_is_server_error(const struct sight *sight)
{
    int64_t status = sight->path->http.status;

    return status >= 500 && status <= 599;
}

static bool
service_error_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return http_failed_genuinely(sight) &&
           sight_reason(sight, CHECK_HTTP) == REASON_STATUS_UNEXPECTED &&
           http_is_server_error(sight);
}

static bool
unexpected_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return http_failed_genuinely(sight);
}

static void
http_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
}

static enum confidence
http_weigh(struct inquiry *inquiry)
{
    const struct sight *other = inquiry_other_endpoint(inquiry, CHECK_HTTP);
    const struct sight *address = inquiry_other_address(inquiry, CHECK_HTTP);
    const struct sight *control = other != NULL ? other : address;

    if (control != NULL && sight_status_is_expected(control))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "status-as-expected",
                     control);
    inquiry_cite_limits(inquiry);
    return control != NULL ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

/* The chain says that it is the service itself that is in trouble. */
static enum confidence
service_error_weigh(struct inquiry *inquiry)
{
    http_weigh(inquiry);
    return CONFIDENCE_MEDIUM;
}

const struct rule service_error_rule = {
    .cause = "service-error",
    .weight = WEIGHT_REACHABILITY,
    .fits = service_error_fits,
    .cite = http_cite,
    .weigh = service_error_weigh,
};

const struct rule unexpected_answer_rule = {
    .cause = "unexpected-answer",
    .weight = WEIGHT_REACHABILITY,
    .fits = unexpected_fits,
    .cite = http_cite,
    .weigh = http_weigh,
};
