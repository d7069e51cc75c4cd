#include "ui/cast_frame.h"

#include <assert.h>
#include <string.h>

/* What is known of the terminal while something is written to it. */
struct pen {
    struct buffer *out;
    enum theme theme;
    int row; /* -1: nobody knows where the cursor is */
    int column;
    int style; /* -1: the terminal's own look */
};

static void
pen_move(struct pen *pen, int row, int column)
{
    if (row != pen->row || column != pen->column)
        buffer_printf(pen->out, "\033[%d;%dH", row + 1, column + 1);
    pen->row = row;
    pen->column = column;
}

static void
pen_style(struct pen *pen, int style)
{
    struct look look;

    if (style == pen->style)
        return;
    pen->style = style;
    buffer_append_text(pen->out, "\033[0");
    if (style >= 0) {
        look = theme_look(pen->theme, (enum style)style);
        buffer_append_text(pen->out, look.bold ? ";1" : "");
        buffer_append_text(pen->out, look.dim ? ";2" : "");
        buffer_append_text(pen->out, look.underlined ? ";4" : "");
        buffer_append_text(pen->out, look.reversed ? ";7" : "");
        if (look.ink != COLOUR_USUAL)
            buffer_printf(pen->out, ";3%d", (int)look.ink - COLOUR_BLACK);
        if (look.paper != COLOUR_USUAL)
            buffer_printf(pen->out, ";4%d", (int)look.paper - COLOUR_BLACK);
    }
    buffer_append_byte(pen->out, 'm');
}

/*
 * Whether every terminal gives it one column: a single character of Latin, of
 * punctuation, arrows, lines or signs. Of others, terminals have opinions.
 */
static bool
is_steady(const struct cell *cell)
{
    const unsigned char *text = (const unsigned char *)cell->text;

    if (cell->width != 1 || text[0] == '\0')
        return false;
    if (text[0] < 0x80)
        return text[1] == '\0';
    if (text[0] >= 0xc2 && text[0] <= 0xcb)
        return text[2] == '\0';
    return text[0] == 0xe2 && text[1] <= 0x9f && text[3] == '\0';
}

/*
 * A character that a terminal may measure in another way stands on blanks of
 * the columns that it has here, and what follows says its own place.
 */
static void
pen_put(struct pen *pen, const struct cell *cell, int row, int column)
{
    pen_move(pen, row, column);
    pen_style(pen, cell->style);
    if (is_steady(cell)) {
        buffer_append_text(pen->out, cell->text);
        pen->column++;
        return;
    }
    buffer_append_text(pen->out, cell->width == 2 ? "  " : " ");
    pen->row = -1;
    pen_move(pen, row, column);
    buffer_append_text(pen->out, cell->text);
    pen->row = -1;
}

static bool
cell_is(const struct cell *cell, const struct cell *other)
{
    return cell->width == other->width && cell->style == other->style &&
           strcmp(cell->text, other->text) == 0;
}

/* The two columns of a wide character change together. */
static bool
is_changed(const struct canvas *canvas, const struct canvas *now, int row,
           int column)
{
    const struct cell *cell = canvas_cell(canvas, row, column);

    if (!cell_is(cell, canvas_cell(now, row, column)))
        return true;
    return cell->width == 2 && column + 1 < canvas->columns &&
           !cell_is(canvas_cell(canvas, row, column + 1),
                    canvas_cell(now, row, column + 1));
}

static void
put_changes(struct pen *pen, const struct canvas *canvas,
            const struct canvas *now)
{
    for (int row = 0; row < canvas->rows; row++)
        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);

            if (cell->width > 0 && is_changed(canvas, now, row, column))
                pen_put(pen, cell, row, column);
        }
}

static void
put_cursor(struct pen *pen, const struct canvas *canvas,
           const struct canvas *now, bool wrote)
{
    bool visible = canvas->cursor_row >= 0;

    if (visible != (now->cursor_row >= 0))
        buffer_append_text(pen->out, visible ? "\033[?25h" : "\033[?25l");
    if (visible && (wrote || canvas->cursor_row != now->cursor_row ||
                    canvas->cursor_column != now->cursor_column))
        pen_move(pen, canvas->cursor_row, canvas->cursor_column);
}

static void
keep(struct canvas *now, const struct canvas *canvas)
{
    size_t count = (size_t)canvas->rows * (size_t)canvas->columns;

    if (now->rows != canvas->rows || now->columns != canvas->columns)
        canvas_resize(now, canvas->rows, canvas->columns);
    memcpy(now->cells, canvas->cells, count * sizeof *now->cells);
    now->ascii = canvas->ascii;
    now->cursor_row = canvas->cursor_row;
    now->cursor_column = canvas->cursor_column;
}

void
cast_frame_append_change(const struct canvas *canvas, enum theme theme,
                         struct canvas *now, struct buffer *out)
{
    struct pen pen = { .out = out, .theme = theme, .row = -1, .style = -1 };
    size_t before = out->length;

    assert(canvas->rows == now->rows && canvas->columns == now->columns);
    put_changes(&pen, canvas, now);
    pen_style(&pen, -1);
    put_cursor(&pen, canvas, now, out->length > before);
    keep(now, canvas);
}

void
cast_frame_append_whole(const struct canvas *canvas, enum theme theme,
                        struct canvas *now, struct buffer *out)
{
    /* No line wraps: the last column is a column like others. */
    buffer_append_text(out, "\033[0m\033[?7l\033[?25l\033[2J");
    canvas_resize(now, canvas->rows, canvas->columns);
    cast_frame_append_change(canvas, theme, now, out);
}

void
cast_frame_append_end(const struct canvas *now, struct buffer *out)
{
    buffer_printf(out, "\033[0m\033[?7h\033[%d;1H\033[?25h", now->rows);
}
