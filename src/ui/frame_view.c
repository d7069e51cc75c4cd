#include "ui/frame_view.h"

#include <assert.h>
#include <string.h>

#include "base/width.h"
#include "ui/glyph.h"

enum {
    LEAST_ROWS = 12,
    LEAST_COLUMNS = 40,
    RAIL_FROM_COLUMNS = 80,
    RAIL_COLUMNS = 19,
    THIRD_FROM_COLUMNS = 120,
    TALL_FROM_ROWS = 24,
};

struct step_look {
    enum glyph glyph;
    enum style style;
};

static const struct step_look step_looks[] = {
    [STEP_AHEAD] = { GLYPH_PENDING, STYLE_DIM },
    [STEP_BUSY] = { GLYPH_LIVE, STYLE_ACTIVE },
    [STEP_DONE] = { GLYPH_PASS, STYLE_GOOD },
    [STEP_REMARK] = { GLYPH_WARN, STYLE_WARN },
    [STEP_FAULT] = { GLYPH_FAIL, STYLE_BAD },
    [STEP_SKIPPED] = { GLYPH_SKIP, STYLE_DIM },
};
static_assert(sizeof step_looks / sizeof step_looks[0] == STEP_MARK_COUNT,
              "every mark has its look");

static void
draw_too_small(struct canvas *canvas)
{
    struct area whole = area_whole(canvas);

    area_print(&whole, 0, 0, STYLE_PLAIN, "%dx%d is too small;",
               canvas->columns, canvas->rows);
    area_print(&whole, 1, 0, STYLE_PLAIN, "please enlarge to %dx%d.",
               LEAST_COLUMNS, LEAST_ROWS);
}

static void
draw_title(const struct frame_view *view, const struct area *line)
{
    bool ascii = line->canvas->ascii;
    struct buffer right = { 0 };
    int width;

    area_fill(line, STYLE_TITLE, " ");
    if (view->clock != NULL)
        buffer_printf(&right, "%s %s ",
                      view->busy ? glyph_spinner(view->turn, ascii) : " ",
                      view->clock);
    width = (int)width_of(buffer_text(&right));
    area_put(line, 0, line->columns - width, STYLE_TITLE, buffer_text(&right));
    if (view->badge != NULL) {
        width += (int)width_of(view->badge) + 3;
        area_print(line, 0, line->columns - width, STYLE_BADGE, " %s ",
                   view->badge);
    }
    area_fit(line, 0, 1, line->columns - width - 2, STYLE_TITLE, FIT_END,
             view->subject);
    buffer_release(&right);
}

static void
draw_rail_step(const struct frame_view *view, const struct area *rail,
               size_t index)
{
    const struct frame_step *step = &view->steps[index];
    const struct step_look *look = &step_looks[step->mark];
    bool ascii = rail->canvas->ascii;
    bool here = index == view->step;
    int row = (int)index;

    area_put(rail, row, 0, STYLE_STRONG,
             here ? glyph_text(GLYPH_HERE, ascii) : " ");
    area_put(rail, row, 1, look->style, glyph_text(look->glyph, ascii));
    area_print(rail, row, 2, here ? STYLE_STRONG : STYLE_PLAIN, "%2zu %s",
               index + 1, step->name);
    if (here)
        area_restyle(rail, row, 0, rail->columns, STYLE_SELECTED);
}

static struct area
draw_rail(const struct frame_view *view, const struct area *area)
{
    struct area rail = area_frame(area, "Steps");

    for (size_t i = 0; i < view->step_count; i++)
        draw_rail_step(view, &rail, i);
    return rail;
}

/* "Step 5 of 10 Certificates", and what became of the others. */
static struct area
draw_folded_rail(const struct frame_view *view, const struct area *line)
{
    bool ascii = line->canvas->ascii;
    int column = area_print(line, 0, 1, STYLE_STRONG, "Step %zu of %zu %s",
                            view->step + 1, view->step_count,
                            view->steps[view->step].name);

    column += 2;
    for (size_t i = 0; i < view->step_count; i++) {
        const struct step_look *look = &step_looks[view->steps[i].mark];

        column = area_put(line, 0, column, look->style,
                          glyph_text(look->glyph, ascii));
        if (i == view->step)
            area_restyle(line, 0, column - 1, 1, STYLE_SELECTED);
    }
    return area_part(line, 0, column - (int)view->step_count, 1,
                     (int)view->step_count);
}

static size_t
first_key_length(const char *keys)
{
    return strcspn(keys, " ");
}

/* Whole hints only: what does not fit is left to the help. */
static void
draw_footer(const struct frame_view *view, const struct area *line,
            struct frame_areas *areas)
{
    int column = 1;
    int room = line->columns - 1; /* the last corner is never written */

