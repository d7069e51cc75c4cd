#include <string.h>

#include "app/keeping.h"
#include "app/wizard.h"
#include "ui/glyph.h"
#include "ui/list_view.h"

/* Every action that the palette offers now and that has the typed word. */
static size_t
palette_items(const struct wizard *wizard, struct arena *arena,
              struct list_item **items, enum action *of_item)
{
    size_t count = 0;

    *items = arena_new(arena, ACTION_COUNT, sizeof **items);
    for (int i = ACTION_OPEN; i < ACTION_COUNT; i++) {
        const struct action_row *row = action_row((enum action)i);

        if (i == ACTION_STEP || !wizard_can(wizard, (enum action)i) ||
            !(list_view_matches(row->label, buffer_text(&wizard->input)) ||
              list_view_matches(row->help, buffer_text(&wizard->input))))
            continue;
        (*items)[count].name =
            arena_printf(arena, "%-14s %s", row->label, row->keys);
        (*items)[count].detail = row->help;
        of_item[count++] = (enum action)i;
    }
    return count;
}

/* The terms that have the typed word: those that are called so stand first. */
static size_t
glossary_items(const struct wizard *wizard, struct arena *arena,
               struct list_item **items, size_t **terms)
{
    enum { BY_NAME, BY_ANY_WORD, PASSES };
    const char *word = buffer_text(&wizard->input);
    size_t all = wizard_guide_term_count(wizard);
    size_t count = 0;

    *items = arena_new(arena, all, sizeof **items);
    *terms = arena_new(arena, all, sizeof **terms);
    for (int pass = 0; pass < PASSES; pass++)
        for (size_t i = 0; i < all; i++) {
            struct list_item item = wizard_guide_term(wizard, i);
            bool by_name = list_view_matches(item.name, word);

            if (by_name != (pass == BY_NAME) ||
                !wizard_guide_term_has(wizard, i, word))
                continue;
            (*items)[count] = item;
            (*terms)[count++] = i;
        }
    return count;
}

static void
choose_action(struct wizard *wizard)
{
    struct arena arena = { 0 };
    struct list_item *items;
    enum action actions[ACTION_COUNT];
    size_t count = palette_items(wizard, &arena, &items, actions);

    wizard->over = OVER_NONE;
    arena_release(&arena);
    if (wizard->over_selected < count)
        wizard_act(wizard, actions[wizard->over_selected], 0);
}

static void
choose_term(struct wizard *wizard)
{
    struct arena arena = { 0 };
    struct list_item *items;
    size_t *terms;
    size_t count = glossary_items(wizard, &arena, &items, &terms);

    if (wizard->over_selected < count) {
        wizard->over_selected = terms[wizard->over_selected];
        wizard->over = OVER_TERM;
        wizard->over_top = 0;
    }
    arena_release(&arena);
}

static void
take_note(struct wizard *wizard)
{
    const char *text = buffer_text(&wizard->input);

    if (wizard->input.length == 0) {
        wizard_say(wizard, "Nothing was noted.");
        return;
    }
    if (!notes_add(&wizard->notes, wizard->step, text)) {
        wizard_say(wizard, "No more notes are kept.");
        return;
    }
    keeping_note(wizard->first->options.keeping, text);
    wizard_say(wizard, "Noted. Step 10 shows the notes, and the saved "
                       "reports have them.");
}

