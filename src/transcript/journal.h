#ifndef TRANSCRIPT_JOURNAL_H
#define TRANSCRIPT_JOURNAL_H

#include <jansson.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"

/*
 * A file that only grows: a record a line, each a JSON object with a kind
 * and a time. Every record that matters is on the disk before the session
 * goes on. When the disk is full, or gone, the session goes on without it:
 * the journal says so once, and keeps a copy in memory that can be saved.
 *
 * One writer has a file, by a lock that ends with the process. What a crash
 * leaves behind is read by transcript.h.
 */
enum { JOURNAL_LIMIT = 64 * 1024 * 1024 };

extern const char journal_version[]; /* "cdsdoctor.transcript/1" */

struct journal {
    int file; /* -1: nothing is kept on disk */
    struct buffer path;
    struct buffer lines;  /* all of it, whatever became of the file */
    off_t whole;          /* bytes on disk that are whole records */
    bool full;            /* the copy in memory has reached its limit */
    struct error trouble; /* why it is not kept; told once */
    bool is_trouble_new;
};

/* An empty journal, which keeps its records in memory alone. */
void journal_init(struct journal *journal);
void journal_release(struct journal *journal);

/* A new file of the directory, named by the time. */
MUST_USE bool journal_create(struct journal *journal, const char *directory,
                             int64_t unix_seconds, struct error *error);

/* A new file of that path. */
MUST_USE bool journal_create_file(struct journal *journal, const char *path,
                                  struct error *error);

/*
 * Takes a file that is there, to go on behind what it has: `lines` becomes
 * its bytes. It must be a regular file of ours that nobody writes.
 */
MUST_USE bool journal_reopen(struct journal *journal, const char *path,
                             struct error *error);

/* Forgets what is behind the first bytes: a torn last line. */
MUST_USE bool journal_cut(struct journal *journal, size_t whole,
                          struct error *error);

/* Whether the record is on the disk before this returns. */
enum journal_care { JOURNAL_SOON, JOURNAL_NOW };

/*
 * Appends a record, which is taken over: first its kind, then its time, then
 * the members of `record`, which may be NULL. The first record of a file also
 * says which version of transcripts it is.
 */
void journal_write(struct journal *journal, const char *kind,
                   int64_t unix_seconds, json_t *record,
                   enum journal_care care);

/* For a journal that cannot be kept from its beginning. */
void journal_give_up(struct journal *journal, const struct error *why);

/* One sentence about why it is not kept any more, once; else NULL. */
const char *journal_take_trouble(struct journal *journal);

/* The whole file, of a path that may come from anybody; regular only. */
MUST_USE bool journal_read_file(const char *path, struct buffer *bytes,
                                struct error *error);

#endif
