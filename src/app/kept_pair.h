#ifndef APP_KEPT_PAIR_H
#define APP_KEPT_PAIR_H

#include "app/session.h"
#include "base/buffer.h"

/*
 * The runs before and after a change, each kept as a transcript of its own in
 * the usual place. Of a line that comes and goes the first changes are proof
 * enough: there is an end to it. All zero nothing was kept yet.
 */
enum { KEPT_PAIRS_MOST = 50 };

struct kept_pairs {
    int count;
    /* The files of the latest; empty: nothing was kept. */
    struct buffer before;
    struct buffer after;
};

/*
 * Keeps two sessions that have concluded, unless there were enough already.
 * False: that cannot be, `trouble` says why in a sentence, and nothing more
 * will be kept.
 */
MUST_USE bool kept_pairs_add(struct kept_pairs *pairs,
                             const struct session *before,
                             const struct session *after, char **environment,
                             struct buffer *trouble);

/* Forgets the names of the latest. */
void kept_pairs_clear(struct kept_pairs *pairs);
void kept_pairs_release(struct kept_pairs *pairs);

#endif
