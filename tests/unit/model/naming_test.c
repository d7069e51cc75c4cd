#include "model/naming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* A small list of each, with one way to know a thing of every kind. */

static const struct name_pattern begins = { NAME_ORGANISATION,
                                            .begins = "Acme" };
static const struct name_pattern equals = { NAME_UNIT, .equals = "Box" };
static const struct name_pattern contains = { NAME_COMMON_NAME,
                                              .contains = "Shield" };
static const struct name_pattern email = { NAME_EMAIL,
                                           .equals = "help@box.example" };
static const struct name_pattern any = { NAME_ANY, .contains = "Watcher" };

static const struct name_pattern *acme_patterns[] = { &begins };
static const struct name_pattern *box_patterns[] = { &equals, &email };
static const struct name_pattern *shield_patterns[] = { &contains };
static const struct name_pattern *watcher_patterns[] = { &any };
static const char *shield_roots[] = { "AA" };

static const struct interceptor acme = { .id = "acme",
                                         .patterns = acme_patterns,
                                         .pattern_count = 1 };
static const struct interceptor box = { .id = "box",
                                        .patterns = box_patterns,
                                        .pattern_count = 2 };
static const struct interceptor shield = { .id = "shield",
                                           .patterns = shield_patterns,
                                           .pattern_count = 1,
                                           .roots = shield_roots,
                                           .root_count = 1 };
static const struct interceptor watcher = { .id = "watcher",
                                            .patterns = watcher_patterns,
                                            .pattern_count = 1 };
static const struct interceptor *interceptors[] = { &acme, &box, &shield,
                                                    &watcher };

static const struct page_pattern marks[] = {
    { PLACE_BODY, .contains = "Blocked by Box" },
    { PLACE_TITLE, .contains = "Stop Sign" },
    { PLACE_LOCATION, .contains = "//stop.example" },
    { PLACE_SERVER, .contains = "BoxServer" },
    { PLACE_HEADER, .header = "X-Box-Via" },
    { PLACE_HEADER, .header = "X-Watch*", .contains = "yes" },
    { PLACE_STATUS_LINE, .contains = "Denied by Shield" },
    { PLACE_HEADER, .contains = "anywhere" },
};
static const struct page_pattern *one_mark[][1] = {
    { &marks[0] }, { &marks[1] }, { &marks[2] }, { &marks[3] },
    { &marks[4] }, { &marks[5] }, { &marks[6] }, { &marks[7] },
};
#define PAGE(index, of_id)                                                    \
    {                                                                         \
        .id = (of_id), .patterns = one_mark[index], .pattern_count = 1        \
    }
static const struct block_page pages[] = {
    PAGE(0, "body"), PAGE(1, "title"), PAGE(2, "location"), PAGE(3, "server"),
    PAGE(4, "via"),  PAGE(5, "watch"), PAGE(6, "status"),   PAGE(7, "any"),
};
static const struct block_page *page_list[] = {
    &pages[0], &pages[1], &pages[2], &pages[3],
    &pages[4], &pages[5], &pages[6], &pages[7],
};

static const struct root genuine_root = { .name = "Genuine Root",
                                          .authority = "Genuine" };
static const struct root other_root = { .name = "Other Root" };
static const struct root *roots[] = { &other_root, &genuine_root };

static const struct definitions lists = {
    .interceptors = interceptors,
    .interceptor_count = COUNT_OF(interceptors),
    .block_pages = page_list,
    .block_page_count = COUNT_OF(page_list),
    .roots = roots,
    .root_count = COUNT_OF(roots),
};

/* Products. */

static const char *
product_of(struct certificate *certificates, size_t count)
{
    struct certificate *chain[2];
    struct tls_facts tls = { .chain = chain, .chain_count = count };

    for (size_t i = 0; i < count; i++)
        chain[i] = &certificates[i];

    const struct interceptor *found = naming_interceptor(&lists, &tls);

    return found != NULL ? found->id : "none";
}

struct named {
    const char *issuer;
    const char *product;
};

