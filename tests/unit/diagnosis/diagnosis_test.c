#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "diagnosis/sight.h"
#include "run_builder.h"
#include "situation.h"

/*
 * What a run means, one situation a row: how it came about, the verdict, and
 * every finding in order. A situation that differs from its neighbour in one
 * thing stands beside it.
 */

static struct path *
path_of(const struct target *target)
{
    return target->paths[0];
}

/* The pair that decides, not yet looked at. */
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

static void
healthy(struct run_builder *builder)
{
    build_healthy(builder);
}

static void
nothing_required(struct run_builder *builder)
{
    build_good(builder, build_target(builder, &builder_alias), "203.0.113.3");
}

static void
gateway_not_finished(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    path_of(trio.gateway)->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
    path_of(trio.gateway)->results[CHECK_HTTP].reason = REASON_CANCELLED;
    path_of(trio.gateway)->http.status = 0;
}

static void
handshake_broken_oddly(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_no_handshake(build_address(builder, pair.gateway, "203.0.113.2"),
                       REASON_TLS_PROTOCOL);
}

/* How a gateway may refuse and be genuine. */

static void
gateway_alerts_late(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    build_no_answer(path, REASON_HTTP_ALERT);
    path->http.alert = 116;
}

static void
gateway_alerts_otherwise(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    build_no_answer(path, REASON_HTTP_ALERT);
    path->http.alert = 80;
}

static void
gateway_alerts_in_handshake(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    build_no_answer(path, REASON_NONE);
    path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
    path->tls.handshake_done = false;
    path->tls.alert = 40;
    path->tls.alert_direction = DIRECTION_RECEIVED;
    path->results[CHECK_TLS].reason = REASON_CERTIFICATE_REQUIRED;
}

static void
gateway_closes(struct run_builder *builder)
{
    build_no_answer(path_of(build_healthy(builder).gateway),
                    REASON_HTTP_CLOSED);
}

static void
gateway_silent(struct run_builder *builder)
{
    build_no_answer(path_of(build_healthy(builder).gateway),
                    REASON_HTTP_SILENT);
}

static void
pki_closes(struct run_builder *builder)
{
    build_no_answer(path_of(build_healthy(builder).pki), REASON_HTTP_CLOSED);
}

/* Inspection. */

static struct path *
inspect(struct run_builder *builder, struct target *target,
        const char *address, const char *issuer)
{
    struct path *path = build_address(builder, target, address);

    build_foreign(builder, target, path, issuer);
    build_status(target, path, target->endpoint->genuine.status);
    return path;
}

static void
all_inspected(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    inspect(builder, pair.pki, "203.0.113.1", "CN=Corp CA");
    inspect(builder, pair.gateway, "203.0.113.2", "CN=Corp CA");
}

/* The case that most tools pass: the company's root is installed. */
static void
inspected_but_trusted(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct path *one = inspect(builder, pair.pki, "203.0.113.1", "CN=Corp CA");
    struct path *other =
        inspect(builder, pair.gateway, "203.0.113.2", "CN=Corp CA");

    one->tls.system.ok = true;
    other->tls.system.ok = true;
    other->tls.client_certificate_requested = false;
}

/* One stranger for all, and yet our certificate is asked for. */
static void
all_foreign_but_asked(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    inspect(builder, pair.pki, "203.0.113.1", "CN=New CA");
    inspect(builder, pair.gateway, "203.0.113.2", "CN=New CA")
        ->tls.client_certificate_requested = true;
}

static void
pki_inspected(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);
    struct path *path = path_of(trio.pki);

    path->tls.chain_count = 0;
    build_foreign(builder, trio.pki, path, "CN=Corp CA");
    path->tls.genuine.ok = false;
}

static void
pki_inspected_alone(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    inspect(builder, pair.pki, "203.0.113.1", "CN=Corp CA");
    build_not_connected(build_address(builder, pair.gateway, "203.0.113.2"),
                        REASON_SILENT);
}

static void
gateway_inspected(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    inspect(builder, pair.gateway, "203.0.113.2", "CN=Corp CA");
}

/* A stranger's root, and yet our certificate is asked for. */
static void
foreign_but_asks(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    inspect(builder, pair.gateway, "203.0.113.2", "CN=New CA")
        ->tls.client_certificate_requested = true;
}

