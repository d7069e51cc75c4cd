#ifndef DIAGNOSIS_INQUIRY_H
#define DIAGNOSIS_INQUIRY_H

#include "base/arena.h"
#include "diagnosis/sight.h"
#include "model/finding.h"

/*
 * The case that a rule argues: everything that was seen, the rule whose turn
 * it is, the finding that it builds. Rules add evidence through here, so
 * that nothing is said twice.
 */
struct inquiry {
    const struct run *run;
    struct arena *arena;
    struct sight *sights; /* every address of every target */
    size_t sight_count;
    const struct rule *rule;
    struct finding *finding; /* NULL while no rule has its turn */
    bool found_fault;        /* by a rule that had its turn before */
};

/* Takes down what was seen; the memory is the arena's. */
void inquiry_init(struct inquiry *inquiry, const struct run *run,
                  struct arena *arena);

/* Adds evidence about one address, or with inquiry_cite_target about all. */
void inquiry_cite(struct inquiry *inquiry, enum evidence_kind kind,
                  const char *statement, const struct sight *sight);
void inquiry_cite_target(struct inquiry *inquiry, enum evidence_kind kind,
                         const char *statement, const struct target *target);

/* About the run as a whole. */
void inquiry_cite_run(struct inquiry *inquiry, enum evidence_kind kind,
                      const char *statement);

/* What a log says; about a target, or about the run with NULL for it. */
void inquiry_cite_log(struct inquiry *inquiry, enum evidence_kind kind,
                      const char *statement, const struct target *target,
                      const struct log_hit *hit);

/* Every required endpoint was looked at and is proven. */
bool inquiry_is_healthy(const struct inquiry *inquiry);

/*
 * The next sight that the present rule explains, after `after`; NULL asks
 * for the first and is the answer when there are no more.
 */
const struct sight *inquiry_next(const struct inquiry *inquiry,
                                 const struct sight *after);

/*
 * A control: the first sight by the same kind of route that came through the
 * check. One is another address of an endpoint that is concerned, the other
 * an address of an endpoint that is not; NULL when there is none.
 */
const struct sight *inquiry_other_address(const struct inquiry *inquiry,
                                          enum check_id check);
const struct sight *inquiry_other_endpoint(const struct inquiry *inquiry,
                                           enum check_id check);

/*
 * The first sight of a neutral host, by the same kind of route, of which that
 * is true; NULL when none was asked for. It is no endpoint, so no other
 * control is ever one.
 */
const struct sight *inquiry_neutral(const struct inquiry *inquiry,
                                    bool (*holds)(const struct sight *sight));

/* The first sight with a genuine chain, whatever explains it; or NULL. */
const struct sight *inquiry_genuine(const struct inquiry *inquiry);

/*
 * What a single observation is worth: medium when something comparable came
 * through the same check, else low. The control is cited by the caller's
 * words for it.
 */
enum confidence inquiry_compare(struct inquiry *inquiry, enum check_id check,
                                const char *other_address,
                                const char *other_endpoint);

/*
 * Says what this run did not try: endpoints that it did not come to, the
 * same once more, the other route.
 */
void inquiry_cite_limits(struct inquiry *inquiry);

#endif
