/* Files that are archives, that are something else, or no files at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive.h"
#include "bundle_case.h"
#include "fixture.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct archive_entry plain = {
    .name = "a",
    .data = "x",
    .length = 1,
};

static void
an_archive_of_nothing_is_empty(void **state)
{
    struct archive archive = { 0 };
    struct bundle_case at = { 0 };

    (void)state;
    archive_end(&archive, 0);
    bundle_case_read(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_EMPTY);
    archive_release(&archive);
    bundle_case_end(&at);
}

static void
something_else_is_shown_by_its_beginning(void **state)
{
    static const struct {
        const char *bytes;
        const char *shown;
    } rows[] = {
        { "<html>\n<title>Sign in", "<html>\\n<title>Sign in" },
        { "\x1f\x8b\x08", "\\u{1f}\\x8b\\u{8}" },
        { "P", "P" },
        { "PKCS#12", "PKCS#12" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct bundle_case at = { 0 };
        struct buffer bytes = { 0 };

        buffer_append_text(&bytes, rows[i].bytes);
        bundle_case_read(&at, &bytes);
        assert_int_equal(at.facts.kind, BUNDLE_NOT_ARCHIVE);
        assert_string_equal(at.facts.first_bytes, rows[i].shown);
        buffer_release(&bytes);
        bundle_case_end(&at);
    }
}

static enum bundle_kind
kind_of_file(const char *path, struct bundle_case *at)
{
    struct bundle_intake intake = { .path = path,
                                    .definitions = &bundle_case_definitions };

    *at = (struct bundle_case){ 0 };
    bundle_intake_fill(&at->facts, &at->arena, &intake);
    bundle_case_check(at);
    return at->facts.kind;
}

static void
expect_kind(const char *path, enum bundle_kind kind)
{
    struct bundle_case at;

    assert_int_equal(kind_of_file(path, &at), kind);
    bundle_case_end(&at);
}

static void
files_of_every_sort(void **state)
{
    struct fixture fixture;
    struct archive archive = { 0 };
    struct bundle_case at;

    (void)state;
    archive_add(&archive, &plain);
    archive_end(&archive, 1);
    fixture_open(&fixture);
    fixture_write_bytes(&fixture, "/good\x1b.zip", buffer_text(&archive.bytes),
                        archive.bytes.length);
    fixture_write(&fixture, "/empty", "");
    fixture_write(&fixture, "/huge", "");
    assert_int_equal(
        truncate(fixture_path(&fixture, "/huge"), 64 * 1024 * 1024 + 1), 0);
    assert_int_equal(mkfifo(fixture_path(&fixture, "/fifo"), 0600), 0);
    assert_int_equal(symlink("fifo", fixture_path(&fixture, "/link")), 0);
    assert_int_equal(symlink("loop", fixture_path(&fixture, "/loop")), 0);

    expect_kind(NULL, BUNDLE_NOT_GIVEN);
    expect_kind("", BUNDLE_ABSENT);
    expect_kind(fixture_path(&fixture, "/none"), BUNDLE_ABSENT);
    expect_kind(fixture_path(&fixture, "/empty/none"), BUNDLE_ABSENT);
    expect_kind(fixture_path(&fixture, "/empty"), BUNDLE_EMPTY);
    expect_kind(fixture_path(&fixture, "/huge"), BUNDLE_TOO_LARGE);
    expect_kind(fixture_path(&fixture, "/fifo"), BUNDLE_UNREADABLE);
    expect_kind(fixture_path(&fixture, "/link"), BUNDLE_UNREADABLE);
    expect_kind(fixture_path(&fixture, "/loop"), BUNDLE_UNREADABLE);
    expect_kind(fixture_path(&fixture, ""), BUNDLE_UNREADABLE);
    expect_kind("/dev/zero", BUNDLE_UNREADABLE);

    assert_int_equal(
        kind_of_file(fixture_path(&fixture, "/good\x1b.zip"), &at),
        BUNDLE_GOOD);
    assert_non_null(strstr(at.facts.path, "/good\\e.zip"));
    assert_int_equal(at.facts.bytes, archive.bytes.length);
    assert_true(at.facts.modified > 0);
    bundle_case_end(&at);
    archive_release(&archive);
    fixture_close(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_of_nothing_is_empty),
        cmocka_unit_test(something_else_is_shown_by_its_beginning),
        cmocka_unit_test(files_of_every_sort),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
