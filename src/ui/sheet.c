#include "ui/sheet.h"

#include <string.h>

#include "base/width.h"
#include "ui/glyph.h"

enum { LEAST_COLUMNS = 4 };

static void
sheet_push(struct sheet *sheet, enum style style, int indent, const char *text,
           size_t length)
{
    struct sheet_line *line = arena_new(sheet->arena, 1, sizeof *line);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    line->style = style;
    line->indent = indent;
    line->paragraph =
        length > 0 && style != STYLE_HEADING ? sheet->paragraph_count : 0;
    line->text = arena_copy(sheet->arena, text, length);
    arena_push(sheet->arena, &sheet->lines, &sheet->line_count, line);
}

/* How many bytes of one line of text go into a row. */
static size_t
row_length(const char *text, size_t length, int columns)
{
    size_t fits = width_fit(text, (size_t)columns);
    size_t cut;

    if (fits >= length)
        return length;
    if (text[fits] == ' ')
        return fits;
    for (cut = fits; cut > 0 && text[cut - 1] != ' '; cut--)
        continue;
    if (cut > 0)
        return cut;
    return fits > 0 ? fits : length;
}

static void
sheet_add_line(struct sheet *sheet, enum style style, int indent, int hang,
               const char *text, size_t length)
{
    char *line = arena_copy(sheet->arena, text, length);
    int room = sheet->columns - indent;

    for (;;) {
        size_t taken = row_length(line, strlen(line),
                                  room > LEAST_COLUMNS ? room : LEAST_COLUMNS);

        sheet_push(sheet, style, indent, line, taken);
        line += taken;
        while (*line == ' ')
            line++;
        if (*line == '\0')
            return;
        indent = hang;
        room = sheet->columns - hang;
    }
}

static bool
sheet_ends_in_heading(const struct sheet *sheet)
{
    return sheet->line_count > 0 &&
           sheet->lines[sheet->line_count - 1]->style == STYLE_HEADING;
}

void
sheet_add(struct sheet *sheet, enum style style, int indent, int hang,
          const char *text)
{
    for (;;) {
        size_t length = strcspn(text, "\n");

        if (sheet->roomy && !sheet_ends_in_heading(sheet))
            sheet_space(sheet);
        if (length > 0 && style != STYLE_HEADING)
            sheet->paragraph_count++;
        sheet_add_line(sheet, style, indent, hang, text, length);
        if (text[length] == '\0' || text[length + 1] == '\0')
            return;
        text += length + 1;
    }
}

void
sheet_print(struct sheet *sheet, enum style style, int indent, int hang,
            const char *format, ...)
{
    struct buffer text = { 0 };
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    sheet_add(sheet, style, indent, hang, buffer_text(&text));
    buffer_release(&text);
}

void
sheet_space(struct sheet *sheet)
{
    if (sheet->line_count > 0 &&
        sheet->lines[sheet->line_count - 1]->text[0] != '\0')
        sheet_push(sheet, STYLE_PLAIN, 0, "", 0);
}

static bool
sheet_is_cut(const struct sheet *sheet, int rows)
{
    return sheet->line_count > (size_t)rows;
}

/* The row that says where one is takes one away. */
static int
sheet_shown(const struct sheet *sheet, int rows)
{
    return sheet_is_cut(sheet, rows) ? rows - 1 : rows;
}

int
sheet_last_top(const struct sheet *sheet, int rows)
{
    int last = (int)sheet->line_count - sheet_shown(sheet, rows);

    return last > 0 ? last : 0;
}

/* The key that shows more; at the end the one that leads back. */
static const char *
sheet_page_key(const struct sheet *sheet, bool more)
{
    if (!sheet->paged)
        return "";
    return more ? "PgDn " : "PgUp ";
}

static void
sheet_draw_position(const struct sheet *sheet, const struct area *area,
                    int top)
{
    bool ascii = area->canvas->ascii;
    int shown = sheet_shown(sheet, area->rows);
    int end = top + shown;
    int count = (int)sheet->line_count;
    struct buffer text = { 0 };

    buffer_printf(&text, "%s%s%s %d-%d of %d",
                  sheet_page_key(sheet, end < count),
                  top > 0 ? glyph_text(GLYPH_UP, ascii) : " ",
                  end < count ? glyph_text(GLYPH_DOWN, ascii) : " ", top + 1,
                  end < count ? end : count, count);
    area_put(area, area->rows - 1,
             area->columns - (int)width_of(buffer_text(&text)), STYLE_DIM,
             buffer_text(&text));
    buffer_release(&text);
}

