#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "app/keeping.h"
#include "app/kept_run.h"
#include "app/output.h"
#include "app/session.h"
#include "transcript/transcript.h"

/* What is kept of a session, where there is no place: in memory. */
static char *no_environment[] = { NULL };

struct at {
    struct session_options options;
    struct keeping keeping;
    struct session session;
    struct transcript transcript; /* of what has been kept */
};

static struct at at;

static int
setup(void **state)
{
    (void)state;
    at = (struct at){ 0 };
    at.options.keeping = &at.keeping;
    keeping_open(&at.keeping, KEEPING_SESSION, &at.options, no_environment);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    transcript_release(&at.transcript);
    session_close(&at.session);
    keeping_close(&at.keeping);
    return 0;
}

static void
read_back(void)
{
    const struct buffer *lines = &at.keeping.journal.lines;
    struct error error = { 0 };

    transcript_release(&at.transcript);
    if (!transcript_read(&at.transcript, buffer_text(lines), lines->length,
                         &error))
        fail_msg("%s", error.text);
}

/* One more run in that world, as a round or not. */
static void
check(const char *world, bool round)
{
    struct error error = { 0 };

    session_close(&at.session);
    at.options.lab = world;
    if (!session_open(&at.session, &at.options, no_environment, &error) ||
        !session_prepare(&at.session, &error))
        fail_msg("%s", error.text);
    keeping_set_round(&at.keeping, round);
    session_check(&at.session, NULL, NULL, NULL);
}

static size_t
records_of(const char *kind)
{
    const struct buffer *lines = &at.keeping.journal.lines;
    char sign[32];
    size_t count = 0;

    snprintf(sign, sizeof sign, "{\"kind\":\"%s\"", kind);
    for (const char *line = buffer_text(lines); *line != '\0';
         line = strchr(line, '\n') + 1)
        count += strncmp(line, sign, strlen(sign)) == 0;
    return count;
}

static void
a_round_that_shows_nothing_new_is_a_line(void **state)
{
    size_t before;

    (void)state;
    check("firewall-drops", false);
    before = at.keeping.journal.lines.length;
    for (int i = 0; i < 10; i++)
        check("firewall-drops", true);
    read_back();
    assert_int_equal(records_of("run"), 1);
    assert_int_equal(records_of("plan"), 1);
    assert_int_equal(records_of("round"), 10);
    assert_int_equal(at.transcript.round_count, 10);
    assert_string_equal(at.transcript.outcome, "fault");
    assert_non_null(at.transcript.run);
    assert_true(at.keeping.journal.lines.length - before < 10 * 256);
}

static void
a_round_with_another_verdict_is_kept_whole(void **state)
{
    (void)state;
    check("firewall-drops", false);
    check("firewall-drops", true);
    check("healthy", true);
    read_back();
    assert_int_equal(records_of("run"), 2);
    assert_int_equal(records_of("round"), 1);
    assert_string_equal(at.transcript.outcome, "healthy");
}

/* A line that comes and goes with every round, for days. */
static void
days_of_changes_fit_into_the_file(void **state)
{
    size_t settled = 0;

    (void)state;
    check("healthy", false);
    for (int i = 0; i < 120; i++) {
        check(i % 2 == 0 ? "firewall-drops" : "healthy", true);
        if (i == 59)
            settled = at.keeping.journal.lines.length;
    }
    read_back();
    assert_int_equal(records_of("run"), 51);
    assert_int_equal(records_of("run") + records_of("round"), 121);
    assert_true(settled < 10 * 1024 * 1024);
    assert_true(at.keeping.journal.lines.length - settled < 60 * 256);
    /* What somebody asks for is kept all the same. */
    check("firewall-drops", false);
    assert_int_equal(records_of("run"), 52);
}

