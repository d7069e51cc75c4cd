#include <string.h>

#include "diagnosis/chain_evidence.h"
#include "diagnosis/rules.h"
#include "model/naming.h"

/*
 * What OpenSSL says of a chain that is too short: the issuer of the last
 * certificate was not found (X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, and the
 * same of a local issuer and of a leaf alone).
 */
static bool
verification_lacks_issuer(const struct verification *verification)
{
    return verification->code == 2 || verification->code == 20 ||
           verification->code == 21;
}

/* Whoever made a root of his own has sent it, or it is in the store. */
static bool
chain_reaches_root(const struct tls_facts *tls)
{
    for (size_t i = 0; i < tls->chain_count; i++) {
        const struct certificate *certificate = tls->chain[i];

        if (certificate->subject != NULL && certificate->issuer != NULL &&
            strcmp(certificate->subject, certificate->issuer) == 0)
            return true;
    }
    return tls->system.done && tls->system.ok;
}

static bool
chain_is_short(const struct tls_facts *tls)
{
    return verification_lacks_issuer(&tls->genuine) &&
           !chain_reaches_root(tls);
}

/*
 * The issuer's certificate came and still none was found for the leaf: it
 * was not left out, the signature is somebody else's. (An issuer that is
 * missing further up has code 2.)
 */
static bool
leaf_fits_no_issuer(const struct tls_facts *tls)
{
    const char *issuer = tls->chain[0]->issuer;

    if (tls->genuine.code == 2)
        return false;

    for (size_t i = 1; issuer != NULL && i < tls->chain_count; i++)
        if (tls->chain[i]->subject != NULL &&
            strcmp(tls->chain[i]->subject, issuer) == 0)
            return true;
    return false;
}

/* Whoever uses this issuer's name elsewhere was found out there. */
static bool
issuer_is_borrowed(const struct inquiry *inquiry, const struct sight *sight)
{
    const char *issuer = sight->path->tls.chain[0]->issuer;

    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];
        const char *same;

        if (!sight_chain_is_foreign(other) || !sight_lacks_request(other))
            continue;
        same = other->path->tls.chain[0]->issuer;
        if (issuer != NULL && same != NULL && strcmp(issuer, same) == 0)
            return true;
    }
    return false;
}

/*
 * The handshake and the answer are those of the endpoint, as far as they can
 * be seen without a chain.
 */
static bool
sight_behaves(const struct sight *sight)
{
    const struct tls_facts *tls = &sight->path->tls;
    bool asks = sight->target->endpoint->genuine.asks_client_certificate;

    return tls->name_matches && (!asks || tls->client_certificate_requested) &&
           (!sight_has_status(sight) || sight_status_is_expected(sight));
}

/*
 * A server that leaves out its intermediate certificate and a stranger who
 * borrows the name of an authority look much the same. This is the former's
 * rule, so everything that the latter would rather do must be absent.
 */
static bool
intermediate_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return chain_evidence_names_authority(inquiry, sight) &&
           chain_is_short(&sight->path->tls) &&
           !leaf_fits_no_issuer(&sight->path->tls) && sight_behaves(sight) &&
           !issuer_is_borrowed(inquiry, sight) &&
           !chain_evidence_is_fresh(inquiry, sight) &&
           naming_interceptor(inquiry->run->definitions, &sight->path->tls) ==
               NULL;
}

static void
intermediate_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "intermediate-not-sent", sight);
    if (sight->path->tls.client_certificate_requested)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                     "client-certificate-requested", sight);
    if (sight_status_is_expected(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "status-as-expected", sight);
    inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "chain-not-genuine", sight);
}

/* The same name with its whole chain at another address is the control. */
static enum confidence
intermediate_weigh(struct inquiry *inquiry)
{
    const struct sight *other = inquiry_other_address(inquiry, CHECK_TLS);

    inquiry_compare(inquiry, CHECK_TLS, "chain-genuine", "chain-genuine");
    inquiry_cite_limits(inquiry);
    return other != NULL && sight_chain_is_genuine(other) ? CONFIDENCE_MEDIUM
                                                          : CONFIDENCE_LOW;
}

const struct rule missing_intermediate_rule = {
    .cause = "missing-intermediate",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = intermediate_fits,
    .cite = intermediate_cite,
    .weigh = intermediate_weigh,
};

/*
 * A vendor who moves a service to an authority of its own, as services with
 * mutual TLS often do, and a very careful stranger look alike. Whatever a
 * stranger is known by must be absent, and what only the endpoint has is
 * there: its certificate request, and a genuine chain elsewhere.
 */
static bool
authority_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct tls_facts *tls;

    if (!sight_chain_is_foreign(sight))
        return false;
    tls = &sight->path->tls;
    return sight_behaves(sight) && tls->client_certificate_requested &&
           sight->shown == NULL && !tls->system.ok &&
           !chain_evidence_is_fresh(inquiry, sight) &&
           !chain_evidence_names_authority(inquiry, sight) &&
           !issuer_is_borrowed(inquiry, sight) &&
           naming_interceptor(inquiry->run->definitions, tls) == NULL &&
           inquiry_genuine(inquiry) != NULL;
}

static void
authority_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-not-genuine", sight);
    inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "client-certificate-requested",
                 sight);
    if (sight_status_is_expected(sight))
        inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "status-as-expected",
                     sight);
}

/* Nothing that is seen from here can decide it. */
static enum confidence
authority_weigh(struct inquiry *inquiry)
{
    inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "chain-genuine",
                 inquiry_genuine(inquiry));
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_LOW;
}

const struct rule unknown_authority_rule = {
    .cause = "unknown-authority",
    .weight = WEIGHT_DOUBT,
    .fits = authority_fits,
    .cite = authority_cite,
    .weigh = authority_weigh,
};
