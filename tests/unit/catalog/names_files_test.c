#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/catalog.h"
#include "model/naming.h"
#include "workshop.h"

/*
 * The files by which things get a name: what they may hold, what is refused
 * and where, and that a file of the operator replaces the one built in.
 */
static const struct catalog_options own = { .system_directory = "system",
                                            .user_directory = "user" };

static const char products[] =
    "interceptors:\n"
    "  - id: acme\n"
    "    name: Acme\n"
    "    kind: firewall\n"
    "    patterns:\n"
    "      - { field: organisation, begins: Acme }\n"
    "    roots:\n"
    "      - "
    "0000000000000000000000000000000000000000000000000000000000000001\n"
    "    source: Test\n";

static const char pages[] = "blockpages:\n"
                            "  - id: acme\n"
                            "    name: Acme\n"
                            "    patterns:\n"
                            "      - { in: body, contains: Acme }\n"
                            "      - { in: header, header: X-Acme }\n"
                            "    source: Test\n";

static const char sinkholes[] = "sinkholes:\n"
                                "  - id: acme\n"
                                "    name: Acme\n"
                                "    addresses:\n"
                                "      - 192.0.2.1\n"
                                "      - 2001:db8::/32\n"
                                "    source: Test\n";

struct change {
    const char *text;
    const char *kind;
    const char *from;
    const char *to;
    const char *message; /* NULL: accepted */
};

#define PRODUCT(from, to, message)                                            \
    {                                                                         \
        products, "interceptors.yaml", from, to, message                      \
    }
#define PAGE(from, to, message)                                               \
    {                                                                         \
        pages, "blockpages.yaml", from, to, message                           \
    }
#define SINKHOLE(from, to, message)                                           \
    {                                                                         \
        sinkholes, "sinkholes.yaml", from, to, message                        \
    }

