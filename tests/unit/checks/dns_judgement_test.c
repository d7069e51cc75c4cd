#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checks/dns_judgement.h"

enum { MOST = 4 };

/* What the machine said, what two servers said, what that amounts to. */
struct judged {
    const char *why;
    const char *system; /* an address the machine gave; NULL: none */
    enum reason system_reason;
    enum reason servers[MOST];
    size_t server_count;
    enum outcome outcome;
    enum reason reason;
};

static const struct judged cases[] = {
    { "everybody agrees",
      "20.0.0.1",
      REASON_NONE,
      { REASON_NONE, REASON_NO_DATA },
      2,
      OUTCOME_PASS,
      REASON_NONE },
    { "no server is configured, the hosts file has it",
      "20.0.0.1",
      REASON_NONE,
      { 0 },
      0,
      OUTCOME_PASS,
      REASON_NONE },
    { "a server of the list is silent",
      "20.0.0.1",
      REASON_NONE,
      { REASON_DNS_SILENT, REASON_NONE },
      2,
      OUTCOME_WARN,
      REASON_DNS_SILENT },
    { "a server of the list does not know it",
      "20.0.0.1",
      REASON_NONE,
      { REASON_NXDOMAIN, REASON_NONE },
      2,
      OUTCOME_WARN,
      REASON_ANSWERS_DIFFER },
    { "a private answer",
      "10.0.0.1",
      REASON_NONE,
      { REASON_NONE },
      1,
      OUTCOME_WARN,
      REASON_SPECIAL_ADDRESS },
    { "a sinkhole",
      "0.0.0.0",
      REASON_NONE,
      { REASON_NONE },
      1,
      OUTCOME_WARN,
      REASON_SPECIAL_ADDRESS },
    { "nobody knows the name",
      NULL,
      REASON_NAME_UNKNOWN,
      { REASON_NXDOMAIN, REASON_NXDOMAIN },
      2,
      OUTCOME_FAIL,
      REASON_NXDOMAIN },
    { "one says no, one is silent: the word counts",
      NULL,
      REASON_NAME_UNKNOWN,
      { REASON_DNS_SILENT, REASON_NXDOMAIN },
      2,
      OUTCOME_FAIL,
      REASON_NXDOMAIN },
    { "the servers fail",
      NULL,
      REASON_LOOKUP_FAILED,
      { REASON_SERVFAIL, REASON_SERVFAIL },
      2,
      OUTCOME_FAIL,
      REASON_SERVFAIL },
    { "nobody answers",
      NULL,
      REASON_LOOKUP_SILENT,
      { REASON_DNS_SILENT, REASON_DNS_SILENT },
      2,
      OUTCOME_FAIL,
      REASON_DNS_SILENT },
    { "a server knows it, the machine does not",
      NULL,
      REASON_NAME_UNKNOWN,
      { REASON_NONE, REASON_NO_DATA },
      2,
      OUTCOME_FAIL,
      REASON_NAME_UNKNOWN },
    { "nobody to ask",
      NULL,
      REASON_NONE,
      { 0 },
      0,
      OUTCOME_FAIL,
      REASON_NO_RESOLVER },
};

static struct dns_judgement
judge_case(const struct judged *row)
{
    struct address address;
    struct address *addresses[] = { &address };
    struct dns_answer answers[MOST] = { 0 };
    struct dns_answer *answer_list[MOST];
    struct name name = { .host = "gw.example",
                         .system = { .reason = row->system_reason },
                         .answers = answer_list,
                         .answer_count = row->server_count };

    for (size_t i = 0; i < row->server_count; i++) {
        answers[i].reason = row->servers[i];
        answer_list[i] = &answers[i];
    }
    if (row->system != NULL) {
        assert_true(address_parse(row->system, &address));
        name.system.addresses = addresses;
        name.system.address_count = 1;
    }
    return dns_judge(&name);
}

static void
test_judgements(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dns_judgement judgement = judge_case(&cases[i]);

        if (judgement.outcome != cases[i].outcome ||
            judgement.reason != cases[i].reason)
            fail_msg("%s: %s, %s", cases[i].why,
                     words_id(&outcome_words, (int)judgement.outcome),
                     reason_id(judgement.reason));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judgements),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
