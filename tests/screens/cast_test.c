#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <vterm.h>

#include <cmocka.h>

#include "ui/cast.h"
#include "walk.h"

/*
 * Recordings are read as a player reads them, JSON line by JSON line, and
 * played into a terminal (libvterm). After every event its screen must be the
 * one that was seen then, cell by cell with colours, and the cursor with it.
 */
struct player {
    VTerm *terminal;
    VTermScreen *screen;
    bool cursor_visible;
    int rows;
    int columns;
    size_t outputs;
    size_t resizes;
    size_t markers;
    double last;
};

static int
heed_property(VTermProp property, VTermValue *value, void *context)
{
    struct player *player = context;

    if (property == VTERM_PROP_CURSORVISIBLE)
        player->cursor_visible = value->boolean != 0;
    return 1;
}

static const VTermScreenCallbacks callbacks = {
    .settermprop = heed_property,
};

static void
player_open(struct player *player, int rows, int columns)
{
    *player = (struct player){ .rows = rows, .columns = columns };
    player->terminal = vterm_new(rows, columns);
    vterm_set_utf8(player->terminal, 1);
    player->screen = vterm_obtain_screen(player->terminal);
    vterm_screen_set_callbacks(player->screen, &callbacks, player);
    vterm_screen_reset(player->screen, 1);
}

static void
play_event(struct player *player, json_t *event)
{
    double at = json_number_value(json_array_get(event, 0));
    const char *kind = json_string_value(json_array_get(event, 1));
    const char *text = json_string_value(json_array_get(event, 2));

    assert_int_equal(json_array_size(event), 3);
    assert_non_null(kind);
    assert_non_null(text);
    assert_true(at >= player->last);
    player->last = at;
    if (strcmp(kind, "o") == 0) {
        vterm_input_write(player->terminal, text, strlen(text));
        player->outputs++;
    } else if (strcmp(kind, "r") == 0) {
        assert_int_equal(
            sscanf(text, "%dx%d", &player->columns, &player->rows), 2);
        vterm_set_size(player->terminal, player->rows, player->columns);
        player->resizes++;
    } else {
        assert_string_equal(kind, "m");
        player->markers++;
    }
}

/* Every line of the file is a JSON text of its own, the last one too. */
static void
play(struct player *player, const struct buffer *file)
{
    const char *line = buffer_text(file);
    json_error_t error;
    size_t number = 0;

    assert_int_equal(file->data[file->length - 1], '\n');
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        json_t *value = json_loadb(line, length, 0, &error);

        if (value == NULL)
            fail_msg("line %zu: %s", number + 1, error.text);
        if (number++ > 0) {
            play_event(player, value);
        } else {
            assert_int_equal(
                json_integer_value(json_object_get(value, "version")), 2);
            player_open(
                player,
                (int)json_integer_value(json_object_get(value, "height")),
                (int)json_integer_value(json_object_get(value, "width")));
        }
        json_decref(value);
        line += length + 1;
    }
}

static int
colour_of(struct player *player, VTermColor colour, bool ink)
{
    if (ink ? VTERM_COLOR_IS_DEFAULT_FG(&colour)
            : VTERM_COLOR_IS_DEFAULT_BG(&colour))
        return COLOUR_USUAL;
    (void)player;
    assert_true(VTERM_COLOR_IS_INDEXED(&colour));
    return COLOUR_BLACK + colour.indexed.idx;
}

static void
append_utf8(struct buffer *out, uint32_t character)
{
    if (character < 0x80) {
        buffer_append_byte(out, (char)character);
    } else if (character < 0x800) {
        buffer_append_byte(out, (char)(0xc0 | character >> 6));
        buffer_append_byte(out, (char)(0x80 | (character & 0x3f)));
    } else if (character < 0x10000) {
        buffer_append_byte(out, (char)(0xe0 | character >> 12));
        buffer_append_byte(out, (char)(0x80 | (character >> 6 & 0x3f)));
        buffer_append_byte(out, (char)(0x80 | (character & 0x3f)));
    } else {
        buffer_append_byte(out, (char)(0xf0 | character >> 18));
        buffer_append_byte(out, (char)(0x80 | (character >> 12 & 0x3f)));
        buffer_append_byte(out, (char)(0x80 | (character >> 6 & 0x3f)));
        buffer_append_byte(out, (char)(0x80 | (character & 0x3f)));
    }
}

