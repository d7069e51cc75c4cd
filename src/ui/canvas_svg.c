#include "ui/canvas_svg.h"

#include <assert.h>
#include <string.h>

/* A monospace character is six tenths of its size wide. */
enum {
    CELL_WIDTH = 9,
    CELL_HEIGHT = 18,
    FONT_SIZE = 15,
    BASELINE = 14, /* below the upper edge of the cell */
    MARGIN = 10,
    CORNER = 6,
};

/*
 * What stands for the colours of a terminal that nobody has here: one that is
 * dark, one with all the contrast there is, and paper for the printer.
 */
struct palette {
    const char *ink;
    const char *dim; /* ink that is to be seen last, and read all the same */
    const char *paper;
    const char *colours[COLOUR_COUNT];
};

static const struct palette palettes[] = {
    [THEME_USUAL] = {
        .ink = "#d7dae0",
        .dim = "#9a9ea8",
        .paper = "#16191f",
        .colours = { [COLOUR_BLACK] = "#16191f", [COLOUR_RED] = "#ff7b72",
                     [COLOUR_GREEN] = "#7ee787", [COLOUR_YELLOW] = "#f2cc60",
                     [COLOUR_BLUE] = "#79a8ff", [COLOUR_MAGENTA] = "#d2a8ff",
                     [COLOUR_CYAN] = "#76e3ea", [COLOUR_WHITE] = "#f0f3f6" },
    },
    [THEME_CONTRAST] = {
        .ink = "#fff",
        .dim = "#fff",
        .paper = "#000",
        .colours = { [COLOUR_BLACK] = "#000", [COLOUR_RED] = "#ff8080",
                     [COLOUR_GREEN] = "#4dff88", [COLOUR_YELLOW] = "#ff0",
                     [COLOUR_BLUE] = "#8cb4ff", [COLOUR_MAGENTA] = "#f9f",
                     [COLOUR_CYAN] = "#5ff", [COLOUR_WHITE] = "#fff" },
    },
    [THEME_MONOCHROME] = {
        .ink = "#000",
        .dim = "#000",
        .paper = "#fff",
        .colours = { [COLOUR_BLACK] = "#000", [COLOUR_RED] = "#000",
                     [COLOUR_GREEN] = "#000", [COLOUR_YELLOW] = "#000",
                     [COLOUR_BLUE] = "#000", [COLOUR_MAGENTA] = "#000",
                     [COLOUR_CYAN] = "#000", [COLOUR_WHITE] = "#fff" },
    },
};
static_assert(sizeof palettes / sizeof palettes[0] == THEME_COUNT, "themes");

/* The directions in which a line leaves the middle of its cell. */
enum { TO_LEFT = 1, TO_RIGHT = 2, UPWARD = 4, DOWNWARD = 8 };

struct line_character {
    const char *text;
    unsigned ways;
};

static const struct line_character line_characters[] = {
    { "\u2500", TO_LEFT | TO_RIGHT },
    { "\u2502", UPWARD | DOWNWARD },
    { "\u250c", TO_RIGHT | DOWNWARD },
    { "\u2510", TO_LEFT | DOWNWARD },
    { "\u2514", TO_RIGHT | UPWARD },
    { "\u2518", TO_LEFT | UPWARD },
    { "\u251c", TO_RIGHT | UPWARD | DOWNWARD },
    { "\u2524", TO_LEFT | UPWARD | DOWNWARD },
    { "\u252c", TO_LEFT | TO_RIGHT | DOWNWARD },
    { "\u2534", TO_LEFT | TO_RIGHT | UPWARD },
    { "\u253c", TO_LEFT | TO_RIGHT | UPWARD | DOWNWARD },
};

static unsigned
ways_of(const struct cell *cell)
{
    enum { KINDS = sizeof line_characters / sizeof line_characters[0] };

    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(cell->text, line_characters[i].text) == 0)
            return line_characters[i].ways;
    return 0;
}

/* How a style looks when every colour has been chosen. */
struct paint {
    const char *ink;
    const char *paper;
    struct look look;
};

static struct paint
paint_of(enum theme theme, enum style style)
{
    const struct palette *palette = &palettes[theme];
    struct look look = theme_look(theme, style);
    const char *usual = look.dim ? palette->dim : palette->ink;
    const char *ink =
        look.ink == COLOUR_USUAL ? usual : palette->colours[look.ink];
    const char *paper = look.paper == COLOUR_USUAL
                            ? palette->paper
                            : palette->colours[look.paper];

    return look.reversed ? (struct paint){ paper, ink, look }
                         : (struct paint){ ink, paper, look };
}

static struct paint
paint_at(const struct canvas *canvas, const struct canvas_svg *svg, int row,
         int column)
{
    const struct cell *cell = canvas_cell(canvas, row, column);

    return paint_of(svg->theme, (enum style)cell->style);
}

/*
 * What XML 1.0 cannot hold (controls, U+FFFE, U+FFFF) becomes a question mark
 * even though a canvas has none of it.
 */
