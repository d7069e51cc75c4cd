#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "names_fixture.h"
#include "situation.h"

/*
 * What stands in the way and can be named. Each rule stands beside its
 * neighbours, which look the same but for one thing.
 */
enum { DAY_S = 86400 };

static const char block_page[] = "<title>No</title><p>Blocked by Acme</p>";
static const char other_page[] = "<title>No</title><p>Ask your team</p>";
static const char login_page[] = "<form><input type=\"password\"></form>";
static const char portal_page[] = "<h1>Welcome to the Inn</h1>";

static const char plain_block[] =
    "HTTP/1.1 403 Forbidden\\r\\nServer: x\\r\\n\\r\\n<p>Blocked by Acme";
static const char plain_portal[] =
    "HTTP/1.1 302 Found\\r\\nLocation: http://inn.example/\\r\\n\\r\\n";
static const char plain_other[] = "HTTP/1.1 403 Forbidden\\r\\n\\r\\nno";

struct pair {
    struct target *pki;
    struct target *gateway;
};

static struct pair
build_pair(struct run_builder *builder)
{
    names_fixture_add(&builder->definitions);
    return (struct pair){
        .pki = build_target(builder, &builder_pki),
        .gateway = build_target(builder, &builder_gateway),
    };
}

/* The PKI Manager is genuine; the gateway is what is looked at. */
static struct path *
beside_a_good_one(struct run_builder *builder, struct target **gateway)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    *gateway = pair.gateway;
    return build_address(builder, pair.gateway, "203.0.113.2");
}

/* A stranger behind the gateway, who answers as the gateway would. */
static struct path *
stranger(struct run_builder *builder, const char *issuer)
{
    struct target *gateway;
    struct path *path = beside_a_good_one(builder, &gateway);

    build_foreign(builder, gateway, path, issuer);
    build_status(gateway, path, 400);
    return path;
}

static struct path *
stranger_with_page(struct run_builder *builder, int64_t status,
                   const char *body)
{
    struct target *gateway;
    struct path *path = beside_a_good_one(builder, &gateway);

    build_foreign(builder, gateway, path, "CN=Corp CA");
    build_page(gateway, path, status, body);
    return path;
}

/* Products. */

static void
acme_inspects(struct run_builder *builder)
{
    stranger(builder, "CN=gw,O=Acme Inc.");
}

static void
shield_inspects(struct run_builder *builder)
{
    stranger(builder, "CN=Desk Shield Root");
}

/* C03: the company's own authority names nobody. */
static void
nobody_inspects(struct run_builder *builder)
{
    stranger(builder, "CN=Corp CA");
}

static void
set_dates(struct run_builder *builder, struct path *path, int64_t from_days,
          int64_t to_days)
{
    int64_t now = builder->run.started / 1000;

    path->tls.chain[0]->not_before = now + from_days * DAY_S;
    path->tls.chain[0]->not_after = now + to_days * DAY_S;
}

/* C08, and on both sides of its edges. */
static void
minted_today(struct run_builder *builder)
{
    set_dates(builder, stranger(builder, "CN=Corp CA"), 0, 365);
}

static void
minted_three_days_ago(struct run_builder *builder)
{
    set_dates(builder, stranger(builder, "CN=Corp CA"), -3, 365);
}

static void
minted_four_days_ago(struct run_builder *builder)
{
    set_dates(builder, stranger(builder, "CN=Corp CA"), -4, 365);
}

/* A clock that is slow, or a certificate from the future: no sign. */
static void
minted_tomorrow(struct run_builder *builder)
{
    set_dates(builder, stranger(builder, "CN=Corp CA"), 1, 365);
}

static void
valid_for_a_month(struct run_builder *builder)
{
    set_dates(builder, stranger(builder, "CN=Corp CA"), -10, 21);
}

static void
valid_for_longer(struct run_builder *builder)
{
    set_dates(builder, stranger(builder, "CN=Corp CA"), -10, 22);
}

/* C22: the root was sent, and it is not the one whose name it has. */
static void
imitated(struct run_builder *builder)
{
    stranger(builder, "CN=Genuine TLS CA,O=Genuine Inc");
}

static void
errors_of_a_proxy(struct run_builder *builder)
{
    struct path *path = stranger_with_page(builder, 503, other_page);

    build_header(builder, path, "Server", "squirrel/3");
}

