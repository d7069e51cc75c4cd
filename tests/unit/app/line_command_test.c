#include "app/line_command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct expected {
    const char *line;
    enum line_verb verb;
    const char *rest;
    size_t number;
    size_t depth;
};

static const struct expected lines[] = {
    { "", LINE_ENTER, "", 0, 0 },
    { "b", LINE_BACK, "", 0, 0 },
    { "back", LINE_BACK, "", 0, 0 },
    { "b 1", LINE_ANSWER, "b 1", 0, 0 },
    { "B", LINE_ANSWER, "B", 0, 0 },
    { "?", LINE_MORE, "", 0, 0 },
    { "help", LINE_MORE, "", 0, 0 },
    { "g", LINE_TERM, "", 0, 0 },
    { "g SNI", LINE_TERM, "SNI", 0, 0 },
    { "g   black hole", LINE_TERM, "black hole", 0, 0 },
    { "gateway", LINE_ANSWER, "gateway", 0, 0 },
    { "note it is noon", LINE_NOTE, "it is noon", 0, 0 },
    { "notes", LINE_ANSWER, "notes", 0, 0 },
    { "r", LINE_AGAIN, "", 0, 0 },
    { "s 3", LINE_STEP, "s 3", 3, 0 },
    { "s", LINE_ANSWER, "s", 0, 0 },
    { "s x", LINE_ANSWER, "s x", 0, 0 },
    { "s 3 4", LINE_ANSWER, "s 3 4", 0, 0 },
    { "s3", LINE_ANSWER, "s3", 0, 0 },
    { "w", LINE_WATCH, "", 0, 0 },
    { "w 30", LINE_WATCH, "30", 0, 0 },
    { "watch", LINE_ANSWER, "watch", 0, 0 },
    { "u", LINE_CHANGES, "", 0, 0 },
    { "u 1", LINE_ANSWER, "u 1", 0, 0 },
    { "o", LINE_TIMELINE, "", 0, 0 },
    { "compare", LINE_COMPARE, "", 0, 0 },
    { "compare ./a b.jsonl", LINE_COMPARE, "./a b.jsonl", 0, 0 },
    { "q", LINE_QUIT, "", 0, 0 },
    { "quit", LINE_QUIT, "", 0, 0 },
    { "q now", LINE_ANSWER, "q now", 0, 0 },
    { "3", LINE_NUMBER, "3", 3, 0 },
    { "3 2", LINE_NUMBER, "3 2", 3, 2 },
    { "3  2", LINE_NUMBER, "3  2", 3, 2 },
    { "0", LINE_NUMBER, "0", 0, 0 },
    { "4201", LINE_NUMBER, "4201", 4201, 0 },
    { "42010", LINE_ANSWER, "42010", 0, 0 },
    { "99999999999999999999", LINE_ANSWER, "99999999999999999999", 0, 0 },
    { "2026-11-24", LINE_ANSWER, "2026-11-24", 0, 0 },
    { "3x", LINE_ANSWER, "3x", 0, 0 },
    { "-", LINE_ANSWER, "-", 0, 0 },
};

static void
each_line_has_its_meaning(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct line_command command = line_command_read(lines[i].line);

        if (command.verb != lines[i].verb)
            fail_msg("\"%s\" is %d", lines[i].line, (int)command.verb);
        assert_string_equal(command.rest, lines[i].rest);
        if (command.verb == LINE_NUMBER || command.verb == LINE_STEP) {
            assert_int_equal(command.number, lines[i].number);
            assert_int_equal(command.depth, lines[i].depth);
        }
    }
}

/* A second number that is none leaves an answer. */
static void
a_depth_is_a_number_from_one(void **state)
{
    (void)state;
    assert_int_equal(line_command_read("3 0").verb, LINE_ANSWER);
    assert_int_equal(line_command_read("3 x").verb, LINE_ANSWER);
    assert_int_equal(line_command_read("3 2 1").verb, LINE_ANSWER);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_has_its_meaning),
        cmocka_unit_test(a_depth_is_a_number_from_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
