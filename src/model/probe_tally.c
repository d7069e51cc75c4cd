#include "model/probe_tally.h"

#include <string.h>

size_t
probes_count(const struct run *run, const struct path *like,
             enum probe_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < run->probe_count; i++)
        count += run->probes[i]->like == like &&
                 (kind == PROBE_KIND_COUNT || run->probes[i]->kind == kind);
    return count;
}

bool
path_hello_was_answered(const struct path *path)
{
    const struct tls_facts *tls = &path->tls;

    if (tls->handshake_done || tls->chain_count > 0)
        return true;
    for (size_t i = 0; i < tls->message_count; i++)
        if (tls->messages[i]->direction == DIRECTION_RECEIVED &&
            strcmp(tls->messages[i]->name, "ServerHello") == 0)
            return true;
    return false;
}

static bool
outcome_is_own(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
           outcome == OUTCOME_FAIL;
}

/* That it could not be tried, or was stopped, says nothing. */
static bool
probe_was_tried(const struct probe *probe)
{
    const struct result *results = probe->path->results;
    enum reason reason = results[CHECK_TCP].reason;

    return outcome_is_own(results[CHECK_TCP].outcome) &&
           reason != REASON_NO_SOCKET && reason != REASON_DEADLINE &&
           results[probe->until].reason != REASON_CANCELLED &&
           results[probe->until].reason != REASON_DEADLINE;
}

static bool
probe_was_answered(const struct probe *probe)
{
    if (probe->until == CHECK_TCP)
        return probe->path->results[CHECK_TCP].outcome == OUTCOME_PASS;
    return path_hello_was_answered(probe->path);
}

static bool
outcome_is_good(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN;
}

bool
probe_came_through(const struct probe *probe)
{
    return outcome_is_good(probe->path->results[probe->until].outcome) ||
           probe->path->tls.handshake_done;
}

/*
 * Hellos with another name or version are filled up so that their length
 * stays the same: there it is no change.
 */
static bool
variation_equal(enum probe_kind kind, const struct variation *left,
                const struct variation *right)
{
    return left->ttl == right->ttl &&
           left->minimum_ttl == right->minimum_ttl &&
           left->hello_ttl == right->hello_ttl && left->port == right->port &&
           left->segment == right->segment &&
           (kind == PROBE_SERVER_NAME || kind == PROBE_TLS_VERSION ||
            left->hello_bytes == right->hello_bytes) &&
           left->hello_short == right->hello_short &&
           left->hello_split == right->hello_split &&
           left->name == right->name && left->offer == right->offer &&
           left->reserved == right->reserved && left->idle_s == right->idle_s;
}

struct probe_tally
probes_tally(const struct run *run, const struct path *like,
             enum probe_kind kind, const struct variation *variation)
{
    struct probe_tally tally = { 0 };

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->like != like || probe->kind != kind ||
            !variation_equal(kind, &probe->variation, variation) ||
            !probe_was_tried(probe))
            continue;
        tally.tried++;
        tally.answered += probe_was_answered(probe);
        tally.finished += probe_came_through(probe);
    }
    return tally;
}

bool
probes_show_name_filter(const struct run *run, const struct path *path)
{
    static const struct variation neutral = { .name = NAME_NEUTRAL };
    static const struct variation proven = { .name = NAME_PROVEN };
    static const struct variation usual = { 0 };
    struct probe_tally other =
        probes_tally(run, path, PROBE_SERVER_NAME, &neutral);
    struct probe_tally known =
        probes_tally(run, path, PROBE_SERVER_NAME, &proven);
    struct probe_tally same = probes_tally(run, path, PROBE_REPEAT, &usual);

    return !path_hello_was_answered(path) &&
           (other.answered >= 2 || known.answered >= 2) && same.tried > 0 &&
           same.answered == 0;
}

bool
probes_show_silence(const struct run *run, const struct path *path)
{
    static const struct variation neutral = { .name = NAME_NEUTRAL };

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->like == path && probe->until != CHECK_TCP &&
            probe_was_answered(probe))
            return false;
    }
    return probes_tally(run, path, PROBE_SERVER_NAME, &neutral).tried > 0;
}

/* Somebody has spoken: by a connection, or by turning it down. */
static bool
probe_met_somebody(const struct probe *probe)
{
    const struct path *path = probe->path;
    enum reason reason = path->results[CHECK_TCP].reason;

    if (probe->until == CHECK_TCP)
        return path->results[CHECK_TCP].outcome == OUTCOME_PASS ||
               reason == REASON_REFUSED;
    reason = path->results[CHECK_TLS].reason;
    return reason == REASON_TLS_RESET || reason == REASON_TLS_CLOSED ||
           reason == REASON_TLS_ALERT;
}

