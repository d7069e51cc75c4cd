#include "diagnosis/plan_parts.h"
#include "model/probe_tally.h"

/* Paths that have failed are tried again, with one thing changed. */
enum {
    MOST_ALIKE = 4, /* paths that are looked at closer, of those alike */
    MOST_PATHS = 8, /* of all */
    MOST_HOPS = 12, /* further away is the far end of any company */
    HOPS_AT_ONCE = 4,
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* One row: what is tried when a path has failed like that, and how often. */
struct plan_row {
    enum probe_kind kind;
    int times;
    enum check_id until;
    struct variation variation;
};

/* A connection that is not made, or a handshake: does it fail each time? */
static const struct plan_row connect_again = {
    PROBE_REPEAT, 2, CHECK_TCP, { 0 }
};
static const struct plan_row greet_again = {
    PROBE_REPEAT, 2, CHECK_TLS, { 0 }
};

/* A handshake that is cut or refused. */
static const struct plan_row cut_rows[] = {
    { PROBE_SERVER_NAME, 3, CHECK_TLS, { .name = NAME_NEUTRAL } },
    { PROBE_SERVER_NAME, 2, CHECK_TLS, { .name = NAME_PROVEN } },
    { PROBE_SERVER_NAME, 1, CHECK_TLS, { .name = NAME_NONE } },
    { PROBE_TLS_VERSION, 2, CHECK_TLS, { .offer = OFFER_1_2 } },
    { PROBE_TLS_VERSION, 1, CHECK_TLS, { .offer = OFFER_1_3 } },
    { PROBE_HELLO_SIZE, 2, CHECK_TLS, { .hello_short = true } },
};

/* A handshake that meets silence: it may be the packets that are too big. */
static const struct plan_row silent_rows[] = {
    { PROBE_SERVER_NAME, 3, CHECK_TLS, { .name = NAME_NEUTRAL } },
    { PROBE_SERVER_NAME, 2, CHECK_TLS, { .name = NAME_PROVEN } },
    { PROBE_SERVER_NAME, 1, CHECK_TLS, { .name = NAME_NONE } },
    { PROBE_SEGMENT, 2, CHECK_TLS, { .segment = 1100 } },
    { PROBE_SEGMENT, 2, CHECK_TLS, { .segment = 536 } },
    { PROBE_HELLO_SIZE, 2, CHECK_TLS, { .hello_short = true } },
    { PROBE_HELLO_SPLIT, 2, CHECK_TLS, { .hello_split = true } },
    { PROBE_TLS_VERSION, 2, CHECK_TLS, { .offer = OFFER_1_2 } },
    { PROBE_TLS_VERSION, 1, CHECK_TLS, { .offer = OFFER_1_3 } },
};

/* A host whose handshake came to its end; NULL: there is none. */
static const char *
plan_proven_name(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (!target->control && plan_proven_path(target) != NULL)
            return target->endpoint->host;
    }
    return NULL;
}

/*
 * One thing is changed, and not also the length of the hello: another name
 * or version is filled up to what the path's own hello had.
 */
static void
plan_add_row(struct run *run, struct target *target, struct path *path,
             const struct plan_row *row)
{
    struct variation variation = row->variation;
    const char *proven_name = NULL;

    if (variation.name == NAME_PROVEN) {
        proven_name = plan_proven_name(run);
        if (proven_name == NULL)
            return;
    }
    if (row->kind == PROBE_SERVER_NAME || row->kind == PROBE_TLS_VERSION)
        variation.hello_bytes = path->tls.bytes_out;
    for (int turn = 0; turn < row->times; turn++)
        run_add_probe(run, row->kind, target, path, &variation, row->until)
            ->proven_name = proven_name;
}