static const struct change changes[] = {
    PRODUCT("Acme", "Acme", NULL),
    PRODUCT("interceptors:", "interceptor:",
            "t.yaml:1:1: expected a key of regions.yaml, roots.yaml, "
            "causes.yaml, interceptors.yaml, blockpages.yaml, "
            "sinkholes.yaml, logs.yaml, guide.yaml, a scenario, found "
            "\"interceptor\""),
    PRODUCT("    kind: firewall\n", "",
            "t.yaml:2:5: expected \"kind\" in an interceptor, found none"),
    PRODUCT("kind: firewall", "kind: toaster",
            "t.yaml:4:11: expected one of gateway, cloud-proxy, firewall, "
            "endpoint-software, debugging-proxy, found \"toaster\""),
    PRODUCT("    source: Test\n", "",
            "t.yaml:2:5: expected \"source\" in an interceptor, found none"),
    PRODUCT("source: Test", "source: Test\n    note: A note", NULL),
    PRODUCT("source: Test", "vendor: Test",
            "t.yaml:9:5: expected a key of an interceptor (id, name, kind, "
            "patterns, roots, source, note), found \"vendor\""),
    PRODUCT("id: acme", "id: Acme",
            "t.yaml:2:9: expected an id of lower-case letters, digits and "
            "hyphens, found \"Acme\""),
    PRODUCT("      - { field: organisation, begins: Acme }\n", "      []\n",
            "t.yaml:6:7: expected patterns, found an empty list"),
    PRODUCT("{ field: organisation, begins: Acme }",
            "{ field: organisation, begins: Acme, equals: b }",
            "t.yaml:6:9: expected one of \"contains\", \"equals\" and "
            "\"begins\" in a pattern, found several"),
    PRODUCT(", begins: Acme", "",
            "t.yaml:6:9: expected one of \"contains\", \"equals\" and "
            "\"begins\" in a pattern, found none"),
    PRODUCT("begins: Acme", "begins: ''",
            "t.yaml:6:40: expected text, found nothing"),
    PRODUCT("begins: Acme", "contains: Acme", NULL),
    PRODUCT("begins: Acme", "equals: Acme", NULL),
    PRODUCT("begins: Acme", "begins: \"a\\eb\"",
            "t.yaml:6:40: expected text that can be shown, found \"\\eb\""),
    PRODUCT("field: organisation", "field: country",
            "t.yaml:6:18: expected one of any, organisation, unit, "
            "common-name, email, found \"country\""),
    PRODUCT("field: organisation, ", "",
            "t.yaml:6:9: expected \"field\" in a pattern, found none"),
    PRODUCT("000001", "00000g",
            "t.yaml:8:9: expected 64 upper-case hex digits, found "
            "\"0000000000000000000000000000000000000...\""),
    PRODUCT("    roots:\n", "    roots: []\n    x:\n",
            "t.yaml:8:5: expected a key of an interceptor (id, name, kind, "
            "patterns, roots, source, note), found \"x\""),
    PRODUCT("source: Test\n",
            "source: Test\n  - id: acme\n    name: B\n"
            "    kind: gateway\n    patterns: [{field: any,"
            " equals: b}]\n    source: T\n",
            "t.yaml:10:5: expected acme once, found it again (first at line "
            "2)"),

    PAGE("Acme", "Acme", NULL),
    PAGE("    source", "    kind: login\n    source", NULL),
    PAGE("    source", "    kind: nag\n    source",
         "t.yaml:7:11: expected one of block-page, captive-portal, login, "
         "proxy-error, mark, found \"nag\""),
    PAGE("in: body", "in: footer",
         "t.yaml:5:15: expected one of body, title, location, server, "
         "header, status-line, found \"footer\""),
    PAGE(", contains: Acme", "",
         "t.yaml:5:9: expected \"contains\" in a pattern, found none"),
    PAGE("header: X-Acme", "contains: Acme", NULL),
    PAGE("header: X-Acme", "header: X-Acme*, contains: a", NULL),
    PAGE("in: header, header: X-Acme", "in: header",
         "t.yaml:6:9: expected \"contains\" in a pattern, found none"),
    PAGE("in: header, header: X-Acme",
         "in: server, contains: a, header: X-Acme",
         "t.yaml:6:44: expected \"header\" only with \"in: header\", found "
         "\"X-Acme\""),

    SINKHOLE("Acme", "Acme", NULL),
    SINKHOLE("192.0.2.1", "192.0.2.0/24", NULL),
    SINKHOLE("192.0.2.1", "192.0.2.1/24",
             "t.yaml:5:9: expected an address, or a prefix such as "
             "192.0.2.0/24, found \"192.0.2.1/24\""),
    SINKHOLE("192.0.2.1", "block.example.net",
             "t.yaml:5:9: expected an address, or a prefix such as "
             "192.0.2.0/24, found \"block.example.net\""),
    SINKHOLE("192.0.2.1", "[192.0.2.1]",
             "t.yaml:5:9: expected an address, or a prefix such as "
             "192.0.2.0/24, found a list"),
    SINKHOLE("      - 192.0.2.1\n      - 2001:db8::/32\n", "      all\n",
             "t.yaml:5:7: expected a list of addresses, found \"all\""),
    SINKHOLE("    addresses:\n      - 192.0.2.1\n      - 2001:db8::/32\n", "",
             "t.yaml:2:5: expected \"addresses\" in a sinkhole, found none"),
};

static void
a_changed_list_is_judged(void **state)
{
    static const struct catalog_options options;

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct change *change = &changes[i];
        const char *kind = NULL;
        struct error error = { 0 };

        workshop_write_changed("t.yaml", change->text, change->from,
                               change->to);

        bool valid = catalog_validate("t.yaml", &options, &kind, &error);

        if (change->message != NULL) {
            assert_false(valid);
            assert_string_equal(error.text, change->message);
            continue;
        }
        if (!valid)
            fail_msg("row %zu: %s", i, error.text);
        assert_string_equal(kind, change->kind);
    }
}

