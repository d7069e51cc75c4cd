#ifndef APP_LINE_READER_H
#define APP_LINE_READER_H

#include <stdbool.h>

#include "base/buffer.h"

/*
 * Lines that somebody types or pipes in: bounded in length, and safe text
 * before anybody sees them.
 */
enum { LINE_LIMIT = 2000, LINE_READER_ROOM = 4096 };

struct line_reader {
    int file; /* borrowed */
    int stop; /* borrowed; readable when nobody wants to wait; -1: none */
    char bytes[LINE_READER_ROOM];
    size_t begin;
    size_t end;
};

enum line_kind {
    LINE_GIVEN,
    LINE_TOO_LONG, /* longer than LINE_LIMIT; all of it is skipped */
    LINE_ENDED,    /* there are no more */
    LINE_STOPPED,  /* nobody wants to wait any longer */
};

void line_reader_init(struct line_reader *reader, int file);

/*
 * The next line, without its end and without blanks around it. What stands
 * before the end of the input counts as a line.
 */
enum line_kind line_reader_next(struct line_reader *reader,
                                struct buffer *line);

/* More is there already, as of a text that was pasted into a terminal. */
bool line_reader_has_more(const struct line_reader *reader);

#endif
