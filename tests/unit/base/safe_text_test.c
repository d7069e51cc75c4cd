#include "base/safe_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

enum { AMPLE = 1024 };

struct safe_row {
    const char *hostile;
    size_t length;
    const char *safe;
};

#define ROW(hostile, safe)                                                    \
    {                                                                         \
        hostile, sizeof(hostile) - 1, safe                                    \
    }

static const struct safe_row line_rows[] = {
    ROW("", ""),
    ROW("plain text", "plain text"),
    ROW("a\nb\rc\td", "a\\nb\\rc\\td"),
    ROW("\033[2J", "\\e[2J"),
    ROW("a\0b", "a\\u{0}b"),
    ROW("\x07\x08\x7f", "\\u{7}\\u{8}\\u{7f}"),
    ROW("\x9b"
        "2J",
        "\\x9b2J"),                         /* CSI as one bare byte */
    ROW("\xc2\x9b", "\\u{9b}"),             /* CSI in UTF-8 */
    ROW("\xc2\xad", "\\u{ad}"),             /* soft hyphen */
    ROW("\xe2\x80\xae", "\\u{202e}"),       /* RLO */
    ROW("\xe2\x81\xa6", "\\u{2066}"),       /* LRI */
    ROW("\xe2\x80\x8b", "\\u{200b}"),       /* zero-width space */
    ROW("\xe2\x80\x8d", "\\u{200d}"),       /* ZWJ */
    ROW("\xef\xbb\xbf", "\\u{feff}"),       /* byte order mark */
    ROW("\xe2\x80\xa8", "\\u{2028}"),       /* line separator */
    ROW("\xe2\x80\xa9", "\\u{2029}"),       /* paragraph separator */
    ROW("\xee\x80\x80", "\\u{e000}"),       /* private use */
    ROW("\xf4\x8f\xbf\xbd", "\\u{10fffd}"), /* private use */
    ROW("\xef\xbf\xbf", "\\u{ffff}"),       /* no character */
    ROW("\xcd\xb8", "\\u{378}"),            /* unassigned */
    ROW("\xf3\xa0\x81\x81", "\\u{e0041}"),  /* tag letter */
    ROW("\xed\xa0\x80", "\\xed\\xa0\\x80"), /* surrogate */
    ROW("\xc0\xaf", "\\xc0\\xaf"),          /* overlong */
    ROW("\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"),
    ROW("\xe2\x82", "\\xe2\\x82"), /* cut short */
    ROW("\xff", "\\xff"),
    ROW("\xe2\x82\xac \xc3\xa9 e\xcc\x81", "\xe2\x82\xac \xc3\xa9 e\xcc\x81"),
    ROW("\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"),
    ROW("\xe6\xbc\xa2", "\xe6\xbc\xa2"),
    ROW("\\n is two", "\\n is two"),
};

static const struct safe_row page_rows[] = {
    ROW("a\nb", "a\nb"),
    ROW("a\r\nb", "a\nb"),
    ROW("a\rb", "a\\rb"),
    ROW("a\r", "a\\r"),
    ROW("a\r\r\nb", "a\\r\nb"),
    ROW("a\tb", "a b"),
    ROW("\033]0;x\007", "\\e]0;x\\u{7}"),
};

/* From a block of exactly that size, so that a sanitizer sees overreads. */
static void
append(struct buffer *out, enum safe_text_shape shape, const void *bytes,
       size_t length, size_t limit)
{
    uint8_t *exact = malloc(length > 0 ? length : 1);

    assert_non_null(exact);
    memcpy(exact, bytes, length);
    safe_text_append(out, shape, exact, length, limit);
    free(exact);
}

static void
assert_rows(enum safe_text_shape shape, const struct safe_row *rows,
            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer out = { 0 };
        struct buffer again = { 0 };

        append(&out, shape, rows[i].hostile, rows[i].length, AMPLE);
        assert_string_equal(buffer_text(&out), rows[i].safe);
        append(&again, shape, buffer_text(&out), out.length, AMPLE);
        assert_string_equal(buffer_text(&again), rows[i].safe);
        buffer_release(&again);
        buffer_release(&out);
    }
}

static void
test_what_acts_is_escaped(void **state)
{
    (void)state;
    assert_rows(SAFE_LINE, line_rows, sizeof line_rows / sizeof line_rows[0]);
}

static void
test_a_page_keeps_its_lines(void **state)
{
    (void)state;
    assert_rows(SAFE_PAGE, page_rows, sizeof page_rows / sizeof page_rows[0]);
}

