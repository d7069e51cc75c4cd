#include "catalog/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/catalog.h"
#include "catalog/scenarios.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const char everything[] = TEST_DATA "/everything.yaml";
static const char the_rest[] = TEST_DATA "/the-rest.yaml";

static struct definitions definitions;
static struct scenario scenario; /* everything.yaml */

static void
load(struct scenario *into, const char *path)
{
    struct error error = { 0 };

    if (!catalog_scenario_load(into, path, &definitions, &error))
        fail_msg("refused: %s", error.text);
}

static int
open_all(void **state)
{
    struct catalog_options options = { .system_directory = "/nowhere",
                                       .user_directory = "/nowhere" };
    struct error error = { 0 };

    (void)state;
    if (catalog_load(&definitions, &options, &error) &&
        catalog_scenario_load(&scenario, everything, &definitions, &error))
        return 0;
    print_error("%s\n", error.text);
    return 1;
}

static int
close_all(void **state)
{
    (void)state;
    catalog_scenario_release(&scenario);
    catalog_release(&definitions);
    return 0;
}

static void
assert_texts(const char **texts, size_t count, const char *expected)
{
    char all[512] = "";

    for (size_t i = 0; i < count; i++) {
        strcat(all, i > 0 ? "|" : "");
        strcat(all, texts[i]);
    }
    assert_string_equal(all, expected);
}

static void
assert_selectors(const struct selectors *selectors, const char *expected)
{
    assert_texts(selectors->ids, selectors->count, expected);
}

static void
assert_address(const struct address *address, const char *expected)
{
    char text[ADDRESS_TEXT_SIZE];

    assert_string_equal(address_format(address, text), expected);
}

/* That the fixtures leave out no key of any shape. */

enum { MOST_KEYS = 512 };

struct seen {
    const struct yaml_key *keys[MOST_KEYS];
    size_t count;
};

static bool
seen_has(const struct seen *seen, const struct yaml_key *key)
{
    for (size_t i = 0; i < seen->count; i++)
        if (seen->keys[i] == key)
            return true;
    return false;
}

static void
seen_visit(struct seen *seen, const struct yaml_shape *shape,
           const struct yaml_node *node)
{
    for (size_t i = 0; i < shape->key_count; i++) {
        const struct yaml_key *key = &shape->keys[i];
        const struct yaml_node *value = yaml_find(node, key->name);

        if (value == NULL)
            continue;
        assert_true(seen->count < MOST_KEYS);
        seen->keys[seen->count++] = key;
        if (key->form == YAML_RECORD)
            seen_visit(seen, key->shape, value);
        for (size_t j = 0; key->form == YAML_RECORDS && j < value->item_count;
             j++)
            seen_visit(seen, key->shape, value->items[j]);
    }
}

static void
seen_read(struct seen *seen, const char *path)
{
    struct arena arena = { 0 };
    struct source_text text;
    struct error error = { 0 };

    assert_true(source_text_read(&text, &arena, path, NULL, &error));

    const struct yaml_node *root = yaml_tree_parse(&text, &arena, &error);

    assert_non_null(root);
    seen_visit(seen, &scenario_file_shape, root);
    arena_release(&arena);
}

static void
seen_check(const struct seen *seen, const struct yaml_shape *shape)
{
    for (size_t i = 0; i < shape->key_count; i++) {
        const struct yaml_key *key = &shape->keys[i];

        if (!seen_has(seen, key))
            fail_msg("no file of this test has \"%s\" in %s", key->name,
                     shape->one);
        if (key->shape != NULL)
            seen_check(seen, key->shape);
    }
}

static void
every_key_is_tried(void **state)
{
    struct seen seen = { 0 };

    (void)state;
    seen_read(&seen, everything);
    seen_read(&seen, the_rest);
    seen_check(&seen, &scenario_file_shape);
}

/* Where each of them arrives. */

