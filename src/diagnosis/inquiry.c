#include "diagnosis/inquiry.h"

#include <string.h>

#include "diagnosis/rules.h"
#include "model/probe_tally.h"

static size_t
inquiry_count_sights(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        size_t paths = run->targets[i]->path_count;

        count += paths > 0 ? paths : 1;
    }
    return count;
}

static bool
sights_family_works(const struct sight *sights, size_t count,
                    enum family family)
{
    bool works = false;

    for (size_t i = 0; i < count; i++) {
        const struct sight *sight = &sights[i];

        if (!sight->counts || sight->path == NULL ||
            sight->path->address.family != family)
            continue;
        if (!sight->proven)
            return false;
        works = true;
    }
    return works;
}

/* There are addresses of it, and the service is at none of them. */
static bool
sights_family_is_dead(const struct sight *sights, size_t count,
                      enum family family)
{
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        const struct sight *sight = &sights[i];

        if (!sight->counts || sight->path == NULL ||
            sight->path->address.family != family)
            continue;
        if (sight->proven || !sight_ran(sight, CHECK_TCP))
            return false;
        any = true;
    }
    return any;
}

/*
 * One family is enough to work: a product that meets a dead address of the
 * other goes on to the next, late. Some dead addresses within a family are
 * not: then it depends on which one is taken. Nor is IPv6 when IPv4 is dead
 * altogether: Java takes an address of IPv4 first, and need not go on.
 */
static bool
sights_work(const struct sight *sights, size_t count)
{
    if (target_is_unresolved(sights[0].target))
        return false;
    return sights_family_works(sights, count, FAMILY_IPV4) ||
           (sights_family_works(sights, count, FAMILY_IPV6) &&
            !sights_family_is_dead(sights, count, FAMILY_IPV4));
}

static void
inquiry_see(struct inquiry *inquiry, const struct target *target)
{
    struct sight *sights = &inquiry->sights[inquiry->sight_count];
    size_t count = target->path_count > 0 ? target->path_count : 1;

    for (size_t i = 0; i < count; i++) {
        sights[i] =
            sight_of(target, target->path_count > 0 ? target->paths[i] : NULL);
        sight_name_answer(&sights[i], inquiry->run->definitions);
    }

    bool works = sights_work(sights, count);

    for (size_t i = 0; i < count; i++) {
        sights[i].target_works = works;
        sights[i].looked_at =
            sights[i].path != NULL &&
            probes_count(inquiry->run, sights[i].path, PROBE_KIND_COUNT) > 0;
    }
    inquiry->sight_count += count;
}

void
inquiry_init(struct inquiry *inquiry, const struct run *run,
             struct arena *arena)
{
    *inquiry = (struct inquiry){ .run = run, .arena = arena };
    inquiry->sights =
        arena_new(arena, inquiry_count_sights(run), sizeof *inquiry->sights);
    for (size_t i = 0; i < run->target_count; i++)
        inquiry_see(inquiry, run->targets[i]);
}

static bool
inquiry_has_cited(const struct inquiry *inquiry, const struct evidence *same)
{
    const struct finding *finding = inquiry->finding;

    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct evidence *evidence = finding->evidence[i];

        if (evidence->target == same->target && evidence->path == same->path &&
            evidence->hit == same->hit &&
            strcmp(evidence->statement, same->statement) == 0)
            return true;
    }
    return false;
}

static void
inquiry_add(struct inquiry *inquiry, const struct evidence *evidence)
{
    struct finding *finding = inquiry->finding;

    if (inquiry_has_cited(inquiry, evidence))
        return;

    struct evidence *copy = arena_new(inquiry->arena, 1, sizeof *copy);

    *copy = *evidence;
    arena_push(inquiry->arena, &finding->evidence, &finding->evidence_count,
               copy);
}

void
inquiry_cite(struct inquiry *inquiry, enum evidence_kind kind,
             const char *statement, const struct sight *sight)
{
    struct evidence evidence = { kind, statement, sight->target, sight->path,
                                 NULL };

    inquiry_add(inquiry, &evidence);
}

void
inquiry_cite_target(struct inquiry *inquiry, enum evidence_kind kind,
                    const char *statement, const struct target *target)
{
    struct evidence evidence = { kind, statement, target, NULL, NULL };

    inquiry_add(inquiry, &evidence);
}

void
inquiry_cite_run(struct inquiry *inquiry, enum evidence_kind kind,
                 const char *statement)
{
    struct evidence evidence = { kind, statement, NULL, NULL, NULL };

    inquiry_add(inquiry, &evidence);
}

void
inquiry_cite_log(struct inquiry *inquiry, enum evidence_kind kind,
                 const char *statement, const struct target *target,
                 const struct log_hit *hit)
{
    struct evidence evidence = { kind, statement, target, NULL, hit };

    inquiry_add(inquiry, &evidence);
}

bool
inquiry_is_healthy(const struct inquiry *inquiry)
{
    bool decided = false;

    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (!target_is_decisive(sight->target, inquiry->run))
            continue;
        if (!sight->target_works)
            return false;
        decided = true;
    }
    return decided;
}

/* A remark takes no sight, so what it is about must be asked again. */
static bool
inquiry_concerns(const struct inquiry *inquiry, const struct sight *sight)
{
    if (inquiry->rule->holds != NULL)
        return false;
    if (inquiry->rule->weight == WEIGHT_REMARK)
        return inquiry->rule->fits(inquiry, sight);
    return sight->explained == inquiry->rule;
}

