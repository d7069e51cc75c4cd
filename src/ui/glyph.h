#ifndef UI_GLYPH_H
#define UI_GLYPH_H

#include <stdbool.h>

/*
 * The few characters beyond ASCII that the screen uses, each one column wide,
 * none with an emoji form, and what stands for it where the terminal has
 * ASCII alone.
 */
enum glyph {
    GLYPH_PASS,
    GLYPH_WARN,
    GLYPH_FAIL,
    GLYPH_SKIP,
    GLYPH_PENDING,
    GLYPH_HERE,  /* the present step, the selected row */
    GLYPH_POINT, /* what a presenter points at */
    GLYPH_DOT,   /* between parts of a line */
    GLYPH_MORE,  /* something was cut off */
    GLYPH_UP,
    GLYPH_DOWN,
    GLYPH_LIVE, /* work is under way */
    GLYPH_HORIZONTAL,
    GLYPH_VERTICAL,
    GLYPH_TOP_LEFT,
    GLYPH_TOP_RIGHT,
    GLYPH_BOTTOM_LEFT,
    GLYPH_BOTTOM_RIGHT,
    GLYPH_TEE_LEFT, /* a line that begins at a frame on the left */
    GLYPH_TEE_RIGHT,
    GLYPH_ARROW_OUT, /* to the peer */
    GLYPH_ARROW_IN,
    GLYPH_COUNT
};

const char *glyph_text(enum glyph glyph, bool ascii);

/* A spinner: its picture at that turn. */
const char *glyph_spinner(unsigned turn, bool ascii);

#endif