static void
foreign_and_redirects(struct run_builder *builder)
{
    foreign_but_asks(builder);
    build_status(builder->run.targets[1], builder->run.targets[1]->paths[0],
                 302);
}

static void
foreign_and_nothing_genuine(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_not_connected(build_address(builder, pair.pki, "203.0.113.1"),
                        REASON_SILENT);
    inspect(builder, pair.gateway, "203.0.113.2", "CN=New CA")
        ->tls.client_certificate_requested = true;
}

static void
alias_inspected(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct target *alias = build_target(builder, &builder_alias);

    build_good(builder, pair.pki, "203.0.113.1");
    build_good(builder, pair.gateway, "203.0.113.2");
    inspect(builder, alias, "203.0.113.3", "CN=Corp CA");
}

/* IPv4 works; who meets the stranger on IPv6 is lost all the same. */
static void
one_family_inspected(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    inspect(builder, trio.gateway, "2001:db8::2", "CN=Corp CA");
}

static void
server_address_inspected(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);
    struct path *path =
        inspect(builder, trio.gateway, "203.0.113.9", "CN=Corp CA");

    path->of_system = false;
}

/* Certificates. */

static void
name_differs(struct run_builder *builder)
{
    path_of(build_healthy(builder).gateway)->tls.name_matches = false;
}

static void
expired_without_clock(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    path->tls.dates_valid = false;
    path->tls.chain[0]->not_after = 1700000000;
}

static void
expired_by_clock(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    path->tls.dates_valid = false;
    path->tls.chain[0]->not_before = 1900000000;
    path->http.has_date = true;
    path->http.clock_offset_s = -90000;
}

static void
gateway_asks_nothing(struct run_builder *builder)
{
    path_of(build_healthy(builder).gateway)->tls.client_certificate_requested =
        false;
}

static void
root_missing_in_store(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    path->tls.system.ok = false;
    path->tls.system.code = 20;
    path->results[CHECK_TLS].outcome = OUTCOME_WARN;
}

static void
store_not_read(struct run_builder *builder)
{
    struct path *path = path_of(build_healthy(builder).gateway);

    path->tls.system = (struct verification){ 0 };
}

/* Nothing to judge the chain by: then nothing follows from the page. */
static void
chain_not_judged(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    path_of(trio.pki)->tls.genuine = (struct verification){ 0 };
    build_status(trio.pki, path_of(trio.pki), 200);
}

/* The handshake. */

static struct path *
gateway_path(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    return build_address(builder, pair.gateway, "203.0.113.2");
}

static void
hello_unanswered(struct run_builder *builder)
{
    build_no_handshake(gateway_path(builder), REASON_TLS_SILENT);
}

static void
hello_cut(struct run_builder *builder)
{
    build_no_handshake(gateway_path(builder), REASON_TLS_RESET);
}

static void
hello_cut_everywhere(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_no_handshake(build_address(builder, pair.pki, "203.0.113.1"),
                       REASON_TLS_RESET);
    build_no_handshake(build_address(builder, pair.gateway, "203.0.113.2"),
                       REASON_TLS_RESET);
}

static void
plain_answer(struct run_builder *builder)
{
    struct path *path = gateway_path(builder);

    build_no_handshake(path, REASON_NOT_TLS);
    path->tls.first_bytes = "HTTP/1.1 403 Forbidden";
}

/* Names. */

static void
name_denied(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_no_address(builder, pair.gateway, REASON_NXDOMAIN);
}

static void
name_servfail(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_no_address(builder, pair.gateway, REASON_SERVFAIL);
}

/* The servers answer for one name, so their silence is about the other. */
static void
name_unanswered(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_no_address(builder, pair.gateway, REASON_DNS_SILENT);
}

static void
resolvers_silent(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_no_address(builder, pair.pki, REASON_DNS_SILENT);
    build_no_address(builder, pair.gateway, REASON_DNS_SILENT);
}

static void
no_resolvers(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_no_address(builder, pair.pki, REASON_DNS_SILENT);
    build_no_address(builder, pair.gateway, REASON_DNS_SILENT);
    pair.pki->name->answer_count = 0;
    pair.gateway->name->answer_count = 0;
    builder->run.machine.resolver_count = 0;
}