static void
marked_by_a_product(struct run_builder *builder)
{
    build_header(builder, stranger(builder, "CN=Corp CA"), "X-Mark", "1");
}

/* Block pages. */

static void
blocked(struct run_builder *builder)
{
    stranger_with_page(builder, 403, block_page);
}

/* Acme's certificate, and Acme's page. */
static void
blocked_by_acme(struct run_builder *builder)
{
    struct target *gateway;
    struct path *path = beside_a_good_one(builder, &gateway);

    build_foreign(builder, gateway, path, "CN=gw,O=Acme Inc.");
    build_page(gateway, path, 200, block_page);
}

/* The status is the one that is expected, the page is not. */
static void
blocked_with_expected_status(struct run_builder *builder)
{
    stranger_with_page(builder, 400, block_page);
}

static void
unknown_page(struct run_builder *builder)
{
    stranger_with_page(builder, 200, other_page);
}

static void
unknown_forbidden(struct run_builder *builder)
{
    stranger_with_page(builder, 403, other_page);
}

/* An inspecting proxy that passes on what the gateway says. */
static void
inspected_answer(struct run_builder *builder)
{
    stranger_with_page(builder, 400, other_page);
}

static void
status_without_page(struct run_builder *builder)
{
    stranger_with_page(builder, 200, NULL);
}

static void
another_status_with_page(struct run_builder *builder)
{
    stranger_with_page(builder, 404, other_page);
}

/* 403 is plausible for a genuine PKI Manager, but not behind a stranger. */
static void
forbidden_pki(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct path *path = build_address(builder, pair.pki, "203.0.113.1");

    build_foreign(builder, pair.pki, path, "CN=Corp CA");
    build_page(pair.pki, path, 403, other_page);
    build_good(builder, pair.gateway, "203.0.113.2");
}

static void
genuinely_forbidden_pki(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct path *path = build_address(builder, pair.pki, "203.0.113.1");

    build_genuine(builder, pair.pki, path);
    build_page(pair.pki, path, 403, block_page);
    build_good(builder, pair.gateway, "203.0.113.2");
}

/* The page of a filter behind a chain that is genuine all the same. */
static void
blocked_genuinely(struct run_builder *builder)
{
    struct target *gateway;
    struct path *path = beside_a_good_one(builder, &gateway);

    build_genuine(builder, gateway, path);
    build_page(gateway, path, 200, block_page);
}

static void
unknown_page_genuinely(struct run_builder *builder)
{
    struct target *gateway;
    struct path *path = beside_a_good_one(builder, &gateway);

    build_genuine(builder, gateway, path);
    build_page(gateway, path, 200, other_page);
}

static void
blocked_in_the_plain(struct run_builder *builder)
{
    struct target *gateway;

    build_plain(beside_a_good_one(builder, &gateway), plain_block);
}

static void
refused_in_the_plain(struct run_builder *builder)
{
    struct target *gateway;

    build_plain(beside_a_good_one(builder, &gateway), plain_other);
}

static void
another_protocol(struct run_builder *builder)
{
    struct target *gateway;

    build_plain(beside_a_good_one(builder, &gateway),
                "220 Blocked by Acme ESMTP");
}

/* Everything is blocked, so nothing genuine is there to compare with. */
static void
all_unknown_pages(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct target *targets[] = { pair.pki, pair.gateway };

    for (size_t i = 0; i < 2; i++) {
        struct path *path = build_address(
            builder, targets[i], i == 0 ? "203.0.113.1" : "203.0.113.2");

        build_foreign(builder, targets[i], path, "CN=Corp CA");
        build_page(targets[i], path, 200, other_page);
    }
}

/* One blocked, one inspected: two things to be put right. */
static void
blocked_beside_inspected(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct path *pki = build_address(builder, pair.pki, "203.0.113.1");
    struct path *gateway = build_address(builder, pair.gateway, "203.0.113.2");

    build_foreign(builder, pair.pki, pki, "CN=Corp CA");
    build_page(pair.pki, pki, 403, block_page);
    build_foreign(builder, pair.gateway, gateway, "CN=Corp CA");
    build_status(pair.gateway, gateway, 400);
}

