#include "app/line_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A reader of these bytes, by way of a pipe that is closed behind them. */
static void
feed(struct line_reader *reader, const char *bytes, size_t length)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, length), (ssize_t)length);
    close(ends[1]);
    line_reader_init(reader, ends[0]);
}

static void
expect_line(struct line_reader *reader, const char *expected)
{
    struct buffer line = { 0 };

    assert_int_equal(line_reader_next(reader, &line), LINE_GIVEN);
    assert_string_equal(buffer_text(&line), expected);
    buffer_release(&line);
}

static void
expect_kind(struct line_reader *reader, enum line_kind kind)
{
    struct buffer line = { 0 };

    assert_int_equal(line_reader_next(reader, &line), kind);
    assert_string_equal(buffer_text(&line), "");
    buffer_release(&line);
}

static void
lines_come_one_by_one_without_their_ends(void **state)
{
    static const char bytes[] = "one\n\n \t two words \r\nlast";
    struct line_reader reader;

    (void)state;
    feed(&reader, bytes, sizeof bytes - 1);
    expect_line(&reader, "one");
    expect_line(&reader, "");
    expect_line(&reader, "two words");
    expect_line(&reader, "last");
    expect_kind(&reader, LINE_ENDED);
    expect_kind(&reader, LINE_ENDED);
    close(reader.file);
}

static void
nothing_is_the_end(void **state)
{
    struct line_reader reader;

    (void)state;
    feed(&reader, "", 0);
    expect_kind(&reader, LINE_ENDED);
    close(reader.file);
}

static void
what_is_typed_cannot_act(void **state)
{
    static const char bytes[] = "a\x1b[2J\xff\0b\n\xe2\x80\xae\n";
    struct line_reader reader;

    (void)state;
    feed(&reader, bytes, sizeof bytes - 1);
    expect_line(&reader, "a\\e[2J\\xff\\u{0}b");
    expect_line(&reader, "\\u{202e}");
    expect_kind(&reader, LINE_ENDED);
    close(reader.file);
}

static void
a_long_line_is_skipped_whole(void **state)
{
    static char bytes[3 * LINE_LIMIT];
    struct line_reader reader;

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    bytes[LINE_LIMIT] = '\n';
    bytes[2 * LINE_LIMIT + 2] = '\n';
    bytes[2 * LINE_LIMIT + 3] = 'b';
    bytes[2 * LINE_LIMIT + 4] = '\n';
    feed(&reader, bytes, 2 * LINE_LIMIT + 5);

    struct buffer line = { 0 };

    assert_int_equal(line_reader_next(&reader, &line), LINE_GIVEN);
    assert_int_equal(line.length, LINE_LIMIT);
    buffer_release(&line);
    expect_kind(&reader, LINE_TOO_LONG);
    expect_line(&reader, "b");
    close(reader.file);
}

/* Half a line is there, and then somebody wants to wait no longer. */
static void
a_wait_can_be_stopped(void **state)
{
    struct line_reader reader;
    int input[2];
    int stop[2];

    (void)state;
    assert_int_equal(pipe(input), 0);
    assert_int_equal(pipe(stop), 0);
    line_reader_init(&reader, input[0]);
    reader.stop = stop[0];
    assert_int_equal(write(input[1], "whole\nhalf", 10), 10);
    expect_line(&reader, "whole");
    assert_true(line_reader_has_more(&reader));
    assert_int_equal(write(stop[1], "x", 1), 1);
    expect_kind(&reader, LINE_STOPPED);
    assert_false(line_reader_has_more(&reader));
    for (int i = 0; i < 2; i++) {
        close(input[i]);
        close(stop[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_one_by_one_without_their_ends),
        cmocka_unit_test(nothing_is_the_end),
        cmocka_unit_test(what_is_typed_cannot_act),
        cmocka_unit_test(a_long_line_is_skipped_whole),
        cmocka_unit_test(a_wait_can_be_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
