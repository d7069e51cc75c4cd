#ifndef LAB_PIECE_H
#define LAB_PIECE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Bytes of a stream that came before those in front of them. */
struct piece;

void piece_keep(struct piece **pieces, uint64_t sequence, const void *bytes,
                size_t length);

/*
 * Appends what continues the stream at `expected` and returns the sequence
 * behind it.
 */
uint64_t piece_join(struct piece **pieces, uint64_t expected,
                    struct buffer *out);

void piece_release_all(struct piece **pieces);

#endif
