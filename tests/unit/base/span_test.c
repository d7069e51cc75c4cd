#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char nul_inside[] = "one\0Two";

static struct span
with_nul(void)
{
    return (struct span){ nul_inside, sizeof nul_inside - 1 };
}

static void
nothing_holds_nothing(void **state)
{
    struct span none = span_of(NULL);

    (void)state;
    assert_int_equal(none.length, 0);
    assert_false(span_contains(none, "a"));
    assert_false(span_contains_any_case(none, "a"));
    assert_false(span_begins_any_case(none, "a"));
    assert_false(span_equals_any_case(none, "a"));
    assert_int_equal(span_find(none, "a"), 0);
    assert_int_equal(span_from(none, 3).length, 0);
}

static void
a_part_is_found_where_it_is(void **state)
{
    struct span span = span_of("Zscaler Root CA");

    (void)state;
    assert_int_equal(span_find(span, "Root"), 8);
    assert_int_equal(span_find(span, "root"), span.length);
    assert_int_equal(span_find_any_case(span, "root"), 8);
    assert_int_equal(span_find_any_case(span, "CA "), span.length);
    assert_true(span_contains(span, "CA"));
    assert_false(span_contains(span, "root"));
    assert_true(span_contains_any_case(span, "ca"));
    assert_true(span_begins_any_case(span, "zSCALER"));
    assert_false(span_begins_any_case(span, "root"));
    assert_true(span_equals_any_case(span, "zscaler root ca"));
    assert_false(span_equals_any_case(span, "zscaler root"));
    assert_false(span_equals_any_case(span, "zscaler root ca!"));
}

static void
a_nul_is_a_byte_like_any_other(void **state)
{
    (void)state;
    assert_true(span_contains_any_case(with_nul(), "two"));
    assert_true(span_contains(with_nul(), "Two"));
    assert_false(span_equals_any_case(with_nul(), "one"));
}

static void
the_end_of_a_span_is_its_end(void **state)
{
    struct span cut = { "Fortinet", 4 };

    (void)state;
    assert_false(span_contains(cut, "Forti"));
    assert_false(span_contains_any_case(cut, "forti"));
    assert_false(span_begins_any_case(cut, "forti"));
    assert_true(span_equals_any_case(cut, "FORT"));
    assert_int_equal(span_from(cut, 3).length, 1);
    assert_int_equal(span_from(cut, 4).length, 0);
    assert_int_equal(span_from(cut, 5).length, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_holds_nothing),
        cmocka_unit_test(a_part_is_found_where_it_is),
        cmocka_unit_test(a_nul_is_a_byte_like_any_other),
        cmocka_unit_test(the_end_of_a_span_is_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
