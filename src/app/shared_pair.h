#ifndef APP_SHARED_PAIR_H
#define APP_SHARED_PAIR_H

#include "app/shared_copy.h"
#include "model/comparison.h"

/*
 * Two runs that are compared, both under the same names: what is a name in
 * one of them is hidden in the other too.
 */
enum { SHARED_PAIR_COPIES = 3 };

struct shared_pair {
    struct shared_copy copies[SHARED_PAIR_COPIES];
    const struct shared_copy *sides[2]; /* before, after */
};

/*
 * The pair must be all zero; shared_pair_release ends it in any case. The
 * wishes are those of a copy.
 */
MUST_USE bool shared_pair_make(struct shared_pair *pair,
                               const struct comparison *of,
                               const struct shared_wishes *wishes,
                               struct error *error);
void shared_pair_release(struct shared_pair *pair);

/* The same comparison of the two copies, in the arena; the pair owns them. */
void shared_pair_compare(const struct shared_pair *pair,
                         struct comparison *comparison, struct arena *arena);

/* As shared_copy_write, for both. */
MUST_USE bool shared_pair_write(const struct shared_pair *pair,
                                const char *path, const struct buffer *bytes,
                                struct error *error);

#endif
