#include "model/run.h"

static bool
path_has_cancelled(const struct path *path)
{
    for (int check = 0; check < CHECK_COUNT; check++)
        if (path->results[check].reason == REASON_CANCELLED)
            return true;
    return false;
}

bool
run_has_cancelled(const struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->result.reason == REASON_CANCELLED)
            return true;
    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            if (path_has_cancelled(run->targets[i]->paths[j]))
                return true;
    return false;
}

bool
outcome_is_final(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
           outcome == OUTCOME_FAIL || outcome == OUTCOME_SKIP;
}

static bool
outcome_is_good(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN;
}

/* The machine's own addresses count; others only when it has none. */
static bool
target_counts_all(const struct target *target)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (target->paths[i]->of_system)
            return false;
    return true;
}

/* How the paths that count stand at one check. */
struct tally {
    size_t good;
    size_t failed;
    size_t skipped;
    size_t open; /* pending or running */
    bool running;
    const struct path *first_good;
    const struct path *first_failed;
    const struct path *first_skipped;
    const struct path *first_open; /* one that runs before one that waits */
};

static void
tally_add(struct tally *tally, const struct path *path, enum outcome outcome)
{
    size_t *count = &tally->open;
    const struct path **first = &tally->first_open;

    if (outcome == OUTCOME_NONE)
        return;
    if (outcome_is_good(outcome)) {
        count = &tally->good;
        first = &tally->first_good;
    } else if (outcome == OUTCOME_FAIL) {
        count = &tally->failed;
        first = &tally->first_failed;
    } else if (outcome == OUTCOME_SKIP) {
        count = &tally->skipped;
        first = &tally->first_skipped;
    }
    if (*count == 0 || (outcome == OUTCOME_RUNNING && !tally->running))
        *first = path;
    tally->running = tally->running || outcome == OUTCOME_RUNNING;
    (*count)++;
}

static struct tally
target_tally(const struct target *target, enum check_id check)
{
    bool all = target_counts_all(target);
    struct tally tally = { 0 };

    for (size_t i = 0; i < target->path_count; i++)
        if (all || target->paths[i]->of_system)
            tally_add(&tally, target->paths[i],
                      target->paths[i]->results[check].outcome);
    return tally;
}

/* The most remarkable of the good results: a warning before a pass. */
static struct result
target_good_result(const struct target *target, enum check_id check,
                   const struct tally *tally)
{
    struct result result = tally->first_good->results[check];
    bool all = target_counts_all(target);

    if (tally->failed > 0) {
        result.outcome = OUTCOME_WARN;
        result.reason = REASON_SOME_ADDRESSES;
        return result;
    }
    for (size_t i = 0; i < target->path_count; i++) {
        const struct path *path = target->paths[i];

        if ((all || path->of_system) &&
            path->results[check].outcome == OUTCOME_WARN)
            return path->results[check];
    }
    return result;
}

/* Between its first and its last path, a target is in the middle of it. */
static struct result
target_open_result(enum check_id check, const struct tally *tally)
{
    struct result result = tally->first_open->results[check];

    if (tally->good + tally->failed + tally->skipped > 0)
        result.outcome = OUTCOME_RUNNING;
    return result;
}

static struct result
target_result_without_paths(const struct target *target)
{
    const struct name *name =
        target->route.kind == ROUTE_PROXY ? target->proxy_name : target->name;
    struct result result = { .outcome = OUTCOME_PENDING };

    if (!outcome_is_final(name->result.outcome))
        return result;
    result.outcome = OUTCOME_SKIP;
    result.reason = name->result.reason == REASON_CANCELLED ||
                            name->result.reason == REASON_DEADLINE
                        ? name->result.reason
                        : REASON_NEED_FAILED;
    return result;
}

/* Behind a proxy nobody needs the name here: a failure is a remark. */
static struct result
target_name_result(const struct target *target)
{
    struct result result = target->name->result;

    if (target->route.kind == ROUTE_PROXY && result.outcome == OUTCOME_FAIL)
        result.outcome = OUTCOME_WARN;
    return result;
}

struct result
target_result(const struct target *target, enum check_id check)
{
    if (check == CHECK_DNS)
        return target_name_result(target);
    if (check == CHECK_PROXY && target->route.kind != ROUTE_PROXY)
        return (struct result){ .outcome = OUTCOME_NONE };
    if (target->path_count == 0)
        return target_result_without_paths(target);

    struct tally tally = target_tally(target, check);

    if (tally.open > 0)
        return target_open_result(check, &tally);
    if (tally.good > 0)
        return target_good_result(target, check, &tally);
    if (tally.failed > 0)
        return tally.first_failed->results[check];
    if (tally.skipped > 0)
        return tally.first_skipped->results[check];
    return (struct result){ .outcome = OUTCOME_NONE };
}

const struct path *
target_path(const struct target *target, enum check_id check)
{
    struct tally tally = target_tally(target, check);

    if (tally.good > 0)
        return tally.first_good;
    if (tally.failed > 0)
        return tally.first_failed;
    if (tally.open > 0)
        return tally.first_open;
    if (tally.skipped > 0)
        return tally.first_skipped;
    return target->path_count > 0 ? target->paths[0] : NULL;
}

bool
target_is_decisive(const struct target *target, const struct run *run)
{
    return target->endpoint->required && !target->control &&
           endpoint_serves(target->endpoint, run->answers.service,
                           run->answers.region);
}
