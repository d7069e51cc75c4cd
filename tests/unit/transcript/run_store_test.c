#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../diagnosis/run_builder.h"
#include "transcript/run_store.h"

/*
 * Loading is strict and says where; definitions that have changed since are
 * those of the run. That nothing is lost is held by tests/scenarios.
 */
static void
build(struct run_builder *builder)
{
    build_run(builder);
    build_healthy(builder);
    builder->definitions.version = "2026.11";
}

static json_t *
saved_run(void)
{
    struct run_builder builder;
    json_t *saved;

    build(&builder);
    saved = run_save(&builder.run, NULL);
    build_release(&builder);
    return saved;
}

static bool
load(const json_t *value, struct run *run, struct error *error)
{
    static const struct definitions none = { .version = "2030.01" };

    return run_load(value, &none, run, NULL, error);
}

/* The value at "run/targets/0/paths/0/port", to be replaced by JSON. */
static void
replace(json_t *root, const char *path, const char *with)
{
    char copy[128];
    char *rest = copy;
    json_t *at = root;
    json_t *value =
        with != NULL ? json_loads(with, JSON_DECODE_ANY, NULL) : NULL;
    const char *name;

    strcpy(copy, path);
    name = strsep(&rest, "/");
    while (rest != NULL) {
        at = json_is_array(at) ? json_array_get(at, (size_t)(*name - '0'))
                               : json_object_get(at, name);
        name = strsep(&rest, "/");
    }
    assert_non_null(at);
    if (value == NULL)
        json_object_del(at, name);
    else if (json_is_array(at))
        json_array_set_new(at, (size_t)(*name - '0'), value);
    else
        json_object_set_new(at, name, value);
}

struct damage {
    const char *path;
    const char *with;
    const char *says;
};

static const struct damage damages[] = {
    { "schema", "\"cdsdoctor.run/2\"", "kept as \"cdsdoctor.run/2\"" },
    { "schema", NULL, "kept as \"\"" },
    { "run", "[]", "run: expected an object" },
    { "definitions", NULL, "definitions: expected an object" },
    { "run/spell", "1", "run: there is no member \"spell\" here" },
    { "run/started", "\"1\"", "run: started: expected a whole number" },
    { "run/started", "1.5", "run: started: expected a whole number" },
    { "run/started", "9000000000000000000", "run: started: expected a num" },
    { "run/cancelled", "0", "run: cancelled: expected true or false" },
    { "run/machine/hostname", "{}",
      "run: machine: hostname: expected a text" },
    { "run/machine/notes", "[7]", "run: machine: notes: 0: expected a text" },
    { "run/answers/status", "\"gone\"",
      "run: answers: status: there is no \"gone\"" },
    { "run/answers/region", "\"mars\"", "run: answers: region: expected the" },
    { "run/route/kind", "\"proxy\"", "run: route: proxy_host: expected" },
    { "run/also", "[\"all\"]", "run: also: 0: expected a known word" },
    { "run/names/0/host", "null", "run: names: 0: host: expected a text" },
    { "run/names/0/again", "0", "run: names: 0: again: expected null" },
    { "run/names/1/again", "1", "run: names: 1: again: expected a number" },
    { "run/names", "7", "run: names: expected a list" },
    { "run/targets/0/name", "null", "run: targets: 0: name: expected" },
    { "run/targets/0/name", "99", "run: targets: 0: name: expected" },
    { "run/targets/0/proxy_name", "0", "run: targets: 0: proxy_name: exp" },
    { "run/targets/0/endpoint", "-1", "run: targets: 0: endpoint: expected" },
    { "run/targets/1/paths/0/address", "\"here\"",
      "run: targets: 1: paths: 0: address: expected an address" },
    { "run/targets/1/paths/0/address", "null",
      "run: targets: 1: paths: 0: address: expected an address" },
    { "run/targets/1/paths/0/port", "65536",
      "run: targets: 1: paths: 0: port: expected a number from 0 to 65535" },
    { "run/targets/1/paths/0/results/tls/reason", "\"magic\"",
      "paths: 0: results: tls: reason: there is no \"magic\"" },
    { "run/targets/1/paths/0/results/dns", "{}",
      "paths: 0: results: expected one for each check" },
    { "run/targets/1/paths/0/tls/chain/0/not_after", "\"soon\"",
      "tls: chain: 0: not_after: expected a time" },
    { "run/probes", "[{}]", "run: probes: 0:" },
    { "definitions/endpoints/0/regions", "[\"mars\"]",
      "definitions: endpoints: 0: regions: expected known ids" },
    { "definitions/endpoints/0/host", "null",
      "definitions: endpoints: 0: host: expected a text" },
    { "definitions/endpoints/0/why", "null",
      "definitions: endpoints: 0: why: expected a text" },
    { "run/names/0/answers", "[{}]",
      "run: names: 0: answers: 0: server: expected a text" },
    { "run/targets/1/paths/0/tls/messages", "[{\"name\":null}]",
      "tls: messages: 0: name: expected a text" },
    { "run/targets/1/paths/0/http/headers", "[{}]",
      "http: headers: 0: name: expected a text" },
    { "run/logs/hits", "[{}]", "run: logs: hits: 0: sign: expected a text" },
    { "diagnosis", "[]", "diagnosis: expected an object" },
    { "diagnosis", "{\"outcome\":\"fine\",\"findings\":[]}",
      "diagnosis: outcome: there is no \"fine\"" },
    { "diagnosis", "{\"outcome\":\"fault\"}",
      "diagnosis: findings: expected one at least" },
    { "diagnosis", "{\"findings\":[{}]}",
      "diagnosis: findings: 0: cause: expected a text" },
    { "diagnosis", "{\"findings\":[{\"cause\":\"x\",\"targets\":[{}]}]}",
      "diagnosis: findings: 0: targets: 0: target: expected" },
    { "diagnosis",
      "{\"findings\":[{\"cause\":\"x\",\"evidence\":[{\"statement\":\"y\","
      "\"path\":{\"target\":0,\"path\":44}}]}]}",
      "evidence: 0: path: path: expected a number" },
};

