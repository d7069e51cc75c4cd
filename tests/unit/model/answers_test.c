#include "model/answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Versions as people write them. */
struct version_row {
    const char *text;
    bool known;
    int major;
    int minor;
    const char *rest;
};

static const struct version_row rows[] = {
    { "15.8 MP2", true, 15, 8, " MP2" },
    { "Symantec DLP 16.0.1", true, 16, 0, ".1" },
    { "15", true, 15, -1, "" },
    { "15.", true, 15, -1, "." },
    { "15.x", true, 15, -1, ".x" },
    { "25.1.0", true, 25, 1, ".0" },
    { "15.100", true, 15, -1, "0" },
    { "", false, 0, 0, "" },
    { "the newest", false, 0, 0, "" },
    { "2026", false, 0, 0, "" },
    { "99999999999999999999", false, 0, 0, "" },
    { NULL, false, 0, 0, "" },
};

static void
a_version_is_its_first_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct dlp_version version = dlp_version_read(rows[i].text);

        assert_int_equal(version.known, rows[i].known);
        if (!rows[i].known)
            continue;
        assert_int_equal(version.major, rows[i].major);
        assert_int_equal(version.minor, rows[i].minor);
        assert_string_equal(version.rest, rows[i].rest);
    }
}

static bool
is_before_15_5(const char *text)
{
    struct dlp_version version = dlp_version_read(text);

    return dlp_version_is_before(&version, 15, 5);
}

static void
earlier_is_said_for_certain_only(void **state)
{
    (void)state;
    assert_true(is_before_15_5("14.6"));
    assert_true(is_before_15_5("14"));
    assert_true(is_before_15_5("15.1 MP1"));
    assert_false(is_before_15_5("15.5"));
    assert_false(is_before_15_5("15"));
    assert_false(is_before_15_5("16.0"));
    assert_false(is_before_15_5("new"));
}

static void
who_renews_depends_on_version_and_installation(void **state)
{
    struct answers answers = { .installation = INSTALLATION_NEW };

    (void)state;
    assert_int_equal(answers_renewal(&answers), RENEWAL_AUTOMATIC);
    answers.dlp_version = "15.1";
    assert_int_equal(answers_renewal(&answers), RENEWAL_BY_HAND);
    answers.dlp_version = "15.5";
    assert_int_equal(answers_renewal(&answers), RENEWAL_AUTOMATIC);
    answers.installation = INSTALLATION_UPGRADED;
    assert_int_equal(answers_renewal(&answers), RENEWAL_FIRST_BY_HAND);
    answers.installation = INSTALLATION_NOT_SAID;
    assert_int_equal(answers_renewal(&answers), RENEWAL_NOT_KNOWN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_is_its_first_number),
        cmocka_unit_test(earlier_is_said_for_certain_only),
        cmocka_unit_test(who_renews_depends_on_version_and_installation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
