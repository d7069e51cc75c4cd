#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name_builder.h"
#include "situation_rows.h"

/*
 * What lies on this machine: its routes, its own filter, its first router.
 */
struct pair {
    struct target *pki;
    struct target *gateway;
};

static struct pair
build_pair(struct run_builder *builder)
{
    return (struct pair){
        .pki = build_target(builder, &builder_pki),
        .gateway = build_target(builder, &builder_gateway),
    };
}

/* No network. */

static void
both_fail(struct run_builder *builder, enum reason reason)
{
    struct pair pair = build_pair(builder);

    build_not_connected(build_address(builder, pair.pki, "203.0.113.1"),
                        reason);
    build_not_connected(build_address(builder, pair.gateway, "203.0.113.2"),
                        reason);
}

static void
no_way_out(struct run_builder *builder)
{
    build_interface(builder, false);
    both_fail(builder, REASON_NO_ROUTE);
}

static void
no_own_address(struct run_builder *builder)
{
    build_interface(builder, false);
    both_fail(builder, REASON_NO_LOCAL_ADDRESS);
}

/* A family that is not spoken is left out rather than failed. */
static void
no_way_out_skipped(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_interface(builder, false);
    build_not_routed(build_address(builder, pair.pki, "203.0.113.1"));
    build_not_routed(build_address(builder, pair.gateway, "203.0.113.2"));
}

static void
a_way_out_but_not_there(struct run_builder *builder)
{
    build_interface(builder, true);
    both_fail(builder, REASON_NO_ROUTE);
}

static void
interfaces_not_read(struct run_builder *builder)
{
    both_fail(builder, REASON_NO_ROUTE);
}

/* Routes can stand in other tables: what was sent was sent. */
static void
no_way_out_but_silence(struct run_builder *builder)
{
    build_interface(builder, false);
    both_fail(builder, REASON_SILENT);
}

static void
names_not_sent(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_interface(builder, false);
    build_no_address(builder, pair.pki, REASON_DNS_UNREACHABLE);
    build_no_address(builder, pair.gateway, REASON_DNS_UNREACHABLE);
}

static void
names_not_answered(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_interface(builder, false);
    build_no_address(builder, pair.pki, REASON_DNS_SILENT);
    build_no_address(builder, pair.gateway, REASON_DNS_SILENT);
}

static void
names_partly_sent(struct run_builder *builder)
{
    names_not_sent(builder);
    for (size_t i = 0; i < 2; i++)
        builder->run.names[i]->answers[1]->reason = REASON_DNS_SILENT;
}

static void
one_question_not_sent(struct run_builder *builder)
{
    names_not_sent(builder);
    for (size_t i = 0; i < 2; i++)
        builder->run.names[i]->answer_count = 1;
}

/* Nobody was asked: that is no want of a way out. */
static void
names_not_asked(struct run_builder *builder)
{
    names_not_sent(builder);
    builder->run.names[0]->answer_count = 0;
    builder->run.names[1]->answer_count = 0;
}

static void
proxy_name_not_sent(struct run_builder *builder)
{
    struct pair pair;

    build_interface(builder, false);
    build_proxy(builder);
    pair = build_pair(builder);
    build_proxy_unknown(builder, pair.pki);
    for (size_t i = 0; i < pair.pki->proxy_name->answer_count; i++)
        pair.pki->proxy_name->answers[i]->reason = REASON_DNS_UNREACHABLE;
}

/* Only a route to the proxy, and it works: nothing is missing. */
static void
no_way_out_but_proxy(struct run_builder *builder)
{
    build_interface(builder, false);
    build_proxy(builder);
    build_healthy(builder);
}

/* IPv4 has routes of its own; IPv6 is not spoken. */
static void
other_family_without_way(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_interface(builder, false);
    build_not_routed(build_address(builder, trio.pki, "2001:db8::1"));
    build_not_routed(build_address(builder, trio.gateway, "2001:db8::2"));
}

/* The machine's own filter, and its router. */

static void
filtered_here(struct run_builder *builder)
{
    both_fail(builder, REASON_LOCAL_POLICY);
}

static void
filtered_here_to_proxy(struct run_builder *builder)
{
    struct pair pair;

    build_proxy(builder);
    pair = build_pair(builder);
    build_not_connected(build_address(builder, pair.pki, "10.0.0.8"),
                        REASON_LOCAL_POLICY);
    build_not_connected(build_address(builder, pair.gateway, "10.0.0.8"),
                        REASON_LOCAL_POLICY);
}

static void
filtered_elsewhere(struct run_builder *builder)
{
    both_fail(builder, REASON_PROHIBITED);
}

static void
says_unreachable(struct run_builder *builder, bool is_local)
{
    both_fail(builder, REASON_HOST_UNREACHABLE);
    for (size_t i = 0; i < 2; i++) {
        struct path *path = builder->run.targets[i]->paths[0];

        build_icmp_sender(path, is_local ? "10.0.0.7" : "198.51.100.1", 1);
        path->tcp.sender_is_local = is_local;
    }
}

static void
router_silent(struct run_builder *builder)
{
    says_unreachable(builder, true);
}

static void
router_says_unreachable(struct run_builder *builder)
{
    says_unreachable(builder, false);
}

/* It is ourselves who say it, but it is no neighbour that is missing. */
static void
net_unreachable_here(struct run_builder *builder)
{
    router_silent(builder);
    for (size_t i = 0; i < 2; i++)
        builder->run.targets[i]->paths[0]->results[CHECK_TCP].reason =
            REASON_NET_UNREACHABLE;
}

static const struct situation situations[] = {
    ALONE(no_way_out, "no-network", HIGH),
    ALONE(no_own_address, "no-network", HIGH),
    ALONE(no_way_out_skipped, "no-network", HIGH),
    ALONE(a_way_out_but_not_there, "no-network", HIGH),
    ALONE(interfaces_not_read, "no-network", HIGH),
    ALONE(no_way_out_but_silence, "connection-silent", LOW),
    ALONE(names_not_sent, "no-network", HIGH),
    ALONE(one_question_not_sent, "no-network", HIGH),
    ALONE(names_not_answered, "no-resolver-answers", MEDIUM),
    ALONE(names_partly_sent, "no-resolver-answers", MEDIUM),
    ALONE(names_not_asked, "no-resolver-answers", LOW),
    ALONE(proxy_name_not_sent, "no-network", HIGH),
    WELL(no_way_out_but_proxy),
    WELL(other_family_without_way),

    ALONE(filtered_here, "local-firewall", HIGH),
    ALONE(filtered_here_to_proxy, "local-firewall", HIGH),
    ALONE(filtered_elsewhere, "connection-prohibited", LOW),
    ALONE(router_silent, "first-hop-silent", HIGH),
    ALONE(router_says_unreachable, "no-route", HIGH),
    ALONE(net_unreachable_here, "no-route", HIGH),
};

static const struct cited citations[] = {
    SAYS(no_way_out, "no-default-route", "pki.example.net"),
    SAYS(no_way_out, "connect-unreachable", "pki.example.net"),
    SAYS(names_not_sent, "no-default-route", "pki.example.net"),
    SAYS(filtered_here, "connect-prohibited", "pki.example.net"),
    SAYS(router_silent, "connect-unreachable", "pki.example.net"),
    SAYS(router_silent, "error-sent-by", "pki.example.net"),
    LEAVES_OPEN(no_way_out, "not-repeated"),
};

static void
what_lies_on_this_machine_is_told_apart(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_this_machine(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    cited_check_absent(names_not_sent, "connect-unreachable");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_on_this_machine_is_told_apart),
        cmocka_unit_test(findings_cite_this_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
