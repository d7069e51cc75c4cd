#include "base/clock.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct clock_row {
    const char *text;
    int64_t unix_seconds;
};

static const struct clock_row plain_rows[] = {
    { "1970-01-01", 0 },
    { "1969-12-31T23:59:59Z", -1 },
    { "2026-11-24", 1795478400 },
    { "2026-11-24T12:00Z", 1795521600 },
    { "2026-11-24T12:00:00Z", 1795521600 },
    { "2026-11-24T14:00:00+02:00", 1795521600 },
    { "2026-11-24T06:30-05:30", 1795521600 },
    { "2026-11-24T12:00:00-00:00", 1795521600 },
    { "2024-02-29", 1709164800 },
    { "2000-02-29", 951782400 },
    { "2016-12-31T23:59:60Z", 1483228800 }, /* a leap second */
    { "9999-12-31T23:59:59Z", 253402300799 },
};

static const char *const no_times[] = {
    "",
    "2026",
    "2026-11",
    "2026-02-30",
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-01",
    "2026-01-00",
    "2026-01-32",
    "26-01-01",
    "2026-1-1",
    "2026-11-24 ",
    " 2026-11-24",
    "2026-11-24T",
    "+026-11-24",
    "2026-11-24x",
    "2026/11/24",
    "2026-11-24T12",
    "today",
    "02026-11-24",
    "2026-11--4",
    "2026-11-24\n",

    "2026-11-24T12:00",
    "2026-11-24T12:00:00",
    "2026-11-24T24:00Z",
    "2026-11-24T12:60Z",
    "2026-11-24T12:00:61Z",
    "2026-11-24T12:00:00Zx",
    "2026-11-24T12:00:00.5Z",
    "2026-11-24 12:00:00Z",
    "2026-11-24T12:00:00+2:00",
    "2026-11-24T12:00:00+24:00",
    "2026-11-24T12:00:00+02:60",
    "2026-11-24T12:00:00+0200",
    "2026-11-24T12:00:00+",
    "2026-11-24T12:00:00+02",
    "2026-11-24T12:00:00 Z",
    "2026-02-30T12:00:00Z",
};

/* The first three are the example of RFC 9110 5.6.7. */
static const struct clock_row http_rows[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "Tue, 24 Nov 2026 12:00:00 GMT", 1795521600 },
    { "Tuesday, 24-Nov-26 12:00:00 GMT", 1795521600 },
    { "Tue Nov 24 12:00:00 2026", 1795521600 },
    { "Thursday, 01-Jan-70 00:00:00 GMT", 0 },
    { "Tuesday, 31-Dec-69 23:59:59 GMT", 3155759999 },
};

static const char *const no_http_times[] = {
    "",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 1994 08:49:37 GMT ",
    "Sun, 06 Nov 1994 08:49:37 GMT; path=/",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "Sun, 31 Nov 1994 08:49:37 GMT",
    "Sun, 30 Feb 2026 08:49:37 GMT",
    "Sun, 06 nov 1994 08:49:37 GMT",
    "Son, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun Nov 006 08:49:37 1994",
    "Sun Nov  0 08:49:37 1994",
    "Sun Nov  6 08:49:37 1994 GMT",
    "784111777",
};

static void
assert_time_is_read(bool (*read)(const char *text, int64_t *unix_seconds),
                    const struct clock_row *row)
{
    int64_t seconds = 42;

    if (!read(row->text, &seconds))
        fail_msg("\"%s\" is a time", row->text);
    if (seconds != row->unix_seconds)
        fail_msg("\"%s\" is not %lld", row->text, (long long)seconds);
}

static void
assert_time_is_refused(bool (*read)(const char *text, int64_t *unix_seconds),
                       const char *text)
{
    int64_t seconds = 42;

    if (read(text, &seconds))
        fail_msg("\"%s\" is no time", text);
    assert_int_equal(seconds, 42);
}

static void
test_a_plain_time_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plain_rows / sizeof plain_rows[0]; i++)
        assert_time_is_read(clock_parse, &plain_rows[i]);
    for (size_t i = 0; i < sizeof no_times / sizeof no_times[0]; i++)
        assert_time_is_refused(clock_parse, no_times[i]);
}

static void
test_an_http_date_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof http_rows / sizeof http_rows[0]; i++)
        assert_time_is_read(clock_parse_http, &http_rows[i]);
    for (size_t i = 0; i < sizeof no_http_times / sizeof no_http_times[0]; i++)
        assert_time_is_refused(clock_parse_http, no_http_times[i]);
}

/* A text that is cut anywhere must be refused, not read beyond its end. */
static void
test_a_cut_date_is_refused(void **state)
{
    static const char whole[] = "Sunday, 06-Nov-94 08:49:37 GMT";

    (void)state;
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        char cut[sizeof whole] = "";

        memcpy(cut, whole, length);
        assert_time_is_refused(clock_parse_http, cut);
    }
}

static const struct clock_row format_rows[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1969-12-31T23:59:59Z", -1 },
    { "2026-11-24T12:00:00Z", 1795521600 },
    { "0000-01-01T00:00:00Z", -62167219200 },
    { "9999-12-31T23:59:59Z", 253402300799 },
    { "@253402300800", 253402300800 },
    { "@-62167219201", -62167219201 },
    { "@9223372036854775807", INT64_MAX },
    { "@-9223372036854775808", INT64_MIN },
};

static void
test_a_time_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof format_rows / sizeof format_rows[0]; i++) {
        char text[CLOCK_TEXT_SIZE];

        assert_string_equal(clock_format(format_rows[i].unix_seconds, text),
                            format_rows[i].text);
    }
}

/* Every day from 1968 to 2100, written and read again. */
static void
test_what_is_written_is_read(void **state)
{
    const int64_t day = 86400;

    (void)state;
    for (int64_t when = -731 * day; when < 47846 * day; when += day) {
        char text[CLOCK_TEXT_SIZE];
        int64_t again;

        assert_true(clock_parse(clock_format(when, text), &again));
        assert_int_equal(again, when);
    }
}

static void
test_the_clocks_run(void **state)
{
    int64_t before = clock_monotonic_ms();
    int64_t wall = clock_wall_ms();

    (void)state;
    assert_true(clock_monotonic_ms() >= before);
    assert_true(wall > 1700000000000); /* 2023: milliseconds, not seconds */
    assert_true(wall < 253402300800000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plain_time_is_read),
        cmocka_unit_test(test_an_http_date_is_read),
        cmocka_unit_test(test_a_cut_date_is_refused),
        cmocka_unit_test(test_a_time_is_written),
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_the_clocks_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
