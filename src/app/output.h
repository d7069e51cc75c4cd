#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * Where reports and sentences leave the program.
 */

/*
 * Writes the bytes to a file, or to standard output when the path is NULL
 * or "-". A file appears whole or not at all, and is ours alone to read: it
 * is written beside its place and then linked into it. What stands there
 * already is never replaced.
 */
MUST_USE bool output_write(const char *path, const struct buffer *bytes,
                           struct error *error);

/*
 * The same, for who asked that a regular file there is replaced; it keeps who
 * may read it. Anything else, a symbolic link included, is not.
 */
MUST_USE bool output_replace(const char *path, const struct buffer *bytes,
                             struct error *error);

/*
 * A name becomes "NAME.EXTENSION", or "NAME-2.EXTENSION" and so on while
 * something has it; if something takes it now, writing says so.
 */
void output_name_free(struct buffer *name, const char *extension);

/* "cdsdoctor: " and the error as one line on standard error. */
void output_complain(const struct error *error);

#endif
