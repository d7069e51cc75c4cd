#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 10000 };

static void
test_zero_is_empty(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    assert_string_equal(buffer_text(&buffer), "");
    buffer_cut(&buffer, 0);
    buffer_drop(&buffer, 0);
    buffer_release(&buffer);
    assert_string_equal(buffer_text(&buffer), "");
}

static void
test_everything_is_appended(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    buffer_append(&buffer, "a\0b", 3);
    buffer_append(&buffer, NULL, 0);
    buffer_append_byte(&buffer, 'c');
    buffer_append_fill(&buffer, '-', 3);
    buffer_append_fill(&buffer, '!', 0);
    buffer_append_text(&buffer, "text");
    buffer_printf(&buffer, "<%d%s>", 42, "x");
    assert_int_equal(buffer.length, 16);
    assert_memory_equal(buffer.data, "a\0bc---text<42x>", 17);
    buffer_release(&buffer);
}

static void
test_it_grows_and_ends_in_nul(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    for (int i = 0; i < MANY; i++) {
        buffer_append_byte(&buffer, (char)('a' + i % 26));
        assert_int_equal(buffer.data[buffer.length], '\0');
    }
    assert_int_equal(buffer.length, MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(buffer.data[i], 'a' + i % 26);
    buffer_printf(&buffer, "%*d", MANY, 7);
    assert_int_equal(buffer.length, 2 * MANY);
    assert_int_equal(buffer.data[2 * MANY - 1], '7');
    buffer_release(&buffer);
}

static void
test_both_ends_can_go(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    buffer_append_text(&buffer, "abcdef");
    buffer_drop(&buffer, 2);
    assert_string_equal(buffer_text(&buffer), "cdef");
    buffer_cut(&buffer, 3);
    assert_string_equal(buffer_text(&buffer), "cde");
    buffer_append_text(&buffer, "x");
    assert_string_equal(buffer_text(&buffer), "cdex");
    buffer_drop(&buffer, 4);
    assert_string_equal(buffer_text(&buffer), "");
    buffer_release(&buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zero_is_empty),
        cmocka_unit_test(test_everything_is_appended),
        cmocka_unit_test(test_it_grows_and_ends_in_nul),
        cmocka_unit_test(test_both_ends_can_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
