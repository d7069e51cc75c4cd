#ifndef REPORT_TERMS_H
#define REPORT_TERMS_H

#include "model/finding.h"

/*
 * The fixed vocabularies as a person reads them, for the ids are made for
 * scripts.
 */
const char *terms_owner(enum owner owner);       /* "DNS team" */
const char *terms_role(enum role role);          /* "PKI Manager" */
const char *terms_bundle(enum bundle_kind kind); /* "empty" */
const char *terms_outcome(enum outcome outcome); /* "FAIL" */
const char *terms_verdict(enum verdict_outcome outcome);
const char *terms_confidence(enum confidence confidence);

/* Why a confidence is not higher, or need not be; one clause. */
const char *terms_confidence_means(enum confidence confidence);

#endif
