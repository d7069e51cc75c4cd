#include "ui/canvas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/width.h"
#include "ui/glyph.h"

void
canvas_resize(struct canvas *canvas, int rows, int columns)
{
    size_t count = (size_t)rows * (size_t)columns;

    assert(rows >= 0 && columns >= 0);
    if (rows != canvas->rows || columns != canvas->columns ||
        canvas->cells == NULL) {
        free(canvas->cells);
        canvas->cells = memory_new(count + 1, sizeof(struct cell));
        canvas->rows = rows;
        canvas->columns = columns;
    }
    canvas_clear(canvas);
}

void
canvas_clear(struct canvas *canvas)
{
    static const struct cell blank = { .text = " ", .width = 1 };
    size_t count = (size_t)canvas->rows * (size_t)canvas->columns;

    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = blank;
    canvas->cursor_row = -1;
    canvas->cursor_column = -1;
}

void
canvas_release(struct canvas *canvas)
{
    free(canvas->cells);
    *canvas = (struct canvas){ 0 };
}

static struct cell *
cell_at(const struct canvas *canvas, int row, int column)
{
    return &canvas->cells[(size_t)row * (size_t)canvas->columns +
                          (size_t)column];
}

const struct cell *
canvas_cell(const struct canvas *canvas, int row, int column)
{
    assert(row >= 0 && row < canvas->rows && column >= 0 &&
           column < canvas->columns);
    return cell_at(canvas, row, column);
}

void
canvas_append_text(const struct canvas *canvas, struct buffer *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        size_t end = out->length;

        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = cell_at(canvas, row, column);

            if (cell->width == 0)
                continue;
            buffer_append_text(out, cell->text);
            if (strcmp(cell->text, " ") != 0)
                end = out->length;
        }
        buffer_cut(out, end);
        buffer_append_byte(out, '\n');
    }
}

struct area
area_whole(struct canvas *canvas)
{
    return (struct area){ canvas, 0, 0, canvas->rows, canvas->columns };
}

static int
between(int value, int least, int most)
{
    if (value < least)
        return least;
    return value > most ? most : value;
}

struct area
area_part(const struct area *area, int row, int column, int rows, int columns)
{
    int top = between(row, 0, area->rows);
    int left = between(column, 0, area->columns);

    return (struct area){
        .canvas = area->canvas,
        .row = area->row + top,
        .column = area->column + left,
        .rows = between(rows, 0, area->rows - top),
        .columns = between(columns, 0, area->columns - left),
    };
}

/* Half of a wide character that is drawn over becomes a blank. */
static void
cell_free(struct canvas *canvas, int row, int column)
{
    struct cell *cell = cell_at(canvas, row, column);
    struct cell blank = { .text = " ", .width = 1, .style = cell->style };

    if (cell->width == 2 && column + 1 < canvas->columns)
        *cell_at(canvas, row, column + 1) = blank;
    if (cell->width == 0 && column > 0)
        *cell_at(canvas, row, column - 1) = blank;
    *cell = blank;
}

static void
cell_put(const struct area *area, int row, int column, enum style style,
         const char *text, size_t length, size_t width)
{
    struct canvas *canvas = area->canvas;
    int at = area->column + column;
    struct cell *cell;

    row += area->row;
    for (int i = 0; i < (int)width; i++)
        cell_free(canvas, row, at + i);
    cell = cell_at(canvas, row, at);
    memcpy(cell->text, text, length);
    cell->text[length] = '\0';
    cell->width = (uint8_t)width;
    cell->style = (uint8_t)style;
    if (width == 2) {
        cell = cell_at(canvas, row, at + 1);
        *cell = (struct cell){ .width = 0, .style = (uint8_t)style };
    }
}

/* One character with its marks. */
struct character {
    size_t bytes; /* 0: the text is over */
    size_t kept;  /* of them, what a cell holds */
    int width;
};

static bool
is_ascii(char byte)
{
    return ((unsigned char)byte & 0x80) == 0;
}

static struct character
character_first(const char *text)
{
    struct character first = { .width = 1 };

    if (*text == '\0')
        return first;
    /* Most are letters behind which no mark can follow. */
    if (text[0] >= ' ' && text[0] < 0x7f && is_ascii(text[1])) {
        first.bytes = first.kept = 1;
        return first;
    }
    first.bytes = width_fit(text, 1);
    if (first.bytes == 0 || width_of(text) == 0) {
        first.bytes = width_fit(text, 2);
        first.width = 2;
    }
    first.kept = first.bytes;
    /* Marks without end: as many as there is room for, none cut in two. */
    if (first.kept >= CELL_BYTES) {
        first.kept = CELL_BYTES - 1;
        while (first.kept > 0 &&
               ((unsigned char)text[first.kept] & 0xc0) == 0x80)
            first.kept--;
    }
    return first;
}

/* What ASCII does not have is shown as a question mark for each column. */
static void
put_character(const struct area *area, int row, int column, enum style style,
              const char *text, const struct character *character)
{
    bool plain = character->kept == 1 && (unsigned char)text[0] < 0x80;

    if (!area->canvas->ascii || plain) {
        cell_put(area, row, column, style, text, character->kept,
                 (size_t)character->width);
        return;
    }
    for (int i = 0; i < character->width; i++)
        cell_put(area, row, column + i, style, "?", 1, 1);
}

