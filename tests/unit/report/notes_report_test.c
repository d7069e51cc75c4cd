#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "words_fixture.h"

#include "../diagnosis/run_builder.h"

/* What the operator wrote down stands in every report for people. */
typedef void report_writer(const struct run *run,
                           const struct diagnosis *diagnosis,
                           struct buffer *out);

static struct note first = { 1795651200, GUIDE_REACHABILITY,
                             "asked <b>Jo</b> & the firewall team" };
static struct note second = { 1795651260, GUIDE_VERDICT, "told: [done](x)" };
static struct note *notes[] = { &first, &second };

static void
write_report(report_writer *write, size_t count, struct buffer *out)
{
    struct run_builder builder;

    build_run(&builder);
    build_healthy(&builder);
    words_fixture_add(&builder.definitions);
    builder.run.notes = notes;
    builder.run.note_count = count;
    write(&builder.run, diagnosis_conclude(&builder.run, &builder.run.arena),
          out);
    build_release(&builder);
}

static void
assert_says(report_writer *write, const char *words)
{
    struct buffer text = { 0 };

    write_report(write, 2, &text);
    if (strstr(buffer_text(&text), words) == NULL)
        fail_msg("it does not say \"%s\":\n%s", words, buffer_text(&text));
    buffer_release(&text);
}

static void
each_format_has_them(void **state)
{
    (void)state;
    assert_says(text_report_write,
                "\nNOTES\n\n2026-11-26 00:00:00 UTC, step 4  asked");
    assert_says(support_report_write,
                "\nNOTES\n\n2026-11-26 00:00:00 UTC, step 4  asked");
    assert_says(markdown_report_write, "\n## Notes\n\n- 2026-11-26 00:00:00");
    assert_says(markdown_report_write, "`[done](x`)");
    assert_says(html_report_write, "<li><a href=\"#notes\">Notes</a></li>");
    assert_says(html_report_write, "<h2>Notes</h2>");
    assert_says(html_report_write, "asked &lt;b&gt;Jo&lt;/b&gt; &amp; the");
}

static void
json_has_them_as_objects(void **state)
{
    struct buffer text = { 0 };
    json_t *root;
    json_t *note;

    (void)state;
    write_report(json_report_write, 2, &text);
    root = json_loads(buffer_text(&text), 0, NULL);
    assert_int_equal(json_array_size(json_object_get(root, "notes")), 2);
    note = json_array_get(json_object_get(root, "notes"), 0);
    assert_string_equal(json_string_value(json_object_get(note, "time")),
                        "2026-11-26T00:00:00Z");
    assert_int_equal(json_integer_value(json_object_get(note, "step")), 4);
    assert_string_equal(json_string_value(json_object_get(note, "text")),
                        first.text);
    json_decref(root);
    buffer_release(&text);
}

static void
no_notes_no_section(void **state)
{
    struct buffer text = { 0 };

    (void)state;
    write_report(text_report_write, 0, &text);
    assert_null(strstr(buffer_text(&text), "NOTES"));
    buffer_cut(&text, 0);
    write_report(html_report_write, 0, &text);
    assert_null(strstr(buffer_text(&text), "#notes"));
    buffer_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_has_them),
        cmocka_unit_test(json_has_them_as_objects),
        cmocka_unit_test(no_notes_no_section),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