/* The servers know the name, this machine does not: so the product fails. */
static void
system_knows_nothing(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct path *path =
        build_server_address(builder, pair.gateway, "203.0.113.2");

    build_good(builder, pair.pki, "203.0.113.1");
    build_genuine(builder, pair.gateway, path);
    build_status(pair.gateway, path, 400);
}

static void
lookup_cancelled(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    pair.gateway->name->result.outcome = OUTCOME_FAIL;
    pair.gateway->name->result.reason = REASON_CANCELLED;
}

static void
lookup_pending(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    pair.gateway->name->result.outcome = OUTCOME_PENDING;
}

/* Connections. */

static void
gateway_refused(struct run_builder *builder)
{
    build_not_connected(gateway_path(builder), REASON_REFUSED);
}

static void
all_refused(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_not_connected(build_address(builder, pair.pki, "203.0.113.1"),
                        REASON_REFUSED);
    build_not_connected(build_address(builder, pair.gateway, "203.0.113.2"),
                        REASON_REFUSED);
}

static void
gateway_prohibited(struct run_builder *builder)
{
    struct path *path = gateway_path(builder);

    build_not_connected(path, REASON_PROHIBITED);
    build_icmp_sender(path, "10.0.0.1", 13);
}

static void
some_addresses_prohibited(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);
    struct path *path = build_address(builder, trio.gateway, "203.0.113.7");

    build_not_connected(path, REASON_PROHIBITED);
    build_icmp_sender(path, "10.0.0.1", 13);
}

static void
gateway_unreachable(struct run_builder *builder)
{
    build_not_connected(gateway_path(builder), REASON_HOST_UNREACHABLE);
}

static void
gateway_unanswered(struct run_builder *builder)
{
    build_not_connected(gateway_path(builder), REASON_SILENT);
}

static void
nothing_routed(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_not_routed(build_address(builder, pair.pki, "203.0.113.1"));
    build_not_routed(build_address(builder, pair.gateway, "203.0.113.2"));
}

static void
no_socket(struct run_builder *builder)
{
    build_not_connected(gateway_path(builder), REASON_NO_SOCKET);
}

/* Addresses of one name that differ. */

static void
other_family_silent(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_not_connected(build_address(builder, trio.gateway, "2001:db8::2"),
                        REASON_SILENT);
}

static void
other_family_not_spoken(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_not_routed(build_address(builder, trio.gateway, "2001:db8::2"));
}

static void
silent_and_not_spoken(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.pki, "203.0.113.1");
    build_not_routed(build_address(builder, pair.gateway, "2001:db8::2"));
    build_not_connected(build_address(builder, pair.gateway, "203.0.113.2"),
                        REASON_SILENT);
}

static void
some_addresses_silent(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_not_connected(build_address(builder, trio.gateway, "203.0.113.7"),
                        REASON_SILENT);
}

static void
server_address_silent(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);
    struct path *path = build_address(builder, trio.gateway, "203.0.113.7");

    build_not_connected(path, REASON_SILENT);
    path->of_system = false;
}

/* Answers. */

static void
service_failing(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_status(trio.gateway, path_of(trio.gateway), 503);
}

static void
page_instead(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_status(trio.pki, path_of(trio.pki), 200);
}

static void
gateway_says_not_found(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_status(trio.gateway, path_of(trio.gateway), 404);
}

/* The same page from a stranger is the stranger's. */
static void
page_of_a_stranger(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_good(builder, pair.gateway, "203.0.113.2");
    build_status(pair.pki,
                 inspect(builder, pair.pki, "203.0.113.1", "CN=Corp CA"), 200);
}

/* What is not required. */

static void
alias_unknown(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct target *alias = build_target(builder, &builder_alias);

    build_good(builder, pair.pki, "203.0.113.1");
    build_good(builder, pair.gateway, "203.0.113.2");
    build_no_address(builder, alias, REASON_NXDOMAIN);
}

static void
alias_silent(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);
    struct target *alias = build_target(builder, &builder_alias);

    build_good(builder, pair.pki, "203.0.113.1");
    build_good(builder, pair.gateway, "203.0.113.2");
    build_not_connected(build_address(builder, alias, "203.0.113.3"),
                        REASON_SILENT);
}

