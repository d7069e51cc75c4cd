#ifndef INTAKE_LINES_H
#define INTAKE_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "intake/look.h"

/*
 * A text file of the machine, line by line, with the numbers of the lines.
 * A line ends at its newline, or earlier at a NUL, as the C library reads
 * such files. One that is all zero is closed.
 */
struct lines {
    struct buffer text;
    size_t at;
    int64_t number; /* of the line given last, from 1 */
};

/*
 * False when there is no such file or it cannot be read; the latter, and a
 * file that is too long, becomes a note. The root of the look is put in
 * front of the path.
 */
MUST_USE bool lines_open(struct lines *lines, struct look *look,
                         const char *path);

/* The next line, which the caller may change; NULL at the end. */
char *lines_next(struct lines *lines);

void lines_close(struct lines *lines);

#endif