static void
the_head_arrives(void **state)
{
    (void)state;
    assert_ptr_equal(scenario.definitions, &definitions);
    assert_string_equal(scenario.id, "everything");
    assert_string_equal(scenario.title, "Everything");
    assert_string_equal(scenario.story, "First line\nsecond line");
    assert_string_equal(scenario.phone, "A voice");
    assert_texts(scenario.covers, scenario.cover_count, "S01|P08");
    assert_texts(scenario.alike, scenario.alike_count,
                 "healthy|firewall-drops");
    assert_int_equal(scenario.seed, 42);
    assert_string_equal(scenario.answers.service, "email");
    assert_string_equal(scenario.answers.region, "apj");
    assert_string_equal(scenario.answers.proxy,
                        "http://proxy.corp.example:3128");
    assert_int_equal(scenario.answers.status, CONSOLE_UNKNOWN);
    assert_int_equal(scenario.answers.event, 4201);
    assert_string_equal(scenario.answers.event_text, "Two\nlines");
    assert_int_equal(scenario.answers.binding, BINDING_REBUILT);
    assert_string_equal(scenario.answers.dlp_version, "15.8 MP2");
    assert_int_equal(scenario.answers.installation, INSTALLATION_UPGRADED);
    assert_int_equal(scenario.answers.history, HISTORY_WAS_CONNECTED);
    assert_int_equal(scenario.answers.bundle_age_days, -3);
    assert_int_equal(scenario.answers.certificate_days, 90);
    assert_string_equal(scenario.answers.neutral, "www.example.net:8443");
    assert_string_equal(scenario.answers.also, "reserved,hold");
}

static void
the_machine_arrives(void **state)
{
    const struct scenario_machine *machine = &scenario.machine;

    (void)state;
    assert_true(machine->no_interface);
    assert_true(machine->no_default_route);
    assert_true(machine->no_ipv4);
    assert_true(machine->no_ipv6);
    assert_int_equal(machine->mtu, 1280);
    assert_int_equal(machine->clock_offset_s, -86400);
    assert_false(machine->no_resolvers);
    assert_int_equal(machine->resolver_count, 2);
    assert_address(machine->resolvers[0], "10.0.0.53");
    assert_address(machine->resolvers[1], "2001:db8::53");
    assert_string_equal(machine->search, "corp.example");
    assert_int_equal(machine->host_count, 2);
    assert_string_equal(machine->hosts[0]->selector, "pki");
    assert_null(machine->hosts[0]->host);
    assert_address(&machine->hosts[0]->address, "192.0.2.1");
    assert_null(machine->hosts[1]->selector);
    assert_string_equal(machine->hosts[1]->host, "other.example");
    assert_address(&machine->hosts[1]->address, "2001:db8::2");
    assert_true(machine->store_lacks_root);
    assert_true(machine->store_lacks_old_root);
    assert_texts(machine->environment, machine->environment_count,
                 "HTTPS_PROXY=http://proxy.corp.example:3128|NO_PROXY=");
}

static void
wires_and_nodes_arrive(void **state)
{
    const struct scenario_wire *wire = scenario.wires[0];
    const struct scenario_node *node = scenario.nodes[0];

    (void)state;
    assert_int_equal(scenario.wire_count, 2);
    assert_int_equal(wire->wire, WIRE_UPLINK);
    assert_int_equal(wire->way, WAY_IN);
    assert_int_equal(wire->of.count, 0);
    assert_int_equal(wire->delay_ms, 11);
    assert_int_equal(wire->jitter_ms, 12);
    assert_int_equal(wire->loss_percent, 13);
    assert_int_equal(wire->rate_kbit, 14);
    assert_int_equal(wire->mtu, 1400);
    assert_true(wire->down);
    assert_int_equal(scenario.wires[1]->wire, WIRE_SERVICE);
    assert_int_equal(scenario.wires[1]->way, WAY_OUT);
    assert_selectors(&scenario.wires[1]->of, "gateway-us|pki");

    assert_int_equal(scenario.node_count, 2);
    assert_int_equal(node->at, PLACE_PROVIDER);
    assert_true(node->down);
    assert_true(node->hides_hops);
    assert_true(node->hides_too_big);
    assert_true(node->hides_unreachable);
    assert_int_equal(node->clamp_segment, 1200);
    assert_int_equal(scenario.nodes[1]->at, PLACE_NONE);
    assert_selectors(&scenario.nodes[1]->of, "gateway-eu");

    assert_int_equal(scenario.route_count, 1);
    assert_int_equal(scenario.routes[0]->at, PLACE_ROUTER);
    assert_selectors(&scenario.routes[0]->to, "all");
    assert_int_equal(scenario.routes[0]->family, FAMILIES_IPV6);
    assert_int_equal(scenario.routes[0]->kind, NO_ROUTE_PROHIBIT);
}

