#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../diagnosis/run_builder.h"
#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "words_fixture.h"

/* A run in which the PKI Manager was inspected, and one in which it is not. */
struct pair {
    struct run_builder before;
    struct run_builder after;
    struct arena arena;
    struct comparison comparison;
    struct buffer out;
};

static int
begin(void **state)
{
    static struct pair pair;
    struct trio was;

    pair = (struct pair){ 0 };
    build_run(&pair.before);
    build_run(&pair.after);
    words_fixture_add(&pair.before.definitions);
    words_fixture_add(&pair.after.definitions);
    was = build_healthy(&pair.before);
    (void)build_healthy(&pair.after);
    was.pki->paths[0]->tls = (struct tls_facts){ 0 };
    build_foreign(&pair.before, was.pki, was.pki->paths[0],
                  "CN=Acme Proxy CA,O=Acme \"quoted\" \x1b[31m");
    assert_int_equal(
        comparison_make(
            &pair.comparison, &pair.before.run,
            diagnosis_conclude(&pair.before.run, &pair.arena), &pair.after.run,
            diagnosis_conclude(&pair.after.run, &pair.arena), &pair.arena),
        COMPARABLE);
    *state = &pair;
    return 0;
}

static int
end(void **state)
{
    struct pair *pair = *state;

    buffer_release(&pair->out);
    arena_release(&pair->arena);
    build_release(&pair->before);
    build_release(&pair->after);
    return 0;
}

static void
assert_has(const struct pair *pair, const char *text)
{
    if (strstr(buffer_text(&pair->out), text) == NULL)
        fail_msg("not in there: %s\n%s", text, buffer_text(&pair->out));
}

static void
the_text_says_what_turned_good_on_one_screen(void **state)
{
    struct pair *pair = *state;
    size_t lines = 0;

    compare_report_write(&pair->comparison, &pair->out);
    assert_has(pair, "It is healthy now, and was not before.");
    assert_has(pair, "Endpoints: 1 turned good, 2");
    assert_has(pair, "TURNED GOOD");
    assert_has(pair, "comes through; before: stops at tls:");
    assert_has(pair, "Acme Proxy CA");
    assert_null(strstr(buffer_text(&pair->out), "TURNED BAD"));
    assert_null(strchr(buffer_text(&pair->out), '\x1b'));
    for (const char *at = buffer_text(&pair->out); *at != '\0'; at++)
        lines += *at == '\n';
    assert_true(lines <= 24);
}

static void
the_json_says_the_same(void **state)
{
    struct pair *pair = *state;
    json_t *root;
    json_t *change;

    compare_json_write(&pair->comparison, &pair->out);
    root = json_loads(buffer_text(&pair->out), 0, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "schema")),
                        "cdsdoctor.comparison/1");
    assert_string_equal(json_string_value(json_object_get(root, "verdict")),
                        "turned-good");
    assert_int_equal(json_array_size(json_object_get(root, "changes")), 1);
    change = json_array_get(json_object_get(root, "changes"), 0);
    assert_string_equal(json_string_value(json_object_get(change, "change")),
                        "turned-good");
    assert_string_equal(json_string_value(json_object_get(
                            json_object_get(change, "before"), "reason")),
                        "not-genuine");
    assert_int_equal(json_integer_value(json_object_get(root, "alike")), 2);
    json_decref(root);
}

static void
remarks_are_made_where_they_are_due(void **state)
{
    struct pair *pair = *state;

    pair->comparison.backwards = true;
    pair->comparison.other_machine = true;
    pair->comparison.other_route = true;
    compare_report_write(&pair->comparison, &pair->out);
    assert_has(pair, "the first of the two is the later one");
    assert_has(pair, "different machines");
    assert_has(pair, "different routes");
}

#define PAIR_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        PAIR_TEST(the_text_says_what_turned_good_on_one_screen),
        PAIR_TEST(the_json_says_the_same),
        PAIR_TEST(remarks_are_made_where_they_are_due),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
