#include "file_builder.h"

static const struct endpoint *endpoints[] = {
    &builder_pki,
    &builder_gateway,
    &builder_alias,
    &builder_gateway2,
};

/* Ordinary files next to it: the newest decides, whatever its own date. */
void
build_bundle(struct run_builder *builder, int64_t age_s)
{
    struct bundle_facts *bundle = &builder->run.bundle;

    build_bundle_kind(builder, BUNDLE_GOOD);
    bundle->newest = builder->run.started / 1000 - age_s;
    bundle->oldest = bundle->newest;
    bundle->modified = bundle->newest;
}

void
build_bundle_kind(struct run_builder *builder, enum bundle_kind kind)
{
    struct bundle_facts *bundle = &builder->run.bundle;

    builder->definitions.endpoints = endpoints;
    builder->definitions.endpoint_count =
        sizeof endpoints / sizeof endpoints[0];
    bundle->kind = kind;
    bundle->path = "/root/bundle.zip";
    bundle->bytes = 4096;
}

void
build_bundle_entry(struct run_builder *builder, const char *name,
                   bool suspicious)
{
    struct arena *arena = &builder->run.arena;
    struct bundle_facts *bundle = &builder->run.bundle;
    struct bundle_entry *entry = arena_new(arena, 1, sizeof *entry);

    entry->name = name;
    entry->suspicious = suspicious;
    arena_push(arena, &bundle->entries, &bundle->entry_count, entry);
    bundle->declared++;
}

void
build_bundle_host(struct run_builder *builder, const char *host)
{
    struct bundle_facts *bundle = &builder->run.bundle;

    arena_push(&builder->run.arena, &bundle->hosts, &bundle->host_count, host);
}

void
build_log(struct run_builder *builder, const char *sign, const char *host)
{
    struct arena *arena = &builder->run.arena;
    struct log_facts *logs = &builder->run.logs;
    struct log_hit *hit = arena_new(arena, 1, sizeof *hit);

    *hit = (struct log_hit){
        .sign = sign,
        .file =
            arena_printf(arena, "/var/log/enforce.log.%zu", logs->hit_count),
        .host = host,
        .count = 2,
        .first = { 3, "2026-11-20 10:00:00", "the first line" },
        .last = { 7, "2026-11-21 11:00:00", "the last line" },
    };
    logs->state = LOGS_READ;
    logs->path = "/var/log";
    logs->files_read = 1;
    arena_push(arena, &logs->hits, &logs->hit_count, hit);
}
