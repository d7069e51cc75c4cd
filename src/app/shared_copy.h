#ifndef APP_SHARED_COPY_H
#define APP_SHARED_COPY_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/finding.h"
#include "transcript/mask.h"

/*
 * A copy of a run that may leave the house: the same facts and the same
 * verdict under other names (transcript/mask.h). Every format of a report is
 * written from the copy as from any run, and what is written is searched for
 * the originals before it is anywhere and once more where it is.
 */
struct shared_wishes {
    bool hide_issuers;
    const char *alias_file;  /* NULL: aliases of this copy alone */
    struct aliases *aliases; /* to go on with, borrowed; NULL: new ones */
    bool preview;            /* lists on standard error what is replaced */
};

struct shared_copy {
    struct run run;
    struct diagnosis diagnosis;
    struct aliases *aliases;
    bool owns_aliases;
    struct mask *mask;
};

/*
 * The copy must be all zero; shared_copy_release ends it in any case. A file
 * of aliases is read when it is there, and written again with what is new.
 */
MUST_USE bool shared_copy_make(struct shared_copy *copy, const struct run *run,
                               const struct diagnosis *diagnosis,
                               const struct shared_wishes *wishes,
                               struct error *error);

/*
 * A copy to be looked at while the run goes on, with the same aliases as in
 * what is made with them in any other way. It is made fast, cannot be listed,
 * and must be released before the run is. Nothing of it leaves the house but
 * by what a screen shows.
 */
void shared_copy_look(struct shared_copy *copy, const struct run *run,
                      const struct diagnosis *diagnosis,
                      struct aliases *aliases);

void shared_copy_release(struct shared_copy *copy);

/*
 * As output_write, for bytes made from the copy. When an original is in them
 * nothing is written; when one is in the file that was written it is deleted.
 * Both are errors.
 */
MUST_USE bool shared_copy_write(const struct shared_copy *copy,
                                const char *path, const struct buffer *bytes,
                                struct error *error);

/* The same as output_replace: over a file that is there. */
MUST_USE bool shared_copy_replace(const struct shared_copy *copy,
                                  const char *path, const struct buffer *bytes,
                                  struct error *error);

/*
 * Whether no original is in the bytes; the error says which one is. For what
 * a file has in another form: packed, or encoded.
 */
MUST_USE bool shared_copy_search(const struct shared_copy *copy,
                                 const struct buffer *bytes,
                                 struct error *error);

/* Each replacement on a line, for the eyes of the operator alone. */
void shared_copy_preview(const struct shared_copy *copy, struct buffer *out);

/* The options of a command that can write one; `of` is the place of the
 * struct check_options in its own, "check.", or nothing. */
#define REDACTION_ROWS(type, of)                                              \
    { .name = "redact",                                                       \
      .help = "what may be passed on: names and addresses of your\n"          \
              "place under other names, the same ones each time",             \
      .offset = offsetof(type, of redact) },                                  \
        { .name = "redact-issuers",                                           \
          .help = "with --redact: hide, too, which organisation has\n"        \
                  "issued a forged certificate",                              \
          .offset = offsetof(type, of redact_issuers) },                      \
        { .name = "redact-preview",                                           \
          .help = "with --redact: list on standard error what is\n"           \
                  "replaced by what, for you alone",                          \
          .offset = offsetof(type, of redact_preview) },                      \
    {                                                                         \
        .name = "alias-file", .argument = "FILE",                             \
        .help = "with --redact: keep the other names there, so that\n"        \
                "the next report has the same; it tells who is who",          \
        .offset = offsetof(type, of alias_file)                               \
    }

#endif
