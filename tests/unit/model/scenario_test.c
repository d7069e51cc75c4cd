#include "model/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct vocabulary {
    const struct words *words;
    const char *all; /* in the order of the enum; scenario files rely on it */
};

static const struct vocabulary vocabularies[] = {
    { &place_words, "none enforce router firewall provider exchange resolver "
                    "second-resolver proxy" },
    { &wire_words, "lan office uplink wan core service" },
    { &way_words, "both out in" },
    { &families_words, "both ipv4 ipv6" },
    { &no_route_words, "missing unreachable blackhole prohibit" },
    { &filter_action_words, "drop reset reject deny accept" },
    { &filter_protocol_words, "tcp udp icmp any" },
    { &chain_kind_words, "genuine old-root rotated no-intermediate reversed "
                         "expired not-yet-valid other-name self-signed "
                         "forged authority unknown" },
    { &client_certificate_words, "genuine none optional required" },
    { &tls_lowest_words, "tls-1-2 tls-1-3" },
    { &tls_highest_words, "tls-1-3 tls-1-2" },
    { &tls_stage_words, "never opened hello server-hello done" },
    { &tls_trouble_words, "silence close reset alert plain-http ssh garbage" },
    { &page_end_words, "complete cut reset closed silent stalled garbage "
                       "no-end big" },
    { &box_kind_words, "inspect splice accept-all tarpit answer" },
    { &dns_say_words, "genuine nxdomain servfail refused notimp formerr "
                      "empty silence garbage wrong-id truncated addresses "
                      "alias-only" },
    { &dns_asked_words, "both a aaaa" },
    { &dns_over_words, "both udp tcp" },
    { &tunnel_end_words, "relays silent closes resets inspects" },
};

static void
the_words_are_those_of_the_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(vocabularies); i++) {
        const struct words *words = vocabularies[i].words;
        char all[256] = "";
        size_t length = 0;

        for (size_t word = 0; word < words->count; word++)
            length +=
                (size_t)snprintf(all + length, sizeof all - length, "%s%s",
                                 word > 0 ? " " : "", words->ids[word]);
        assert_string_equal(all, vocabularies[i].all);
    }
}

static const struct region us = { .id = "us", .name = "US" };
static const struct region us_east = { .id = "us-east", .name = "US East" };
static const struct region eu = { .id = "eu", .name = "EU" };
static const struct region *pki_regions[] = { &us, &us_east, &eu };
static const struct region *gateway_regions[] = { &us };
static const struct region *east_regions[] = { &us_east };

static const struct endpoint pki = { .role = ROLE_PKI,
                                     .regions = pki_regions,
                                     .region_count = 3 };
static const struct endpoint gateway = { .role = ROLE_GATEWAY,
                                         .regions = gateway_regions,
                                         .region_count = 1 };
static const struct endpoint east = { .role = ROLE_GATEWAY,
                                      .regions = east_regions,
                                      .region_count = 1 };

struct choice {
    const char *id;
    bool pki;
    bool gateway;
    bool east;
};

static const struct choice choices[] = {
    { "all", true, true, true },
    { "pki", true, false, false },
    { "gateway", false, true, true },
    { "gateway-us", false, true, false },
    { "gateway-us-east", false, false, true },
    { "pki-eu", true, false, false },
    { "gateway-eu", false, false, false },
    { "alias", false, false, false },
    { "gatewayus", false, false, false },
    { "gateway-", false, false, false },
    { "gate", false, false, false },
    { "us", false, false, false },
    { "all-us", false, false, false },
    { "", false, false, false },
};

static void
a_selector_is_a_role_or_a_role_in_a_region(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        const char *id = choices[i].id;

        if (selector_matches(id, &pki) != choices[i].pki ||
            selector_matches(id, &gateway) != choices[i].gateway ||
            selector_matches(id, &east) != choices[i].east)
            fail_msg("\"%s\" matches otherwise", id);
    }
}

static void
a_selector_is_known_when_somebody_answers_to_it(void **state)
{
    const struct endpoint *endpoints[] = { &pki, &gateway, &east };
    struct definitions in = { .endpoints = endpoints, .endpoint_count = 3 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        const struct choice *choice = &choices[i];
        bool known = choice->pki || choice->gateway || choice->east;

        if (selector_is_known(&in, choice->id) != known)
            fail_msg("\"%s\" is %sknown", choice->id, known ? "not " : "");
    }
    in.endpoint_count = 0;
    assert_true(selector_is_known(&in, "all"));
    assert_false(selector_is_known(&in, "pki"));
}

static void
a_list_of_selectors_matches_by_any_of_them(void **state)
{
    const char *ids[] = { "alias", "gateway-us" };
    struct selectors selectors = { .ids = ids, .count = 2 };

    (void)state;
    assert_true(selectors_match(&selectors, &gateway));
    assert_false(selectors_match(&selectors, &pki));
    assert_false(selectors_match(&selectors, &east));
}

static void
no_selector_matches_everything(void **state)
{
    struct selectors selectors = { 0 };

    (void)state;
    assert_true(selectors_match(&selectors, &pki));
    assert_true(selectors_match(&selectors, &gateway));
}

static void
a_page_is_given_by_any_of_its_members(void **state)
{
    const char *header = "Server: x";
    const struct scenario_page pages[] = {
        { .status = 403 },
        { .phrase = "Blocked" },
        { .headers = &header, .header_count = 1 },
        { .body = "no" },
        { .no_date = true },
        { .date_offset_s = -5 },
        { .delay_ms = 1 },
        { .end = PAGE_SILENT },
    };
    struct scenario_page none = { 0 };

    (void)state;
    assert_false(scenario_page_is_given(&none));
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        if (!scenario_page_is_given(&pages[i]))
            fail_msg("page %zu is not given", i);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_are_those_of_the_files),
        cmocka_unit_test(a_selector_is_a_role_or_a_role_in_a_region),
        cmocka_unit_test(a_selector_is_known_when_somebody_answers_to_it),
        cmocka_unit_test(a_list_of_selectors_matches_by_any_of_them),
        cmocka_unit_test(no_selector_matches_everything),
        cmocka_unit_test(a_page_is_given_by_any_of_its_members),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
