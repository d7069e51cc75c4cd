#include "dns_scene.h"

#include <assert.h>

#include "net/resolver.h"

/* What the program's own resolver hears from the resolvers of the lab. */
enum { PATIENCE_MS = 6000, ROUND_TRIP_MS = 60 };

static const char gateway[] = "gw.example.net";
static const char pki[] = "pki.example.net";

static int
open_stage(void **state)
{
    static struct dns_scene dns;

    dns_scene_open(&dns);
    *state = &dns;
    return 0;
}

static int
close_stage(void **state)
{
    dns_scene_close(*state);
    return 0;
}

/* An answer, and a resolver that lives as long. */
struct asked {
    struct net_resolver *resolver;
    struct net_query *query;
    const struct dns_message *message;
};

static void
wait_for(struct dns_scene *dns, struct net_query *query)
{
    struct net_watch *watches[] = { net_query_watch(query) };

    for (int i = 0; i < 1000; i++) {
        if (net_query_status(query) != NET_QUERY_PENDING)
            return;
        net_wait(&dns->scene.net, watches, 1, -1);
    }
    fail_msg("the query does not end");
}

static struct asked
ask_at(struct dns_scene *dns, const struct peer *server, const char *host,
       enum dns_record_type type)
{
    struct asked asked = {
        .resolver = net_resolver_new(&dns->scene.net, server, PATIENCE_MS),
    };

    asked.query = net_query_open(asked.resolver, host, type);
    wait_for(dns, asked.query);
    asked.message = net_query_message(asked.query);
    return asked;
}

static struct asked
ask(struct dns_scene *dns, const char *host, enum dns_record_type type)
{
    return ask_at(dns, &dns->first, host, type);
}

static void
forget(struct asked *asked)
{
    net_query_close(&asked->query);
    net_resolver_free(asked->resolver);
}

static void
expect_records(const struct asked *asked, size_t count)
{
    assert_int_equal(net_query_status(asked->query), NET_QUERY_ANSWERED);
    assert_int_equal(asked->message->rcode, 0);
    assert_int_equal(asked->message->record_count, count);
}

static void
expect_address(const struct asked *asked, size_t i, const char *owner,
               const char *address)
{
    const struct dns_message_record *record = &asked->message->records[i];
    char text[ADDRESS_TEXT_SIZE];

    assert_true(i < asked->message->record_count);
    assert_string_equal(record->owner, owner);
    assert_string_equal(address_format(&record->address, text), address);
}

static void
expect_alias(const struct asked *asked, size_t i, const char *owner,
             const char *alias)
{
    const struct dns_message_record *record = &asked->message->records[i];

    assert_true(i < asked->message->record_count);
    assert_int_equal(record->type, DNS_RECORD_CNAME);
    assert_string_equal(record->owner, owner);
    assert_string_equal(record->alias, alias);
}

static void
expect_rcode(struct dns_scene *dns, const char *host,
             enum dns_record_type type, int rcode)
{
    struct asked asked = ask(dns, host, type);

    assert_int_equal(net_query_status(asked.query), NET_QUERY_ANSWERED);
    assert_int_equal(asked.message->rcode, rcode);
    assert_int_equal(asked.message->record_count, 0);
    forget(&asked);
}

