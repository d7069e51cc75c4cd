#include "model/comparison.h"

#include <string.h>
#include <strings.h>

enum { MOST_HOPS = 64 };

static const char *const turn_ids[TURN_COUNT] = {
    [TURN_NONE] = "unchanged",
    [TURN_GOOD] = "turned-good",
    [TURN_BAD] = "turned-bad",
    [TURN_OTHER] = "different",
};
const struct words turn_words = { turn_ids, TURN_COUNT };

/* A gateway may have answered within the handshake already. */
static bool
target_came_through(const struct target *target)
{
    enum outcome outcome = target_result(target, CHECK_HTTP).outcome;

    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
           target_result(target, CHECK_TLS).reason ==
               REASON_CERTIFICATE_REQUIRED;
}

struct standing
target_standing(const struct target *target)
{
    struct standing remark = { CHECK_COUNT, OUTCOME_PASS, REASON_NONE };

    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = target_result(target, (enum check_id)check);

        if (result.outcome == OUTCOME_FAIL)
            return (struct standing){ (enum check_id)check, result.outcome,
                                      result.reason };
        if (result.outcome == OUTCOME_WARN && remark.check == CHECK_COUNT)
            remark = (struct standing){ (enum check_id)check, result.outcome,
                                        result.reason };
    }
    if (!target_came_through(target))
        return (struct standing){ CHECK_COUNT, OUTCOME_NONE, REASON_NONE };
    return remark;
}

const struct certificate *
target_leaf(const struct target *target)
{
    const struct path *path = target_path(target, CHECK_TLS);

    return path != NULL && path->tls.chain_count > 0 ? path->tls.chain[0]
                                                     : NULL;
}

const struct address *
target_hop(const struct run *run, const struct target *target, int64_t hop)
{
    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->kind == PROBE_HOPS && probe->target == target &&
            probe->variation.ttl == hop &&
            probe->path->tcp.sender.family != FAMILY_NONE)
            return &probe->path->tcp.sender;
    }
    return NULL;
}

static enum turn
turn_of_outcomes(enum outcome was, enum outcome is)
{
    static const int ranks[OUTCOME_COUNT] = {
        [OUTCOME_PASS] = 3, [OUTCOME_WARN] = 2, [OUTCOME_FAIL] = 1
    };

    if (ranks[was] == 0 || ranks[is] == 0 || ranks[was] == ranks[is])
        return TURN_OTHER;
    return ranks[is] > ranks[was] ? TURN_GOOD : TURN_BAD;
}

static enum turn
turn_of_standings(const struct standing *was, const struct standing *is)
{
    if (was->check == is->check && was->outcome == is->outcome &&
        was->reason == is->reason)
        return TURN_NONE;
    return turn_of_outcomes(was->outcome, is->outcome);
}

static const char *
cause_of(const struct diagnosis *diagnosis)
{
    return diagnosis->finding_count > 0 ? diagnosis->findings[0]->cause : "";
}

static enum turn
turn_of_verdicts(const struct diagnosis *was, const struct diagnosis *is)
{
    if (was->outcome == is->outcome)
        return is->outcome == VERDICT_HEALTHY ||
                       strcmp(cause_of(was), cause_of(is)) == 0
                   ? TURN_NONE
                   : TURN_OTHER;
    if (is->outcome == VERDICT_HEALTHY)
        return TURN_GOOD;
    return was->outcome == VERDICT_HEALTHY ? TURN_BAD : TURN_OTHER;
}

static bool
text_differs(const char *left, const char *right)
{
    if (left == NULL || right == NULL)
        return left != right;
    return strcmp(left, right) != 0;
}

/* Each address of the one is an address of the other. */
static bool
addresses_are_in(const struct target *one, const struct target *other)
{
    for (size_t i = 0; i < one->path_count; i++)
        if (target_find_path(other, &one->paths[i]->address) == NULL)
            return false;
    return true;
}

/* A name behind a balancer has several certificates; one in common will do. */
static bool
has_leaf(const struct target *target, const struct certificate *leaf)
{
    for (size_t i = 0; i < target->path_count; i++) {
        const struct tls_facts *tls = &target->paths[i]->tls;

        if (tls->chain_count > 0 &&
            !text_differs(tls->chain[0]->sha256, leaf->sha256))
            return true;
    }
    return false;
}

static void
compare_leaves(struct endpoint_change *change)
{
    const struct certificate *was = target_leaf(change->before);
    const struct certificate *is = target_leaf(change->after);

    if (was == NULL || is == NULL)
        return;
    change->signer = text_differs(was->issuer, is->issuer);
    change->certificate = !change->signer && !has_leaf(change->after, was) &&
                          !has_leaf(change->before, is);
}

/* A router that is silent once may be so by its own measure of traffic. */
static void
compare_ways(const struct comparison *comparison,
             struct endpoint_change *change)
{
    for (int64_t hop = 1; hop <= MOST_HOPS; hop++) {
        const struct address *was =
            target_hop(comparison->runs[0], change->before, hop);
        const struct address *is =
            target_hop(comparison->runs[1], change->after, hop);

        if (was != NULL && is != NULL && !address_equal(was, is))
            change->way = true;
    }
}

