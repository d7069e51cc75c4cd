#ifndef TESTS_SITUATION_H
#define TESTS_SITUATION_H

#include "model/finding.h"
#include "run_builder.h"

/*
 * What a run means, one situation a row: how it came about, the verdict, and
 * every finding in order.
 */
enum { MOST_FINDINGS = 4 };

struct expected {
    const char *cause;
    enum confidence confidence;
    bool fault;
};

struct situation {
    const char *name;
    void (*build)(struct run_builder *builder);
    enum verdict_outcome outcome;
    struct expected findings[MOST_FINDINGS];
};

#define FAULT(cause, sure)                                                    \
    {                                                                         \
        cause, CONFIDENCE_##sure, true                                        \
    }
#define REMARK(cause, sure)                                                   \
    {                                                                         \
        cause, CONFIDENCE_##sure, false                                       \
    }

/* Fails with all that was found when anything of it differs. */
void situation_check(const struct situation *situation);

/* Every finding has support, which comes first, and says nothing twice. */
void situation_check_evidence(const struct situation *situation);

/* What the first finding of a situation cites. */
struct cited {
    void (*build)(struct run_builder *builder);
    const char *statement;
    enum evidence_kind kind;
    const char *host; /* of the target; NULL: not looked at */
};

void cited_check(const struct cited *cited);

/* The opposite: the first finding does not say that. */
void cited_check_absent(void (*build)(struct run_builder *builder),
                        const char *statement);

#endif
