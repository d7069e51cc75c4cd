#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "catalog/catalog.h"
#include "model/guide.h"
#include "workshop.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const struct catalog_options own = { .system_directory = "system",
                                            .user_directory = "user" };

struct change {
    const char *from; /* in the shipped file, where it stands first */
    const char *to;
    const char *says; /* a part of the message; NULL: accepted */
};

static const struct change changes[] = {
    { "title: Symptom", "title: First", NULL },
    { "title: Symptom", "title: A title too long",
      "expected at most 14 bytes of text, found 16" },
    { "    title: Symptom\n", "", "expected \"title\" in a step, found none" },
    { "id: symptom", "id: service", "expected service once, found it again" },
    { "id: symptom", "id: sympton", "expected one of symptom, service" },
    { "port {port}, has", "port {prot}, has", "{prot}" },
    { "port {port}, has", "port {port, has", "expected \"}\"" },
    { "prompt: Was it", "promt: Was it",
      "expected a key of a question, found \"promt\"" },
    { "- id: proxy-url", "- id: event",
      "expected event once, found it again" },
    { "      - id: unknown\n        label: Unknown\n", "",
      "expected the choice \"unknown\" here, found \"connected\"" },
    { "        label: Directly", "        labl: Directly", "found \"labl\"" },
    { "- id: sni\n", "- id: SNI\n", "expected an id" },
    { "- id: alpn\n", "- id: sni\n", "expected sni once" },
    { "    short: The list of protocols that", "    shrt: The list that",
      "expected a key of a term, found \"shrt\"" },
};

/* As the shipped file with one change. */
static void
a_changed_file_is_judged(void **state)
{
    char *shipped = workshop_shipped("guide.yaml");

    (void)state;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        const char *kind = NULL;
        struct error error = { 0 };

        workshop_write_changed("t.yaml", shipped, changes[i].from,
                               changes[i].to);

        bool valid = catalog_validate("t.yaml", &own, &kind, &error);

        if (valid != (changes[i].says == NULL) ||
            (!valid && strstr(error.text, changes[i].says) == NULL))
            fail_msg("row %zu: %s", i, error.text);
        if (!valid)
            assert_int_equal(strncmp(error.text, "t.yaml:", 7), 0);
    }
    free(shipped);
}

/* A question that the program asks cannot be left out. */
static void
every_question_has_to_be_there(void **state)
{
    char *shipped = workshop_shipped("guide.yaml");
    char *question = strstr(shipped, "  - id: logs\n");
    char *terms = strstr(shipped, "terms:\n");
    const char *kind = NULL;
    struct error error = { 0 };

    (void)state;
    assert_non_null(question);
    memmove(question, terms, strlen(terms) + 1);
    workshop_write_text("t.yaml", shipped);
    assert_false(catalog_validate("t.yaml", &own, &kind, &error));
    assert_non_null(strstr(error.text, "expected the question \"logs\", found "
                                       "none"));
    free(shipped);
}

static void
load(struct definitions *in)
{
    struct error error = { 0 };

    if (!catalog_load(in, &own, &error))
        fail_msg("%s", error.text);
}

static void
shipped_steps_and_questions_are_all_there(void **state)
{
    struct definitions in;

    (void)state;
    load(&in);
    for (int i = 0; i < GUIDE_STEP_COUNT; i++)
        assert_non_null(guide_step_find(&in, (enum guide_step_id)i));
    for (int i = 0; i < QUESTION_COUNT; i++)
        assert_non_null(guide_question_find(&in, (enum guide_question_id)i));
    assert_true(in.guide_term_count >= 40);
    catalog_release(&in);
}

