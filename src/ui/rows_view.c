#include "ui/rows_view.h"

#include <assert.h>
#include <inttypes.h>

#include "base/width.h"
#include "ui/glyph.h"
#include "ui/sheet.h"

enum {
    NAME_LEAST = 16,
    CHIP_LEAST = 8,
    CHIP_MOST = 18,
    DETAIL_ROWS = 3,
    NUMBER_COLUMNS = 4,
};

struct chip_look {
    enum glyph glyph;
    enum style style;
    const char *word;
};

static const struct chip_look chip_looks[] = {
    [OUTCOME_NONE] = { GLYPH_PENDING, STYLE_DIM, "" },
    [OUTCOME_PENDING] = { GLYPH_PENDING, STYLE_DIM, "wait" },
    [OUTCOME_RUNNING] = { GLYPH_LIVE, STYLE_ACTIVE, "works" },
    [OUTCOME_PASS] = { GLYPH_PASS, STYLE_GOOD, "ok" },
    [OUTCOME_WARN] = { GLYPH_WARN, STYLE_WARN, "warn" },
    [OUTCOME_FAIL] = { GLYPH_FAIL, STYLE_BAD, "fail" },
    [OUTCOME_SKIP] = { GLYPH_SKIP, STYLE_DIM, "skip" },
};
static_assert(sizeof chip_looks / sizeof chip_looks[0] == OUTCOME_COUNT,
              "every outcome has its look");

size_t
rows_view_count(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++)
        count += 1 + run->targets[i]->path_count;
    return count;
}

struct rows_place
rows_view_place(const struct run *run, size_t index)
{
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (index == 0)
            return (struct rows_place){ target, NULL };
        index--;
        if (index < target->path_count)
            return (struct rows_place){ target, target->paths[index] };
        index -= target->path_count;
    }
    return (struct rows_place){ 0 };
}

bool
rows_view_find(const struct run *run, const struct rows_place *place,
               size_t *index)
{
    size_t at = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        for (size_t j = 0; target == place->target && j < target->path_count;
             j++)
            if (target->paths[j] == place->path)
                at += j + 1;
        *index = at;
        if (target == place->target)
            return true;
        at += 1 + target->path_count;
    }
    return false;
}

/* The columns of the table in the width that there is. */
struct table {
    bool has_proxy; /* the proxy's column is shown */
    int left;
    int name;
    int chip;
};

static bool
run_has_proxy(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->route.kind == ROUTE_PROXY)
            return true;
    return false;
}

static struct table
table_of(const struct run *run, const struct rows_view *view, int columns)
{
    struct table table = { .has_proxy = run_has_proxy(run) };
    int chips = table.has_proxy ? CHECK_COUNT : CHECK_COUNT - 1;

    table.left = 2 + (view->presenter ? NUMBER_COLUMNS : 0);
    table.chip = (columns - table.left) / 2 / chips;
    if (table.chip < CHIP_LEAST)
        table.chip = CHIP_LEAST;
    if (table.chip > CHIP_MOST)
        table.chip = CHIP_MOST;
    table.name = columns - table.left - chips * table.chip - 1;
    if (table.name < NAME_LEAST) {
        table.name = NAME_LEAST;
        table.chip = (columns - table.left - table.name - 1) / chips;
    }
    return table;
}

static int
table_column(const struct table *table, enum check_id check)
{
    int index = (int)check;

    if (!table->has_proxy && check > CHECK_PROXY)
        index--;
    return table->left + table->name + 1 + index * table->chip;
}

static bool
table_shows(const struct table *table, int check)
{
    return check != CHECK_PROXY || table->has_proxy;
}

/* In seconds where the milliseconds have no room: a number is never cut. */
static void
time_fill(struct buffer *out, int64_t ms, int columns)
{
    enum { LONG_MS = 10000 };

    if (ms >= LONG_MS)
        buffer_printf(out, "%" PRId64 "s", ms / 1000);
    else
        buffer_printf(out, "%" PRId64 "ms", ms);
    if (out->length <= (size_t)columns || ms >= LONG_MS)
        return;
    buffer_cut(out, 0);
    buffer_printf(out, "%.1fs", (double)ms / 1000);
}