static void
filters_arrive(void **state)
{
    const struct scenario_filter *filter = scenario.filters[0];

    (void)state;
    assert_int_equal(scenario.filter_count, 3);
    assert_int_equal(filter->at, PLACE_FIREWALL);
    assert_selectors(&filter->to, "pki|gateway");
    assert_int_equal(filter->to_place, PLACE_NONE);
    assert_int_equal(filter->to_address.family, FAMILY_NONE);
    assert_true(filter->answers);
    assert_int_equal(filter->family, FAMILIES_IPV4);
    assert_int_equal(filter->protocol, FILTER_TCP);
    assert_int_equal(filter->port, 8443);
    assert_selectors(&filter->names, "gateway-eu");
    assert_true(filter->other_names);
    assert_true(filter->one_segment_only);
    assert_int_equal(filter->hello_above, 21);
    assert_true(filter->hello_in_pieces);
    assert_true(filter->tls13);
    assert_int_equal(filter->size_above, 22);
    assert_int_equal(filter->idle_above_s, 23);
    assert_int_equal(filter->age_above_s, 24);
    assert_int_equal(filter->bytes_above, 25);
    assert_int_equal(filter->one_in, 26);
    assert_int_equal(filter->over_per_s, 27);
    assert_int_equal(filter->nth, 28);
    assert_int_equal(filter->from_s, 29);
    assert_int_equal(filter->until_s, 30);
    assert_int_equal(filter->action, FILTER_RESET);
    assert_true(filter->both_ways);

    filter = scenario.filters[1];
    assert_int_equal(filter->at, PLACE_EXCHANGE);
    assert_int_equal(filter->to_place, PLACE_SECOND_RESOLVER);
    assert_int_equal(filter->from_place, PLACE_ROUTER);
    assert_int_equal(filter->protocol, FILTER_UDP);
    assert_int_equal(filter->action, FILTER_REJECT);
    assert_int_equal(filter->icmp_type, 3);
    assert_int_equal(filter->icmp_code, 13);
    assert_address(&scenario.filters[2]->to_address, "203.0.113.7");
    assert_int_equal(scenario.filters[2]->protocol, FILTER_ANY);
    assert_int_equal(scenario.filters[2]->action, FILTER_DENY);
}

static void
boxes_arrive(void **state)
{
    const struct scenario_box *box = scenario.boxes[0];

    (void)state;
    assert_int_equal(scenario.box_count, 3);
    assert_int_equal(box->at, PLACE_FIREWALL);
    assert_int_equal(box->kind, BOX_INSPECT);
    assert_selectors(&box->to, "gateway");
    assert_false(box->everything);
    assert_int_equal(box->port, 443);
    assert_selectors(&box->names, "gateway-us");
    assert_int_equal(box->drop_after_s, 33);

    box = scenario.boxes[1];
    assert_int_equal(box->at, PLACE_ENFORCE);
    assert_int_equal(box->kind, BOX_ANSWER);
    assert_true(box->everything);
    assert_int_equal(box->tls.chain, CHAIN_SELF_SIGNED);
    assert_int_equal(box->tls.stage, TLS_STAGE_HELLO);
    assert_int_equal(box->tls.trouble, TLS_TROUBLE_ALERT);
    assert_int_equal(box->tls.alert, 40);
    assert_int_equal(box->tls.one_in, 3);
    assert_int_equal(scenario.boxes[2]->kind, BOX_SPLICE);
}

