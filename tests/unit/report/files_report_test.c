#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../diagnosis/file_builder.h"
#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "report/wording.h"
#include "words_fixture.h"

/* What the reports say of the operator's own files, bundle and logs. */
enum { DAY_S = 86400 };

typedef void report_writer(const struct run *run,
                           const struct diagnosis *diagnosis,
                           struct buffer *out);

static void
write_report(struct run_builder *builder, report_writer *write,
             struct buffer *out)
{
    words_fixture_add(&builder->definitions);
    write(&builder->run,
          diagnosis_conclude(&builder->run, &builder->run.arena), out);
}

static void
assert_says(const struct buffer *text, const char *words)
{
    if (strstr(text->data, words) == NULL)
        fail_msg("it does not say \"%s\":\n%s", words, text->data);
}

static void
build_whole_bundle(struct run_builder *builder)
{
    static const char *notes[] = { "first",  "second", "third",
                                   "fourth", "fifth",  "sixth" };

    build_run(builder);
    build_healthy(builder);
    build_bundle(builder, 2 * DAY_S);
    build_bundle_entry(builder, "keys/one.pem", false);
    build_bundle_host(builder, "gw.us.example.net");
    builder->run.bundle.notes = notes;
    builder->run.bundle.note_count = sizeof notes / sizeof notes[0];
}

static void
a_bundle_has_a_section(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    build_whole_bundle(&builder);
    write_report(&builder, text_report_write, &text);
    assert_says(&text, "\nTHE ENROLLMENT BUNDLE\n");
    assert_says(&text, "File            /root/bundle.zip\n");
    assert_says(&text, "Seen            a whole zip archive\n");
    assert_says(&text, "Size            4096 bytes, written 2026-11-22");
    assert_says(&text, "Made            2026-11-22 12:00:00 UTC, the newest");
    assert_says(&text, "without\n                a time zone");
    assert_says(&text, "Entries         keys/one.pem\n");
    assert_says(&text, "Hosts named     gw.us.example.net\n");
    assert_says(&text, "Notes           first\n");
    assert_says(&text, "                and 2 more\n");
    assert_null(strstr(text.data, "fifth"));
    assert_null(strstr(text.data, "THE LOGS"));
    buffer_release(&text);
    build_release(&builder);
}

static void
a_bundle_that_is_none_says_why(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    build_bundle_kind(&builder, BUNDLE_NOT_ARCHIVE);
    builder.run.bundle.error = "not a zip";
    builder.run.bundle.first_bytes = "<html>\033[2J";
    write_report(&builder, text_report_write, &text);
    assert_says(&text, "Seen            it is no zip archive (not a zip); it "
                       "begins with\n                \"<html>");
    assert_null(strchr(text.data, '\033'));
    buffer_release(&text);
    build_release(&builder);
}

static void
logs_have_a_section(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    build_log(&builder, "unknown-host", "gw.us.example.net");
    builder.run.logs.files_cut = 1;
    builder.run.logs.files_left_out = 2;
    builder.run.logs.files_refused = 3;
    builder.run.logs.newest = builder.run.started / 1000;
    write_report(&builder, text_report_write, &text);
    assert_says(&text, "\nTHE LOGS OF ENFORCE\n");
    assert_says(&text, "Path            /var/log\n");
    assert_says(&text, "Looked through  1 file, 0 bytes, 1 file from near");
    assert_says(&text, " 2 files\n                left out, ");
    assert_says(&text, "3 files could not be read");
    assert_says(&text, "Last written    2026-11-24 12:00:00 UTC\n");
    assert_says(&text, "  - unknown-host beside gw.us.example.net: 2 lines, "
                       "the last of");
    assert_says(&text, "(/var/log/enforce.log.0:7)");
    assert_says(&text, "      the first line\n      the last line\n");
    buffer_release(&text);
    build_release(&builder);
}

/* However much they say, the section stays short, and says so. */
static void
a_thousand_hits_are_not_all_shown(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    for (int i = 0; i < LOG_HITS_MOST; i++)
        build_log(&builder, "connection-refused", NULL);
    builder.run.logs.hits_left_out = 8;
    write_report(&builder, text_report_write, &text);
    assert_says(&text, "enforce.log.7:7");
    assert_null(strstr(text.data, "enforce.log.8:7"));
    assert_says(&text, "  and 1000 more; the JSON report has up to a "
                       "thousand\n");
    buffer_release(&text);
    build_release(&builder);
}

static void
logs_that_say_nothing_are_told(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    builder.run.logs.state = LOGS_READ;
    builder.run.logs.path = "/var/log";
    write_report(&builder, text_report_write, &text);
    assert_says(&text, "Nothing in them is about a connection.");
    buffer_release(&text);
    build_release(&builder);
}

/* A line has no time of its own, or stands in no file. */
static void
a_line_says_what_is_known_of_it(void **state)
{
    struct run_builder builder;
    struct buffer text = { 0 };

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    build_log(&builder, "connection-refused", NULL);
    builder.run.logs.hits[0]->count = 1;
    builder.run.logs.hits[0]->last = (struct log_line){ .text = "bare" };
    build_log(&builder, "connection-refused", NULL);
    builder.run.logs.hits[1]->file = NULL;
    write_report(&builder, text_report_write, &text);
    assert_says(&text, "connection-refused: 1 line, without a time "
                       "(/var/log/enforce.log.0)\n      bare\n");
    assert_says(&text, "connection-refused: 2 lines, the last of 2026-11-21 "
                       "11:00:00\n");
    buffer_release(&text);
    build_release(&builder);
}