int64_t
probes_nearest(const struct run *run, const struct path *like,
               enum probe_kind kind)
{
    int64_t nearest = 0;

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];
        int64_t hops = kind == PROBE_HOPS ? probe->variation.ttl
                                          : probe->variation.hello_ttl;

        if (probe->like == like && probe->kind == kind &&
            probe_met_somebody(probe) && (nearest == 0 || hops < nearest))
            nearest = hops;
    }
    return nearest;
}

static bool
hops_were_used_up(const struct path *path)
{
    enum { TIME_EXCEEDED = 11, TIME_EXCEEDED_6 = 3 };

    return !path->tcp.sender_is_local &&
           path->tcp.icmp_type == (path->address.family == FAMILY_IPV6
                                       ? TIME_EXCEEDED_6
                                       : TIME_EXCEEDED);
}

const struct probe *
probes_last_hop(const struct run *run, const struct path *like)
{
    const struct probe *last = NULL;

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->like == like && probe->kind == PROBE_HOPS &&
            hops_were_used_up(probe->path) &&
            (last == NULL || probe->variation.ttl > last->variation.ttl))
            last = probe;
    }
    return last;
}

const struct probe *
probes_reserved(const struct run *run)
{
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->kind == PROBE_RESERVED &&
            probe_was_answered(run->probes[i]))
            return run->probes[i];
    return NULL;
}

/* Reset while it was idle or when it was used, or not answered any more. */
static bool
probe_was_cut(const struct probe *probe)
{
    enum reason reason = probe->path->results[CHECK_HTTP].reason;

    return reason == REASON_HTTP_RESET || reason == REASON_HTTP_SILENT;
}

/* One that the other end has closed meanwhile was not held to the end. */
static bool
probe_was_held(const struct probe *probe)
{
    const struct result *result = &probe->path->results[CHECK_HTTP];

    return outcome_is_own(result->outcome) && !probe_was_cut(probe) &&
           result->duration_ms >= probe->variation.idle_s * 1000;
}

struct hold_tally
probes_hold(const struct run *run, const struct path *like)
{
    struct hold_tally tally = { 0 };

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];
        int64_t idle_s = probe->variation.idle_s;

        if (probe->like != like || probe->kind != PROBE_HOLD)
            continue;
        if (probe_was_cut(probe) && (tally.cut_s == 0 || idle_s < tally.cut_s))
            tally.cut_s = idle_s;
        if (probe_was_held(probe) && idle_s > tally.held_s)
            tally.held_s = idle_s;
    }
    return tally;
}

/*
 * With a limit the same answer comes or does not: one that came above a limit
 * at which none did was another answer, and nothing is known.
 */
struct reply_ttl
probes_reply_ttl(const struct run *run, const struct path *like)
{
    enum { LARGEST = 255 };
    struct reply_ttl reply = { 0, LARGEST + 1 };

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];
        int64_t limit = probe->variation.minimum_ttl;

        if (probe->like != like || probe->kind != PROBE_REPLY_TTL ||
            !probe_was_tried(probe))
            continue;
        if (probe_met_somebody(probe))
            reply.at_least = limit > reply.at_least ? limit : reply.at_least;
        else
            reply.below = limit < reply.below ? limit : reply.below;
    }
    if (reply.at_least >= reply.below)
        reply.at_least = 0;
    return reply;
}

bool
reply_ttl_is_exact(const struct reply_ttl *reply)
{
    return reply->at_least > 0 && reply->below == reply->at_least + 1;
}

int64_t
reply_ttl_start(int64_t ttl)
{
    static const int64_t starts[] = { 64, 128 };

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (ttl <= starts[i])
            return starts[i];
    return 255;
}

static bool
name_has_address(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason == REASON_NONE)
            return true;
    return false;
}

struct probe_tally
probes_tally_name(const struct run *run, const struct name *name)
{
    struct probe_tally tally = { 0 };

    for (size_t i = 0; i < run->name_count; i++) {
        const struct name *again = run->names[i];

        if (again->again != name || question_is_varied(&again->variation) ||
            !outcome_is_own(again->result.outcome))
            continue;
        tally.tried++;
        tally.answered += name_has_address(again);
    }
    return tally;
}

static bool
paths_failed_alike(const struct path *one, const struct path *other)
{
    return one->address.family == other->address.family &&
           one->results[CHECK_TCP].reason ==
               other->results[CHECK_TCP].reason &&
           one->results[CHECK_TLS].reason == other->results[CHECK_TLS].reason;
}

const struct path *
probes_hops_model(const struct run *run, const struct path *path)
{
    const struct path *model = NULL;

    if (probes_count(run, path, PROBE_HOPS) > 0)
        return path;
    for (size_t i = 0; i < run->probe_count && model == NULL; i++)
        if (run->probes[i]->kind == PROBE_HOPS &&
            paths_failed_alike(run->probes[i]->like, path))
            model = run->probes[i]->like;
    return model;
}

const struct probe *
probes_first_router(const struct run *run, const struct path *like)
{
    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->like == like && probe->kind == PROBE_OTHER_PORT &&
            hops_were_used_up(probe->path))
            return probe;
    }
    return NULL;
}
