#ifndef APP_LINE_ROUNDS_H
#define APP_LINE_ROUNDS_H

#include "app/line_wizard.h"

/*
 * What a round of checks is beside those before it, line by line: each in
 * the words of `watch` and `compare`.
 */

/* Plans the next checks, on the network of those before them. */
MUST_USE bool line_rounds_plan(struct line_wizard *wizard,
                               const struct session_options *options,
                               struct error *error);

/*
 * They have ended. Returns whether the verdict is another one; both sides of
 * such a change are kept when that is wanted.
 */
bool line_rounds_settle(struct line_wizard *wizard, bool keep);

/* One sentence about what has changed; nothing of the first checks. */
void line_rounds_sum_up(struct line_wizard *wizard);

/*
 * The commands that work wherever there are results: u, o, compare and w.
 * False: it is none of them. `move` is set when one leads elsewhere.
 */
bool line_rounds_do(struct line_wizard *wizard,
                    const struct line_command *command, enum line_move *move);

/* line_watch.c: again and again, until it is healthy or somebody ends it. */
enum line_move line_watch(struct line_wizard *wizard, const char *interval);

#endif
