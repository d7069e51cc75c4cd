#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <unistd.h>
#include <zip.h>

#include "../intake/fixture.h"
#include "app/check_run.h"
#include "app/commands.h"

/*
 * The files that the operator names, through the whole program: `check` on a
 * network of the lab, with real archives and a real directory of logs.
 */
enum { DAY_S = 86400, LARGEST_REPORT = 256 * 1024 };

static const char bundle_path[] = "/bundle.zip";
static const char report_path[] = "/report";

/* One text in an archive, made so many days ago by a clock with a zone. */
static void
write_bundle(struct fixture *fixture, const char *text, int days_ago)
{
    int status = 0;
    zip_t *archive = zip_open(fixture_path(fixture, bundle_path),
                              ZIP_CREATE | ZIP_TRUNCATE, &status);

    assert_non_null(archive);

    zip_source_t *source = zip_source_buffer(archive, text, strlen(text), 0);
    zip_int64_t index =
        zip_file_add(archive, "config.properties", source, ZIP_FL_ENC_UTF_8);

    assert_true(index >= 0);
    assert_int_equal(zip_file_set_mtime(archive, (zip_uint64_t)index,
                                        time(NULL) - days_ago * DAY_S, 0),
                     0);
    assert_int_equal(zip_close(archive), 0);
}

static void
write_logs(struct fixture *fixture)
{
    fixture_write(
        fixture, "/logs/SymantecDLPManager.log",
        "2026-11-20 10:00:01 INFO all is well\n"
        "2026-11-20 10:00:02 WARN [enforce] Cloud Service enrollment: error "
        "requesting client certificate from Symantec Managed PKI Service - "
        "ERROR DLP-5000\n"
        "2026-11-20 10:00:03 WARN ERROR DLP-7777: \033[31mred\n");
    fixture_write(fixture, "/logs/older/localhost.log",
                  "2026-11-19 09:00:00 SEVERE pki-scep.symauth.com\n"
                  "PKIX path building failed\n");
}

/* Runs `check`, and reads the report back. */
static int
run_check(struct fixture *fixture, struct check_options *options, char *report)
{
    options->session.lab =
        options->session.lab != NULL ? options->session.lab : "healthy";
    options->output = fixture_path(fixture, report_path);
    unlink(options->output);

    int code = check_run(options);
    FILE *file = fopen(options->output, "rb");

    assert_non_null(file);
    report[fread(report, 1, LARGEST_REPORT, file)] = '\0';
    fclose(file);
    return code;
}

static void
assert_says(const char *report, const char *text)
{
    if (strstr(report, text) == NULL)
        fail_msg("it does not say %s:\n%s", text, report);
}

static void
assert_says_not(const char *report, const char *text)
{
    if (strstr(report, text) != NULL)
        fail_msg("it says %s:\n%s", text, report);
}

static char report[LARGEST_REPORT + 1];

static void
a_fresh_bundle_changes_nothing(void **state)
{
    struct fixture fixture;
    struct check_options options = { 0 };

    (void)state;
    fixture_open(&fixture);
    write_bundle(&fixture, "gateway=gw.csg.dlp.protect.symantec.com\n", 3);
    options.session.bundle = fixture_path(&fixture, bundle_path);
    options.session.region = "us";
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    assert_says(report, "THE ENROLLMENT BUNDLE");
    assert_says(report, "a whole zip archive");
    assert_says(report, "config.properties");
    assert_says(report, "Hosts named     gw.csg.dlp.protect.symantec.com");
    assert_says_not(report, "THE LOGS OF ENFORCE");
    assert_says_not(report, "GOOD TO KNOW");
    fixture_close(&fixture);
}

static void
an_old_bundle_is_found(void **state)
{
    struct fixture fixture;
    struct check_options options = { 0 };

    (void)state;
    fixture_open(&fixture);
    write_bundle(&fixture, "nothing of interest", 12);
    options.session.bundle = fixture_path(&fixture, bundle_path);
    options.format = "json";
    assert_int_equal(run_check(&fixture, &options, report), EXIT_FAULT);
    assert_says(report, "\"cause\": \"bundle-expired\"");
    assert_says(report, "\"kind\": \"good\"");
    fixture_close(&fixture);
}

/* It was connected with another one: this one need not be good any more. */
static void
an_old_bundle_that_was_used_is_no_fault(void **state)
{
    struct fixture fixture;
    struct check_options options = {
        .session.answers.was_connected = "",
    };

    (void)state;
    fixture_open(&fixture);
    write_bundle(&fixture, "nothing of interest", 12);
    options.session.bundle = fixture_path(&fixture, bundle_path);
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    fixture_close(&fixture);
}

