#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "log_case.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { KILOBYTE = 1024 };

static void
pasted_lines_are_counted_by_sign_and_host(void **state)
{
    static const char text[] =
        "Nov 24, 2026 12:00:00 PM com.example start\r\n"
        "java.net.UnknownHostException: pki.example.net\r\n"
        "\tat x\n"
        "2026-11-24 12:00:01 java.net.UnknownHostException: GW.example.net "
        "UnknownHostException\n"
        "java.net.UnknownHostException: pki.example.net\n"
        "UnknownHostException: other.example.net, connect timed out";
    struct log_case at;

    (void)state;
    log_case_scan(&at, text, strlen(text));

    struct log_hit **hits = at.facts.hits;

    assert_int_equal(at.facts.hit_count, 4);
    log_case_expect(hits[0], "unknown-host", "pki.example.net", 2);
    log_case_expect(hits[1], "unknown-host", "gw.example.net", 1);
    log_case_expect(hits[2], "unknown-host", NULL, 1);
    log_case_expect(hits[3], "connect-timed-out", NULL, 1);
    assert_null(hits[0]->file);
    assert_int_equal(hits[0]->first.number, 2);
    assert_int_equal(hits[0]->last.number, 5);
    assert_string_equal(hits[0]->first.time, "Nov 24, 2026 12:00:00 PM");
    assert_string_equal(hits[0]->last.time, "2026-11-24 12:00:01");
    assert_string_equal(hits[0]->first.text,
                        "java.net.UnknownHostException: pki.example.net");
    assert_string_equal(hits[3]->last.text,
                        "UnknownHostException: other.example.net, connect "
                        "timed out");
    assert_int_equal(hits[3]->last.number, 6);
    log_case_end(&at);
}

/* What syslog makes of an event: [server] summary - detail. */
static void
two_texts_of_one_sign_count_once(void **state)
{
    static const char text[] =
        "<134>Nov 24 12:00:00 enforce [E1] enrollment - ERROR DLP-5000: x";
    struct log_case at;

    (void)state;
    log_case_scan(&at, text, strlen(text));
    assert_int_equal(at.facts.hit_count, 1);
    log_case_expect(at.facts.hits[0], "dlp-5000", NULL, 1);
    assert_string_equal(at.facts.hits[0]->first.time, "Nov 24 12:00:00");
    log_case_end(&at);
}

static void
excerpts_are_bounded_and_safe(void **state)
{
    struct buffer text = { 0 };
    struct log_case at;

    (void)state;
    buffer_append_text(&text, "\x1b[2J\xff DLP-5000 ");
    buffer_append_byte(&text, '\0');
    buffer_append_fill(&text, 'x', 1000);
    log_case_scan(&at, text.data, text.length);
    assert_int_equal(at.facts.hit_count, 1);
    assert_memory_equal(at.facts.hits[0]->first.text,
                        "\\e[2J\\xff DLP-5000 \\u{0}xxx", 27);
    assert_int_equal(strlen(at.facts.hits[0]->first.text), LOG_TEXT_LIMIT);
    assert_null(at.facts.hits[0]->first.time);
    log_case_end(&at);

    log_case_scan(&at, NULL, 0);
    assert_int_equal(at.facts.hit_count, 0);
    log_case_end(&at);
    buffer_release(&text);
}

static void
logs_of_a_directory_are_read_newest_first(void **state)
{
    static const char *const expected[] = { "c.LOG", "b.log.1", "e.log",
                                            "a.log", "d.log" };
    struct fixture fixture;
    struct log_case at;

    (void)state;
    fixture_open(&fixture);
    log_case_write(&fixture, "/logs/a.log", 400);
    log_case_write(&fixture, "/logs/b.log.1", 200);
    log_case_write(&fixture, "/logs/c.LOG", 100);
    log_case_write(&fixture, "/logs/one/two/d.log", 500);
    log_case_write(&fixture, "/logs/one/e.log", 300);
    log_case_write(&fixture, "/logs/one/two/three/f.log", 1);
    log_case_write(&fixture, "/logs/g.txt", 1);
    log_case_write(&fixture, "/logs/h.log.gz", 1);
    log_case_write(&fixture, "/logs/log", 1);
    fixture_write(&fixture, "/logs/i.log", "");
    log_case_write(&fixture, "/outside/j.log", 1);
    assert_int_equal(
        symlink("../outside/j.log", fixture_path(&fixture, "/logs/k.log")), 0);
    assert_int_equal(
        symlink("../outside", fixture_path(&fixture, "/logs/out")), 0);
    assert_int_equal(mkfifo(fixture_path(&fixture, "/logs/l.log"), 0600), 0);
    log_case_read(&at, fixture_path(&fixture, "/logs"));
    assert_int_equal(at.facts.state, LOGS_READ);
    assert_int_equal(at.facts.files_read, COUNT(expected));
    assert_int_equal(at.facts.files_left_out, 1);
    assert_int_equal(at.facts.files_refused, 0);
    assert_int_equal(at.facts.bytes, 23 * COUNT(expected));
    assert_int_equal(at.facts.newest, 1795521600 - 100);
    assert_int_equal(at.facts.hit_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_string_equal(log_case_file(at.facts.hits[i]), expected[i]);
        assert_int_equal(at.facts.hits[i]->first.number, 2);
    }
    log_case_end(&at);
    fixture_close(&fixture);
}

