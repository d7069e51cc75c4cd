#include "diagnosis/chain_evidence.h"

#include "model/naming.h"

enum { DAY_S = 86400, FRESH_DAYS = 3, SHORT_DAYS = 31 };

bool
chain_evidence_is_fresh(const struct inquiry *inquiry,
                        const struct sight *sight)
{
    const struct tls_facts *tls = &sight->path->tls;

    if (!sight_chain_is_foreign(sight))
        return false;

    const struct certificate *leaf = tls->chain[0];
    int64_t age = inquiry->run->started / 1000 - leaf->not_before;

    return (age >= 0 && age <= FRESH_DAYS * DAY_S) ||
           leaf->not_after - leaf->not_before <= SHORT_DAYS * DAY_S;
}

bool
chain_evidence_names_authority(const struct inquiry *inquiry,
                               const struct sight *sight)
{
    return sight_chain_is_foreign(sight) &&
           naming_issuing_authority(inquiry->run->definitions,
                                    &sight->path->tls) != NULL;
}

/* Whoever runs it there is who has to look there. */
static bool
runs_on_this_machine(const struct interceptor *product)
{
    return product->kind == INTERCEPTOR_ENDPOINT_SOFTWARE ||
           product->kind == INTERCEPTOR_DEBUGGING_PROXY;
}

void
chain_evidence_cite_product(struct inquiry *inquiry, const struct sight *sight)
{
    const struct interceptor *product =
        naming_interceptor(inquiry->run->definitions, &sight->path->tls);

    if (product == NULL)
        return;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "issuer-looks-like", sight);
    if (runs_on_this_machine(product))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "product-runs-on-machine",
                     sight);
}

void
chain_evidence_cite(struct inquiry *inquiry, const struct sight *sight)
{
    chain_evidence_cite_product(inquiry, sight);
    if (chain_evidence_is_fresh(inquiry, sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "certificate-freshly-minted",
                     sight);
    if (chain_evidence_names_authority(inquiry, sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "issuer-imitates-genuine",
                     sight);
}