static void
the_truth_is_told(void **state)
{
    struct dns_scene *dns = *state;
    struct asked asked;

    dns_scene_start_first(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    expect_records(&asked, 1);
    expect_address(&asked, 0, pki, "192.0.2.10");
    assert_int_equal(asked.message->records[0].ttl_s, 300);
    assert_true(asked.message->recursion_available);
    assert_false(net_query_used_tcp(asked.query));
    assert_int_equal(net_query_duration_ms(asked.query), ROUND_TRIP_MS);
    forget(&asked);
    asked = ask(dns, pki, DNS_RECORD_AAAA);
    expect_records(&asked, 1);
    expect_address(&asked, 0, pki, "2001:db8:a::10");
    forget(&asked);
}

static void
names_keep_the_case_of_the_question(void **state)
{
    struct dns_scene *dns = *state;
    struct asked asked;

    dns_scene_start_first(dns);
    asked = ask(dns, "PkI.eXample.NET", DNS_RECORD_A);
    expect_records(&asked, 1);
    expect_address(&asked, 0, "PkI.eXample.NET", "192.0.2.10");
    forget(&asked);
}

static void
aliases_are_a_chain(void **state)
{
    struct dns_scene *dns = *state;
    struct asked asked;

    dns_scene_start_first(dns);
    asked = ask(dns, gateway, DNS_RECORD_A);
    expect_records(&asked, 2);
    expect_alias(&asked, 0, gateway, "lb.example.org");
    expect_address(&asked, 1, "lb.example.org", "192.0.2.20");
    forget(&asked);
    asked = ask(dns, "first.example.com", DNS_RECORD_A);
    expect_records(&asked, 3);
    expect_alias(&asked, 0, "first.example.com", "second.example.com");
    expect_alias(&asked, 1, "second.example.com", "third.example.com");
    expect_address(&asked, 2, "third.example.com", "192.0.2.33");
    forget(&asked);
    asked = ask(dns, "first.example.com", DNS_RECORD_AAAA);
    expect_records(&asked, 2);
    assert_int_equal(asked.message->negative_ttl_s, 300);
    forget(&asked);
}

static void
what_an_alias_leads_to_can_be_asked_for(void **state)
{
    struct dns_scene *dns = *state;
    struct asked asked;

    dns_scene_start_first(dns);
    asked = ask(dns, "lb.example.org", DNS_RECORD_AAAA);
    expect_records(&asked, 1);
    expect_address(&asked, 0, "lb.example.org", "2001:db8:a::20");
    forget(&asked);
    asked = ask(dns, gateway, DNS_RECORD_CNAME);
    expect_records(&asked, 1);
    expect_alias(&asked, 0, gateway, "lb.example.org");
    forget(&asked);
    expect_rcode(dns, "lb.example.org", DNS_RECORD_CNAME, 0);
}

static void
an_endless_chain_ends(void **state)
{
    struct dns_scene *dns = *state;
    struct asked asked;

    dns_scene_start_first(dns);
    asked = ask(dns, "circle.example.com", DNS_RECORD_A);
    expect_records(&asked, 8);
    forget(&asked);
}

static void
a_no_has_the_zone_behind_it(void **state)
{
    struct dns_scene *dns = *state;
    static const char *const unknown[] = { "no.example.net", "net", "a.b.c" };
    struct asked asked;

    dns_scene_start_first(dns);
    for (int i = 0; i < 3; i++) {
        asked = ask(dns, unknown[i], DNS_RECORD_A);
        assert_int_equal(net_query_status(asked.query), NET_QUERY_ANSWERED);
        assert_int_equal(asked.message->rcode, 3);
        assert_int_equal(asked.message->negative_ttl_s, 300);
        forget(&asked);
    }
    expect_rcode(dns, "www.example.com", DNS_RECORD_AAAA, 0);
    expect_rcode(dns, pki, DNS_RECORD_SOA, 0);
    expect_rcode(dns, pki, (enum dns_record_type)16, 0);
}

static void
names_of_the_company_are_for_its_resolvers(void **state)
{
    struct dns_scene *dns = *state;
    struct peer outside = scene_peer("10.1.0.2", 53);
    struct asked asked;

    dns_scene_start_first(dns);
    dns_server_start(dns->scene.routers[0], PLACE_NONE, &dns->directory, NULL);
    asked = ask(dns, "intra.corp.test", DNS_RECORD_A);
    expect_records(&asked, 1);
    forget(&asked);
    asked = ask_at(dns, &outside, "intra.corp.test", DNS_RECORD_A);
    assert_int_equal(asked.message->rcode, 3);
    forget(&asked);
}

static void
much_is_cut_and_comes_whole_over_tcp(void **state)
{
    struct dns_scene *dns = *state;
    struct asked asked;

    dns_scene_start_first(dns);
    asked = ask(dns, "big.example.com", DNS_RECORD_AAAA);
    expect_records(&asked, 60);
    assert_true(net_query_used_tcp(asked.query));
    assert_int_equal(net_query_duration_ms(asked.query), 3 * ROUND_TRIP_MS);
    forget(&asked);
    asked = ask(dns, "big.example.com", DNS_RECORD_A);
    expect_records(&asked, 1);
    assert_false(net_query_used_tcp(asked.query));
    forget(&asked);
}

/* Everything that can be said, as the program's own resolver takes it. */
static const struct saying {
    enum dns_say say;
    enum net_query_status status;
    int rcode;
    size_t records; /* of the gateway's A */
} sayings[] = {
    { DNS_SAY_GENUINE, NET_QUERY_ANSWERED, 0, 2 },
    { DNS_SAY_NXDOMAIN, NET_QUERY_ANSWERED, 3, 0 },
    { DNS_SAY_SERVFAIL, NET_QUERY_ANSWERED, 2, 0 },
    { DNS_SAY_REFUSED, NET_QUERY_ANSWERED, 5, 0 },
    { DNS_SAY_NOTIMP, NET_QUERY_ANSWERED, 4, 0 },
    { DNS_SAY_FORMERR, NET_QUERY_ANSWERED, 1, 0 },
    { DNS_SAY_EMPTY, NET_QUERY_ANSWERED, 0, 0 },
    { DNS_SAY_SILENCE, NET_QUERY_SILENT, 0, 0 },
    { DNS_SAY_GARBAGE, NET_QUERY_MALFORMED, 0, 0 },
    { DNS_SAY_WRONG_ID, NET_QUERY_MALFORMED, 0, 0 },
    { DNS_SAY_TRUNCATED, NET_QUERY_ANSWERED, 0, 2 },
    { DNS_SAY_ADDRESSES, NET_QUERY_ANSWERED, 0, 1 },
    { DNS_SAY_ALIAS_ONLY, NET_QUERY_ANSWERED, 0, 1 },
};

static_assert(sizeof(sayings) / sizeof(*sayings) == DNS_SAY_COUNT,
              "everything that is said is tried");

static struct scenario_answer
row_saying(enum dns_say say)
{
    static struct address sinkhole;
    static struct address *addresses[] = { &sinkhole };

    sinkhole = scene_address("10.66.0.1");
    return (struct scenario_answer){ .say = say,
                                     .addresses = addresses,
                                     .address_count = 1 };
}

static void
expect_saying(struct dns_scene *dns, const struct saying *saying, bool tcp)
{
    struct asked asked = ask(dns, gateway, DNS_RECORD_A);

    assert_int_equal(net_query_status(asked.query), saying->status);
    assert_int_equal(net_query_used_tcp(asked.query),
                     tcp || saying->say == DNS_SAY_TRUNCATED);
    if (asked.message != NULL) {
        assert_int_equal(asked.message->rcode, saying->rcode);
        assert_int_equal(asked.message->record_count, saying->records);
    }
    forget(&asked);
}

static void
everything_is_said_over_udp(void **state)
{
    for (int i = 0; i < DNS_SAY_COUNT; i++) {
        struct scenario_answer row = row_saying(sayings[i].say);
        struct dns_scene *dns;

        open_stage(state);
        dns = *state;
        dns_scene_row(dns, &row);
        dns_scene_start_first(dns);
        expect_saying(dns, &sayings[i], false);
        close_stage(state);
    }
}

static void
everything_is_said_over_tcp(void **state)
{
    for (int i = 0; i < DNS_SAY_COUNT; i++) {
        struct scenario_answer cut = { .say = DNS_SAY_TRUNCATED,
                                       .over = DNS_OVER_UDP };
        struct scenario_answer row = row_saying(sayings[i].say);
        struct dns_scene *dns;

        open_stage(state);
        dns = *state;
        row.over = DNS_OVER_TCP;
        dns_scene_row(dns, &cut);
        dns_scene_row(dns, &row);
        dns_scene_start_first(dns);
        expect_saying(dns, &sayings[i], true);
        close_stage(state);
    }
}

static void
given_addresses_replace_the_true_ones(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = row_saying(DNS_SAY_ADDRESSES);
    struct asked asked;

    row.alias = "block.corp.test";
    row.ttl_s = 5;
    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    expect_records(&asked, 2);
    expect_alias(&asked, 0, pki, "block.corp.test");
    expect_address(&asked, 1, "block.corp.test", "10.66.0.1");
    assert_int_equal(asked.message->records[0].ttl_s, 5);
    assert_int_equal(asked.message->records[1].ttl_s, 5);
    forget(&asked);
    asked = ask(dns, pki, DNS_RECORD_AAAA);
    expect_records(&asked, 1);
    assert_int_equal(asked.message->negative_ttl_s, 5);
    forget(&asked);
}

static void
an_alias_can_stand_before_the_truth_and_before_nothing(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer truth = { .say = DNS_SAY_GENUINE,
                                     .asked = DNS_ASKED_A,
                                     .alias = "cdn.example.org" };
    struct scenario_answer nothing = { .say = DNS_SAY_ALIAS_ONLY,
                                       .alias = "gone.example.org" };
    struct asked asked;

    dns_scene_row(dns, &truth);
    dns_scene_row(dns, &nothing);
    dns_scene_start_first(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    expect_records(&asked, 2);
    expect_alias(&asked, 0, pki, "cdn.example.org");
    expect_address(&asked, 1, "cdn.example.org", "192.0.2.10");
    forget(&asked);
    asked = ask(dns, pki, DNS_RECORD_AAAA);
    expect_records(&asked, 1);
    expect_alias(&asked, 0, pki, "gone.example.org");
    forget(&asked);
    expect_rcode(dns, "gone.example.org", DNS_RECORD_A, 3);
}

static void
extended_errors_come_with_edns(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_SERVFAIL,
                                   .extended_error = 15 };
    struct asked asked;

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    assert_int_equal(asked.message->rcode, 2);
    assert_int_equal(asked.message->extended_error, 15);
    forget(&asked);
    asked = ask(dns, "www.example.com", DNS_RECORD_A);
    assert_int_equal(asked.message->extended_error, -1);
    forget(&asked);
}

static void
answers_can_be_late(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .delay_ms = 1500, .asked = DNS_ASKED_A };
    struct scenario_answer cut = { .say = DNS_SAY_TRUNCATED,
                                   .over = DNS_OVER_UDP };
    struct scenario_answer tcp = { .delay_ms = 700, .over = DNS_OVER_TCP };
    struct asked asked;

    dns_scene_row(dns, &row);
    dns_scene_row(dns, &cut);
    dns_scene_row(dns, &tcp);
    dns_scene_start_first(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    expect_records(&asked, 1);
    assert_int_equal(net_query_duration_ms(asked.query), 1500 + ROUND_TRIP_MS);
    forget(&asked);
    asked = ask(dns, pki, DNS_RECORD_AAAA);
    expect_records(&asked, 1);
    assert_int_equal(net_query_duration_ms(asked.query),
                     700 + 3 * ROUND_TRIP_MS);
    forget(&asked);
}

/* The sanitizers see what is left behind. */
static void
late_answers_may_be_overtaken_by_the_end(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer cut = { .say = DNS_SAY_TRUNCATED,
                                   .over = DNS_OVER_UDP };
    struct scenario_answer late = { .delay_ms = 60000 };
    struct asked asked;

    late.everything = true;
    dns_scene_row(dns, &cut);
    dns_scene_row(dns, &late);
    dns_scene_start_first(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    assert_int_equal(net_query_status(asked.query), NET_QUERY_SILENT);
    forget(&asked);
    lab_run(dns->scene.lab, 1000000);
    asked = ask(dns, "www.example.com", DNS_RECORD_A);
    assert_int_equal(net_query_status(asked.query), NET_QUERY_SILENT);
    forget(&asked);
}

static void
every_nth_question_is_met(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_SERVFAIL, .one_in = 3 };

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    for (int i = 1; i <= 9; i++) {
        struct asked asked = ask(dns, pki, DNS_RECORD_A);

        assert_int_equal(asked.message->rcode, i % 3 == 0 ? 2 : 0);
        forget(&asked);
        /* Which does not fit, and does not count. */
        expect_rcode(dns, "no.example.net", DNS_RECORD_A, 3);
    }
}

static void
rows_are_for_places(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .at = PLACE_SECOND_RESOLVER,
                                   .say = DNS_SAY_REFUSED };
    struct asked asked;

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    dns_scene_start_second(dns);
    asked = ask(dns, pki, DNS_RECORD_A);
    expect_records(&asked, 1);
    forget(&asked);
    asked = ask_at(dns, &dns->second, pki, DNS_RECORD_A);
    assert_int_equal(asked.message->rcode, 5);
    forget(&asked);
}

