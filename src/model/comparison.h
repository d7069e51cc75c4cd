#ifndef MODEL_COMPARISON_H
#define MODEL_COMPARISON_H

#include "model/finding.h"

/*
 * Two finished runs of the same thing beside each other: what turned good,
 * what turned bad, what is only different. It points into both runs, has no
 * words, and does not know which of the two is right.
 */
enum turn {
    TURN_NONE,
    TURN_GOOD,
    TURN_BAD,
    TURN_OTHER, /* different, and neither is better */
    TURN_COUNT
};

/*
 * How far an endpoint comes: the first check that fails; when none does, the
 * first that passes with a remark. CHECK_COUNT: it comes through, or was
 * never tried to its end (OUTCOME_NONE).
 */
struct standing {
    enum check_id check;
    enum outcome outcome;
    enum reason reason;
};

/* One endpoint in both runs. */
struct endpoint_change {
    const struct target *before; /* NULL: it was not tried then */
    const struct target *after;  /* NULL: it is not tried any more */
    enum turn turn;
    struct standing was;
    struct standing is;
    bool route;             /* direct in one run, by a proxy in the other */
    bool addresses;         /* those by which it was tried */
    bool signer;            /* who issued its certificate */
    bool certificate;       /* another one, by the same issuer */
    bool way;               /* the routers that answered on the way to it */
    bool time[CHECK_COUNT]; /* came through in both, much slower in one */
};

struct comparison {
    const struct run *runs[2]; /* before, after */
    const struct diagnosis *diagnoses[2];
    enum turn verdict;
    bool other_machine;
    bool other_route;                 /* what was asked for */
    bool backwards;                   /* the first is the later one */
    struct endpoint_change **changes; /* only those with one */
    size_t change_count;
    size_t alike_count; /* endpoints in which nothing differs */
    size_t turn_counts[TURN_COUNT];
};

/* Why two runs say nothing about each other. */
enum incomparable {
    COMPARABLE,
    INCOMPARABLE_SERVICE,
    INCOMPARABLE_SIMULATED, /* one is of the lab */
    INCOMPARABLE_ENDPOINTS, /* no endpoint is in both */
    INCOMPARABLE_COUNT
};

/*
 * A check counts as slower or faster from this factor on, and no less than so
 * many milliseconds: below that it is the weather.
 */
enum { COMPARISON_FACTOR = 3, COMPARISON_LEAST_MS = 100 };

/*
 * Compares two runs that have ended and been judged. The memory is that of
 * the arena; the runs must outlive it. Controls are left out: they decide
 * nothing.
 */
enum incomparable comparison_make(struct comparison *comparison,
                                  const struct run *before,
                                  const struct diagnosis *before_diagnosis,
                                  const struct run *after,
                                  const struct diagnosis *after_diagnosis,
                                  struct arena *arena);

/* How far the endpoint of that target comes. */
struct standing target_standing(const struct target *target);

/* The certificate that it showed first, of the path that speaks for it. */
const struct certificate *target_leaf(const struct target *target);

/* Who answers that many hops on the way to it; NULL: nobody, or not asked. */
const struct address *target_hop(const struct run *run,
                                 const struct target *target, int64_t hop);

/* "turned-good", ... */
extern const struct words turn_words;

#endif