static void
tls_arrives(void **state)
{
    const struct scenario_tls *tls = &scenario.boxes[0]->tls;

    (void)state;
    assert_int_equal(tls->chain, CHAIN_AUTHORITY);
    assert_string_equal(tls->authority.organisation, "Corp");
    assert_string_equal(tls->authority.unit, "Security");
    assert_string_equal(tls->authority.name, "Corp Inspection CA");
    assert_string_equal(tls->authority.email, "proxy@corp.example");
    assert_true(tls->authority.trusted);
    assert_true(tls->authority.intermediate);
    assert_int_equal(tls->authority.leaf_days, 7);
    assert_int_equal(tls->client_certificate, CLIENT_CERTIFICATE_OPTIONAL);
    assert_int_equal(tls->lowest, TLS_LOWEST_1_3);
    assert_int_equal(tls->highest, TLS_HIGHEST_1_3);
    assert_int_equal(tls->delay_ms, 31);
    assert_string_equal(tls->hostile_name, "\x1b[31mred");
}

/* What is for the network keeps what would harm a terminal. */
static void
a_page_arrives_as_it_is(void **state)
{
    const struct scenario_page *page = &scenario.boxes[0]->page;

    (void)state;
    assert_int_equal(page->status, 403);
    assert_string_equal(page->phrase, "Forbidden\a");
    assert_texts(page->headers, page->header_count,
                 "Server: \x1b]0;x\a|X: \r\nY: z");
    assert_string_equal(page->body, "<html>\nblocked\n");
    assert_false(page->no_date);
    assert_int_equal(page->date_offset_s, -3600);
    assert_int_equal(page->delay_ms, 32);
    assert_int_equal(page->end, PAGE_STALLED);
}

static void
services_arrive(void **state)
{
    const struct scenario_service *service = scenario.services[0];

    (void)state;
    assert_int_equal(scenario.service_count, 3);
    assert_selectors(&service->of, "gateway-us");
    assert_int_equal(service->tls.chain, CHAIN_OLD_ROOT);
    assert_int_equal(service->tls.client_certificate,
                     CLIENT_CERTIFICATE_REQUIRED);
    assert_int_equal(service->tls.lowest, TLS_LOWEST_1_2);
    assert_int_equal(service->tls.highest, TLS_HIGHEST_1_2);
    assert_int_equal(service->tls.stage, TLS_STAGE_SERVER_HELLO);
    assert_int_equal(service->tls.trouble, TLS_TROUBLE_RESET);
    assert_true(service->page.no_date);
    assert_string_equal(service->page.body, "");
    assert_address(&service->ipv4, "192.0.2.80");
    assert_address(&service->ipv6, "2001:db8::80");
    assert_int_equal(service->addresses, 4);
    assert_false(service->closed);
    assert_true(scenario.services[1]->closed);
    assert_true(scenario.services[1]->no_ipv6);
    assert_int_equal(scenario.services[1]->tls.chain, CHAIN_GENUINE);
    assert_true(scenario.services[2]->zero_window);
}

static void
answers_of_resolvers_arrive(void **state)
{
    const struct scenario_answer *answer = scenario.dns[0];

    (void)state;
    assert_int_equal(scenario.dns_count, 3);
    assert_int_equal(answer->at, PLACE_RESOLVER);
    assert_selectors(&answer->of, "pki");
    assert_int_equal(answer->asked, DNS_ASKED_AAAA);
    assert_int_equal(answer->over, DNS_OVER_TCP);
    assert_int_equal(answer->say, DNS_SAY_ADDRESSES);
    assert_int_equal(answer->address_count, 2);
    assert_address(answer->addresses[0], "10.1.1.1");
    assert_address(answer->addresses[1], "::1");
    assert_string_equal(answer->alias, "cdn.example.net");
    assert_int_equal(answer->extended_error, 15);
    assert_int_equal(answer->ttl_s, 41);
    assert_int_equal(answer->delay_ms, 42);
    assert_int_equal(answer->one_in, 43);
    assert_true(scenario.dns[1]->everything);
    assert_int_equal(scenario.dns[1]->at, PLACE_NONE);
    assert_int_equal(scenario.dns[1]->say, DNS_SAY_SERVFAIL);
    assert_true(scenario.dns[2]->unknown);
    assert_string_equal(scenario.dns[2]->below, "corp.example");
    assert_int_equal(scenario.dns[2]->say, DNS_SAY_ALIAS_ONLY);
}

