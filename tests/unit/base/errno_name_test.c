#include "base/errno_name.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
test_a_socket_error_has_its_symbol(void **state)
{
    (void)state;
    assert_string_equal(errno_name(ECONNREFUSED), "ECONNREFUSED");
    assert_string_equal(errno_name(EHOSTUNREACH), "EHOSTUNREACH");
    assert_string_equal(errno_name(ETIMEDOUT), "ETIMEDOUT");
    assert_string_equal(errno_name(EPERM), "EPERM");
}

static void
test_other_numbers_have_none(void **state)
{
    (void)state;
    assert_null(errno_name(0));
    assert_null(errno_name(-1));
    assert_null(errno_name(EISDIR));
    assert_null(errno_name(100000));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_socket_error_has_its_symbol),
        cmocka_unit_test(test_other_numbers_have_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
