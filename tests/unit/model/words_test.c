#include "model/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/facts.h"
#include "model/finding.h"

struct vocabulary {
    const struct words *words;
    const char *all; /* in the order of the enum; scripts rely on them */
};

static const struct vocabulary vocabularies[] = {
    { &layer_words, "none local clock dns tcp tls http proxy bundle identity "
                    "symptom" },
    { &owner_words, "none server-admin dns-team network-team proxy-team "
                    "dlp-admin vendor" },
    { &confidence_words, "low medium high" },
    { &outcome_words, "none pending running pass warn fail skip" },
    { &check_words, "dns tcp proxy tls http" },
    { &role_words, "pki gateway alias neutral" },
    { &defined_role_words, "pki gateway alias" },
    { &route_words, "direct proxy" },
    { &evidence_kind_words, "supports contradicts not-evaluated" },
    { &verdict_words, "healthy fault inconclusive" },
    { &dns_type_words, "A AAAA" },
    { &direction_words, "sent received" },
    { &http_end_words, "none complete enough cut silent" },
};

static void
test_the_words_are_those_of_the_contract(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++) {
        const struct words *words = vocabularies[i].words;
        char all[256] = "";
        size_t length = 0;

        for (size_t word = 0; word < words->count; word++)
            length +=
                (size_t)snprintf(all + length, sizeof all - length, "%s%s",
                                 word > 0 ? " " : "", words->ids[word]);
        assert_string_equal(all, vocabularies[i].all);
    }
}

static void
test_a_word_and_its_value_belong_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++) {
        const struct words *words = vocabularies[i].words;

        for (int value = 0; value < (int)words->count; value++)
            assert_int_equal(words_value(words, words_id(words, value)),
                             value);
    }
}

static void
test_what_is_no_word_is_unknown(void **state)
{
    (void)state;
    assert_string_equal(words_id(&role_words, -1), "unknown");
    assert_string_equal(words_id(&role_words, ROLE_COUNT), "unknown");
    assert_int_equal(words_value(&role_words, "PKI"), -1);
    assert_int_equal(words_value(&role_words, "pk"), -1);
    assert_int_equal(words_value(&role_words, ""), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_words_are_those_of_the_contract),
        cmocka_unit_test(test_a_word_and_its_value_belong_together),
        cmocka_unit_test(test_what_is_no_word_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
