#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/plan.h"
#include "probe_worlds.h"

/*
 * What is tried beside the probes when something has failed: names that
 * nobody has, and the same endpoint by the other route.
 */
static size_t
count_random_names(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->name_count; i++)
        count += run->names[i]->random;
    return count;
}

static size_t
count_controls(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++)
        count += run->targets[i]->control;
    return count;
}

/* Names that nobody has. */

static void
names_that_nobody_has_are_asked_for_once(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_no_address(&builder, build_target(&builder, &builder_pki),
                     REASON_NXDOMAIN);
    assert_true(diagnosis_plan(&builder.run));
    assert_int_equal(count_random_names(&builder.run), 2);
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(count_random_names(&builder.run), 2);
    build_release(&builder);
}

static void
names_that_nobody_has_need_a_resolver(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    builder.run.machine.resolver_count = 0;
    build_no_address(&builder, build_target(&builder, &builder_pki),
                     REASON_NO_RESOLVER);
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(count_random_names(&builder.run), 0);
    build_release(&builder);
}

static void
plan_for_names(struct run_builder *builder, int64_t started)
{
    build_run(builder);
    builder->run.started = started;
    build_no_address(builder, build_target(builder, &builder_pki),
                     REASON_NXDOMAIN);
    diagnosis_plan(&builder->run);
}

/* A cache that has heard one of them has not heard the next. */
static void
names_that_nobody_has_are_never_the_same(void **state)
{
    enum { LABEL = 16 };
    struct run_builder one;
    struct run_builder other;

    (void)state;
    plan_for_names(&one, 1795521600000);
    plan_for_names(&other, 1795521600001);
    for (size_t i = 1; i < 3; i++) {
        const char *host = one.run.names[i]->host;

        assert_string_equal(host + LABEL, ".example.com");
        assert_int_equal(strspn(host, "abcdefghijklmnopqrstuvwxyz"), LABEL);
        for (size_t j = 1; j < 3; j++)
            assert_string_not_equal(host, other.run.names[j]->host);
    }
    assert_string_not_equal(one.run.names[1]->host, one.run.names[2]->host);
    build_release(&one);
    build_release(&other);
}

/*
 * A server has led us to the service, and this machine itself finds no
 * address: the product would fail, so the name is asked again.
 */
static void
a_name_that_only_servers_know_is_asked_again(void **state)
{
    struct run_builder builder;
    struct target *pki;
    struct path *path;
    size_t again = 0;

    (void)state;
    build_run(&builder);
    pki = build_target(&builder, &builder_pki);
    path = build_server_address(&builder, pki, "203.0.113.1");
    build_genuine(&builder, pki, path);
    build_status(pki, path, 404);
    diagnosis_plan(&builder.run);
    for (size_t i = 0; i < builder.run.name_count; i++)
        again += builder.run.names[i]->again == pki->name &&
                 !question_is_varied(&builder.run.names[i]->variation);
    assert_int_equal(again, 3);
    build_release(&builder);
}

/* The other route. */

static void
without_another_route_nothing_is_compared(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_not_connected(build_lone_gateway(&builder), REASON_SILENT);
    assert_in_range(build_probes(&builder, everything_is_cut), 1, 6);
    assert_int_equal(count_controls(&builder.run), 0);
    build_release(&builder);
}

/* A comparison alone is something to try too. */
static void
a_comparison_is_worth_another_round(void **state)
{
    struct run_builder builder;
    struct target *gateway;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    builder.run.machine.resolver_count = 0;
    gateway = build_target(&builder, &builder_gateway);
    build_no_tunnel(build_address(&builder, gateway, "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
    assert_true(diagnosis_plan(&builder.run));
    assert_int_equal(count_controls(&builder.run), 1);
    assert_false(diagnosis_plan(&builder.run));
    build_release(&builder);
}

/* Only what has failed by the proxy is tried past it. */
static void
what_fails_by_the_proxy_is_tried_directly(void **state)
{
    struct run_builder builder;
    struct target *gateway;
    struct target *control;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    build_good(&builder, build_target(&builder, &builder_pki), "10.0.0.8");
    gateway = build_target(&builder, &builder_gateway);
    build_no_tunnel(build_address(&builder, gateway, "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
    assert_true(diagnosis_plan(&builder.run));
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(count_controls(&builder.run), 1);
    control = build_control(&builder);
    assert_ptr_equal(control->endpoint, &builder_gateway);
    assert_int_equal(control->route.kind, ROUTE_DIRECT);
    assert_null(control->route.bypass);
    assert_false(target_is_decisive(control, &builder.run));
    build_release(&builder);
}

static void
what_goes_past_the_proxy_is_tried_by_it(void **state)
{
    struct run_builder builder;
    struct route past = { .kind = ROUTE_DIRECT, .bypass = ".example.net" };
    struct target *gateway;
    struct target *control;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    gateway = run_add_target(&builder.run, &builder_gateway, NULL, &past);
    build_not_connected(build_address(&builder, gateway, "203.0.113.2"),
                        REASON_SILENT);
    build_probes(&builder, everything_is_cut);
    assert_int_equal(count_controls(&builder.run), 1);
    control = build_control(&builder);
    assert_ptr_equal(control->endpoint, &builder_gateway);
    assert_int_equal(control->route.kind, ROUTE_PROXY);
    assert_string_equal(control->route.proxy_host, "proxy.corp.example");
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_nobody_has_are_asked_for_once),
        cmocka_unit_test(names_that_nobody_has_need_a_resolver),
        cmocka_unit_test(names_that_nobody_has_are_never_the_same),
        cmocka_unit_test(a_name_that_only_servers_know_is_asked_again),
        cmocka_unit_test(without_another_route_nothing_is_compared),
        cmocka_unit_test(a_comparison_is_worth_another_round),
        cmocka_unit_test(what_fails_by_the_proxy_is_tried_directly),
        cmocka_unit_test(what_goes_past_the_proxy_is_tried_by_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