/* KB 265602: an explicit proxy blocks within the tunnel that it opened. */
static void
blocked_in_the_tunnel(struct run_builder *builder)
{
    struct target *gateway;
    struct path *path;

    build_proxy(builder);
    path = beside_a_good_one(builder, &gateway);
    build_tunnel(path);
    build_foreign(builder, gateway, path, "CN=gw,O=Acme Inc.");
    build_page(gateway, path, 403, block_page);
}

static void
refused_by_proxy(struct run_builder *builder, const char *body)
{
    struct target *gateway;

    build_proxy(builder);
    build_proxy_page(beside_a_good_one(builder, &gateway), body);
}

static void
proxy_refuses_with_page(struct run_builder *builder)
{
    refused_by_proxy(builder, block_page);
}

static void
proxy_refuses_without_page(struct run_builder *builder)
{
    refused_by_proxy(builder, "no");
}

/* Portals. */

static void
lead_away(struct run_builder *builder, struct target *target,
          const char *address)
{
    struct path *path = build_address(builder, target, address);

    build_foreign(builder, target, path, "CN=Box,O=Box Maker");
    build_status(target, path, 302);
    build_header(builder, path, "Location", "http://inn.example/login");
}

static void
portal(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    lead_away(builder, pair.pki, "203.0.113.1");
    lead_away(builder, pair.gateway, "203.0.113.2");
}

static void
portal_says_511(struct run_builder *builder)
{
    struct pair pair;

    portal(builder);
    pair.pki = builder->run.targets[0];
    build_status(pair.pki, pair.pki->paths[0], 511);
}

static void
portal_with_login(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct path *path = build_address(builder, pair.pki, "203.0.113.1");

    build_foreign(builder, pair.pki, path, "CN=Box");
    build_page(pair.pki, path, 200, login_page);
    path = build_address(builder, pair.gateway, "203.0.113.2");
    build_foreign(builder, pair.gateway, path, "CN=Box");
    build_page(pair.gateway, path, 200, portal_page);
}

static void
portal_in_the_plain(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_plain(build_address(builder, pair.pki, "203.0.113.1"), plain_portal);
    build_plain(build_address(builder, pair.gateway, "203.0.113.2"),
                plain_portal);
}

/* One of its addresses is of a family that is not spoken here. */
static void
portal_of_one_family(struct run_builder *builder)
{
    portal(builder);
    build_not_routed(
        build_address(builder, builder->run.targets[1], "2001:db8::2"));
}

/* The same sight at one endpoint alone is the block page of that one. */
static void
led_away_at_one(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    lead_away(builder, pair.gateway, "203.0.113.2");
}

static void
led_away_at_one_address(struct run_builder *builder)
{
    struct path *path;

    portal(builder);
    path = build_address(builder, builder->run.targets[1], "203.0.113.9");
    build_foreign(builder, builder->run.targets[1], path, "CN=Box");
    build_status(builder->run.targets[1], path, 400);
}

static void
led_away_without_the_other(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_not_connected(build_address(builder, pair.pki, "203.0.113.1"),
                        REASON_SILENT);
    lead_away(builder, pair.gateway, "203.0.113.2");
}

/* There is nothing to compare it with. */
static void
led_away_alone(struct run_builder *builder)
{
    names_fixture_add(&builder->definitions);
    lead_away(builder, build_target(builder, &builder_gateway), "203.0.113.2");
}

/* Everybody is led to a page that is known to block. */
static void
led_to_block_pages(struct run_builder *builder)
{
    portal(builder);
    for (size_t i = 0; i < 2; i++)
        builder->run.targets[i]->paths[0]->http.body = block_page;
}

/* A genuine endpoint may redirect as it likes. */
static void
genuinely_led_away(struct run_builder *builder)
{
    struct target *gateway;
    struct path *path = beside_a_good_one(builder, &gateway);

    build_genuine(builder, gateway, path);
    build_status(gateway, path, 302);
    build_header(builder, path, "Location", "https://www.example.net/");
}

/* An incomplete chain. */