void
sheet_draw(const struct sheet *sheet, const struct area *area, int top)
{
    int shown = sheet_shown(sheet, area->rows);
    int last = sheet_last_top(sheet, area->rows);

    if (area->rows <= 0)
        return;
    if (top > last)
        top = last;
    for (int row = 0; row < shown; row++) {
        size_t index = (size_t)(top + row);

        if (index < sheet->line_count)
            area_put(area, row, sheet->lines[index]->indent,
                     sheet->lines[index]->style, sheet->lines[index]->text);
    }
    if (sheet_is_cut(sheet, area->rows))
        sheet_draw_position(sheet, area, top);
}

/* The first row and the last of a paragraph. */
static void
sheet_find(const struct sheet *sheet, size_t paragraph, int *first, int *last)
{
    *first = 0;
    *last = 0;
    for (size_t i = 0; i < sheet->line_count; i++)
        if (sheet->lines[i]->paragraph == paragraph) {
            if (*first == 0)
                *first = (int)i;
            *last = (int)i;
        }
}

/* A little of what comes before is seen, and as much of it as there is. */
static int
sheet_top_for(const struct sheet *sheet, int rows, size_t paragraph)
{
    int shown = sheet_shown(sheet, rows);
    int most = sheet_last_top(sheet, rows);
    int first;
    int last;
    int top;

    sheet_find(sheet, paragraph, &first, &last);
    top = last - shown * 2 / 3;
    if (top > first)
        top = first;
    if (top > most)
        top = most;
    return top > 0 ? top : 0;
}

static void
sheet_draw_number(const struct sheet *sheet, const struct area *area, int row,
                  size_t index, bool here)
{
    size_t paragraph = sheet->lines[index]->paragraph;

    if (paragraph == 0 ||
        (index > 0 && sheet->lines[index - 1]->paragraph == paragraph))
        return;
    area_print(area, row, 0, here ? STYLE_STRONG : STYLE_DIM, "%3zu",
               paragraph);
    if (here)
        area_put(area, row, SHEET_NUMBERS - 2, STYLE_STRONG,
                 glyph_text(GLYPH_HERE, area->canvas->ascii));
}

int
sheet_draw_numbered(const struct sheet *sheet, const struct area *area,
                    size_t paragraph)
{
    int top = sheet_top_for(sheet, area->rows, paragraph);
    int shown = sheet_shown(sheet, area->rows);

    if (area->rows <= 0)
        return top;
    for (int row = 0; row < shown; row++) {
        size_t index = (size_t)(top + row);
        const struct sheet_line *line;
        bool here;

        if (index >= sheet->line_count)
            break;
        line = sheet->lines[index];
        here = line->paragraph == paragraph && line->paragraph != 0;
        sheet_draw_number(sheet, area, row, index, here);
        area_put(area, row, SHEET_NUMBERS + line->indent,
                 here && line->style == STYLE_PLAIN   ? STYLE_STRONG
                 : here || line->style != STYLE_PLAIN ? line->style
                                                      : STYLE_DIM,
                 line->text);
        if (here)
            area_restyle(area, row, 0, SHEET_NUMBERS - 2, STYLE_POINTER);
    }
    if (sheet_is_cut(sheet, area->rows))
        sheet_draw_position(sheet, area, top);
    return top;
}

size_t
sheet_paragraph_at(const struct sheet *sheet, int row)
{
    for (size_t i = row > 0 ? (size_t)row : 0; i < sheet->line_count; i++)
        if (sheet->lines[i]->paragraph != 0)
            return sheet->lines[i]->paragraph;
    return sheet->paragraph_count;
}

void
sheet_append_text(const struct sheet *sheet, struct buffer *out)
{
    for (size_t i = 0; i < sheet->line_count; i++) {
        const struct sheet_line *line = sheet->lines[i];

        if (line->text[0] != '\0')
            buffer_append_fill(out, ' ', (size_t)line->indent);
        buffer_append_text(out, line->text);
        buffer_append_byte(out, '\n');
    }
}