int
area_put(const struct area *area, int row, int column, enum style style,
         const char *text)
{
    bool visible = row >= 0 && row < area->rows;
    struct character next = character_first(text);

    while (next.bytes > 0 && column + next.width <= area->columns) {
        if (visible && column >= 0)
            put_character(area, row, column, style, text, &next);
        column += next.width;
        text += next.bytes;
        next = character_first(text);
    }
    return column;
}

int
area_print(const struct area *area, int row, int column, enum style style,
           const char *format, ...)
{
    struct buffer text = { 0 };
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    column = area_put(area, row, column, style, buffer_text(&text));
    buffer_release(&text);
    return column;
}

/* The text without its middle: both ends tell names apart. */
static void
fit_middle(struct buffer *out, const char *text, size_t columns,
           const char *mark)
{
    size_t head = (columns - 1) / 2;
    size_t tail = columns - 1 - head;
    size_t skip = width_of(text) - tail;
    size_t from = width_fit(text, skip);

    buffer_append(out, text, width_fit(text, head));
    buffer_append_text(out, mark);
    while (width_of(text + from) > tail)
        from += character_first(text + from).bytes;
    buffer_append_text(out, text + from);
}

bool
area_fit(const struct area *area, int row, int column, int columns,
         enum style style, enum area_fit fit, const char *text)
{
    const char *mark = glyph_text(GLYPH_MORE, area->canvas->ascii);
    bool whole = columns >= 0 && width_of(text) <= (size_t)columns;
    struct buffer cut = { 0 };
    struct area part;

    if (columns <= 0)
        return whole;
    part = area_part(area, row, column, 1, columns);
    if (row < 0 || row >= area->rows)
        return whole;
    if (!whole && fit == FIT_MIDDLE) {
        fit_middle(&cut, text, (size_t)columns, mark);
    } else if (!whole) {
        buffer_append(&cut, text, width_fit(text, (size_t)columns - 1));
        buffer_append_text(&cut, mark);
    }
    column = area_put(&part, 0, 0, style, whole ? text : buffer_text(&cut));
    while (column < part.columns)
        column = area_put(&part, 0, column, style, " ");
    buffer_release(&cut);
    return whole;
}

void
area_restyle(const struct area *area, int row, int column, int columns,
             enum style style)
{
    struct area part = area_part(area, row, column, 1, columns);

    if (row < 0 || row >= area->rows)
        return;
    for (int i = 0; i < part.columns; i++)
        cell_at(part.canvas, part.row, part.column + i)->style =
            (uint8_t)style;
}

void
area_fill(const struct area *area, enum style style, const char *text)
{
    for (int row = 0; row < area->rows; row++) {
        int column = 0;

        while (column < area->columns) {
            int next = area_put(area, row, column, style, text);

            if (next == column)
                break;
            column = next;
        }
    }
}

void
area_set_cursor(const struct area *area, int row, int column)
{
    if (row < 0 || row >= area->rows || column < 0 || column >= area->columns)
        return;
    area->canvas->cursor_row = area->row + row;
    area->canvas->cursor_column = area->column + column;
}

static void
put_line(const struct area *area, int row, enum glyph left, enum glyph right,
         const char *title)
{
    bool ascii = area->canvas->ascii;
    int last = area->columns - 1;

    for (int column = 1; column < last; column++)
        area_put(area, row, column, STYLE_FRAME,
                 glyph_text(GLYPH_HORIZONTAL, ascii));
    area_put(area, row, 0, STYLE_FRAME, glyph_text(left, ascii));
    area_put(area, row, last, STYLE_FRAME, glyph_text(right, ascii));
    if (title != NULL && area->columns > 6) {
        size_t width = width_of(title);
        int room = area->columns - 5;

        area_put(area, row, 1, STYLE_FRAME, " ");
        area_fit(area, row, 2, (int)width < room ? (int)width : room,
                 STYLE_HEADING, FIT_END, title);
        area_put(area, row, 2 + ((int)width < room ? (int)width : room),
                 STYLE_FRAME, " ");
    }
}

struct area
area_frame(const struct area *area, const char *title)
{
    bool ascii = area->canvas->ascii;

    if (area->rows < 2 || area->columns < 2)
        return area_part(area, 0, 0, 0, 0);
    for (int row = 1; row < area->rows - 1; row++) {
        area_put(area, row, 0, STYLE_FRAME, glyph_text(GLYPH_VERTICAL, ascii));
        area_put(area, row, area->columns - 1, STYLE_FRAME,
                 glyph_text(GLYPH_VERTICAL, ascii));
    }
    put_line(area, 0, GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT, title);
    put_line(area, area->rows - 1, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT,
             NULL);
    return area_part(area, 1, 1, area->rows - 2, area->columns - 2);
}

void
area_divide(const struct area *framed, int row, const char *title)
{
    if (row > 0 && row < framed->rows - 1)
        put_line(framed, row, GLYPH_TEE_LEFT, GLYPH_TEE_RIGHT, title);
}
