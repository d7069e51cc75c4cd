#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/canvas_svg.h"

enum { ROWS = 5, COLUMNS = 24 };

struct fixture {
    struct canvas canvas;
    struct area area;
    struct buffer out;
};

static int
open_canvas(void **state)
{
    static struct fixture fixture;

    canvas_resize(&fixture.canvas, ROWS, COLUMNS);
    fixture.area = area_whole(&fixture.canvas);
    *state = &fixture;
    return 0;
}

static int
close_canvas(void **state)
{
    struct fixture *fixture = *state;

    canvas_release(&fixture->canvas);
    buffer_release(&fixture->out);
    return 0;
}

static const char *
drawn(struct fixture *fixture, enum theme theme)
{
    const struct canvas_svg svg = { .theme = theme, .title = "a < b & c" };

    buffer_cut(&fixture->out, 0);
    canvas_svg_append(&fixture->canvas, &svg, &fixture->out);
    return buffer_text(&fixture->out);
}

static size_t
count_of(const char *text, const char *what)
{
    size_t count = 0;

    while ((text = strstr(text, what)) != NULL) {
        count++;
        text += strlen(what);
    }
    return count;
}

static void
expect(struct fixture *fixture, const char *what)
{
    if (strstr(drawn(fixture, THEME_USUAL), what) == NULL)
        fail_msg("no %s in %s", what, drawn(fixture, THEME_USUAL));
}

static void
a_run_says_where_it_is_and_how_wide(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 1, 2, STYLE_PLAIN, "two words   apart");
    expect(fixture, "<text x=\"18\" y=\"32\" textLength=\"81\">two words<");
    expect(fixture, "<text x=\"126\" y=\"32\" textLength=\"45\">apart<");
    assert_int_equal(count_of(buffer_text(&fixture->out), "<text"), 2);
}

static void
wide_and_combining_characters_keep_their_columns(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 0, 0, STYLE_PLAIN, "a\u6f22\u5b57b");
    area_put(&fixture->area, 1, 0, STYLE_PLAIN, "xe\u0301y");
    area_put(&fixture->area, 2, 0, STYLE_PLAIN, "\u05d0\u05d1z");
    expect(fixture, "<text x=\"9\" y=\"14\" textLength=\"18\">\u6f22<");
    expect(fixture, "<text x=\"27\" y=\"14\" textLength=\"18\">\u5b57<");
    expect(fixture, "<text x=\"45\" y=\"14\">b<");
    expect(fixture, "<text x=\"9\" y=\"32\">e\u0301<");
    expect(fixture, "<text x=\"18\" y=\"32\">y<");
    /* Nothing can be put in another order by who draws it. */
    expect(fixture, "<text x=\"0\" y=\"50\">\u05d0<");
    expect(fixture, "<text x=\"9\" y=\"50\">\u05d1<");
}

static void
nothing_in_a_text_is_markup(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 0, 0, STYLE_PLAIN, "<script>&amp;\"'");
    expect(fixture, ">&lt;script&gt;&amp;amp;\"'<");
    expect(fixture, "<title>a &lt; b &amp; c</title>");
    assert_null(strstr(buffer_text(&fixture->out), "<script"));
}

static void
what_xml_cannot_hold_is_a_question_mark(void **state)
{
    struct fixture *fixture = *state;
    struct cell *cell = &fixture->canvas.cells[0];

    memcpy(cell[0].text, "\033", 2);
    memcpy(cell[1].text, "\xef\xbf\xbf", 4);
    memcpy(cell[2].text, "\177", 2);
    drawn(fixture, THEME_USUAL);
    assert_null(strchr(buffer_text(&fixture->out), '\033'));
    assert_null(strstr(buffer_text(&fixture->out), "\xef\xbf\xbf"));
    assert_int_equal(count_of(buffer_text(&fixture->out), "?"), 3);
}

static void
frames_are_lines_without_gaps(void **state)
{
    struct fixture *fixture = *state;

    area_frame(&fixture->area, NULL);
    drawn(fixture, THEME_USUAL);
    /* Four strokes, from the middle of a corner to that of the next. */
    expect(fixture, "d=\"M9 18h414M9 162h414M9 18v144M423 18v144\"");
    assert_int_equal(count_of(buffer_text(&fixture->out), "<path"), 1);
    assert_int_equal(count_of(buffer_text(&fixture->out), "<text"), 0);
}