static void
a_verdict_is_seen_where_somebody_stands_before_it(void **state)
{
    (void)state;
    check("firewall-drops", false);
    keeping_step(&at.keeping, GUIDE_NAMES);
    read_back();
    assert_int_equal(records_of("view"), 0);
    assert_false(at.transcript.viewed);
    keeping_step(&at.keeping, GUIDE_VERDICT);
    keeping_step(&at.keeping, GUIDE_HAND_OVER);
    keeping_step(&at.keeping, GUIDE_VERDICT);
    read_back();
    assert_int_equal(records_of("view"), 1);
    assert_true(at.transcript.viewed);
    /* A new verdict comes while somebody looks. */
    check("healthy", false);
    read_back();
    assert_int_equal(records_of("view"), 2);
    assert_true(at.transcript.viewed);
}

static void
an_export_says_what_lies_there(void **state)
{
    static const char digest[] =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    char path[] = "/tmp/cdsdoctor-export-XXXXXX";
    struct buffer bytes = { 0 };
    int file = mkstemp(path);

    (void)state;
    assert_int_equal(write(file, "abc", 3), 3);
    close(file);
    keeping_export(&at.keeping, "report", path);
    unlink(path);
    keeping_export(&at.keeping, "screen", path);
    keeping_export(&at.keeping, "report", "-");
    buffer_append_text(&bytes, "abc");
    keeping_export_text(&at.keeping, "edited text", &bytes);
    buffer_release(&bytes);
    read_back();
    assert_int_equal(at.transcript.export_count, 3);
    assert_string_equal(at.transcript.exports[0]->file, path);
    assert_string_equal(at.transcript.exports[0]->sha256, digest);
    assert_int_equal(at.transcript.exports[0]->bytes, 3);
    assert_null(at.transcript.exports[1]->sha256);
    assert_string_equal(at.transcript.exports[2]->what, "edited text");
    assert_null(at.transcript.exports[2]->file);
    assert_string_equal(at.transcript.exports[2]->sha256, digest);
}

#define STRANGER                                                              \
    "{\"schema\":\"cdsdoctor.transcript/1\",\"kind\":\"session\","            \
    "\"at\":\"2026-11-26T12:00:00Z\",\"options\":{\"trust\":\"/x/roots\","    \
    "\"output\":\"%s\",\"transcript\":\"%s\",\"force\":\"\","                 \
    "\"alias-file\":\"%s\",\"record\":\"%s\",\"service\":\"email\"}}\n"

/* A stranger's file: what it brings is told, and none of it writes. */
static void
options_of_a_stranger_are_told_and_write_nothing(void **state)
{
    char place[] = "/tmp/cdsdoctor-stranger-XXXXXX";
    char path[64];
    char other[64];
    struct session_options options = { .service = "cds" };
    struct keeping keeping;
    struct buffer bytes = { 0 };
    struct buffer words = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_non_null(mkdtemp(place));
    snprintf(path, sizeof path, "%s/a.jsonl", place);
    snprintf(other, sizeof other, "%s/written", place);
    buffer_printf(&bytes, STRANGER, other, other, other, other);
    assert_true(output_write(path, &bytes, &error));
    assert_true(
        keeping_resume(&keeping, &options, no_environment, path, &error));
    keeping_append_options(&keeping, &words);
    assert_string_equal(
        buffer_text(&words),
        "These options are those of the transcript: --trust /x/roots.");
    assert_string_equal(options.service, "cds");
    keeping_end(&keeping, 0);
    keeping_close(&keeping);
    assert_int_equal(access(other, F_OK), -1);
    unlink(path);
    rmdir(place);
    buffer_release(&bytes);
    buffer_release(&words);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(a_round_that_shows_nothing_new_is_a_line),
        CASE(a_round_with_another_verdict_is_kept_whole),
        CASE(days_of_changes_fit_into_the_file),
        CASE(a_verdict_is_seen_where_somebody_stands_before_it),
        CASE(an_export_says_what_lies_there),
        CASE(options_of_a_stranger_are_told_and_write_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
