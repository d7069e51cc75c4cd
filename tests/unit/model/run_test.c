#include "model/run.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 1000, PATHS = 4 };

static const struct service cds = { .id = "cds" };
static const struct service email = { .id = "email" };
static const struct region us = { .id = "us" };
static const struct region eu = { .id = "eu" };
static const struct service *cds_only[] = { &cds };
static const struct region *us_only[] = { &us };

static const struct endpoint gateway = {
    .host = "gw.example.net",
    .port = 443,
    .role = ROLE_GATEWAY,
    .required = true,
    .services = cds_only,
    .service_count = 1,
    .regions = us_only,
    .region_count = 1,
};

static const struct route direct = { .kind = ROUTE_DIRECT };
static const struct route proxied = { .kind = ROUTE_PROXY,
                                      .proxy_host = "proxy.example.org",
                                      .proxy_port = 3128 };

static struct address
address_of(const char *text)
{
    struct address address;

    assert_true(address_parse(text, &address));
    return address;
}

static struct path *
add_path(struct run *run, struct target *target, const char *text,
         bool of_system)
{
    struct address address = address_of(text);

    return target_add_path(run, target, &address, of_system);
}

static void
test_a_name_is_one_in_any_case(void **state)
{
    struct run run = { 0 };
    struct name *name = run_name(&run, "GateWay.Example.NET");

    (void)state;
    assert_ptr_equal(run_name(&run, "gateway.example.net"), name);
    assert_ptr_equal(run_name(&run, "GATEWAY.EXAMPLE.NET"), name);
    assert_ptr_not_equal(run_name(&run, "gateway.example.ne"), name);
    assert_ptr_not_equal(run_name(&run, "gateway.example.nets"), name);
    assert_int_equal(run.name_count, 3);
    assert_string_equal(name->host, "GateWay.Example.NET");
    assert_int_equal(name->literal.family, FAMILY_NONE);
    run_release(&run);
}

/* In that locale the C library knows no lower case of I in ASCII. */
static void
test_no_locale_changes_a_name(void **state)
{
    struct run run = { 0 };

    (void)state;
    if (setlocale(LC_CTYPE, "tr_TR.UTF-8") == NULL)
        print_message("no Turkish locale here: tried in C only\n");
    assert_ptr_equal(run_name(&run, "PKI.EXAMPLE.NET"),
                     run_name(&run, "pki.example.net"));
    setlocale(LC_CTYPE, "C");
    run_release(&run);
}

static void
test_a_literal_is_known(void **state)
{
    struct run run = { 0 };

    (void)state;
    assert_int_equal(run_name(&run, "192.0.2.1")->literal.family, FAMILY_IPV4);
    assert_int_equal(run_name(&run, "2001:db8::1")->literal.family,
                     FAMILY_IPV6);
    assert_int_equal(run_name(&run, "192.0.2.1.example")->literal.family,
                     FAMILY_NONE);
    run_release(&run);
}

/* Many enough that some share a bucket with what they begin with. */
static void
test_many_names_are_all_found(void **state)
{
    struct run run = { 0 };
    char host[64];

    (void)state;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            snprintf(host, sizeof host, "example.h%d", i);
            struct name *name = run_name(&run, host);

            assert_string_equal(name->host, host);
            assert_ptr_equal(run.names[i], name);
        }
    }
    assert_int_equal(run.name_count, MANY);
    run_release(&run);
    assert_int_equal(run.name_count, 0);
}

static void
test_a_direct_target_uses_its_own_name(void **state)
{
    struct run run = { 0 };
    struct target *first = run_add_target(&run, &gateway, &us, &direct);
    struct target *second = run_add_target(&run, &gateway, &us, &direct);

    (void)state;
    assert_int_equal(run.target_count, 2);
    assert_ptr_equal(run.targets[1], second);
    assert_ptr_equal(first->endpoint, &gateway);
    assert_ptr_equal(first->region, &us);
    assert_null(first->proxy_name);
    assert_ptr_equal(first->name, second->name);
    assert_int_equal(first->name->user_count, 2);
    assert_ptr_equal(first->name->users[0], first);
    assert_ptr_equal(first->name->users[1], second);
    assert_int_equal(run.name_count, 1);
    assert_int_equal(add_path(&run, first, "192.0.2.1", true)->port, 443);
    run_release(&run);
}