static void
append_escaped(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        bool none = strncmp(text, "\xef\xbf\xbe", 3) == 0 ||
                    strncmp(text, "\xef\xbf\xbf", 3) == 0;

        if (none)
            text += 2;
        if (*text == '&')
            buffer_append_text(out, "&amp;");
        else if (*text == '<')
            buffer_append_text(out, "&lt;");
        else if (*text == '>')
            buffer_append_text(out, "&gt;");
        else if (none || (unsigned char)*text < ' ' || *text == '\177')
            buffer_append_byte(out, '?');
        else
            buffer_append_byte(out, *text);
    }
}

static void
append_papers(const struct canvas *canvas, const struct canvas_svg *svg,
              int row, struct buffer *out)
{
    const char *usual = palettes[svg->theme].paper;

    for (int from = 0, to; from < canvas->columns; from = to) {
        const char *paper = paint_at(canvas, svg, row, from).paper;

        to = from + 1;
        while (to < canvas->columns &&
               strcmp(paint_at(canvas, svg, row, to).paper, paper) == 0)
            to++;
        if (strcmp(paper, usual) != 0)
            buffer_printf(out,
                          "<rect x=\"%d\" y=\"%d\" width=\"%d\" "
                          "height=\"%d\" fill=\"%s\"/>\n",
                          from * CELL_WIDTH, row * CELL_HEIGHT,
                          (to - from) * CELL_WIDTH, CELL_HEIGHT, paper);
    }
}

/*
 * Lines. Cells lie end to end, each with a half before its middle and one
 * behind it: halves that touch become one stroke, across or down.
 */
struct pencil {
    const struct canvas *canvas;
    enum style style;
    bool across;
    struct buffer *path;
};

static bool
pencil_has(const struct pencil *pencil, int lane, int half)
{
    const struct cell *cell =
        canvas_cell(pencil->canvas, pencil->across ? lane : half / 2,
                    pencil->across ? half / 2 : lane);
    unsigned way = pencil->across ? (half % 2 == 0 ? TO_LEFT : TO_RIGHT)
                                  : (half % 2 == 0 ? UPWARD : DOWNWARD);

    return cell->style == (uint8_t)pencil->style && (ways_of(cell) & way) != 0;
}

static void
pencil_draw(const struct pencil *pencil, int lane, int from, int to)
{
    /* Twice the size, because a cell is an odd number wide. */
    int along = pencil->across ? CELL_WIDTH : CELL_HEIGHT;
    int aside = pencil->across ? CELL_HEIGHT : CELL_WIDTH;
    int start = from * along;
    int middle = (2 * lane + 1) * aside;

    buffer_printf(pencil->path, "M%d %d%c%d", pencil->across ? start : middle,
                  pencil->across ? middle : start, pencil->across ? 'h' : 'v',
                  (to - from) * along);
}

static void
pencil_lane(const struct pencil *pencil, int lane)
{
    int halves =
        2 * (pencil->across ? pencil->canvas->columns : pencil->canvas->rows);

    for (int from = 0, to; from < halves; from = to) {
        to = from + 1;
        if (!pencil_has(pencil, lane, from))
            continue;
        while (to < halves && pencil_has(pencil, lane, to))
            to++;
        pencil_draw(pencil, lane, from, to);
    }
}

static void
append_lines(const struct canvas *canvas, const struct canvas_svg *svg,
             struct buffer *out)
{
    for (int style = 0; style < STYLE_COUNT; style++) {
        struct buffer path = { 0 };
        struct pencil pencil = { canvas, (enum style)style, true, &path };

        for (int row = 0; row < canvas->rows; row++)
            pencil_lane(&pencil, row);
        pencil.across = false;
        for (int column = 0; column < canvas->columns; column++)
            pencil_lane(&pencil, column);
        if (path.length > 0)
            buffer_printf(out,
                          "<path transform=\"scale(.5)\" fill=\"none\" "
                          "stroke=\"%s\" stroke-width=\"2\" "
                          "stroke-linecap=\"square\" "
                          "shape-rendering=\"crispEdges\" d=\"%s\"/>\n",
                          paint_of(svg->theme, (enum style)style).ink,
                          buffer_text(&path));
        buffer_release(&path);
    }
}

/* Text. */

static bool
is_blank(const struct cell *cell)
{
    return strcmp(cell->text, " ") == 0 || ways_of(cell) != 0;
}

/* Whether any monospace font has it and gives it one column. */
static bool
is_everyday(const struct cell *cell)
{
    const unsigned char *text = (const unsigned char *)cell->text;

    if (text[0] < 0x80)
        return cell->width == 1 && text[1] == '\0';
    return cell->width == 1 && (text[0] == 0xc2 || text[0] == 0xc3) &&
           text[1] != '\0' && text[2] == '\0';
}

/*
 * The column behind the run that begins here: words of one style, single
 * blanks between. A character that fonts may measure in another way is a run
 * of its own, and so is each one that is written from right to left.
 */