static void
the_proxy_arrives(void **state)
{
    const struct scenario_proxy *proxy = &scenario.proxy;
    const struct scenario_connect *connect = proxy->connects[0];

    (void)state;
    assert_int_equal(proxy->port, 8080);
    assert_true(proxy->closed);
    assert_true(proxy->is_tls);
    assert_int_equal(proxy->tls.chain, CHAIN_EXPIRED);
    assert_string_equal(proxy->user, "enforce");
    assert_string_equal(proxy->password, "secret");
    assert_true(proxy->no_names);
    assert_int_equal(proxy->connect_count, 2);
    assert_selectors(&connect->of, "gateway");
    assert_int_equal(connect->status, 407);
    assert_texts(connect->schemes, connect->scheme_count,
                 "Basic realm=x|Negotiate");
    assert_int_equal(connect->end, PAGE_CUT);
    assert_string_equal(connect->body, "login");
    assert_texts(connect->headers, connect->header_count, "Via: 1.1 x");

    connect = proxy->connects[1];
    assert_true(connect->everything);
    assert_int_equal(connect->status, 200);
    assert_int_equal(connect->tunnel, TUNNEL_INSPECTS);
    assert_int_equal(connect->tls.chain, CHAIN_AUTHORITY);
    assert_string_equal(connect->tls.authority.organisation, "Proxy");
    assert_int_equal(connect->page.status, 200);
    assert_int_equal(connect->drop_after_s, 51);
}

static void
the_truth_arrives(void **state)
{
    const struct scenario_truth *truth = &scenario.truth;

    (void)state;
    assert_int_equal(truth->outcome, VERDICT_FAULT);
    assert_string_equal(truth->cause, "tls-inspection");
    assert_int_equal(truth->layer, LAYER_TLS);
    assert_int_equal(truth->owner, OWNER_PROXY_TEAM);
    assert_selectors(&truth->targets, "gateway|pki");
    assert_texts(truth->also, truth->also_count, "system-store-lacks-root");
    assert_texts(truth->says, truth->says_count, "signs|a sentence");
    assert_texts(truth->never_says, truth->never_says_count, "healthy");
}

/* A world that says nothing is the healthy one. */
static void
what_is_not_said_is_zero(void **state)
{
    struct scenario rest;

    (void)state;
    load(&rest, the_rest);
    assert_true(rest.machine.no_resolvers);
    assert_false(rest.machine.no_ipv6);
    assert_int_equal(rest.machine.mtu, 0);
    assert_null(rest.machine.resolvers);
    assert_null(rest.machine.search);
    assert_int_equal(rest.proxy.port, 0);
    assert_null(rest.proxy.user);
    assert_int_equal(rest.wire_count + rest.node_count + rest.route_count +
                         rest.filter_count + rest.box_count +
                         rest.service_count + rest.dns_count +
                         rest.cover_count + rest.alike_count,
                     0);
    assert_null(rest.answers.service);
    assert_int_equal(rest.truth.outcome, VERDICT_INCONCLUSIVE);
    assert_null(rest.truth.cause);
    catalog_scenario_release(&rest);
    assert_null(rest.arena.blocks);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_tried),
        cmocka_unit_test(the_head_arrives),
        cmocka_unit_test(the_machine_arrives),
        cmocka_unit_test(wires_and_nodes_arrive),
        cmocka_unit_test(filters_arrive),
        cmocka_unit_test(boxes_arrive),
        cmocka_unit_test(tls_arrives),
        cmocka_unit_test(a_page_arrives_as_it_is),
        cmocka_unit_test(services_arrive),
        cmocka_unit_test(answers_of_resolvers_arrive),
        cmocka_unit_test(the_proxy_arrives),
        cmocka_unit_test(the_truth_arrives),
        cmocka_unit_test(what_is_not_said_is_zero),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
