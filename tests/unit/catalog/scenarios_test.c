#include "catalog/scenarios.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "catalog/builtin.h"
#include "catalog/catalog.h"
#include "workshop.h"

static const char small[] = "title: Own\n"
                            "story: S\n"
                            "phone: P\n"
                            "truth: {outcome: healthy}\n";

static struct definitions definitions;

/* The user's directory is one of the workshop's. */
static int
open_all(void **state)
{
    struct catalog_options options = { .system_directory = "/nowhere",
                                       .user_directory = "/nowhere" };
    struct error error = { 0 };
    char path[256];

    if (workshop_open(state) != 0 || getcwd(path, sizeof path) == NULL)
        return 1;
    setenv("XDG_CONFIG_HOME", path, 1);
    return !catalog_load(&definitions, &options, &error);
}

static int
close_all(void **state)
{
    catalog_release(&definitions);
    return workshop_close(state);
}

static void
expect_title(const char *id_or_path, const char *id, const char *title)
{
    struct scenario scenario;
    struct error error = { 0 };

    if (!catalog_scenario_load(&scenario, id_or_path, &definitions, &error))
        fail_msg("refused: %s", error.text);
    assert_string_equal(scenario.id, id);
    assert_string_equal(scenario.title, title);
    catalog_scenario_release(&scenario);
}

static void
expect_refused(const char *id_or_path, const char *message)
{
    struct scenario scenario;
    struct error error = { 0 };

    assert_false(
        catalog_scenario_load(&scenario, id_or_path, &definitions, &error));
    assert_string_equal(error.text, message);
    catalog_scenario_release(&scenario);
}

static bool
is_built_in(const char *id)
{
    for (size_t i = 0; i < catalog_scenario_count(); i++)
        if (strcmp(catalog_scenario_id(i), id) == 0)
            return true;
    return false;
}

static void
the_built_in_ones_are_those_of_data(void **state)
{
    (void)state;
    assert_true(catalog_scenario_count() >= 3);
    for (size_t i = 0; i < builtin_scenario_count; i++) {
        const struct builtin_scenario *scenario = &builtin_scenarios[i];
        char name[128];

        snprintf(name, sizeof name, "lab/%s.yaml", scenario->id);

        char *text = workshop_shipped(name);

        assert_string_equal(catalog_scenario_id(i), scenario->id);
        assert_string_equal(scenario->file->name, name + strlen("lab/"));
        assert_int_equal(strlen(text), scenario->file->length);
        assert_memory_equal(text, scenario->file->bytes, strlen(text));
        free(text);
    }
}

static void
the_built_in_ones_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < catalog_scenario_count(); i++)
        assert_true(
            strcmp(catalog_scenario_id(i - 1), catalog_scenario_id(i)) < 0);
}

static void
expect_shipped(const char *id)
{
    struct scenario scenario;
    struct error error = { 0 };

    if (!catalog_scenario_load(&scenario, id, &definitions, &error))
        fail_msg("refused: %s", error.text);
    assert_string_equal(scenario.id, id);
    for (size_t i = 0; i < scenario.alike_count; i++)
        if (!is_built_in(scenario.alike[i]))
            fail_msg("%s: no scenario \"%s\" to be alike", id,
                     scenario.alike[i]);
    catalog_scenario_release(&scenario);
}

static void
every_shipped_one_can_be_loaded(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_scenario_count(); i++)
        expect_shipped(catalog_scenario_id(i));
}

/* A truth that is not what the cause's own row says would never be found. */
static void
their_truths_are_those_of_the_causes(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_scenario_count(); i++) {
        struct scenario scenario;
        struct error error = { 0 };

        assert_true(catalog_scenario_load(&scenario, catalog_scenario_id(i),
                                          &definitions, &error));
        if (scenario.truth.outcome == VERDICT_FAULT) {
            const struct cause *cause =
                definitions_cause(&definitions, scenario.truth.cause);

            assert_int_equal(scenario.truth.layer, cause->layer);
            assert_int_equal(scenario.truth.owner, cause->owner);
        }
        catalog_scenario_release(&scenario);
    }
}

