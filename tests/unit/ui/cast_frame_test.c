#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/cast_frame.h"

struct fixture {
    struct canvas canvas;
    struct canvas now;
    struct area area;
    struct buffer out;
};

static int
open_canvas(void **state)
{
    static struct fixture fixture;

    canvas_resize(&fixture.canvas, 3, 10);
    canvas_resize(&fixture.now, 3, 10);
    fixture.area = area_whole(&fixture.canvas);
    *state = &fixture;
    return 0;
}

static int
close_canvas(void **state)
{
    struct fixture *fixture = *state;

    canvas_release(&fixture->canvas);
    canvas_release(&fixture->now);
    buffer_release(&fixture->out);
    return 0;
}

static void
expect_change(struct fixture *fixture, const char *bytes)
{
    buffer_cut(&fixture->out, 0);
    cast_frame_append_change(&fixture->canvas, THEME_USUAL, &fixture->now,
                             &fixture->out);
    assert_string_equal(buffer_text(&fixture->out), bytes);
}

static void
only_what_changed_is_sent(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 1, 2, STYLE_PLAIN, "abc");
    expect_change(fixture, "\033[2;3H\033[0mabc\033[0m");
    expect_change(fixture, "");
    area_put(&fixture->area, 1, 3, STYLE_BAD, "b");
    expect_change(fixture, "\033[2;4H\033[0;1;31mb\033[0m");
}

/* Whatever a terminal makes of it, two columns are free and used up. */
static void
a_wide_character_says_which_columns_it_has(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 0, 0, STYLE_PLAIN, "\u6f22x");
    expect_change(fixture, "\033[1;1H\033[0m  \033[1;1H\u6f22"
                           "\033[1;3Hx\033[0m");
}

static void
a_combined_character_says_where_it_is(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 0, 0, STYLE_PLAIN, "e\u0301x");
    expect_change(fixture, "\033[1;1H\033[0m \033[1;1He\u0301"
                           "\033[1;2Hx\033[0m");
}

static void
the_cursor_is_where_somebody_types(void **state)
{
    struct fixture *fixture = *state;

    area_set_cursor(&fixture->area, 2, 4);
    expect_change(fixture, "\033[?25h\033[3;5H");
    expect_change(fixture, "");
    fixture->canvas.cursor_row = -1;
    expect_change(fixture, "\033[?25l");
}

static void
a_whole_picture_trusts_nothing_before_it(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 0, 0, STYLE_PLAIN, "a");
    canvas_resize(&fixture->now, 1, 1);
    cast_frame_append_whole(&fixture->canvas, THEME_USUAL, &fixture->now,
                            &fixture->out);
    assert_string_equal(buffer_text(&fixture->out),
                        "\033[0m\033[?7l\033[?25l\033[2J"
                        "\033[1;1H\033[0ma\033[0m");
    assert_int_equal(fixture->now.columns, 10);
}

static void
at_the_end_the_terminal_is_as_it_was(void **state)
{
    struct fixture *fixture = *state;

    cast_frame_append_end(&fixture->now, &fixture->out);
    assert_string_equal(buffer_text(&fixture->out),
                        "\033[0m\033[?7h\033[3;1H\033[?25h");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_what_changed_is_sent, open_canvas,
                                        close_canvas),
        cmocka_unit_test_setup_teardown(
            a_wide_character_says_which_columns_it_has, open_canvas,
            close_canvas),
        cmocka_unit_test_setup_teardown(a_combined_character_says_where_it_is,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(the_cursor_is_where_somebody_types,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(
            a_whole_picture_trusts_nothing_before_it, open_canvas,
            close_canvas),
        cmocka_unit_test_setup_teardown(at_the_end_the_terminal_is_as_it_was,
                                        open_canvas, close_canvas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
