#ifndef INTAKE_FILE_READER_H
#define INTAKE_FILE_READER_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/buffer.h"

/*
 * The one way in which the intake opens and reads a file: a regular one
 * (those of /proc and /sys are), never waiting. A FIFO, a device or a
 * directory is refused.
 */
enum file_state { FILE_READ, FILE_CUT, FILE_ABSENT, FILE_REFUSED };

/* A file that is open for reading; -1 for the descriptor: it is not. */
struct open_file {
    int descriptor;
    struct stat status;
};

/*
 * Appends the content to `out`, at most 1 MB of it. FILE_CUT is a file that
 * is longer: what was read then ends with its last whole line. For
 * FILE_REFUSED `why` becomes the cause, a text that lives as long as the
 * program or until the next call of strerror.
 */
MUST_USE enum file_state file_reader_read(const char *path, struct buffer *out,
                                          const char **why);

/*
 * Opens it, with these flags of open(2) besides (O_NOFOLLOW or 0). FILE_READ
 * has to be closed; FILE_ABSENT and FILE_REFUSED are as above.
 */
MUST_USE enum file_state file_reader_open(struct open_file *file,
                                          const char *path, int flags,
                                          const char **why);

/*
 * Appends what is in it, from where it stands to its end: at most `limit`
 * bytes and one more that shows that it is longer.
 */
MUST_USE bool file_reader_take(const struct open_file *file,
                               struct buffer *out, size_t limit,
                               const char **why);

void file_reader_close(struct open_file *file);

#endif
