#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "fixture.h"
#include "intake/resolver_option.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/*
 * resolv.conf and what the C library (glibc 2.36, res_ninit) made of the
 * same bytes: the resolvers in order, the search list; and a note of ours.
 */
static const struct resolv_row {
    const char *file;
    const char *resolvers;
    const char *domains;
    const char *note; /* part of one that must be there; NULL: none at all */
} resolv_rows[] = {
    { "nameserver 192.0.2.1\n", "192.0.2.1", "", NULL },
    { "nameserver 192.0.2.1", "192.0.2.1", "", NULL },
    { "nameserver\t192.0.2.1\t# the first\n", "192.0.2.1", "", NULL },
    { "nameserver 2001:db8::1\nnameserver ::2\n", "2001:db8::1 ::2", "",
      NULL },
    { "nameserver fe80::1%7\n", "fe80::1%7", "", NULL },
    { "nameserver fe80::1%lo\n", "fe80::1%1", "", NULL },
    { "nameserver 2001:db8::1%lo\n", "2001:db8::1", "", NULL },
    { "nameserver fe80::1%nosuch\n", "fe80::1", "", NULL },
    { "# nameserver 192.0.2.1\n;nameserver 192.0.2.2\n"
      "nameserver 192.0.2.3\n",
      "192.0.2.3", "", NULL },
    { " nameserver 192.0.2.1\nnameserver 192.0.2.2\n", "192.0.2.2", "", NULL },
    { "Nameserver 192.0.2.1\nnameserverx 192.0.2.2\nnameserver\n", "127.0.0.1",
      "", NULL },
    { "", "127.0.0.1", "", NULL },
    { "nameserver 192.0.2.1\r\nnameserver 192.0.2.2\n", "192.0.2.2", "",
      ":1: the resolver \"192.0.2.1\\r\" ends in a carriage return" },
    { "nameserver 192.0.2.1;x\n", "127.0.0.1", "",
      "\"192.0.2.1;x\" is not a whole IP address" },
    { "nameserver [::1]\n", "127.0.0.1", "", "is not a whole IP address" },
    { "nameserver 192.0.2.1\nnameserver 192.0.2.1\nnameserver x\n"
      "nameserver 192.0.2.3\nnameserver 192.0.2.4\n",
      "192.0.2.1 192.0.2.1 192.0.2.3", "",
      "names 4 resolvers; the system uses the first 3" },
    { "nameserver 192.0.2.1\nsearch a.test b.test\ndomain c.test d.test\n",
      "192.0.2.1", "c.test", NULL },
    { "nameserver 192.0.2.1\ndomain c.test\nsearch a.test\tb.test  c.test\n"
      "search\n",
      "192.0.2.1", "a.test b.test c.test", NULL },
    { "nameserver 192.0.2.1\nsearch a.test # b\n", "192.0.2.1", "a.test # b",
      NULL },
    { "nameserver 192.0.2.1\nsearch a.test\r\n", "192.0.2.1", "a.test\\r",
      NULL },
    { "nameserver 192.0.2.1\noptions timeout:1 use-vc\n", "192.0.2.1", "",
      "conf:2 sets options of the system's resolver: timeout:1 use-vc." },
    { "nameserver 127.0.0.53\n", "127.0.0.53", "",
      "conf:1 names 127.0.0.53, a stub on this machine; which servers" },
};

static const char *
joined_domains(struct fixture *fixture)
{
    const struct machine *machine = &fixture->machine;
    const char *list = "";

    for (size_t i = 0; i < machine->search_domain_count; i++)
        list = arena_printf(&fixture->arena, "%s%s%s", list, i > 0 ? " " : "",
                            machine->search_domains[i]);
    return list;
}

/* Notes about the resolvers; others come from what the fixture lacks. */
static size_t
resolver_notes(const struct fixture *fixture)
{
    return fixture_notes(fixture, "resolv.conf");
}

static void
reads_resolv_conf_as_the_c_library_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(resolv_rows); i++) {
        const struct resolv_row *row = &resolv_rows[i];
        struct fixture fixture;

        fixture_open(&fixture);
        fixture_write(&fixture, "/etc/resolv.conf", row->file);
        fixture_look(&fixture);
        assert_string_equal(fixture_resolvers(&fixture), row->resolvers);
        assert_string_equal(joined_domains(&fixture), row->domains);
        if (row->note == NULL)
            assert_int_equal(resolver_notes(&fixture), 0);
        else
            assert_int_equal(fixture_notes(&fixture, row->note), 1);
        fixture_close(&fixture);
    }
}

static void
says_where_a_resolver_stands(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture_write(&fixture, "/etc/resolv.conf",
                  "# by hand\n\nnameserver 192.0.2.1\nnameserver 192.0.2.2");
    fixture_look(&fixture);
    assert_string_equal(fixture.machine.resolvers[0]->source,
                        "/etc/resolv.conf:3");
    assert_string_equal(fixture.machine.resolvers[1]->source,
                        "/etc/resolv.conf:4");
    fixture_close(&fixture);

    fixture_open(&fixture);
    fixture_look(&fixture);
    assert_string_equal(fixture_resolvers(&fixture), "127.0.0.1");
    assert_string_equal(fixture.machine.resolvers[0]->source,
                        "default, /etc/resolv.conf names none");
    fixture_close(&fixture);
}