static void
test_a_proxied_target_uses_the_proxys_name(void **state)
{
    struct run run = { 0 };
    struct target *target = run_add_target(&run, &gateway, NULL, &proxied);

    (void)state;
    assert_string_equal(target->name->host, "gw.example.net");
    assert_int_equal(target->name->user_count, 0);
    assert_string_equal(target->proxy_name->host, "proxy.example.org");
    assert_int_equal(target->proxy_name->user_count, 1);
    assert_ptr_equal(target->proxy_name->users[0], target);
    assert_int_equal(add_path(&run, target, "192.0.2.1", true)->port, 3128);
    run_release(&run);
}

static void
test_a_path_is_found_by_its_address(void **state)
{
    struct run run = { 0 };
    struct target *target = run_add_target(&run, &gateway, &us, &direct);
    struct path *path = add_path(&run, target, "192.0.2.1", true);
    struct address known = address_of("192.0.2.1");
    struct address unknown = address_of("192.0.2.2");

    (void)state;
    assert_ptr_equal(target_find_path(target, &known), path);
    assert_null(target_find_path(target, &unknown));
    assert_true(path->of_system);
    assert_int_equal(path->tcp.icmp_type, -1);
    assert_int_equal(path->tls.alert, -1);
    assert_int_equal(path->http.alert, -1);
    assert_int_equal(path->http.first_byte_ms, -1);
    run_release(&run);
}

static void
test_paths_can_be_sorted(void **state)
{
    struct run run = { 0 };
    struct target *target = run_add_target(&run, &gateway, &us, &direct);
    struct target *empty = run_add_target(&run, &gateway, &us, &direct);
    struct path *last = add_path(&run, target, "2001:db8::1", true);
    struct path *second = add_path(&run, target, "192.0.2.10", true);
    struct path *first = add_path(&run, target, "192.0.2.9", false);

    (void)state;
    run_sort_paths(&run);
    assert_int_equal(target->path_count, 3);
    assert_ptr_equal(target->paths[0], first);
    assert_ptr_equal(target->paths[1], second);
    assert_ptr_equal(target->paths[2], last);
    assert_int_equal(empty->path_count, 0);
    run_release(&run);
}

/* How one path ended; rows end with one whose outcome is none. */
struct ended {
    bool of_system;
    enum outcome outcome;
    enum reason reason;
};

#define SYSTEM(outcome, reason)                                               \
    {                                                                         \
        true, OUTCOME_##outcome, REASON_##reason                              \
    }
#define OTHER(outcome, reason)                                                \
    {                                                                         \
        false, OUTCOME_##outcome, REASON_##reason                             \
    }

struct derivation {
    const char *what;
    enum outcome outcome;
    enum reason reason;
    int speaks; /* index of the path that speaks for the target */
    struct ended paths[PATHS];
};

#define DERIVATION(what, outcome, reason, speaks, ...)                        \
    {                                                                         \
        what, OUTCOME_##outcome, REASON_##reason, speaks,                     \
        {                                                                     \
            __VA_ARGS__                                                       \
        }                                                                     \
    }