static void
damage_is_told_by_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        const struct damage *damage = &damages[i];
        json_t *saved = saved_run();
        struct run run = { 0 };
        struct error error = { 0 };

        replace(saved, damage->path, damage->with);
        if (load(saved, &run, &error))
            fail_msg("%s is loaded", damage->path);
        if (strstr(error.text, damage->says) == NULL)
            fail_msg("%s: not \"%s\"", error.text, damage->says);
        run_release(&run);
        json_decref(saved);
    }
}

static void
lists_and_texts_have_bounds(void **state)
{
    json_t *saved = saved_run();
    json_t *names = json_object_get(json_object_get(saved, "run"), "names");
    json_t *name = json_deep_copy(json_array_get(names, 0));
    struct run run = { 0 };
    struct error error = { 0 };
    static char text[16 * 1024 + 2];

    (void)state;
    for (int i = 0; i < 4097; i++)
        json_array_append(names, name);
    assert_false(load(saved, &run, &error));
    assert_int_equal(error.code, ERROR_LIMIT);
    run_release(&run);
    json_decref(saved);
    json_decref(name);

    saved = saved_run();
    memset(text, 'x', sizeof text - 1);
    json_object_set_new(json_object_get(saved, "run"), "simulation",
                        json_string(text));
    assert_false(load(saved, &run, &error));
    assert_int_equal(error.code, ERROR_LIMIT);
    run_release(&run);
    json_decref(saved);
}

static void
a_run_keeps_the_definitions_it_was_made_with(void **state)
{
    json_t *saved = saved_run();
    struct run run = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(load(saved, &run, &error));
    assert_string_equal(run.definitions->version, "2026.11");
    assert_string_equal(run.targets[0]->endpoint->host, builder_pki.host);
    assert_ptr_not_equal(run.targets[0]->endpoint, &builder_pki);
    assert_true(target_is_decisive(run.targets[0], &run));
    assert_ptr_equal(run_name(&run, builder_pki.host), run.targets[0]->name);
    run_release(&run);
    json_decref(saved);
}

static void
the_same_definitions_are_those_in_force(void **state)
{
    json_t *saved = saved_run();
    struct run_builder present;
    struct run run = { 0 };
    struct error error = { 0 };
    const struct endpoint *endpoints[] = { &builder_pki, &builder_gateway };

    (void)state;
    build(&present);
    present.definitions.endpoints = endpoints;
    present.definitions.endpoint_count = 2;
    present.definitions.services = builder_pki.services;
    present.definitions.service_count = builder_pki.service_count;
    present.definitions.regions = builder_pki.regions;
    present.definitions.region_count = builder_pki.region_count;
    assert_true(run_load(saved, &present.definitions, &run, NULL, &error));
    assert_ptr_equal(run.answers.region, present.run.answers.region);
    assert_ptr_equal(run.targets[0]->endpoint, &builder_pki);
    assert_ptr_equal(run.targets[1]->endpoint, &builder_gateway);
    assert_ptr_not_equal(run.targets[2]->endpoint, &builder_alias);
    run_release(&run);

    /* One word of the region is another: then it is none of ours. */
    replace(saved, "definitions/regions/0/name", "\"Elsewhere\"");
    assert_true(run_load(saved, &present.definitions, &run, NULL, &error));
    assert_ptr_not_equal(run.answers.region, present.run.answers.region);
    assert_string_equal(run.answers.region->name, "Elsewhere");
    assert_ptr_not_equal(run.targets[1]->endpoint, &builder_gateway);
    assert_true(target_is_decisive(run.targets[1], &run));
    run_release(&run);
    build_release(&present);
    json_decref(saved);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_is_told_by_its_place),
        cmocka_unit_test(lists_and_texts_have_bounds),
        cmocka_unit_test(a_run_keeps_the_definitions_it_was_made_with),
        cmocka_unit_test(the_same_definitions_are_those_in_force),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
