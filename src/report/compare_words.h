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

/* "gateway.example.com:443": whatever changed there. */
void compare_append_place(struct buffer *out,
                          const struct endpoint_change *change);

/* "TURNED BAD": above the endpoints that did. */
const char *compare_turn_title(enum turn turn);

/* In this order they are told; TURN_NONE is not. */
extern const enum turn compare_turns[TURN_COUNT - 1];

/*
 * One of the two: when and where it was taken, a line; what was found, a
 * sentence.
 */
extern const char *const compare_sides[2];
void compare_append_side(struct buffer *out,
                         const struct comparison *comparison, int which);
void compare_append_verdict(struct buffer *out,
                            const struct comparison *comparison, int which);

/*
 * What may be misread, a sentence each by its index from 0; NULL behind the
 * last one.
 */
const char *compare_remark(const struct comparison *comparison, size_t index);

/* One sentence that sums it up. */
void compare_append_summary(struct buffer *out,
                            const struct comparison *comparison);

/* Why two runs cannot be compared, one sentence. */
const char *compare_refusal(enum incomparable refusal);

#endif
