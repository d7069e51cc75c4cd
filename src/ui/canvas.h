#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"

/*
 * The screen as cells in memory. Views draw here and nowhere else, so that a
 * screen can be compared, copied and saved without a terminal. Everything is
 * clipped; a character is never cut in two, and wide and combining ones take
 * the columns that they really take. Texts must be safe (base/safe_text.h).
 */

/* What a piece of text is for; ui/theme.h says how that looks. */
enum style {
    STYLE_PLAIN,
    STYLE_DIM,     /* there, and not needed now */
    STYLE_STRONG,  /* what to read first */
    STYLE_TITLE,   /* the line at the top */
    STYLE_FRAME,   /* lines and corners */
    STYLE_HEADING, /* the title of a pane */
    STYLE_GOOD,
    STYLE_WARN,
    STYLE_BAD,
    STYLE_ACTIVE,   /* under way */
    STYLE_KEY,      /* a key that can be pressed */
    STYLE_SELECTED, /* the row of the cursor */
    STYLE_POINTER,  /* the row that a presenter points at */
    STYLE_FIELD,    /* where something can be typed */
    STYLE_BADGE,    /* PRIVATE, PRESENTER, SIMULATED */
    STYLE_COUNT
};

/* One column, or two of which the second is empty with width 0. */
enum { CELL_BYTES = 24 }; /* a character with its marks; more are left out */

struct cell {
    char text[CELL_BYTES];
    uint8_t width;
    uint8_t style;
};

struct canvas {
    int rows;
    int columns;
    bool ascii; /* the terminal has no other characters */
    struct cell *cells;
    int cursor_row; /* -1: hidden */
    int cursor_column;
};

/* Makes it that big and blank; accepts one that is all zero. */
void canvas_resize(struct canvas *canvas, int rows, int columns);
void canvas_clear(struct canvas *canvas);
void canvas_release(struct canvas *canvas);

/* The cell, which must be there. */
const struct cell *canvas_cell(const struct canvas *canvas, int row,
                               int column);

/* The rows as text, blanks at their ends left out. */
void canvas_append_text(const struct canvas *canvas, struct buffer *out);

/*
 * A part of the canvas with coordinates of its own. Whatever lies outside of
 * it is not drawn.
 */
struct area {
    struct canvas *canvas;
    int row;
    int column;
    int rows;
    int columns;
};

struct area area_whole(struct canvas *canvas);
/* A part of a part, cut to what there is. */
struct area area_part(const struct area *area, int row, int column, int rows,
                      int columns);

/* Draws as much of the text as fits; returns the column behind it. */
int area_put(const struct area *area, int row, int column, enum style style,
             const char *text);
int area_print(const struct area *area, int row, int column, enum style style,
               const char *format, ...) PRINTF_LIKE(5, 6);

/* Where a text that is too long loses something. */
enum area_fit { FIT_END, FIT_MIDDLE };

/*
 * Draws the text in exactly so many columns: blanks behind it, or a mark
 * where it was cut. Returns whether it was whole.
 */
bool area_fit(const struct area *area, int row, int column, int columns,
              enum style style, enum area_fit fit, const char *text);

/* Every cell of those columns gets the style; the text stays. */
void area_restyle(const struct area *area, int row, int column, int columns,
                  enum style style);

void area_fill(const struct area *area, enum style style, const char *text);

/* The cursor of the terminal: where somebody types or reads. */
void area_set_cursor(const struct area *area, int row, int column);

/*
 * Lines around the area with a title in the upper one; `join_left` where
 * another frame stands beside it. Returns the area within.
 */
struct area area_frame(const struct area *area, const char *title);

/* A line across, between two parts of a frame, with a title. */
void area_divide(const struct area *framed, int row, const char *title);

#endif
