#include "probe_builder.h"

#include "diagnosis/plan.h"

enum { MOST_ROUNDS = 20, ROUTERS = 12 };

static void
deny_random_names(struct run_builder *builder, size_t from)
{
    struct run *run = &builder->run;

    for (size_t i = from; i < run->name_count; i++) {
        struct name *name = run->names[i];

        if (!name->random)
            continue;
        name->result.outcome = OUTCOME_FAIL;
        name->result.reason = REASON_NXDOMAIN;
        name->system.reason = REASON_NAME_UNKNOWN;
    }
}

int
build_probes(struct run_builder *builder, probe_world *world)
{
    struct run *run = &builder->run;
    size_t names = run->name_count;
    size_t tried = run->probe_count;
    int rounds = 0;

    while (rounds < MOST_ROUNDS && diagnosis_plan(run)) {
        rounds++;
        while (tried < run->probe_count)
            world(builder, run->probes[tried++]);
        deny_random_names(builder, names);
        names = run->name_count;
    }
    return rounds;
}

void
build_probe_answered(struct run_builder *builder, struct probe *probe)
{
    if (probe->target->route.kind == ROUTE_PROXY)
        build_tunnel(probe->path);
    if (probe->until == CHECK_TCP)
        build_connected(probe->path);
    else
        build_genuine(builder, probe->target, probe->path);
}

void
build_probe_failed(struct probe *probe, enum reason reason)
{
    if (probe->until == CHECK_TCP)
        build_not_connected(probe->path, reason);
    else
        build_no_handshake(probe->path, reason);
}

void
build_probe_stopped(struct probe *probe)
{
    struct result *results = probe->path->results;

    if (probe->until != CHECK_TCP)
        build_connected(probe->path);
    results[probe->until].outcome = OUTCOME_SKIP;
    results[probe->until].reason = REASON_CANCELLED;
}

void
build_probe_hops(struct probe *probe, int64_t hops, int64_t silent)
{
    static const char *const routers[ROUTERS] = {
        "10.0.1.1", "10.0.2.1",  "10.0.3.1",  "10.0.4.1",
        "10.0.5.1", "10.0.6.1",  "10.0.7.1",  "10.0.8.1",
        "10.0.9.1", "10.0.10.1", "10.0.11.1", "10.0.12.1",
    };
    int64_t ttl = probe->variation.ttl;
    int64_t reach = hops > 0 ? hops : ROUTERS;

    if (hops > 0 && (ttl == 0 || ttl >= hops)) {
        build_connected(probe->path);
        return;
    }
    if (ttl >= reach - silent) {
        build_not_connected(probe->path, REASON_SILENT);
        return;
    }
    build_not_connected(probe->path, REASON_HOST_UNREACHABLE);
    build_icmp_sender(probe->path, routers[ttl - 1], 0);
    probe->path->tcp.icmp_type =
        probe->path->address.family == FAMILY_IPV6 ? 3 : 11;
}

struct path *
build_lone_gateway(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    build_good(builder, pki, "203.0.113.1");
    return build_address(builder, gateway, "203.0.113.2");
}

void
build_server_hello(struct run_builder *builder, struct path *path)
{
    struct arena *arena = &builder->run.arena;
    struct tls_message *hello = arena_new(arena, 1, sizeof *hello);

    *hello = (struct tls_message){ .direction = DIRECTION_RECEIVED,
                                   .name = "ServerHello",
                                   .bytes = 90 };
    arena_push(arena, &path->tls.messages, &path->tls.message_count, hello);
    path->tls.bytes_in = 95;
}

struct target *
build_control(const struct run_builder *builder)
{
    for (size_t i = 0; i < builder->run.target_count; i++)
        if (builder->run.targets[i]->control)
            return builder->run.targets[i];
    return NULL;
}
