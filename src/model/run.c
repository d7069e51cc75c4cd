#include "model/run.h"

#include <stdlib.h>
#include <string.h>

#define PLAIN(type, member, kind)                                             \
    SCHEMA_FIELD(type, member, kind, PRIVACY_PUBLIC)

static const struct field result_fields[] = {
    SCHEMA_WORD(result, outcome, &outcome_words),
    SCHEMA_WORD(result, reason, &reason_words),
    PLAIN(result, started_ms, FIELD_INTEGER),
    PLAIN(result, duration_ms, FIELD_INTEGER),
};
const struct schema result_schema = SCHEMA_OF(result, result_fields);

static const struct field route_fields[] = {
    SCHEMA_WORD(route, kind, &route_words),
    SCHEMA_FIELD(route, proxy_host, FIELD_TEXT, PRIVACY_HOST),
    /* proxy_port is no int64_t; whoever shows the route shows it too. */
    PLAIN(route, proxy_is_tls, FIELD_FLAG),
    PLAIN(route, origin, FIELD_TEXT),
    SCHEMA_FIELD(route, bypass, FIELD_TEXT, PRIVACY_HOST),
};
const struct schema route_schema = SCHEMA_OF(route, route_fields);

struct issue_time
run_bundle_issued(const struct run *run)
{
    enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S };
    const struct bundle_facts *bundle = &run->bundle;

    if (run->answers.bundle_issued != 0)
        return (struct issue_time){ run->answers.bundle_issued, DAY_S };
    if (bundle->kind != BUNDLE_GOOD)
        return (struct issue_time){ 0 };
    /* Even with a zone two clocks differ a little. */
    return (struct issue_time){ bundle->newest,
                                bundle->newest_zone_known ? HOUR_S : DAY_S };
}

void
run_release(struct run *run)
{
    arena_release(&run->arena);
    *run = (struct run){ 0 };
}

/* By hand: to the C library a Turkish I is no capital of i. */
static uint8_t
name_lower(char letter)
{
    return (uint8_t)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a'
                                                    : letter);
}

static bool
name_is(const struct name *name, const char *host)
{
    const char *own = name->host;

    while (*own != '\0' && name_lower(*own) == name_lower(*host)) {
        own++;
        host++;
    }
    return *own == '\0' && *host == '\0';
}

/* FNV-1a over the lower-case name. */
static size_t
name_bucket(const char *host)
{
    uint32_t hash = 2166136261u;

    for (; *host != '\0'; host++)
        hash = (hash ^ name_lower(*host)) * 16777619u;
    return hash % NAME_BUCKETS;
}

static struct name *
name_find(const struct run *run, size_t bucket, const char *host)
{
    struct name *name = run->name_table[bucket];

    while (name != NULL && !name_is(name, host))
        name = name->next;
    return name;
}

static void
name_enter(struct run *run, size_t bucket, struct name *name)
{
    name->next = run->name_table[bucket];
    run->name_table[bucket] = name;
    arena_push(&run->arena, &run->names, &run->name_count, name);
}

struct name *
run_name(struct run *run, const char *host)
{
    size_t bucket = name_bucket(host);
    struct name *name = name_find(run, bucket, host);

    if (name != NULL)
        return name;
    name = arena_new(&run->arena, 1, sizeof *name);
    name->host = arena_text(&run->arena, host);
    if (!address_parse(host, &name->literal))
        name->literal.family = FAMILY_NONE;
    name_enter(run, bucket, name);
    return name;
}

bool
run_take_name(struct run *run, struct name *name)
{
    size_t bucket = name_bucket(name->host);

    if (name_find(run, bucket, name->host) != NULL)
        return false;
    name_enter(run, bucket, name);
    return true;
}

/* A name that is asked once more is found by what it repeats. */
void
run_index_names(struct run *run)
{
    memset(run->name_table, 0, sizeof run->name_table);
    for (size_t i = run->name_count; i-- > 0;) {
        struct name *name = run->names[i];
        size_t bucket = name_bucket(name->host);

        name->next = NULL;
        if (name->again != NULL)
            continue;
        name->next = run->name_table[bucket];
        run->name_table[bucket] = name;
    }
}