/* JSON */

static json_t *
json_run_of(struct run_builder *builder)
{
    struct buffer text = { 0 };
    json_t *root;
    json_t *run;

    write_report(builder, json_report_write, &text);
    root = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    run = json_incref(json_object_get(root, "run"));
    json_decref(root);
    buffer_release(&text);
    return run;
}

static const char *
text_at(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));

    if (text == NULL)
        fail_msg("no text %s", member);
    return text;
}

static void
facts_of_files_stand_in_the_run(void **state)
{
    struct run_builder builder;
    json_t *run;
    const json_t *bundle;
    const json_t *hit;

    (void)state;
    build_whole_bundle(&builder);
    build_log(&builder, "unknown-host", "gw.us.example.net");
    run = json_run_of(&builder);
    bundle = json_object_get(run, "bundle");
    assert_string_equal(text_at(bundle, "kind"), "good");
    assert_string_equal(text_at(bundle, "newest"), "2026-11-22T12:00:00Z");
    assert_true(json_is_false(json_object_get(bundle, "newest_zone_known")));
    assert_string_equal(
        text_at(json_array_get(json_object_get(bundle, "entries"), 0), "name"),
        "keys/one.pem");
    assert_int_equal(json_array_size(json_object_get(bundle, "hosts")), 1);
    hit = json_array_get(json_object_get(json_object_get(run, "logs"), "hits"),
                         0);
    assert_string_equal(text_at(hit, "sign"), "unknown-host");
    assert_string_equal(text_at(hit, "host"), "gw.us.example.net");
    assert_int_equal(json_integer_value(json_object_get(hit, "count")), 2);
    assert_string_equal(text_at(json_object_get(hit, "last"), "time"),
                        "2026-11-21 11:00:00");
    json_decref(run);
    build_release(&builder);
}

static void
files_that_nobody_named_are_null(void **state)
{
    struct run_builder builder;
    json_t *run;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    run = json_run_of(&builder);
    assert_true(json_is_null(json_object_get(run, "bundle")));
    assert_true(json_is_null(json_object_get(run, "logs")));
    json_decref(run);
    build_release(&builder);
}

/* Words */

struct filling {
    const char *text;
    const char *filled;
};

static void
check_fillings(const struct filling *fillings, size_t count,
               const struct wording *wording)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer out = { 0 };

        wording_fill(&out, fillings[i].text, wording);
        assert_string_equal(buffer_text(&out), fillings[i].filled);
        buffer_release(&out);
    }
}

#define CHECK(rows, wording)                                                  \
    check_fillings(rows, sizeof(rows) / sizeof((rows)[0]), wording)

static void
what_stands_in_the_files_is_filled_in(void **state)
{
    static const struct log_sign sign = { .id = "unknown-host",
                                          .means = "It was not found." };
    static const struct log_sign *signs[] = { &sign };
    static const struct filling fillings[] = {
        { "{bundle_file} {bundle_size}", "/root/bundle.zip 4096 bytes" },
        { "{bundle_kind} {bundle_entries}", "a whole zip archive 2 entries" },
        { "{bundle_odd}", "../x" },
        { "{bundle_hosts}", "gw.eu.example.net and pki.example.net" },
        { "{bundle_regions}", "EU" },
        { "{bundle_made}",
          "2026-11-22 12:00:00 UTC, if its clock stood in our zone" },
        { "{bundle_written}", "2026-11-22 12:00:00 UTC" },
        { "{bundle_issued} {bundle_age}", "2026-11-22 2 days" },
        { "{bundle_error}", "no end of an archive in it" },
        { "{bundle_begins}", "unknown" },
        { "{log_seen}", "2 lines, the last of 2026-11-21 11:00:00 "
                        "(/var/log/enforce.log.0:7)" },
        { "{log_means}", "It was not found." },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_bundle(&builder, 2 * DAY_S);
    build_bundle_entry(&builder, "config.txt", false);
    build_bundle_entry(&builder, "../x", true);
    build_bundle_host(&builder, "gw.eu.example.net");
    build_bundle_host(&builder, "pki.example.net");
    build_log(&builder, "unknown-host", NULL);
    builder.definitions.log_signs = signs;
    builder.definitions.log_sign_count = 1;

    struct wording wording = { .run = &builder.run,
                               .hit = builder.run.logs.hits[0] };

    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
what_is_not_in_the_files_is_unknown(void **state)
{
    static const struct filling fillings[] = {
        { "{bundle_file} {bundle_made} {bundle_written}",
          "unknown unknown unknown" },
        { "{bundle_odd} {bundle_hosts} {bundle_regions}",
          "unknown unknown unknown" },
        { "{log_seen} {log_means}", "unknown unknown" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct wording wording = { .run = &builder.run };

    CHECK(fillings, &wording);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_has_a_section),
        cmocka_unit_test(a_bundle_that_is_none_says_why),
        cmocka_unit_test(logs_have_a_section),
        cmocka_unit_test(a_thousand_hits_are_not_all_shown),
        cmocka_unit_test(logs_that_say_nothing_are_told),
        cmocka_unit_test(a_line_says_what_is_known_of_it),
        cmocka_unit_test(facts_of_files_stand_in_the_run),
        cmocka_unit_test(files_that_nobody_named_are_null),
        cmocka_unit_test(what_stands_in_the_files_is_filled_in),
        cmocka_unit_test(what_is_not_in_the_files_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
