#include "lab/piece.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct piece {
    struct piece *next; /* by sequence; pieces may overlap */
    uint64_t sequence;
    size_t length;
    uint8_t bytes[];
};

void
piece_keep(struct piece **pieces, uint64_t sequence, const void *bytes,
           size_t length)
{
    struct piece *piece;

    while (*pieces != NULL && (*pieces)->sequence < sequence)
        pieces = &(*pieces)->next;
    if (*pieces != NULL && (*pieces)->sequence == sequence &&
        (*pieces)->length >= length)
        return;
    piece = memory_new(1, sizeof(*piece) + length);
    piece->next = *pieces;
    piece->sequence = sequence;
    piece->length = length;
    memcpy(piece->bytes, bytes, length);
    *pieces = piece;
}

uint64_t
piece_join(struct piece **pieces, uint64_t expected, struct buffer *out)
{
    while (*pieces != NULL && (*pieces)->sequence <= expected) {
        struct piece *piece = *pieces;
        uint64_t end = piece->sequence + piece->length;

        if (end > expected) {
            buffer_append(out, piece->bytes + (expected - piece->sequence),
                          (size_t)(end - expected));
            expected = end;
        }
        *pieces = piece->next;
        free(piece);
    }
    return expected;
}

void
piece_release_all(struct piece **pieces)
{
    while (*pieces != NULL) {
        struct piece *piece = *pieces;

        *pieces = piece->next;
        free(piece);
    }
}
