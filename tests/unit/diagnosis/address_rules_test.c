#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name_builder.h"
#include "situation_rows.h"

/*
 * Names that lead somewhere else, or seem to: the hosts file, the search
 * list, resolvers that make addresses up or have one of the inside. Some
 * answers differ and are right all the same.
 */
static struct target *
gateway_beside_good_pki(struct run_builder *builder)
{
    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    return build_target(builder, &builder_gateway);
}

static void
be_genuine(struct run_builder *builder, const struct target *target,
           struct path *path)
{
    build_genuine(builder, target, path);
    build_status(target, path, target->endpoint->genuine.status);
}

/* The hosts file. */

static struct target *
hosts_say(struct run_builder *builder, enum reason reason)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_hosts_address(builder, gateway, "203.0.113.66"),
                        reason);
    return gateway;
}

static void
hosts_wrong(struct run_builder *builder)
{
    struct target *gateway = hosts_say(builder, REASON_SILENT);

    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* A stranger is there: it is the line that leads to him. */
static void
hosts_lead_to_stranger(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_foreign(builder, gateway,
                  build_hosts_address(builder, gateway, "203.0.113.66"),
                  "CN=Old CA");
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* Genuine, and it has nothing to say. */
static void
hosts_lead_to_failing_service(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);
    struct path *path = build_hosts_address(builder, gateway, "203.0.113.66");

    build_genuine(builder, gateway, path);
    build_status(gateway, path, 503);
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

static void
hosts_right(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    be_genuine(builder, gateway,
               build_hosts_address(builder, gateway, "203.0.113.66"));
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* The server says the same, and both are dead: it is not the line. */
static void
hosts_as_server(struct run_builder *builder)
{
    struct target *gateway = hosts_say(builder, REASON_SILENT);

    build_further_address(builder, gateway, "203.0.113.66");
    gateway->path_count--;
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* Nobody is well anywhere: the firewall, and a line beside it. */
static void
hosts_and_all_dead(struct run_builder *builder)
{
    struct target *gateway = hosts_say(builder, REASON_SILENT);

    build_not_connected(build_further_address(builder, gateway, "203.0.113.2"),
                        REASON_SILENT);
}

static void
hosts_and_server_silent(struct run_builder *builder)
{
    hosts_say(builder, REASON_SILENT);
}

/* One line of two is dead, the other works: that is less. */
static void
one_line_dead(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    be_genuine(builder, gateway,
               build_hosts_address(builder, gateway, "203.0.113.66"));
    build_not_connected(build_hosts_address(builder, gateway, "2001:db8::66"),
                        REASON_SILENT);
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* Names that nobody has. */

static void
names_made_up(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_address(builder, gateway, "203.0.113.80"),
                        REASON_REFUSED);
    build_made_up(builder, "203.0.113.80");
}

static void
other_address_made_up(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_address(builder, gateway, "203.0.113.80"),
                        REASON_REFUSED);
    build_made_up(builder, "203.0.113.81");
}

/* A proxy that answers for all, and is genuine behind it, does no harm. */
static void
made_up_and_genuine(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_good(builder, gateway, "203.0.113.80");
    build_made_up(builder, "203.0.113.80");
}

/* Another endpoint's address is nobody's that is made up. */
static void
same_address_of_real_name(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_address(builder, gateway, "203.0.113.1"),
                        REASON_REFUSED);
}

/* The search list. */

static struct path *
denied_but_found(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);
    struct path *path = build_own_address(builder, gateway, "203.0.113.90");

    build_denied(builder, gateway);
    build_denied(builder, gateway);
    build_not_connected(path, REASON_REFUSED);
    return path;
}

static void
search_list_captures(struct run_builder *builder)
{
    build_search_list(builder);
    denied_but_found(builder);
}

static void
found_without_search_list(struct run_builder *builder)
{
    denied_but_found(builder);
}

static void
search_list_and_hosts_line(struct run_builder *builder)
{
    build_search_list(builder);
    denied_but_found(builder);
    builder->run.targets[1]->name->system.hosts_line = "4: 203.0.113.90 gw";
}

static void
search_list_and_one_answer(struct run_builder *builder)
{
    build_search_list(builder);
    denied_but_found(builder);
    builder->run.targets[1]->name->answers[1]->reason = REASON_DNS_SILENT;
}

static void
search_list_and_no_answer(struct run_builder *builder)
{
    build_search_list(builder);
    denied_but_found(builder);
    builder->run.targets[1]->name->answer_count = 0;
}

static void
search_list_finds_genuine(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_search_list(builder);
    build_denied(builder, gateway);
    be_genuine(builder, gateway,
               build_own_address(builder, gateway, "203.0.113.90"));
}

/* Addresses of the inside. */

static void
inside(struct run_builder *builder, const char *address)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_address(builder, gateway, address),
                        REASON_REFUSED);
}

