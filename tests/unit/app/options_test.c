#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/options.h"

struct values {
    const char *region;
    const char *quick;
};

static const struct option_row rows[] = {
    { "region", "ID", "where", offsetof(struct values, region) },
    { "quick", NULL, "a switch", offsetof(struct values, quick) },
};

static const struct option_table table = {
    .usage = "test [options]",
    .example = "test --region eu",
    .about = "A test.",
    .rows = rows,
    .row_count = 2,
};

struct outcome {
    enum options_outcome outcome;
    struct values values;
    char **operands;
    int operand_count;
    struct buffer help;
    struct error error;
};

static struct outcome
read_words(int count, char **words)
{
    struct outcome got = { 0 };

    got.outcome =
        options_read(&table, count, words, &got.values, &got.operands,
                     &got.operand_count, &got.help, &got.error);
    return got;
}

#define READ(...)                                                             \
    read_words(                                                               \
        (int)(sizeof((char *[]){ "test", __VA_ARGS__ }) / sizeof(char *)),    \
        (char *[]){ "test", __VA_ARGS__, NULL })

static void
test_values_are_stored(void **state)
{
    struct outcome got = READ("--region=eu", "--quick", "file");

    (void)state;
    assert_int_equal(got.outcome, OPTIONS_READ);
    assert_string_equal(got.values.region, "eu");
    assert_string_equal(got.values.quick, "");
    assert_int_equal(got.operand_count, 1);
}

static void
test_two_dashes_end_the_options(void **state)
{
    struct outcome got = READ("--", "--region");

    (void)state;
    assert_int_equal(got.outcome, OPTIONS_READ);
    assert_null(got.values.region);
    assert_int_equal(got.operand_count, 1);
}

static void
test_complaints_name_the_word(void **state)
{
    (void)state;
    assert_int_equal(READ("--regoin", "eu").outcome, OPTIONS_WRONG);
    assert_string_equal(
        READ("--regoin", "eu").error.text,
        "there is no option \"--regoin\"; did you mean --region?");
    assert_string_equal(READ("--elephant").error.text,
                        "there is no option \"--elephant\"");
    assert_string_equal(READ("--region").error.text, "--region needs a value");
    assert_string_equal(READ("--quick=yes").error.text,
                        "--quick takes no value");
}

static void
test_help_begins_with_an_example(void **state)
{
    struct outcome got = READ("--help");
    const char *example = "Example: test --region eu\n";

    (void)state;
    assert_int_equal(got.outcome, OPTIONS_HELP);
    assert_int_equal(strncmp(buffer_text(&got.help), example, strlen(example)),
                     0);
    assert_non_null(strstr(buffer_text(&got.help), "--region ID"));
    buffer_release(&got.help);
}

static void
test_nearest_word(void **state)
{
    const char *const words[] = { "check", "data", "info" };

    (void)state;
    assert_string_equal(options_nearest("chekc", words, 3), "check");
    assert_null(options_nearest("elephant", words, 3));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_are_stored),
        cmocka_unit_test(test_two_dashes_end_the_options),
        cmocka_unit_test(test_complaints_name_the_word),
        cmocka_unit_test(test_help_begins_with_an_example),
        cmocka_unit_test(test_nearest_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
