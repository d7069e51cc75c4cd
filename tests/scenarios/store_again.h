#ifndef TESTS_STORE_AGAIN_H
#define TESTS_STORE_AGAIN_H

#include "base/buffer.h"
#include "model/finding.h"

/*
 * What a run that was kept gives to think about, beside the run itself. Both
 * append a line for each thing that is otherwise.
 */

/*
 * Concluding anew gives the same findings with the same evidence, and nothing
 * more is planned, or the same. Changes both runs.
 */
void store_again_thinks(struct run *was, struct run *is,
                        struct buffer *faults);

/*
 * The transcript of the session, without the run that it ends with: what is
 * put together from the rest is that run; and cut off after any line it can
 * be shown, and is not healthy before all was looked at.
 */
void store_again_cut_off(const struct buffer *transcript,
                         const struct run *whole, struct buffer *faults);

#endif