static void
alias_shares_silence(struct run_builder *builder)
{
    struct path *path = gateway_path(builder);
    struct target *alias = build_target(builder, &builder_alias);

    build_not_connected(path, REASON_SILENT);
    build_not_connected(build_address(builder, alias, "203.0.113.3"),
                        REASON_SILENT);
}

static void
other_region_silent(struct run_builder *builder)
{
    struct target *other;

    build_healthy(builder);
    other = build_target(builder, &builder_gateway2);
    build_not_connected(build_address(builder, other, "203.0.113.4"),
                        REASON_SILENT);
}

/* Several faults at once. */

static void
two_faults(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    build_not_connected(build_address(builder, pair.pki, "203.0.113.1"),
                        REASON_REFUSED);
    build_no_address(builder, pair.gateway, REASON_NXDOMAIN);
}

/* By the proxy. */

static void
proxy_healthy(struct run_builder *builder)
{
    build_proxy(builder);
    build_healthy(builder);
}

/* Behind a proxy nobody needs the name here. */
static void
proxy_healthy_without_names(struct run_builder *builder)
{
    struct trio trio;

    build_proxy(builder);
    trio = build_healthy(builder);
    build_no_address(builder, trio.pki, REASON_NXDOMAIN);
    build_no_address(builder, trio.gateway, REASON_NXDOMAIN);
}

static struct pair
proxied_pair(struct run_builder *builder)
{
    struct pair pair;

    build_proxy(builder);
    pair = build_pair(builder);
    build_address(builder, pair.pki, "10.0.0.8");
    build_address(builder, pair.gateway, "10.0.0.8");
    return pair;
}

static void
proxy_refused(struct run_builder *builder)
{
    struct pair pair = proxied_pair(builder);

    build_not_connected(path_of(pair.pki), REASON_REFUSED);
    build_not_connected(path_of(pair.gateway), REASON_REFUSED);
}

static void
proxy_unknown(struct run_builder *builder)
{
    struct pair pair;

    build_proxy(builder);
    pair = build_pair(builder);
    build_proxy_unknown(builder, pair.pki);
    build_proxy_unknown(builder, pair.gateway);
}

static void
proxy_fails(struct run_builder *builder, enum reason reason, int status)
{
    struct pair pair = proxied_pair(builder);

    build_no_tunnel(path_of(pair.pki), reason, status);
    build_no_tunnel(path_of(pair.gateway), reason, status);
}

static void
proxy_wants_login(struct run_builder *builder)
{
    proxy_fails(builder, REASON_PROXY_LOGIN_REQUIRED, 407);
}

static void
proxy_denies(struct run_builder *builder)
{
    proxy_fails(builder, REASON_PROXY_DENIED, 403);
}

static void
proxy_cannot(struct run_builder *builder)
{
    proxy_fails(builder, REASON_PROXY_UPSTREAM, 503);
}

static void
proxy_is_none(struct run_builder *builder)
{
    proxy_fails(builder, REASON_NOT_A_PROXY, 400);
}

static void
proxy_inspects(struct run_builder *builder)
{
    struct pair pair = proxied_pair(builder);

    build_tunnel(path_of(pair.pki));
    build_foreign(builder, pair.pki, path_of(pair.pki), "CN=Proxy CA");
    build_tunnel(path_of(pair.gateway));
    build_foreign(builder, pair.gateway, path_of(pair.gateway), "CN=Proxy CA");
}

