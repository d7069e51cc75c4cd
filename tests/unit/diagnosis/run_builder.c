#include "run_builder.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_S = 86400 };
static const int64_t start_s = 1795521600; /* 2026-11-24T12:00:00Z */

static const struct service service = {
    .id = "cds",
    .name = "Cloud Detection Service",
    .about = "A service of this test.",
};
static const struct region us = { "us", "US" };
static const struct region eu = { "eu", "EU" };

static const struct service *services[] = { &service };
static const struct region *regions[] = { &us, &eu };
static const struct region *us_only[] = { &us };
static const struct region *eu_only[] = { &eu };

#define GATEWAY_ANSWER                                                        \
    {                                                                         \
        .asks_client_certificate = true, .may_refuse = true, .status = 400    \
    }

const struct endpoint builder_pki = {
    .host = "pki.example.net",
    .port = 443,
    .role = ROLE_PKI,
    .required = true,
    .services = services,
    .service_count = 1,
    .regions = regions,
    .region_count = 2,
    .why = "Hands Enforce its certificate.",
    .opens = OWNER_NETWORK_TEAM,
    .genuine = { .status = 404, .status_from = 400, .status_to = 499 },
};

const struct endpoint builder_gateway = {
    .host = "gw.us.example.net",
    .port = 443,
    .role = ROLE_GATEWAY,
    .required = true,
    .services = services,
    .service_count = 1,
    .regions = us_only,
    .region_count = 1,
    .why = "Enforce stays connected to it.",
    .opens = OWNER_NETWORK_TEAM,
    .genuine = GATEWAY_ANSWER,
};

const struct endpoint builder_alias = {
    .host = "gw.us.example.org",
    .port = 443,
    .role = ROLE_ALIAS,
    .required = false,
    .services = services,
    .service_count = 1,
    .regions = us_only,
    .region_count = 1,
    .why = "Another name of the gateway.",
    .opens = OWNER_NETWORK_TEAM,
    .genuine = GATEWAY_ANSWER,
};

const struct endpoint builder_gateway2 = {
    .host = "gw.eu.example.net",
    .port = 443,
    .role = ROLE_GATEWAY,
    .required = true,
    .services = services,
    .service_count = 1,
    .regions = eu_only,
    .region_count = 1,
    .why = "Enforce stays connected to it.",
    .opens = OWNER_NETWORK_TEAM,
    .genuine = GATEWAY_ANSWER,
};

static struct address
address_of(const char *text)
{
    struct address address = { 0 };

    if (!address_parse(text, &address))
        abort();
    return address;
}

static void
build_machine(struct run_builder *builder)
{
    struct run *run = &builder->run;
    struct machine *machine = &run->machine;
    struct machine_resolver *resolver =
        arena_new(&run->arena, 1, sizeof *resolver);
    struct machine_store *store = arena_new(&run->arena, 1, sizeof *store);

    machine->hostname = "enforce1";
    machine->system = "Debian GNU/Linux 12 (bookworm)";
    machine->kernel = "Linux 6.1.0 x86_64";
    machine->user = "root";
    machine->local_time = start_s;
    machine->time_zone = "+00:00 UTC";
    *resolver = (struct machine_resolver){ address_of("10.0.0.53"), 53,
                                           "/etc/resolv.conf:3" };
    arena_push(&run->arena, &machine->resolvers, &machine->resolver_count,
               resolver);
    *store = (struct machine_store){
        .path = "/etc/ssl/certs/ca-certificates.crt",
        .kind = "pem-file",
        .source = "distribution",
        .in_force = true,
        .bytes = 200000,
        .modified = start_s - 30 * DAY_S,
    };
    arena_push(&run->arena, &machine->stores, &machine->store_count, store);
}

void
build_run(struct run_builder *builder)
{
    *builder = (struct run_builder){ 0 };
    builder->definitions.version = "2026.11";
    builder->definitions.date = "2026-11-24";
    builder->run.definitions = &builder->definitions;
    builder->run.tool = (struct tool){ "0.1.0", "3.0.17", "1.18.1" };
    builder->run.answers.service = &service;
    builder->run.answers.region = &us;
    builder->run.route.origin = "no proxy is set";
    builder->run.started = start_s * 1000;
    builder->run.duration_ms = 4120;
    build_machine(builder);
}

void
build_release(struct run_builder *builder)
{
    run_release(&builder->run);
    arena_release(&builder->definitions.arena);
}

