#include "diagnosis/plan.h"

#include "diagnosis/sight.h"
#include "model/probe_tally.h"

enum {
    MOST_ALIKE = 4,   /* paths that are looked at closer, of those alike */
    MOST_PATHS = 8,   /* of all */
    MOST_HOPS = 12,   /* further away is the far end of any company */
    RANDOM_NAMES = 2, /* one may exist */
    RANDOM_LABEL = 16,
};

/* One row: what is tried when a path has failed like that, and how often. */
struct plan_row {
    enum probe_kind kind;
    int times;
    enum check_id until;
    struct variation variation;
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* A connection that is not made: does it fail each time? */
static const struct plan_row connect_rows[] = {
    { PROBE_REPEAT, 2, CHECK_TCP, { 0 } },
};

/* A handshake that is cut or refused. */
static const struct plan_row cut_rows[] = {
    { PROBE_REPEAT, 2, CHECK_TLS, { 0 } },
    { PROBE_SERVER_NAME, 3, CHECK_TLS, { .name = NAME_NEUTRAL } },
    { PROBE_SERVER_NAME, 1, CHECK_TLS, { .name = NAME_NONE } },
    { PROBE_TLS_VERSION, 2, CHECK_TLS, { .offer = OFFER_1_2 } },
    { PROBE_TLS_VERSION, 1, CHECK_TLS, { .offer = OFFER_1_3 } },
    { PROBE_HELLO_SIZE, 2, CHECK_TLS, { .hello_short = true } },
};

/* A handshake that meets silence: it may be the packets that are too big. */
static const struct plan_row silent_rows[] = {
    { PROBE_REPEAT, 2, CHECK_TLS, { 0 } },
    { PROBE_SERVER_NAME, 3, CHECK_TLS, { .name = NAME_NEUTRAL } },
    { PROBE_SERVER_NAME, 1, CHECK_TLS, { .name = NAME_NONE } },
    { PROBE_SEGMENT, 2, CHECK_TLS, { .segment = 1100 } },
    { PROBE_SEGMENT, 1, CHECK_TLS, { .segment = 536 } },
    { PROBE_HELLO_SIZE, 2, CHECK_TLS, { .hello_short = true } },
    { PROBE_HELLO_SPLIT, 1, CHECK_TLS, { .hello_split = true } },
    { PROBE_TLS_VERSION, 2, CHECK_TLS, { .offer = OFFER_1_2 } },
    { PROBE_TLS_VERSION, 1, CHECK_TLS, { .offer = OFFER_1_3 } },
};

static void
plan_add_rows(struct run *run, struct target *target, struct path *path,
              const struct plan_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (int turn = 0; turn < rows[i].times; turn++)
            run_add_probe(run, rows[i].kind, target, path, &rows[i].variation,
                          rows[i].until);
}

static bool
paths_failed_alike(const struct path *one, const struct path *other)
{
    return one->results[CHECK_TCP].reason ==
               other->results[CHECK_TCP].reason &&
           one->results[CHECK_TLS].reason == other->results[CHECK_TLS].reason;
}

static bool
paths_share_way(const struct path *one, const struct path *other)
{
    return one->address.family == other->address.family &&
           paths_failed_alike(one, other);
}

/*
 * The way is much the same to all: one look at it for each family and each
 * kind of failure is enough.
 */
static bool
plan_knows_hops(const struct run *run, const struct path *path,
                enum probe_kind kind)
{
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->kind == kind &&
            paths_share_way(run->probes[i]->like, path))
            return true;
    return false;
}

/* Who answers, and how far away? Through a proxy the hops are its own. */
static void
plan_add_hops(struct run *run, struct target *target, struct path *path,
              enum probe_kind kind)
{
    if (target->route.kind == ROUTE_PROXY || plan_knows_hops(run, path, kind))
        return;
    for (int64_t hops = 1; hops <= MOST_HOPS; hops++) {
        struct variation variation = { 0 };

        if (kind == PROBE_HOPS)
            variation.ttl = hops;
        else
            variation.hello_ttl = hops;
        run_add_probe(run, kind, target, path, &variation,
                      kind == PROBE_HOPS ? CHECK_TCP : CHECK_TLS);
    }
}

static bool
reason_is_silence(enum reason reason)
{
    return reason == REASON_TLS_SILENT || reason == REASON_TLS_STALLED;
}

static bool
reason_is_cut(enum reason reason)
{
    return reason == REASON_TLS_CLOSED || reason == REASON_TLS_RESET ||
           reason == REASON_TLS_ALERT;
}

/* A first look at a path that has failed; false: nothing could be learned. */
static bool
plan_first_look(struct run *run, struct target *target, struct path *path)
{
    const struct result *tcp = &path->results[CHECK_TCP];
    const struct result *tls = &path->results[CHECK_TLS];

    if (tcp->outcome == OUTCOME_FAIL) {
        plan_add_rows(run, target, path, connect_rows, COUNT_OF(connect_rows));
        if (tcp->reason == REASON_SILENT || tcp->reason == REASON_REFUSED)
            plan_add_hops(run, target, path, PROBE_HOPS);
        return true;
    }
    if (tls->outcome != OUTCOME_FAIL)
        return false;
    if (reason_is_silence(tls->reason))
        plan_add_rows(run, target, path, silent_rows, COUNT_OF(silent_rows));
    else if (reason_is_cut(tls->reason))
        plan_add_rows(run, target, path, cut_rows, COUNT_OF(cut_rows));
    else if (tls->reason != REASON_NOT_GENUINE &&
             tls->reason != REASON_NOT_TLS)
        return false;
    plan_add_hops(run, target, path, PROBE_HOPS);
    return probes_count(run, path, PROBE_KIND_COUNT) > 0;
}

