#ifndef TRANSCRIPT_TRANSCRIPT_SHARE_H
#define TRANSCRIPT_TRANSCRIPT_SHARE_H

#include "base/buffer.h"
#include "model/finding.h"
#include "transcript/mask.h"

/*
 * A transcript that may leave the house: what was asked and noted, and the
 * last run with its verdict, all under the names of the mask. It can be
 * loaded and compared like any other. Runs before the last, and the checks
 * one by one, are left out.
 *
 * The bytes are lines that transcript_read has taken. `copy` is the masked
 * run of them, and `meaning` its diagnosis.
 */
void transcript_share(struct mask *mask, const char *bytes, size_t length,
                      const struct run *copy, const struct diagnosis *meaning,
                      struct buffer *out);

#endif
