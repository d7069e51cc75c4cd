#ifndef REPORT_COMPARE_WORDS_H
#define REPORT_COMPARE_WORDS_H

#include "base/buffer.h"
#include "model/comparison.h"

/*
 * What differs between two runs, said: the same in every format and on the
 * screen. A line each, without a newline at its end; safe.
 */
enum { COMPARE_LINES_MOST = 16 };

struct compare_lines {
    struct buffer lines[COMPARE_LINES_MOST];
    size_t count;
};

/* How far an endpoint comes: "comes through", "stops at tls: ..." */
void compare_append_standing(struct buffer *out,
                             const struct standing *standing);

/* What turned or is different at that endpoint, the clearest first. */
void compare_lines_fill(struct compare_lines *lines,
                        const struct comparison *comparison,
                        const struct endpoint_change *change);
void compare_lines_release(struct compare_lines *lines);

/* "Healthy: ...", "Fault: ..." of one of the two. */
void compare_append_verdict(struct buffer *out,
                            const struct comparison *comparison, int which);

/* One sentence that sums it up. */
void compare_append_summary(struct buffer *out,
                            const struct comparison *comparison);

/* Why two runs cannot be compared, one sentence. */
const char *compare_refusal(enum incomparable refusal);

#endif