void
build_proxy(struct run_builder *builder)
{
    builder->run.route = (struct route){
        .kind = ROUTE_PROXY,
        .proxy_host = "proxy.corp.example",
        .proxy_port = 3128,
        .origin = "HTTPS_PROXY",
    };
}

struct target *
build_target(struct run_builder *builder, const struct endpoint *endpoint)
{
    return run_add_target(&builder->run, endpoint,
                          endpoint->region_count == 1 ? endpoint->regions[0]
                                                      : NULL,
                          &builder->run.route);
}

static void
name_ended(struct name *name, enum outcome outcome, enum reason reason)
{
    name->result.outcome = outcome;
    name->result.reason = reason;
    name->result.duration_ms = 12;
}

static struct dns_answer *
name_add_answer(struct run_builder *builder, struct name *name,
                enum dns_type type, enum reason reason, const char *rcode)
{
    struct arena *arena = &builder->run.arena;
    struct dns_answer *answer = arena_new(arena, 1, sizeof *answer);

    answer->server = "10.0.0.53:53";
    answer->type = type;
    answer->reason = reason;
    answer->rcode = rcode;
    answer->duration_ms = 11;
    arena_push(arena, &name->answers, &name->answer_count, answer);
    return answer;
}

static void
name_add_record(struct run_builder *builder, struct name *name,
                const struct address *address)
{
    struct arena *arena = &builder->run.arena;
    enum dns_type type = address->family == FAMILY_IPV6 ? DNS_AAAA : DNS_A;
    struct dns_answer *answer =
        name_add_answer(builder, name, type, REASON_NONE, "NOERROR");
    struct dns_record *record = arena_new(arena, 1, sizeof *record);

    record->owner = name->host;
    record->address = *address;
    record->ttl_s = 60;
    arena_push(arena, &answer->records, &answer->record_count, record);
}

struct path *
build_server_address(struct run_builder *builder, struct target *target,
                     const char *text)
{
    struct address address = address_of(text);
    struct name *name =
        target->proxy_name != NULL ? target->proxy_name : target->name;

    name_add_record(builder, name, &address);
    name_ended(name, OUTCOME_FAIL, REASON_NAME_UNKNOWN);
    name->system.reason = REASON_NAME_UNKNOWN;
    return target_add_path(&builder->run, target, &address, false);
}

struct path *
build_address(struct run_builder *builder, struct target *target,
              const char *text)
{
    struct arena *arena = &builder->run.arena;
    struct address *address = arena_new(arena, 1, sizeof *address);
    struct name *name =
        target->proxy_name != NULL ? target->proxy_name : target->name;

    *address = address_of(text);
    name_add_record(builder, name, address);
    name_ended(name, OUTCOME_PASS, REASON_NONE);
    arena_push(arena, &name->system.addresses, &name->system.address_count,
               address);
    return target_add_path(&builder->run, target, address, true);
}

static const char *
rcode_of(enum reason reason)
{
    if (reason == REASON_NXDOMAIN)
        return "NXDOMAIN";
    if (reason == REASON_SERVFAIL)
        return "SERVFAIL";
    if (reason == REASON_NO_DATA)
        return "NOERROR";
    return NULL;
}

static void
name_fails(struct run_builder *builder, struct name *name, enum reason reason)
{
    name_add_answer(builder, name, DNS_A, reason, rcode_of(reason));
    name_add_answer(builder, name, DNS_AAAA, reason, rcode_of(reason));
    name->system.reason =
        rcode_of(reason) != NULL ? REASON_NAME_UNKNOWN : REASON_LOOKUP_FAILED;
    name->system.error = "Name or service not known";
    name_ended(name, OUTCOME_FAIL, reason);
}

void
build_no_address(struct run_builder *builder, struct target *target,
                 enum reason reason)
{
    name_fails(builder, target->name, reason);
}

void
build_proxy_unknown(struct run_builder *builder, struct target *target)
{
    if (target->proxy_name->answer_count == 0)
        name_fails(builder, target->proxy_name, REASON_NXDOMAIN);
}

static void
path_ended(struct path *path, enum check_id check, enum outcome outcome,
           enum reason reason)
{
    static const int64_t durations_ms[CHECK_COUNT] = {
        [CHECK_TCP] = 31,
        [CHECK_PROXY] = 20,
        [CHECK_TLS] = 64,
        [CHECK_HTTP] = 40,
    };
    struct result *result = &path->results[check];

