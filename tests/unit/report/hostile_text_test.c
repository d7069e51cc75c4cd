#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../diagnosis/run_builder.h"
#include "diagnosis/diagnosis.h"
#include "report/formats.h"
#include "words_fixture.h"

/*
 * A run in which every text that others can write is hostile, as if nothing
 * had made it safe before. Neither report may pass on a byte that acts on a
 * terminal, and neither may grow without bound.
 */
enum { FLOOD = 64 * 1024, MOST_BYTES = 2 * 1024 * 1024 };

static const char *const weapons[] = {
    "\033]0;owned\a\033[2J", /* escape sequences */
    "\xe2\x80\xae"
    "gnp.exe", /* U+202E, right to left */
    "\xc2\x9b"
    "31m", /* U+009B, CSI in one character */
    "\x9b"
    "31m\xff\xfe",                   /* not UTF-8 */
    "line\r\nforged: yes\b\b\b\x7f", /* lines and erasing */
    "\xe2\x80\xa8next\xef\xbb\xbf",  /* separator, byte order mark */
    "\"},{\"outcome\":\"healthy\"",  /* JSON */
    "{host}{hosts}{reason}%s%n",     /* our own placeholders */
    "</pre></dd></title></style><script>alert(1)</script><img src=x>",
    "' onload='x\" onload=\"x]]>--><!--",
    "[a](http://evil.example) ![b](http://evil.example) @all <b>#1</b>",
    "a | b\n| --- | --- |\n```\n# forged\n````\n~~~",
    "x\",host=\"y\"} 1\ncdsdoctor_up 1|time=0",
    "-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nAAAA",
};
enum { WEAPONS = sizeof weapons / sizeof weapons[0] };

static void
arm(struct run_builder *builder, const char *weapon)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);
    struct path *path = build_address(builder, pki, "203.0.113.1");
    struct arena *arena = &builder->run.arena;
    struct http_header *header = arena_new(arena, 1, sizeof *header);
    struct dns_answer *answer;

    build_foreign(builder, pki, path, weapon);
    path->tls.chain[0]->subject = weapon;
    path->tls.chain[0]->names[0] = weapon;
    for (size_t i = 0; i < path->tls.chain_count; i++)
        path->tls.chain[i]->pem = weapon;
    path->tls.chain[0]->sha256 = weapon;
    path->tls.cipher = weapon;
    path->tls.error = weapon;
    path->tls.genuine.text = weapon;
    path->tls.system.text = weapon;
    build_status(pki, path, 200);
    path->http.status_line = weapon;
    path->http.body = weapon;
    *header = (struct http_header){ "Server", weapon };
    arena_push(arena, &path->http.headers, &path->http.header_count, header);
    header = arena_new(arena, 1, sizeof *header);
    *header = (struct http_header){ weapon, "x" };
    arena_push(arena, &path->http.headers, &path->http.header_count, header);

    build_no_address(builder, gateway, REASON_NXDOMAIN);
    gateway->name->system.error = weapon;
    gateway->name->system.hosts_line = weapon;
    answer = gateway->name->answers[0];
    answer->rcode = weapon;
    answer->server = weapon;
    answer->extended_error = weapon;

    builder->run.machine.hostname = weapon;
    builder->run.machine.user = weapon;
    builder->run.machine.system = weapon;
    builder->run.machine.resolvers[0]->source = weapon;
    builder->run.machine.stores[0]->path = weapon;
    builder->run.route.origin = weapon;
    arena_push(arena, &builder->run.machine.notes,
               &builder->run.machine.note_count, weapon);
}

static void
write_armed(const char *weapon, report_writer *writer, struct buffer *out)
{
    struct run_builder builder;

    build_run(&builder);
    words_fixture_add(&builder.definitions);
    arm(&builder, weapon);
    writer(&builder.run, diagnosis_conclude(&builder.run, &builder.run.arena),
           out);
    build_release(&builder);
}

static void
assert_acts_on_nothing(const struct buffer *report, const char *weapon)
{
    for (size_t i = 0; i < report->length; i++) {
        unsigned char byte = (unsigned char)report->data[i];

        if (byte != '\n' && (byte < ' ' || byte >= 0x7f))
            fail_msg("byte %02x at %zu, from %s", byte, i, weapon);
    }
}

static void
no_byte_of_a_report_acts_on_a_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEAPONS; i++)
        for (size_t j = 0; j < report_format_count; j++) {
            struct buffer report = { 0 };

            if (report_formats[j].write == zip_report_write)
                continue;
            write_armed(weapons[i], report_formats[j].write, &report);
            assert_acts_on_nothing(&report, weapons[i]);
            buffer_release(&report);
        }
}

/* Not even when a script prints a string of the JSON report as it is. */
static void
check_strings(const json_t *value)
{
    const char *key;
    json_t *member;

    if (json_is_string(value)) {
        const char *text = json_string_value(value);

        for (size_t i = 0; i < json_string_length(value); i++) {
            unsigned char byte = (unsigned char)text[i];

            if (byte != '\n' && (byte < ' ' || byte >= 0x7f))
                fail_msg("byte %02x in a string", byte);
        }
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        check_strings(json_array_get(value, i));
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        check_strings(member);
    }
}

