#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "base/buffer.h"
#include "catalog/catalog.h"
#include "report/wording.h"

/*
 * The rules and the shipped words held to each other: every id that a rule
 * names has its words, all words belong to a rule, and each placeholder in
 * them is one that can be filled. The rules' ids are the kebab-case literals
 * of their sources, so none can be forgotten here.
 */
static const char sources[] = TEST_DATA "/../../../src/diagnosis";

static void
append_file(struct buffer *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    size_t got;

    assert_non_null(file);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_append(out, bytes, got);
    fclose(file);
}

static void
read_sources(struct buffer *out)
{
    DIR *directory = opendir(sources);

    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        size_t length = strlen(entry->d_name);
        char path[512];

        if (length < 3 || strcmp(entry->d_name + length - 2, ".c") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", sources, entry->d_name);
        append_file(out, path);
    }
    closedir(directory);
    assert_true(out->length > 10000);
}

static void
load(struct definitions *definitions)
{
    struct catalog_options nowhere = {
        .system_directory = "/nonexistent",
        .user_directory = "/nonexistent",
    };
    struct error error = { 0 };

    *definitions = (struct definitions){ 0 };
    if (!catalog_load(definitions, &nowhere, &error))
        fail_msg("%s", error.text);
}

static bool
is_kebab(const char *text, size_t length)
{
    return length > 0 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz-") >= length &&
           memchr(text, '-', length) != NULL;
}

static void
every_id_of_a_rule_has_words(void **state)
{
    struct definitions definitions;
    struct buffer text = { 0 };
    size_t seen = 0;

    (void)state;
    load(&definitions);
    read_sources(&text);
    for (const char *quote = strchr(text.data, '"'); quote != NULL;
         quote = strchr(quote, '"')) {
        size_t length = strcspn(quote + 1, "\"\n");
        char id[128];

        if (is_kebab(quote + 1, length) && length < sizeof id) {
            memcpy(id, quote + 1, length);
            id[length] = '\0';
            if (definitions_cause(&definitions, id) == NULL &&
                definitions_statement(&definitions, id) == NULL &&
                definitions_log_sign(&definitions, id) == NULL)
                fail_msg("no words for %s", id);
            seen++;
        }
        quote += length + 2;
    }
    assert_true(seen > 40);
    buffer_release(&text);
    catalog_release(&definitions);
}

static void
assert_cited(const struct buffer *text, const char *id)
{
    char literal[160];

    snprintf(literal, sizeof literal, "\"%s\"", id);
    if (strstr(text->data, literal) == NULL)
        fail_msg("no rule names %s", id);
}

static void
all_words_belong_to_a_rule(void **state)
{
    struct definitions definitions;
    struct buffer text = { 0 };

    (void)state;
    load(&definitions);
    read_sources(&text);
    for (size_t i = 0; i < definitions.cause_count; i++)
        assert_cited(&text, definitions.causes[i]->id);
    for (size_t i = 0; i < definitions.statement_count; i++)
        assert_cited(&text, definitions.statements[i]->id);
    buffer_release(&text);
    catalog_release(&definitions);
}

static void
check_placeholders(const char *id, const char *text)
{
    while (text != NULL && (text = strchr(text, '{')) != NULL) {
        size_t length = strcspn(++text, "{}");

        if (text[length] != '}' || !wording_knows(text, length))
            fail_msg("%s: {%.*s} cannot be filled", id, (int)length, text);
    }
}

static void
every_placeholder_can_be_filled(void **state)
{
    struct definitions definitions;

    (void)state;
    load(&definitions);
    for (size_t i = 0; i < definitions.cause_count; i++) {
        const struct cause *cause = definitions.causes[i];

        check_placeholders(cause->id, cause->title);
        check_placeholders(cause->id, cause->summary);
        check_placeholders(cause->id, cause->why);
        check_placeholders(cause->id, cause->packets);
        check_placeholders(cause->id, cause->success);
        check_placeholders(cause->id, cause->request);
        for (size_t j = 0; j < cause->remedy_count; j++)
            check_placeholders(cause->id, cause->remedy[j]);
        for (size_t j = 0; j < cause->by_hand_count; j++)
            check_placeholders(cause->id, cause->by_hand[j]);
    }
    for (size_t i = 0; i < definitions.statement_count; i++)
        check_placeholders(definitions.statements[i]->id,
                           definitions.statements[i]->text);
    catalog_release(&definitions);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_id_of_a_rule_has_words),
        cmocka_unit_test(all_words_belong_to_a_rule),
        cmocka_unit_test(every_placeholder_can_be_filled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
