#ifndef DIAGNOSIS_LOG_EVIDENCE_H
#define DIAGNOSIS_LOG_EVIDENCE_H

#include "diagnosis/inquiry.h"

/*
 * What the logs of Enforce are worth beside what was seen. A line of a log is
 * of an earlier time and of the product's own way: it can speak for or
 * against what was found now, and finds nothing by itself.
 */

/*
 * The newest hit by which Java found no way from the chain of that host to
 * its trust store; NULL for the host: the line names none. NULL without one.
 */
const struct log_hit *log_evidence_untrusted(const struct run *run,
                                             const char *host);

/*
 * A failed sight: cites what says the same of its host, and what says that
 * the product once came further.
 */
void log_evidence_cite_setback(struct inquiry *inquiry,
                               const struct sight *sight);

/*
 * A sight that is well: whether a log tells of a connection to its host that
 * failed, and what it says. What is about trust in its chain is left out.
 */
bool log_evidence_disagrees(const struct inquiry *inquiry,
                            const struct sight *sight);
void log_evidence_cite_other(struct inquiry *inquiry,
                             const struct sight *sight);

/* That the PKI Manager was not reached (KB 163949). */
bool log_evidence_has_enrollment(const struct run *run);
void log_evidence_cite_enrollment(struct inquiry *inquiry,
                                  const struct target *target);

/* All is well: everything that a log says to the contrary. */
void log_evidence_cite_disagreement(struct inquiry *inquiry);

#endif
