#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/session_also.h"

static bool
read_also(bool also[ALSO_COUNT], const char *text, bool nothing_deep,
          const char *expected)
{
    struct error error = { 0 };
    bool good = session_also_read(also, text, nothing_deep, &error);

    if (!good)
        assert_string_equal(error.text, expected);
    return good;
}

static void
words_are_taken_one_by_one(void **state)
{
    static const struct {
        const char *text;
        bool also[ALSO_COUNT];
    } rows[] = {
        { NULL, { 0 } },
        { "reserved", { [ALSO_RESERVED] = true } },
        { "hold", { [ALSO_HOLD] = true } },
        { "hold,reserved", { true, true } },
        { "hold,hold", { [ALSO_HOLD] = true } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool also[ALSO_COUNT] = { 0 };

        assert_true(read_also(also, rows[i].text, false, ""));
        assert_memory_equal(also, rows[i].also, sizeof also);
    }
}

static void
others_are_refused_with_those_that_are_known(void **state)
{
    bool also[ALSO_COUNT] = { 0 };

    (void)state;
    assert_false(read_also(also, "", false,
                           "--also: there is no \"\"; known: reserved, hold"));
    assert_false(read_also(also, "reserved,", false,
                           "--also: there is no \"\"; known: reserved, hold"));
    assert_false(
        read_also(also, "hold,Reserved", false,
                  "--also: there is no \"Reserved\"; known: reserved, hold"));
    assert_false(
        read_also(also, "reserved hold", false,
                  "--also: there is no \"reserved hold\"; known: reserved, "
                  "hold"));
}

static void
it_is_nothing_without_probes(void **state)
{
    bool also[ALSO_COUNT] = { 0 };

    (void)state;
    assert_true(read_also(also, NULL, true, ""));
    assert_false(read_also(also, "hold", true,
                           "--also: expected without --no-deep, which tries "
                           "nothing further"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_taken_one_by_one),
        cmocka_unit_test(others_are_refused_with_those_that_are_known),
        cmocka_unit_test(it_is_nothing_without_probes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
