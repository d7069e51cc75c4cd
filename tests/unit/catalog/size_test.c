#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "catalog/catalog.h"
#include "catalog/source_text.h"
#include "workshop.h"

/*
 * Time of the processor and not of the clock, so that a busy machine does not
 * fail the test; far above what is needed and far below what a quadratic
 * search would need.
 */
enum { MOST_MS = 2000 };

static const struct catalog_options options = { .regions_file = "big.yaml",
                                                .system_directory = "none",
                                                .user_directory = "none" };

static long
spent_ms(clock_t since)
{
    return (long)((clock() - since) * 1000 / CLOCKS_PER_SEC);
}

/* Each endpoint on one line, so that thousands fit into a file. */
static void
write_endpoints(size_t count, size_t name_again)
{
    struct buffer text = { 0 };

    buffer_append_text(&text, "version: big\n"
                              "date: 2026-11-24\n"
                              "services: [{id: s, name: S, about: S}]\n"
                              "regions: [{id: r, name: R}]\n"
                              "endpoints:\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text,
                      "- {host: h%zu.example, port: 443, role: gateway, "
                      "required: true, services: [s], regions: [r], why: w, "
                      "opens: none, genuine: {status: 400, "
                      "asks_client_certificate: true, may_refuse: true}, "
                      "source: s}\n",
                      i == count - 1 ? name_again : i);
    assert_true(text.length < SOURCE_TEXT_LIMIT);
    workshop_write("big.yaml", text.data, text.length);
    buffer_release(&text);
}

static void
expect_loaded_quickly(size_t count)
{
    struct definitions in;
    struct error error = { 0 };

    write_endpoints(count, count - 1);

    clock_t start = clock();

    if (!catalog_load(&in, &options, &error))
        fail_msg("refused: %s", error.text);

    long spent = spent_ms(start);

    print_message("%zu endpoints: %ld ms\n", count, spent);
    assert_int_equal(in.endpoint_count, count);
    assert_true(spent < MOST_MS);
    catalog_release(&in);
}

static void
a_thousand_endpoints_load_quickly(void **state)
{
    (void)state;
    expect_loaded_quickly(1000);
}

static void
five_thousand_endpoints_load_quickly(void **state)
{
    (void)state;
    expect_loaded_quickly(5000);
}

static void
a_repetition_among_thousands_is_found(void **state)
{
    struct definitions in;
    struct error error = { 0 };

    (void)state;
    write_endpoints(5000, 17);

    clock_t start = clock();

    assert_false(catalog_load(&in, &options, &error));
    assert_string_equal(error.text,
                        "big.yaml:5005:3: expected h17.example:443 once, "
                        "found it again (first at line 23)");
    assert_true(spent_ms(start) < MOST_MS);
    catalog_release(&in);
}

/* One megabyte of one thing, made to be expensive. */
struct flood {
    const char *what;
    const char *before;
    const char *unit;
};

static const struct flood floods[] = {
    { "levels in flow style", "", "[" },
    { "levels in block style", "", "- " },
    { "levels on lines", "", "[\n" },
    { "keys", "version: 1\n", "version: 1\n" },
    { "unknown keys", "", "? a\n" },
    { "items", "services:\n", "-\n" },
    { "long word", "version: ", "a" },
    { "long quoted word", "version: \"", "\\0" },
    { "blank lines in text", "version: |\n", " \n" },
    { "placeholders", "causes: [{title: '", "{" },
    { "rows of a scenario", "title: t\nfilters:\n", "-\n" },
    { "selectors of a scenario", "title: t\nwires: [{of: [", "all," },
    { "comments", "", "#\n" },
    { "anchors", "a: ", "&a " },
    { "tags", "a: ", "!a" },
    { "documents", "", "---\n" },
    { "directives", "", "%TAG !a! b\n" },
    { "colons", "", "a:" },
    { "commas", "[", "," },
    { "question marks", "", "? " },
    { "pem", "", "-----BEGIN CERTIFICATE-----\n" },
};

static void
a_flood_is_refused_quickly(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof floods / sizeof floods[0]; i++) {
        struct buffer text = { 0 };
        struct error error = { 0 };
        const char *kind;

        buffer_append_text(&text, floods[i].before);
        while (text.length < SOURCE_TEXT_LIMIT - 16)
            buffer_append_text(&text, floods[i].unit);
        workshop_write("flood.yaml", text.data, text.length);
        buffer_release(&text);

        clock_t start = clock();

        assert_false(catalog_validate("flood.yaml", &options, &kind, &error));

        long spent = spent_ms(start);

        print_message("%s: %ld ms: %s\n", floods[i].what, spent, error.text);
        assert_true(spent < MOST_MS);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_endpoints_load_quickly),
        cmocka_unit_test(five_thousand_endpoints_load_quickly),
        cmocka_unit_test(a_repetition_among_thousands_is_found),
        cmocka_unit_test(a_flood_is_refused_quickly),
    };

    return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