    result->outcome = outcome;
    result->reason = reason;
    result->duration_ms = durations_ms[check];
}

static void
path_skips_after(struct path *path, enum check_id check)
{
    for (int next = (int)check + 1; next < CHECK_COUNT; next++)
        if (next != CHECK_PROXY) {
            path->results[next].outcome = OUTCOME_SKIP;
            path->results[next].reason = REASON_NEED_FAILED;
        }
}

void
build_connected(struct path *path)
{
    path_ended(path, CHECK_TCP, OUTCOME_PASS, REASON_NONE);
    path->tcp.local = address_of("10.0.0.7");
    path->tcp.local_port = 40000;
    path->tcp.path_mtu = 1500;
}

void
build_not_connected(struct path *path, enum reason reason)
{
    path_ended(path, CHECK_TCP, OUTCOME_FAIL, reason);
    path->results[CHECK_TCP].duration_ms = reason == REASON_SILENT ? 4000 : 2;
    if (reason == REASON_REFUSED)
        path->tcp.error = "ECONNREFUSED";
    path_skips_after(path, CHECK_TCP);
}

void
build_icmp_sender(struct path *path, const char *address, int code)
{
    path->tcp.sender = address_of(address);
    path->tcp.icmp_type = path->address.family == FAMILY_IPV6 ? 1 : 3;
    path->tcp.icmp_code = code;
    path->tcp.error = "EHOSTUNREACH";
}

void
build_not_routed(struct path *path)
{
    path_ended(path, CHECK_TCP, OUTCOME_SKIP, REASON_NO_ROUTE);
    path_skips_after(path, CHECK_TCP);
}

static void
path_connects(struct path *path)
{
    if (path->results[CHECK_TCP].outcome == OUTCOME_NONE)
        build_connected(path);
}

void
build_tunnel(struct path *path)
{
    path_connects(path);
    path_ended(path, CHECK_PROXY, OUTCOME_PASS, REASON_NONE);
    path->proxy.status = 200;
    path->proxy.status_line = "HTTP/1.1 200 Connection established";
}

void
build_no_tunnel(struct path *path, enum reason reason, int status)
{
    path_connects(path);
    path_ended(path, CHECK_PROXY, OUTCOME_FAIL, reason);
    path->proxy.status = status;
    if (status == 407)
        path->proxy.status_line = "HTTP/1.1 407 Proxy Authentication Required";
    else if (status > 0)
        path->proxy.status_line = "HTTP/1.1 403 Forbidden";
    path_skips_after(path, CHECK_PROXY);
}

static struct certificate *
chain_add(struct run_builder *builder, struct path *path, const char *subject,
          const char *issuer)
{
    struct arena *arena = &builder->run.arena;
    struct certificate *certificate = arena_new(arena, 1, sizeof *certificate);

    certificate->subject = subject;
    certificate->issuer = issuer;
    certificate->serial = "01";
    certificate->not_before = start_s - 100 * DAY_S;
    certificate->not_after = start_s + 100 * DAY_S;
    certificate->key = "RSA 2048";
    certificate->signature = "sha256WithRSAEncryption";
    certificate->sha256 = "00112233445566778899AABBCCDDEEFF"
                          "00112233445566778899AABBCCDDEEFF";
    certificate->pem = "-----BEGIN CERTIFICATE-----\nAA==\n"
                       "-----END CERTIFICATE-----\n";
    arena_push(arena, &path->tls.chain, &path->tls.chain_count, certificate);
    return certificate;
}

static void
path_shakes_hands(struct run_builder *builder, const struct target *target,
                  struct path *path, const char *issuer)
{
    struct arena *arena = &builder->run.arena;
    struct tls_facts *tls = &path->tls;
    struct certificate *leaf = chain_add(
        builder, path, arena_printf(arena, "CN=%s", target->endpoint->host),
        issuer);

    arena_push(arena, &leaf->names, &leaf->name_count,
               arena_printf(arena, "DNS:%s", target->endpoint->host));
    path_connects(path);
    tls->server_name = target->endpoint->host;
    tls->version = "TLSv1.3";
    tls->cipher = "TLS_AES_256_GCM_SHA384";
    tls->bytes_out = 500;
    tls->bytes_in = 4000;
    tls->handshake_done = true;
    tls->genuine.done = true;
    tls->system.done = true;
    tls->name_matches = true;
    tls->dates_valid = true;
}