    if (view->message != NULL) {
        area_fit(line, 0, 1, line->columns - 2, STYLE_STRONG, FIT_END,
                 view->message);
        return;
    }
    for (size_t i = 0; i < view->action_count; i++) {
        enum action action = view->actions[i];
        const struct action_row *row = action_row(action);
        const char *label = action == ACTION_OPEN && view->open_label != NULL
                                ? view->open_label
                                : row->label;
        int key = (int)first_key_length(row->keys);

        if (column + key + 1 + (int)width_of(label) > room)
            return;
        areas->hints[areas->hint_count++] =
            (struct frame_hint){ action, column,
                                 key + 1 + (int)width_of(label) };
        column =
            area_print(line, 0, column, STYLE_KEY, "%.*s", key, row->keys);
        column = area_print(line, 0, column + 1, STYLE_PLAIN, "%s", label) + 2;
    }
}

static void
pane_title(struct buffer *out, const struct frame_view *view, enum pane pane,
           bool ascii)
{
    buffer_cut(out, 0);
    if (view->focus == pane)
        buffer_printf(out, "%s ", glyph_text(GLYPH_HERE, ascii));
    buffer_append_text(out, view->titles[pane]);
}

/* So many rows of the content each pane gets of those that share a column. */
static void
share_rows(const bool *shown, int rows, int *shares)
{
    static const int parts[PANE_COUNT] = { 5, 2, 3 };
    int sum = 0;
    int left = rows;
    int panes = 0;

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        sum += shown[pane] ? parts[pane] : 0;
        panes += shown[pane] ? 1 : 0;
    }
    left -= panes - 1;
    rows = left;
    for (int pane = PANE_COUNT - 1; pane > 0; pane--) {
        shares[pane] = shown[pane] ? rows * parts[pane] / sum : 0;
        left -= shares[pane];
    }
    shares[PANE_MAIN] = left;
}

/* The panes below each other in one frame. */
static void
draw_column(const struct frame_view *view, const struct area *area,
            const bool *shown, struct frame_areas *areas)
{
    bool ascii = area->canvas->ascii;
    struct buffer title = { 0 };
    int shares[PANE_COUNT] = { 0 };
    int row = 0;
    struct area inner;

    inner = area_frame(area, NULL);
    if (!shown[PANE_MAIN]) {
        for (int pane = 0; pane < PANE_COUNT; pane++)
            shares[pane] = shown[pane] ? inner.rows : 0;
    } else {
        share_rows(shown, inner.rows, shares);
    }
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        if (!shown[pane])
            continue;
        pane_title(&title, view, (enum pane)pane, ascii);
        if (row == 0)
            area_frame(area, buffer_text(&title));
        else
            area_divide(area, row, buffer_text(&title));
        areas->panes[pane] =
            area_part(&inner, row, 1, shares[pane], inner.columns - 2);
        row += shares[pane] + 1;
    }
    buffer_release(&title);
}

static void
draw_panes(const struct frame_view *view, struct area body,
           struct frame_areas *areas)
{
    bool tall = body.canvas->rows >= TALL_FROM_ROWS;
    bool shown[PANE_COUNT];

    for (int pane = 0; pane < PANE_COUNT; pane++)
        shown[pane] = view->titles[pane] != NULL;
    if (body.canvas->columns >= THIRD_FROM_COLUMNS && shown[PANE_EXPLAIN]) {
        const bool only[PANE_COUNT] = { [PANE_EXPLAIN] = true };
        int columns = body.columns * 2 / 5;
        struct area side =
            area_part(&body, 0, body.columns - columns, body.rows, columns);

        draw_column(view, &side, only, areas);
        shown[PANE_EXPLAIN] = false;
        body = area_part(&body, 0, 0, body.rows, body.columns - columns);
    } else if (!tall && view->focus == PANE_EXPLAIN) {
        shown[PANE_MAIN] = false;
        shown[PANE_NEWS] = false;
    } else if (!tall) {
        shown[PANE_EXPLAIN] = false;
    }
    draw_column(view, &body, shown, areas);
}

struct frame_areas
frame_view_draw(const struct frame_view *view, struct canvas *canvas)
{
    struct frame_areas areas = { 0 };
    struct area whole = area_whole(canvas);
    struct area line = area_part(&whole, 0, 0, 1, whole.columns);
    int top = 1;
    int left = 0;
    struct area part;

    for (int pane = 0; pane < PANE_COUNT; pane++)
        areas.panes[pane] = area_part(&whole, 0, 0, 0, 0);
    areas.steps = area_part(&whole, 0, 0, 0, 0);
    areas.folded = areas.steps;
    areas.footer = whole.rows - 1;
    areas.too_small =
        canvas->rows < LEAST_ROWS || canvas->columns < LEAST_COLUMNS;
    if (areas.too_small) {
        draw_too_small(canvas);
        return areas;
    }
    draw_title(view, &line);
    if (canvas->columns >= RAIL_FROM_COLUMNS) {
        left = RAIL_COLUMNS;
        part = area_part(&whole, 1, 0, whole.rows - 2, left);
        areas.steps = draw_rail(view, &part);
    } else {
        top = 2;
        part = area_part(&whole, 1, 0, 1, whole.columns);
        areas.folded = draw_folded_rail(view, &part);
    }
    part = area_part(&whole, top, left, whole.rows - top - 1,
                     whole.columns - left);
    draw_panes(view, part, &areas);
    part = area_part(&whole, whole.rows - 1, 0, 1, whole.columns);
    draw_footer(view, &part, &areas);
    return areas;
}
