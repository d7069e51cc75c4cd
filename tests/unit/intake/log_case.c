#include "log_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake/log_intake.h"

static const struct endpoint gateway = { .host = "gw.example.net" };
static const struct endpoint pki = { .host = "pki.example.net" };
static const struct endpoint *endpoints[] = { &gateway, &pki };

static const char *unknown_texts[] = { "UnknownHostException" };
static const char *timeout_texts[] = { "connect timed out",
                                       "Connect timed out" };
static const char *code_texts[] = { "DLP-5000", "ERROR DLP-5000" };
static const struct log_sign unknown = { .id = "unknown-host",
                                         .texts = unknown_texts,
                                         .text_count = 1 };
static const struct log_sign timeout = { .id = "connect-timed-out",
                                         .texts = timeout_texts,
                                         .text_count = 2 };
static const struct log_sign code = { .id = "dlp-5000",
                                      .texts = code_texts,
                                      .text_count = 2 };
static const struct log_sign *signs[] = { &unknown, &timeout, &code };

const struct definitions log_case_definitions = { .endpoints = endpoints,
                                                  .endpoint_count = 2,
                                                  .log_signs = signs,
                                                  .log_sign_count = 3 };

static void
check_line(const struct log_line *line)
{
    assert_non_null(line->text);
    assert_true(strlen(line->text) <= LOG_TEXT_LIMIT);
    for (const char *at = line->text; *at != '\0'; at++)
        assert_true((unsigned char)*at >= ' ' && *at != 0x7f);
    assert_true(line->number >= 0);
    assert_true(line->time == NULL || line->time[0] != '\0');
}

static void
check_facts(const struct log_facts *facts)
{
    assert_true(facts->hit_count <= LOG_HITS_MOST);
    for (size_t i = 0; i < facts->hit_count; i++) {
        const struct log_hit *hit = facts->hits[i];

        assert_non_null(
            definitions_log_sign(&log_case_definitions, hit->sign));
        assert_true(hit->count > 0);
        check_line(&hit->first);
        check_line(&hit->last);
        assert_true(hit->first.number <= hit->last.number);
    }
}

void
log_case_scan(struct log_case *at, const char *text, size_t length)
{
    *at = (struct log_case){ 0 };
    log_intake_scan_text(&at->facts, &at->arena, &log_case_definitions, text,
                         length);
    assert_true(at->facts.pasted);
    check_facts(&at->facts);
}

void
log_case_stream(struct log_case *at, const char *text, size_t length)
{
    int ends[2];
    pid_t writer;

    *at = (struct log_case){ 0 };
    assert_int_equal(pipe(ends), 0);
    writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        ssize_t count = 1;

        close(ends[0]);
        for (; length > 0 && count > 0; length -= (size_t)count)
            text += count = write(ends[1], text, length);
        _exit(0);
    }
    close(ends[1]);
    log_intake_scan_stream(&at->facts, &at->arena, &log_case_definitions,
                           ends[0]);
    close(ends[0]);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    assert_true(at->facts.pasted);
    check_facts(&at->facts);
}

void
log_case_read(struct log_case *at, const char *path)
{
    struct log_intake intake = { .path = path,
                                 .definitions = &log_case_definitions };

    *at = (struct log_case){ 0 };
    log_intake_fill(&at->facts, &at->arena, &intake);
    check_facts(&at->facts);
}

void
log_case_end(struct log_case *at)
{
    arena_release(&at->arena);
}

void
log_case_set_age(struct fixture *fixture, const char *path, long seconds)
{
    struct timeval times[2] = { { 1795521600 - seconds, 0 },
                                { 1795521600 - seconds, 0 } };

    assert_int_equal(utimes(fixture_path(fixture, path), times), 0);
}

void
log_case_write(struct fixture *fixture, const char *path, long age)
{
    fixture_write(fixture, path, "x\nUnknownHostException\n");
    log_case_set_age(fixture, path, age);
}

/* The file of a hit without the directory that the test has made. */
void
log_case_expect(const struct log_hit *hit, const char *sign, const char *host,
                int64_t count)
{
    assert_string_equal(hit->sign, sign);
    if (host == NULL)
        assert_null(hit->host);
    else
        assert_string_equal(hit->host, host);
    assert_int_equal(hit->count, count);
}

const char *
log_case_file(const struct log_hit *hit)
{
    return strrchr(hit->file, '/') + 1;
}
