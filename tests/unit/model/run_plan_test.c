#include "model/run_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct endpoint named = { .host = "gw.example.net", .port = 443 };
static const struct endpoint literal = { .host = "192.0.2.7", .port = 8443 };
static const struct route direct = { .kind = ROUTE_DIRECT };
static const struct route proxied = { .kind = ROUTE_PROXY,
                                      .proxy_host = "proxy.example.org",
                                      .proxy_port = 3128 };

static void
a_direct_target_is_named_itself(void **state)
{
    struct run run = { 0 };
    struct run_plan plan;

    (void)state;
    run_add_target(&run, &named, NULL, &direct);
    run_add_target(&run, &literal, NULL, &direct);
    run_plan_list(&plan, &run, true, &run.arena);
    assert_true(plan.probes);
    assert_int_equal(plan.name_count, 1);
    assert_string_equal(plan.names[0]->host, "gw.example.net");
    assert_false(plan.names[0]->of_proxy);
    assert_int_equal(plan.connection_count, 2);
    assert_string_equal(plan.connections[0]->host, "gw.example.net");
    assert_int_equal(plan.connections[0]->port, 443);
    assert_true(plan.connections[0]->checks[CHECK_DNS]);
    assert_true(plan.connections[0]->checks[CHECK_TCP]);
    assert_false(plan.connections[0]->checks[CHECK_PROXY]);
    assert_true(plan.connections[0]->checks[CHECK_HTTP]);
    assert_false(plan.connections[1]->checks[CHECK_DNS]);
    assert_int_equal(plan.connections[1]->port, 8443);
    run_release(&run);
}

static void
by_a_proxy_the_connection_goes_to_the_proxy(void **state)
{
    struct run run = { 0 };
    struct run_plan plan;

    (void)state;
    run_add_target(&run, &named, NULL, &proxied);
    run_plan_list(&plan, &run, false, &run.arena);
    assert_false(plan.probes);
    assert_int_equal(plan.name_count, 2);
    for (size_t i = 0; i < plan.name_count; i++)
        assert_int_equal(plan.names[i]->of_proxy,
                         strcmp(plan.names[i]->host, "proxy.example.org") ==
                             0);
    assert_int_equal(plan.connection_count, 1);
    assert_string_equal(plan.connections[0]->host, "proxy.example.org");
    assert_int_equal(plan.connections[0]->port, 3128);
    assert_true(plan.connections[0]->checks[CHECK_PROXY]);
    assert_ptr_equal(plan.connections[0]->target, run.targets[0]);
    run_release(&run);
}

static void
the_resolvers_are_those_of_the_machine(void **state)
{
    struct machine_resolver one = { .port = 53 };
    struct machine_resolver *resolvers[] = { &one };
    struct run run = { .machine = { .resolvers = resolvers,
                                    .resolver_count = 1 } };
    struct run_plan plan;

    (void)state;
    run_plan_list(&plan, &run, false, &run.arena);
    assert_int_equal(plan.resolver_count, 1);
    assert_ptr_equal(plan.resolvers[0], &one);
    assert_int_equal(plan.connection_count, 0);
    run_release(&run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_direct_target_is_named_itself),
        cmocka_unit_test(by_a_proxy_the_connection_goes_to_the_proxy),
        cmocka_unit_test(the_resolvers_are_those_of_the_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
