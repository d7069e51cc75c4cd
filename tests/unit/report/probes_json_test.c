#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../diagnosis/name_builder.h"
#include "../diagnosis/probe_worlds.h"
#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "words_fixture.h"

/*
 * What the JSON report has of probes, names that nobody has, comparisons,
 * answers and simulations.
 */
static json_t *
report_of(struct run_builder *builder)
{
    struct buffer text = { 0 };
    json_error_t error;
    json_t *root;

    json_report_write(&builder->run,
                      diagnosis_conclude(&builder->run, &builder->run.arena),
                      &text);
    root = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        fail_msg("line %d: %s", error.line, error.text);
    buffer_release(&text);
    return root;
}

static const char *
text_of(const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);

    if (!json_is_string(value))
        fail_msg("no text %s", member);
    return json_string_value(value);
}

static json_int_t
number_of(const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);

    if (!json_is_integer(value))
        fail_msg("no number %s", member);
    return json_integer_value(value);
}

/* The first probe of that kind; how many there are of it. */
static const json_t *
find_probe(const json_t *root, const char *kind, size_t *count)
{
    const json_t *probes = json_object_get(root, "probes");
    const json_t *first = NULL;

    *count = 0;
    for (size_t i = 0; i < json_array_size(probes); i++) {
        const json_t *probe = json_array_get(probes, i);

        if (strcmp(text_of(probe, "probe"), kind) != 0)
            continue;
        if ((*count)++ == 0)
            first = probe;
    }
    return first;
}

static const json_t *
check_of(const json_t *probe, size_t index)
{
    return json_array_get(json_object_get(probe, "checks"), index);
}

static void
open_filtered(struct run_builder *builder)
{
    build_run(builder);
    words_fixture_add(&builder->definitions);
    build_no_handshake(build_lone_gateway(builder), REASON_TLS_RESET);
    build_probes(builder, name_is_cut);
}

static void
each_probe_stands_with_its_kind_and_turn(void **state)
{
    static const struct {
        const char *kind;
        size_t count;
    } kinds[] = {
        { "repeat", 2 },      { "server-name", 6 }, { "hello-size", 2 },
        { "tls-version", 3 }, { "hops", 8 },        { "hello-hops", 4 },
        { "random-name", 2 }, { "hello-split", 0 },
    };
    struct run_builder builder;
    json_t *root;

    (void)state;
    open_filtered(&builder);
    root = report_of(&builder);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t count;
        const json_t *probe = find_probe(root, kinds[i].kind, &count);

        assert_int_equal(count, kinds[i].count);
        if (count == 0 || strcmp(kinds[i].kind, "random-name") == 0)
            continue;
        assert_string_equal(text_of(probe, "host"), "gw.us.example.net");
        assert_int_equal(number_of(probe, "port"), 443);
        assert_int_equal(number_of(probe, "turn"), 1);
    }
    json_decref(root);
    build_release(&builder);
}

/* Of what was not changed the report says that it was as always. */
static void
a_probe_says_what_was_changed(void **state)
{
    struct run_builder builder;
    const json_t *changed;
    size_t count;
    json_t *root;

    (void)state;
    open_filtered(&builder);
    root = report_of(&builder);
    changed =
        json_object_get(find_probe(root, "server-name", &count), "changed");
    assert_string_equal(text_of(changed, "name"), "neutral");
    assert_string_equal(text_of(changed, "offer"), "as-usual");
    assert_int_equal(number_of(changed, "ttl"), 0);
    assert_int_equal(number_of(changed, "hello_ttl"), 0);
    assert_int_equal(number_of(changed, "segment"), 0);
    /* Filled up to what the first one had. */
    assert_int_equal(number_of(changed, "hello_bytes"), 332);
    assert_true(json_is_false(json_object_get(changed, "hello_short")));
    assert_true(json_is_false(json_object_get(changed, "hello_split")));
    changed =
        json_object_get(find_probe(root, "hello-size", &count), "changed");
    assert_true(json_is_true(json_object_get(changed, "hello_short")));
    assert_string_equal(text_of(changed, "name"), "as-usual");
    changed = json_object_get(find_probe(root, "hops", &count), "changed");
    assert_int_equal(number_of(changed, "ttl"), 1);
    changed =
        json_object_get(find_probe(root, "tls-version", &count), "changed");
    assert_string_equal(text_of(changed, "offer"), "tls-1.2");
    json_decref(root);
    build_release(&builder);
}

/* The checks that it climbed through and no others, with their facts. */
static void
a_probe_has_the_checks_that_it_climbed(void **state)
{
    struct run_builder builder;
    const json_t *probe;
    size_t count;
    json_t *root;

    (void)state;
    open_filtered(&builder);
    root = report_of(&builder);
    probe = find_probe(root, "hops", &count);
    assert_int_equal(json_array_size(json_object_get(probe, "checks")), 1);
    assert_string_equal(text_of(check_of(probe, 0), "check"), "tcp");
    assert_string_equal(text_of(check_of(probe, 0), "address"), "203.0.113.2");
    assert_string_equal(text_of(check_of(probe, 0), "outcome"), "fail");
    assert_string_equal(text_of(check_of(probe, 0), "sender"), "10.0.1.1");
    assert_true(
        json_is_true(json_object_get(check_of(probe, 0), "of_system")));
    assert_int_equal(number_of(check_of(probe, 0), "icmp_type"), 11);

    probe = find_probe(root, "server-name", &count);
    assert_int_equal(json_array_size(json_object_get(probe, "checks")), 2);
    assert_string_equal(text_of(check_of(probe, 1), "check"), "tls");
    assert_string_equal(text_of(check_of(probe, 1), "outcome"), "pass");
    assert_string_equal(text_of(check_of(probe, 1), "version"), "TLSv1.3");
    json_decref(root);
    build_release(&builder);
}