static const struct situation situations[] = {
    { "healthy", healthy, VERDICT_HEALTHY, { { 0 } } },
    { "nothing required", nothing_required, VERDICT_INCONCLUSIVE, { { 0 } } },
    { "stopped early", gateway_not_finished, VERDICT_INCONCLUSIVE, { { 0 } } },
    { "broken oddly",
      handshake_broken_oddly,
      VERDICT_FAULT,
      { FAULT("tls-blocked", MEDIUM) } },

    { "gateway alerts late", gateway_alerts_late, VERDICT_HEALTHY, { { 0 } } },
    { "gateway alerts otherwise",
      gateway_alerts_otherwise,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },
    { "gateway alerts in handshake",
      gateway_alerts_in_handshake,
      VERDICT_HEALTHY,
      { { 0 } } },
    { "gateway closes", gateway_closes, VERDICT_HEALTHY, { { 0 } } },
    { "gateway silent",
      gateway_silent,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },
    { "pki closes",
      pki_closes,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },

    { "all inspected",
      all_inspected,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "inspected but trusted",
      inspected_but_trusted,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "all foreign but asked",
      all_foreign_but_asked,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "pki inspected",
      pki_inspected,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "pki inspected alone",
      pki_inspected_alone,
      VERDICT_FAULT,
      { FAULT("tls-inspection", LOW), FAULT("connection-silent", MEDIUM) } },
    { "gateway inspected",
      gateway_inspected,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "foreign but asks",
      foreign_but_asks,
      VERDICT_INCONCLUSIVE,
      { REMARK("unknown-authority", LOW) } },
    { "foreign and asks, but redirects",
      foreign_and_redirects,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },
    { "foreign and asks, and nothing else is genuine",
      foreign_and_nothing_genuine,
      VERDICT_FAULT,
      { FAULT("tls-inspection", LOW), FAULT("connection-silent", MEDIUM) } },
    { "alias inspected",
      alias_inspected,
      VERDICT_HEALTHY,
      { REMARK("tls-inspection", HIGH) } },
    { "one family inspected",
      one_family_inspected,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
    { "server address inspected",
      server_address_inspected,
      VERDICT_HEALTHY,
      { REMARK("tls-inspection", HIGH) } },

    { "name differs",
      name_differs,
      VERDICT_FAULT,
      { FAULT("name-mismatch", MEDIUM) } },
    { "expired, no clock",
      expired_without_clock,
      VERDICT_FAULT,
      { FAULT("certificate-dates", LOW) } },
    { "not yet valid by clock",
      expired_by_clock,
      VERDICT_FAULT,
      { FAULT("certificate-dates", MEDIUM) } },
    { "gateway asks nothing",
      gateway_asks_nothing,
      VERDICT_FAULT,
      { FAULT("client-certificate-not-asked", MEDIUM) } },
    { "root missing in store",
      root_missing_in_store,
      VERDICT_HEALTHY,
      { REMARK("system-store-lacks-root", HIGH) } },
    { "store not read", store_not_read, VERDICT_HEALTHY, { { 0 } } },

    { "chain not judged", chain_not_judged, VERDICT_INCONCLUSIVE, { { 0 } } },

    { "hello unanswered",
      hello_unanswered,
      VERDICT_FAULT,
      { FAULT("tls-blocked", MEDIUM) } },
    { "hello cut",
      hello_cut,
      VERDICT_FAULT,
      { FAULT("tls-blocked", MEDIUM) } },
    { "hello cut everywhere",
      hello_cut_everywhere,
      VERDICT_FAULT,
      { FAULT("tls-blocked", LOW) } },
    { "plain answer",
      plain_answer,
      VERDICT_FAULT,
      { FAULT("not-tls", HIGH) } },

    { "name denied",
      name_denied,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", HIGH) } },
    { "name servfail",
      name_servfail,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", MEDIUM) } },
    { "name unanswered",
      name_unanswered,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", MEDIUM) } },
    { "resolvers silent",
      resolvers_silent,
      VERDICT_FAULT,
      { FAULT("no-resolver-answers", MEDIUM) } },
    { "no resolvers",
      no_resolvers,
      VERDICT_FAULT,
      { FAULT("no-resolver-set", HIGH) } },
    { "system knows nothing",
      system_knows_nothing,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", MEDIUM) } },
    { "lookup cancelled", lookup_cancelled, VERDICT_INCONCLUSIVE, { { 0 } } },
    { "lookup pending", lookup_pending, VERDICT_INCONCLUSIVE, { { 0 } } },

    { "gateway refused",
      gateway_refused,
      VERDICT_FAULT,
      { FAULT("connection-refused", MEDIUM) } },
    { "all refused",
      all_refused,
      VERDICT_FAULT,
      { FAULT("connection-refused", LOW) } },
    { "gateway prohibited",
      gateway_prohibited,
      VERDICT_FAULT,
      { FAULT("connection-prohibited", HIGH) } },
    { "some addresses prohibited",
      some_addresses_prohibited,
      VERDICT_FAULT,
      { FAULT("connection-prohibited", MEDIUM) } },
    { "gateway unreachable",
      gateway_unreachable,
      VERDICT_FAULT,
      { FAULT("no-route", MEDIUM) } },
    { "gateway unanswered",
      gateway_unanswered,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM) } },
    { "nothing routed",
      nothing_routed,
      VERDICT_FAULT,
      { FAULT("no-network", HIGH) } },
    { "no socket", no_socket, VERDICT_INCONCLUSIVE, { { 0 } } },

    { "other family silent",
      other_family_silent,
      VERDICT_HEALTHY,
      { REMARK("connection-silent", MEDIUM) } },
    { "other family not spoken",
      other_family_not_spoken,
      VERDICT_HEALTHY,
      { { 0 } } },
    { "silent and not spoken",
      silent_and_not_spoken,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM) } },
    { "some addresses silent",
      some_addresses_silent,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM) } },
    { "server address silent",
      server_address_silent,
      VERDICT_HEALTHY,
      { REMARK("connection-silent", MEDIUM) } },

    { "service failing",
      service_failing,
      VERDICT_FAULT,
      { FAULT("service-error", MEDIUM) } },
    { "page instead",
      page_instead,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },
    { "gateway says not found",
      gateway_says_not_found,
      VERDICT_FAULT,
      { FAULT("unexpected-answer", MEDIUM) } },
    { "page of a stranger",
      page_of_a_stranger,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM) } },

    { "alias unknown",
      alias_unknown,
      VERDICT_HEALTHY,
      { REMARK("alias-not-available", MEDIUM) } },
    { "alias silent",
      alias_silent,
      VERDICT_HEALTHY,
      { REMARK("alias-not-available", MEDIUM) } },
    { "alias shares silence",
      alias_shares_silence,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM) } },
    { "other region silent",
      other_region_silent,
      VERDICT_HEALTHY,
      { REMARK("connection-silent", MEDIUM) } },

    { "two faults",
      two_faults,
      VERDICT_FAULT,
      { FAULT("name-not-resolved", HIGH), FAULT("connection-refused", LOW) } },

    { "proxy healthy", proxy_healthy, VERDICT_HEALTHY, { { 0 } } },
    { "proxy healthy without names",
      proxy_healthy_without_names,
      VERDICT_HEALTHY,
      { { 0 } } },
    { "proxy refused",
      proxy_refused,
      VERDICT_FAULT,
      { FAULT("proxy-unreachable", LOW) } },
    { "proxy unknown",
      proxy_unknown,
      VERDICT_FAULT,
      { FAULT("proxy-unreachable", LOW) } },
    { "proxy wants login",
      proxy_wants_login,
      VERDICT_FAULT,
      { FAULT("proxy-login-required", HIGH) } },
    { "proxy denies",
      proxy_denies,
      VERDICT_FAULT,
      { FAULT("proxy-refuses", HIGH) } },
    { "proxy cannot",
      proxy_cannot,
      VERDICT_FAULT,
      { FAULT("proxy-cannot-reach", MEDIUM) } },
    { "proxy is none",
      proxy_is_none,
      VERDICT_FAULT,
      { FAULT("proxy-unreachable", HIGH) } },
    { "proxy inspects",
      proxy_inspects,
      VERDICT_FAULT,
      { FAULT("tls-inspection", HIGH) } },
};

