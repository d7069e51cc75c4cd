#ifndef UI_SHEET_H
#define UI_SHEET_H

#include "base/arena.h"
#include "ui/canvas.h"

/*
 * A text of styled lines, wrapped to a width, of which a pane shows a part:
 * explanations, evidence, requests. A sheet is made anew for each frame and
 * dies with its arena; all zero but the arena and the width it is empty.
 */
struct sheet_line {
    enum style style;
    int indent; /* columns */
    const char *text;
    size_t paragraph; /* from 1; 0: a heading or an empty row */
};

struct sheet {
    struct arena *arena;
    int columns;
    int rows;   /* of the pane that shows it; 0: not known */
    bool ascii; /* for what a text takes from ui/glyph.h */
    struct sheet_line **lines;
    size_t line_count;
    size_t paragraph_count; /* as they were added */
    bool roomy;             /* an empty row between paragraphs */
    bool paged;             /* PgUp and PgDn move it now: so it says */
};

/*
 * Adds a paragraph, wrapped between words; a word that is too long is cut
 * into rows. A "\n" begins a new row. `hang` is the indent of the rows behind
 * the first.
 */
void sheet_add(struct sheet *sheet, enum style style, int indent, int hang,
               const char *text);
void sheet_print(struct sheet *sheet, enum style style, int indent, int hang,
                 const char *format, ...) PRINTF_LIKE(5, 6);

/* An empty row, unless the sheet is empty or ends in one. */
void sheet_space(struct sheet *sheet);

/* The furthest that a pane of so many rows can be scrolled. */
int sheet_last_top(const struct sheet *sheet, int rows);

/*
 * Draws the rows from `top` on. When there are more than fit, the last row
 * says where one is, and the key that shows more: "PgDn 12-20 of 43".
 */
void sheet_draw(const struct sheet *sheet, const struct area *area, int top);

/*
 * The same for a shared screen: every paragraph has a number that can be said
 * aloud, the one of that number is emphasised and in sight. The sheet's
 * columns are SHEET_NUMBERS less than those of the area. Returns the row that
 * is drawn first.
 */
enum { SHEET_NUMBERS = 5 };
int sheet_draw_numbered(const struct sheet *sheet, const struct area *area,
                        size_t paragraph);

/* The paragraph of a row; the next one that has any. */
size_t sheet_paragraph_at(const struct sheet *sheet, int row);

/* All of it as text, without frames: to be copied. */
void sheet_append_text(const struct sheet *sheet, struct buffer *out);

#endif
