#include "model/definitions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct service cds = { .id = "cds" };
static const struct service email = { .id = "email" };
static const struct region us = { .id = "us" };
static const struct region eu = { .id = "eu" };
static const struct root root = { .sha256 = "AB12" };
static const struct cause cause = { .id = "tls-inspection" };
static const struct log_sign log_sign = { .id = "dlp-5000" };
static const struct statement statement = { .id = "chain-is-private" };

static const struct service *both_services[] = { &cds, &email };
static const struct region *both_regions[] = { &us, &eu };
static const struct root *roots[] = { &root };
static const struct cause *causes[] = { &cause };
static const struct statement *statements[] = { &statement };
static const struct log_sign *log_signs[] = { &log_sign };

static const struct definitions definitions = {
    .services = both_services,
    .service_count = 2,
    .regions = both_regions,
    .region_count = 2,
    .roots = roots,
    .root_count = 1,
    .causes = causes,
    .cause_count = 1,
    .statements = statements,
    .statement_count = 1,
    .log_signs = log_signs,
    .log_sign_count = 1,
};

static void
test_each_kind_is_found_by_its_id(void **state)
{
    (void)state;
    assert_ptr_equal(definitions_service(&definitions, "email"), &email);
    assert_ptr_equal(definitions_region(&definitions, "eu"), &eu);
    assert_ptr_equal(definitions_root(&definitions, "AB12"), &root);
    assert_ptr_equal(definitions_cause(&definitions, "tls-inspection"),
                     &cause);
    assert_ptr_equal(definitions_statement(&definitions, "chain-is-private"),
                     &statement);
    assert_ptr_equal(definitions_log_sign(&definitions, "dlp-5000"),
                     &log_sign);
}

static void
test_other_ids_find_nothing(void **state)
{
    static const struct definitions none = { 0 };

    (void)state;
    assert_null(definitions_service(&definitions, "CDS"));
    assert_null(definitions_region(&definitions, "u"));
    assert_null(definitions_root(&definitions, ""));
    assert_null(definitions_cause(&definitions, "tls"));
    assert_null(definitions_statement(&definitions, "chain"));
    assert_null(definitions_log_sign(&definitions, "dlp"));
    assert_null(definitions_service(&none, "cds"));
    assert_null(definitions_region(&none, "us"));
    assert_null(definitions_root(&none, "AB12"));
    assert_null(definitions_cause(&none, "tls-inspection"));
    assert_null(definitions_statement(&none, "chain-is-private"));
    assert_null(definitions_log_sign(&none, "dlp-5000"));
}

/* Both must be asked for; NULL asks for any of them. */
static void
test_an_endpoint_serves_what_it_names(void **state)
{
    static const struct service *only_cds[] = { &cds };
    static const struct region *only_us[] = { &us };
    static const struct endpoint endpoint = { .services = only_cds,
                                              .service_count = 1,
                                              .regions = only_us,
                                              .region_count = 1 };

    (void)state;
    assert_true(endpoint_serves(&endpoint, &cds, &us));
    assert_false(endpoint_serves(&endpoint, &email, &us));
    assert_false(endpoint_serves(&endpoint, &cds, &eu));
    assert_true(endpoint_serves(&endpoint, &cds, NULL));
    assert_true(endpoint_serves(&endpoint, NULL, &us));
    assert_false(endpoint_serves(&endpoint, &email, NULL));
    assert_false(endpoint_serves(&endpoint, NULL, &eu));
    assert_true(endpoint_serves(&endpoint, NULL, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_is_found_by_its_id),
        cmocka_unit_test(test_other_ids_find_nothing),
        cmocka_unit_test(test_an_endpoint_serves_what_it_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
