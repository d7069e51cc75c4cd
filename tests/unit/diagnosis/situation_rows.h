#ifndef TESTS_SITUATION_ROWS_H
#define TESTS_SITUATION_ROWS_H

#include "situation.h"

/* Rows that are named after the function that builds the run. */

/* One fault and nothing else. */
#define ALONE(run, cause, sure)                                               \
    {                                                                         \
        .build = run, .name = #run, .outcome = VERDICT_FAULT, .findings = {   \
            FAULT(cause, sure)                                                \
        }                                                                     \
    }

/* One fault, with one remark. */
#define BESIDE(run, cause, sure, remark, how)                                 \
    {                                                                         \
        .build = run, .name = #run, .outcome = VERDICT_FAULT, .findings = {   \
            FAULT(cause, sure),                                               \
            REMARK(remark, how)                                               \
        }                                                                     \
    }

/* All is well, and there is nothing to remark. */
#define WELL(run)                                                             \
    {                                                                         \
        .build = run, .name = #run, .outcome = VERDICT_HEALTHY                \
    }

/* All is well, with one remark. */
#define WELL_BUT(run, cause, sure)                                            \
    {                                                                         \
        .build = run, .name = #run, .outcome = VERDICT_HEALTHY, .findings = { \
            REMARK(cause, sure)                                               \
        }                                                                     \
    }

#define SAYS(run, statement, host)                                            \
    {                                                                         \
        run, statement, EVIDENCE_SUPPORTS, host                               \
    }
#define LEAVES_OPEN(run, statement)                                           \
    {                                                                         \
        run, statement, EVIDENCE_NOT_EVALUATED, NULL                          \
    }

/* What the first finding does not say. */
struct unsaid {
    void (*build)(struct run_builder *builder);
    const char *statement;
};

void situations_check(const struct situation *situations, size_t count);
void citations_check(const struct cited *citations, size_t count);
void unsaid_check(const struct unsaid *unsaid, size_t count);

#define CHECK_ROWS(check, rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

#endif