/* The state while it runs, the time when it passed, a word otherwise. */
static void
chip_fill(struct buffer *out, const struct result *result, int columns)
{
    const struct chip_look *look = &chip_looks[result->outcome];

    if (result->outcome == OUTCOME_RUNNING && result->state != NULL)
        buffer_append_text(out, result->state);
    else if (result->outcome == OUTCOME_PASS)
        time_fill(out, result->duration_ms, columns);
    else if (result->outcome == OUTCOME_FAIL &&
             width_of(reason_phrase(result->reason)) <= (size_t)columns)
        buffer_append_text(out, reason_phrase(result->reason));
    else
        buffer_append_text(out, look->word);
}

static void
draw_chip(const struct area *area, int row, int column, int columns,
          const struct result *result)
{
    const struct chip_look *look = &chip_looks[result->outcome];
    bool ascii = area->canvas->ascii;
    struct buffer text = { 0 };

    if (result->outcome == OUTCOME_NONE)
        return;
    area_put(area, row, column, look->style, glyph_text(look->glyph, ascii));
    chip_fill(&text, result, columns - 3);
    area_fit(area, row, column + 2, columns - 3, look->style, FIT_END,
             buffer_text(&text));
    buffer_release(&text);
}

/* NULL: nothing is checked once more just now. */
static const struct result *
fresh_result(const struct rows_place *place, enum check_id check)
{
    const struct target *target = place->target;
    const struct path *path = place->path;
    const struct name *name =
        target->proxy_name != NULL ? target->proxy_name : target->name;

    if (check == CHECK_DNS)
        return path == NULL && name->fresh != NULL ? &name->fresh->result
                                                   : NULL;
    if (path != NULL)
        return path->fresh != NULL ? &path->fresh->results[check] : NULL;
    for (size_t i = 0; i < target->path_count; i++)
        if (target->paths[i]->fresh != NULL &&
            target->paths[i]->fresh->results[check].outcome == OUTCOME_RUNNING)
            return &target->paths[i]->fresh->results[check];
    return NULL;
}

/* The old one, but for the check that is under way once more. */
static struct result
place_result(const struct rows_place *place, enum check_id check)
{
    const struct result *fresh = fresh_result(place, check);

    if (fresh != NULL && fresh->outcome == OUTCOME_RUNNING)
        return *fresh;
    if (place->path != NULL)
        return place->path->results[check];
    return target_result(place->target, check);
}

/* On a shared screen one row is emphasised, and the others are there. */
static enum style
name_style(const struct rows_view *view, const struct rows_place *place,
           size_t index)
{
    if (view->presenter)
        return index == view->selected ? STYLE_STRONG : STYLE_DIM;
    return place->path == NULL && place->target->endpoint->required
               ? STYLE_STRONG
               : STYLE_PLAIN;
}

static void
draw_name(const struct area *area, int row, const struct table *table,
          const struct rows_place *place, enum style style)
{
    char address[ADDRESS_TEXT_SIZE];

    if (place->path == NULL) {
        area_fit(area, row, table->left, table->name, style, FIT_MIDDLE,
                 place->target->endpoint->host);
        return;
    }
    address_format(&place->path->address, address);
    area_fit(area, row, table->left + 2, table->name - 2, style, FIT_MIDDLE,
             address);
}

/* A mark too: status is never colour alone. */
static void
draw_pointer(const struct area *area, int row)
{
    area_put(area, row, 0, STYLE_POINTER,
             glyph_text(GLYPH_POINT, area->canvas->ascii));
    area_restyle(area, row, 0, area->columns, STYLE_POINTER);
}

static void
draw_row(const struct run *run, const struct rows_view *view,
         const struct table *table, const struct area *area, int row,
         size_t index)
{
    struct rows_place place = rows_view_place(run, index);
    bool selected = index == view->selected;

    if (view->presenter)
        area_print(area, row, 1, STYLE_DIM, "%3zu", index + 1);
    draw_name(area, row, table, &place, name_style(view, &place, index));
    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = place_result(&place, (enum check_id)check);

        if (table_shows(table, check))
            draw_chip(area, row, table_column(table, (enum check_id)check),
                      table->chip, &result);
    }
    if (view->has_pointer && index == view->pointer)
        draw_pointer(area, row);
    if (!selected)
        return;
    area_restyle(area, row, 0, table->left + table->name, STYLE_SELECTED);
    area_put(area, row, 0, STYLE_SELECTED,
             glyph_text(GLYPH_HERE, area->canvas->ascii));
}

