#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/canvas.h"

static struct canvas canvas;

static int
open_canvas(void **state)
{
    (void)state;
    canvas.ascii = false;
    canvas_resize(&canvas, 4, 12);
    return 0;
}

static int
close_canvas(void **state)
{
    (void)state;
    canvas_release(&canvas);
    return 0;
}

static void
expect(const char *rows)
{
    struct buffer text = { 0 };

    canvas_append_text(&canvas, &text);
    assert_string_equal(buffer_text(&text), rows);
    buffer_release(&text);
}

static void
what_lies_outside_is_not_drawn(void **state)
{
    struct area whole = area_whole(&canvas);
    struct area part = area_part(&whole, 1, 2, 2, 5);

    (void)state;
    area_put(&part, 0, 0, STYLE_PLAIN, "abcdefgh");
    area_put(&part, 1, -2, STYLE_PLAIN, "abcd");
    area_put(&part, 2, 0, STYLE_PLAIN, "x");
    area_put(&part, -1, 0, STYLE_PLAIN, "x");
    expect("\n  abcde\n  cd\n\n");
}

static void
a_part_never_leaves_its_whole(void **state)
{
    struct area whole = area_whole(&canvas);
    struct area part = area_part(&whole, 2, 10, 9, 9);
    struct area none = area_part(&whole, 9, 9, 1, 1);

    (void)state;
    assert_int_equal(part.rows, 2);
    assert_int_equal(part.columns, 2);
    assert_int_equal(none.rows, 0);
    area_fill(&part, STYLE_BAD, "#");
    area_fill(&none, STYLE_BAD, "#");
    expect("\n\n          ##\n          ##\n");
}

static void
wide_and_combining_characters_take_their_columns(void **state)
{
    struct area whole = area_whole(&canvas);

    (void)state;
    assert_int_equal(area_put(&whole, 0, 0, STYLE_PLAIN, "\u4e2d\u6587!"), 5);
    assert_int_equal(area_put(&whole, 1, 0, STYLE_PLAIN, "e\u0301x"), 2);
    /* The last column is too narrow for a wide one. */
    assert_int_equal(area_put(&whole, 2, 11, STYLE_PLAIN, "\u4e2d"), 11);
    assert_int_equal(canvas_cell(&canvas, 0, 0)->width, 2);
    assert_int_equal(canvas_cell(&canvas, 0, 1)->width, 0);
    assert_string_equal(canvas_cell(&canvas, 1, 0)->text, "e\u0301");
    expect("\u4e2d\u6587!\ne\u0301x\n\n\n");
}

static void
half_of_a_wide_character_never_stays(void **state)
{
    struct area whole = area_whole(&canvas);

    (void)state;
    area_put(&whole, 0, 0, STYLE_PLAIN, "\u4e2d\u6587");
    area_put(&whole, 0, 1, STYLE_PLAIN, "a");
    area_put(&whole, 0, 2, STYLE_PLAIN, "b");
    expect(" ab\n\n\n\n");
}

static void
marks_without_end_stay_within_a_cell(void **state)
{
    struct area whole = area_whole(&canvas);
    char text[200] = "a";

    (void)state;
    while (strlen(text) < 150)
        strcat(text, "\u0301");
    strcat(text, "b");
    assert_int_equal(area_put(&whole, 0, 0, STYLE_PLAIN, text), 2);
    assert_true(strlen(canvas_cell(&canvas, 0, 0)->text) < CELL_BYTES);
    assert_int_equal(strlen(canvas_cell(&canvas, 0, 0)->text) % 2, 1);
    assert_string_equal(canvas_cell(&canvas, 0, 1)->text, "b");
}

static void
what_is_cut_has_a_mark(void **state)
{
    struct area whole = area_whole(&canvas);

    (void)state;
    assert_true(area_fit(&whole, 0, 0, 6, STYLE_PLAIN, FIT_END, "sixsix"));
    assert_false(area_fit(&whole, 1, 0, 6, STYLE_PLAIN, FIT_END, "seveneven"));
    assert_false(
        area_fit(&whole, 2, 0, 7, STYLE_PLAIN, FIT_MIDDLE, "gw.example.net"));
    assert_false(area_fit(&whole, 3, 0, 4, STYLE_PLAIN, FIT_MIDDLE,
                          "\u4e2d\u6587\u4e2d\u6587"));
    expect("sixsix\nseven\u2026\ngw.\u2026net\n\u2026\u6587\n");
}

static void
ascii_has_no_other_characters(void **state)
{
    struct area whole = area_whole(&canvas);
    struct area inside;

    (void)state;
    canvas.ascii = true;
    inside = area_frame(&whole, "T");
    area_put(&inside, 0, 0, STYLE_PLAIN, "\u4e2da\u0301");
    expect("+ T -------+\n|???       |\n|          |\n+----------+\n");
    canvas.ascii = false;
}

static void
a_frame_shows_its_title_and_what_is_within(void **state)
{
    struct area whole = area_whole(&canvas);
    struct area inside = area_frame(&whole, "A long title");

    (void)state;
    assert_int_equal(inside.rows, 2);
    assert_int_equal(inside.columns, 10);
    area_divide(&whole, 2, NULL);
    expect("\u250c A long\u2026 \u2500\u2510\n"
           "\u2502          \u2502\n"
           "\u251c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500"
           "\u2524\n"
           "\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500"
           "\u2518\n");
}

static void
nothing_is_too_small(void **state)
{
    (void)state;
    for (int rows = 0; rows < 4; rows++)
        for (int columns = 0; columns < 8; columns++) {
            struct area whole;
            struct area inside;

            canvas_resize(&canvas, rows, columns);
            whole = area_whole(&canvas);
            inside = area_frame(&whole, "title");
            area_divide(&whole, 1, "title");
            area_fit(&inside, 0, 0, 5, STYLE_PLAIN, FIT_MIDDLE, "abcdefghi");
            area_restyle(&whole, 0, 0, 99, STYLE_BAD);
            area_set_cursor(&inside, 0, 0);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_lies_outside_is_not_drawn, open_canvas),
        cmocka_unit_test_setup(a_part_never_leaves_its_whole, open_canvas),
        cmocka_unit_test_setup(
            wide_and_combining_characters_take_their_columns, open_canvas),
        cmocka_unit_test_setup(half_of_a_wide_character_never_stays,
                               open_canvas),
        cmocka_unit_test_setup(marks_without_end_stay_within_a_cell,
                               open_canvas),
        cmocka_unit_test_setup(what_is_cut_has_a_mark, open_canvas),
        cmocka_unit_test_setup(ascii_has_no_other_characters, open_canvas),
        cmocka_unit_test_setup(a_frame_shows_its_title_and_what_is_within,
                               open_canvas),
        cmocka_unit_test_setup_teardown(nothing_is_too_small, open_canvas,
                                        close_canvas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