static void
the_examples_say_what_they_are(void **state)
{
    struct scenario scenario;
    struct error error = { 0 };

    (void)state;
    assert_true(catalog_scenario_load(&scenario, "firewall-drops",
                                      &definitions, &error));
    assert_int_equal(scenario.filter_count, 1);
    assert_int_equal(scenario.filters[0]->at, PLACE_FIREWALL);
    assert_int_equal(scenario.filters[0]->action, FILTER_DROP);
    assert_int_equal(scenario.filters[0]->port, 443);
    assert_string_equal(scenario.truth.cause, "connection-silent");
    catalog_scenario_release(&scenario);

    assert_true(catalog_scenario_load(&scenario, "inspected-trusted-ca",
                                      &definitions, &error));
    assert_int_equal(scenario.box_count, 1);
    assert_int_equal(scenario.boxes[0]->kind, BOX_INSPECT);
    assert_true(scenario.boxes[0]->tls.authority.trusted);
    catalog_scenario_release(&scenario);
}

static void
the_users_file_is_stronger(void **state)
{
    struct scenario scenario;
    struct error error = { 0 };

    (void)state;
    workshop_write_text("cdsdoctor/lab/healthy.yaml", small);
    workshop_write_text("cdsdoctor/lab/mine.yaml", small);
    expect_title("healthy", "healthy", "Own");
    expect_title("mine", "mine", "Own");
    workshop_write_text("cdsdoctor/lab/mine.yaml", "broken");
    assert_false(
        catalog_scenario_load(&scenario, "mine", &definitions, &error));
    assert_non_null(strstr(error.text, "/cdsdoctor/lab/mine.yaml:1:1: "
                                       "expected a scenario, found"));
    catalog_scenario_release(&scenario);
}

static void
a_path_is_a_file(void **state)
{
    (void)state;
    workshop_write_text("here.yaml", small);
    workshop_write_text("deep/er/there.yaml", small);
    expect_title("here.yaml", "here", "Own");
    expect_title("./here.yaml", "here", "Own");
    expect_title("deep/er/there.yaml", "there", "Own");
    expect_refused("gone.yaml",
                   "gone.yaml: cannot be opened: No such file or directory");
    /* By itself the word is an id, and that is none. */
    expect_refused("here", "expected the id of a scenario or a file, found "
                           "\"here\"");
}

static void
an_unknown_id_has_a_neighbour(void **state)
{
    (void)state;
    workshop_write_text("cdsdoctor/lab/branch-office.yaml", small);
    expect_refused("firewal-drops",
                   "expected the id of a scenario or a file, found "
                   "\"firewal-drops\" (did you mean \"firewall-drops\"?)");
    expect_refused("branch-ofice",
                   "expected the id of a scenario or a file, found "
                   "\"branch-ofice\" (did you mean \"branch-office\"?)");
    expect_refused("..", "expected the id of a scenario or a file, found "
                         "\"..\"");
    expect_refused("", "expected the id of a scenario or a file, found \"\"");
    expect_refused(".yaml", "expected the id of a scenario or a file, found "
                            "\".yaml\"");
}

static size_t
count_id(const char **ids, size_t count, const char *id)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += strcmp(ids[i], id) == 0;
    return found;
}

static void
the_list_is_of_all_layers(void **state)
{
    struct arena arena = { 0 };
    struct error error = { 0 };
    const char **ids;
    size_t count;

    (void)state;
    workshop_write_text("cdsdoctor/lab/healthy.yaml", small);
    workshop_write_text("cdsdoctor/lab/aaa.yaml", small);
    workshop_write_text("cdsdoctor/lab/notes.txt", small);
    workshop_write_text("cdsdoctor/lab/No Id.yaml", small);
    assert_true(catalog_scenario_list(&ids, &count, &arena, &error));
    assert_string_equal(ids[0], "aaa");
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(ids[i - 1], ids[i]) < 0);
    assert_int_equal(count_id(ids, count, "healthy"), 1);
    assert_int_equal(count_id(ids, count, "firewall-drops"), 1);
    assert_int_equal(count_id(ids, count, "notes"), 0);
    assert_int_equal(count_id(ids, count, "No Id"), 0);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_ones_are_those_of_data),
        cmocka_unit_test(the_built_in_ones_are_sorted),
        cmocka_unit_test(every_shipped_one_can_be_loaded),
        cmocka_unit_test(their_truths_are_those_of_the_causes),
        cmocka_unit_test(the_examples_say_what_they_are),
        cmocka_unit_test(the_users_file_is_stronger),
        cmocka_unit_test(a_path_is_a_file),
        cmocka_unit_test(an_unknown_id_has_a_neighbour),
        cmocka_unit_test(the_list_is_of_all_layers),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
