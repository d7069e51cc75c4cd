#include "ui/form_view.h"

#include "base/width.h"
#include "ui/glyph.h"
#include "ui/sheet.h"

enum { LABEL_COLUMNS = 20, INDENT = 2 };

static bool
field_is_text(const struct form_field *field)
{
    return field->choices == NULL;
}

/* Returns the row behind the text. */
static int
draw_paragraph(const struct area *area, int row, int indent, enum style style,
               const char *text)
{
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena,
                           .columns = area->columns - indent };
    struct area part;

    if (text == NULL || row >= area->rows)
        return row;
    sheet_add(&sheet, style, 0, 0, text);
    part =
        area_part(area, row, indent, area->rows - row, area->columns - indent);
    sheet_draw(&sheet, &part, 0);
    row += (int)sheet.line_count;
    arena_release(&arena);
    return row;
}

static void
draw_text_value(const struct area *area, int row, int column, bool here,
                const struct form_field *field)
{
    int room = area->columns - column - 1;
    const char *text = field->text;

    if (text[0] == '\0' && !here) {
        area_fit(area, row, column, room, STYLE_DIM, FIT_END,
                 field->fallback != NULL ? field->fallback : "(not said)");
        return;
    }
    while (room > 0 && width_of(text) > (size_t)room) {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
    }
    area_fit(area, row, column, room, here ? STYLE_FIELD : STYLE_PLAIN,
             FIT_END, text);
    if (here)
        area_set_cursor(area, row, column + (int)width_of(text));
}

static int
draw_choices(const struct area *area, int row, const struct form_field *field)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        bool chosen = i == field->chosen;
        int column = area_print(area, row, INDENT, STYLE_PLAIN, "(%s) ",
                                chosen ? "*" : " ");

        area_fit(area, row, column, area->columns - column,
                 chosen ? STYLE_SELECTED : STYLE_PLAIN, FIT_END,
                 field->choices[i].label);
        row++;
    }
    return row;
}

static int
draw_field(const struct form_view *view, const struct area *area, int row,
           size_t index)
{
    const struct form_field *field = &view->fields[index];
    bool here = index == view->focus;
    int label =
        area->columns < 3 * LABEL_COLUMNS ? area->columns / 3 : LABEL_COLUMNS;

    area_put(area, row, 0, STYLE_STRONG,
             here ? glyph_text(GLYPH_HERE, area->canvas->ascii) : " ");
    area_fit(area, row, INDENT, label, here ? STYLE_STRONG : STYLE_PLAIN,
             FIT_END, field->label);
    if (field_is_text(field))
        draw_text_value(area, row, INDENT + label + 1, here, field);
    else if (!here && field->chosen < field->choice_count)
        area_fit(area, row, INDENT + label + 1,
                 area->columns - INDENT - label - 1, STYLE_PLAIN, FIT_END,
                 field->choices[field->chosen].label);
    row++;
    if (here && !field_is_text(field))
        row = draw_choices(area, row, field);
    if (here && field->error == NULL)
        row = draw_paragraph(area, row, INDENT, STYLE_DIM, field->help);
    return draw_paragraph(area, row, INDENT, STYLE_BAD, field->error);
}

void
form_view_draw(const struct form_view *view, const struct area *area)
{
    int row = draw_paragraph(area, 0, 0, STYLE_STRONG, view->question);

    for (size_t i = 0; i < view->field_count && row < area->rows; i++)
        row = draw_field(view, area, row, i);
}