static const char *const words[] = {
    "SNI",     "alpn",    "Connect", "PKI manager",    "gateway",
    "bundle",  "MTU",     "mss",     "black hole",     "TTL",
    "icmp",    "RST",     "reset",   "nxdomain",       "SERVFAIL",
    "cname",   "407",     "PAC",     "no_proxy",       "NO_PROXY",
    "4201",    "cacerts", "root",    "  hosts file  ", "client-hello",
    "Unknown", "issuer",  "chain",   "sinkhole",       "search domain",
};

static void
terms_are_found_by_any_of_their_words(void **state)
{
    struct definitions in;

    (void)state;
    load(&in);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (guide_term_find(&in, words[i]) == NULL)
            fail_msg("%s is in no term", words[i]);
    assert_null(guide_term_find(&in, ""));
    assert_null(guide_term_find(&in, "sn"));
    assert_null(guide_term_find(&in, "snii"));
    assert_null(guide_term_find(&in, "\x9b\xff"));
    catalog_release(&in);
}

/* No two terms share a word, so that each word leads to one. */
static void
words_of_terms_are_apart(void **state)
{
    struct definitions in;

    (void)state;
    load(&in);
    for (size_t i = 0; i < in.guide_term_count; i++) {
        const struct guide_term *term = in.guide_terms[i];

        assert_ptr_equal(guide_term_find(&in, term->id), term);
        assert_ptr_equal(guide_term_find(&in, term->name), term);
        for (size_t j = 0; j < term->also_count; j++)
            if (guide_term_find(&in, term->also[j]) != term)
                fail_msg("%s is a word of two terms", term->also[j]);
    }
    catalog_release(&in);
}

static void
placeholders_are_filled_or_spelled_out(void **state)
{
    static const struct guide_values some = { .host = "gw.example.net",
                                              .port = 8443,
                                              .resolver = "192.0.2.53" };
    static const struct guide_values none = { 0 };
    static const char text[] = "{host}:{port} @{resolver} {proxy} {x} {";
    struct buffer out = { 0 };

    (void)state;
    guide_fill(&out, text, &some);
    assert_string_equal(buffer_text(&out),
                        "gw.example.net:8443 @192.0.2.53 PROXY:PORT {x} {");
    buffer_cut(&out, 0);
    guide_fill(&out, text, &none);
    assert_string_equal(buffer_text(&out),
                        "HOST:443 @RESOLVER PROXY:PORT {x} {");
    buffer_release(&out);
    assert_true(guide_text_needs("curl --proxy {proxy}", "proxy"));
    assert_false(guide_text_needs("curl {host} {", "proxy"));
}

static void
expect_no_brace(const char *text)
{
    static const struct guide_values none = { 0 };
    struct buffer out = { 0 };

    guide_fill(&out, text, &none);
    assert_null(strpbrk(buffer_text(&out), "{}"));
    buffer_release(&out);
}

static void
nothing_stays_unfilled(void **state)
{
    struct definitions in;

    (void)state;
    load(&in);
    for (size_t i = 0; i < in.guide_step_count; i++) {
        const struct guide_step *step = in.guide_steps[i];

        for (int depth = 0; depth < GUIDE_DEPTH_COUNT; depth++)
            expect_no_brace(guide_step_text(step, (enum guide_depth)depth));
        for (size_t j = 0; j < step->by_hand_count; j++)
            expect_no_brace(step->by_hand[j]);
    }
    for (size_t i = 0; i < in.guide_term_count; i++)
        expect_no_brace(in.guide_terms[i]->full);
    for (size_t i = 0; i < in.guide_question_count; i++)
        expect_no_brace(in.guide_questions[i]->help);
    catalog_release(&in);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_file_is_judged),
        cmocka_unit_test(every_question_has_to_be_there),
        cmocka_unit_test(shipped_steps_and_questions_are_all_there),
        cmocka_unit_test(terms_are_found_by_any_of_their_words),
        cmocka_unit_test(words_of_terms_are_apart),
        cmocka_unit_test(placeholders_are_filled_or_spelled_out),
        cmocka_unit_test(nothing_stays_unfilled),
    };

    return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