static void
rows_are_for_endpoints(void **state)
{
    struct dns_scene *dns = *state;
    const char *ids[] = { "gateway-us" };
    struct scenario_answer row = { .of = { ids, 1 }, .say = DNS_SAY_REFUSED };

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    expect_rcode(dns, gateway, DNS_RECORD_A, 5);
    expect_rcode(dns, "GW.example.net", DNS_RECORD_AAAA, 5);
    expect_rcode(dns, pki, DNS_RECORD_SOA, 0);
    expect_rcode(dns, "www.example.com", DNS_RECORD_SOA, 0);
    expect_rcode(dns, "no.example.com", DNS_RECORD_A, 3);
}

static void
rows_are_for_every_endpoint_or_every_name(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer endpoints = { .say = DNS_SAY_REFUSED };
    struct scenario_answer everything = { .say = DNS_SAY_SERVFAIL,
                                          .everything = true };

    dns_scene_row(dns, &endpoints);
    dns_scene_row(dns, &everything);
    dns_scene_start_first(dns);
    expect_rcode(dns, pki, DNS_RECORD_A, 5);
    expect_rcode(dns, "www.example.com", DNS_RECORD_A, 2);
    expect_rcode(dns, "no.example.com", DNS_RECORD_A, 2);
}

static void
unknown_names_can_be_rewritten(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = row_saying(DNS_SAY_ADDRESSES);
    struct asked asked;

    row.unknown = true;
    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    asked = ask(dns, "no.example.com", DNS_RECORD_A);
    expect_records(&asked, 1);
    expect_address(&asked, 0, "no.example.com", "10.66.0.1");
    forget(&asked);
    asked = ask(dns, "lb.example.org", DNS_RECORD_A);
    expect_address(&asked, 0, "lb.example.org", "192.0.2.20");
    forget(&asked);
}