static void
a_bundle_of_another_region_is_found(void **state)
{
    struct fixture fixture;
    struct check_options options = { 0 };

    (void)state;
    fixture_open(&fixture);
    write_bundle(&fixture, "gateway=gw2.csg.dlp.protect.symantec.com\n", 3);
    options.session.bundle = fixture_path(&fixture, bundle_path);
    options.session.region = "us";
    assert_int_equal(run_check(&fixture, &options, report), EXIT_FAULT);
    assert_says(report, "bundle-other-region");
    assert_says(report, "gw2.csg.dlp.protect.symantec.com");
    fixture_close(&fixture);
}

static void
a_bundle_that_was_cut_short_is_found(void **state)
{
    struct fixture fixture;
    struct check_options options = { 0 };

    (void)state;
    fixture_open(&fixture);
    write_bundle(&fixture, "nothing of interest", 3);
    options.session.bundle = fixture_path(&fixture, bundle_path);
    assert_int_equal(truncate(options.session.bundle, 60), 0);
    assert_int_equal(run_check(&fixture, &options, report), EXIT_FAULT);
    assert_says(report, "bundle-unusable");
    fixture_close(&fixture);
}

static void
logs_of_the_past_are_a_remark(void **state)
{
    struct fixture fixture;
    struct check_options options = { 0 };

    (void)state;
    fixture_open(&fixture);
    write_logs(&fixture);
    options.session.logs = fixture_path(&fixture, "/logs");
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    assert_says(report, "THE LOGS OF ENFORCE");
    assert_says(report, "Looked through  2 files");
    assert_says(report, "event 4201");
    assert_says(report, "2026-11-20 10:00:02");
    assert_says(report, "SymantecDLPManager.log:2");
    assert_says(report, "DLP-7777");
    assert_says(report, "The two disagree");
    assert_says_not(report, "\033");
    fixture_close(&fixture);
}

/* The same lines speak for what is wrong now. */
static void
logs_speak_for_a_fault(void **state)
{
    struct fixture fixture;
    struct check_options options = { .session.lab = "inspected-trusted-ca" };

    (void)state;
    fixture_open(&fixture);
    write_logs(&fixture);
    fixture_write(&fixture, "/logs/third.log",
                  "2026-11-21 08:00:00 pki-scep.symauth.com: PKIX path "
                  "building failed\n");
    options.session.logs = fixture_path(&fixture, "/logs");
    options.format = "json";
    assert_int_equal(run_check(&fixture, &options, report), EXIT_FAULT);
    assert_says(report, "\"statement\": \"log-says-the-same\"");
    assert_says(report, "\"sign\": \"path-building-failed\"");
    assert_says(report, "\"state\": \"read\"");
    fixture_close(&fixture);
}

/* A sentence in the report, and the run goes on. */
static void
what_cannot_be_read_stops_nobody(void **state)
{
    struct fixture fixture;
    struct check_options options = { 0 };

    (void)state;
    fixture_open(&fixture);
    options.session.bundle = fixture_path(&fixture, "/no/bundle.zip");
    options.session.logs = fixture_path(&fixture, "/no/logs");
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    assert_says(report, "Seen            there is no such file");
    assert_says(report, "Not read        there is no such file or directory");

    options.session.bundle = fixture.root;
    options.session.logs = "/dev/null";
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    assert_says(report, "Seen            it cannot be read (");
    assert_says(report, "Not read        it cannot be read (");
    fixture_close(&fixture);
}

/* Nobody named a file: nothing is said of one. */
static void
without_files_there_is_nothing_to_say(void **state)
{
    struct fixture fixture;
    struct check_options options = { .format = "json" };

    (void)state;
    fixture_open(&fixture);
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    assert_says(report, "\"bundle\": null");
    assert_says(report, "\"logs\": null");
    options.format = "text";
    assert_int_equal(run_check(&fixture, &options, report), EXIT_HEALTHY);
    assert_says_not(report, "BUNDLE");
    assert_says_not(report, "LOGS");
    fixture_close(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_bundle_changes_nothing),
        cmocka_unit_test(an_old_bundle_is_found),
        cmocka_unit_test(an_old_bundle_that_was_used_is_no_fault),
        cmocka_unit_test(a_bundle_of_another_region_is_found),
        cmocka_unit_test(a_bundle_that_was_cut_short_is_found),
        cmocka_unit_test(logs_of_the_past_are_a_remark),
        cmocka_unit_test(logs_speak_for_a_fault),
        cmocka_unit_test(what_cannot_be_read_stops_nobody),
        cmocka_unit_test(without_files_there_is_nothing_to_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
