#ifndef DIAGNOSIS_DIFFERENTIAL_H
#define DIAGNOSIS_DIFFERENTIAL_H

#include "diagnosis/inquiry.h"
#include "model/probe_tally.h"

/*
 * What the rules ask of the probes. Of paths that failed alike only some are
 * looked at closer; what was learned there holds for the others.
 */

/*
 * The sight whose probes speak for this one: itself, else one of the same
 * endpoint or else of another that failed at the same check for the same
 * reason and was looked at. NULL: none was.
 */
const struct sight *differential_model(const struct inquiry *inquiry,
                                       const struct sight *sight);

/*
 * With that one change, tried at least twice, it was answered each time, and
 * without it never.
 */
bool differential_cures(const struct inquiry *inquiry,
                        const struct sight *sight, enum probe_kind kind,
                        const struct variation *variation);

/*
 * What the present rule explains was tried, or its name looked up, at least
 * twice more, and failed each time.
 */
bool differential_was_repeated(const struct inquiry *inquiry);

/*
 * The same result each time is more than one observation: low becomes medium
 * by it. It is no differential, so nothing becomes high.
 */
enum confidence differential_raise(const struct inquiry *inquiry,
                                   enum confidence sure);

/* Says how often the same was tried again, and with what result. */
void differential_cite_repeats(struct inquiry *inquiry,
                               const struct sight *sight);

/* The same, and each time to the end of the handshake. */
bool differential_mends(const struct inquiry *inquiry,
                        const struct sight *sight, enum probe_kind kind,
                        const struct variation *variation);

/* From how far away the answer came, by its TTL: a hint, never proof. */
void differential_cite_reply(struct inquiry *inquiry,
                             const struct sight *sight);

/* After how many hops somebody answered the connection request. */
void differential_cite_distance(struct inquiry *inquiry,
                                const struct sight *sight);

/* That a connection to an address was made which nobody has. */
void differential_cite_reserved(struct inquiry *inquiry);

#endif