static void
draw_heading(const struct rows_view *view, const struct table *table,
             const struct area *area)
{
    for (int check = 0; check < CHECK_COUNT; check++) {
        bool here = view->is_marked && (int)view->marked == check;

        if (table_shows(table, check))
            area_put(area, 0, table_column(table, (enum check_id)check) + 2,
                     here ? STYLE_HEADING : STYLE_DIM,
                     words_id(&check_words, check));
    }
}

/* One clause for each check that has something to say. */
static void
detail_fill_checks(struct sheet *sheet, const struct rows_place *place)
{
    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = place_result(place, (enum check_id)check);
        const struct chip_look *look = &chip_looks[result.outcome];

        if (result.outcome == OUTCOME_RUNNING && result.state != NULL)
            sheet_print(sheet, look->style, 0, 2, "%s: %s",
                        words_id(&check_words, check), result.state);
        if (result.reason == REASON_NONE ||
            result.reason == REASON_NEED_FAILED)
            continue;
        sheet_print(sheet, look->style, 0, 2, "%s %s: %s",
                    words_id(&check_words, check), look->word,
                    reason_phrase(result.reason));
    }
}

static void
detail_fill(struct sheet *sheet, const struct rows_place *place)
{
    const struct endpoint *endpoint = place->target->endpoint;
    const struct route *route = &place->target->route;
    char address[ADDRESS_TEXT_SIZE];
    struct buffer line = { 0 };

    buffer_printf(&line, "%s:%u", endpoint->host, (unsigned)endpoint->port);
    if (place->path != NULL) {
        address_format(&place->path->address, address);
        buffer_printf(&line, " at %s", address);
    }
    if (route->kind == ROUTE_PROXY)
        buffer_printf(&line, " by the proxy %s:%u", route->proxy_host,
                      (unsigned)route->proxy_port);
    if (place->target->control)
        buffer_append_text(&line, " (by the other route, to compare)");
    else if (!endpoint->required)
        buffer_append_text(&line, " (not required)");
    sheet_add(sheet, STYLE_STRONG, 0, 2, buffer_text(&line));
    detail_fill_checks(sheet, place);
    buffer_release(&line);
}

static void
draw_detail(const struct run *run, const struct rows_view *view,
            const struct area *area)
{
    struct rows_place place = rows_view_place(run, view->selected);
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena, .columns = area->columns };

    if (place.target != NULL)
        detail_fill(&sheet, &place);
    sheet_draw(&sheet, area, 0);
    arena_release(&arena);
}

static void
draw_position(const struct area *area, size_t top, size_t shown, size_t count)
{
    bool ascii = area->canvas->ascii;

    if (count <= shown)
        return;
    area_print(area, 0, 0, STYLE_DIM, "%s%s %zu-%zu of %zu",
               top > 0 ? glyph_text(GLYPH_UP, ascii) : " ",
               top + shown < count ? glyph_text(GLYPH_DOWN, ascii) : " ",
               top + 1, top + shown, count);
}

/* The part of the rows in which the selected one stands. */
static size_t
top_row(size_t selected, size_t count, size_t shown)
{
    size_t top = selected > shown / 2 ? selected - shown / 2 : 0;

    if (count <= shown)
        return 0;
    return top + shown > count ? count - shown : top;
}

struct rows_seen
rows_view_draw(const struct run *run, const struct rows_view *view,
               const struct area *area)
{
    struct table table = table_of(run, view, area->columns);
    size_t count = rows_view_count(run);
    int detail = area->rows >= 8 ? DETAIL_ROWS : area->rows > 3 ? 1 : 0;
    int room = area->rows - 1 - detail;
    struct rows_seen seen = { .row_height = view->presenter ? 2 : 1 };
    struct area below =
        area_part(area, area->rows - detail, 0, detail, area->columns);

    seen.shown = room < seen.row_height ? 1 : (size_t)(room / seen.row_height);
    seen.first = top_row(view->selected, count, seen.shown);
    if (seen.first + seen.shown > count)
        seen.shown = count - seen.first;
    draw_position(area, seen.first, seen.shown, count);
    draw_heading(view, &table, area);
    for (size_t i = 0; i < seen.shown; i++)
        draw_row(run, view, &table, area, 1 + (int)i * seen.row_height,
                 seen.first + i);
    if (detail > 0)
        draw_detail(run, view, &below);
    return seen;
}

bool
rows_view_at(const struct rows_seen *seen, int line, size_t *index)
{
    size_t row;

    if (line < 1 || seen->row_height == 0)
        return false;
    row = (size_t)((line - 1) / seen->row_height);
    *index = seen->first + row;
    return row < seen->shown;
}