static struct path *
leaf_alone_at(struct run_builder *builder, struct target *gateway,
              const char *address)
{
    struct path *path = build_address(builder, gateway, address);

    build_foreign(builder, gateway, path, "CN=Genuine TLS CA,O=Genuine Inc");
    build_status(gateway, path, 400);
    path->tls.chain_count = 1;
    path->tls.client_certificate_requested = true;
    path->tls.genuine.code = 20;
    path->tls.system.code = 20;
    return path;
}

static struct path *
leaf_alone(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    return leaf_alone_at(builder, pair.gateway, "203.0.113.2");
}

static void
intermediate_missing(struct run_builder *builder)
{
    leaf_alone(builder);
}

static void
intermediate_missing_at_one_address(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_good(builder, pair.gateway, "203.0.113.3");
    leaf_alone_at(builder, pair.gateway, "203.0.113.2");
}

/* Two certificates, and still no root. */
static void
chain_ends_early(struct run_builder *builder)
{
    struct path *path = leaf_alone(builder);

    path->tls.chain_count = 2;
    path->tls.chain[1]->subject = "CN=Genuine TLS CA,O=Genuine Inc";
    path->tls.chain[1]->issuer = "CN=Genuine Cross Root";
    path->tls.genuine.code = 2;
}

/* C02 and its like: one thing that the service would not do. */
static void
leaf_of_nobody(struct run_builder *builder)
{
    leaf_alone(builder)->tls.chain[0]->issuer = "CN=Corp CA";
}

static void
leaf_of_a_product(struct run_builder *builder)
{
    leaf_alone(builder)->tls.chain[0]->issuer =
        "CN=Genuine TLS CA,O=Acme Genuine";
}

static void
leaf_minted_today(struct run_builder *builder)
{
    set_dates(builder, leaf_alone(builder), 0, 365);
}

static void
leaf_without_request(struct run_builder *builder)
{
    leaf_alone(builder)->tls.client_certificate_requested = false;
}

static void
leaf_for_another_name(struct run_builder *builder)
{
    leaf_alone(builder)->tls.name_matches = false;
}

static void
leaf_with_another_answer(struct run_builder *builder)
{
    struct path *path = leaf_alone(builder);

    build_status(builder->run.targets[1], path, 302);
}

static void
leaf_with_root_sent(struct run_builder *builder)
{
    leaf_alone(builder)->tls.chain_count = 2;
}

static void
leaf_with_root_in_store(struct run_builder *builder)
{
    leaf_alone(builder)->tls.system =
        (struct verification){ .done = true, .ok = true, .root = "CN=Corp" };
}

static void
leaf_with_wrong_signature(struct run_builder *builder)
{
    leaf_alone(builder)->tls.genuine.code = 7;
}

/* Filters of names. */

static struct path *
sinkholed_at(struct run_builder *builder, const char *address)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    return build_address(builder, pair.gateway, address);
}

static void
sinkholed(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "198.51.100.7"), REASON_REFUSED);
}

static void
sinkholed_to_nobody(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "0.0.0.0"), REASON_REFUSED);
}

static void
sinkholed_to_itself(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "::1"), REASON_REFUSED);
}

/* A block page is there; the name is what leads to it. */
static void
sinkhole_answers(struct run_builder *builder)
{
    struct path *path = sinkholed_at(builder, "198.51.100.7");
    struct target *gateway = builder->run.targets[1];

    build_foreign(builder, gateway, path, "CN=gw,O=Acme Inc.");
    build_page(gateway, path, 200, block_page);
}

/* A genuine certificate, but that of the filter. */
static void
sinkhole_has_another_name(struct run_builder *builder)
{
    struct path *path = sinkholed_at(builder, "198.51.100.7");
    struct target *gateway = builder->run.targets[1];

    build_genuine(builder, gateway, path);
    build_status(gateway, path, 200);
    path->tls.name_matches = false;
}

/* An address is what is found there: a genuine chain proves it. */
static void
sinkhole_is_genuine(struct run_builder *builder)
{
    struct path *path = sinkholed_at(builder, "198.51.100.7");
    struct target *gateway = builder->run.targets[1];

    build_genuine(builder, gateway, path);
    build_status(gateway, path, 400);
}

/* D09: an address of one's own network, and the service behind it. */
static void
split_horizon(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_good(builder, pair.gateway, "10.20.30.40");
}

static void
split_horizon_refuses(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "10.20.30.40"), REASON_REFUSED);
}

