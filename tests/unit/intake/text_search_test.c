#include "intake/text_search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "intake/host_finder.h"
#include "intake/line_time.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { TEXT_LENGTH = 200, ROUNDS = 3000, MOST_TEXTS = 6, LONGEST = 7 };

static uint32_t
next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Few letters, so that much is found, much overlaps and much nearly fits. */
static void
fill_random(char *text, size_t length, uint32_t *seed)
{
    for (size_t i = 0; i < length; i++)
        text[i] = (char)('a' + next_random(seed) % 3);
}

static size_t
count_simply(const char *text, size_t length, const char *wanted)
{
    size_t count = 0;

    for (size_t i = 0; i + strlen(wanted) <= length; i++)
        count += memcmp(text + i, wanted, strlen(wanted)) == 0;
    return count;
}

static void
expect_same(const char *text, size_t length, const char *const *texts,
            size_t count)
{
    struct text_search *search = text_search_new(texts, count);
    struct text_match match;
    size_t found[MOST_TEXTS] = { 0 };
    size_t last = 0;

    text_search_begin(search, &match);
    while (text_search_next(search, text, length, &match)) {
        const char *wanted = texts[match.which];

        assert_true(match.start >= last);
        assert_true(match.start + strlen(wanted) <= length);
        assert_memory_equal(text + match.start, wanted, strlen(wanted));
        found[match.which]++;
        last = match.start;
    }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(found[i], count_simply(text, length, texts[i]));
    text_search_free(search);
}

static void
finds_what_a_simple_search_finds(void **state)
{
    uint32_t seed = 20261124;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        size_t length = next_random(&seed) % TEXT_LENGTH;
        size_t count = next_random(&seed) % MOST_TEXTS + 1;
        char wanted[MOST_TEXTS][LONGEST + 1] = { 0 };
        const char *texts[MOST_TEXTS];
        char *text = malloc(length + 1);

        assert_non_null(text);
        fill_random(text, length, &seed);
        for (size_t j = 0; j < count; j++) {
            fill_random(wanted[j], 2 + next_random(&seed) % (LONGEST - 1),
                        &seed);
            texts[j] = wanted[j];
        }
        expect_same(text, length, texts, count);
        free(text);
    }
}

static void
without_texts_nothing_is_found(void **state)
{
    struct text_search *search = text_search_new(NULL, 0);
    struct text_match match;

    (void)state;
    text_search_begin(search, &match);
    assert_false(text_search_next(search, "abc", 3, &match));
    text_search_free(search);
    text_search_free(NULL);
}

struct host_row {
    const char *text;
    const char *host; /* NULL: none */
};

static const struct host_row host_rows[] = {
    { "gw.example.net", "gw.example.net" },
    { "https://GW.Example.NET:443/", "gw.example.net" },
    { "UnknownHostException: pki.example.net", "pki.example.net" },
    { "pki.example.net/192.0.2.1:443", "pki.example.net" },
    { "at gw.example.net.", "gw.example.net" },
    { "\xff\x01gw.example.net\xc3\xa9", "gw.example.net" },
    { "example.net", NULL },
    { "my-gw.example.net", NULL },
    { "a.gw.example.net", NULL },
    { ".gw.example.net", NULL },
    { "_gw.example.net", NULL },
    { "gw.example.net.evil.test", NULL },
    { "gw.example.network", NULL },
    { "gw.example.net-1", NULL },
    { "gw example net", NULL },
    { "gateway gateway", NULL },
    { "...", NULL },
    { "", NULL },
};