static void
choose(struct wizard *wizard)
{
    if (wizard->over == OVER_PALETTE) {
        choose_action(wizard);
    } else if (wizard->over == OVER_GLOSSARY) {
        choose_term(wizard);
    } else if (wizard->over == OVER_SHARE) {
        wizard_share_go_on(wizard);
    } else if (wizard->over == OVER_SAVE_AS) {
        wizard->over = OVER_NONE;
        wizard_save_as(wizard, wizard->over_selected);
    } else if (wizard->over == OVER_COMPARE) {
        wizard->over = OVER_NONE;
        wizard_compare_choose(wizard);
    } else if (wizard->over == OVER_FIND) {
        buffer_cut(&wizard->found, 0);
        buffer_append_text(&wizard->found, buffer_text(&wizard->input));
        wizard->over = OVER_NONE;
        wizard_next_hit(wizard);
    } else if (wizard->over == OVER_NOTE) {
        wizard->over = OVER_NONE;
        take_note(wizard);
    } else if (wizard->over == OVER_QUIT) {
        wizard->wish.leave = true;
    } else {
        wizard->over = OVER_NONE;
    }
}

static size_t
item_count(const struct wizard *wizard)
{
    struct arena arena = { 0 };
    struct list_item *items;
    enum action actions[ACTION_COUNT];
    size_t *terms;
    size_t count = 0;

    if (wizard->over == OVER_PALETTE)
        count = palette_items(wizard, &arena, &items, actions);
    else if (wizard->over == OVER_GLOSSARY)
        count = glossary_items(wizard, &arena, &items, &terms);
    else if (wizard->over == OVER_SAVE_AS)
        count = wizard_formats(&arena, &items);
    else if (wizard->over == OVER_COMPARE)
        count = wizard_compare_items(wizard, &arena, &items, &terms);
    else if (wizard->over == OVER_SHARE)
        count = wizard_share_items(wizard, &arena, &items);
    arena_release(&arena);
    return count;
}

static void
move(struct wizard *wizard, int by)
{
    size_t count = item_count(wizard);

    if (count == 0) {
        wizard->over_top += by;
        if (wizard->over_top < 0)
            wizard->over_top = 0;
        if (wizard->over_top > wizard->seen.over_last_top)
            wizard->over_top = wizard->seen.over_last_top;
        return;
    }
    if (by < 0 && wizard->over_selected < (size_t)-by)
        wizard->over_selected = 0;
    else
        wizard->over_selected += (size_t)by;
    if (wizard->over_selected >= count)
        wizard->over_selected = count - 1;
}

static void
erase(struct buffer *input)
{
    size_t length = input->length;

    while (length > 0 &&
           ((unsigned char)input->data[length - 1] & 0xc0) == 0x80)
        length--;
    buffer_cut(input, length > 0 ? length - 1 : 0);
}

static bool
has_input(const struct wizard *wizard)
{
    return wizard->over == OVER_PALETTE || wizard->over == OVER_GLOSSARY ||
           wizard->over == OVER_FIND || wizard->over == OVER_NOTE ||
           wizard->over == OVER_COMPARE;
}

/* A letter where nothing is typed: what leads here leads out again. */
static void
letter(struct wizard *wizard, const struct key *key)
{
    int number;
    enum action action = action_of_key(key, &number);

    if (has_input(wizard)) {
        if (wizard->input.length + strlen(key->text) < NOTE_LIMIT)
            buffer_append_text(&wizard->input,
                               key->text[0] == '\n' ? " " : key->text);
        wizard->over_selected = 0;
    } else if (key->pasted) {
        return;
    } else if (wizard->over == OVER_QUIT) {
        wizard->over = OVER_NONE;
        wizard->wish.leave = strcmp(key->text, "y") == 0;
    } else if (action == ACTION_UP || action == ACTION_DOWN) {
        move(wizard, action == ACTION_UP ? -1 : 1);
    } else if (wizard->over == OVER_TERM) {
        wizard->over = OVER_GLOSSARY;
        wizard->over_selected = 0;
    } else {
        wizard->over = OVER_NONE;
    }
}

static void
stop_all(struct wizard *wizard, const struct key *key)
{
    int number;
    enum action action = action_of_key(key, &number);

    if (action == ACTION_SUSPEND || action == ACTION_REDRAW)
        wizard_act(wizard, action, 0);
    if (action == ACTION_STOP)
        wizard->over = OVER_NONE;
}