static bool
times_differ(int64_t was, int64_t is)
{
    int64_t less = was < is ? was : is;
    int64_t more = was < is ? is : was;

    return more - less >= COMPARISON_LEAST_MS &&
           more >= less * COMPARISON_FACTOR;
}

static void
compare_times(struct endpoint_change *change)
{
    for (int i = 0; i < CHECK_COUNT; i++) {
        enum check_id check = (enum check_id)i;
        struct result was = target_result(change->before, check);
        struct result is = target_result(change->after, check);

        change->time[check] = was.outcome == OUTCOME_PASS &&
                              is.outcome == OUTCOME_PASS &&
                              times_differ(was.duration_ms, is.duration_ms);
    }
}

static bool
change_has_difference(const struct endpoint_change *change)
{
    bool differs = change->route || change->addresses || change->signer ||
                   change->certificate || change->way;

    for (int check = 0; check < CHECK_COUNT; check++)
        differs = differs || change->time[check];
    return differs;
}

/* By another route there are other addresses and other routers, of course. */
static void
compare_endpoint(const struct comparison *comparison,
                 struct endpoint_change *change)
{
    change->was = target_standing(change->before);
    change->is = target_standing(change->after);
    change->turn = turn_of_standings(&change->was, &change->is);
    change->route = change->before->route.kind != change->after->route.kind;
    compare_leaves(change);
    if (!change->route) {
        change->addresses = !addresses_are_in(change->before, change->after) ||
                            !addresses_are_in(change->after, change->before);
        compare_ways(comparison, change);
        compare_times(change);
    }
    if (change->turn == TURN_NONE && change_has_difference(change))
        change->turn = TURN_OTHER;
}

static const struct target *
find_target(const struct run *run, const struct target *like)
{
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (!target->control &&
            target->endpoint->port == like->endpoint->port &&
            strcasecmp(target->endpoint->host, like->endpoint->host) == 0)
            return target;
    }
    return NULL;
}

static void
add_change(struct comparison *comparison, const struct endpoint_change *change,
           struct arena *arena)
{
    struct endpoint_change *kept;

    if (change->turn == TURN_NONE) {
        comparison->alike_count++;
        return;
    }
    kept = arena_new(arena, 1, sizeof *kept);
    *kept = *change;
    comparison->turn_counts[change->turn]++;
    arena_push(arena, &comparison->changes, &comparison->change_count, kept);
}

/* Returns how many endpoints are in both. */
static size_t
compare_endpoints(struct comparison *comparison, struct arena *arena)
{
    const struct run *before = comparison->runs[0];
    const struct run *after = comparison->runs[1];
    size_t common = 0;

    for (size_t i = 0; i < before->target_count; i++) {
        struct endpoint_change change = { .before = before->targets[i] };

        if (change.before->control)
            continue;
        change.after = find_target(after, change.before);
        change.turn = TURN_OTHER;
        if (change.after != NULL) {
            common++;
            compare_endpoint(comparison, &change);
        } else {
            change.was = target_standing(change.before);
        }
        add_change(comparison, &change, arena);
    }
    for (size_t i = 0; i < after->target_count; i++) {
        struct endpoint_change change = { .after = after->targets[i],
                                          .turn = TURN_OTHER };

        if (change.after->control || find_target(before, change.after) != NULL)
            continue;
        change.is = target_standing(change.after);
        add_change(comparison, &change, arena);
    }
    return common;
}

static bool
routes_differ(const struct route *left, const struct route *right)
{
    return left->kind != right->kind ||
           text_differs(left->proxy_host, right->proxy_host) ||
           left->proxy_port != right->proxy_port;
}

static bool
services_differ(const struct run *left, const struct run *right)
{
    const struct service *one = left->answers.service;
    const struct service *other = right->answers.service;

    return text_differs(one != NULL ? one->id : NULL,
                        other != NULL ? other->id : NULL);
}

enum incomparable
comparison_make(struct comparison *comparison, const struct run *before,
                const struct diagnosis *before_diagnosis,
                const struct run *after,
                const struct diagnosis *after_diagnosis, struct arena *arena)
{
    *comparison = (struct comparison){
        .runs = { before, after },
        .diagnoses = { before_diagnosis, after_diagnosis },
    };
    if (services_differ(before, after))
        return INCOMPARABLE_SERVICE;
    if ((before->simulation == NULL) != (after->simulation == NULL))
        return INCOMPARABLE_SIMULATED;
    comparison->verdict = turn_of_verdicts(before_diagnosis, after_diagnosis);
    comparison->other_machine =
        text_differs(before->machine.hostname, after->machine.hostname);
    comparison->other_route = routes_differ(&before->route, &after->route);
    comparison->backwards = before->started > after->started;
    if (compare_endpoints(comparison, arena) == 0)
        return INCOMPARABLE_ENDPOINTS;
    return COMPARABLE;
}
