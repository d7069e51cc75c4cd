#include "words_fixture.h"

static const char *inspection_remedy[] = {
    "Ask for {hosts} to be left out of TLS inspection for this server.",
    "Run this program again from {hostname}.",
};

static const char *silent_remedy[] = {
    "Ask for outbound TCP port {port} to {hosts} to be opened.",
};

static const char *name_remedy[] = {
    "Ask the DNS team why {resolvers} have no address for {hosts}.",
};

/* One of the two is known: the endpoint is reached directly or not. */
static const char *both_ways[] = {
    "curl -v https://{host}:{port}/ --connect-to ::{address_port}",
    "curl -v https://{host}:{port}/ -x {proxy_url}",
};

static const char *ask_resolver[] = { "dig @{resolver} {host} A" };

static const char *source[] = { "RFC 9999 section 1" };

/* What every cause has; the rest differs. */
#define DEPTHS(commands)                                                      \
    .packets = "Seen at {destination}: {reason}.", .by_hand = (commands),     \
    .by_hand_count = sizeof(commands) / sizeof((commands)[0]),                \
    .success = "The next report says so of {host}.", .references = source,    \
    .reference_count = 1

static const struct cause causes[] = {
    {
        .id = "tls-inspection",
        .layer = LAYER_TLS,
        .owner = OWNER_PROXY_TEAM,
        .title = "TLS inspection on the way",
        .summary = "The certificate that comes from {host} is not genuine: "
                   "somebody on the way opens the connection.",
        .why = "The certificate was signed by {issuer}. Enrolment and the "
               "gateway both need the genuine endpoint, because the client "
               "certificate of Enforce cannot pass through a device that "
               "opens the connection.",
        .remedy = inspection_remedy,
        .remedy_count = 2,
        .request = "Please leave {hosts}, TCP port {port}, out of TLS "
                   "inspection for {hostname}.\n\n"
                   "Seen at {time}: the certificate of {host} was issued by "
                   "{issuer}, SHA-256 {sha256}.",
        DEPTHS(both_ways),
    },
    {
        .id = "connection-silent",
        .layer = LAYER_TCP,
        .owner = OWNER_NETWORK_TEAM,
        .title = "Connections are not answered",
        .summary = "Nothing answers connections to {hosts} on port {port}.",
        .why = "The request to connect was sent and nothing came back. A "
               "firewall that drops it is the usual reason.",
        .remedy = silent_remedy,
        .remedy_count = 1,
        .request = "Please allow TCP from {hostname} to {hosts} "
                   "({addresses}), port {port}.",
        DEPTHS(both_ways),
    },
    {
        .id = "name-not-resolved",
        .layer = LAYER_DNS,
        .owner = OWNER_DNS_TEAM,
        .title = "The name does not resolve",
        .summary = "{hosts} cannot be found: {reason}.",
        .why = "Without an address there is nothing to connect to.",
        .remedy = name_remedy,
        .remedy_count = 1,
        .request = "Please let {resolvers} resolve {hosts}.",
        DEPTHS(ask_resolver),
    },
    {
        .id = "proxy-login-required",
        .layer = LAYER_PROXY,
        .owner = OWNER_PROXY_TEAM,
        .title = "The proxy asks for a login",
        .summary = "The proxy {proxy} asks for a login ({schemes}).",
        .request = "Please allow {hosts} through {proxy} without a login.",
        DEPTHS(both_ways),
    },
    {
        .id = "alias-not-available",
        .layer = LAYER_NONE,
        .owner = OWNER_NONE,
        .title = "An alias does not answer",
        .summary = "The alias {host} does not answer; nothing needs it.",
        DEPTHS(ask_resolver),
    },
};

static const struct statement statements[] = {
    { "chain-not-genuine",
      "{host} at {address} showed a certificate issued by {issuer}, which "
      "ends in no genuine root." },
    { "chain-genuine", "{host} at {address} showed a genuine certificate." },
    { "system-store-trusts-chain",
      "This machine's own store trusts the chain of {host}." },
    { "system-store-rejects-chain",
      "This machine's own store does not trust the chain of {host} "
      "({system_verdict})." },
    { "client-certificate-not-requested",
      "{host} did not ask for a client certificate." },
    { "issuer-shared-by-endpoints",
      "Unrelated endpoints showed the same issuer: {issuer}." },
    { "status-as-expected", "{host} answered {status}, as it should." },
    { "status-unexpected",
      "{host} answered {status}; {expected_status} was expected." },
    { "resolved-by-proxy", "The proxy resolves {host}." },
    { "connect-silent",
      "{address} port {port} gave no answer within {duration}." },
    { "other-endpoint-connects", "{host} at {address} does connect." },
    { "other-address-connects", "{address} does connect." },
    { "no-address-from-any-resolver",
      "No server knows an address for {host}." },
    { "resolver-says", "{resolvers} say: {reason}." },
    { "system-lookup-says", "The lookup of this machine says: {error}." },
    { "proxy-asks-login", "The proxy answered: {status_line}." },
    { "alias-not-required", "{host} is a {role}; nothing depends on it." },
    { "all-required-answered", "Every required endpoint answered." },
    { "not-repeated", "The same was not tried again." },
    { "not-tried-other-route", "The other route was not tried." },
};

void
words_fixture_add(struct definitions *definitions)
{
    struct arena *arena = &definitions->arena;

    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
        arena_push(arena, &definitions->causes, &definitions->cause_count,
                   &causes[i]);
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
        arena_push(arena, &definitions->statements,
                   &definitions->statement_count, &statements[i]);
}