static void
compare_cell(struct player *player, const struct canvas *canvas,
             enum theme theme, int row, int column)
{
    const struct cell *cell = canvas_cell(canvas, row, column);
    struct look look = theme_look(theme, (enum style)cell->style);
    struct buffer text = { 0 };
    VTermScreenCell shown;

    vterm_screen_get_cell(player->screen,
                          (VTermPos){ .row = row, .col = column }, &shown);
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && shown.chars[i] != 0; i++)
        append_utf8(&text, shown.chars[i]);
    if (text.length == 0)
        buffer_append_byte(&text, ' ');
    if (strcmp(buffer_text(&text), cell->text) != 0)
        fail_msg("row %d, column %d: \"%s\" instead of \"%s\"", row, column,
                 buffer_text(&text), cell->text);
    assert_int_equal(shown.width, cell->width);
    assert_int_equal(shown.attrs.bold, look.bold);
    assert_int_equal(shown.attrs.reverse, look.reversed);
    assert_int_equal(shown.attrs.underline, look.underlined);
    assert_int_equal(colour_of(player, shown.fg, true), look.ink);
    assert_int_equal(colour_of(player, shown.bg, false), look.paper);
    buffer_release(&text);
}

static void
compare(struct player *player, const struct canvas *canvas, enum theme theme)
{
    assert_int_equal(player->rows, canvas->rows);
    assert_int_equal(player->columns, canvas->columns);
    for (int row = 0; row < canvas->rows; row++)
        for (int column = 0; column < canvas->columns; column++)
            if (canvas_cell(canvas, row, column)->width > 0)
                compare_cell(player, canvas, theme, row, column);
}

static void
compare_cursor(struct player *player, const struct canvas *canvas)
{
    VTermPos at;

    vterm_state_get_cursorpos(vterm_obtain_state(player->terminal), &at);
    assert_int_equal(player->cursor_visible, canvas->cursor_row >= 0);
    if (canvas->cursor_row >= 0) {
        assert_int_equal(at.row, canvas->cursor_row);
        assert_int_equal(at.col, canvas->cursor_column);
    }
}

/* A second player sees each event as it is recorded. */
struct witness {
    struct cast cast;
    enum theme theme;
    struct player player;
    size_t taken;   /* bytes of the chapter that were played */
    size_t chapter; /* of which that is */
    size_t pictures;
};

static void
play_lines(struct witness *witness, const struct buffer *lines)
{
    while (witness->taken < lines->length) {
        const char *line = lines->data + witness->taken;
        size_t length = strcspn(line, "\n");
        json_t *event = json_loadb(line, length, 0, NULL);

        assert_non_null(event);
        play_event(&witness->player, event);
        json_decref(event);
        witness->taken += length + 1;
    }
}

static void
see(void *context, const struct walk *walk)
{
    struct witness *witness = context;
    struct cast *cast = &witness->cast;

    if (cast->chapter_count == 0)
        player_open(&witness->player, walk->canvas.rows, walk->canvas.columns);
    cast_see(cast, &walk->canvas, witness->theme, walk->now_ms);
    /* These sessions are short: one chapter has them. */
    assert_int_equal(cast->chapter_count, 1);
    play_lines(witness, &cast->first[0].lines);
    compare(&witness->player, &walk->canvas, witness->theme);
    compare_cursor(&witness->player, &walk->canvas);
    witness->pictures++;
}

struct session_script {
    const char *scenario;
    const char *before; /* keys, then the window changes */
    int rows;
    int columns;
    const char *after;
};

