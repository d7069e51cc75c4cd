#ifndef UI_CAST_H
#define UI_CAST_H

#include <stdint.h>

#include "ui/theme.h"

/*
 * A session as it looked, to be played by asciinema or shown in a page:
 * asciicast version 2, made from canvases, of which only the differences are
 * kept. It goes on for days in bounded memory: chapters that each begin with
 * a whole picture; the first ones and the newest ones stay, and the file says
 * which time was left out. A player skips what was idle. Reads no clock and
 * writes no file.
 */
enum {
    CAST_CHAPTER_BYTES = 256 * 1024, /* then another begins */
    CAST_CHAPTERS_FIRST = 4,         /* that are never left out */
    CAST_CHAPTERS_LAST = 12,
};

struct cast_chapter {
    struct buffer lines; /* events as they stand in the file */
    int64_t from_ms;
};

struct cast {
    struct cast_chapter first[CAST_CHAPTERS_FIRST];
    struct cast_chapter last[CAST_CHAPTERS_LAST]; /* a ring */
    size_t chapter_count; /* that were begun, those left out too */
    size_t limit;         /* of a chapter; 0: CAST_CHAPTER_BYTES */
    struct canvas now;    /* what the player shows at the end */
    enum theme theme;     /* of that */
    int rows;             /* of the first picture */
    int columns;
    int64_t gap_ms; /* where the gap is, once there is one */
    int64_t end_ms; /* of the newest picture, also when nothing changed */
};

/*
 * The screen at that time since the recording began. Nothing is kept of one
 * that looks as the one before. Times that go back count as the latest.
 */
void cast_see(struct cast *cast, const struct canvas *canvas, enum theme theme,
              int64_t at_ms);

/* How much was left out, and from when on; 0: nothing. */
int64_t cast_left_out_ms(const struct cast *cast, int64_t *from_ms);

/*
 * The file, a JSON text a line. The title is plain text; `began` is Unix
 * time, 0: not told. A cast that has seen nothing is an empty screen.
 */
void cast_append(const struct cast *cast, const char *title, int64_t began,
                 struct buffer *out);

/*
 * For who writes the file while the session goes on: everything but the end,
 * which is a line more; it plays all the same.
 */
void cast_append_so_far(const struct cast *cast, const char *title,
                        int64_t began, struct buffer *out);
void cast_append_end(const struct cast *cast, struct buffer *out);

/*
 * The events of the present chapter, the newest last. While nothing was left
 * out the file so far is its header and every chapter. NULL: none has begun.
 */
const struct buffer *cast_present(const struct cast *cast);
bool cast_is_whole(const struct cast *cast);

/* Accepts one that is all zero. */
void cast_release(struct cast *cast);

#endif
