#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/width.h"
#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "report/text_wrap.h"
#include "report_runs.h"

/*
 * Whole reports against the files in golden/. With CDSDOCTOR_RECORD=1 in the
 * environment the files are written instead: read them before you keep them.
 */
enum { MAIL_COLUMNS = 80, LONG_NAME = 60 };

static void
report_of(const struct report_run *which, struct buffer *out)
{
    struct run_builder builder;

    report_run_build(which, &builder);
    text_report_write(&builder.run,
                      diagnosis_conclude(&builder.run, &builder.run.arena),
                      out);
    build_release(&builder);
}

static void
golden_path(char path[512], const char *name)
{
    snprintf(path, 512, "%s/golden/%s.txt", TEST_DATA, name);
}

static void
read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    size_t got;

    if (file == NULL)
        fail_msg("%s is missing; record it with CDSDOCTOR_RECORD=1", path);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_append(out, bytes, got);
    fclose(file);
}

static void
write_file(const char *path, const struct buffer *content)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(content->data, 1, content->length, file),
                     content->length);
    assert_int_equal(fclose(file), 0);
}

static void
reports_are_as_recorded(void **state)
{
    bool record = getenv("CDSDOCTOR_RECORD") != NULL;

    (void)state;
    for (size_t i = 0; i < report_run_count; i++) {
        struct buffer report = { 0 };
        struct buffer golden = { 0 };
        char path[512];

        report_of(&report_runs[i], &report);
        golden_path(path, report_runs[i].name);
        if (record)
            write_file(path, &report);
        read_file(path, &golden);
        assert_string_equal(buffer_text(&report), buffer_text(&golden));
        buffer_release(&report);
        buffer_release(&golden);
    }
}

/* Commands are copied, so they are never cut. */
static bool
is_command(const char *line)
{
    return strncmp(line, "  curl ", 7) == 0 || strncmp(line, "  dig ", 6) == 0;
}

/* A line is too wide only for a name that cannot be cut, at its end. */
static void
check_line(const char *line)
{
    const char *last = strrchr(line, ' ');
    size_t width = width_of(line);

    assert_false(strlen(line) > 0 && line[strlen(line) - 1] == ' ');
    if (is_command(line))
        return;
    if (width > MAIL_COLUMNS && last != NULL && width_of(last + 1) < LONG_NAME)
        fail_msg("%zu columns: %s", width, line);
}

static void
no_line_is_too_wide(void **state)
{
    (void)state;
    for (size_t i = 0; i < report_run_count; i++) {
        struct buffer report = { 0 };

        report_of(&report_runs[i], &report);
        for (char *line = strtok(report.data, "\n"); line != NULL;
             line = strtok(NULL, "\n"))
            check_line(line);
        buffer_release(&report);
    }
}

static void
reports_of_our_own_words_are_ascii(void **state)
{
    (void)state;
    for (size_t i = 0; i < report_run_count; i++) {
        struct buffer report = { 0 };

        report_of(&report_runs[i], &report);
        for (size_t j = 0; j < report.length; j++) {
            unsigned char byte = (unsigned char)report.data[j];

            assert_true(byte == '\n' || (byte >= ' ' && byte < 0x7f));
        }
        buffer_release(&report);
    }
}

static void
the_verdict_stands_first(void **state)
{
    static const char *const first_lines[][2] = {
        { "healthy", "HEALTHY: " },
        { "inspected", "FAULT FOUND: " },
        { "stopped", "INCONCLUSIVE: " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof first_lines / sizeof first_lines[0]; i++)
        for (size_t j = 0; j < report_run_count; j++) {
            struct buffer report = { 0 };

            if (strcmp(report_runs[j].name, first_lines[i][0]) != 0)
                continue;
            report_of(&report_runs[j], &report);
            assert_memory_equal(report.data, first_lines[i][1],
                                strlen(first_lines[i][1]));
            buffer_release(&report);
        }
}

/* Wrapping. */

#define HAN   "\xe6\xbc\xa2" /* U+6F22 */
#define HAN4  HAN HAN HAN HAN
#define HAN17 HAN4 HAN4 HAN4 HAN4 HAN

struct wrapping {
    const char *text;
    const char *wrapped;
};

/* 72 columns; "> " and "| " stand before the first line and the others. */
static const struct wrapping wrappings[] = {
    { "", ">\n" },
    { "one two", "> one two\n" },
    { "one\ntwo", "> one\n| two\n" },
    { "one\n\ntwo\n", "> one\n|\n| two\n" },
    { "  one   two  ", ">   one two\n" },
    { "list:\n  - 1234567890 1234567890 1234567890 1234567890 1234567890 "
      "12345678901234567890\n  - two",
      "> list:\n|   - 1234567890 1234567890 1234567890 1234567890 1234567890"
      "\n|     12345678901234567890\n|   - two\n" },
    { "1234567890123456789012345678901234567890123456789012345678901234567890",
      "> 1234567890123456789012345678901234567890123456789012345678901234567"
      "890\n" },
    { "a "
      "1234567890123456789012345678901234567890123456789012345678901234567890",
      "> a\n| 12345678901234567890123456789012345678901234567890123456789012"
      "34567890\n" },
    { "a "
      "12345678901234567890123456789012345678901234567890123456789012345678"
      "901234567890 b",
      "> a\n"
      "| 12345678901234567890123456789012345678901234567890123456789012345678"
      "901234567890\n"
      "| b\n" },
    /* Wide characters take two columns each: 34 of them, " " and "b". */
    { HAN17 HAN17 " b", "> " HAN17 HAN17 " b\n" },
    { HAN17 HAN17 " bb", "> " HAN17 HAN17 "\n| bb\n" },
};

static void
texts_wrap_by_columns(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrappings / sizeof wrappings[0]; i++) {
        struct buffer out = { 0 };

        text_wrap(&out, "> ", "| ", wrappings[i].text);
        assert_string_equal(buffer_text(&out), wrappings[i].wrapped);
        buffer_release(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_are_as_recorded),
        cmocka_unit_test(no_line_is_too_wide),
        cmocka_unit_test(reports_of_our_own_words_are_ascii),
        cmocka_unit_test(the_verdict_stands_first),
        cmocka_unit_test(texts_wrap_by_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
