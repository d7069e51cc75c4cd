#include "model/reason.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/width.h"

enum { PHRASE_COLUMNS = 30 };

static bool
is_kebab_case(const char *id)
{
    size_t length = strlen(id);

    return length > 0 && id[0] != '-' && id[length - 1] != '-' &&
           strstr(id, "--") == NULL &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static void
test_every_reason_has_an_id_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(reason_words.count, REASON_COUNT);
    for (int i = 0; i < REASON_COUNT; i++) {
        const char *id = reason_id((enum reason)i);

        assert_non_null(id);
        if (!is_kebab_case(id))
            fail_msg("%s", id);
        /* The first of that id: no other reason has it. */
        assert_int_equal(words_value(&reason_words, id), i);
    }
}

static void
test_every_phrase_fits_into_a_row(void **state)
{
    (void)state;
    for (int i = 0; i < REASON_COUNT; i++) {
        const char *phrase = reason_phrase((enum reason)i);

        assert_non_null(phrase);
        if (phrase[0] == '\0' || width_of(phrase) > PHRASE_COLUMNS)
            fail_msg("\"%s\"", phrase);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(phrase, reason_phrase((enum reason)j));
    }
}

/* A phrase says what was seen; who is to blame is for the diagnosis. */
static void
test_no_phrase_accuses(void **state)
{
    static const char *const accusations[] = {
        "firewall", "block", "inspect", "intercept", "fault", "attack"
    };

    (void)state;
    for (int i = 0; i < REASON_COUNT; i++) {
        const char *phrase = reason_phrase((enum reason)i);

        for (size_t j = 0; j < sizeof accusations / sizeof accusations[0];
             j++) {
            if (strstr(phrase, accusations[j]) != NULL)
                fail_msg("\"%s\"", phrase);
        }
    }
}

struct errno_row {
    int number;
    enum reason reason;
};

static const struct errno_row errno_rows[] = {
    { ECONNREFUSED, REASON_REFUSED },
    { ECONNRESET, REASON_RESET },
    { ETIMEDOUT, REASON_SILENT },
    { ENETUNREACH, REASON_NO_ROUTE },
    { EINVAL, REASON_NO_ROUTE },
    { EHOSTUNREACH, REASON_HOST_UNREACHABLE },
    { ENOPROTOOPT, REASON_PROTOCOL_UNREACHABLE },
    { EACCES, REASON_LOCAL_POLICY },
    { EPERM, REASON_LOCAL_POLICY },
    { EADDRNOTAVAIL, REASON_NO_LOCAL_ADDRESS },
    { EMFILE, REASON_NO_SOCKET },
    { EISDIR, REASON_CONNECT_OTHER },
    { 0, REASON_CONNECT_OTHER },
};

static void
test_an_errno_has_its_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof errno_rows / sizeof errno_rows[0]; i++)
        assert_int_equal(reason_of_errno(errno_rows[i].number),
                         errno_rows[i].reason);
}

struct icmp_row {
    bool ipv6;
    int type;
    int code;
    enum reason reason;
};

static const struct icmp_row icmp_rows[] = {
    { false, 3, 0, REASON_NET_UNREACHABLE },
    { false, 3, 1, REASON_HOST_UNREACHABLE },
    { false, 3, 2, REASON_PROTOCOL_UNREACHABLE },
    { false, 3, 3, REASON_PORT_UNREACHABLE },
    { false, 3, 8, REASON_HOST_UNREACHABLE },
    { false, 3, 9, REASON_PROHIBITED },
    { false, 3, 10, REASON_PROHIBITED },
    { false, 3, 13, REASON_PROHIBITED },
    { false, 3, 15, REASON_PROHIBITED },
    { false, 11, 0, REASON_HOP_LIMIT },
    { false, 1, 1, REASON_CONNECT_OTHER },
    { false, 3, 16, REASON_CONNECT_OTHER },
    { false, -1, -1, REASON_CONNECT_OTHER },
    { true, 1, 0, REASON_NET_UNREACHABLE },
    { true, 1, 1, REASON_PROHIBITED },
    { true, 1, 2, REASON_NET_UNREACHABLE },
    { true, 1, 3, REASON_HOST_UNREACHABLE },
    { true, 1, 4, REASON_PORT_UNREACHABLE },
    { true, 1, 5, REASON_PROHIBITED },
    { true, 1, 6, REASON_PROHIBITED },
    { true, 3, 0, REASON_HOP_LIMIT },
    { true, 3, 3, REASON_CONNECT_OTHER },
    { true, 4, 1, REASON_PROTOCOL_UNREACHABLE },
};

static void
test_an_icmp_message_has_its_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof icmp_rows / sizeof icmp_rows[0]; i++) {
        const struct icmp_row *row = &icmp_rows[i];
        enum reason reason = reason_of_icmp(row->ipv6, row->type, row->code);

        if (reason != row->reason)
            fail_msg("%s %d/%d is %s", row->ipv6 ? "v6" : "v4", row->type,
                     row->code, reason_id(reason));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_reason_has_an_id_of_its_own),
        cmocka_unit_test(test_every_phrase_fits_into_a_row),
        cmocka_unit_test(test_no_phrase_accuses),
        cmocka_unit_test(test_an_errno_has_its_reason),
        cmocka_unit_test(test_an_icmp_message_has_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