static void
expect_state(const char *path, enum logs_state expected, const char *error)
{
    struct log_case at;

    log_case_read(&at, path);
    assert_int_equal(at.facts.state, expected);
    if (error == NULL)
        assert_null(at.facts.error);
    else
        assert_string_equal(at.facts.error, error);
    assert_int_equal(at.facts.hit_count, 0);
    log_case_end(&at);
}

static void
what_is_no_log_is_a_fact(void **state)
{
    struct fixture fixture;
    struct log_case at;

    (void)state;
    fixture_open(&fixture);
    log_case_write(&fixture, "/any\x1bname", 1);
    assert_int_equal(mkfifo(fixture_path(&fixture, "/fifo"), 0600), 0);
    assert_int_equal(symlink("loop", fixture_path(&fixture, "/loop")), 0);
    assert_int_equal(mkdir(fixture_path(&fixture, "/empty"), 0700), 0);
    expect_state(NULL, LOGS_NOT_GIVEN, NULL);
    expect_state("", LOGS_ABSENT, NULL);
    expect_state(fixture_path(&fixture, "/none"), LOGS_ABSENT, NULL);
    expect_state(fixture_path(&fixture, "/fifo"), LOGS_UNREADABLE,
                 "it is neither a file nor a directory");
    expect_state("/dev/zero", LOGS_UNREADABLE,
                 "it is neither a file nor a directory");
    expect_state(fixture_path(&fixture, "/loop"), LOGS_UNREADABLE,
                 "Too many levels of symbolic links");
    expect_state(fixture_path(&fixture, "/empty"), LOGS_READ, NULL);

    log_case_read(&at, fixture_path(&fixture, "/any\x1bname"));
    assert_int_equal(at.facts.hit_count, 1);
    assert_string_equal(log_case_file(at.facts.hits[0]), "any\\ename");
    log_case_end(&at);
    fixture_close(&fixture);
}

/* Around every border of a block, whole lines are found with their numbers. */
static void
no_line_is_lost_between_blocks(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    for (size_t shift = 0; shift < 64; shift += 3) {
        struct buffer text = { 0 };
        struct log_case at;
        int64_t lines = 0;

        buffer_append_fill(&text, '-', shift);
        while (text.length < 600 * KILOBYTE) {
            buffer_append_text(&text, "\n2026-11-24 12:00:00 DLP-5000 "
                                      "pki.example.net -");
            lines++;
        }
        fixture_write_bytes(&fixture, "/a.log", text.data, text.length);
        log_case_read(&at, fixture_path(&fixture, "/a.log"));
        assert_int_equal(at.facts.hit_count, 1);
        assert_int_equal(at.facts.hits[0]->count, lines);
        assert_int_equal(at.facts.hits[0]->first.number, 2);
        assert_int_equal(at.facts.hits[0]->last.number, lines + 1);
        assert_string_equal(at.facts.hits[0]->last.time,
                            "2026-11-24 12:00:00");
        log_case_end(&at);
        buffer_release(&text);
    }
    fixture_close(&fixture);
}

/* A time that stands blocks above is still that of the trace below it. */
static void
the_time_is_that_above(void **state)
{
    struct fixture fixture;
    struct buffer text = { 0 };
    struct log_case at;

    (void)state;
    buffer_append_text(&text, "2026-11-24 11:00:00 before\n"
                              "2026-11-24 12:00:00 failed\n");
    while (text.length < 700 * KILOBYTE)
        buffer_append_text(&text, "\tat somewhere\n");
    buffer_append_text(&text, "Caused by: UnknownHostException\n"
                              "2026-11-24 13:00:00 after\n");
    fixture_open(&fixture);
    fixture_write_bytes(&fixture, "/a.log", text.data, text.length);
    log_case_read(&at, fixture_path(&fixture, "/a.log"));
    assert_int_equal(at.facts.hit_count, 1);
    assert_string_equal(at.facts.hits[0]->last.time, "2026-11-24 12:00:00");
    log_case_end(&at);
    buffer_release(&text);
    fixture_close(&fixture);
}

/* A pipe gives what it has; more than one block is more than one read. */
static void
a_stream_is_read_to_its_end(void **state)
{
    enum { FILLING = 600 * KILOBYTE };
    struct buffer text = { 0 };
    struct log_case at;

    (void)state;
    buffer_append_text(&text, "UnknownHostException: pki.example.net\n");
    while (text.length < FILLING)
        buffer_append_text(&text, "2026-11-24 12:00:00 nothing\n");
    buffer_append_text(&text, "UnknownHostException: pki.example.net");
    log_case_stream(&at, text.data, text.length);
    assert_int_equal(at.facts.hit_count, 1);
    log_case_expect(at.facts.hits[0], "unknown-host", "pki.example.net", 2);
    assert_null(at.facts.hits[0]->file);
    assert_int_equal(at.facts.bytes, text.length);
    assert_false(at.facts.pasted_cut);
    log_case_end(&at);
    log_case_stream(&at, "", 0);
    assert_int_equal(at.facts.hit_count, 0);
    assert_int_equal(at.facts.bytes, 0);
    log_case_end(&at);
    buffer_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pasted_lines_are_counted_by_sign_and_host),
        cmocka_unit_test(two_texts_of_one_sign_count_once),
        cmocka_unit_test(excerpts_are_bounded_and_safe),
        cmocka_unit_test(logs_of_a_directory_are_read_newest_first),
        cmocka_unit_test(what_is_no_log_is_a_fact),
        cmocka_unit_test(no_line_is_lost_between_blocks),
        cmocka_unit_test(the_time_is_that_above),
        cmocka_unit_test(a_stream_is_read_to_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