static int
run_end(const struct canvas *canvas, int row, int from)
{
    const struct cell *first = canvas_cell(canvas, row, from);
    int end = from + 1;

    if (!is_everyday(first))
        return from + (first->width > 0 ? first->width : 1);
    for (int column = end; column < canvas->columns; column++) {
        const struct cell *cell = canvas_cell(canvas, row, column);

        if (cell->style != first->style || !is_everyday(cell))
            break;
        if (!is_blank(cell))
            end = column + 1;
        else if (column > end)
            break;
    }
    return end;
}

static void
append_looks(const struct canvas_svg *svg, const struct paint *paint,
             struct buffer *out)
{
    if (strcmp(paint->ink, palettes[svg->theme].ink) != 0)
        buffer_printf(out, " fill=\"%s\"", paint->ink);
    if (paint->look.bold)
        buffer_append_text(out, " font-weight=\"bold\"");
}

static void
append_run(const struct canvas *canvas, const struct canvas_svg *svg, int row,
           int from, int to, struct buffer *out)
{
    struct paint paint = paint_at(canvas, svg, row, from);

    buffer_printf(out, "<text x=\"%d\" y=\"%d\"", from * CELL_WIDTH,
                  row * CELL_HEIGHT + BASELINE);
    if (to - from > 1)
        buffer_printf(out, " textLength=\"%d\"", (to - from) * CELL_WIDTH);
    append_looks(svg, &paint, out);
    buffer_append_byte(out, '>');
    for (int column = from; column < to; column++)
        append_escaped(out, canvas_cell(canvas, row, column)->text);
    buffer_append_text(out, "</text>\n");
}

static void
append_texts(const struct canvas *canvas, const struct canvas_svg *svg,
             int row, struct buffer *out)
{
    for (int from = 0, to; from < canvas->columns; from = to) {
        const struct cell *cell = canvas_cell(canvas, row, from);

        to = from + 1;
        if (is_blank(cell) || cell->width == 0)
            continue;
        to = run_end(canvas, row, from);
        append_run(canvas, svg, row, from, to, out);
    }
}

/* Fields are underlined where nothing has been typed yet, too. */
static void
append_underlines(const struct canvas *canvas, const struct canvas_svg *svg,
                  int row, struct buffer *out)
{
    for (int from = 0, to; from < canvas->columns; from = to) {
        struct paint paint = paint_at(canvas, svg, row, from);

        to = from + 1;
        if (!paint.look.underlined)
            continue;
        while (to < canvas->columns &&
               canvas_cell(canvas, row, to)->style ==
                   canvas_cell(canvas, row, from)->style)
            to++;
        buffer_printf(out,
                      "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\" "
                      "fill=\"%s\"/>\n",
                      from * CELL_WIDTH, row * CELL_HEIGHT + BASELINE + 2,
                      (to - from) * CELL_WIDTH, paint.ink);
    }
}

static void
append_cursor(const struct canvas *canvas, const struct canvas_svg *svg,
              struct buffer *out)
{
    if (canvas->cursor_row < 0 || canvas->cursor_row >= canvas->rows ||
        canvas->cursor_column >= canvas->columns)
        return;
    buffer_printf(out,
                  "<rect x=\"%d\" y=\"%d\" width=\"2\" height=\"%d\" "
                  "fill=\"%s\"/>\n",
                  canvas->cursor_column * CELL_WIDTH,
                  canvas->cursor_row * CELL_HEIGHT + 1, CELL_HEIGHT - 2,
                  palettes[svg->theme].ink);
}

static void
append_opening(const struct canvas *canvas, const struct canvas_svg *svg,
               struct buffer *out)
{
    const struct palette *palette = &palettes[svg->theme];
    int width = canvas->columns * CELL_WIDTH + 2 * MARGIN;
    int height = canvas->rows * CELL_HEIGHT + 2 * MARGIN;

    buffer_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
                  "height=\"%d\" viewBox=\"-%d -%d %d %d\" "
                  "font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,"
                  "Consolas,'Liberation Mono',monospace\" font-size=\"%d\" "
                  "fill=\"%s\">\n<title>",
                  width, height, MARGIN, MARGIN, width, height, FONT_SIZE,
                  palette->ink);
    append_escaped(out, svg->title);
    buffer_append_text(out, "</title>\n");
    if (svg->subject != NULL) {
        buffer_append_text(out, "<desc>");
        append_escaped(out, svg->subject);
        buffer_append_text(out, "</desc>\n");
    }
    buffer_printf(out,
                  "<rect x=\"-%d\" y=\"-%d\" width=\"%d\" height=\"%d\" "
                  "rx=\"%d\" fill=\"%s\"/>\n",
                  MARGIN, MARGIN, width, height, CORNER, palette->paper);
}

void
canvas_svg_append(const struct canvas *canvas, const struct canvas_svg *svg,
                  struct buffer *out)
{
    append_opening(canvas, svg, out);
    for (int row = 0; row < canvas->rows; row++)
        append_papers(canvas, svg, row, out);
    append_lines(canvas, svg, out);
    for (int row = 0; row < canvas->rows; row++) {
        append_texts(canvas, svg, row, out);
        append_underlines(canvas, svg, row, out);
    }
    append_cursor(canvas, svg, out);
    buffer_append_text(out, "</svg>\n");
}