/* What the product does is not told from what we tried. */
static void
a_probe_is_no_address_of_its_target(void **state)
{
    struct run_builder builder;
    json_t *root;
    const json_t *gateway;
    const json_t *checks;

    (void)state;
    open_filtered(&builder);
    root = report_of(&builder);
    gateway = json_array_get(json_object_get(root, "targets"), 1);
    assert_true(json_is_false(json_object_get(gateway, "control")));
    checks = json_object_get(gateway, "checks");
    for (size_t i = 1; i < json_array_size(checks); i++)
        assert_int_equal(
            json_array_size(json_object_get(
                json_object_get(json_array_get(checks, i), "facts"),
                "addresses")),
            1);
    json_decref(root);
    build_release(&builder);
}

static void
a_healthy_run_has_no_probes(void **state)
{
    struct run_builder builder;
    json_t *root;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    root = report_of(&builder);
    assert_true(json_is_array(json_object_get(root, "probes")));
    assert_int_equal(json_array_size(json_object_get(root, "probes")), 0);
    json_decref(root);
    build_release(&builder);
}

static void
a_name_that_nobody_has_shows_who_made_it_up(void **state)
{
    struct run_builder builder;
    const json_t *probe;
    const json_t *answers;
    const json_t *records;
    size_t count;
    json_t *root;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    build_made_up(&builder, "203.0.113.80");
    root = report_of(&builder);
    probe = find_probe(root, "random-name", &count);
    assert_int_equal(count, 1);
    assert_string_equal(text_of(probe, "host"), "qwertz.example.com");
    assert_string_equal(text_of(probe, "outcome"), "pass");
    assert_string_equal(text_of(probe, "reason"), "none");
    assert_true(json_is_object(
        json_object_get(json_object_get(probe, "facts"), "system")));
    answers = json_object_get(json_object_get(probe, "facts"), "answers");
    assert_int_equal(json_array_size(answers), 1);
    records = json_object_get(json_array_get(answers, 0), "records");
    assert_string_equal(text_of(json_array_get(records, 0), "address"),
                        "203.0.113.80");
    json_decref(root);
    build_release(&builder);
}

static void
a_comparison_is_marked_and_decides_nothing(void **state)
{
    struct run_builder builder;
    struct target *gateway;
    const json_t *control;
    json_t *root;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    gateway = build_target(&builder, &builder_gateway);
    build_no_tunnel(build_address(&builder, gateway, "10.0.0.8"),
                    REASON_PROXY_DENIED, 403);
    build_probes(&builder, everything_is_cut);
    root = report_of(&builder);
    control = json_array_get(json_object_get(root, "targets"), 1);
    assert_true(json_is_true(json_object_get(control, "control")));
    assert_true(json_is_false(json_object_get(control, "decisive")));
    assert_string_equal(text_of(control, "route"), "direct");
    json_decref(root);
    build_release(&builder);
}

/* What was said, and null for what was not. */

static const char *const answer_members[] = {
    "status", "event", "history", "bundle_issued", "certificate_expires",
};

static void
what_was_not_said_is_null(void **state)
{
    struct run_builder builder;
    json_t *root;
    const json_t *run;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    root = report_of(&builder);
    run = json_object_get(root, "run");
    for (size_t i = 0; i < sizeof answer_members / sizeof answer_members[0];
         i++)
        assert_true(json_is_null(json_object_get(
            json_object_get(run, "answers"), answer_members[i])));
    assert_true(json_is_null(json_object_get(run, "simulation")));
    json_decref(root);
    build_release(&builder);
}

static void
what_was_said_stands_in_words(void **state)
{
    struct run_builder builder;
    json_t *root;
    const json_t *answers;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    builder.run.answers.status = CONSOLE_UNKNOWN;
    builder.run.answers.event = 4201;
    builder.run.answers.history = HISTORY_NEVER_CONNECTED;
    builder.run.answers.bundle_issued = 1795478400;
    builder.run.answers.certificate_expires = 1795521600;
    builder.run.simulation = "healthy";
    root = report_of(&builder);
    answers = json_object_get(json_object_get(root, "run"), "answers");
    assert_string_equal(text_of(answers, "status"), "unknown");
    assert_int_equal(number_of(answers, "event"), 4201);
    assert_string_equal(text_of(answers, "history"), "never-connected");
    assert_string_equal(text_of(answers, "bundle_issued"),
                        "2026-11-24T00:00:00Z");
    assert_string_equal(text_of(answers, "certificate_expires"),
                        "2026-11-24T12:00:00Z");
    assert_string_equal(text_of(json_object_get(root, "run"), "simulation"),
                        "healthy");
    json_decref(root);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_probe_stands_with_its_kind_and_turn),
        cmocka_unit_test(a_probe_says_what_was_changed),
        cmocka_unit_test(a_probe_has_the_checks_that_it_climbed),
        cmocka_unit_test(a_probe_is_no_address_of_its_target),
        cmocka_unit_test(a_healthy_run_has_no_probes),
        cmocka_unit_test(a_name_that_nobody_has_shows_who_made_it_up),
        cmocka_unit_test(a_comparison_is_marked_and_decides_nothing),
        cmocka_unit_test(what_was_not_said_is_null),
        cmocka_unit_test(what_was_said_stands_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
