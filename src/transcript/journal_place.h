#ifndef TRANSCRIPT_JOURNAL_PLACE_H
#define TRANSCRIPT_JOURNAL_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"

/*
 * The directory that transcripts are kept in, one file for each session:
 * $XDG_STATE_HOME/cdsdoctor, or ~/.local/state/cdsdoctor. It is ours alone
 * (0700); a directory of somebody else, or one behind a symbolic link, is
 * refused.
 */

/* Its path; false: the environment names no place for it. */
MUST_USE bool journal_place_find(char **environment, struct buffer *path,
                                 struct error *error);

/*
 * Opens it, and makes it when it is not there; returns a descriptor to be
 * closed, or -1.
 */
int journal_place_open(const char *path, bool make, struct error *error);

/* One transcript that lies there. */
struct journal_file {
    const char *name; /* "2026-11-26T23-00-00Z.jsonl" */
    const char *path;
    int64_t changed; /* Unix seconds */
    int64_t bytes;
    bool in_use; /* a session is writing it */
};

/*
 * The newest first, by the time in their names. A place that is not there has
 * none.
 */
MUST_USE bool journal_place_list(const char *path, struct arena *arena,
                                 struct journal_file ***files, size_t *count,
                                 struct error *error);

/* Removes one that nobody is writing. */
MUST_USE bool journal_place_remove(const char *path, const char *name,
                                   struct error *error);

#endif