static bool
is_forbidden(utf8proc_int32_t code_point)
{
    static const char forbidden[][3] = { "Cc", "Cf", "Cs", "Co",
                                         "Cn", "Zl", "Zp" };
    const char *category = utf8proc_category_string(code_point);

    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        if (strcmp(category, forbidden[i]) == 0)
            return true;
    }
    return false;
}

static void
test_every_code_point_is_safe(void **state)
{
    size_t kept = 0;

    (void)state;
    for (utf8proc_int32_t code_point = 0; code_point <= 0x10ffff;
         code_point++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t length = utf8proc_encode_char(code_point, bytes);
        struct buffer out = { 0 };

        if (length <= 0)
            continue; /* a surrogate has no UTF-8 */
        safe_text_append(&out, SAFE_LINE, bytes, (size_t)length, AMPLE);

        bool same = out.length == (size_t)length &&
                    memcmp(out.data, bytes, out.length) == 0;

        if (same == is_forbidden(code_point))
            fail_msg("U+%04X became %s", (unsigned)code_point,
                     buffer_text(&out));
        kept += same;
        buffer_release(&out);
    }
    assert_true(kept > 100000);
}

struct cut_row {
    const char *text;
    size_t limit;
    const char *safe;
};

static const struct cut_row cut_rows[] = {
    { "abcdef", 6, "abcdef" },
    { "abcdefg", 6, "abc..." },
    { "abcdef", 5, "ab..." },
    { "abcdef", 3, "..." },
    { "abc", 3, "abc" },
    { "abcdef", 0, "" },
    { "", 0, "" },
    { "\033\033\033", 6, "\\e\\e\\e" },
    { "\033\033\033", 5, "\\e..." },
    { "a\xe2\x82\xac"
      "bcd",
      6, "a..." },
    { "a\xe2\x82\xac"
      "bcde",
      7, "a\xe2\x82\xac..." },
    { "abc\xe2\x80\xae", 9, "abc..." },
    { "\xe2\x80\xae", 8, "\\u{202e}" },
    { "\xe2\x80\xae", 7, "..." },
};

static void
test_a_cut_is_announced_and_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cut_rows / sizeof cut_rows[0]; i++) {
        const struct cut_row *row = &cut_rows[i];
        struct buffer out = { 0 };

        append(&out, SAFE_LINE, row->text, strlen(row->text), row->limit);
        assert_string_equal(buffer_text(&out), row->safe);
        buffer_release(&out);
    }
}

/* At every limit: not longer, valid UTF-8, and a prefix of the whole. */
static void
test_no_limit_tears_anything(void **state)
{
    static const char hostile[] = "a\033\xe2\x80\xae\xf0\x9f\x98\x80\x9b"
                                  "e\xcc\x81\n\xff end";
    struct buffer whole = { 0 };

    (void)state;
    append(&whole, SAFE_LINE, hostile, sizeof hostile - 1, AMPLE);
    for (size_t limit = 0; limit <= whole.length; limit++) {
        struct buffer out = { 0 };
        utf8proc_int32_t code_point;

        append(&out, SAFE_LINE, hostile, sizeof hostile - 1, limit);
        assert_true(out.length <= limit);
        for (size_t at = 0; at < out.length;) {
            utf8proc_ssize_t size = utf8proc_iterate(
                (const uint8_t *)out.data + at,
                (utf8proc_ssize_t)(out.length - at), &code_point);

            assert_true(size > 0);
            at += (size_t)size;
        }
        if (limit < whole.length && limit >= 3) {
            assert_string_equal(out.data + out.length - 3, "...");
            assert_memory_equal(out.data, whole.data, out.length - 3);
        }
        buffer_release(&out);
    }
    buffer_release(&whole);
}

static void
test_the_limit_is_of_what_is_appended(void **state)
{
    struct buffer out = { 0 };

    (void)state;
    buffer_append_text(&out, "in front ");
    append(&out, SAFE_LINE, "abcdef", 6, 5);
    assert_string_equal(buffer_text(&out), "in front ab...");
    buffer_release(&out);
}

static void
test_a_copy_lives_in_the_arena(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(safe_text_copy(&arena, SAFE_LINE, "a\033b", 3, AMPLE),
                        "a\\eb");
    assert_string_equal(safe_text_copy(&arena, SAFE_LINE, NULL, 0, AMPLE), "");
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_acts_is_escaped),
        cmocka_unit_test(test_a_page_keeps_its_lines),
        cmocka_unit_test(test_every_code_point_is_safe),
        cmocka_unit_test(test_a_cut_is_announced_and_clean),
        cmocka_unit_test(test_no_limit_tears_anything),
        cmocka_unit_test(test_the_limit_is_of_what_is_appended),
        cmocka_unit_test(test_a_copy_lives_in_the_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
