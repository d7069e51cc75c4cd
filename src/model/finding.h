#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/run.h"

/*
 * What a run means. Findings hold ids and references, never sentences: the
 * words are rows of data/causes.yaml, filled in by `report` and `ui`.
 */
enum evidence_kind {
    EVIDENCE_SUPPORTS,
    EVIDENCE_CONTRADICTS,
    EVIDENCE_NOT_EVALUATED,
    EVIDENCE_KIND_COUNT
};

struct evidence {
    enum evidence_kind kind;
    const char *statement;       /* id of a statement in data/causes.yaml */
    const struct target *target; /* what it is about; NULL: the run */
    const struct path *path;     /* NULL: the target as a whole */
    const struct log_hit *hit;   /* the log that says so; NULL: none */
};

struct finding {
    const char *cause; /* id */
    enum confidence confidence;
    bool fault; /* false: information, which makes no verdict of a fault */
    bool doubt; /* why it cannot be told who answers; then it is no fault */
    const struct target **targets; /* what it explains, first the clearest */
    size_t target_count;
    struct evidence **evidence;
    size_t evidence_count;
};

enum verdict_outcome {
    VERDICT_HEALTHY,
    VERDICT_FAULT,
    VERDICT_INCONCLUSIVE,
    VERDICT_COUNT
};

/* The conclusion of a run; its memory is the arena it was made in. */
struct diagnosis {
    enum verdict_outcome outcome;
    struct finding **findings; /* the verdict's first */
    size_t finding_count;
};

extern const struct words evidence_kind_words;
extern const struct words verdict_words;

#endif
