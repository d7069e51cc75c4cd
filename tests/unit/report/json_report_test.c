#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "report_runs.h"

/*
 * The promise that scripts rely on, "cdsdoctor.report/1": which members
 * there are and of what type. A row is a path; "[]" stands for every element
 * of a list. Words are those of the contract, separated by blanks.
 */
enum { PATH_SIZE = 128 };

struct promise {
    const char *path;
    char type;         /* s(tring) i(nteger) b(oolean) o(bject) a(rray) */
    const char *words; /* NULL: any */
};

static const char layers[] = " none local clock dns tcp tls http proxy bundle "
                             "identity symptom ";
static const char owners[] = " none server-admin dns-team network-team "
                             "proxy-team dlp-admin vendor ";
static const char confidences[] = " high medium low ";
static const char outcomes[] = " pass warn fail skip none ";

static const struct promise promises[] = {
    { "schema", 's', " cdsdoctor.report/1 " },
    { "tool", 'o', NULL },
    { "tool.version", 's', NULL },
    { "tool.openssl", 's', NULL },
    { "tool.c_ares", 's', NULL },
    { "tool.data.version", 's', NULL },
    { "tool.data.date", 's', NULL },
    { "run.started", 's', " 2026-11-24T12:00:00Z " },
    { "run.duration_ms", 'i', NULL },
    { "run.service", 's', " cds " },
    { "run.region", 's', " us " },
    { "run.route.kind", 's', " direct proxy " },
    { "run.answers", 'o', NULL },
    { "verdict.outcome", 's', " healthy fault inconclusive " },
    { "verdict.cause", 's', NULL },
    { "verdict.layer", 's', layers },
    { "verdict.owner", 's', owners },
    { "verdict.confidence", 's', confidences },
    { "verdict.summary", 's', NULL },
    { "findings[].cause", 's', NULL },
    { "findings[].layer", 's', layers },
    { "findings[].owner", 's', owners },
    { "findings[].confidence", 's', confidences },
    { "findings[].fault", 'b', NULL },
    { "findings[].targets", 'a', NULL },
    { "findings[].targets[]", 's', NULL },
    { "findings[].summary", 's', NULL },
    { "findings[].evidence[].kind", 's',
      " supports contradicts not-evaluated " },
    { "findings[].evidence[].text", 's', NULL },
    { "findings[].remedy", 'a', NULL },
    { "findings[].remedy[]", 's', NULL },
    { "findings[].request", 's', NULL },
    { "findings[].packets", 's', NULL },
    { "findings[].by_hand", 'a', NULL },
    { "findings[].by_hand[]", 's', NULL },
    { "findings[].success", 's', NULL },
    { "findings[].references", 'a', NULL },
    { "findings[].references[]", 's', NULL },
    { "targets[].host", 's', NULL },
    { "targets[].port", 'i', NULL },
    { "targets[].role", 's', " pki gateway alias " },
    { "targets[].region", 's', NULL },
    { "targets[].required", 'b', NULL },
    { "targets[].route", 's', " direct proxy " },
    { "targets[].checks[].check", 's', " dns tcp proxy tls http " },
    { "targets[].checks[].outcome", 's', outcomes },
    { "targets[].checks[].reason", 's', NULL },
    { "targets[].checks[].duration_ms", 'i', NULL },
    { "targets[].checks[].facts", 'o', NULL },
    { "notes", 'a', NULL },
    { "machine", 'o', NULL },
    { "machine.hostname", 's', NULL },
};

static bool
is_of_type(const json_t *value, char type)
{
    switch (type) {
    case 's':
        return json_is_string(value);
    case 'i':
        return json_is_integer(value);
    case 'b':
        return json_is_boolean(value);
    case 'o':
        return json_is_object(value);
    case 'a':
        return json_is_array(value);
    default:
        return false;
    }
}

static void
check_value(const struct promise *promise, const json_t *value)
{
    char word[256];

    if (value == NULL)
        fail_msg("%s is missing", promise->path);
    if (!is_of_type(value, promise->type))
        fail_msg("%s is no '%c'", promise->path, promise->type);
    if (promise->words == NULL)
        return;
    snprintf(word, sizeof word, " %s ", json_string_value(value));
    if (strstr(promise->words, word) == NULL)
        fail_msg("%s is \"%s\"", promise->path, json_string_value(value));
}