static const struct session_script scripts[] = {
    { "healthy", "n n Enter n n", 40, 120, "n n n n n Esc 3 e PgDn d d" },
    { "cert-inspected-zscaler-like", "n n Enter", 18, 60, "n n e PgDn n n" },
    { "firewall-drops", "Down Down Tab text:4201 Tab n n Enter", 24, 81,
      "n P Down m n n n n n n" },
    { "cert-hostile-names", "n n Enter n n", 60, 200, "e PgDn PgDn End" },
    { "dns-nxdomain-inside", "n n Enter t text:gate", 11, 39,
      "Esc Esc : text:run" },
    { "proxy-denies-pki", "n n", 24, 80, "Enter c Esc n n n n n n" },
};

static void
walk_through(struct witness *witness, const struct session_script *script)
{
    struct error error = { 0 };
    struct buffer file = { 0 };
    struct player player;
    struct walk walk;

    assert_true(walk_open(&walk, script->scenario, 24, 80, false, &error));
    walk.live = true;
    walk.show = see;
    walk.context = witness;
    walk_keys(&walk, script->before);
    walk_resize(&walk, script->rows, script->columns);
    walk_keys(&walk, script->after);
    witness->theme = THEME_CONTRAST;
    walk_keys(&walk, "?");
    walk_keys(&walk, "Esc");
    cast_append(&witness->cast, "a \"session\"", 1700000000, &file);
    play(&player, &file);
    compare(&player, &walk.canvas, witness->theme);
    assert_int_equal(player.outputs, witness->player.outputs + 1);
    assert_true(player.last >= (double)walk.now_ms / 1000 - 0.001);
    print_message("%s: %zu pictures, %zu events, %zu bytes\n",
                  script->scenario, witness->pictures, player.outputs,
                  file.length);
    vterm_free(player.terminal);
    buffer_release(&file);
    walk_close(&walk);
}

static void
whole_sessions_play_back_cell_by_cell(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct witness witness = { 0 };

        walk_through(&witness, &scripts[i]);
        assert_true(witness.pictures > 20);
        assert_true(witness.player.resizes == 1 || scripts[i].rows == 24);
        vterm_free(witness.player.terminal);
        cast_release(&witness.cast);
    }
}

/* Wide, combining and hostile ones come, go and change places. */
static void
every_kind_of_character_plays_back(void **state)
{
    static const char *const texts[] = {
        "\u6f22\u5b57 wide",   "x\u6f22\u5b57 moved by one",
        "e\u0301a\u0308 o",    "\u05d0\u05d1 right to left",
        "\"quotes\" \\ and ~", "\u2713 \u2717 \u25d0 \u00b7",
        "plain again",
    };
    enum { COUNT = sizeof texts / sizeof texts[0], FRAMES = 400 };
    struct canvas canvas = { 0 };
    struct cast cast = { 0 };
    struct buffer file = { 0 };
    unsigned seed = 7;

    (void)state;
    for (int frame = 0; frame < FRAMES; frame++) {
        struct player player;
        struct area whole;

        if (frame % 20 == 0)
            canvas_resize(&canvas, 3 + frame % 3, 18 + frame % 7);
        whole = area_whole(&canvas);
        seed = seed * 1103515245 + 12345;
        area_put(&whole, (int)(seed >> 8) % canvas.rows,
                 (int)(seed >> 16) % canvas.columns,
                 (enum style)((seed >> 4) % STYLE_COUNT),
                 texts[(seed >> 12) % COUNT]);
        canvas.cursor_row = frame % 5 == 0 ? -1 : frame % canvas.rows;
        canvas.cursor_column = frame % canvas.columns;
        cast_see(&cast, &canvas, THEME_USUAL, frame * 40);
        if (frame % 10 != 9)
            continue;
        buffer_cut(&file, 0);
        cast_append(&cast, "t", 0, &file);
        play(&player, &file);
        compare(&player, &canvas, THEME_USUAL);
        vterm_free(player.terminal);
    }
    buffer_release(&file);
    cast_release(&cast);
    canvas_release(&canvas);
}

