#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/sheet.h"

static struct arena arena;

static int
close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void
expect(const struct sheet *sheet, const char *text)
{
    struct buffer out = { 0 };

    sheet_append_text(sheet, &out);
    assert_string_equal(buffer_text(&out), text);
    buffer_release(&out);
}

static void
words_are_kept_whole(void **state)
{
    struct sheet sheet = { .arena = &arena, .columns = 12 };

    (void)state;
    sheet_add(&sheet, STYLE_PLAIN, 0, 2, "one two three four five");
    sheet_space(&sheet);
    sheet_space(&sheet);
    sheet_add(&sheet, STYLE_PLAIN, 2, 2, "a\n\nb");
    expect(&sheet, "one two\n  three four\n  five\n\n  a\n\n  b\n");
}

static void
a_long_word_is_cut_and_nothing_is_lost(void **state)
{
    struct sheet sheet = { .arena = &arena, .columns = 8 };

    (void)state;
    sheet_add(&sheet, STYLE_PLAIN, 0, 0, "0123456789abcdef01 x");
    sheet_add(&sheet, STYLE_PLAIN, 0, 0, "\u4e2d\u6587\u4e2d\u6587\u4e2d");
    expect(&sheet, "01234567\n89abcdef\n01 x\n\u4e2d\u6587\u4e2d\u6587\n"
                   "\u4e2d\n");
}

static void
a_pane_says_where_one_is(void **state)
{
    struct sheet sheet = { .arena = &arena, .columns = 20 };
    struct canvas canvas = { 0 };
    struct buffer text = { 0 };
    struct area area;

    (void)state;
    for (int i = 1; i <= 9; i++)
        sheet_print(&sheet, STYLE_PLAIN, 0, 0, "line %d", i);
    canvas_resize(&canvas, 4, 20);
    area = area_whole(&canvas);
    assert_int_equal(sheet_last_top(&sheet, 4), 6);
    assert_int_equal(sheet_last_top(&sheet, 9), 0);
    sheet_draw(&sheet, &area, 99);
    canvas_append_text(&canvas, &text);
    assert_string_equal(buffer_text(&text),
                        "line 7\nline 8\nline 9\n         \u2191  7-9 of 9\n");
    buffer_release(&text);
    canvas_release(&canvas);
}

static void
no_width_is_too_small(void **state)
{
    (void)state;
    for (int columns = 0; columns < 6; columns++) {
        struct sheet sheet = { .arena = &arena, .columns = columns };

        sheet_add(&sheet, STYLE_PLAIN, 3, 9, "some words of different size");
        assert_true(sheet.line_count > 0);
        assert_true(sheet.line_count < 40);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_kept_whole),
        cmocka_unit_test(a_long_word_is_cut_and_nothing_is_lost),
        cmocka_unit_test(a_pane_says_where_one_is),
        cmocka_unit_test(no_width_is_too_small),
    };

    return cmocka_run_group_tests(tests, NULL, close_arena);
}
