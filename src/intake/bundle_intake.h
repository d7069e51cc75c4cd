#ifndef INTAKE_BUNDLE_INTAKE_H
#define INTAKE_BUNDLE_INTAKE_H

#include <stddef.h>

#include "base/arena.h"
#include "model/bundle.h"
#include "model/definitions.h"

/*
 * Looks into the enrollment bundle that the operator has: is it a whole zip,
 * when was its content made, which endpoints does it name. Nothing is ever
 * unpacked to the disk, and nothing of its content is kept but these facts:
 * it may hold keys. Whatever the file is, it ends in a fact.
 *
 * Bounds: a file of 64 MB, 4096 entries, of each its first MB and 8 MB in
 * all. Only what is stored or deflated is read; other methods of packing are
 * listed without a look inside.
 */
struct bundle_intake {
    const char *path; /* --bundle; NULL: none. A link is followed. */
    const struct definitions *definitions; /* whose hosts to look for */
};

/* Fills the facts, which must be all zero; what they hold is in the arena. */
void bundle_intake_fill(struct bundle_facts *facts, struct arena *arena,
                        const struct bundle_intake *intake);

/* The same for a file that is in memory. */
void bundle_intake_read(struct bundle_facts *facts, struct arena *arena,
                        const struct definitions *definitions,
                        const char *bytes, size_t length);

#endif