const struct sight *
inquiry_next(const struct inquiry *inquiry, const struct sight *after)
{
    const struct sight *end = inquiry->sights + inquiry->sight_count;
    const struct sight *sight = after != NULL ? after + 1 : inquiry->sights;

    for (; sight < end; sight++)
        if (inquiry_concerns(inquiry, sight))
            return sight;
    return NULL;
}

static bool
inquiry_concerns_host(const struct inquiry *inquiry,
                      const struct target *target)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (sight->target->name == target->name)
            return true;
    return false;
}

static enum route_kind
inquiry_route(const struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);

    return first != NULL ? first->target->route.kind
                         : inquiry->run->route.kind;
}

static bool
sight_is_neutral(const struct sight *sight)
{
    return sight->target->endpoint->role == ROLE_NEUTRAL;
}

static const struct sight *
inquiry_control(const struct inquiry *inquiry, enum check_id check,
                bool same_host)
{
    enum route_kind route = inquiry_route(inquiry);

    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (sight->target->route.kind == route && sight_passed(sight, check) &&
            !sight_is_neutral(sight) && !inquiry_concerns(inquiry, sight) &&
            inquiry_concerns_host(inquiry, sight->target) == same_host)
            return sight;
    }
    return NULL;
}

const struct sight *
inquiry_other_address(const struct inquiry *inquiry, enum check_id check)
{
    return inquiry_control(inquiry, check, true);
}

const struct sight *
inquiry_other_endpoint(const struct inquiry *inquiry, enum check_id check)
{
    return inquiry_control(inquiry, check, false);
}

const struct sight *
inquiry_genuine(const struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++)
        if (sight_chain_is_genuine(&inquiry->sights[i]) &&
            !sight_is_neutral(&inquiry->sights[i]))
            return &inquiry->sights[i];
    return NULL;
}

const struct sight *
inquiry_neutral(const struct inquiry *inquiry,
                bool (*holds)(const struct sight *sight))
{
    enum route_kind route = inquiry_route(inquiry);

    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (sight_is_neutral(sight) && sight->target->route.kind == route &&
            holds(sight))
            return sight;
    }
    return NULL;
}

enum confidence
inquiry_compare(struct inquiry *inquiry, enum check_id check,
                const char *other_address, const char *other_endpoint)
{
    const struct sight *address = inquiry_other_address(inquiry, check);
    const struct sight *endpoint = inquiry_other_endpoint(inquiry, check);

    if (address != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, other_address, address);
    if (endpoint != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, other_endpoint, endpoint);
    return address != NULL || endpoint != NULL ? CONFIDENCE_MEDIUM
                                               : CONFIDENCE_LOW;
}

static bool
inquiry_tried_both_routes(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    for (size_t i = 1; i < run->target_count; i++)
        if (run->targets[i]->route.kind != run->targets[0]->route.kind &&
            run->targets[i]->endpoint->role != ROLE_NEUTRAL)
            return true;
    return false;
}

static bool
reason_is_our_own(enum reason reason)
{
    return reason == REASON_CANCELLED || reason == REASON_DEADLINE ||
           reason == REASON_NO_SOCKET;
}

/* We ended it, or never began: what is there was not looked at. */
static bool
sight_was_not_checked(const struct sight *sight)
{
    if (sight->path == NULL)
        return reason_is_our_own(sight->target->name->result.reason);
    for (int check = 0; check < CHECK_COUNT; check++)
        if (reason_is_our_own(sight->path->results[check].reason))
            return true;
    return false;
}

static void
inquiry_cite_unchecked(struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (target_is_decisive(sight->target, inquiry->run) &&
            sight_was_not_checked(sight))
            inquiry_cite_target(inquiry, EVIDENCE_NOT_EVALUATED,
                                "target-not-checked", sight->target);
    }
}

/* A connection that was made again, or a name that was looked up again. */
static bool
sight_was_repeated(const struct run *run, const struct sight *sight)
{
    static const struct variation usual;

    if (probes_tally_name(run, sight_first_name(sight)).tried > 0)
        return true;
    return sight->path != NULL &&
           probes_tally(run, sight->path, PROBE_REPEAT, &usual).tried > 0;
}

/* Something that this finding is about was tried more than once. */
static bool
inquiry_was_repeated(const struct inquiry *inquiry)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (sight_was_repeated(inquiry->run, sight))
            return true;
    return false;
}

/* The rule itself has said what that sight tells. */
static bool
inquiry_has_spoken_of(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct finding *finding = inquiry->finding;

    for (size_t i = 0; i < finding->evidence_count; i++)
        if (finding->evidence[i]->target == sight->target &&
            finding->evidence[i]->path == sight->path)
            return true;
    return false;
}

/* What came of the same endpoints by the other route. */
static void
inquiry_cite_other_route(struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (!sight->target->control ||
            !inquiry_concerns_host(inquiry, sight->target) ||
            inquiry_has_spoken_of(inquiry, sight))
            continue;
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                     sight->proven ? "proven-by-other-route"
                                   : "other-route-fails-too",
                     sight);
    }
}

void
inquiry_cite_limits(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);

    if (first == NULL)
        return;
    inquiry_cite_unchecked(inquiry);
    if (!inquiry_was_repeated(inquiry))
        inquiry_cite_target(inquiry, EVIDENCE_NOT_EVALUATED, "not-repeated",
                            first->target);
    if (!inquiry_tried_both_routes(inquiry))
        inquiry_cite_target(inquiry, EVIDENCE_NOT_EVALUATED,
                            "not-tried-other-route", first->target);
    inquiry_cite_other_route(inquiry);
}