void
wizard_over_key(struct wizard *wizard, const struct key *key)
{
    enum { PAGE = 10 };

    if (key->code == KEY_TEXT)
        letter(wizard, key);
    else if (key->code == KEY_CTRL)
        stop_all(wizard, key);
    else if (key->code == KEY_ESCAPE)
        wizard->over = wizard->over == OVER_TERM ? OVER_GLOSSARY : OVER_NONE;
    else if (key->code == KEY_ENTER_KEY)
        choose(wizard);
    else if (key->code == KEY_ERASE)
        erase(&wizard->input);
    else if (key->code == KEY_UP_ARROW || key->code == KEY_WHEEL_UP)
        move(wizard, -1);
    else if (key->code == KEY_DOWN_ARROW || key->code == KEY_WHEEL_DOWN)
        move(wizard, 1);
    else if (key->code == KEY_PAGE_UP)
        move(wizard, -PAGE);
    else if (key->code == KEY_PAGE_DOWN)
        move(wizard, PAGE);
    else if (key->code == KEY_FUNCTION)
        wizard->over = OVER_NONE;
}

/* On an item: it is chosen; beside what lies above: that goes away. */
void
wizard_over_click(struct wizard *wizard, const struct key *key)
{
    const struct list_seen *seen = &wizard->seen.over;
    int line = key->row - seen->area.row - seen->first_row;

    if (key->row < seen->area.row ||
        key->row >= seen->area.row + seen->area.rows ||
        key->column < seen->area.column ||
        key->column >= seen->area.column + seen->area.columns) {
        wizard->over = OVER_NONE;
        return;
    }
    if (line < 0 || (size_t)line >= seen->shown)
        return;
    wizard->over_selected = seen->top + (size_t)line;
    choose(wizard);
}

static void
fill_marks(struct sheet *sheet)
{
    static const struct {
        enum glyph glyph;
        const char *means;
    } marks[] = {
        { GLYPH_PASS, "as it should be" },
        { GLYPH_WARN, "works, with a remark" },
        { GLYPH_FAIL, "not as it should be" },
        { GLYPH_SKIP, "not tried, for want of what it needs" },
        { GLYPH_LIVE, "under way" },
        { GLYPH_PENDING, "still to come" },
    };
    struct buffer line = { 0 };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        buffer_printf(&line, "%s%s %s", i > 0 ? ", " : "The marks: ",
                      glyph_text(marks[i].glyph, sheet->ascii),
                      marks[i].means);
    sheet_print(sheet, STYLE_DIM, 0, 0, "%s.", buffer_text(&line));
    buffer_release(&line);
}

static void
fill_help(const struct wizard *wizard, struct sheet *sheet)
{
    if (wizard_shows_form(wizard))
        sheet_add(sheet, STYLE_STRONG, 0, 0,
                  "Up and Down choose, Tab and Enter go to the next field. "
                  "While a text is typed, letters are text.");
    sheet_space(sheet);
    for (int i = ACTION_OPEN; i < ACTION_COUNT; i++) {
        const struct action_row *row = action_row((enum action)i);

        if (wizard_can(wizard, (enum action)i))
            sheet_print(sheet, STYLE_PLAIN, 0, 18, "%-17s %s", row->keys,
                        row->help);
    }
    sheet_space(sheet);
    sheet_add(sheet, STYLE_DIM, 0, 0,
              "In the table: the time of a check that is good, a word for "
              "one that is not; below it, the selected row whole.");
    fill_marks(sheet);
}