static void
names_what_the_stub_asks(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture_write(&fixture, "/etc/resolv.conf",
                  "nameserver 127.0.0.53\noptions edns0 trust-ad\n");
    fixture_write(&fixture, "/run/systemd/resolve/resolv.conf",
                  "# comment\nnameserver 192.0.2.8\nsearch x.test\n"
                  "nameserver\nnameserver 192.0.2.9\n");
    fixture_look(&fixture);
    assert_string_equal(fixture_resolvers(&fixture), "127.0.0.53");
    assert_int_equal(
        fixture_notes(&fixture, "the servers that it asks stand in "
                                "/run/systemd/resolve/resolv.conf: 192.0.2.8, "
                                "192.0.2.9."),
        1);
    assert_int_equal(fixture.machine.search_domain_count, 0);
    fixture_close(&fixture);
}

static void
takes_search_domains_from_the_environment(void **state)
{
    char *environment[] = { "LOCALDOMAIN=q.test r.test", NULL };
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture.intake.environment = environment;
    fixture_write(&fixture, "/etc/resolv.conf", "search a.test\n");
    fixture_look(&fixture);
    assert_string_equal(joined_domains(&fixture), "q.test r.test");
    fixture_close(&fixture);
}

static void
puts_the_option_in_place_of_the_file(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture.intake.resolver = "[2001:db8::53]:5353";
    fixture_write(&fixture, "/etc/resolv.conf",
                  "nameserver 127.0.0.53\nsearch a.test\n");
    fixture_look(&fixture);
    assert_string_equal(fixture_resolvers(&fixture), "2001:db8::53#5353");
    assert_string_equal(fixture.machine.resolvers[0]->source, "--resolver");
    assert_string_equal(joined_domains(&fixture), "a.test");
    assert_int_equal(fixture_notes(&fixture, "stub"), 0);
    fixture_close(&fixture);

    fixture_open(&fixture);
    fixture.intake.resolver = "dns.test";
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.resolver_count, 0);
    assert_int_equal(fixture_notes(&fixture, "--resolver: expected"), 1);
    fixture_close(&fixture);
}

static const struct option_row {
    const char *text;
    const char *peer; /* NULL: refused */
} option_rows[] = {
    { "192.0.2.1", "192.0.2.1:53" },
    { "192.0.2.1:5353", "192.0.2.1:5353" },
    { "2001:db8::1", "[2001:db8::1]:53" },
    { "[2001:db8::1]", "[2001:db8::1]:53" },
    { "[2001:db8::1]:65535", "[2001:db8::1]:65535" },
    { "::1", "[::1]:53" },
    { "fe80::1%lo", "[fe80::1%1]:53" },
    { "[fe80::1%3]:54", "[fe80::1%3]:54" },
    { "", NULL },
    { ":53", NULL },
    { "dns.test", NULL },
    { "192.0.2.1:", NULL },
    { "192.0.2.1:0", NULL },
    { "192.0.2.1:65536", NULL },
    { "192.0.2.1:5x", NULL },
    { "192.0.2.1:+5", NULL },
    { "192.0.2.1: 5", NULL },
    { "192.0.2", NULL },
    { "[192.0.2.1]:53", NULL },
    { "[2001:db8::1", NULL },
    { "[2001:db8::1]53", NULL },
    { "2001:db8::1]:53", NULL },
    { "[]:53", NULL },
    { "[::1]:53:54", NULL },
    { "192.0.2.1 ", NULL },
    { "\033[2J", NULL },
};

static void
reads_the_resolver_option(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        struct error error = { 0 };
        char text[PEER_TEXT_SIZE];
        struct peer peer;

        if (resolver_option_parse(row->text, &peer, &error) !=
            (row->peer != NULL))
            fail_msg("row %zu: \"%s\"", i, row->text);
        if (row->peer != NULL) {
            assert_string_equal(peer_format(&peer, text), row->peer);
            continue;
        }
        assert_int_equal(error.code, ERROR_USAGE);
        assert_memory_equal(error.text, "--resolver: ", 12);
        assert_null(strchr(error.text, '\033'));
    }
}

static void
refuses_an_endless_resolver_option(void **state)
{
    struct error error = { 0 };
    struct buffer text = { 0 };
    struct peer peer;

    (void)state;
    buffer_append_fill(&text, '1', 100 * 1000);
    assert_false(resolver_option_parse(buffer_text(&text), &peer, &error));
    buffer_append_text(&text, ":53");
    assert_false(resolver_option_parse(buffer_text(&text), &peer, &error));
    assert_non_null(strstr(error.text, "found \"1111"));
    buffer_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_resolv_conf_as_the_c_library_does),
        cmocka_unit_test(says_where_a_resolver_stands),
        cmocka_unit_test(names_what_the_stub_asks),
        cmocka_unit_test(takes_search_domains_from_the_environment),
        cmocka_unit_test(puts_the_option_in_place_of_the_file),
        cmocka_unit_test(reads_the_resolver_option),
        cmocka_unit_test(refuses_an_endless_resolver_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
