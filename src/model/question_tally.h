#ifndef MODEL_QUESTION_TALLY_H
#define MODEL_QUESTION_TALLY_H

#include "model/run.h"

/*
 * What came of one question about a name that was put to its servers in
 * several ways, which differ in one thing each.
 */

/* The name whose questions were put so; NULL: none was. */
const struct name *questions_varied_name(const struct run *run);

/* In that way: how many questions there were, and how many answers. */
struct question_tally {
    size_t asked;
    size_t answered; /* with records, a refusal, or an answer that is cut */
};

struct question_tally
questions_tally(const struct run *run, const struct name *name,
                const struct question_variation *variation);

/* Somebody did answer: with records, or with a code that says why not. */
bool answer_came(const struct dns_answer *answer);

/*
 * How many questions a server answered when it was asked for a short answer
 * and not when it might send a long one; over UDP.
 */
size_t questions_count_large_lost(const struct run *run,
                                  const struct name *name);

#endif
