#include "ui/form_view.h"

#include "base/width.h"
#include "ui/glyph.h"
#include "ui/sheet.h"

enum { INDENT = 2, QUESTION_ROWS = 6 };

static bool
field_is_text(const struct form_field *field)
{
    return field->choices == NULL;
}

/* Returns the row behind the text. */
static int
draw_paragraph(const struct area *area, int row, enum style style,
               const char *text)
{
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena,
                           .columns = area->columns - INDENT };
    struct area part;

    sheet_add(&sheet, style, 0, 0, text);
    for (size_t i = 0; i < sheet.line_count; i++) {
        part = area_part(area, row, INDENT, 1, area->columns - INDENT);
        area_put(&part, 0, 0, style, sheet.lines[i]->text);
        row++;
    }
    arena_release(&arena);
    return row;
}

/* The end of the text is where somebody types. */
static int
draw_text(const struct area *area, int row, const struct form_field *field)
{
    int column = area_put(area, row, INDENT, STYLE_KEY, "> ");
    int room = area->columns - column - 1;
    const char *text = field->text;

    while (room > 0 && width_of(text) > (size_t)room) {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
    }
    area_fit(area, row, column, room, STYLE_FIELD, FIT_END, text);
    area_set_cursor(area, row, column + (int)width_of(text));
    return row + 1;
}

static int
draw_choices(const struct area *area, int row, const struct form_field *field)
{
    for (size_t i = 0; i < field->choice_count; i++, row++) {
        const struct form_choice *choice = &field->choices[i];
        bool chosen = i == field->chosen;
        int column = area_print(area, row, INDENT, STYLE_PLAIN, "(%s) ",
                                chosen ? "*" : " ");

        column =
            area_put(area, row, column, chosen ? STYLE_SELECTED : STYLE_PLAIN,
                     choice->label);
        if (choice->detail == NULL || !chosen)
            continue;
        column = area_put(area, row, column, STYLE_DIM, ": ");
        area_fit(area, row, column, area->columns - column, STYLE_DIM, FIT_END,
                 choice->detail);
    }
    return row;
}

static const char *
answer_of(const struct form_field *field)
{
    if (!field_is_text(field))
        return field->chosen < field->choice_count
                   ? field->choices[field->chosen].label
                   : "";
    return field->text[0] != '\0' ? field->text : "(nothing)";
}

/* A question that is not being answered: a row, its answer whole. */
static int
draw_folded(const struct area *area, int row, const struct form_field *field)
{
    const char *answer = answer_of(field);
    int most = area->columns / 2;
    int width = (int)width_of(answer);
    int room = width < most ? width : most;

    area_fit(area, row, INDENT, area->columns - INDENT - room - 1, STYLE_PLAIN,
             FIT_END, field->label);
    area_fit(area, row, area->columns - room, room, STYLE_STRONG, FIT_MIDDLE,
             answer);
    return row + 1;
}

static int
draw_focused(const struct area *area, int row, const struct form_field *field)
{
    area_put(area, row, 0, STYLE_STRONG,
             glyph_text(GLYPH_HERE, area->canvas->ascii));
    row = draw_paragraph(area, row, STYLE_STRONG, field->label);
    row = field_is_text(field) ? draw_text(area, row, field)
                               : draw_choices(area, row, field);
    if (field->error != NULL)
        row = draw_paragraph(area, row, STYLE_BAD, field->error);
    return row;
}

/* Rows that are left out below; nothing is cut off without a mark. */
static void
draw_rest(const struct area *area, size_t count)
{
    int row = area->rows - 1;

    if (count == 0)
        return;
    area_fit(area, row, 0, area->columns, STYLE_PLAIN, FIT_END, "");
    area_print(area, row, INDENT, STYLE_DIM, "... and %zu more below", count);
}

/* The rows from `from` to `to` are those of the field. */
static void
see_field(struct form_seen *seen, const struct form_view *view, size_t index,
          int from, int to)
{
    const struct form_field *field = &view->fields[index];
    int choices = index == view->focus ? to - (int)field->choice_count : to;

    for (int row = from; row < to && row < FORM_ROWS; row++)
        seen->spots[row] = (struct form_spot){
            .there = true,
            .field = index,
            .is_choice = row >= choices,
            .choice = row >= choices ? (size_t)(row - choices) : 0,
        };
}

/*
 * Where not all of it fits, the space between goes first; then the focused
 * field is what is seen.
 */
void
form_view_draw(const struct form_view *view, const struct area *area,
               struct form_seen *seen)
{
    size_t rows = area->rows > 0 ? (size_t)area->rows : 0;
    int space = view->field_count * 2 + QUESTION_ROWS <= rows ? 1 : 0;
    size_t first = 0;
    size_t at;
    int row = 0;

    if (view->field_count + QUESTION_ROWS > rows && view->focus > 0)
        first = view->focus - 1;
    *seen = (struct form_seen){ 0 };
    for (at = first; at < view->field_count && row < area->rows; at++) {
        int from = row;

        row = at == view->focus ? draw_focused(area, row, &view->fields[at])
                                : draw_folded(area, row, &view->fields[at]);
        see_field(seen, view, at, from, row);
        row += space;
    }
    if (at < view->field_count || row - space > area->rows)
        draw_rest(area, view->field_count - at);
}
