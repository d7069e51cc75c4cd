#ifndef APP_SHARED_COPY_H
#define APP_SHARED_COPY_H

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
    const char *alias_file; /* NULL: aliases of this copy alone */
};

struct shared_copy {
    struct run run;
    struct diagnosis diagnosis;
    struct aliases *aliases;
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

#endif
