#include "base/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct text_row {
    const char *text;
    const char *canonical;
};

/* RFC 5952 4 and 5 */
static const struct text_row canonical_rows[] = {
    { "192.0.2.1", "192.0.2.1" },
    { "0.0.0.0", "0.0.0.0" },
    { "::", "::" },
    { "::1", "::1" },
    { "[::1]", "::1" },
    { "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1" },
    { "2001:DB8::ABCD", "2001:db8::abcd" },
    { "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
    { "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
    { "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
    { "::ffff:192.0.2.1", "::ffff:192.0.2.1" },
    { "::FFFF:C000:201", "::ffff:192.0.2.1" },
    { "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
    { "fe80::1%2", "fe80::1%2" },
    { "[fe80::1%4294967295]", "fe80::1%4294967295" },
    { "fe80::1%0", "fe80::1" },
};

static void
test_text_becomes_canonical(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof canonical_rows / sizeof canonical_rows[0];
         i++) {
        const struct text_row *row = &canonical_rows[i];
        struct address address;
        struct address again;
        char text[ADDRESS_TEXT_SIZE];

        if (!address_parse(row->text, &address))
            fail_msg("%s is an address", row->text);
        assert_string_equal(address_format(&address, text), row->canonical);
        assert_true(address_parse(text, &again));
        assert_true(address_equal(&address, &again));
    }
}

static const char *const no_addresses[] = {
    "",
    " ",
    "gateway",
    "localhost",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "010.1.1.1",
    "0x7f.0.0.1",
    "2130706433",
    "1.2.3.4 ",
    " 1.2.3.4",
    "1.2.3.4\n",
    "1.2.3.4:443",
    "1.2.3.4%1",
    "[1.2.3.4]",
    "[::1",
    "::1]",
    "[]",
    "[",
    "[[::1]]",
    "[::1]:443",
    ":",
    ":::",
    "1::2::3",
    "12345::",
    "2001:db8::g",
    "fe80::1%",
    "fe80::1%eth0",
    "fe80::1%-1",
    "fe80::1%4294967296",
    "fe80::1%99999999999999999999999999",
    "fe80::1%1%1",
    "2001:0db8:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001",
    "[2001:0db8:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001]",
};

static void
test_other_text_is_no_address(void **state)
{
    struct address untouched;
    struct address address;

    (void)state;
    memset(&untouched, 0x5a, sizeof untouched);
    address = untouched;
    for (size_t i = 0; i < sizeof no_addresses / sizeof no_addresses[0]; i++) {
        if (address_parse(no_addresses[i], &address))
            fail_msg("\"%s\" is no address", no_addresses[i]);
        assert_memory_equal(&address, &untouched, sizeof address);
    }
}

struct kind_row {
    const char *address;
    enum address_kind kind;
};

/* The first and the last address of each block, and their neighbours. */
static const struct kind_row kind_rows[] = {
    { "0.0.0.0", ADDRESS_UNSPECIFIED },
    { "0.255.255.255", ADDRESS_UNSPECIFIED },
    { "1.0.0.0", ADDRESS_GLOBAL },
    { "9.255.255.255", ADDRESS_GLOBAL },
    { "10.0.0.0", ADDRESS_PRIVATE },
    { "10.255.255.255", ADDRESS_PRIVATE },
    { "11.0.0.0", ADDRESS_GLOBAL },
    { "100.63.255.255", ADDRESS_GLOBAL },
    { "100.64.0.0", ADDRESS_SHARED },
    { "100.127.255.255", ADDRESS_SHARED },
    { "100.128.0.0", ADDRESS_GLOBAL },
    { "126.255.255.255", ADDRESS_GLOBAL },
    { "127.0.0.0", ADDRESS_LOOPBACK },
    { "127.255.255.255", ADDRESS_LOOPBACK },
    { "128.0.0.0", ADDRESS_GLOBAL },
    { "169.253.255.255", ADDRESS_GLOBAL },
    { "169.254.0.0", ADDRESS_LINK_LOCAL },
    { "169.254.255.255", ADDRESS_LINK_LOCAL },
    { "169.255.0.0", ADDRESS_GLOBAL },
    { "172.15.255.255", ADDRESS_GLOBAL },
    { "172.16.0.0", ADDRESS_PRIVATE },
    { "172.31.255.255", ADDRESS_PRIVATE },
    { "172.32.0.0", ADDRESS_GLOBAL },
    { "191.255.255.255", ADDRESS_GLOBAL },
    { "192.0.0.0", ADDRESS_RESERVED },
    { "192.0.0.255", ADDRESS_RESERVED },
    { "192.0.1.0", ADDRESS_GLOBAL },
    { "192.0.2.0", ADDRESS_DOCUMENTATION },
    { "192.0.2.255", ADDRESS_DOCUMENTATION },
    { "192.0.3.0", ADDRESS_GLOBAL },
    { "192.88.99.1", ADDRESS_RESERVED },
    { "192.167.255.255", ADDRESS_GLOBAL },
    { "192.168.0.0", ADDRESS_PRIVATE },
    { "192.168.255.255", ADDRESS_PRIVATE },
    { "192.169.0.0", ADDRESS_GLOBAL },
    { "198.17.255.255", ADDRESS_GLOBAL },
    { "198.18.0.0", ADDRESS_BENCHMARKING },
    { "198.19.255.255", ADDRESS_BENCHMARKING },
    { "198.20.0.0", ADDRESS_GLOBAL },
    { "198.51.100.7", ADDRESS_DOCUMENTATION },
    { "203.0.113.7", ADDRESS_DOCUMENTATION },
    { "223.255.255.255", ADDRESS_GLOBAL },
    { "224.0.0.0", ADDRESS_MULTICAST },
    { "239.255.255.255", ADDRESS_MULTICAST },
    { "240.0.0.0", ADDRESS_RESERVED },
    { "255.255.255.255", ADDRESS_RESERVED },

    { "::", ADDRESS_UNSPECIFIED },
    { "::1", ADDRESS_LOOPBACK },
    { "::2", ADDRESS_RESERVED },
    { "::ffff:0.0.0.0", ADDRESS_UNSPECIFIED },
    { "::ffff:10.0.0.1", ADDRESS_PRIVATE },
    { "::ffff:127.0.0.1", ADDRESS_LOOPBACK },
    { "::ffff:8.8.8.8", ADDRESS_GLOBAL },
    { "::fffe:8.8.8.8", ADDRESS_RESERVED },
    { "64:ff9b::", ADDRESS_TRANSLATED },
    { "64:ff9b::ffff:ffff", ADDRESS_TRANSLATED },
    { "64:ff9b::1:0:0", ADDRESS_RESERVED },
    { "64:ff9b:1::", ADDRESS_TRANSLATED },
    { "64:ff9b:2::", ADDRESS_RESERVED },
    { "100::", ADDRESS_RESERVED },
    { "1fff:ffff::", ADDRESS_RESERVED },
    { "2001::1", ADDRESS_RESERVED },
    { "2001:1ff:ffff::", ADDRESS_RESERVED },
    { "2001:200::", ADDRESS_GLOBAL },
    { "2001:2::", ADDRESS_BENCHMARKING },
    { "2001:2:0:ffff::", ADDRESS_BENCHMARKING },
    { "2001:2:1::", ADDRESS_RESERVED },
    { "2001:db7:ffff::", ADDRESS_GLOBAL },
    { "2001:db8::", ADDRESS_DOCUMENTATION },
    { "2001:db8:ffff::1", ADDRESS_DOCUMENTATION },
    { "2001:db9::", ADDRESS_GLOBAL },
    { "2606:4700::1111", ADDRESS_GLOBAL },
    { "3ffe:ffff::", ADDRESS_GLOBAL },
    { "3fff::", ADDRESS_DOCUMENTATION },
    { "3fff:fff:ffff::", ADDRESS_DOCUMENTATION },
    { "3fff:1000::", ADDRESS_GLOBAL },
    { "4000::", ADDRESS_RESERVED },
    { "fbff::", ADDRESS_RESERVED },
    { "fc00::", ADDRESS_UNIQUE_LOCAL },
    { "fdff:ffff::1", ADDRESS_UNIQUE_LOCAL },
    { "fe00::", ADDRESS_RESERVED },
    { "fe80::1%2", ADDRESS_LINK_LOCAL },
    { "febf:ffff::", ADDRESS_LINK_LOCAL },
    { "fec0::", ADDRESS_RESERVED },
    { "ff00::", ADDRESS_MULTICAST },
    { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ADDRESS_MULTICAST },
};

static void
test_every_block_has_its_edges(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kind_rows / sizeof kind_rows[0]; i++) {
        struct address address;

        assert_true(address_parse(kind_rows[i].address, &address));
        enum address_kind kind = address_kind_of(&address);

        if (kind != kind_rows[i].kind)
            fail_msg("%s is %s", kind_rows[i].address, address_kind_id(kind));
    }
}

static void
test_every_kind_has_its_own_id(void **state)
{
    (void)state;
    for (int left = 0; left < ADDRESS_KIND_COUNT; left++) {
        const char *id = address_kind_id((enum address_kind)left);

        assert_non_null(id);
        for (int right = 0; right < left; right++)
            assert_string_not_equal(id,
                                    address_kind_id((enum address_kind)right));
    }
    assert_string_equal(address_kind_id(ADDRESS_UNIQUE_LOCAL), "unique-local");
}

static void
test_no_address_is_nothing(void **state)
{
    struct address none = { .family = FAMILY_NONE };
    char text[ADDRESS_TEXT_SIZE] = "filled";

    (void)state;
    assert_string_equal(address_format(&none, text), "");
    assert_int_equal(address_kind_of(&none), ADDRESS_UNSPECIFIED);
}

static void
test_equality_sees_family_bytes_and_zone(void **state)
{
    struct address four;
    struct address other;

    (void)state;
    assert_true(address_parse("192.0.2.1", &four));
    other = four;
    other.bytes[15] = 1; /* beyond an IPv4 address: says nothing */
    assert_true(address_equal(&four, &other));
    other.bytes[3] = 2;
    assert_false(address_equal(&four, &other));

    struct address six = four;

    six.family = FAMILY_IPV6;
    assert_false(address_equal(&four, &six));
    other = six;
    assert_true(address_equal(&six, &other));
    other.bytes[15] = 1;
    assert_false(address_equal(&six, &other));
    other = six;
    other.scope = 3;
    assert_false(address_equal(&six, &other));
}

/* In ascending order: IPv4 first, then by number, then by zone. */
static const char *const ascending[] = {
    "9.0.0.1", "10.0.0.1",  "192.0.2.1", "192.0.2.9", "192.0.2.10",
    "::1",     "fe80::1%1", "fe80::1%2", "fe80::2%1", "ff02::1",
};

static void
test_addresses_have_an_order(void **state)
{
    size_t count = sizeof ascending / sizeof ascending[0];

    (void)state;
    for (size_t i = 0; i < count * count; i++) {
        size_t left = i / count;
        size_t right = i % count;
        struct address first;
        struct address second;

        assert_true(address_parse(ascending[left], &first));
        assert_true(address_parse(ascending[right], &second));
        int order = address_compare(&first, &second);

        if ((order > 0) - (order < 0) != (left > right) - (left < right))
            fail_msg("%s and %s", ascending[left], ascending[right]);
    }
}

static void
test_a_peer_has_its_port(void **state)
{
    struct peer peer = { .port = 443 };
    char text[PEER_TEXT_SIZE];

    (void)state;
    assert_true(address_parse("192.0.2.1", &peer.address));
    assert_string_equal(peer_format(&peer, text), "192.0.2.1:443");
    assert_true(address_parse("2001:db8::1", &peer.address));
    assert_string_equal(peer_format(&peer, text), "[2001:db8::1]:443");
    peer.port = 65535;
    assert_true(address_parse("fe80:1111:2222:3333:4444:5555:6666:7777"
                              "%4294967295",
                              &peer.address));
    assert_string_equal(peer_format(&peer, text),
                        "[fe80:1111:2222:3333:4444:5555:6666:7777"
                        "%4294967295]:65535");
}

struct prefix_row {
    const char *prefix;
    const char *address;
    bool inside;
};

static const struct prefix_row prefix_rows[] = {
    { "192.0.2.0/24", "192.0.2.255", true },
    { "192.0.2.0/24", "192.0.3.0", false },
    { "192.0.2.0/24", "::ffff:192.0.2.7", true },
    { "192.0.2.0/24", "2001:db8::1", false },
    { "146.112.0.0/16", "146.112.61.106", true },
    { "146.112.0.0/16", "146.113.0.0", false },
    { "10.128.0.0/9", "10.127.255.255", false },
    { "10.128.0.0/9", "10.255.0.0", true },
    { "0.0.0.0/0", "203.0.113.9", true },
    { "208.91.112.55", "208.91.112.55", true },
    { "208.91.112.55", "208.91.112.54", false },
    { "2001:db8::/33", "2001:db8:7fff::", true },
    { "2001:db8::/33", "2001:db8:8000::", false },
    { "::1", "::1", true },
    { "::1/128", "::2", false },
    { "::ffff:192.0.2.7", "::ffff:192.0.2.7", true },
};

static void
test_a_prefix_has_its_addresses(void **state)
{
    static const struct address none = { .family = FAMILY_NONE };

    (void)state;
    for (size_t i = 0; i < sizeof prefix_rows / sizeof prefix_rows[0]; i++) {
        const struct prefix_row *row = &prefix_rows[i];
        struct address_prefix prefix;
        struct address address;

        if (!address_prefix_parse(row->prefix, &prefix))
            fail_msg("%s is a prefix", row->prefix);
        assert_true(address_parse(row->address, &address));
        if (address_prefix_has(&prefix, &address) != row->inside)
            fail_msg("%s in %s", row->address, row->prefix);
        assert_false(address_prefix_has(&prefix, &none));
    }
}

static const char *const no_prefixes[] = {
    "",
    "/",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.1/8",
    "10.0.0.0/08",
    "10.0.0.0/8 ",
    "10.0.0.0/-1",
    "10.0.0.0/+8",
    "10/8",
    "::/129",
    "::/1000",
    "::1/127",
    "fe80::1%2",
    "[::1]",
    "example.net",
    "10.0.0.0/8/8",
    "2001:db8::/28",
};

static void
test_other_text_is_no_prefix(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof no_prefixes / sizeof no_prefixes[0]; i++) {
        struct address_prefix prefix;

        if (address_prefix_parse(no_prefixes[i], &prefix))
            fail_msg("\"%s\" is no prefix", no_prefixes[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_becomes_canonical),
        cmocka_unit_test(test_other_text_is_no_address),
        cmocka_unit_test(test_every_block_has_its_edges),
        cmocka_unit_test(test_every_kind_has_its_own_id),
        cmocka_unit_test(test_no_address_is_nothing),
        cmocka_unit_test(test_equality_sees_family_bytes_and_zone),
        cmocka_unit_test(test_addresses_have_an_order),
        cmocka_unit_test(test_a_peer_has_its_port),
        cmocka_unit_test(test_a_prefix_has_its_addresses),
        cmocka_unit_test(test_other_text_is_no_prefix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
