#ifndef DIAGNOSIS_CHAIN_EVIDENCE_H
#define DIAGNOSIS_CHAIN_EVIDENCE_H

#include "diagnosis/inquiry.h"

/*
 * What a chain that is not genuine tells of who made it. Hints all of them:
 * they name, and none decides.
 */

/*
 * Made within the last days, or for a few weeks only: the ways of products
 * that make certificates as connections come. An authority that the public
 * knows may do either, so this says nothing about a genuine chain.
 */
bool chain_evidence_is_fresh(const struct inquiry *inquiry,
                             const struct sight *sight);

/* The leaf names a genuine authority as its issuer. */
bool chain_evidence_names_authority(const struct inquiry *inquiry,
                                    const struct sight *sight);

/* Cites the product that the certificates look like. */
void chain_evidence_cite_product(struct inquiry *inquiry,
                                 const struct sight *sight);

/* The same, and what else the certificates look like. */
void chain_evidence_cite(struct inquiry *inquiry, const struct sight *sight);

#endif
