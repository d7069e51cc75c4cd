#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/plan.h"
#include "model/question_tally.h"
#include "probe_worlds.h"

/*
 * What is asked again when names are in doubt, and that the plan says of each
 * round whether it has added something: else nobody would ever end, or what
 * was added would never be tried.
 */
enum { AGAIN = 3, MOST_ROUNDS = 20 };

static size_t
count_again(const struct run *run, const struct name *name)
{
    size_t count = 0;

    for (size_t i = 0; i < run->name_count; i++)
        count += run->names[i]->again == name &&
                 !question_is_varied(&run->names[i]->variation);
    return count;
}

static void
a_name_that_was_not_resolved_is_asked_again(void **state)
{
    struct run_builder builder;
    struct target *pki;
    struct target *gateway;

    (void)state;
    build_run(&builder);
    pki = build_target(&builder, &builder_pki);
    gateway = build_target(&builder, &builder_gateway);
    build_not_connected(build_address(&builder, pki, "203.0.113.1"),
                        REASON_PROHIBITED);
    build_no_address(&builder, gateway, REASON_SERVFAIL);
    for (int i = 0; i < 2; i++) {
        diagnosis_plan(&builder.run);
        assert_int_equal(count_again(&builder.run, gateway->name), AGAIN);
        assert_int_equal(count_again(&builder.run, pki->name), 0);
    }
    build_release(&builder);
}

static void
without_a_resolver_nothing_is_asked_again(void **state)
{
    struct run_builder builder;
    struct target *gateway;

    (void)state;
    build_run(&builder);
    builder.run.machine.resolver_count = 0;
    gateway = build_target(&builder, &builder_gateway);
    build_no_address(&builder, gateway, REASON_LOOKUP_FAILED);
    assert_false(diagnosis_plan(&builder.run));
    assert_int_equal(count_again(&builder.run, gateway->name), 0);
    build_release(&builder);
}

/* Which name is asked for in several ways. */

/* The names resolve; the first target fails otherwise. */
static const struct name *
varied_beside(struct run_builder *builder, enum reason pki_reason,
              enum reason gateway_reason)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    build_not_connected(build_address(builder, pki, "203.0.113.1"),
                        REASON_PROHIBITED);
    pki->name->result.reason = pki_reason;
    build_good(builder, gateway, "203.0.113.2");
    gateway->name->result.reason = gateway_reason;
    diagnosis_plan(&builder->run);
    return questions_varied_name(&builder->run);
}

static void
a_doubtful_name_is_asked_for_in_several_ways(void **state)
{
    static const struct {
        enum reason pki;
        enum reason gateway;
        size_t chosen; /* of the targets; 2: none */
    } rows[] = {
        { REASON_NONE, REASON_DNS_SILENT, 1 },
        { REASON_NONE, REASON_DNS_UNREACHABLE, 1 },
        { REASON_NONE, REASON_DNS_MALFORMED, 1 },
        { REASON_NONE, REASON_ANSWERS_DIFFER, 1 },
        { REASON_DNS_SILENT, REASON_DNS_SILENT, 0 },
        { REASON_NONE, REASON_SPECIAL_ADDRESS, 2 },
        { REASON_NONE, REASON_NONE, 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;
        const struct name *varied;

        build_run(&builder);
        varied = varied_beside(&builder, rows[i].pki, rows[i].gateway);
        if (rows[i].chosen == 2)
            assert_null(varied);
        else
            assert_ptr_equal(varied,
                             builder.run.targets[rows[i].chosen]->name);
        build_release(&builder);
    }
}

/* A name that failed comes before one that is in doubt. */
static void
a_name_that_failed_comes_first(void **state)
{
    struct run_builder builder;
    struct target *pki;
    struct target *gateway;

    (void)state;
    build_run(&builder);
    pki = build_target(&builder, &builder_pki);
    gateway = build_target(&builder, &builder_gateway);
    build_good(&builder, pki, "203.0.113.1");
    pki->name->result.reason = REASON_ANSWERS_DIFFER;
    build_no_address(&builder, gateway, REASON_SERVFAIL);
    diagnosis_plan(&builder.run);
    assert_ptr_equal(questions_varied_name(&builder.run), gateway->name);
    build_release(&builder);
}

/* What the plan says. */

static void
fails_as_before(struct run_builder *builder, struct probe *probe)
{
    const struct result *tcp = &probe->like->results[CHECK_TCP];

    (void)builder;
    if (probe->until == CHECK_TCP && tcp->outcome == OUTCOME_PASS)
        build_probe_hops(probe, 2, 0);
    else
        build_probe_failed(probe, tcp->outcome == OUTCOME_PASS
                                      ? probe->like->results[CHECK_TLS].reason
                                      : tcp->reason);
}

struct failure {
    enum check_id check;
    enum reason reason;
    probe_world *world;
};

static size_t
count_all(const struct run *run)
{
    return run->probe_count + run->name_count + run->target_count;
}

static void
check_said(const struct failure *failure, bool other_family_works)
{
    struct run_builder builder;
    struct run *run = &builder.run;
    struct path *path;
    size_t tried = 0;
    bool said = true;

    build_run(&builder);
    path = other_family_works
               ? build_address(&builder, build_healthy(&builder).gateway,
                               "2001:db8::2")
               : build_lone_gateway(&builder);
    if (failure->check == CHECK_TCP)
        build_not_connected(path, failure->reason);
    else
        build_no_handshake(path, failure->reason);
    for (int round = 0; said && round < MOST_ROUNDS; round++) {
        size_t before = count_all(run);

        said = diagnosis_plan(run);
        assert_int_equal(said, count_all(run) > before);
        while (tried < run->probe_count)
            failure->world(&builder, run->probes[tried++]);
    }
    assert_false(said);
    build_release(&builder);
}

static void
each_round_says_whether_it_added_something(void **state)
{
    static const struct failure failures[] = {
        { CHECK_TCP, REASON_SILENT, fails_as_before },
        { CHECK_TCP, REASON_REFUSED, fails_as_before },
        { CHECK_TCP, REASON_PROHIBITED, fails_as_before },
        { CHECK_TLS, REASON_TLS_SILENT, fails_as_before },
        { CHECK_TLS, REASON_TLS_RESET, fails_as_before },
        { CHECK_TLS, REASON_TLS_RESET, name_is_cut },
        { CHECK_TLS, REASON_TLS_RESET, second_try_passes },
        { CHECK_TLS, REASON_NOT_GENUINE, fails_as_before },
        { CHECK_TLS, REASON_NAME_MISMATCH, fails_as_before },
    };

    (void)state;
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        check_said(&failures[i], true);
        check_said(&failures[i], false);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_was_not_resolved_is_asked_again),
        cmocka_unit_test(without_a_resolver_nothing_is_asked_again),
        cmocka_unit_test(a_doubtful_name_is_asked_for_in_several_ways),
        cmocka_unit_test(a_name_that_failed_comes_first),
        cmocka_unit_test(each_round_says_whether_it_added_something),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