static const struct named names[] = {
    { "CN=x,O=Acme Inc.", "acme" },
    { "CN=x,O=ACME INC.", "acme" },
    { "CN=x,O=The Acme", "none" },
    { "CN=Acme", "none" },
    { "OU=box", "box" },
    { "OU=Box 2", "none" },
    { "O=Box", "none" },
    { "emailAddress=Help@Box.example", "box" },
    { "1.2.840.113549.1.9.1=#161068656C7040626F782E6578616D706C65", "box" },
    { "CN=Our Shield CA", "shield" },
    { "O=Our Shield", "none" },
    { "OU=the watcher", "watcher" },
    { "CN=the watcher", "watcher" },
    { "L=the watcher", "none" },
    /* A comma in a value is no new attribute. */
    { "L=x\\,O=Acme", "none" },
    /* The first of the list, wherever it stands in the name. */
    { "CN=Shield,OU=Box,O=Acme", "acme" },
    { "CN=Symantec Class 3,O=Symantec Corporation", "none" },
    { "", "none" },
    { NULL, "none" },
};

static void
a_name_in_an_issuer_names_a_product(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct certificate leaf = { .subject = "CN=gw.example.net",
                                    .issuer = names[i].issuer,
                                    .sha256 = "00" };

        assert_string_equal(product_of(&leaf, 1), names[i].product);
    }
}

static void
every_certificate_of_the_chain_is_read(void **state)
{
    struct certificate chain[2] = {
        { .subject = "CN=gw", .issuer = "CN=Corp CA 2", .sha256 = "00" },
        { .subject = "CN=Corp CA 2", .issuer = "CN=Corp", .sha256 = "01" },
    };
    const char *alternative[] = { "DNS:gw", "email:help@box.example" };

    (void)state;
    assert_string_equal(product_of(chain, 2), "none");
    assert_string_equal(product_of(chain, 0), "none");
    chain[1].issuer = "CN=Corp,O=Acme";
    assert_string_equal(product_of(chain, 1), "none");
    assert_string_equal(product_of(chain, 2), "acme");
    chain[1].issuer = "CN=Corp";
    chain[1].subject = "CN=Watcher";
    assert_string_equal(product_of(chain, 2), "watcher");
    chain[1].sha256 = "AA";
    assert_string_equal(product_of(chain, 2), "shield");
    chain[0].names = alternative;
    chain[0].name_count = 2;
    assert_string_equal(product_of(chain, 2), "box");
}

/* The root need not be sent: the machine's own store may have found it. */
static void
a_root_in_the_store_names_its_product(void **state)
{
    struct certificate leaf = { .issuer = "CN=Corp", .sha256 = "00" };
    struct certificate *chain[] = { &leaf };
    struct tls_facts tls = { .chain = chain, .chain_count = 1 };

    (void)state;
    tls.system.root_sha256 = "AB";
    assert_null(naming_interceptor(&lists, &tls));
    tls.system.root_sha256 = "AA";
    assert_ptr_equal(naming_interceptor(&lists, &tls), &shield);
}

static void
an_issuer_may_name_a_genuine_authority(void **state)
{
    static const struct named issuers[] = {
        { "CN=Genuine TLS CA,O=x", "Genuine" },
        { "CN=x,O=genuine inc", "Genuine" },
        { "CN=x,OU=Genuine", NULL },
        { "CN=Other Root", NULL },
        { NULL, NULL },
    };
    struct tls_facts none = { 0 };

    (void)state;
    assert_null(naming_issuing_authority(&lists, &none));
    for (size_t i = 0; i < COUNT_OF(issuers); i++) {
        struct certificate leaf = { .subject = "CN=Genuine",
                                    .issuer = issuers[i].issuer };
        struct certificate *chain[] = { &leaf };
        struct tls_facts tls = { .chain = chain, .chain_count = 1 };
        const char *found = naming_issuing_authority(&lists, &tls);

        if (issuers[i].product == NULL)
            assert_null(found);
        else
            assert_string_equal(found, issuers[i].product);
    }
}

/* Pages. */

struct seen {
    const char *body;
    const char *status_line;
    const char *name;
    const char *value;
    const char *page;
};

static const struct seen sights[] = {
    { "<p>Blocked by Box</p>", "", "A", "b", "body" },
    { "<p>blocked by box</p>", "", "A", "b", "none" },
    { "<title>The Stop Sign</title>", "", "A", "b", "title" },
    { "<p>The Stop Sign</p>", "", "A", "b", "none" },
    { "", "", "Location", "https://STOP.example/x", "location" },
    { "", "", "Link", "https://stop.example/x", "none" },
    { "", "", "server", "boxserver/3", "server" },
    { "", "", "X-Box-Via", "", "via" },
    { "", "", "x-box-via", "1", "via" },
    { "", "", "X-Box-Via2", "1", "none" },
    { "", "", "X-Watch-One", "yes", "watch" },
    { "", "", "x-watch", "yes", "watch" },
    { "", "", "X-Watch-One", "no", "none" },
    { "", "", "X-Wat", "yes", "none" },
    { "", "HTTP/1.1 403 Denied by Shield", "A", "b", "status" },
    { "Denied by Shield", "HTTP/1.1 403", "A", "b", "none" },
    { "", "", "A", "from Anywhere on", "any" },
    /* The first of the list. */
    { "Blocked by Box", "", "Server", "BoxServer", "body" },
};

