#include "diagnosis/differential.h"

#include "diagnosis/setback.h"

static bool
failed_alike(const struct sight *one, const struct sight *other)
{
    enum check_id check = setback_check(one);

    return check != CHECK_COUNT && setback_check(other) == check &&
           sight_reason(one, check) == sight_reason(other, check) &&
           one->target->route.kind == other->target->route.kind;
}

const struct sight *
differential_model(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *model = NULL;

    if (sight->path == NULL)
        return NULL;
    if (sight->looked_at)
        return sight;
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];

        if (!other->looked_at || !failed_alike(sight, other))
            continue;
        if (other->target == sight->target)
            return other;
        if (model == NULL)
            model = other;
    }
    return model;
}

bool
differential_cures(const struct inquiry *inquiry, const struct sight *sight,
                   enum probe_kind kind, const struct variation *variation)
{
    static const struct variation usual;
    struct probe_tally changed =
        probes_tally(inquiry->run, sight->path, kind, variation);
    struct probe_tally same =
        probes_tally(inquiry->run, sight->path, PROBE_REPEAT, &usual);

    return changed.tried > 0 && changed.answered == changed.tried &&
           same.tried > 0 && same.answered == 0;
}

bool
differential_mends(const struct inquiry *inquiry, const struct sight *sight,
                   enum probe_kind kind, const struct variation *variation)
{
    static const struct variation usual;
    struct probe_tally changed =
        probes_tally(inquiry->run, sight->path, kind, variation);
    struct probe_tally same =
        probes_tally(inquiry->run, sight->path, PROBE_REPEAT, &usual);

    return changed.tried > 0 && changed.finished == changed.tried &&
           same.tried > 0 && same.finished == 0;
}

/* How often the same was tried again, and came through. */
static struct probe_tally
sight_repeats(const struct run *run, const struct sight *sight)
{
    static const struct variation usual;
    struct probe_tally names;

    if (sight->path != NULL)
        return probes_tally(run, sight->path, PROBE_REPEAT, &usual);
    names = probes_tally_name(run, sight_first_name(sight));
    names.finished = names.answered;
    return names;
}

bool
differential_was_repeated(const struct inquiry *inquiry)
{
    enum { AGAIN = 2 };

    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight)) {
        struct probe_tally same = sight_repeats(inquiry->run, sight);

        if (same.tried >= AGAIN && same.finished == 0)
            return true;
    }
    return false;
}

enum confidence
differential_raise(const struct inquiry *inquiry, enum confidence sure)
{
    return sure == CONFIDENCE_LOW && differential_was_repeated(inquiry)
               ? CONFIDENCE_MEDIUM
               : sure;
}

void
differential_cite_repeats(struct inquiry *inquiry, const struct sight *sight)
{
    static const struct variation usual;
    struct probe_tally same;

    if (sight->path == NULL)
        return;
    same = probes_tally(inquiry->run, sight->path, PROBE_REPEAT, &usual);
    if (same.tried > 0 && same.finished == 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "failed-each-time", sight);
}

void
differential_cite_reply(struct inquiry *inquiry, const struct sight *sight)
{
    struct reply_ttl reply = probes_reply_ttl(inquiry->run, sight->path);

    if (reply_ttl_is_exact(&reply))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "reply-ttl", sight);
}

void
differential_cite_distance(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->path == NULL)
        return;
    if (probes_nearest(inquiry->run, sight->path, PROBE_HOPS) > 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answered-after-hops", sight);
    differential_cite_reply(inquiry, sight);
}

void
differential_cite_reserved(struct inquiry *inquiry)
{
    if (probes_reserved(inquiry->run) != NULL)
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS,
                         "reserved-address-connects");
}
