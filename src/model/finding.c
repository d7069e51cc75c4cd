#include "model/finding.h"

#include <assert.h>

static const char *const kind_ids[] = {
    [EVIDENCE_SUPPORTS] = "supports",
    [EVIDENCE_CONTRADICTS] = "contradicts",
    [EVIDENCE_NOT_EVALUATED] = "not-evaluated",
};
static_assert(sizeof kind_ids / sizeof kind_ids[0] == EVIDENCE_KIND_COUNT,
              "every kind has an id");

static const char *const verdict_ids[] = {
    [VERDICT_HEALTHY] = "healthy",
    [VERDICT_FAULT] = "fault",
    [VERDICT_INCONCLUSIVE] = "inconclusive",
};
static_assert(sizeof verdict_ids / sizeof verdict_ids[0] == VERDICT_COUNT,
              "every verdict has an id");

const struct words evidence_kind_words = { kind_ids, EVIDENCE_KIND_COUNT };
const struct words verdict_words = { verdict_ids, VERDICT_COUNT };
