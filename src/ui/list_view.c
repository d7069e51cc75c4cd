#include "ui/list_view.h"

#include <string.h>
#include <strings.h>

#include "base/width.h"
#include "ui/glyph.h"

enum { MARGIN = 2, MOST_COLUMNS = 78, FRAME_ROWS = 2 };

bool
list_view_matches(const char *text, const char *word)
{
    return strcasestr(text, word) != NULL;
}

struct area
list_view_page(struct canvas *canvas, const char *title, int rows)
{
    struct area whole = area_whole(canvas);
    int columns = canvas->columns - MARGIN;
    struct area over;

    if (columns > MOST_COLUMNS)
        columns = MOST_COLUMNS;
    rows = rows == 0 || rows + FRAME_ROWS > canvas->rows - 2
               ? canvas->rows - 2
               : rows + FRAME_ROWS;
    over = area_part(&whole, (canvas->rows - rows) / 2,
                     (canvas->columns - columns) / 2, rows, columns);
    area_fill(&over, STYLE_PLAIN, " ");
    over = area_frame(&over, title);
    return area_part(&over, 0, 1, over.rows, over.columns - 2);
}

static void
draw_input(const struct list_view *view, const struct area *area)
{
    int column = area_print(area, 0, 0, STYLE_KEY, "%s ", view->prompt);
    int room = area->columns - column - 1;
    const char *text = view->input;

    /* The end is what somebody types at. */
    while (width_of(text) > (size_t)(room > 0 ? room : 0) && *text != '\0') {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
    }
    column = area_put(area, 0, column, STYLE_FIELD, text);
    area_put(area, 0, column, STYLE_FIELD, " ");
    area_set_cursor(area, 0, column);
}

static void
draw_item(const struct list_view *view, const struct area *area, int row,
          size_t index)
{
    enum { NAME_COLUMNS = 22 };
    const struct list_item *item = &view->items[index];
    bool here = index == view->selected;
    int name =
        area->columns < 2 * NAME_COLUMNS ? area->columns / 2 : NAME_COLUMNS;

    area_put(area, row, 0, STYLE_PLAIN,
             here ? glyph_text(GLYPH_HERE, area->canvas->ascii) : " ");
    if (item->detail[0] == '\0')
        name = area->columns - 2;
    area_fit(area, row, 2, name, STYLE_STRONG, FIT_END, item->name);
    area_fit(area, row, name + 3, area->columns - name - 3, STYLE_PLAIN,
             FIT_END, item->detail);
    if (here)
        area_restyle(area, row, 0, area->columns, STYLE_SELECTED);
}

struct list_seen
list_view_draw(const struct list_view *view, struct canvas *canvas)
{
    struct area area =
        list_view_page(canvas, view->title, view->items == NULL ? 1 : 0);
    int first = view->has_input ? 1 : 0;
    size_t shown = (size_t)(area.rows > first ? area.rows - first : 0);
    size_t top = 0;

    if (view->selected >= shown && shown > 0)
        top = view->selected - shown + 1;
    if (view->has_input)
        draw_input(view, &area);
    for (size_t i = 0; i < shown && top + i < view->item_count; i++)
        draw_item(view, &area, first + (int)i, top + i);
    if (view->item_count == 0 && view->items != NULL)
        area_put(&area, 1, 2, STYLE_DIM, "nothing has that word");
    return (struct list_seen){ area, first, top,
                               view->item_count - top < shown
                                   ? view->item_count - top
                                   : shown };
}