static void
private_hijack(struct run_builder *builder)
{
    inside(builder, "10.1.2.3");
}

static void
shared_hijack(struct run_builder *builder)
{
    inside(builder, "100.64.1.2");
}

static void
unique_local_hijack(struct run_builder *builder)
{
    inside(builder, "fd00::5");
}

static void
link_local_hijack(struct run_builder *builder)
{
    inside(builder, "169.254.7.7");
}

static void
public_refused(struct run_builder *builder)
{
    inside(builder, "198.18.0.1");
}

/* The stranger behind it is a consequence. */
static void
private_stranger(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_foreign(builder, gateway,
                  build_address(builder, gateway, "10.1.2.3"), "CN=Inside CA");
}

/* A private way to the service, as some providers sell it. */
static void
private_and_genuine(struct run_builder *builder)
{
    build_good(builder, gateway_beside_good_pki(builder), "10.1.2.3");
}

static void
private_by_server_alone(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_good(builder, gateway, "203.0.113.2");
    build_not_connected(build_further_address(builder, gateway, "10.1.2.3"),
                        REASON_REFUSED);
}

static void
private_dead_beside_good(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_good(builder, gateway, "203.0.113.2");
    build_not_connected(build_address(builder, gateway, "fd00::5"),
                        REASON_SILENT);
}

/* It answers, as a stranger: who meets it is lost. */
static void
private_stranger_beside_good(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_good(builder, gateway, "203.0.113.2");
    build_foreign(builder, gateway, build_address(builder, gateway, "fd00::5"),
                  "CN=Inside CA");
}

static void
private_endpoint(struct run_builder *builder)
{
    static struct endpoint endpoint;

    endpoint = builder_pki;
    endpoint.host = "10.1.2.3";
    build_not_connected(
        build_address(builder, build_target(builder, &endpoint), "10.1.2.3"),
        REASON_REFUSED);
}

static void
private_proxy(struct run_builder *builder)
{
    struct target *gateway;

    build_proxy(builder);
    gateway = gateway_beside_good_pki(builder);
    build_not_connected(build_address(builder, gateway, "10.0.0.8"),
                        REASON_REFUSED);
}

/* Answers that differ. */