/* Another name was let through: where does who minds the name stand? */
static bool
plan_second_look(struct run *run, struct target *target, struct path *path)
{
    if (!reason_is_cut(path->results[CHECK_TLS].reason) ||
        !probes_show_name_filter(run, path) ||
        probes_count(run, path, PROBE_HELLO_HOPS) > 0)
        return false;
    plan_add_hops(run, target, path, PROBE_HELLO_HOPS);
    return probes_count(run, path, PROBE_HELLO_HOPS) > 0;
}

/* Another address of the target that failed alike speaks for this one. */
static bool
plan_is_covered(const struct run *run, const struct target *target,
                const struct path *path)
{
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->target == target &&
            paths_share_way(run->probes[i]->like, path))
            return true;
    return false;
}

/* Enough is looked at, of those that failed like this one or of all. */
static bool
plan_is_full(const struct run *run, const struct path *path)
{
    const struct path *last = NULL;
    size_t alike = 0;
    size_t all = 0;

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct path *like = run->probes[i]->like;

        if (like == last)
            continue;
        last = like;
        alike += paths_failed_alike(like, path);
        all++;
    }
    return alike >= MOST_ALIKE || all >= MOST_PATHS;
}

static bool
plan_path(struct run *run, struct target *target, struct path *path)
{
    if (probes_count(run, path, PROBE_KIND_COUNT) > 0)
        return plan_second_look(run, target, path);
    if (plan_is_covered(run, target, path) || plan_is_full(run, path))
        return false;
    return plan_first_look(run, target, path);
}

static bool
plan_paths(struct run *run)
{
    bool added = false;

    for (size_t i = 0; i < run->target_count; i++) {
        struct target *target = run->targets[i];

        if (!target_is_decisive(target, run))
            continue;
        for (size_t j = 0; j < target->path_count; j++)
            added = plan_path(run, target, target->paths[j]) || added;
    }
    return added;
}

static bool
target_is_proven(const struct target *target)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (sight_of(target, target->paths[i]).proven)
            return true;
    return false;
}

/* The product would meet something that it cannot use. */
static bool
target_has_trouble(const struct target *target, const struct run *run)
{
    return target_is_decisive(target, run) &&
           (!target_is_proven(target) || target_is_unresolved(target));
}

/*
 * A label that nobody has taken, made of nothing but the time: two runs ask
 * for different ones, so that no cache answers.
 */
static char *
plan_random_host(struct run *run, size_t index)
{
    uint64_t state = (uint64_t)run->started + index * 0x9e3779b97f4a7c15u;
    char label[RANDOM_LABEL + 1];

    for (size_t i = 0; i < RANDOM_LABEL; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        label[i] = (char)('a' + (state >> 33) % 26);
    }
    label[RANDOM_LABEL] = '\0';
    return arena_printf(&run->arena, "%s.example.com", label);
}

static bool
plan_random_names(struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->random)
            return false;
    if (run->machine.resolver_count == 0)
        return false;
    for (size_t i = 0; i < RANDOM_NAMES; i++)
        run_name(run, plan_random_host(run, i))->random = true;
    return true;
}

/* A name that was not resolved: does it fail each time? */
static bool
plan_ask_again(struct run *run, const struct target *target)
{
    enum { AGAIN = 3 };
    const struct name *name = target->name;

    if (!target_is_unresolved(target) || run->machine.resolver_count == 0)
        return false;
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->again == name)
            return false;
    for (int i = 0; i < AGAIN; i++)
        run_ask_again(run, name);
    return true;
}

static bool
plan_has_control(const struct run *run, const struct target *target)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->control &&
            run->targets[i]->endpoint == target->endpoint)
            return true;
    return false;
}

/* By the other route: past the proxy, or by the one that was bypassed. */
static bool
plan_other_route(struct run *run, const struct target *target)
{
    struct route route = { .kind = ROUTE_DIRECT, .origin = "comparison" };

    if (target->control || plan_has_control(run, target))
        return false;
    if (target->route.kind == ROUTE_DIRECT) {
        if (run->route.kind != ROUTE_PROXY)
            return false;
        route = run->route;
    }
    run_add_target(run, target->endpoint, target->region, &route)->control =
        true;
    return true;
}

static bool
plan_comparisons(struct run *run)
{
    size_t count = run->target_count;
    bool added = false;

    for (size_t i = 0; i < count; i++) {
        const struct target *target = run->targets[i];

        if (!target_has_trouble(target, run))
            continue;
        added = plan_ask_again(run, target) || added;
        added = plan_other_route(run, target) || added;
    }
    return added;
}

static bool
run_has_trouble(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (target_has_trouble(run->targets[i], run))
            return true;
    return false;
}

bool
diagnosis_plan(struct run *run)
{
    bool added = plan_paths(run);

    if (run_has_trouble(run)) {
        added = plan_random_names(run) || added;
        added = plan_comparisons(run) || added;
    }
    return added;
}
