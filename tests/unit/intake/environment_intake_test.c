#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "fixture.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Each secret holds "hush"; the value is what may be shown. */
static const struct variable_row {
    const char *name;
    const char *set;
    const char *shown;
} variable_rows[] = {
    { "https_proxy", "http://p.test:80/", "http://p.test:80" },
    { "https_proxy", "http://u:hush@p.test:80/", "http://***@p.test:80" },
    { "HTTPS_PROXY", "u:hush@p.test:80", "***@p.test:80" },
    { "ALL_PROXY", "socks5h://hush@p.test", "socks5h://***@p.test" },
    { "all_proxy", "http://u:hu@sh@[::1]:80", "http://***@[::1]:80" },
    { "http_proxy", "http://u:hush/#?@p.test", "http://***@p.test" },
    { "HTTP_PROXY", "http://u:my hush@p.test", "http://***@p.test" },
    { "HTTP_PROXY", "u:hush://x@p.test", "***@p.test" },
    { "HTTP_PROXY", "http://u:hush", "http://u:***" },
    { "HTTP_PROXY", "http://p.test/?key=hush", "http://p.test" },
    { "HTTP_PROXY", "[::1]", "[::1]" },
    { "HTTP_PROXY", "", "" },
    { "NO_PROXY", "a.test,u:hush@p.test, .b.test",
      "a.test,?????????????, .b.test" },
    { "_JAVA_OPTIONS", "-Xmx1g -Dhttps.proxyHost=p.test",
      "-Xmx1g -Dhttps.proxyHost=p.test" },
    { "_JAVA_OPTIONS", "-Dhttps.proxyPassword=hush -Da=b",
      "-Dhttps.proxyPassword=*** -Da=b" },
    { "JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.keyStorePASSWORD='a hush' -Da=b",
      "-Djavax.net.ssl.keyStorePASSWORD=*** -Da=b" },
    { "JAVA_TOOL_OPTIONS", "\"-Dx.passwd=a hush\" -Da=b",
      "\"-Dx.passwd=*** -Da=b" },
    { "JAVA_TOOL_OPTIONS", "-Dx.secret=\"hush and no end", "-Dx.secret=***" },
    { "JDK_JAVA_OPTIONS", "-Dp=http://u:hush@p.test:80", "-Dp=***@p.test:80" },
    { "JDK_JAVA_OPTIONS", "-Dp=https://p.test?token=hush", "-Dp=***" },
    { "SSL_CERT_FILE", "/a/\033[2Jb\x9b", "/a/\\e[2Jb\\x9b" },
    { "RES_OPTIONS", "ndots:2\nuse-vc", "ndots:2\\nuse-vc" },
    { "LD_PRELOAD", "libproxychains.so", "libproxychains.so" },
};

static void
shows_variables_without_their_secrets(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(variable_rows); i++) {
        const struct variable_row *row = &variable_rows[i];
        struct fixture fixture;
        char *environment[] = { NULL, NULL };

        fixture_open(&fixture);
        environment[0] =
            arena_printf(&fixture.arena, "%s=%s", row->name, row->set);
        fixture.intake.environment = environment;
        fixture_look(&fixture);
        assert_int_equal(fixture.machine.variable_count, 1);
        assert_string_equal(fixture_variable(&fixture, row->name), row->shown);
        assert_int_equal(fixture_notes(&fixture, "hush"), 0);
        fixture_close(&fixture);
    }
}

static void
lists_only_what_matters_and_is_set(void **state)
{
    char *environment[] = { "HTTPS_PROXY2=x", "HTTPS_PROX=x", "PATH=/bin",
                            "SECRET=hush",    "HTTPS_PROXY",  "=x",
                            "JAVA_HOME=/j",   "JAVA_HOME=/k", NULL };
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture.intake.environment = environment;
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.variable_count, 1);
    assert_string_equal(fixture_variable(&fixture, "JAVA_HOME"), "/j");
    fixture_close(&fixture);

    fixture_open(&fixture);
    fixture.intake.environment = NULL;
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.variable_count, 0);
    fixture_close(&fixture);
}

static const struct lint_row {
    const char *list;
    const char *note; /* NULL: nothing to say */
} lint_rows[] = {
    { "*", NULL },
    { "localhost,127.0.0.0/8,::1,.example.test, a.test", NULL },
    { "2001:db8::/32,2001:db8::443,192.0.2.1,192.0.2.0/24", NULL },
    { "*.example.test",
      "NO_PROXY: the entry \"*.example.test\" matches nothing: a * counts "
      "only as the whole list, write the domain without it." },
    { "a.test,*", "the entry \"*\" matches nothing: a *" },
    { "a.test:443", "\"a.test:443\" matches nothing: a port" },
    { "192.0.2.1:443", "matches nothing: a port" },
    { "https://a.test", "matches nothing: a URL" },
    { "[2001:db8::1]", "matches nothing: write an IPv6 address" },
    { "127.", "matches nothing: a part of an address" },
    { "192.168", "matches nothing: a part of an address" },
    { "0.0.0.0/0", "matches nothing: there is no block" },
    { "192.0.2.0/33", "matches nothing: there is no block" },
    { "::/129", "matches nothing: there is no block" },
    { "a.test b.test", "NO_PROXY: some entries are parted by a blank" },
    { "\033*", "\"\\e*\" matches nothing" },
};

static void
remarks_on_entries_that_match_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lint_rows); i++) {
        const struct lint_row *row = &lint_rows[i];
        struct fixture fixture;
        char *environment[] = { NULL, NULL };

        fixture_open(&fixture);
        environment[0] =
            arena_printf(&fixture.arena, "NO_PROXY=%s", row->list);
        fixture.intake.environment = environment;
        fixture_look(&fixture);
        if (fixture_notes(&fixture, "NO_PROXY") != (row->note != NULL))
            fail_msg("%s", row->list);
        if (row->note != NULL)
            assert_int_equal(fixture_notes(&fixture, row->note), 1);
        fixture_close(&fixture);
    }
}

static void
bounds_values_and_notes(void **state)
{
    struct fixture fixture;
    struct buffer text = { 0 };
    char *environment[] = { NULL, NULL };

    (void)state;
    buffer_append_text(&text, "NO_PROXY=");
    for (int i = 0; i < 20 * 1000; i++)
        buffer_append_text(&text, "*.a,");
    environment[0] = text.data;
    fixture_open(&fixture);
    fixture.intake.environment = environment;
    fixture_look(&fixture);
    assert_true(strlen(fixture_variable(&fixture, "NO_PROXY")) <= 512);
    assert_int_equal(fixture.machine.note_count, 65);
    assert_int_equal(fixture_notes(&fixture, "There is more to note"), 1);
    buffer_release(&text);
    fixture_close(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_variables_without_their_secrets),
        cmocka_unit_test(lists_only_what_matters_and_is_set),
        cmocka_unit_test(remarks_on_entries_that_match_nothing),
        cmocka_unit_test(bounds_values_and_notes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
