#ifndef UI_CAST_FRAME_H
#define UI_CAST_FRAME_H

#include "ui/theme.h"

/*
 * What a terminal must be sent so that it shows a canvas: cursor positions
 * and SGR (ECMA-48), UTF-8, nothing that only some terminals know. For
 * recordings; the terminal in front of somebody is the business of term.c.
 */

/*
 * The whole picture, whatever stood there before. `now` gets a copy of it, to
 * be given to the next call.
 */
void cast_frame_append_whole(const struct canvas *canvas, enum theme theme,
                             struct canvas *now, struct buffer *out);

/*
 * Only what differs from `now`, which must be as big and shown in the same
 * theme; then `now` is equal to the canvas. Appends nothing when it was.
 */
void cast_frame_append_change(const struct canvas *canvas, enum theme theme,
                              struct canvas *now, struct buffer *out);

/* Gives the terminal back as a shell expects it, the picture still there. */
void cast_frame_append_end(const struct canvas *now, struct buffer *out);

#endif
