/* Logs that are too many, too large, or written to keep a reader busy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "log_case.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Time of the processor, so that a busy machine fails no test. */
enum { MEGABYTE = 1024 * 1024, MOST_MS = 4000 };

static void
two_hundred_files_are_enough(void **state)
{
    struct fixture fixture;
    struct log_case at;

    (void)state;
    fixture_open(&fixture);
    for (int i = 0; i < 210; i++) {
        char name[32];

        snprintf(name, sizeof name, "/logs/%d.log", i);
        log_case_write(&fixture, name, 1000 - i);
    }
    log_case_read(&at, fixture_path(&fixture, "/logs"));
    assert_int_equal(at.facts.files_read, 200);
    assert_int_equal(at.facts.files_left_out, 10);
    assert_string_equal(log_case_file(at.facts.hits[0]), "209.log");
    log_case_end(&at);
    fixture_close(&fixture);
}

/* Only the end of a large file is read, from a whole line on. */
static void
the_end_of_a_large_file_is_read(void **state)
{
    static const char last[] = "\nbefore\nDLP-5000\nConnect timed out\n";
    struct fixture fixture;
    struct log_case at;
    FILE *file;

    (void)state;
    fixture_open(&fixture);
    fixture_write(&fixture, "/a.log", "DLP-5000\n");
    file = fopen(fixture_path(&fixture, "/a.log"), "r+b");
    assert_non_null(file);
    /* The part that is read begins within this line. */
    assert_int_equal(fseek(file, 100, SEEK_SET), 0);
    assert_true(fputs("UnknownHostException DLP-5000", file) >= 0);
    assert_int_equal(fseek(file, 64 * MEGABYTE + 20, SEEK_SET), 0);
    assert_true(fputs(last, file) >= 0);
    assert_int_equal(fclose(file), 0);
    log_case_read(&at, fixture_path(&fixture, "/a.log"));
    assert_int_equal(at.facts.files_cut, 1);
    assert_int_equal(at.facts.bytes, 64 * MEGABYTE);
    assert_int_equal(at.facts.hit_count, 2);
    log_case_expect(at.facts.hits[0], "dlp-5000", NULL, 1);
    log_case_expect(at.facts.hits[1], "connect-timed-out", NULL, 1);
    assert_int_equal(at.facts.hits[0]->first.number, 0);
    log_case_end(&at);
    fixture_close(&fixture);
}

static void
no_more_is_read_than_256_megabytes(void **state)
{
    struct fixture fixture;
    struct log_case at;

    (void)state;
    fixture_open(&fixture);
    for (int i = 0; i < 6; i++) {
        char name[16];

        snprintf(name, sizeof name, "/%d.log", i);
        fixture_write(&fixture, name, "");
        assert_int_equal(truncate(fixture_path(&fixture, name), 60 * MEGABYTE),
                         0);
        log_case_set_age(&fixture, name, i);
    }
    log_case_read(&at, fixture_path(&fixture, ""));
    assert_int_equal(at.facts.bytes, 256 * MEGABYTE);
    assert_int_equal(at.facts.files_read, 5);
    assert_int_equal(at.facts.files_cut, 1);
    assert_int_equal(at.facts.files_left_out, 1);
    log_case_end(&at);
    fixture_close(&fixture);
}

/* What would make a careless scanner slow: each unit fills a whole file. */
static const char *const floods[] = {
    "DLP-5000",
    "DLP-5000\n",
    "\n",
    "UnknownHostException gw.example.net\n",
    "2026-11-24 12:00:00\n",
    "gw.example.net ",
    "DLP-500",
    "a.b",
    "DLP-5000\npki.example.net connect timed out\n\0",
};

static void
a_flood_is_read_quickly(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT(floods); i++) {
        struct buffer text = { 0 };
        struct log_case at;

        while (text.length < 4 * MEGABYTE)
            buffer_append(&text, floods[i], strlen(floods[i]));
        fixture_write_bytes(&fixture, "/a.log", text.data, text.length);

        clock_t start = clock();

        log_case_read(&at, fixture_path(&fixture, "/a.log"));

        long spent = (long)((clock() - start) * 1000 / CLOCKS_PER_SEC);

        print_message("%.20s: %ld ms for 4 MB\n", floods[i], spent);
        assert_true(spent < MOST_MS);
        log_case_end(&at);
        log_case_scan(&at, text.data, text.length);
        log_case_end(&at);
        buffer_release(&text);
    }
    fixture_close(&fixture);
}

static void
hits_are_bounded_over_all_files(void **state)
{
    static const char text[] = "UnknownHostException\n"
                               "UnknownHostException gw.example.net\n"
                               "UnknownHostException pki.example.net\n"
                               "connect timed out\n"
                               "connect timed out gw.example.net\n"
                               "connect timed out pki.example.net\n";
    struct fixture fixture;
    struct log_case at;

    (void)state;
    fixture_open(&fixture);
    for (int i = 0; i < 200; i++) {
        char name[32];

        snprintf(name, sizeof name, "/%d.log", i);
        fixture_write(&fixture, name, text);
    }
    log_case_read(&at, fixture_path(&fixture, ""));
    assert_int_equal(at.facts.hit_count, LOG_HITS_MOST);
    assert_int_equal(at.facts.hits_left_out, 200 * 6 - LOG_HITS_MOST);
    log_case_end(&at);
    fixture_close(&fixture);
}

static void
any_bytes_are_scanned(void **state)
{
    enum { ROUNDS = 400, LENGTH = 4000 };
    static const char *const pieces[] = {
        "DLP-5000", "connect timed out", "gw.example.net", "\n",
        "\r\n",     "2026-11-24 12:00",  "\xff\xfe",       "\x1b]0;",
    };
    unsigned seed = 20261124;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct buffer text = { 0 };
        struct log_case at;

        while (text.length < LENGTH) {
            seed = seed * 1103515245 + 12345;
            if ((seed >> 16) % 3 == 0)
                buffer_append_text(&text,
                                   pieces[(seed >> 20) % COUNT(pieces)]);
            else
                buffer_append_byte(&text, (char)(seed >> 24));
        }
        log_case_scan(&at, text.data, text.length);
        assert_true(at.facts.hit_count > 0);
        log_case_end(&at);
        buffer_release(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_files_are_enough),
        cmocka_unit_test(the_end_of_a_large_file_is_read),
        cmocka_unit_test(no_more_is_read_than_256_megabytes),
        cmocka_unit_test(a_flood_is_read_quickly),
        cmocka_unit_test(hits_are_bounded_over_all_files),
        cmocka_unit_test(any_bytes_are_scanned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
