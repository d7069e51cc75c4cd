#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/width.h"
#include "transcript/aliases.h"

static struct address
parse(const char *text)
{
    struct address address;

    assert_true(address_parse(text, &address));
    return address;
}

static const char *
alias_of(struct aliases *aliases, const char *text)
{
    static char out[ADDRESS_TEXT_SIZE];
    struct address address = parse(text);
    struct address alias = aliases_address(aliases, &address);

    return address_format(&alias, out);
}

static void
test_word_keeps_width(void **state)
{
    static const char *const words[] = {
        "a",
        "ab",
        "abc",
        "acme",
        "enforce01",
        "\xe6\x9d\xb1\xe4\xba\xac",
        "m\xc3\xbcller",
        "e\xcc\x81t\xc3\xa9",
    };
    struct aliases *aliases = aliases_new();

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *alias = aliases_word(aliases, "host", words[i]);

        assert_int_equal(width_of(alias), width_of(words[i]));
        assert_string_not_equal(alias, words[i]);
        assert_true(aliases_is_alias(aliases, ALIAS_WORD, alias));
    }
    aliases_free(aliases);
}

static void
test_same_original_same_alias(void **state)
{
    struct aliases *aliases = aliases_new();
    const char *alias = aliases_word(aliases, "dom", "Acme");

    (void)state;
    assert_string_equal(aliases_word(aliases, "host", "aCME"), alias);
    assert_string_equal(alias, "dom1");
    assert_int_equal(aliases_count(aliases), 1);
    aliases_free(aliases);
}

/* 1000 of one column: no two alike, none an original, wider when all gone. */
static void
test_short_words_never_collide(void **state)
{
    struct aliases *aliases = aliases_new();
    static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    char word[3] = "";

    (void)state;
    for (size_t i = 0; i < sizeof signs - 1; i++) {
        word[0] = signs[i];
        word[1] = '\0';
        aliases_reserve(aliases, ALIAS_WORD, word);
    }
    for (size_t i = 0; i < sizeof signs - 1; i++)
        for (size_t j = 0; j < sizeof signs - 1; j++) {
            word[0] = signs[i];
            word[1] = j == 0 ? '\0' : signs[j];
            aliases_word(aliases, "host", word);
        }
    for (size_t i = 0; i < aliases_count(aliases); i++) {
        struct alias alias = aliases_at(aliases, i);

        assert_string_not_equal(alias.alias, alias.original);
        assert_true(width_of(alias.alias) >= width_of(alias.original));
        for (size_t j = i + 1; j < aliases_count(aliases); j++)
            assert_string_not_equal(alias.alias, aliases_at(aliases, j).alias);
    }
    aliases_free(aliases);
}

static void
test_alias_is_nobodys_name(void **state)
{
    struct aliases *aliases = aliases_new();

    (void)state;
    aliases_reserve(aliases, ALIAS_WORD, "HOST1");
    assert_string_equal(aliases_word(aliases, "host", "alpha"), "host2");
    aliases_free(aliases);
}

static void
test_subnets_stay_together(void **state)
{
    struct aliases *aliases = aliases_new();
    char first[ADDRESS_TEXT_SIZE];

    (void)state;
    snprintf(first, sizeof first, "%s", alias_of(aliases, "10.77.1.2"));
    assert_string_equal(first, "10.0.10.2");
    assert_string_equal(alias_of(aliases, "10.77.1.53"), "10.0.10.53");
    assert_string_equal(alias_of(aliases, "10.77.2.53"), "10.0.11.53");
    snprintf(first, sizeof first, "%s",
             alias_of(aliases, "fd12:3456:789a:1::5"));
    assert_memory_equal(first, "fd", 2);
    assert_memory_equal(alias_of(aliases, "fd12:3456:789a:1::6"), first,
                        strlen(first) - 1);
    aliases_free(aliases);
}

static void
test_addresses_keep_width_and_kind(void **state)
{
    static const char *const texts[] = {
        "10.1.2.3",
        "10.255.255.255",
        "172.16.0.9",
        "192.168.1.200",
        "100.64.7.7",
        "169.254.9.8",
        "8.8.8.8",
        "203.113.113.9",
        "52.1.2.3",
        "2600:1f00:77:1::2",
        "fd00::1:2:3:4",
        "fe80::a00:27ff:fe4e:66a1",
        "2a02:8108:1:2:3:4:5:6",
        "::ffff:10.1.2.3",
    };
    struct aliases *aliases = aliases_new();

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct address address = parse(texts[i]);

        aliases_reserve_address(aliases, &address);
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct address address = parse(texts[i]);
        struct address alias = aliases_address(aliases, &address);
        struct address again = aliases_address(aliases, &alias);
        char text[ADDRESS_TEXT_SIZE];

        assert_int_equal(strlen(address_format(&alias, text)),
                         strlen(texts[i]));
        assert_false(address_equal(&alias, &address));
        assert_true(address_equal(&alias, &again));
        if (address_kind_of(&address) != ADDRESS_GLOBAL)
            assert_int_equal(address_kind_of(&alias),
                             address_kind_of(&address));
        else
            assert_int_not_equal(alias.bytes[0], address.bytes[0]);
    }
    aliases_free(aliases);
}