static void
styles_look_as_the_theme_says(void **state)
{
    struct fixture *fixture = *state;

    area_put(&fixture->area, 0, 0, STYLE_BAD, "bad");
    area_put(&fixture->area, 1, 0, STYLE_DIM, "dim");
    area_put(&fixture->area, 2, 0, STYLE_FIELD, "typed ");
    area_put(&fixture->area, 3, 4, STYLE_TITLE, " title ");
    expect(fixture, "textLength=\"27\" fill=\"#ff7b72\" "
                    "font-weight=\"bold\">bad<");
    expect(fixture, "textLength=\"27\" fill=\"#9a9ea8\">dim<");
    expect(fixture, "<rect x=\"0\" y=\"52\" width=\"54\" height=\"1\"");
    expect(fixture, "<rect x=\"36\" y=\"54\" width=\"63\" height=\"18\" "
                    "fill=\"#d7dae0\"/>");
    expect(fixture, "fill=\"#16191f\">title<");
    assert_null(strstr(drawn(fixture, THEME_MONOCHROME), "#ff7b72"));
}

static void
the_cursor_is_shown_where_it_is(void **state)
{
    struct fixture *fixture = *state;

    area_set_cursor(&fixture->area, 1, 3);
    expect(fixture, "<rect x=\"27\" y=\"19\" width=\"2\"");
}

static void
equal_canvases_give_equal_bytes(void **state)
{
    struct fixture *fixture = *state;
    char *first;

    area_frame(&fixture->area, "twice");
    first = strdup(drawn(fixture, THEME_CONTRAST));
    assert_non_null(first);
    assert_string_equal(first, drawn(fixture, THEME_CONTRAST));
    free(first);
}

/* Relative luminance and contrast as in WCAG 2.1, of "#rgb" or "#rrggbb". */
static double
channel(const char *digits, size_t size)
{
    char text[3] = { digits[0], digits[size - 1], '\0' };
    double value = (double)strtol(text, NULL, 16) / 255;
    double base = (value + 0.055) / 1.055;

    /* 2.4 as a power: base squared times its root to the fifth, squared. */
    double root = 1;

    if (value <= 0.04045)
        return value / 12.92;
    for (int i = 0; i < 40; i++)
        root = root - (root * root * root * root * root - base) /
                          (5 * root * root * root * root);
    return base * base * root * root;
}

static double
luminance(const char *colour)
{
    size_t size = strspn(colour + 1, "0123456789abcdef") / 3;

    return 0.2126 * channel(colour + 1, size) +
           0.7152 * channel(colour + 1 + size, size) +
           0.0722 * channel(colour + 1 + 2 * size, size);
}

static double
contrast(const char *one, const char *other)
{
    double a = luminance(one);
    double b = luminance(other);

    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

/* The colour behind the last mark before `end`; else that of the root. */
static const char *
fill_before(const char *from, const char *end)
{
    const char *found = NULL;

    for (const char *at = from;
         (at = strstr(at, "fill=\"#")) != NULL && at < end; at++)
        found = at + strlen("fill=\"");
    return found;
}

static void
every_style_can_be_read(void **state)
{
    struct fixture *fixture = *state;

    for (int theme = 0; theme < THEME_COUNT; theme++)
        for (int style = 0; style < STYLE_COUNT; style++) {
            const char *svg;
            const char *text;
            const char *ink;
            const char *paper;

            canvas_clear(&fixture->canvas);
            area_put(&fixture->area, 0, 0, (enum style)style, "X");
            svg = drawn(fixture, (enum theme)theme);
            text = strstr(svg, "<text");
            assert_non_null(text);
            ink = fill_before(text, strstr(text, ">X<"));
            if (ink == NULL)
                ink = fill_before(svg, strchr(svg, '>'));
            paper = fill_before(svg, strstr(svg, "rx=") + 40);
            if (strstr(svg, "height=\"18\"") != NULL)
                paper = fill_before(strstr(svg, "height=\"18\""), text);
            if (contrast(ink, paper) < 4.5)
                fail_msg("style %d of %s: %.7s on %.7s", style,
                         theme_name((enum theme)theme), ink, paper);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_run_says_where_it_is_and_how_wide,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(
            wide_and_combining_characters_keep_their_columns, open_canvas,
            close_canvas),
        cmocka_unit_test_setup_teardown(nothing_in_a_text_is_markup,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(
            what_xml_cannot_hold_is_a_question_mark, open_canvas,
            close_canvas),
        cmocka_unit_test_setup_teardown(frames_are_lines_without_gaps,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(styles_look_as_the_theme_says,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(the_cursor_is_shown_where_it_is,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(equal_canvases_give_equal_bytes,
                                        open_canvas, close_canvas),
        cmocka_unit_test_setup_teardown(every_style_can_be_read, open_canvas,
                                        close_canvas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