static size_t
walk(const struct promise *promise, const char *path, json_t *value)
{
    char member[PATH_SIZE];
    size_t length = strcspn(path, ".[");
    size_t found = 0;

    if (*path == '\0') {
        check_value(promise, value);
        return 1;
    }
    if (*path == '[') {
        path += path[2] == '.' ? 3 : 2;
        if (!json_is_array(value))
            fail_msg("%s: no list", promise->path);
        for (size_t i = 0; i < json_array_size(value); i++)
            found += walk(promise, path, json_array_get(value, i));
        return found;
    }
    memcpy(member, path, length);
    member[length] = '\0';
    path += length + (path[length] == '.');
    return walk(promise, path, json_object_get(value, member));
}

static void
json_of(struct run_builder *builder, struct buffer *out)
{
    json_report_write(&builder->run,
                      diagnosis_conclude(&builder->run, &builder->run.arena),
                      out);
}

static json_t *
parse(const struct buffer *text)
{
    json_error_t error;
    json_t *root =
        json_loadb(text->data, text->length, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL)
        fail_msg("line %d: %s", error.line, error.text);
    return root;
}

static json_t *
json_of_run(const struct report_run *which)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    report_run_build(which, &builder);
    json_of(&builder, &text);

    json_t *root = parse(&text);

    buffer_release(&text);
    build_release(&builder);
    return root;
}

static void
every_report_keeps_the_promise(void **state)
{
    size_t found[sizeof promises / sizeof promises[0]] = { 0 };

    (void)state;
    for (size_t i = 0; i < report_run_count; i++) {
        json_t *root = json_of_run(&report_runs[i]);

        for (size_t j = 0; j < sizeof promises / sizeof promises[0]; j++)
            found[j] += walk(&promises[j], promises[j].path, root);
        json_decref(root);
    }
    /* None of them was kept for want of anything to look at. */
    for (size_t j = 0; j < sizeof promises / sizeof promises[0]; j++)
        if (found[j] == 0)
            fail_msg("%s was never seen", promises[j].path);
}

static const struct report_run *
run_named(const char *name)
{
    for (size_t i = 0; i < report_run_count; i++)
        if (strcmp(report_runs[i].name, name) == 0)
            return &report_runs[i];
    fail_msg("no run %s", name);
    return NULL;
}

static const char *
text_at(json_t *object, const char *member, const char *inner)
{
    return json_string_value(
        json_object_get(json_object_get(object, member), inner));
}

static void
the_verdict_is_that_of_the_first_finding(void **state)
{
    json_t *root = json_of_run(run_named("inspected"));
    json_t *first = json_array_get(json_object_get(root, "findings"), 0);

    (void)state;
    assert_string_equal(text_at(root, "verdict", "outcome"), "fault");
    assert_string_equal(text_at(root, "verdict", "cause"), "tls-inspection");
    assert_string_equal(text_at(root, "verdict", "layer"), "tls");
    assert_string_equal(text_at(root, "verdict", "owner"), "proxy-team");
    assert_string_equal(text_at(root, "verdict", "confidence"), "high");
    assert_string_equal(text_at(root, "verdict", "summary"),
                        json_string_value(json_object_get(first, "summary")));
    assert_true(json_is_true(json_object_get(first, "fault")));
    json_decref(root);
}

static void
a_healthy_verdict_has_no_cause(void **state)
{
    json_t *root = json_of_run(run_named("healthy"));

    (void)state;
    assert_string_equal(text_at(root, "verdict", "outcome"), "healthy");
    assert_string_equal(text_at(root, "verdict", "cause"), "none");
    assert_string_equal(text_at(root, "verdict", "layer"), "none");
    assert_string_equal(text_at(root, "verdict", "owner"), "none");
    assert_int_equal(json_array_size(json_object_get(root, "findings")), 0);
    json_decref(root);
}

/* What is odd about an endpoint that matters leaves room for doubt. */
static void
a_healthy_verdict_says_how_sure_it_is(void **state)
{
    static const char *const expected[][2] = {
        { "healthy", "high" },
        { "alias_unknown", "high" },
        { "other_family_dead", "medium" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        json_t *root = json_of_run(run_named(expected[i][0]));

        assert_string_equal(text_at(root, "verdict", "outcome"), "healthy");
        assert_string_equal(text_at(root, "verdict", "confidence"),
                            expected[i][1]);
        json_decref(root);
    }
}

static json_t *
check_of(json_t *root, size_t target, const char *check)
{
    json_t *list = json_object_get(
        json_array_get(json_object_get(root, "targets"), target), "checks");

    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(
                       json_object_get(json_array_get(list, i), "check")),
                   check) == 0)
            return json_array_get(list, i);
    return NULL;
}

static json_t *
address_of_check(json_t *root, size_t target, const char *check)
{
    return json_array_get(
        json_object_get(
            json_object_get(check_of(root, target, check), "facts"),
            "addresses"),
        0);
}