struct name *
run_ask_again(struct run *run, const struct name *name)
{
    struct name *again = arena_new(&run->arena, 1, sizeof *again);

    again->host = name->host;
    again->literal = name->literal;
    again->again = name;
    arena_push(&run->arena, &run->names, &run->name_count, again);
    return again;
}

struct name *
run_ask_varied(struct run *run, const struct name *name,
               const struct question_variation *variation)
{
    struct name *varied = run_ask_again(run, name);

    varied->variation = *variation;
    return varied;
}

bool
question_is_varied(const struct question_variation *variation)
{
    return variation->over != OVER_AS_USUAL || variation->payload > 0 ||
           variation->no_edns;
}

struct target *
run_add_target(struct run *run, const struct endpoint *endpoint,
               const struct region *region, const struct route *route)
{
    struct target *target = arena_new(&run->arena, 1, sizeof *target);
    struct name *user_of;

    target->endpoint = endpoint;
    target->region = region;
    target->route = *route;
    target->name = run_name(run, endpoint->host);
    if (route->kind == ROUTE_PROXY)
        target->proxy_name = run_name(run, route->proxy_host);
    user_of = route->kind == ROUTE_PROXY ? target->proxy_name : target->name;
    arena_push(&run->arena, &user_of->users, &user_of->user_count, target);
    arena_push(&run->arena, &run->targets, &run->target_count, target);
    return target;
}

struct path *
target_find_path(const struct target *target, const struct address *address)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (address_equal(&target->paths[i]->address, address))
            return target->paths[i];
    return NULL;
}

static struct path *
path_new(struct run *run, const struct target *target,
         const struct address *address, bool of_system)
{
    struct path *path = arena_new(&run->arena, 1, sizeof *path);

    path->address = *address;
    path->port = target->route.kind == ROUTE_PROXY ? target->route.proxy_port
                                                   : target->endpoint->port;
    path->of_system = of_system;
    path->tcp.icmp_type = -1;
    path->tcp.icmp_code = -1;
    path->tls.alert = -1;
    path->http.alert = -1;
    path->http.first_byte_ms = -1;
    return path;
}

struct path *
target_add_path(struct run *run, struct target *target,
                const struct address *address, bool of_system)
{
    struct path *path = path_new(run, target, address, of_system);

    arena_push(&run->arena, &target->paths, &target->path_count, path);
    return path;
}

static int64_t
probe_count_like(const struct run *run, const struct probe *probe)
{
    int64_t count = 0;

    for (size_t i = 0; i < run->probe_count; i++)
        count += run->probes[i]->kind == probe->kind &&
                 run->probes[i]->like == probe->like;
    return count;
}

struct probe *
run_add_probe(struct run *run, enum probe_kind kind, struct target *target,
              struct path *like, const struct variation *variation,
              enum check_id until)
{
    struct probe *probe = arena_new(&run->arena, 1, sizeof *probe);

    *probe = (struct probe){ .kind = kind,
                             .target = target,
                             .like = like,
                             .variation = *variation,
                             .until = until };
    probe->path = path_new(run, target, &like->address, like->of_system);
    probe->path->probe = probe;
    if (variation->port != 0)
        probe->path->port = (uint16_t)variation->port;
    if (variation->reserved)
        probe->path->address = probe_reserved_address(like->address.family);
    probe->turn = probe_count_like(run, probe) + 1;
    arena_push(&run->arena, &run->probes, &run->probe_count, probe);
    return probe;
}

static int
path_compare(const void *left, const void *right)
{
    const struct path *const *first = left;
    const struct path *const *second = right;

    return address_compare(&(*first)->address, &(*second)->address);
}

void
run_sort_paths(struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++) {
        struct target *target = run->targets[i];

        if (target->path_count > 1)
            qsort(target->paths, target->path_count, sizeof(struct path *),
                  path_compare);
    }
}
