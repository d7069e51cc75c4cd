#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "situation_rows.h"

/*
 * Names that resolve although somebody who was asked did not answer: a server
 * that says nothing at all, and one that leaves a type of record unanswered.
 */
static const char first[] = "10.0.0.53:53";
static const char second[] = "10.0.0.54:53";

static void
answer_from(struct run_builder *builder, struct target *target,
            const char *server, enum dns_type type, enum reason reason)
{
    struct arena *arena = &builder->run.arena;
    struct name *name = target->name;
    struct dns_answer *answer = arena_new(arena, 1, sizeof *answer);

    *answer = (struct dns_answer){ .server = server,
                                   .type = type,
                                   .reason = reason };
    arena_push(arena, &name->answers, &name->answer_count, answer);
}

/* The first server has the address; that is what comes of the rest. */
static void
answers_beside(struct run_builder *builder, enum reason first_aaaa,
               enum reason second_a, enum reason second_aaaa)
{
    struct trio all = build_healthy(builder);

    answer_from(builder, all.gateway, first, DNS_AAAA, first_aaaa);
    answer_from(builder, all.gateway, second, DNS_A, second_a);
    answer_from(builder, all.gateway, second, DNS_AAAA, second_aaaa);
}

static void
each_answers(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_NONE, REASON_NO_DATA);
}

static void
second_is_silent(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_DNS_SILENT,
                   REASON_DNS_SILENT);
}

static void
second_is_out_of_reach(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_DNS_UNREACHABLE,
                   REASON_DNS_UNREACHABLE);
}

static void
second_is_silent_and_out_of_reach(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_DNS_SILENT,
                   REASON_DNS_UNREACHABLE);
}

/* A server that declines has been met. */
static void
second_declines(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_DNS_REFUSED,
                   REASON_DNS_ERROR);
}

static void
second_leaves_aaaa(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_NONE, REASON_DNS_SILENT);
}

static void
second_leaves_a(struct run_builder *builder)
{
    answers_beside(builder, REASON_NO_DATA, REASON_DNS_UNREACHABLE,
                   REASON_NO_DATA);
}

static void
each_leaves_aaaa(struct run_builder *builder)
{
    answers_beside(builder, REASON_DNS_SILENT, REASON_NONE, REASON_DNS_SILENT);
}

static void
first_leaves_aaaa_and_second_is_silent(struct run_builder *builder)
{
    answers_beside(builder, REASON_DNS_SILENT, REASON_DNS_SILENT,
                   REASON_DNS_SILENT);
}

/* What has stopped the connection is no reason to leave it unsaid. */
static void
second_is_silent_beside_a_fault(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    build_good(builder, pki, "203.0.113.1");
    build_not_connected(build_address(builder, gateway, "203.0.113.2"),
                        REASON_REFUSED);
    answer_from(builder, gateway, second, DNS_A, REASON_DNS_SILENT);
}

/* Where nobody has an address, that is the finding, and no remark. */
static void
nobody_answers(struct run_builder *builder)
{
    build_no_address(builder, build_target(builder, &builder_pki),
                     REASON_DNS_SILENT);
    build_no_address(builder, build_target(builder, &builder_gateway),
                     REASON_DNS_SILENT);
}

static const struct situation situations[] = {
    WELL(each_answers),
    WELL(second_declines),
    WELL_BUT(second_is_silent, "resolver-silent", MEDIUM),
    WELL_BUT(second_is_out_of_reach, "resolver-silent", MEDIUM),
    WELL_BUT(second_is_silent_and_out_of_reach, "resolver-silent", MEDIUM),
    WELL_BUT(second_leaves_aaaa, "record-type-unanswered", MEDIUM),
    WELL_BUT(second_leaves_a, "record-type-unanswered", MEDIUM),
    WELL_BUT(each_leaves_aaaa, "record-type-unanswered", MEDIUM),
    { .build = first_leaves_aaaa_and_second_is_silent,
      .name = "both",
      .outcome = VERDICT_HEALTHY,
      .findings = { REMARK("resolver-silent", MEDIUM),
                    REMARK("record-type-unanswered", MEDIUM) } },
    BESIDE(second_is_silent_beside_a_fault, "connection-refused", MEDIUM,
           "resolver-silent", MEDIUM),
    ALONE(nobody_answers, "no-resolver-answers", MEDIUM),
};

static const struct cited citations[] = {
    SAYS(second_is_silent, "questions-missed", "gw.us.example.net"),
    SAYS(second_leaves_aaaa, "questions-missed", "gw.us.example.net"),
};

static void
a_server_that_does_not_answer_is_remarked(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
the_name_that_it_was_asked_about_is_cited(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_that_does_not_answer_is_remarked),
        cmocka_unit_test(the_name_that_it_was_asked_about_is_cited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