static const struct derivation derivations[] = {
    DERIVATION("all pass", PASS, NONE, 0, SYSTEM(PASS, NONE),
               SYSTEM(PASS, NONE)),
    DERIVATION("none passes: the first says why", FAIL, REFUSED, 0,
               SYSTEM(FAIL, REFUSED), SYSTEM(FAIL, SILENT)),
    DERIVATION("some pass", WARN, SOME_ADDRESSES, 1, SYSTEM(FAIL, REFUSED),
               SYSTEM(PASS, NONE)),
    DERIVATION("a warning shows", WARN, NOT_IN_SYSTEM_STORE, 0,
               SYSTEM(PASS, NONE), SYSTEM(WARN, NOT_IN_SYSTEM_STORE)),
    DERIVATION("a remark on a pass stays", PASS, CERTIFICATE_REQUIRED, 0,
               SYSTEM(PASS, CERTIFICATE_REQUIRED)),
    DERIVATION("one warns and one fails", WARN, SOME_ADDRESSES, 0,
               SYSTEM(WARN, NOT_IN_SYSTEM_STORE), SYSTEM(FAIL, TLS_RESET)),
    DERIVATION("another resolver's address does not count", PASS, NONE, 1,
               OTHER(FAIL, SILENT), SYSTEM(PASS, NONE)),
    DERIVATION("nor does it help", FAIL, SILENT, 1, OTHER(PASS, NONE),
               SYSTEM(FAIL, SILENT)),
    DERIVATION("unless the system has none", WARN, SOME_ADDRESSES, 1,
               OTHER(FAIL, SILENT), OTHER(PASS, NONE)),
    DERIVATION("all left out", SKIP, NEED_FAILED, 0, SYSTEM(SKIP, NEED_FAILED),
               SYSTEM(SKIP, NEED_FAILED)),
    DERIVATION("a failure before what was left out", FAIL, TLS_CLOSED, 1,
               SYSTEM(SKIP, NEED_FAILED), SYSTEM(FAIL, TLS_CLOSED)),
    DERIVATION("a pass beside what was left out", PASS, NONE, 1,
               SYSTEM(SKIP, NO_ROUTE), SYSTEM(PASS, NONE)),
    DERIVATION("nothing begun", PENDING, NONE, 0, SYSTEM(PENDING, NONE),
               SYSTEM(PENDING, NONE)),
    DERIVATION("one of two runs", RUNNING, NONE, 1, SYSTEM(PENDING, NONE),
               SYSTEM(RUNNING, NONE)),
    DERIVATION("one of two has passed, the other waits", RUNNING, NONE, 0,
               SYSTEM(PASS, NONE), SYSTEM(PENDING, NONE)),
    DERIVATION("one of two has failed, the other runs", RUNNING, NONE, 0,
               SYSTEM(FAIL, SILENT), SYSTEM(RUNNING, NONE)),
};

static void
assert_derivation(const struct derivation *row, enum check_id check)
{
    struct run run = { 0 };
    struct target *target = run_add_target(&run, &gateway, &us, &proxied);

    for (size_t i = 0; i < PATHS && row->paths[i].outcome != OUTCOME_NONE;
         i++) {
        char text[] = "192.0.2.1";

        text[8] = "1234"[i];
        struct path *path =
            add_path(&run, target, text, row->paths[i].of_system);

        path->results[check].outcome = row->paths[i].outcome;
        path->results[check].reason = row->paths[i].reason;
    }

    struct result result = target_result(target, check);

    if (result.outcome != row->outcome || result.reason != row->reason)
        fail_msg("%s: %s, %s", row->what,
                 words_id(&outcome_words, (int)result.outcome),
                 reason_id(result.reason));
    if (target_path(target, check) != target->paths[row->speaks])
        fail_msg("%s: another path speaks", row->what);
    run_release(&run);
}

static void
test_a_target_is_judged_by_its_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof derivations / sizeof derivations[0]; i++)
        for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
            assert_derivation(&derivations[i], (enum check_id)check);
}

struct pathless {
    struct result name;
    enum outcome outcome;
    enum reason reason;
};

static const struct pathless pathless_rows[] = {
    { { OUTCOME_NONE, REASON_NONE }, OUTCOME_PENDING, REASON_NONE },
    { { OUTCOME_PENDING, REASON_NONE }, OUTCOME_PENDING, REASON_NONE },
    { { OUTCOME_RUNNING, REASON_NONE }, OUTCOME_PENDING, REASON_NONE },
    { { OUTCOME_FAIL, REASON_NXDOMAIN }, OUTCOME_SKIP, REASON_NEED_FAILED },
    { { OUTCOME_SKIP, REASON_CANCELLED }, OUTCOME_SKIP, REASON_CANCELLED },
    { { OUTCOME_FAIL, REASON_DEADLINE }, OUTCOME_SKIP, REASON_DEADLINE },
};

static void
assert_pathless(const struct route *route, const struct pathless *row)
{
    struct run run = { 0 };
    struct target *target = run_add_target(&run, &gateway, &us, route);
    struct name *used =
        route->kind == ROUTE_PROXY ? target->proxy_name : target->name;

    target->name->result.outcome = OUTCOME_PASS; /* says nothing if proxied */
    used->result = row->name;

    struct result result = target_result(target, CHECK_TCP);

    assert_int_equal(result.outcome, row->outcome);
    assert_int_equal(result.reason, row->reason);
    assert_null(target_path(target, CHECK_TCP));
    run_release(&run);
}