static void
strings_are_harmless_when_they_are_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEAPONS; i++) {
        struct buffer report = { 0 };
        json_t *root;

        write_armed(weapons[i], json_report_write, &report);
        root = json_loadb(report.data, report.length, JSON_REJECT_DUPLICATES,
                          NULL);
        assert_non_null(root);
        check_strings(root);
        json_decref(root);
        buffer_release(&report);
    }
}

/* Outside of its quotes and references a report has no more markup. */
static void
markup_of_others_is_text(void **state)
{
    static report_writer *const writers[] = { html_report_write,
                                              junit_report_write };
    static const char *const forged[] = { "<script",  "<img", "<b>",
                                          "<!--",     "]]>",  "</pre></dd>",
                                          "\" onload" };

    (void)state;
    for (size_t i = 0; i < WEAPONS; i++)
        for (size_t j = 0; j < 2; j++) {
            struct buffer report = { 0 };

            write_armed(weapons[i], writers[j], &report);
            for (size_t k = 0; k < sizeof forged / sizeof forged[0]; k++)
                assert_null(strstr(report.data, forged[k]));
            buffer_release(&report);
        }
}

/* Takes the blocks and the code spans out, as a reader of Markdown does. */
static void
drop_code(struct buffer *out, const char *text)
{
    while (*text != '\0') {
        size_t fence = strspn(text, "`");
        const char *end = text + fence;

        if (fence == 0) {
            buffer_append_byte(out, *text++);
            continue;
        }
        while (*end != '\0') {
            size_t run = strspn(end, "`");

            end += run > 0 ? run : 1;
            if (run == fence)
                break;
            assert_int_not_equal(*end, '\0');
        }
        text = end;
    }
}

static void
markdown_of_others_is_code(void **state)
{
    static const char *const forged[] = { "](", "![",  "@",        "<", "://",
                                          "#1", "~~~", "# forged", "\\" };

    (void)state;
    for (size_t i = 0; i < WEAPONS; i++) {
        struct buffer report = { 0 };
        struct buffer plain = { 0 };

        write_armed(weapons[i], markdown_report_write, &report);
        drop_code(&plain, buffer_text(&report));
        for (size_t k = 0; k < sizeof forged / sizeof forged[0]; k++)
            if (strstr(buffer_text(&plain), forged[k]) != NULL)
                fail_msg("%s of %s in\n%s", forged[k], weapons[i],
                         buffer_text(&plain));
        buffer_release(&report);
        buffer_release(&plain);
    }
}

/* Each line that is no comment belongs to the one block that is known. */
static void
certificates_of_others_begin_no_block(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEAPONS; i++) {
        struct buffer report = { 0 };

        write_armed(weapons[i], pem_report_write, &report);
        for (char *line = strtok(report.data, "\n"); line != NULL;
             line = strtok(NULL, "\n"))
            assert_int_equal(line[0], '#');
        buffer_release(&report);
    }
}

/* A sample is a line of ours, and the plugin has one bar. */
static void
numbers_of_others_are_no_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEAPONS; i++) {
        struct buffer report = { 0 };
        const char *bar;

        write_armed(weapons[i], monitoring_report_write, &report);
        bar = strchr(report.data, '|');
        assert_non_null(bar);
        assert_int_equal(strncmp(bar, "|time=", 6), 0);
        assert_null(strchr(bar + 1, '|'));
        buffer_cut(&report, 0);
        write_armed(weapons[i], prometheus_report_write, &report);
        assert_null(strstr(report.data, "\ncdsdoctor_up 1"));
        buffer_release(&report);
    }
}

/* What others wrote is never taken for a text of ours. */
static void
placeholders_of_others_are_not_filled(void **state)
{
    struct buffer report = { 0 };

    (void)state;
    write_armed("{hostname}", text_report_write, &report);
    assert_non_null(strstr(report.data, "issued by     {hostname}"));
    buffer_release(&report);
}

static void
a_flood_is_bounded(void **state)
{
    static char flood[FLOOD + 1];

    (void)state;
    memset(flood, 'x', FLOOD);
    for (size_t j = 0; j < report_format_count; j++) {
        struct buffer report = { 0 };

        write_armed(flood, report_formats[j].write, &report);
        assert_null(strstr(buffer_text(&report), flood));
        assert_true(report.length < MOST_BYTES);
        buffer_release(&report);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_byte_of_a_report_acts_on_a_terminal),
        cmocka_unit_test(strings_are_harmless_when_they_are_printed),
        cmocka_unit_test(markup_of_others_is_text),
        cmocka_unit_test(markdown_of_others_is_code),
        cmocka_unit_test(certificates_of_others_begin_no_block),
        cmocka_unit_test(numbers_of_others_are_no_samples),
        cmocka_unit_test(placeholders_of_others_are_not_filled),
        cmocka_unit_test(a_flood_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