static void
facts_stand_beside_their_address(void **state)
{
    json_t *root = json_of_run(run_named("inspected"));
    json_t *tls = address_of_check(root, 0, "tls");
    json_t *leaf = json_array_get(json_object_get(tls, "chain"), 0);

    (void)state;
    assert_string_equal(json_string_value(json_object_get(tls, "address")),
                        "203.0.113.1");
    assert_int_equal(json_integer_value(json_object_get(tls, "port")), 443);
    assert_string_equal(json_string_value(json_object_get(tls, "reason")),
                        "not-genuine");
    assert_string_equal(text_at(tls, "genuine", "text"),
                        "self-signed certificate in certificate chain");
    assert_string_equal(json_string_value(json_object_get(leaf, "issuer")),
                        "CN=Acme Proxy CA,O=Acme Corporation");
    assert_string_equal(json_string_value(json_object_get(leaf, "not_after")),
                        "2027-03-04T12:00:00Z");
    assert_null(check_of(root, 0, "proxy"));
    json_decref(root);
}

/* Zeros that nobody has seen are not facts. */
static void
a_check_that_did_not_run_has_no_facts(void **state)
{
    json_t *root = json_of_run(run_named("two_faults"));
    json_t *tls = address_of_check(root, 1, "tls");

    (void)state;
    assert_string_equal(json_string_value(json_object_get(tls, "outcome")),
                        "skip");
    assert_null(json_object_get(tls, "alert"));
    assert_null(json_object_get(tls, "chain"));
    json_decref(root);
}

static void
what_is_not_known_is_null(void **state)
{
    json_t *root = json_of_run(run_named("two_faults"));
    json_t *tcp = address_of_check(root, 1, "tcp");

    (void)state;
    assert_true(json_is_null(json_object_get(tcp, "sender")));
    assert_true(json_is_null(json_object_get(tcp, "local")));
    assert_true(json_is_null(json_object_get(tcp, "error")));
    json_decref(root);
}

/* A letter is a letter for who parses it, and ASCII for who looks at it. */
static void
letters_survive_as_ascii(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    report_run_build(run_named("healthy"), &builder);
    builder.run.machine.hostname = "b\xc3\xbcro";
    json_of(&builder, &text);
    for (size_t i = 0; i < text.length; i++)
        assert_true((unsigned char)text.data[i] < 0x80);

    json_t *root = parse(&text);

    assert_string_equal(text_at(root, "machine", "hostname"), "b\xc3\xbcro");
    json_decref(root);
    buffer_release(&text);
    build_release(&builder);
}

static void
the_proxy_has_its_lookup_and_its_check(void **state)
{
    json_t *root = json_of_run(run_named("proxy_login"));
    json_t *route = json_object_get(json_object_get(root, "run"), "route");
    json_t *proxy = address_of_check(root, 0, "proxy");

    (void)state;
    assert_string_equal(
        json_string_value(json_object_get(route, "proxy_host")),
        "proxy.corp.example");
    assert_int_equal(json_integer_value(json_object_get(route, "proxy_port")),
                     3128);
    assert_string_equal(text_at(route, "lookup", "outcome"), "pass");
    assert_int_equal(json_integer_value(json_object_get(proxy, "status")),
                     407);
    /* Nobody needs the name here, so its failure is only a remark. */
    assert_string_equal(json_string_value(json_object_get(
                            check_of(root, 0, "dns"), "outcome")),
                        "warn");
    json_decref(root);
}

static void
what_is_under_way_has_no_outcome(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    report_run_build(run_named("healthy"), &builder);
    builder.run.targets[0]->paths[0]->results[CHECK_TLS].outcome =
        OUTCOME_RUNNING;
    builder.run.targets[1]->name->result.outcome = OUTCOME_PENDING;
    json_of(&builder, &text);
    assert_null(strstr(text.data, "pending"));
    assert_null(strstr(text.data, "running"));
    buffer_release(&text);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_report_keeps_the_promise),
        cmocka_unit_test(the_verdict_is_that_of_the_first_finding),
        cmocka_unit_test(a_healthy_verdict_has_no_cause),
        cmocka_unit_test(a_healthy_verdict_says_how_sure_it_is),
        cmocka_unit_test(what_is_not_known_is_null),
        cmocka_unit_test(letters_survive_as_ascii),
        cmocka_unit_test(facts_stand_beside_their_address),
        cmocka_unit_test(a_check_that_did_not_run_has_no_facts),
        cmocka_unit_test(the_proxy_has_its_lookup_and_its_check),
        cmocka_unit_test(what_is_under_way_has_no_outcome),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