static void
server_knows_better(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_address(builder, gateway, "203.0.113.77"),
                        REASON_REFUSED);
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* Somebody is there, and it is not the service: no firewall does that. */
static void
stranger_where_server_knows_better(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_foreign(builder, gateway,
                  build_address(builder, gateway, "203.0.113.77"),
                  "CN=Somebody");
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

static void
server_knows_as_little(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_not_connected(build_address(builder, gateway, "203.0.113.77"),
                        REASON_REFUSED);
    build_not_connected(build_further_address(builder, gateway, "203.0.113.2"),
                        REASON_REFUSED);
}

/* Each region has addresses of its own; both are genuine. */
static void
geo_dns(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_good(builder, gateway, "203.0.113.77");
    be_genuine(builder, gateway,
               build_further_address(builder, gateway, "203.0.113.2"));
}

/* An address of ours that works is no proof against another of ours. */
static void
one_of_two_dead(struct run_builder *builder)
{
    struct target *gateway = gateway_beside_good_pki(builder);

    build_good(builder, gateway, "203.0.113.2");
    build_not_connected(build_address(builder, gateway, "203.0.113.77"),
                        REASON_REFUSED);
}

static const char gateway_host[] = "gw.us.example.net";

static const struct situation situations[] = {
    ALONE(hosts_wrong, "hosts-file-override", HIGH),
    ALONE(hosts_lead_to_stranger, "hosts-file-override", HIGH),
    ALONE(hosts_lead_to_failing_service, "hosts-file-override", HIGH),
    WELL(hosts_right),
    ALONE(hosts_as_server, "connection-silent", MEDIUM),
    ALONE(hosts_and_all_dead, "connection-silent", MEDIUM),
    ALONE(hosts_and_server_silent, "connection-silent", MEDIUM),
    WELL_BUT(one_line_dead, "connection-silent", MEDIUM),

    ALONE(names_made_up, "name-rewritten", HIGH),
    ALONE(other_address_made_up, "connection-refused", MEDIUM),
    WELL(made_up_and_genuine),
    ALONE(same_address_of_real_name, "connection-refused", MEDIUM),

    ALONE(search_list_captures, "search-domain-captures", MEDIUM),
    ALONE(found_without_search_list, "connection-refused", MEDIUM),
    ALONE(search_list_and_hosts_line, "connection-refused", MEDIUM),
    ALONE(search_list_and_one_answer, "connection-refused", MEDIUM),
    ALONE(search_list_and_no_answer, "connection-refused", MEDIUM),
    WELL(search_list_finds_genuine),

    ALONE(private_hijack, "wrong-address", MEDIUM),
    ALONE(shared_hijack, "wrong-address", MEDIUM),
    ALONE(unique_local_hijack, "wrong-address", MEDIUM),
    ALONE(link_local_hijack, "wrong-address", MEDIUM),
    ALONE(public_refused, "connection-refused", MEDIUM),
    ALONE(private_stranger, "wrong-address", MEDIUM),
    WELL(private_and_genuine),
    WELL_BUT(private_by_server_alone, "connection-refused", MEDIUM),
    WELL_BUT(private_dead_beside_good, "connection-silent", MEDIUM),
    ALONE(private_stranger_beside_good, "wrong-address", MEDIUM),
    ALONE(private_endpoint, "connection-refused", LOW),
    ALONE(private_proxy, "proxy-unreachable", MEDIUM),

    ALONE(server_knows_better, "wrong-address", MEDIUM),
    ALONE(stranger_where_server_knows_better, "wrong-address", HIGH),
    ALONE(server_knows_as_little, "connection-refused", MEDIUM),
    WELL(geo_dns),
    ALONE(one_of_two_dead, "connection-refused", MEDIUM),
};

static const struct cited citations[] = {
    SAYS(hosts_wrong, "hosts-file-says", gateway_host),
    SAYS(hosts_wrong, "connect-silent", gateway_host),
    SAYS(hosts_wrong, "genuine-at-other-address", gateway_host),
    SAYS(names_made_up, "random-name-has-same-address", gateway_host),
    SAYS(names_made_up, "connect-refused", gateway_host),
    SAYS(search_list_captures, "resolver-says", gateway_host),
    SAYS(search_list_captures, "search-list-adds", gateway_host),
    SAYS(search_list_captures, "connect-refused", gateway_host),
    SAYS(private_hijack, "address-is-internal", gateway_host),
    SAYS(private_hijack, "connect-refused", gateway_host),
    SAYS(private_stranger, "chain-not-genuine", gateway_host),
    SAYS(server_knows_better, "genuine-at-other-address", gateway_host),
    LEAVES_OPEN(server_knows_better, "address-may-be-right"),
    LEAVES_OPEN(hosts_wrong, "not-repeated"),
    LEAVES_OPEN(names_made_up, "not-repeated"),
};

static void
names_that_lead_elsewhere_are_told_apart(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_where_the_name_leads(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    cited_check_absent(server_knows_better, "address-is-internal");
    cited_check_absent(private_hijack, "genuine-at-other-address");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_lead_elsewhere_are_told_apart),
        cmocka_unit_test(findings_cite_where_the_name_leads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
