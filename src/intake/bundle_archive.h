#ifndef INTAKE_BUNDLE_ARCHIVE_H
#define INTAKE_BUNDLE_ARCHIVE_H

#include <stddef.h>

#include <zip.h>

#include "base/arena.h"
#include "intake/zip_bytes.h"
#include "model/bundle.h"
#include "model/definitions.h"

/*
 * One look at an archive, by its parts: the list of what is in it, then its
 * content. What they find is written into the facts.
 */
struct bundle_archive {
    struct bundle_facts *facts;
    struct arena *arena;
    const struct definitions *definitions;
    struct zip_bytes source;
    zip_t *archive;
};

/* The kind, the entries, the times, the hosts; the bytes are some. */
void bundle_archive_read(struct bundle_facts *facts, struct arena *arena,
                         const struct definitions *definitions,
                         const char *bytes, size_t length);

/* A sentence for what was left out; after a few no more are kept. */
void bundle_archive_note(struct bundle_archive *look, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
