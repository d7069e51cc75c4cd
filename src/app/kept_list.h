#ifndef APP_KEPT_LIST_H
#define APP_KEPT_LIST_H

#include "base/arena.h"
#include "base/buffer.h"
#include "transcript/journal_place.h"

/*
 * The transcripts of the usual place, described for somebody who chooses one
 * of them. All zero it is empty; one that cannot be read is not in it.
 */
enum { KEPT_LIST_MOST = 40 };

struct kept_entry {
    const char *name; /* "2026-11-26T23-00-00Z.jsonl" */
    const char *path;
    const char *detail; /* "fault (connection-silent), lab firewall-drops" */
};

struct kept_list {
    struct arena arena;
    struct kept_entry *entries; /* the newest first */
    size_t count;
};

/* Those whose checks have ended, but for that path (or NULL). */
void kept_list_fill(struct kept_list *list, char **environment,
                    const char *but);
void kept_list_release(struct kept_list *list);

/* What a transcript says of itself; or why it cannot be read. */
void kept_describe(struct buffer *out, const struct journal_file *file);

#endif