static void
what_does_not_change_takes_no_room(void **state)
{
    struct canvas canvas = { 0 };
    struct cast cast = { 0 };
    size_t before;

    (void)state;
    canvas_resize(&canvas, 24, 80);
    cast_see(&cast, &canvas, THEME_USUAL, 0);
    before = cast.first[0].lines.length;
    for (int i = 1; i < 1000; i++)
        cast_see(&cast, &canvas, THEME_USUAL, i * 1000);
    assert_int_equal(cast.first[0].lines.length, before);
    assert_int_equal(cast.end_ms, 999000);
    cast_release(&cast);
    canvas_release(&canvas);
}

static size_t
room_of(const struct cast *cast)
{
    size_t room = 0;

    for (size_t i = 0; i < CAST_CHAPTERS_FIRST; i++)
        room += cast->first[i].lines.capacity;
    for (size_t i = 0; i < CAST_CHAPTERS_LAST; i++)
        room += cast->last[i].lines.capacity;
    return room;
}

/* Three days, a picture a second, each another one. */
static void
days_stay_within_bounds_and_say_what_is_missing(void **state)
{
    enum { PICTURES = 3 * 24 * 3600, STEP_MS = 1000, MOST = 12 << 20 };
    struct canvas canvas = { 0 };
    struct cast cast = { 0 };
    struct buffer file = { 0 };
    struct player player;
    int64_t from_ms;

    (void)state;
    canvas_resize(&canvas, 6, 30);
    for (int i = 0; i < PICTURES; i++) {
        struct area whole = area_whole(&canvas);

        area_print(&whole, i % 6, 0, STYLE_PLAIN, "picture %d", i);
        cast_see(&cast, &canvas, THEME_USUAL, (int64_t)i * STEP_MS);
    }
    assert_true(room_of(&cast) < MOST);
    assert_true(cast_left_out_ms(&cast, &from_ms) > 24 * 3600 * 1000LL);
    assert_true(from_ms > 3600 * 1000LL);
    cast_append(&cast, "days", 0, &file);
    play(&player, &file);
    compare(&player, &canvas, THEME_USUAL);
    assert_int_equal(player.markers, 1);
    vterm_free(player.terminal);
    buffer_release(&file);
    cast_release(&cast);
    canvas_release(&canvas);
}

static void
a_small_overflow_leaves_out_one_chapter(void **state)
{
    struct canvas canvas = { 0 };
    struct cast cast = { .limit = 1 };
    struct buffer file = { 0 };
    struct player player;
    int64_t from_ms;

    (void)state;
    /* With this limit every picture is a chapter. */
    for (int i = 0; i <= CAST_CHAPTERS_FIRST + CAST_CHAPTERS_LAST; i++) {
        canvas_resize(&canvas, 2 + i, 20);
        assert_int_equal(cast_left_out_ms(&cast, &from_ms), 0);
        cast_see(&cast, &canvas, THEME_USUAL, i * 1000);
    }
    assert_int_equal(cast_left_out_ms(&cast, &from_ms), 1000);
    assert_int_equal(from_ms, CAST_CHAPTERS_FIRST * 1000);
    cast_append(&cast, "t", 0, &file);
    assert_non_null(strstr(buffer_text(&file),
                           "[4.000, \"m\", \"1 seconds from second 4"));
    play(&player, &file);
    compare(&player, &canvas, THEME_USUAL);
    vterm_free(player.terminal);
    buffer_release(&file);
    cast_release(&cast);
    canvas_release(&canvas);
}

static void
one_that_saw_nothing_can_be_played(void **state)
{
    struct cast cast = { 0 };
    struct buffer file = { 0 };
    struct player player;

    (void)state;
    cast_append(&cast, "nothing", 0, &file);
    play(&player, &file);
    vterm_free(player.terminal);
    buffer_release(&file);
    cast_release(&cast);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_sessions_play_back_cell_by_cell),
        cmocka_unit_test(every_kind_of_character_plays_back),
        cmocka_unit_test(what_does_not_change_takes_no_room),
        cmocka_unit_test(days_stay_within_bounds_and_say_what_is_missing),
        cmocka_unit_test(a_small_overflow_leaves_out_one_chapter),
        cmocka_unit_test(one_that_saw_nothing_can_be_played),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