static void
every_situation_means_what_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof situations[0]; i++)
        situation_check(&situations[i]);
}

/* Proof that an endpoint is genuine needs every part of it. */

static void
spoil_nothing(struct path *path)
{
    (void)path;
}

static void
spoil_root(struct path *path)
{
    path->tls.genuine.ok = false;
}

static void
spoil_verification(struct path *path)
{
    path->tls.genuine.done = false;
}

static void
spoil_name(struct path *path)
{
    path->tls.name_matches = false;
}

static void
spoil_dates(struct path *path)
{
    path->tls.dates_valid = false;
}

static void
spoil_request(struct path *path)
{
    path->tls.client_certificate_requested = false;
}

static void
spoil_status(struct path *path)
{
    path->http.status = 200;
}

static void
spoil_check(struct path *path)
{
    path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
}

static void
every_part_of_the_proof_counts(void **state)
{
    static void (*const spoils[])(struct path *) = {
        spoil_nothing, spoil_root,    spoil_verification, spoil_name,
        spoil_dates,   spoil_request, spoil_status,       spoil_check,
    };

    (void)state;
    for (size_t i = 0; i < sizeof spoils / sizeof spoils[0]; i++) {
        struct run_builder builder;

        build_run(&builder);

        const struct target *gateway = build_healthy(&builder).gateway;

        spoils[i](path_of(gateway));
        assert_int_equal(sight_of(gateway, path_of(gateway)).proven, i == 0);
        build_release(&builder);
    }
}