static void
draw_text(const struct wizard *wizard, struct canvas *canvas,
          const char *title, struct wizard_seen *seen)
{
    enum { QUESTION_ROWS = 3 };
    int rows = wizard->over == OVER_QUIT ? QUESTION_ROWS : 0;
    struct area area = list_view_page(canvas, title, rows);
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena,
                           .columns = area.columns,
                           .ascii = canvas->ascii,
                           .paged = true };

    if (wizard->over == OVER_HELP)
        fill_help(wizard, &sheet);
    else if (wizard->over == OVER_TERM)
        wizard_guide_fill_term(wizard, wizard->over_selected, &sheet);
    else
        sheet_add(&sheet, STYLE_STRONG, 0, 0,
                  "The checks are still under way. Leave all the same? "
                  "Enter or y leaves, Esc stays.");
    seen->over_last_top = sheet_last_top(&sheet, area.rows);
    seen->over.area = area;
    sheet_draw(&sheet, &area, wizard->over_top);
    arena_release(&arena);
}

/* The pane over the whole screen, from its first column on. */
static void
draw_plain(const struct wizard *wizard, struct canvas *canvas,
           struct wizard_seen *seen)
{
    struct area whole = area_whole(canvas);
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena, .columns = canvas->columns };

    canvas_clear(canvas);
    wizard_fill(wizard, wizard->focus, &sheet);
    seen->over_last_top = sheet_last_top(&sheet, whole.rows);
    sheet_draw(&sheet, &whole, wizard->over_top);
    arena_release(&arena);
}

static void
draw_list(const struct wizard *wizard, struct canvas *canvas,
          struct wizard_seen *seen)
{
    struct arena arena = { 0 };
    struct list_item *items = NULL;
    enum action actions[ACTION_COUNT];
    size_t *terms;
    struct list_view view = {
        .has_input = true,
        .input = wizard_shown_input(wizard),
        .prompt = "Find:",
        .selected = wizard->over_selected,
    };

    if (wizard->over == OVER_PALETTE) {
        view.title = "Every action: type a part of its name";
        view.item_count = palette_items(wizard, &arena, &items, actions);
    } else if (wizard->over == OVER_GLOSSARY) {
        view.title = "What the words mean: type one";
        view.item_count = glossary_items(wizard, &arena, &items, &terms);
    } else if (wizard->over == OVER_SAVE_AS) {
        view.title = wizard_is_sharing(wizard)
                         ? "Save a copy to pass on as: Enter saves, Esc closes"
                         : "Save the report as: Enter saves, Esc closes";
        view.has_input = false;
        view.item_count = wizard_formats(&arena, &items);
    } else if (wizard->over == OVER_COMPARE) {
        view.title = "Compare with: type a part of its name, or a path";
        view.prompt = "File:";
        view.item_count = wizard_compare_items(wizard, &arena, &items, &terms);
    } else if (wizard->over == OVER_SHARE) {
        view.title = "Replaced in a copy to pass on: Enter goes on";
        view.has_input = false;
        view.item_count = wizard_share_items(wizard, &arena, &items);
    } else if (wizard->over == OVER_NOTE) {
        view.title = "A note: Enter keeps it with its time and step";
        view.prompt = "Note:";
    } else {
        view.title = "Find a word in this pane: Enter finds, Esc closes";
    }
    view.items = wizard->over == OVER_COMPARE
                     ? wizard_shown_items(wizard, items, view.item_count)
                     : items;
    seen->over = list_view_draw(&view, canvas);
    arena_release(&arena);
}

void
wizard_over_draw(const struct wizard *wizard, struct canvas *canvas,
                 struct wizard_seen *seen)
{
    canvas->cursor_row = -1;
    if (wizard->over == OVER_PLAIN)
        draw_plain(wizard, canvas, seen);
    else if (has_input(wizard) || wizard->over == OVER_SAVE_AS ||
             wizard->over == OVER_SHARE)
        draw_list(wizard, canvas, seen);
    else if (wizard->over == OVER_HELP)
        draw_text(wizard, canvas, "What the keys do here (Esc closes)", seen);
    else if (wizard->over == OVER_TERM)
        draw_text(wizard, canvas, "What it means (Esc closes)", seen);
    else
        draw_text(wizard, canvas, "Leave?", seen);
}