static void
rows_are_for_names_below_a_domain(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = row_saying(DNS_SAY_ADDRESSES);
    struct asked asked;

    row.unknown = true;
    row.below = "Corp.example";
    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    asked = ask(dns, "no.example.com.corp.example", DNS_RECORD_A);
    expect_address(&asked, 0, "no.example.com.corp.example", "10.66.0.1");
    forget(&asked);
    expect_rcode(dns, "corp.example", DNS_RECORD_A, 3);
    expect_rcode(dns, "no.mycorp.example", DNS_RECORD_A, 3);
    expect_rcode(dns, "no.example.com", DNS_RECORD_A, 3);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(the_truth_is_told),
        STAGED(names_keep_the_case_of_the_question),
        STAGED(aliases_are_a_chain),
        STAGED(what_an_alias_leads_to_can_be_asked_for),
        STAGED(an_endless_chain_ends),
        STAGED(a_no_has_the_zone_behind_it),
        STAGED(names_of_the_company_are_for_its_resolvers),
        STAGED(much_is_cut_and_comes_whole_over_tcp),
        cmocka_unit_test(everything_is_said_over_udp),
        cmocka_unit_test(everything_is_said_over_tcp),
        STAGED(given_addresses_replace_the_true_ones),
        STAGED(an_alias_can_stand_before_the_truth_and_before_nothing),
        STAGED(extended_errors_come_with_edns),
        STAGED(answers_can_be_late),
        STAGED(late_answers_may_be_overtaken_by_the_end),
        STAGED(every_nth_question_is_met),
        STAGED(rows_are_for_places),
        STAGED(rows_are_for_endpoints),
        STAGED(rows_are_for_every_endpoint_or_every_name),
        STAGED(unknown_names_can_be_rewritten),
        STAGED(rows_are_for_names_below_a_domain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