/* One of two addresses is real, so the product has somewhere to go. */
static void
half_sinkholed(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "0.0.0.0"), REASON_REFUSED);
    build_not_connected(
        build_address(builder, builder->run.targets[1], "203.0.113.2"),
        REASON_SILENT);
}

/* Another server knows better; the machine does not ask it. */
static void
one_server_filters(struct run_builder *builder)
{
    struct target *gateway;
    struct path *path;

    build_not_connected(sinkholed_at(builder, "0.0.0.0"), REASON_REFUSED);
    gateway = builder->run.targets[1];
    path = build_server_address(builder, gateway, "203.0.113.2");
    gateway->name->system.reason = REASON_NONE;
    gateway->name->result.outcome = OUTCOME_WARN;
    build_genuine(builder, gateway, path);
    build_status(gateway, path, 400);
}

/* And what it knows is out of reach: that is no fault of the filter. */
static void
one_server_filters_other_silent(struct run_builder *builder)
{
    struct path *path;

    one_server_filters(builder);
    path = builder->run.targets[1]->paths[1];
    path->tls = (struct tls_facts){ 0 };
    build_not_connected(path, REASON_SILENT);
}

/* The machine gives no address at all, the server gives that of nobody. */
static void
server_gives_nobody(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_not_connected(build_server_address(builder, pair.gateway, "0.0.0.0"),
                        REASON_REFUSED);
}

/* Who of the two would be right is not known to a machine without either. */
static void
servers_differ(struct run_builder *builder)
{
    server_gives_nobody(builder);
    build_not_connected(
        build_server_address(builder, builder->run.targets[1], "203.0.113.2"),
        REASON_SILENT);
}

static void
set_answer_address(struct run_builder *builder, const char *text)
{
    struct name *name = builder->run.targets[1]->name;

    assert_true(address_parse(text, &name->answers[0]->records[0]->address));
}

/* The hosts file says so; the servers know better. That is another cause. */
static void
hosts_file_only(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "127.0.0.1"), REASON_REFUSED);
    set_answer_address(builder, "203.0.113.2");
    builder->run.targets[1]->name->system.hosts_line =
        "/etc/hosts:4: 127.0.0.1 gw.us.example.net";
}

/* The same from somewhere else within the machine: no server says it. */
static void
machine_only(struct run_builder *builder)
{
    hosts_file_only(builder);
    builder->run.targets[1]->name->system.hosts_line = NULL;
}

/* A line of the hosts file, and the servers filter as well. */
static void
hosts_file_and_servers(struct run_builder *builder)
{
    hosts_file_only(builder);
    set_answer_address(builder, "0.0.0.0");
}

/* Nobody but the machine's own name service was asked. */
static void
no_server_asked(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "0.0.0.0"), REASON_REFUSED);
    builder->run.targets[1]->name->answer_count = 0;
}

static void
no_server_asked_but_hosts_file(struct run_builder *builder)
{
    no_server_asked(builder);
    builder->run.targets[1]->name->system.hosts_line =
        "/etc/hosts:4: 0.0.0.0 gw.us.example.net";
}

static void
denied(struct run_builder *builder, const char *extended_error)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_no_address(builder, pair.gateway, REASON_NXDOMAIN);
    build_extended_error(pair.gateway, extended_error);
}

static void
filter_says_so(struct run_builder *builder)
{
    denied(builder, "15 Blocked");
}

static void
validation_fails(struct run_builder *builder)
{
    denied(builder, "6 DNSSEC Bogus");
}

/* A filter that gives an address of its own which no list has. */
static void
filter_gives_address(struct run_builder *builder)
{
    build_not_connected(sinkholed_at(builder, "203.0.113.66"), REASON_REFUSED);
    build_extended_error(builder->run.targets[1], "17 Filtered");
}

static void
filter_gives_genuine_address(struct run_builder *builder)
{
    split_horizon(builder);
    build_extended_error(builder->run.targets[1], "17 Filtered");
}

/* Behind a proxy nobody uses what this machine resolves. */
static void
sinkholed_behind_proxy(struct run_builder *builder)
{
    struct target *gateway;

    build_proxy(builder);
    build_good(builder, build_pair(builder).pki, "10.0.0.8");
    gateway = builder->run.targets[1];
    build_not_connected(build_address(builder, gateway, "127.0.0.1"),
                        REASON_REFUSED);
    gateway->name->system.addresses =
        gateway->proxy_name->system.addresses + 1;
    gateway->name->system.address_count = 1;
}

