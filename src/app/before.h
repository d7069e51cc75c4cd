#ifndef APP_BEFORE_H
#define APP_BEFORE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "model/finding.h"
#include "model/run.h"

/*
 * What a run has seen, kept small and apart from it, so that a later run can
 * be put beside it: a result for each target and check, and the verdict in a
 * sentence. All zero nothing is kept.
 */
struct before_row {
    const char *host;
    int64_t port;
    enum route_kind route;
    struct result results[CHECK_COUNT];
};

struct before {
    struct arena arena;
    struct before_row *rows;
    size_t row_count;
    enum verdict_outcome outcome;
    const char *headline; /* NULL: nothing is kept */
    int64_t at;           /* Unix seconds: when the run began */
};

/* Keeps this run in place of what was kept. */
void before_keep(struct before *before, const struct run *run,
                 const struct diagnosis *diagnosis);
void before_release(struct before *before);

/* What was kept of a target; NULL: it was not there. */
const struct before_row *before_find(const struct before *before,
                                     const struct target *target);

/* Whether that check ended otherwise than it does now. */
bool before_differs(const struct result *before, const struct result *now);

#endif