/* The PKI Manager has no reason to refuse, whatever it asks for. */
static void
only_who_may_refuse_is_proven_by_it(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct trio trio = build_healthy(&builder);

    path_of(trio.pki)->tls.client_certificate_requested = true;
    build_no_answer(path_of(trio.pki), REASON_HTTP_CLOSED);
    assert_false(sight_of(trio.pki, path_of(trio.pki)).proven);
    build_no_answer(path_of(trio.gateway), REASON_HTTP_CLOSED);
    assert_true(sight_of(trio.gateway, path_of(trio.gateway)).proven);
    build_release(&builder);
}

/* Evidence. */

static const struct cited citations[] = {
    { all_inspected, "chain-not-genuine", EVIDENCE_SUPPORTS,
      "pki.example.net" },
    { all_inspected, "system-store-rejects-chain", EVIDENCE_SUPPORTS, NULL },
    { all_inspected, "issuer-shared-by-endpoints", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { all_inspected, "client-certificate-not-requested", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { all_inspected, "status-as-expected", EVIDENCE_CONTRADICTS, NULL },
    { all_inspected, "not-tried-other-route", EVIDENCE_NOT_EVALUATED, NULL },
    { inspected_but_trusted, "system-store-trusts-chain", EVIDENCE_CONTRADICTS,
      NULL },
    { foreign_but_asks, "client-certificate-requested", EVIDENCE_CONTRADICTS,
      "gw.us.example.net" },
    { pki_inspected, "chain-genuine", EVIDENCE_SUPPORTS, "gw.us.example.net" },
    { page_of_a_stranger, "status-unexpected", EVIDENCE_SUPPORTS, NULL },

    { name_differs, "name-not-in-certificate", EVIDENCE_SUPPORTS, NULL },
    { expired_without_clock, "certificate-expired", EVIDENCE_SUPPORTS, NULL },
    { expired_by_clock, "certificate-not-yet-valid", EVIDENCE_SUPPORTS, NULL },
    { expired_by_clock, "clock-offset", EVIDENCE_SUPPORTS, NULL },
    { gateway_asks_nothing, "client-certificate-requested", EVIDENCE_SUPPORTS,
      "gw.us.example.org" },
    { root_missing_in_store, "system-store-rejects-chain", EVIDENCE_SUPPORTS,
      NULL },

    { hello_unanswered, "tls-silent-after-hello", EVIDENCE_SUPPORTS, NULL },
    { hello_unanswered, "chain-genuine", EVIDENCE_SUPPORTS,
      "pki.example.net" },
    { hello_cut, "tls-cut-after-hello", EVIDENCE_SUPPORTS, NULL },
    { plain_answer, "answer-not-tls", EVIDENCE_SUPPORTS, NULL },

    { name_denied, "no-address-from-any-resolver", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { name_denied, "system-lookup-says", EVIDENCE_SUPPORTS, NULL },
    { name_denied, "resolver-says", EVIDENCE_SUPPORTS, NULL },
    { resolvers_silent, "resolvers-silent", EVIDENCE_SUPPORTS, NULL },
    { system_knows_nothing, "resolver-says", EVIDENCE_CONTRADICTS, NULL },

    { gateway_refused, "connect-refused", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },
    { gateway_refused, "other-endpoint-connects", EVIDENCE_SUPPORTS,
      "pki.example.net" },
    { gateway_refused, "not-repeated", EVIDENCE_NOT_EVALUATED, NULL },
    { gateway_prohibited, "connect-prohibited", EVIDENCE_SUPPORTS, NULL },
    { gateway_prohibited, "error-sent-by", EVIDENCE_SUPPORTS, NULL },
    { gateway_unanswered, "connect-silent", EVIDENCE_SUPPORTS, NULL },
    { gateway_unreachable, "connect-unreachable", EVIDENCE_SUPPORTS, NULL },
    { nothing_routed, "connect-unreachable", EVIDENCE_SUPPORTS, NULL },
    { some_addresses_silent, "other-address-connects", EVIDENCE_SUPPORTS,
      "gw.us.example.net" },

    { service_failing, "status-unexpected", EVIDENCE_SUPPORTS, NULL },
    { service_failing, "chain-genuine", EVIDENCE_SUPPORTS, NULL },
    { alias_unknown, "alias-not-required", EVIDENCE_SUPPORTS,
      "gw.us.example.org" },
    { alias_unknown, "all-required-answered", EVIDENCE_SUPPORTS, NULL },

    { proxy_refused, "proxy-not-connected", EVIDENCE_SUPPORTS, NULL },
    { proxy_unknown, "proxy-not-connected", EVIDENCE_SUPPORTS, NULL },
    { proxy_is_none, "proxy-not-a-proxy", EVIDENCE_SUPPORTS, NULL },
    { proxy_wants_login, "proxy-asks-login", EVIDENCE_SUPPORTS, NULL },
    { proxy_denies, "proxy-refuses-connect", EVIDENCE_SUPPORTS, NULL },
    { proxy_cannot, "proxy-cannot-reach-target", EVIDENCE_SUPPORTS, NULL },
};

static void
findings_cite_their_evidence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof citations / sizeof citations[0]; i++)
        cited_check(&citations[i]);
}

static void
evidence_is_sorted_and_said_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof situations[0]; i++)
        situation_check_evidence(&situations[i]);
}

