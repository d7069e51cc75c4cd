#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/shared_report.h"
#include "catalog/catalog.h"

static const struct definitions definitions = { .version = "1",
                                                .date = "2026-01-01" };
static char directory[64];

static struct note note = { 1795651200, GUIDE_VERDICT,
                            "called the owner of srv042.globex.de" };
static struct note *notes[] = { &note };

struct fixture {
    struct run run;
    struct diagnosis diagnosis;
};

static int
set_up(void **state)
{
    snprintf(directory, sizeof directory, "/tmp/shared-copy-XXXXXX");
    (void)state;
    return mkdtemp(directory) == NULL;
}

static int
tear_down(void **state)
{
    (void)state;
    return rmdir(directory);
}

static void
begin(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->run.definitions = &definitions;
    fixture->run.machine.hostname = "srv042.globex.de";
    fixture->run.machine.user = "jdoe";
    fixture->run.notes = notes;
    fixture->run.note_count = 1;
    fixture->diagnosis.outcome = VERDICT_INCONCLUSIVE;
}

static const char *
in_directory(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static void
test_report_without_names(void **state)
{
    static const struct shared_wishes wishes;
    struct fixture fixture;
    struct shared_copy copy = { 0 };
    struct buffer report = { 0 };
    struct error error = { 0 };

    (void)state;
    begin(&fixture);
    assert_true(shared_copy_make(&copy, &fixture.run, &fixture.diagnosis,
                                 &wishes, &error));
    text_report_write(&copy.run, &copy.diagnosis, &report);
    assert_null(strcasestr(buffer_text(&report), "globex"));
    assert_null(strcasestr(buffer_text(&report), "jdoe"));
    assert_non_null(strstr(buffer_text(&report), "called the owner of"));
    assert_true(
        shared_copy_write(&copy, in_directory("report"), &report, &error));
    assert_int_equal(unlink(in_directory("report")), 0);
    /* The run itself is what it was. */
    assert_string_equal(fixture.run.machine.user, "jdoe");
    buffer_release(&report);
    shared_copy_release(&copy);
}

static void
test_an_original_is_not_written(void **state)
{
    static const struct shared_wishes wishes;
    struct fixture fixture;
    struct shared_copy copy = { 0 };
    struct buffer report = { 0 };
    struct error error = { 0 };

    (void)state;
    begin(&fixture);
    assert_true(shared_copy_make(&copy, &fixture.run, &fixture.diagnosis,
                                 &wishes, &error));
    text_report_write(&fixture.run, &fixture.diagnosis, &report);
    assert_false(
        shared_copy_write(&copy, in_directory("report"), &report, &error));
    assert_int_not_equal(access(in_directory("report"), F_OK), 0);
    assert_non_null(strstr(error.text, "would still be in it"));
    buffer_release(&report);
    shared_copy_release(&copy);
}

/* In an archive nobody finds a name any more: it is looked for before. */
static void
test_an_original_is_not_packed(void **state)
{
    static const struct shared_wishes wishes;
    const struct report_format *zip = report_format_find("zip");
    struct definitions words = { 0 };
    struct fixture fixture;
    struct shared_copy copy = { 0 };
    struct buffer report = { 0 };
    struct error error = { 0 };
    struct catalog_options files = { 0 };

    (void)state;
    assert_true(catalog_load(&words, &files, &error));
    begin(&fixture);
    fixture.run.definitions = &words;
    assert_true(shared_copy_make(&copy, &fixture.run, &fixture.diagnosis,
                                 &wishes, &error));
    assert_true(shared_report_fill(&copy, zip, &report, &error));
    assert_true(report.length > 0);
    buffer_cut(&report, 0);
    copy.run.machine.hostname = fixture.run.machine.hostname;
    assert_false(shared_report_fill(&copy, zip, &report, &error));
    assert_non_null(strstr(error.text, "would still be in it"));
    assert_int_equal(report.length, 0);
    buffer_release(&report);
    shared_copy_release(&copy);
    catalog_release(&words);
}

static void
test_an_original_in_an_archive_is_not_written(void **state)
{
    static const struct shared_wishes wishes;
    struct fixture fixture;
    struct shared_copy copy = { 0 };
    struct buffer archive = { 0 };
    struct error error = { 0 };

    (void)state;
    begin(&fixture);
    assert_true(shared_copy_make(&copy, &fixture.run, &fixture.diagnosis,
                                 &wishes, &error));
    zip_report_write(&fixture.run, &fixture.diagnosis, &archive);
    assert_false(
        shared_copy_write(&copy, in_directory("zip"), &archive, &error));
    assert_int_not_equal(access(in_directory("zip"), F_OK), 0);
    buffer_cut(&archive, 0);
    zip_report_write(&copy.run, &copy.diagnosis, &archive);
    assert_true(
        shared_copy_write(&copy, in_directory("zip"), &archive, &error));
    assert_int_equal(unlink(in_directory("zip")), 0);
    buffer_release(&archive);
    shared_copy_release(&copy);
}

static void
test_aliases_stay_from_one_to_the_next(void **state)
{
    struct shared_wishes wishes = { .alias_file = in_directory("aliases") };
    struct fixture fixture;
    struct shared_copy first = { 0 };
    struct shared_copy second = { 0 };
    struct error error = { 0 };
    struct stat status;

    (void)state;
    begin(&fixture);
    assert_true(shared_copy_make(&first, &fixture.run, &fixture.diagnosis,
                                 &wishes, &error));
    assert_int_equal(stat(wishes.alias_file, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    /* Another name comes first now, and takes nothing away. */
    fixture.run.machine.hostname = "aaa042.globex.de";
    assert_true(shared_copy_make(&second, &fixture.run, &fixture.diagnosis,
                                 &wishes, &error));
    assert_string_equal(second.run.machine.user, first.run.machine.user);
    assert_string_equal(strchr(second.run.machine.hostname, '.'),
                        strchr(first.run.machine.hostname, '.'));
    assert_string_not_equal(second.run.machine.hostname,
                            first.run.machine.hostname);
    shared_copy_release(&first);
    shared_copy_release(&second);
    assert_int_equal(unlink(wishes.alias_file), 0);
}

static void
test_alias_file_of_everybody_is_refused(void **state)
{
    struct shared_wishes wishes = { .alias_file = in_directory("aliases") };
    struct fixture fixture;
    struct shared_copy copy = { 0 };
    struct error error = { 0 };
    FILE *file = fopen(wishes.alias_file, "w");

    (void)state;
    begin(&fixture);
    assert_non_null(file);
    fputs("{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":[]}", file);
    fclose(file);
    assert_int_equal(chmod(wishes.alias_file, 0644), 0);
    assert_false(shared_copy_make(&copy, &fixture.run, &fixture.diagnosis,
                                  &wishes, &error));
    assert_non_null(strstr(error.text, "chmod 600"));
    shared_copy_release(&copy);
    assert_int_equal(unlink(wishes.alias_file), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_report_without_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_an_original_is_not_written,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_original_is_not_packed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            test_an_original_in_an_archive_is_not_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_aliases_stay_from_one_to_the_next,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_alias_file_of_everybody_is_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
