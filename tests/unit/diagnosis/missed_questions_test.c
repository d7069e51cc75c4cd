#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name_builder.h"
#include "situation_rows.h"

/*
 * Names that resolve although somebody who was asked does not answer: the
 * whole of a server, or one type of question.
 */

/* The second server ended so, question by question. */
static void
second_server(struct run_builder *builder, const enum reason *reasons,
              size_t count)
{
    struct target *gateway = build_healthy(builder).gateway;

    for (size_t i = 0; i < count; i++)
        build_second_server(builder, gateway, reasons[i]);
}

#define SECOND(name, ...)                                                     \
    static void name(struct run_builder *builder)                             \
    {                                                                         \
        static const enum reason reasons[] = { __VA_ARGS__ };                 \
                                                                              \
        second_server(builder, reasons, sizeof reasons / sizeof reasons[0]);  \
    }

SECOND(answers, REASON_NONE, REASON_NO_DATA)
SECOND(says_no, REASON_NXDOMAIN, REASON_NXDOMAIN)
SECOND(silent, REASON_DNS_SILENT, REASON_DNS_SILENT)
SECOND(rejected, REASON_DNS_UNREACHABLE, REASON_DNS_SILENT)
SECOND(silent_to_one, REASON_DNS_SILENT, REASON_NONE)
SECOND(rejected_for_one, REASON_NONE, REASON_DNS_UNREACHABLE)

/* Then it is no remark: the name does not resolve at all. */
static void
all_silent(struct run_builder *builder)
{
    struct target *gateway;

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    gateway = build_target(builder, &builder_gateway);
    build_no_address(builder, gateway, REASON_DNS_SILENT);
    build_second_server(builder, gateway, REASON_DNS_SILENT);
}

static const struct situation situations[] = {
    WELL(answers),
    WELL(says_no),
    WELL_BUT(silent, "resolver-silent", MEDIUM),
    WELL_BUT(rejected, "resolver-silent", MEDIUM),
    WELL_BUT(silent_to_one, "record-type-unanswered", MEDIUM),
    WELL_BUT(rejected_for_one, "record-type-unanswered", MEDIUM),
    ALONE(all_silent, "name-not-resolved", MEDIUM),
};

static const struct cited citations[] = {
    SAYS(silent, "questions-missed", "gw.us.example.net"),
    SAYS(silent_to_one, "questions-missed", "gw.us.example.net"),
};

static void
questions_that_were_missed_are_remarked(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
    CHECK_ROWS(citations_check, citations);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_that_were_missed_are_remarked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
