#ifndef INTAKE_FILE_READER_H
#define INTAKE_FILE_READER_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/buffer.h"

/*
 * The one way in which the intake reads a file: a regular one (those of
 * /proc and /sys are), at most 1 MB of it, never waiting. A FIFO, a device
 * or a directory is refused.
 */
enum file_state { FILE_READ, FILE_CUT, FILE_ABSENT, FILE_REFUSED };

/*
 * Appends the content to `out`. FILE_CUT is a file that is longer: what was
 * read then ends with its last whole line. For FILE_REFUSED `why` becomes
 * the cause, a text that lives as long as the program or until the next
 * call of strerror.
 */
MUST_USE enum file_state file_reader_read(const char *path, struct buffer *out,
                                          const char **why);

#endif