static bool
plan_add_rows(struct run *run, struct target *target, struct path *path,
              const struct plan_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plan_add_row(run, target, path, &rows[i]);
    return true;
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

static bool
path_failed(const struct path *path, enum check_id check)
{
    return path->results[check].outcome == OUTCOME_FAIL;
}

/*
 * A look at one path that has failed. Each adds what is to be tried next, as
 * soon as it is known what has come of that before, and says whether it did.
 */
typedef bool plan_look(struct run *run, struct target *target,
                       struct path *path);

static bool
look_again(struct run *run, struct target *target, struct path *path)
{
    enum reason reason = path->results[CHECK_TLS].reason;

    if (probes_count(run, path, PROBE_REPEAT) > 0)
        return false;
    if (path_failed(path, CHECK_TCP))
        return plan_add_rows(run, target, path, &connect_again, 1);
    return path_failed(path, CHECK_TLS) &&
           (reason_is_silence(reason) || reason_is_cut(reason)) &&
           plan_add_rows(run, target, path, &greet_again, 1);
}

/* The same was tried again: how often, and did it ever come through? */
struct repeats {
    int64_t tried;
    int64_t came_through;
};

static struct repeats
path_repeats(const struct run *run, const struct path *path)
{
    static const struct variation usual;
    struct probe_tally same = probes_tally(run, path, PROBE_REPEAT, &usual);

    return (struct repeats){
        .tried = same.tried,
        .came_through =
            path_failed(path, CHECK_TCP) ? same.answered : same.finished,
    };
}

/* What comes through at times proves nothing by coming through. */
static bool
path_failed_each_time(const struct run *run, const struct path *path)
{
    struct repeats same = path_repeats(run, path);

    return same.tried > 0 && same.came_through == 0;
}

static bool
look_at_changes(struct run *run, struct target *target, struct path *path)
{
    enum reason reason = path->results[CHECK_TLS].reason;

    if (probes_count(run, path, PROBE_SERVER_NAME) > 0 ||
        !path_failed_each_time(run, path))
        return false;
    if (reason_is_silence(reason))
        return plan_add_rows(run, target, path, silent_rows,
                             COUNT_OF(silent_rows));
    return reason_is_cut(reason) &&
           plan_add_rows(run, target, path, cut_rows, COUNT_OF(cut_rows));
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

/*
 * A path that meets silence ends where the routers fall silent; on any other
 * there is somebody who has answered, and will again.
 */
static bool
plan_way_has_ended(const struct run *run, const struct path *path,
                   int64_t asked)
{
    const struct probe *last = probes_last_hop(run, path);

    return path->results[CHECK_TCP].reason == REASON_SILENT &&
           asked > HOPS_AT_ONCE &&
           (last == NULL || last->variation.ttl <= asked - HOPS_AT_ONCE);
}

/* Who answers, and how far away? Some hops at once, until somebody does. */
static bool
plan_add_hops(struct run *run, struct target *target, struct path *path,
              enum probe_kind kind)
{
    int64_t asked = (int64_t)probes_count(run, path, kind);

    if (asked == 0 && plan_knows_hops(run, path, kind))
        return false;
    if (asked == MOST_HOPS || probes_nearest(run, path, kind) > 0 ||
        path_repeats(run, path).came_through > 0 ||
        plan_way_has_ended(run, path, asked))
        return false;
    for (int64_t hops = asked + 1; hops <= asked + HOPS_AT_ONCE; hops++) {
        struct variation variation = { 0 };

        if (kind == PROBE_HOPS)
            variation.ttl = hops;
        else
            variation.hello_ttl = hops;
        run_add_probe(run, kind, target, path, &variation,
                      kind == PROBE_HOPS ? CHECK_TCP : CHECK_TLS);
    }
    return true;
}

/* Through a proxy the hops are its own. */
static bool
look_at_hops(struct run *run, struct target *target, struct path *path)
{
    enum reason tcp = path->results[CHECK_TCP].reason;
    enum reason tls = path->results[CHECK_TLS].reason;
    bool speaks = reason_is_silence(tls) || reason_is_cut(tls) ||
                  tls == REASON_NOT_GENUINE || tls == REASON_NOT_TLS;

    if (target->route.kind == ROUTE_PROXY)
        return false;
    if (path_failed(path, CHECK_TCP)
            ? tcp != REASON_SILENT && tcp != REASON_REFUSED
            : !path_failed(path, CHECK_TLS) || !speaks)
        return false;
    return plan_add_hops(run, target, path, PROBE_HOPS);
}

/*
 * No router at all has answered: is it that they do not speak, or does
 * nothing get there? The same hop is asked for ports that others use.
 */
static bool
look_at_first_hop(struct run *run, struct target *target, struct path *path)
{
    static const int64_t ports[] = { 80, 53 };

    if (path->results[CHECK_TCP].reason != REASON_SILENT ||
        probes_count(run, path, PROBE_HOPS) < HOPS_AT_ONCE ||
        probes_last_hop(run, path) != NULL ||
        probes_nearest(run, path, PROBE_HOPS) > 0 ||
        probes_count(run, path, PROBE_OTHER_PORT) > 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(ports); i++) {
        struct variation variation = { .ttl = 1, .port = ports[i] };

        run_add_probe(run, PROBE_OTHER_PORT, target, path, &variation,
                      CHECK_TCP);
    }
    return true;
}

/* Another name was let through: where does who minds the name stand? */
static bool
look_for_name_filter(struct run *run, struct target *target, struct path *path)
{
    return target->route.kind != ROUTE_PROXY &&
           reason_is_cut(path->results[CHECK_TLS].reason) &&
           probes_show_name_filter(run, path) &&
           plan_add_hops(run, target, path, PROBE_HELLO_HOPS);
}

/*
 * How much was left of the hops of what answers, first about and then
 * exactly: below 64, 128 and 255, with which it begins.
 */
static const int64_t reply_limits[] = { 248, 129, 121, 113, 65, 61, 57, 49 };

static void
plan_add_reply(struct run *run, struct target *target, struct path *path,
               int64_t limit)
{
    struct variation variation = { .minimum_ttl = limit };

    run_add_probe(run, PROBE_REPLY_TTL, target, path, &variation, CHECK_TCP);
}

static bool
plan_add_reply_between(struct run *run, struct target *target,
                       struct path *path)
{
    enum { WIDEST = 8 };
    struct reply_ttl reply = probes_reply_ttl(run, path);

    if (probes_count(run, path, PROBE_REPLY_TTL) > COUNT_OF(reply_limits) ||
        reply.at_least == 0 || reply_ttl_is_exact(&reply) ||
        reply.below - reply.at_least > WIDEST)
        return false;
    for (int64_t limit = reply.below - 1; limit > reply.at_least; limit--)
        plan_add_reply(run, target, path, limit);
    return true;
}

/* A refusal, or a connection that is made within the company. */
static bool
path_is_answered_nearby(const struct run *run, const struct path *path)
{
    enum { WITHIN_HOPS = 2 };
    int64_t hops = probes_nearest(run, path, PROBE_HOPS);

    if (path_failed(path, CHECK_TCP))
        return path->results[CHECK_TCP].reason == REASON_REFUSED;
    return path_failed(path, CHECK_TLS) && hops > 0 && hops <= WITHIN_HOPS;
}

/* From how far away does the answer come? */
static bool
look_at_reply(struct run *run, struct target *target, struct path *path)
{
    if (target->route.kind == ROUTE_PROXY ||
        path_repeats(run, path).came_through > 0 ||
        !path_is_answered_nearby(run, path))
        return false;
    if (probes_count(run, path, PROBE_REPLY_TTL) > 0)
        return plan_add_reply_between(run, target, path);
    if (plan_knows_hops(run, path, PROBE_REPLY_TTL))
        return false;
    for (size_t i = 0; i < COUNT_OF(reply_limits); i++)
        plan_add_reply(run, target, path, reply_limits[i]);
    return true;
}

/* The first hop is before the hops: it waits for what has come of them. */
static plan_look *const looks[] = {
    look_again,      look_at_first_hop,    look_at_hops,
    look_at_changes, look_for_name_filter, look_at_reply,
};

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

static bool
probe_is_first(const struct run *run, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (run->probes[i]->like == run->probes[index]->like)
            return false;
    return true;
}

/* Enough is looked at, of those that failed like this one or of all. */
static bool
plan_is_full(const struct run *run, const struct path *path)
{
    size_t alike = 0;
    size_t all = 0;

    for (size_t i = 0; i < run->probe_count; i++)
        if (probe_is_first(run, i)) {
            alike += paths_failed_alike(run->probes[i]->like, path);
            all++;
        }
    return alike >= MOST_ALIKE || all >= MOST_PATHS;
}

static bool
plan_is_chosen(const struct run *run, const struct target *target,
               const struct path *path)
{
    return probes_count(run, path, PROBE_KIND_COUNT) > 0 ||
           (!plan_is_covered(run, target, path) && !plan_is_full(run, path));
}

/* Look by look, so that what takes longest begins first. */
static bool
plan_look_at_paths(struct run *run, plan_look *look)
{
    bool added = false;

    for (size_t i = 0; i < run->target_count; i++) {
        struct target *target = run->targets[i];

        if (!target_is_decisive(target, run))
            continue;
        for (size_t j = 0; j < target->path_count; j++)
            if (plan_is_chosen(run, target, target->paths[j]))
                added = look(run, target, target->paths[j]) || added;
    }
    return added;
}

bool
plan_paths(struct run *run)
{
    bool added = false;

    for (size_t i = 0; i < COUNT_OF(looks); i++)
        added = plan_look_at_paths(run, looks[i]) || added;
    return added;
}
