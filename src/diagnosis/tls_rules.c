#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"
#include "model/run_clock.h"

static const struct tls_facts *
tls_of(const struct sight *sight)
{
    return &sight->path->tls;
}

/* A genuine certificate, but for another name. */

static bool
mismatch_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_chain_is_genuine(sight) && !tls_of(sight)->name_matches;
}

static void
mismatch_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "name-not-in-certificate", sight);
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
}

static enum confidence
tls_weigh(struct inquiry *inquiry)
{
    enum confidence sure =
        inquiry_compare(inquiry, CHECK_TLS, "chain-genuine", "chain-genuine");

    inquiry_cite_limits(inquiry);
    return differential_raise(inquiry, sure);
}

/* A genuine certificate, but not for today. */

static bool
dates_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_chain_is_genuine(sight) && !tls_of(sight)->dates_valid;
}

static bool
dates_are_over(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct tls_facts *tls = tls_of(sight);

    for (size_t i = 0; i < tls->chain_count; i++)
        if (inquiry->run->started / 1000 > tls->chain[i]->not_after)
            return true;
    return false;
}

static void
dates_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                 dates_are_over(inquiry, sight) ? "certificate-expired"
                                                : "certificate-not-yet-valid",
                 sight);
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
}

/*
 * Every answer with a date is a clock to compare ours with; one that comes
 * over a genuine chain cannot have been set by somebody on the way.
 */
static const struct sight *
dates_find_clock(const struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (sight_ran(sight, CHECK_HTTP) && sight->path->http.has_date &&
            sight_chain_is_genuine(sight))
            return sight;
    }
    return NULL;
}

/* The dates are plain to read; whose clock is wrong needs a second clock. */
static enum confidence
dates_weigh(struct inquiry *inquiry)
{
    const struct sight *clock = dates_find_clock(inquiry);

    inquiry_cite_limits(inquiry);
    if (clock == NULL)
        return CONFIDENCE_LOW;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                 clock_is_off(clock->path->http.clock_offset_s)
                     ? "clock-offset"
                     : "clock-agrees",
                 clock);
    return CONFIDENCE_MEDIUM;
}

/* A genuine chain, but nobody asks for our certificate. */

static bool
not_asked_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_chain_is_genuine(sight) && sight_lacks_request(sight);
}

static void
not_asked_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                 "client-certificate-not-requested", sight);
    inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "chain-genuine", sight);
    if (sight_status_is_expected(sight))
        inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "status-as-expected",
                     sight);
}

/* A gateway of the same service that does ask is the control. */
static enum confidence
not_asked_weigh(struct inquiry *inquiry)
{
    enum confidence sure = CONFIDENCE_LOW;

    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (!sight_chain_is_genuine(sight) || !sight_has_request(sight))
            continue;
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                     "client-certificate-requested", sight);
        sure = CONFIDENCE_MEDIUM;
        break;
    }
    inquiry_cite_limits(inquiry);
    return sure;
}

/* The answer to the greeting is not TLS at all. */

static bool
not_tls_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_failed(sight, CHECK_TLS) &&
           sight_reason(sight, CHECK_TLS) == REASON_NOT_TLS;
}

static void
not_tls_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (sight->shown != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answer-looks-like", sight);
}

/* What came is what came: no comparison makes it surer. */
static enum confidence
not_tls_weigh(struct inquiry *inquiry)
{
    inquiry_compare(inquiry, CHECK_TLS, "chain-genuine", "chain-genuine");
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

/* The handshake does not come to its end. */

static bool
blocked_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_handshake_failed(sight) ||
           (sight_failed(sight, CHECK_TLS) &&
            sight_reason(sight, CHECK_TLS) == REASON_TLS_PROTOCOL);
}

static void
blocked_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (sight_chain_is_genuine(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
    differential_cite_repeats(inquiry, sight);
}

/* The store of this machine does not know a genuine root. */

static bool
store_lacks_root_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight->counts && sight_chain_is_genuine(sight) &&
           tls_of(sight)->name_matches && tls_of(sight)->dates_valid &&
           tls_of(sight)->system.done && !tls_of(sight)->system.ok;
}

static void
store_lacks_root_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "system-store-rejects-chain",
                 sight);
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
}

/* Two verifications of one chain: nothing about it can vary. */
static enum confidence
store_lacks_root_weigh(struct inquiry *inquiry)
{
    (void)inquiry;
    return CONFIDENCE_HIGH;
}

const struct rule name_mismatch_rule = {
    .cause = "name-mismatch",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = mismatch_fits,
    .cite = mismatch_cite,
    .weigh = tls_weigh,
};

const struct rule certificate_dates_rule = {
    .cause = "certificate-dates",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = dates_fits,
    .cite = dates_cite,
    .weigh = dates_weigh,
};

const struct rule client_certificate_not_asked_rule = {
    .cause = "client-certificate-not-asked",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = not_asked_fits,
    .cite = not_asked_cite,
    .weigh = not_asked_weigh,
};

const struct rule not_tls_rule = {
    .cause = "not-tls",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = not_tls_fits,
    .cite = not_tls_cite,
    .weigh = not_tls_weigh,
};

const struct rule tls_blocked_rule = {
    .cause = "tls-blocked",
    .weight = WEIGHT_REACHABILITY,
    .fits = blocked_fits,
    .cite = blocked_cite,
    .weigh = tls_weigh,
};

const struct rule system_store_lacks_root_rule = {
    .cause = "system-store-lacks-root",
    .weight = WEIGHT_REMARK,
    .fits = store_lacks_root_fits,
    .cite = store_lacks_root_cite,
    .weigh = store_lacks_root_weigh,
};
