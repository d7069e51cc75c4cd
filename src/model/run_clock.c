#include "model/run_clock.h"

bool
clock_is_off(int64_t offset_s)
{
    return offset_s > CLOCK_TOLERANCE_S || offset_s < -CLOCK_TOLERANCE_S;
}

bool
clocks_agree(int64_t offset_s, int64_t other_s)
{
    return !clock_is_off(offset_s - other_s);
}

static bool
path_tells_time(const struct path *path)
{
    enum outcome outcome = path->results[CHECK_HTTP].outcome;

    return (outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
            outcome == OUTCOME_FAIL) &&
           path->http.has_date && path->tls.genuine.done &&
           path->tls.genuine.ok;
}

/* What the paths have told so far. */
struct told {
    const struct path *first;
    bool disagree;
};

static void
told_take(struct told *told, const struct path *path)
{
    if (!path_tells_time(path))
        return;
    if (told->first == NULL)
        told->first = path;
    else if (!clocks_agree(path->http.clock_offset_s,
                           told->first->http.clock_offset_s))
        told->disagree = true;
}

int64_t
run_clock_offset_s(const struct run *run)
{
    struct told told = { 0 };

    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            told_take(&told, run->targets[i]->paths[j]);
    if (told.first == NULL || told.disagree ||
        !clock_is_off(told.first->http.clock_offset_s))
        return 0;
    return told.first->http.clock_offset_s;
}

int64_t
run_began_s(const struct run *run)
{
    enum { MS = 1000 };

    return run->started / MS - run_clock_offset_s(run);
}
