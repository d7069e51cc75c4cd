#include "report_runs.h"

#include "words_fixture.h"

static void
healthy(struct run_builder *builder)
{
    build_healthy(builder);
}

static void
alias_unknown(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);
    struct target *alias = build_target(builder, &builder_alias);

    build_good(builder, pki, "203.0.113.1");
    build_good(builder, gateway, "203.0.113.2");
    build_no_address(builder, alias, REASON_NXDOMAIN);
}

static void
other_family_dead(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    build_not_connected(build_address(builder, trio.gateway, "2001:db8::2"),
                        REASON_SILENT);
}

/* The company's root is installed, so everything looks trusted. */
static void
inspected(struct run_builder *builder)
{
    static const char issuer[] = "CN=Acme Proxy CA,O=Acme Corporation";
    struct target *targets[] = {
        build_target(builder, &builder_pki),
        build_target(builder, &builder_gateway),
    };
    static const char *const addresses[] = { "203.0.113.1", "203.0.113.2" };

    for (size_t i = 0; i < 2; i++) {
        struct path *path = build_address(builder, targets[i], addresses[i]);

        build_foreign(builder, targets[i], path, issuer);
        path->tls.system =
            (struct verification){ .done = true, .ok = true, .root = issuer };
        build_status(targets[i], path, i == 0 ? 404 : 200);
    }
}

/* Two independent faults; the IPv6 address of the gateway is dead too. */
static void
two_faults(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);
    struct target *alias = build_target(builder, &builder_alias);

    build_no_address(builder, pki, REASON_NXDOMAIN);
    build_not_connected(build_address(builder, gateway, "203.0.113.2"),
                        REASON_SILENT);
    build_not_connected(build_address(builder, gateway, "2001:db8::2"),
                        REASON_SILENT);
    build_good(builder, alias, "203.0.113.3");
}

static void
proxy_login(struct run_builder *builder)
{
    struct target *targets[2];

    build_proxy(builder);
    targets[0] = build_target(builder, &builder_pki);
    targets[1] = build_target(builder, &builder_gateway);
    for (size_t i = 0; i < 2; i++) {
        struct path *path = build_address(builder, targets[i], "10.0.0.8");

        build_no_tunnel(path, REASON_PROXY_LOGIN_REQUIRED, 407);
        arena_push(&builder->run.arena, &path->proxy.schemes,
                   &path->proxy.scheme_count, "Negotiate");
        arena_push(&builder->run.arena, &path->proxy.schemes,
                   &path->proxy.scheme_count, "NTLM");
        build_no_address(builder, targets[i], REASON_NXDOMAIN);
    }
}

static void
stopped(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);
    struct path *path = trio.gateway->paths[0];

    path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
    path->results[CHECK_HTTP].reason = REASON_CANCELLED;
    path->http.status = 0;
    builder->run.cancelled = true;
}

/* A host name that no table is wide enough for. */
static void
long_name(struct run_builder *builder)
{
    static struct endpoint endpoint;
    struct target *target;

    endpoint = builder_pki;
    endpoint.host = "a-very-long-name-of-an-endpoint-in-a-department."
                    "of-a-subsidiary.of-a-company.example.net";
    endpoint.port = 8443;
    target = build_target(builder, &endpoint);
    build_not_connected(build_address(builder, target, "203.0.113.1"),
                        REASON_SILENT);
}

const struct report_run report_runs[] = {
    { "healthy", healthy },
    { "alias_unknown", alias_unknown },
    { "other_family_dead", other_family_dead },
    { "inspected", inspected },
    { "two_faults", two_faults },
    { "proxy_login", proxy_login },
    { "stopped", stopped },
    { "long_name", long_name },
};
const size_t report_run_count = sizeof report_runs / sizeof report_runs[0];

void
report_run_build(const struct report_run *which, struct run_builder *builder)
{
    build_run(builder);
    words_fixture_add(&builder->definitions);
    which->build(builder);
}