static void
test_without_addresses_nothing_can_be_tried(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pathless_rows / sizeof pathless_rows[0];
         i++) {
        assert_pathless(&direct, &pathless_rows[i]);
        assert_pathless(&proxied, &pathless_rows[i]);
    }
}

static void
test_behind_a_proxy_the_name_is_a_remark(void **state)
{
    struct run run = { 0 };
    struct target *near = run_add_target(&run, &gateway, &us, &direct);
    struct target *far = run_add_target(&run, &gateway, &us, &proxied);

    (void)state;
    near->name->result.outcome = OUTCOME_FAIL;
    near->name->result.reason = REASON_NXDOMAIN;
    assert_int_equal(target_result(near, CHECK_DNS).outcome, OUTCOME_FAIL);
    assert_int_equal(target_result(far, CHECK_DNS).outcome, OUTCOME_WARN);
    assert_int_equal(target_result(far, CHECK_DNS).reason, REASON_NXDOMAIN);
    near->name->result.outcome = OUTCOME_PASS;
    assert_int_equal(target_result(far, CHECK_DNS).outcome, OUTCOME_PASS);
    run_release(&run);
}

static void
test_a_direct_target_has_no_proxy_to_check(void **state)
{
    struct run run = { 0 };
    struct target *target = run_add_target(&run, &gateway, &us, &direct);

    (void)state;
    assert_int_equal(target_result(target, CHECK_PROXY).outcome, OUTCOME_NONE);
    add_path(&run, target, "192.0.2.1", true);
    assert_int_equal(target_result(target, CHECK_PROXY).outcome, OUTCOME_NONE);
    run_release(&run);
}

struct decisive_row {
    bool required;
    enum role role;
    const struct service *service;
    const struct region *region;
    bool decisive;
};

static const struct decisive_row decisive_rows[] = {
    { true, ROLE_GATEWAY, &cds, &us, true },
    { true, ROLE_GATEWAY, &cds, NULL, true },
    { true, ROLE_GATEWAY, NULL, NULL, true },
    { true, ROLE_GATEWAY, &cds, &eu, false },
    { true, ROLE_GATEWAY, &email, &us, false },
    { false, ROLE_GATEWAY, &cds, &us, false },
    { false, ROLE_ALIAS, &cds, &us, false },
    { true, ROLE_ALIAS, &cds, &us, true },
};

static void
test_a_verdict_rests_on_what_is_required(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof decisive_rows / sizeof decisive_rows[0];
         i++) {
        const struct decisive_row *row = &decisive_rows[i];
        struct endpoint endpoint = gateway;
        struct run run = { .answers = { row->service, row->region } };

        endpoint.required = row->required;
        endpoint.role = row->role;
        struct target *target = run_add_target(&run, &endpoint, &us, &direct);

        assert_int_equal(target_is_decisive(target, &run), row->decisive);
        run_release(&run);
    }
}

static void
test_an_outcome_is_final_or_not(void **state)
{
    (void)state;
    assert_false(outcome_is_final(OUTCOME_NONE));
    assert_false(outcome_is_final(OUTCOME_PENDING));
    assert_false(outcome_is_final(OUTCOME_RUNNING));
    assert_true(outcome_is_final(OUTCOME_PASS));
    assert_true(outcome_is_final(OUTCOME_WARN));
    assert_true(outcome_is_final(OUTCOME_FAIL));
    assert_true(outcome_is_final(OUTCOME_SKIP));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_name_is_one_in_any_case),
        cmocka_unit_test(test_no_locale_changes_a_name),
        cmocka_unit_test(test_a_literal_is_known),
        cmocka_unit_test(test_many_names_are_all_found),
        cmocka_unit_test(test_a_direct_target_uses_its_own_name),
        cmocka_unit_test(test_a_proxied_target_uses_the_proxys_name),
        cmocka_unit_test(test_a_path_is_found_by_its_address),
        cmocka_unit_test(test_paths_can_be_sorted),
        cmocka_unit_test(test_a_target_is_judged_by_its_paths),
        cmocka_unit_test(test_without_addresses_nothing_can_be_tried),
        cmocka_unit_test(test_behind_a_proxy_the_name_is_a_remark),
        cmocka_unit_test(test_a_direct_target_has_no_proxy_to_check),
        cmocka_unit_test(test_a_verdict_rests_on_what_is_required),
        cmocka_unit_test(test_an_outcome_is_final_or_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