static const struct situation situations[] = {
    { "acme inspects",
      acme_inspects,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "imitated", imitated, VERDICT_FAULT, { FAULT("tls-inspection", HIGH) } },
    { "errors of a proxy",
      errors_of_a_proxy,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "marked by a product",
      marked_by_a_product,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },

    { "blocked",
      blocked,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH) } },
    { "blocked by acme",
      blocked_by_acme,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH) } },
    { "blocked with expected status",
      blocked_with_expected_status,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH) } },
    { "unknown page",
      unknown_page,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", MEDIUM) } },
    { "unknown forbidden",
      unknown_forbidden,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", MEDIUM) } },
    { "all unknown pages",
      all_unknown_pages,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", LOW) } },
    { "inspected answer",
      inspected_answer,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "status without page",
      status_without_page,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "another status with page",
      another_status_with_page,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "forbidden pki",
      forbidden_pki,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", MEDIUM) } },
    { "genuinely forbidden pki",
      genuinely_forbidden_pki,
      VERDICT_HEALTHY,
      { { 0 } } },
    { "blocked genuinely",
      blocked_genuinely,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", LOW) } },
    { "unknown page genuinely",
      unknown_page_genuinely,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },
    { "blocked in the plain",
      blocked_in_the_plain,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH) } },
    { "refused in the plain",
      refused_in_the_plain,
      VERDICT_FAULT,
      { FAULT("not-tls", HIGH) } },
    { "another protocol",
      another_protocol,
      VERDICT_FAULT,
      { FAULT("not-tls", HIGH) } },
    { "blocked beside inspected",
      blocked_beside_inspected,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH), FAULT("tls-inspection", HIGH) } },
    { "blocked in the tunnel",
      blocked_in_the_tunnel,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH) } },
    { "proxy refuses with page",
      proxy_refuses_with_page,
      VERDICT_FAULT,
      { FAULT("proxy-refuses", HIGH) } },
    { "proxy refuses without page",
      proxy_refuses_without_page,
      VERDICT_FAULT,
      { FAULT("proxy-refuses", HIGH) } },

    { "portal", portal, VERDICT_FAULT, { FAULT("captive-portal", MEDIUM) } },
    { "portal says 511",
      portal_says_511,
      VERDICT_FAULT,
      { FAULT("captive-portal", HIGH) } },
    { "portal with login",
      portal_with_login,
      VERDICT_FAULT,
      { FAULT("captive-portal", MEDIUM) } },
    { "portal in the plain",
      portal_in_the_plain,
      VERDICT_FAULT,
      { FAULT("captive-portal", MEDIUM) } },
    { "portal of one family",
      portal_of_one_family,
      VERDICT_FAULT,
      { FAULT("captive-portal", MEDIUM) } },
    { "led away at one",
      led_away_at_one,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", MEDIUM) } },
    { "led away at one address",
      led_away_at_one_address,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", LOW), FAULT("tls-inspection", HIGH) } },
    { "led away without the other",
      led_away_without_the_other,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", LOW),
        FAULT("connection-silent", MEDIUM) } },
    { "led away alone",
      led_away_alone,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", LOW) } },
    { "led to block pages",
      led_to_block_pages,
      VERDICT_FAULT,
      { FAULT("blocked-by-policy", HIGH) } },
    { "genuinely led away",
      genuinely_led_away,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },

    { "intermediate missing",
      intermediate_missing,
      VERDICT_FAULT,
      { FAULT("missing-intermediate", LOW) } },
    { "intermediate missing at one address",
      intermediate_missing_at_one_address,
      VERDICT_FAULT,
      { FAULT("missing-intermediate", MEDIUM) } },
    { "chain ends early",
      chain_ends_early,
      VERDICT_FAULT,
      { FAULT("missing-intermediate", LOW) } },
    { "leaf of nobody",
      leaf_of_nobody,
      VERDICT_INCONCLUSIVE,
      { REMARK("unknown-authority", LOW) } },
    { "leaf of a product",
      leaf_of_a_product,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "leaf minted today",
      leaf_minted_today,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "leaf without request",
      leaf_without_request,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "leaf for another name",
      leaf_for_another_name,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "leaf with another answer",
      leaf_with_another_answer,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "leaf with root sent",
      leaf_with_root_sent,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "leaf with root in store",
      leaf_with_root_in_store,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "leaf with wrong signature",
      leaf_with_wrong_signature,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },

    { "sinkholed",
      sinkholed,
      VERDICT_FAULT,
      { FAULT("name-filtered", HIGH) } },
    { "sinkholed to nobody",
      sinkholed_to_nobody,
      VERDICT_FAULT,
      { FAULT("name-filtered", MEDIUM) } },
    { "sinkholed to itself",
      sinkholed_to_itself,
      VERDICT_FAULT,
      { FAULT("name-filtered", MEDIUM) } },
    { "sinkhole answers",
      sinkhole_answers,
      VERDICT_FAULT,
      { FAULT("name-filtered", HIGH) } },
    { "sinkhole has another name",
      sinkhole_has_another_name,
      VERDICT_FAULT,
      { FAULT("name-filtered", HIGH) } },
    { "sinkhole is genuine", sinkhole_is_genuine, VERDICT_HEALTHY, { { 0 } } },
    { "split horizon", split_horizon, VERDICT_HEALTHY, { { 0 } } },
    { "split horizon refuses",
      split_horizon_refuses,
      VERDICT_FAULT,
      { FAULT("wrong-address", MEDIUM) } },
    { "half sinkholed",
      half_sinkholed,
      VERDICT_FAULT,
      { FAULT("connection-refused", MEDIUM),
        FAULT("connection-silent", MEDIUM) } },
    { "one server filters",
      one_server_filters,
      VERDICT_FAULT,
      { FAULT("name-filtered", LOW) } },
    { "one server filters, other silent",
      one_server_filters_other_silent,
      VERDICT_FAULT,
      { FAULT("name-filtered", LOW), REMARK("connection-silent", MEDIUM) } },
    { "server gives nobody",
      server_gives_nobody,
      VERDICT_FAULT,
      { FAULT("name-filtered", MEDIUM) } },
    { "servers differ",
      servers_differ,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", MEDIUM) } },
    { "hosts file only",
      hosts_file_only,
      VERDICT_FAULT,
      { FAULT("connection-refused", MEDIUM) } },
    { "machine only",
      machine_only,
      VERDICT_FAULT,
      { FAULT("connection-refused", MEDIUM) } },
    { "hosts file and servers",
      hosts_file_and_servers,
      VERDICT_FAULT,
      { FAULT("name-filtered", MEDIUM) } },
    { "no server asked",
      no_server_asked,
      VERDICT_FAULT,
      { FAULT("name-filtered", LOW) } },
    { "no server asked but hosts file",
      no_server_asked_but_hosts_file,
      VERDICT_FAULT,
      { FAULT("connection-refused", MEDIUM) } },
    { "filter says so",
      filter_says_so,
      VERDICT_FAULT,
      { FAULT("name-filtered", HIGH) } },
    { "validation fails",
      validation_fails,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", HIGH) } },
    { "filter gives address",
      filter_gives_address,
      VERDICT_FAULT,
      { FAULT("name-filtered", MEDIUM) } },
    { "filter gives genuine address",
      filter_gives_genuine_address,
      VERDICT_HEALTHY,
      { { 0 } } },
    { "sinkholed behind proxy",
      sinkholed_behind_proxy,
      VERDICT_FAULT,
      { FAULT("proxy-unreachable", MEDIUM) } },
};

static void
every_situation_means_what_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof situations[0]; i++)
        situation_check(&situations[i]);
}

static void
evidence_is_sorted_and_said_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof situations[0]; i++)
        situation_check_evidence(&situations[i]);
}