static void
load(struct definitions *in)
{
    struct error error = { 0 };

    if (!catalog_load(in, &own, &error))
        fail_msg("refused: %s", error.text);
}

static void
products_arrive_in_the_model(void **state)
{
    struct definitions in;

    (void)state;
    workshop_write_text("user/interceptors.yaml", products);
    load(&in);
    assert_int_equal(in.interceptor_count, 1);

    const struct interceptor *product = in.interceptors[0];

    assert_string_equal(product->id, "acme");
    assert_string_equal(product->name, "Acme");
    assert_int_equal(product->kind, INTERCEPTOR_FIREWALL);
    assert_int_equal(product->pattern_count, 1);
    assert_int_equal(product->patterns[0]->field, NAME_ORGANISATION);
    assert_string_equal(product->patterns[0]->begins, "Acme");
    assert_null(product->patterns[0]->contains);
    assert_null(product->patterns[0]->equals);
    assert_int_equal(product->root_count, 1);
    assert_int_equal(strlen(product->roots[0]), 64);
    assert_string_equal(product->source, "Test");
    assert_null(product->note);
    catalog_release(&in);
    workshop_remove("user/interceptors.yaml");
}

static void
pages_arrive_in_the_model(void **state)
{
    struct definitions in;

    (void)state;
    workshop_write_text("system/blockpages.yaml", pages);
    load(&in);
    assert_int_equal(in.block_page_count, 1);

    const struct block_page *page = in.block_pages[0];

    assert_string_equal(page->id, "acme");
    assert_string_equal(page->name, "Acme");
    assert_int_equal(page->kind, PAGE_BLOCK);
    assert_int_equal(page->pattern_count, 2);
    assert_int_equal(page->patterns[0]->place, PLACE_BODY);
    assert_string_equal(page->patterns[0]->contains, "Acme");
    assert_int_equal(page->patterns[1]->place, PLACE_HEADER);
    assert_string_equal(page->patterns[1]->header, "X-Acme");
    assert_null(page->patterns[1]->contains);
    catalog_release(&in);
    workshop_remove("system/blockpages.yaml");
}

static void
sinkholes_arrive_in_the_model(void **state)
{
    struct definitions in;
    struct address address;

    (void)state;
    workshop_write_text("user/sinkholes.yaml", sinkholes);
    load(&in);
    assert_int_equal(in.sinkhole_count, 1);
    assert_int_equal(in.sinkholes[0]->address_count, 2);
    assert_int_equal(in.sinkholes[0]->addresses[0]->bits, 32);
    assert_int_equal(in.sinkholes[0]->addresses[1]->bits, 32);
    assert_true(address_parse("2001:db8:1::1", &address));
    assert_ptr_equal(naming_sinkhole(&in, &address), in.sinkholes[0]);
    catalog_release(&in);
    workshop_remove("user/sinkholes.yaml");
}

/* A list that is in force and broken stops us, as every other file does. */
static void
a_broken_list_is_an_error(void **state)
{
    static const char *const names[] = { "interceptors.yaml",
                                         "blockpages.yaml", "sinkholes.yaml" };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct definitions in;
        struct error error = { 0 };
        char path[64];
        char message[128];

        snprintf(path, sizeof path, "user/%s", names[i]);
        snprintf(message, sizeof message,
                 "%s:1:1: expected %s, found \"broken\"", path, names[i]);
        workshop_write_text(path, "broken");
        assert_false(catalog_load(&in, &own, &error));
        assert_string_equal(error.text, message);
        catalog_release(&in);
        workshop_remove(path);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_list_is_judged),
        cmocka_unit_test(products_arrive_in_the_model),
        cmocka_unit_test(pages_arrive_in_the_model),
        cmocka_unit_test(sinkholes_arrive_in_the_model),
        cmocka_unit_test(a_broken_list_is_an_error),
    };

    return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
