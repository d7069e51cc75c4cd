#ifndef APP_ROUNDS_H
#define APP_ROUNDS_H

#include "app/kept_pair.h"
#include "app/session.h"
#include "model/comparison.h"
#include "model/timeline.h"

/*
 * What was before the present run of somebody's session, and all verdicts of
 * it: for the wizard and the line mode. A session that was followed stays as
 * long as its run is compared with, and at most two do. All zero there was
 * nothing before.
 */
struct rounds {
    struct session *last;   /* directly before; NULL once this one has ended */
    struct session *before; /* the last that was otherwise; NULL: none */
    struct timeline timeline;
    struct kept_pairs pairs; /* of changes while it was watched */
    bool pair_is_new;        /* the run that has just ended made one */
};

/*
 * The session, on the heap, has been followed by another one, and is taken
 * over. `ended`: its run has, and was judged.
 */
void rounds_follow(struct rounds *rounds, struct session *session, bool ended);

/*
 * The present run has been judged: tells it from those before. One that was
 * stopped is no round. Returns whether the verdict is another than before.
 * Both sides of such a change are kept when `keep_in` is an environment that
 * names the place; why they could not be is a sentence in `trouble`.
 */
bool rounds_settle(struct rounds *rounds, const struct session *now,
                   int64_t at_ms, char **keep_in, struct buffer *trouble);

/* The last run that was otherwise beside this one; there must be one. */
enum incomparable rounds_compare(const struct rounds *rounds,
                                 const struct session *now,
                                 struct comparison *comparison,
                                 struct arena *arena);

/* Before the present session is closed. */
void rounds_release(struct rounds *rounds);

#endif
