#ifndef MODEL_TIMELINE_H
#define MODEL_TIMELINE_H

#include <stdint.h>

#include "model/finding.h"

/*
 * Verdicts over time: when something began and when it was over, as exactly
 * as the rounds tell. Its size never grows: of very many changes the oldest
 * but the first are forgotten, and counted.
 */
enum { TIMELINE_EPISODES = 128, TIMELINE_CAUSE_SIZE = 64 };

/* Rounds in a row with the same verdict. Times are Unix milliseconds. */
struct episode {
    enum verdict_outcome outcome;
    char cause[TIMELINE_CAUSE_SIZE]; /* "" when healthy, or none is known */
    int64_t before_ms; /* the last round that saw something else; 0: none */
    int64_t first_ms;  /* the first round that saw this */
    int64_t last_ms;   /* the last one so far */
    int64_t rounds;
};

struct timeline {
    struct episode episodes[TIMELINE_EPISODES];
    size_t count;
    int64_t rounds;
    int64_t forgotten; /* episodes between the first and the second of these */
    int64_t lasted_ms[VERDICT_COUNT]; /* each, from round to round */
};

/*
 * Another round has ended, which began at that time; returns whether its
 * verdict is another than that of the round before. `cause` is an id or NULL.
 */
bool timeline_add(struct timeline *timeline, int64_t at_ms,
                  enum verdict_outcome outcome, const char *cause);

/* The latest episode; NULL before the first round. */
const struct episode *timeline_latest(const struct timeline *timeline);

#endif