static void
a_mark_names_a_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(sights); i++) {
        struct http_header header = { sights[i].name, sights[i].value };
        struct http_header *headers[] = { &header };
        struct page page = {
            .status = 403,
            .status_line = span_of(sights[i].status_line),
            .headers = headers,
            .header_count = 1,
            .body = span_of(sights[i].body),
        };
        const struct block_page *found = naming_block_page(&lists, &page);

        assert_string_equal(found != NULL ? found->id : "none",
                            sights[i].page);
    }
}

/* An answer in plain text to a greeting has its marks, too. */
static void
a_mark_in_first_bytes_names_a_page(void **state)
{
    struct page page = page_of_first_bytes(
        "HTTP/1.1 302 Found\\r\\nLocation: http://stop.example/\\r\\n\\r\\n");
    struct page nothing = page_of_first_bytes("SSH-2.0-BoxServer");

    (void)state;
    assert_ptr_equal(naming_block_page(&lists, &page), &pages[2]);
    assert_null(naming_block_page(&lists, &nothing));
}

/* Addresses. */

static struct address
address_of(const char *text)
{
    struct address address;

    if (!address_parse(text, &address))
        abort();
    return address;
}

static void
a_sinkhole_has_its_addresses(void **state)
{
    struct address_prefix block;
    struct address_prefix single;
    struct address_prefix *all[] = { &block, &single };
    struct sinkhole sinkhole = { .addresses = all, .address_count = 2 };
    const struct sinkhole *list[] = { &sinkhole };
    struct definitions in = { .sinkholes = list, .sinkhole_count = 1 };
    static const struct {
        const char *address;
        bool named;
        bool sinkhole;
    } rows[] = {
        { "198.18.61.106", true, true }, { "198.19.0.1", false, false },
        { "203.0.113.5", true, true },   { "203.0.113.6", false, false },
        { "0.0.0.0", false, true },      { "127.0.0.53", false, true },
        { "::", false, true },           { "::1", false, true },
        { "10.0.0.1", false, false },    { "192.168.1.1", false, false },
        { "100.64.0.1", false, false },  { "169.254.1.1", false, false },
        { "fd00::1", false, false },
    };
    struct address none = { .family = FAMILY_NONE };

    (void)state;
    assert_true(address_prefix_parse("198.18.0.0/16", &block));
    assert_true(address_prefix_parse("203.0.113.5", &single));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct address address = address_of(rows[i].address);

        assert_ptr_equal(naming_sinkhole(&in, &address),
                         rows[i].named ? &sinkhole : NULL);
        assert_int_equal(naming_address_is_sinkhole(&in, &address),
                         rows[i].sinkhole);
    }
    assert_false(naming_address_is_sinkhole(&in, &none));
}

static void
a_filter_says_so_itself(void **state)
{
    static const struct {
        const char *extended_error;
        bool filtered;
    } rows[] = {
        { NULL, false },
        { "", false },
        { "14 Not Ready", false },
        { "15 Blocked", true },
        { "16 Censored", true },
        { "17 Filtered", true },
        { "18 Prohibited", true },
        { "19 Stale NXDOMAIN Answer", false },
        { "3 Stale Answer", false },
        { "150 ", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct dns_answer plain = { .rcode = "NOERROR" };
        struct dns_answer answer = { .extended_error =
                                         rows[i].extended_error };
        struct dns_answer *answers[] = { &plain, &answer };
        struct name name = { .answers = answers, .answer_count = 2 };

        assert_ptr_equal(naming_filtered_answer(&name),
                         rows[i].filtered ? &answer : NULL);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_in_an_issuer_names_a_product),
        cmocka_unit_test(every_certificate_of_the_chain_is_read),
        cmocka_unit_test(a_root_in_the_store_names_its_product),
        cmocka_unit_test(an_issuer_may_name_a_genuine_authority),
        cmocka_unit_test(a_mark_names_a_page),
        cmocka_unit_test(a_mark_in_first_bytes_names_a_page),
        cmocka_unit_test(a_sinkhole_has_its_addresses),
        cmocka_unit_test(a_filter_says_so_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
