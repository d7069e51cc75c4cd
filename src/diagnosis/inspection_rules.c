#include <string.h>

#include "diagnosis/chain_evidence.h"
#include "diagnosis/differential.h"
#include "diagnosis/rules.h"

/* Somebody on the way opens the connection: TLS inspection. */

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

static void
tls_cite_request(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight_lacks_request(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                     "client-certificate-not-requested", sight);
    else if (sight_has_request(sight))
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

/* The same endpoint by the other route shows a chain of that issuer. */
static bool
inspection_is_by_both(const struct inquiry *inquiry, const struct sight *other)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight)) {
        const char *issuer = tls_of(sight)->chain[0]->issuer;
        const char *same = tls_of(other)->chain[0]->issuer;

        if (sight->target->endpoint == other->target->endpoint &&
            issuer != NULL && same != NULL && strcmp(issuer, same) == 0)
            return true;
    }
    return false;
}

static bool
inspection_concerns(const struct inquiry *inquiry, const struct sight *other)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (sight->target->endpoint == other->target->endpoint)
            return true;
    return false;
}

/* On which of the two ways does whoever opens it stand? */
static void
inspection_cite_other_route(struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];

        if (!other->target->control || !tls_has_chain(other) ||
            !inspection_concerns(inquiry, other))
            continue;
        if (sight_chain_is_genuine(other))
            inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "genuine-by-other-route",
                         other);
        else if (inspection_is_by_both(inquiry, other))
            inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                         "same-issuer-by-other-route", other);
    }
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
    inspection_cite_other_route(inquiry);
    inquiry_cite_limits(inquiry);

    bool proof =
        shared != NULL || inspection_any(inquiry, sight_lacks_request);

    if (proof)
        return inspection_any(inquiry, sight_has_request) ? CONFIDENCE_MEDIUM
                                                          : CONFIDENCE_HIGH;
    return genuine != NULL ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

const struct rule tls_inspection_rule = {
    .cause = "tls-inspection",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = inspection_fits,
    .cite = inspection_cite,
    .weigh = inspection_weigh,
};