/* One cause is one finding, with all that it explains. */
static void
targets_of_one_cause_stand_together(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *alias = build_target(&builder, &builder_alias);
    struct pair pair = build_pair(&builder);

    build_not_connected(build_address(&builder, alias, "203.0.113.3"),
                        REASON_SILENT);
    build_not_connected(build_address(&builder, pair.pki, "203.0.113.1"),
                        REASON_SILENT);
    build_not_connected(build_address(&builder, pair.gateway, "203.0.113.2"),
                        REASON_SILENT);

    struct diagnosis *diagnosis =
        diagnosis_conclude(&builder.run, &builder.run.arena);

    assert_int_equal(diagnosis->finding_count, 1);
    assert_int_equal(diagnosis->findings[0]->target_count, 3);
    assert_ptr_equal(diagnosis->findings[0]->targets[0], pair.pki);
    assert_ptr_equal(diagnosis->findings[0]->targets[1], pair.gateway);
    assert_ptr_equal(diagnosis->findings[0]->targets[2], alias);
    build_release(&builder);
}

static void
the_same_run_gives_the_same_diagnosis(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    two_faults(&builder);

    struct diagnosis *one =
        diagnosis_conclude(&builder.run, &builder.run.arena);
    struct diagnosis *other =
        diagnosis_conclude(&builder.run, &builder.run.arena);

    assert_int_equal(one->finding_count, other->finding_count);
    for (size_t i = 0; i < one->finding_count; i++) {
        assert_string_equal(one->findings[i]->cause,
                            other->findings[i]->cause);
        assert_int_equal(one->findings[i]->evidence_count,
                         other->findings[i]->evidence_count);
    }
    build_release(&builder);
}

static void
a_run_without_targets_is_inconclusive(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct diagnosis *diagnosis =
        diagnosis_conclude(&builder.run, &builder.run.arena);

    assert_int_equal(diagnosis->outcome, VERDICT_INCONCLUSIVE);
    assert_int_equal(diagnosis->finding_count, 0);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_situation_means_what_it_should),
        cmocka_unit_test(every_part_of_the_proof_counts),
        cmocka_unit_test(only_who_may_refuse_is_proven_by_it),
        cmocka_unit_test(findings_cite_their_evidence),
        cmocka_unit_test(evidence_is_sorted_and_said_once),
        cmocka_unit_test(targets_of_one_cause_stand_together),
        cmocka_unit_test(the_same_run_gives_the_same_diagnosis),
        cmocka_unit_test(a_run_without_targets_is_inconclusive),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