void
build_genuine(struct run_builder *builder, const struct target *target,
              struct path *path)
{
    struct tls_facts *tls = &path->tls;

    path_shakes_hands(builder, target, path, "CN=Example Issuing CA");
    tls->genuine.ok = true;
    tls->genuine.root = "CN=Example Global Root";
    tls->genuine_root = "Example Global Root";
    tls->system.ok = true;
    tls->system.root = tls->genuine.root;
    tls->client_certificate_requested =
        target->endpoint->genuine.asks_client_certificate;
    path_ended(path, CHECK_TLS, OUTCOME_PASS, REASON_NONE);
}

void
build_foreign(struct run_builder *builder, const struct target *target,
              struct path *path, const char *issuer)
{
    struct tls_facts *tls = &path->tls;

    path_shakes_hands(builder, target, path, issuer);
    chain_add(builder, path, issuer, issuer);
    tls->genuine.code = 19;
    tls->genuine.text = "self-signed certificate in certificate chain";
    tls->system.code = 19;
    tls->system.text = tls->genuine.text;
    path_ended(path, CHECK_TLS, OUTCOME_FAIL, REASON_NOT_GENUINE);
}

void
build_no_handshake(struct path *path, enum reason reason)
{
    path_connects(path);
    path->tls.bytes_out = 332;
    path_ended(path, CHECK_TLS, OUTCOME_FAIL, reason);
    path_skips_after(path, CHECK_TLS);
}

void
build_status(const struct target *target, struct path *path, int64_t status)
{
    const struct genuine_answer *genuine = &target->endpoint->genuine;
    bool good = status == genuine->status || (status >= genuine->status_from &&
                                              status <= genuine->status_to);

    path->http.status = status;
    path->http.status_line = status == 400   ? "HTTP/1.1 400 Bad Request"
                             : status == 302 ? "HTTP/1.1 302 Found"
                             : status == 403 ? "HTTP/1.1 403 Forbidden"
                             : status == 404 ? "HTTP/1.1 404 Not Found"
                             : status == 503
                                 ? "HTTP/1.1 503 Service Unavailable"
                                 : "HTTP/1.1 200 OK";
    path->http.end = HTTP_END_COMPLETE;
    path_ended(path, CHECK_HTTP, good ? OUTCOME_PASS : OUTCOME_FAIL,
               good ? REASON_NONE : REASON_STATUS_UNEXPECTED);
}

void
build_no_answer(struct path *path, enum reason reason)
{
    path->http.status = 0;
    path_ended(path, CHECK_HTTP, OUTCOME_FAIL, reason);
}

void
build_page(const struct target *target, struct path *path, int64_t status,
           const char *body)
{
    build_status(target, path, status);
    path->http.body = body;
}

void
build_header(struct run_builder *builder, struct path *path, const char *name,
             const char *value)
{
    struct arena *arena = &builder->run.arena;
    struct http_header *header = arena_new(arena, 1, sizeof *header);

    *header = (struct http_header){ name, value };
    arena_push(arena, &path->http.headers, &path->http.header_count, header);
}

void
build_plain(struct path *path, const char *first_bytes)
{
    build_no_handshake(path, REASON_NOT_TLS);
    path->tls.first_bytes = first_bytes;
}

void
build_proxy_page(struct path *path, const char *body)
{
    build_no_tunnel(path, REASON_PROXY_DENIED, 403);
    path->proxy.body = body;
}

void
build_extended_error(struct target *target, const char *text)
{
    struct name *name = target->name;

    name->answers[name->answer_count - 1]->extended_error = text;
}

struct path *
build_good(struct run_builder *builder, struct target *target,
           const char *address)
{
    struct path *path = build_address(builder, target, address);

    if (target->route.kind == ROUTE_PROXY)
        build_tunnel(path);
    build_genuine(builder, target, path);
    build_status(target, path, target->endpoint->genuine.status);
    return path;
}

struct trio
build_healthy(struct run_builder *builder)
{
    struct trio trio = {
        .pki = build_target(builder, &builder_pki),
        .gateway = build_target(builder, &builder_gateway),
        .alias = build_target(builder, &builder_alias),
    };

    build_good(builder, trio.pki, "203.0.113.1");
    build_good(builder, trio.gateway, "203.0.113.2");
    build_good(builder, trio.alias, "203.0.113.3");
    return trio;
}
