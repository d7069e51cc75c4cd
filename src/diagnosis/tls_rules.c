#include <string.h>

#include "diagnosis/chain_evidence.h"
#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

enum { CLOCK_TOLERANCE_S = 300 };

static const struct tls_facts *
tls_of(const struct sight *sight)
{
    return &sight->path->tls;
}

/* What the chain is worth in the eyes of this machine's own store. */
static void
tls_cite_system_store(struct inquiry *inquiry, const struct sight *sight)
{
    const struct verification *system = &tls_of(sight)->system;

    if (!system->done)
        return;
    if (system->ok)
        inquiry_cite(inquiry, EVIDENCE_CONTRADICTS,
                     "system-store-trusts-chain", sight);
    else
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "system-store-rejects-chain",
                     sight);
}

static bool
tls_request_can_be_judged(const struct sight *sight)
{
    return sight->target->endpoint->genuine.asks_client_certificate &&
           tls_of(sight)->handshake_done;
}

static void
tls_cite_request(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight_lacks_request(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                     "client-certificate-not-requested", sight);
    else if (tls_request_can_be_judged(sight))
        inquiry_cite(inquiry, EVIDENCE_CONTRADICTS,
                     "client-certificate-requested", sight);
}

static void
tls_cite_status(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight_status_is_expected(sight))
        inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "status-as-expected",
                     sight);
    else if (sight_has_status(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "status-unexpected", sight);
}

static void
tls_cite_page(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->shown != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answer-looks-like", sight);
}

/* TLS inspection. */

static bool
inspection_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_chain_is_foreign(sight);
}

static void
inspection_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-not-genuine", sight);
    chain_evidence_cite(inquiry, sight);
    tls_cite_system_store(inquiry, sight);
    tls_cite_request(inquiry, sight);
    tls_cite_status(inquiry, sight);
    tls_cite_page(inquiry, sight);
    differential_cite_distance(inquiry, sight);
    differential_cite_reserved(inquiry);
}

/*
 * Endpoints of different roles are run by different companies: no genuine
 * authority outside the list has signed for both.
 */
static bool
tls_share_issuer(const struct sight *one, const struct sight *other)
{
    const char *issuer = tls_of(one)->chain[0]->issuer;
    const char *same = tls_of(other)->chain[0]->issuer;
    bool one_is_pki = one->target->endpoint->role == ROLE_PKI;
    bool other_is_pki = other->target->endpoint->role == ROLE_PKI;

    return one_is_pki != other_is_pki && issuer != NULL && same != NULL &&
           strcmp(issuer, same) == 0;
}

static const struct sight *
inspection_shared(const struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);

    for (const struct sight *sight = first; sight != NULL;
         sight = inquiry_next(inquiry, sight))
        if (tls_share_issuer(first, sight))
            return sight;
    return NULL;
}

static bool
inspection_any(const struct inquiry *inquiry,
               bool (*has)(const struct sight *sight))
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (has(sight))
            return true;
    return false;
}

static bool
tls_has_request(const struct sight *sight)
{
    return tls_request_can_be_judged(sight) && !sight_lacks_request(sight);
}

static bool
tls_has_chain(const struct sight *sight)
{
    return sight_ran(sight, CHECK_TLS) && tls_of(sight)->chain_count > 0;
}

/*
 * Whether everything is opened, or some names are. That a neutral host shows
 * the same issuer is no proof by itself: a public authority that the vendor
 * has changed to may have signed for both.
 */
static void
inspection_cite_neutral(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);
    const struct sight *neutral = inquiry_neutral(inquiry, tls_has_chain);
    const char *issuer = tls_of(first)->chain[0]->issuer;
    const char *other;

    if (neutral == NULL || issuer == NULL)
        return;
    other = tls_of(neutral)->chain[0]->issuer;
    if (other != NULL && strcmp(issuer, other) == 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "same-issuer-on-neutral-host",
                     neutral);
    else if (tls_of(neutral)->system.ok)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "neutral-host-not-inspected",
                     neutral);
}

/*
 * A foreign root alone may be a vendor that has changed its authority. Two
 * things exclude that: the same stranger signs for unrelated endpoints, or
 * the certificate request of a mutual-TLS gateway is gone, which nobody who
 * opens the connection can pass on. A request that was seen speaks against.
 */
static enum confidence
inspection_weigh(struct inquiry *inquiry)
{
    const struct sight *shared = inspection_shared(inquiry);
    const struct sight *genuine = inquiry_genuine(inquiry);

    if (shared != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "issuer-shared-by-endpoints",
                     shared);
    if (genuine != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", genuine);
    inspection_cite_neutral(inquiry);
    inquiry_cite_limits(inquiry);

    bool proof =
        shared != NULL || inspection_any(inquiry, sight_lacks_request);

    if (proof)
        return inspection_any(inquiry, tls_has_request) ? CONFIDENCE_MEDIUM
                                                        : CONFIDENCE_HIGH;
    return genuine != NULL ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
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
    return sure;
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

static bool
dates_clock_is_off(const struct sight *sight)
{
    int64_t offset = sight->path->http.clock_offset_s;

    return offset > CLOCK_TOLERANCE_S || offset < -CLOCK_TOLERANCE_S;
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
                 dates_clock_is_off(clock) ? "clock-offset" : "clock-agrees",
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

        if (!sight_chain_is_genuine(sight) || !tls_has_request(sight))
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
    tls_cite_page(inquiry, sight);
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
    static const bool reasons[REASON_COUNT] = {
        [REASON_TLS_SILENT] = true, [REASON_TLS_STALLED] = true,
        [REASON_TLS_CLOSED] = true, [REASON_TLS_RESET] = true,
        [REASON_TLS_ALERT] = true,
    };

    (void)inquiry;
    return sight_failed(sight, CHECK_TLS) && !sight->proven &&
           reasons[sight_reason(sight, CHECK_TLS)];
}

static void
blocked_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (sight_chain_is_genuine(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", sight);
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

const struct rule tls_inspection_rule = {
    .cause = "tls-inspection",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = inspection_fits,
    .cite = inspection_cite,
    .weigh = inspection_weigh,
};

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
