#include "base/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct width_row {
    const char *text;
    size_t columns;
};

static const struct width_row rows[] = {
    { "", 0 },
    { "plain", 5 },
    { "\xc3\xa9", 1 },                      /* e acute */
    { "e\xcc\x81", 1 },                     /* e and a combining acute */
    { "e\xcc\x81\xcc\xa3\xe2\x83\x9d", 1 }, /* three marks */
    { "\xe6\xbc\xa2\xe5\xad\x97", 4 },      /* two Han characters */
    { "\xef\xbc\xa1", 2 },                  /* full-width A */
    { "\xef\xbd\xb1", 1 },                  /* half-width katakana */
    { "\xea\xb0\x80", 2 },                  /* a Hangul syllable */
    { "\xf0\x9f\x98\x80", 2 },              /* a face */
    { "\xc2\xa7\xce\xb1\xe2\x94\x80", 3 },  /* ambiguous ones are narrow */
    { "\xe2\x80\xa6", 1 },                  /* ellipsis, ambiguous */
    { "\xff", 1 },                          /* should not be here */
};

static void
test_columns_are_counted(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(width_of(rows[i].text), rows[i].columns);
}

struct fit_row {
    const char *text;
    size_t columns;
    size_t bytes;
};

static const struct fit_row fit_rows[] = {
    { "abc", 0, 0 },
    { "abc", 2, 2 },
    { "abc", 3, 3 },
    { "abc", 9, 3 },
    { "", 3, 0 },
    { "a\xe6\xbc\xa2"
      "b",
      2, 1 }, /* half of a wide one does not fit */
    { "a\xe6\xbc\xa2"
      "b",
      3, 4 },
    { "\xe6\xbc\xa2", 1, 0 },
    { "ae\xcc\x81"
      "b",
      2, 4 }, /* the mark stays with its letter */
    { "ae\xcc\x81\xcc\xa3", 2, 6 },
    { "ae\xcc\x81", 1, 1 },
};

static void
test_what_fits_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fit_rows / sizeof fit_rows[0]; i++)
        assert_int_equal(width_fit(fit_rows[i].text, fit_rows[i].columns),
                         fit_rows[i].bytes);
}

static void
test_all_of_it_fits_into_its_width(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(width_fit(rows[i].text, width_of(rows[i].text)),
                         strlen(rows[i].text));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_are_counted),
        cmocka_unit_test(test_what_fits_is_whole),
        cmocka_unit_test(test_all_of_it_fits_into_its_width),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
