#include "base/error.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

enum { LONG = 4000, LIMIT = sizeof((struct error *)NULL)->text - 1 };

/* "start", many times the filling, "end"; to be freed. */
static char *
long_text(const char *filling, size_t length)
{
    size_t step = strlen(filling);
    char *text = calloc(1, length + 16);

    assert_non_null(text);
    strcat(text, "start");
    while (strlen(text) + step <= length)
        strcat(text, filling);
    return strcat(text, "end");
}

static void
assert_ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);

    assert_true(length >= strlen(end));
    assert_string_equal(text + length - strlen(end), end);
}

static void
assert_starts_with(const char *text, const char *start)
{
    assert_memory_equal(text, start, strlen(start));
}

static void
assert_valid(const char *text)
{
    utf8proc_int32_t code_point;

    for (size_t left = strlen(text); left > 0;) {
        utf8proc_ssize_t size =
            utf8proc_iterate((const utf8proc_uint8_t *)text,
                             (utf8proc_ssize_t)left, &code_point);

        assert_true(size > 0);
        text += size;
        left -= (size_t)size;
    }
}

static void
test_a_failing_function_can_end_in_it(void **state)
{
    struct error error = { .saved_errno = 7 };

    (void)state;
    assert_false(error_set(&error, ERROR_USAGE, "no region \"%s\"", "mars"));
    assert_int_equal(error.code, ERROR_USAGE);
    assert_int_equal(error.saved_errno, 0);
    assert_string_equal(error.text, "no region \"mars\"");
}

static void
test_what_it_quotes_is_safe(void **state)
{
    struct error error;

    (void)state;
    error_set(&error, ERROR_DATA, "found \"%s\"", "\033[2J\n\x9b\x7f");
    assert_string_equal(error.text, "found \"\\e[2J\\n\\x9b\\u{7f}\"");
    error_add_context(&error, "%s", "a\rb");
    assert_string_equal(error.text, "a\\rb: found \"\\e[2J\\n\\x9b\\u{7f}\"");
}

/* Nothing grows more than that byte does when it is made safe. */
static void
test_what_grows_is_whole(void **state)
{
    struct error error;

    (void)state;
    error_set(&error, ERROR_DATA, "%s", "\x7f\x7f\x7f");
    assert_string_equal(error.text, "\\u{7f}\\u{7f}\\u{7f}");
}

static void
test_errno_is_explained(void **state)
{
    struct error error;

    (void)state;
    assert_false(error_set_errno(&error, ENOENT, "cannot read %s", "/x"));
    assert_int_equal(error.code, ERROR_SYSTEM);
    assert_int_equal(error.saved_errno, ENOENT);
    assert_string_equal(error.text,
                        "cannot read /x: No such file or directory");
}

static void
test_context_comes_in_front(void **state)
{
    struct error error;

    (void)state;
    error_set_errno(&error, EACCES, "cannot read");
    assert_false(error_add_context(&error, "roots.yaml:%d:%d", 3, 7));
    error_add_context(&error, "outer");
    assert_int_equal(error.code, ERROR_SYSTEM);
    assert_int_equal(error.saved_errno, EACCES);
    assert_string_equal(
        error.text, "outer: roots.yaml:3:7: cannot read: Permission denied");
}

/* Whatever is too long loses its middle and keeps both ends. */
static void
test_the_end_is_never_lost(void **state)
{
    static const char *const fillings[] = { "x", "\xe2\x82\xac",
                                            "\xf0\x9f\x98\x80", "\033" };

    (void)state;
    for (size_t i = 0; i < sizeof fillings / sizeof fillings[0]; i++) {
        char *text = long_text(fillings[i], LONG);
        struct error error;

        error_set(&error, ERROR_DATA, "%s", text);
        assert_starts_with(error.text, "start");
        assert_ends_with(error.text, "end");
        assert_non_null(strstr(error.text, "..."));
        assert_true(strlen(error.text) > LIMIT - 8);
        assert_valid(error.text);

        error_set_errno(&error, ENOENT, "%s", text);
        assert_starts_with(error.text, "start");
        assert_ends_with(error.text, "end: No such file or directory");
        assert_valid(error.text);
        free(text);
    }
}

static void
test_long_context_gives_way_first(void **state)
{
    char *path = long_text("/d", LONG);
    struct error error;

    (void)state;
    error_set(&error, ERROR_DATA, "expected a text, found a list");
    error_add_context(&error, "%s:12:3", path);
    assert_starts_with(error.text, "start/d");
    assert_ends_with(error.text, "end:12:3: expected a text, found a list");
    assert_int_equal(strlen(error.text), LIMIT);
    free(path);
}

static void
test_both_long_leave_both_ends(void **state)
{
    (void)state;
    for (size_t length = 100; length < 400; length++) {
        char *inner = long_text("i", length);
        char *outer = long_text("o", length);
        struct error error;

        error_set(&error, ERROR_DATA, "%s", inner);
        error_add_context(&error, "%s", outer);
        assert_starts_with(error.text, "starto");
        assert_non_null(strstr(error.text, "oend: starti"));
        assert_ends_with(error.text, "iend");
        assert_true(strlen(error.text) <= LIMIT);
        free(inner);
        free(outer);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_failing_function_can_end_in_it),
        cmocka_unit_test(test_what_it_quotes_is_safe),
        cmocka_unit_test(test_what_grows_is_whole),
        cmocka_unit_test(test_errno_is_explained),
        cmocka_unit_test(test_context_comes_in_front),
        cmocka_unit_test(test_the_end_is_never_lost),
        cmocka_unit_test(test_long_context_gives_way_first),
        cmocka_unit_test(test_both_long_leave_both_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