static const struct cited citations[] = {
    { acme_inspects, "issuer-looks-like", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { shield_inspects, "product-runs-on-machine", EVIDENCE_SUPPORTS, NULL },
    { minted_today, "certificate-freshly-minted", EVIDENCE_SUPPORTS, NULL },
    { minted_three_days_ago, "certificate-freshly-minted", EVIDENCE_SUPPORTS,
      NULL },
    { valid_for_a_month, "certificate-freshly-minted", EVIDENCE_SUPPORTS,
      NULL },
    { imitated, "issuer-imitates-genuine", EVIDENCE_SUPPORTS, NULL },
    { errors_of_a_proxy, "answer-looks-like", EVIDENCE_SUPPORTS, NULL },
    { marked_by_a_product, "answer-looks-like", EVIDENCE_SUPPORTS, NULL },

    { blocked, "answer-looks-like", EVIDENCE_SUPPORTS, "gw.us.example.net" },
    { blocked, "chain-not-genuine", EVIDENCE_SUPPORTS, NULL },
    { blocked, "chain-genuine", EVIDENCE_SUPPORTS, "pki.example.net" },
    { blocked, "status-unexpected", EVIDENCE_SUPPORTS, NULL },
    { blocked_by_acme, "issuer-looks-like", EVIDENCE_SUPPORTS, NULL },
    { blocked_genuinely, "chain-genuine", EVIDENCE_CONTRADICTS,
      "gw.us.example.net" },
    { blocked_in_the_plain, "answer-not-tls", EVIDENCE_SUPPORTS, NULL },
    { unknown_page, "answer-is-a-page", EVIDENCE_SUPPORTS, NULL },
    { led_away_at_one, "answer-leads-away", EVIDENCE_SUPPORTS, NULL },
    { proxy_refuses_with_page, "proxy-page-looks-like", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },

    { portal, "answer-leads-away", EVIDENCE_SUPPORTS, "pki.example.net" },
    { portal, "portal-everywhere", EVIDENCE_SUPPORTS, NULL },
    { portal_with_login, "answer-looks-like", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { portal_in_the_plain, "answer-not-tls", EVIDENCE_SUPPORTS, NULL },

    { intermediate_missing, "intermediate-not-sent", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { intermediate_missing, "client-certificate-requested", EVIDENCE_SUPPORTS,
      NULL },
    { intermediate_missing, "status-as-expected", EVIDENCE_SUPPORTS, NULL },
    { intermediate_missing, "chain-not-genuine", EVIDENCE_CONTRADICTS, NULL },
    { intermediate_missing_at_one_address, "chain-genuine", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { leaf_minted_today, "issuer-imitates-genuine", EVIDENCE_SUPPORTS, NULL },

    { sinkholed, "address-is-sinkhole", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { sinkholed, "connect-refused", EVIDENCE_SUPPORTS, NULL },
    { filter_says_so, "resolver-filters", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { filter_says_so, "no-address-from-any-resolver", EVIDENCE_SUPPORTS,
      NULL },
    { one_server_filters, "other-addresses-given", EVIDENCE_CONTRADICTS,
      NULL },
};

static void
findings_cite_their_evidence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof citations / sizeof citations[0]; i++)
        cited_check(&citations[i]);
}

static void
what_is_not_so_is_not_said(void **state)
{
    (void)state;
    cited_check_absent(nobody_inspects, "issuer-looks-like");
    cited_check_absent(nobody_inspects, "certificate-freshly-minted");
    cited_check_absent(nobody_inspects, "issuer-imitates-genuine");
    cited_check_absent(nobody_inspects, "answer-looks-like");
    cited_check_absent(acme_inspects, "product-runs-on-machine");
    cited_check_absent(minted_four_days_ago, "certificate-freshly-minted");
    cited_check_absent(minted_tomorrow, "certificate-freshly-minted");
    cited_check_absent(valid_for_longer, "certificate-freshly-minted");
    cited_check_absent(unknown_page, "answer-looks-like");
    cited_check_absent(blocked, "answer-is-a-page");
    cited_check_absent(blocked_with_expected_status, "status-unexpected");
    cited_check_absent(proxy_refuses_without_page, "proxy-page-looks-like");
    cited_check_absent(sinkholed, "resolver-filters");
    cited_check_absent(sinkholed, "other-addresses-given");
    cited_check_absent(filter_gives_address, "address-is-sinkhole");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_situation_means_what_it_should),
        cmocka_unit_test(evidence_is_sorted_and_said_once),
        cmocka_unit_test(findings_cite_their_evidence),
        cmocka_unit_test(what_is_not_so_is_not_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