static void
test_what_says_nothing_stays(void **state)
{
    static const char *const texts[] = { "127.0.0.1", "::1",       "::",
                                         "0.0.0.0",   "224.0.0.1", "ff02::1" };
    struct aliases *aliases = aliases_new();

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_string_equal(alias_of(aliases, texts[i]), texts[i]);
    aliases_free(aliases);
}

/* More /24s of one width than there are others: wider, never the same. */
static void
test_networks_run_out(void **state)
{
    struct aliases *aliases = aliases_new();

    (void)state;
    for (int i = 0; i < 10; i++) {
        struct address address = { FAMILY_IPV4,
                                   { 192, 168, (uint8_t)i, 1 },
                                   0 };

        aliases_reserve_address(aliases, &address);
    }
    for (int i = 0; i < 10; i++) {
        char text[ADDRESS_TEXT_SIZE];

        snprintf(text, sizeof text, "192.168.%d.1", i);
        assert_string_not_equal(alias_of(aliases, text), text);
    }
    assert_int_equal(aliases_count(aliases), 10);
    aliases_free(aliases);
}

static void
test_mapping_is_read_back(void **state)
{
    struct aliases *first = aliases_new();
    struct aliases *second = aliases_new();
    struct buffer text = { 0 };
    struct buffer again = { 0 };
    struct error error;

    (void)state;
    aliases_word(first, "host", "alpha");
    aliases_word(first, "host", "gamma");
    alias_of(first, "10.1.2.3");
    aliases_write(first, &text);
    assert_true(aliases_read(second, text.data, text.length, &error));
    /* The order is another one, the aliases are the same. */
    assert_string_equal(alias_of(second, "10.1.2.9"), "10.0.0.9");
    assert_string_equal(aliases_word(second, "host", "beta0"), "host3");
    assert_string_equal(aliases_word(second, "host", "gamma"), "host2");
    /* What nobody asked for is kept for the next transcript. */
    aliases_write(second, &again);
    assert_non_null(strstr(buffer_text(&again), "alpha"));
    buffer_release(&text);
    buffer_release(&again);
    aliases_free(first);
    aliases_free(second);
}

/* By now there is a machine of that name: the file must not hide it. */
static void
test_mapping_gives_way_to_names(void **state)
{
    static const char text[] =
        "{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":"
        "[[\"word\",\"alpha\",\"host1\"]]}";
    struct aliases *aliases = aliases_new();
    struct error error;

    (void)state;
    assert_true(aliases_read(aliases, text, strlen(text), &error));
    aliases_reserve(aliases, ALIAS_WORD, "host1");
    assert_string_equal(aliases_word(aliases, "host", "alpha"), "host2");
    assert_string_not_equal(aliases_word(aliases, "host", "host1"), "host1");
    aliases_free(aliases);
}

static void
test_wrong_mappings(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{\"schema\":\"cdsdoctor.aliases/2\",\"aliases\":[]}",
        "{\"schema\":\"cdsdoctor.aliases/1\"}",
        "{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":[[\"word\",\"a\"]]}",
        "{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":"
        "[[\"word\",\"alpha\",\"ALPHA\"]]}",
        "{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":"
        "[[\"word\",\"alpha\",\"a b\"]]}",
        "{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":"
        "[[\"network4\",\"10.1.2\",\"10.1.300\"]]}",
        "{\"schema\":\"cdsdoctor.aliases/1\",\"aliases\":"
        "[[\"network6\",\"fd00:0:0:1\",\"::\"]]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct aliases *aliases = aliases_new();
        struct error error = { 0 };

        assert_false(
            aliases_read(aliases, texts[i], strlen(texts[i]), &error));
        assert_int_not_equal(error.code, ERROR_NONE);
        aliases_free(aliases);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_word_keeps_width),
        cmocka_unit_test(test_same_original_same_alias),
        cmocka_unit_test(test_short_words_never_collide),
        cmocka_unit_test(test_alias_is_nobodys_name),
        cmocka_unit_test(test_subnets_stay_together),
        cmocka_unit_test(test_addresses_keep_width_and_kind),
        cmocka_unit_test(test_what_says_nothing_stays),
        cmocka_unit_test(test_networks_run_out),
        cmocka_unit_test(test_mapping_is_read_back),
        cmocka_unit_test(test_mapping_gives_way_to_names),
        cmocka_unit_test(test_wrong_mappings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