static void
a_host_counts_as_a_whole_only(void **state)
{
    static const struct endpoint gateway = { .host = "gw.example.net" };
    static const struct endpoint pki = { .host = "pki.example.net" };
    static const struct endpoint word = { .host = "gateway" };
    static const struct endpoint *endpoints[] = { &pki, &gateway, &word,
                                                  &gateway };
    static const struct definitions definitions = { .endpoints = endpoints,
                                                    .endpoint_count = 4 };
    struct host_finder finder;

    (void)state;
    host_finder_init(&finder, &definitions);
    assert_int_equal(finder.count, 3);
    for (size_t i = 0; i < COUNT(host_rows); i++) {
        struct host_search search = { .text = host_rows[i].text,
                                      .length = strlen(host_rows[i].text) };
        const char **host = host_finder_next(&finder, &search);

        if (host_rows[i].host == NULL) {
            assert_null(host);
            continue;
        }
        assert_non_null(host);
        assert_string_equal(*host, host_rows[i].host);
        assert_null(host_finder_next(&finder, &search));
    }
    host_finder_release(&finder);
}

struct time_row {
    const char *line;
    const char *time; /* NULL: none */
};

static const struct time_row time_rows[] = {
    { "2026-11-24 12:00:00,123 ERROR x", "2026-11-24 12:00:00,123" },
    { "2026-11-24T12:00:00.123456789Z x", "2026-11-24T12:00:00.123456789Z" },
    { "2026-11-24T12:00:00+01:00 x", "2026-11-24T12:00:00+01:00" },
    { "2026-11-24T12:00:00-0500 x", "2026-11-24T12:00:00-0500" },
    { "[2026-11-24 12:00:00] x", "2026-11-24 12:00:00" },
    { "<134>1 2026-11-24T12:00:00Z host", "2026-11-24T12:00:00Z" },
    { "<4>Nov  4 12:00:00 host", "Nov  4 12:00:00" },
    { "Nov 24 12:00:00 host", "Nov 24 12:00:00" },
    { "24-Nov-2026 12:00:00.123 INFO", "24-Nov-2026 12:00:00.123" },
    { "24 Nov 2026 12:00:00,123- INFO", "24 Nov 2026 12:00:00,123" },
    { "Nov 4, 2026 1:02:03 PM com.x", "Nov 4, 2026 1:02:03 PM" },
    { "Nov 4, 2026 1:02:03\xe2\x80\xaf"
      "AM x",
      "Nov 4, 2026 1:02:03\xe2\x80\xaf"
      "AM" },
    { "24/Nov/2026:12:00:00 +0100", "24/Nov/2026:12:00:00" },
    { "11/24/26 1:02:03 PM", "11/24/26 1:02:03 PM" },
    { "24.11.2026 12:00:00", "24.11.2026 12:00:00" },
    { "Tue Nov 24 12:00:00 2026", "Tue Nov 24 12:00:00" },
    { "INFO 2026-11-24 12:00:00", NULL },
    { "2026-11-24", NULL },
    { "2026-11-24 12:00:0", NULL },
    { "<1345>Nov 24 12:00:00", NULL },
    { "<134 Nov 24 12:00:00", NULL },
    { "[", NULL },
    { "<", NULL },
    { "", NULL },
    { "\tat java.net.Socket.connect(Socket.java:1)", NULL },
};

/* Each line in memory of its own length, so that a byte too far is noticed. */
static void
a_time_is_known_by_its_shape(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(time_rows); i++) {
        size_t whole = strlen(time_rows[i].line);

        for (size_t length = 0; length <= whole; length++) {
            char *line = malloc(length + 1);
            size_t start;
            size_t found;

            assert_non_null(line);
            line = realloc(line, length > 0 ? length : 1);
            assert_non_null(line);
            memcpy(line, time_rows[i].line, length);
            found = line_time_find(line, length, &start);
            assert_true(found < LINE_TIME_LIMIT);
            assert_true(found == 0 || start + found <= length);
            if (length == whole && time_rows[i].time == NULL)
                assert_int_equal(found, 0);
            if (length == whole && time_rows[i].time != NULL) {
                assert_int_equal(found, strlen(time_rows[i].time));
                assert_memory_equal(line + start, time_rows[i].time, found);
            }
            free(line);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_simple_search_finds),
        cmocka_unit_test(without_texts_nothing_is_found),
        cmocka_unit_test(a_host_counts_as_a_whole_only),
        cmocka_unit_test(a_time_is_known_by_its_shape),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
