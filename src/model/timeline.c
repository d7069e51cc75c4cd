#include "model/timeline.h"

#include <stdio.h>
#include <string.h>

const struct episode *
timeline_latest(const struct timeline *timeline)
{
    return timeline->count > 0 ? &timeline->episodes[timeline->count - 1]
                               : NULL;
}

/* How it began stays; it is what everything later is compared with. */
static void
make_room(struct timeline *timeline)
{
    struct episode *episodes = timeline->episodes;

    if (timeline->count < TIMELINE_EPISODES)
        return;
    memmove(&episodes[1], &episodes[2],
            (TIMELINE_EPISODES - 2) * sizeof *episodes);
    timeline->count--;
    timeline->forgotten++;
}

static bool
is_the_same(const struct episode *latest, enum verdict_outcome outcome,
            const char *cause)
{
    return latest->outcome == outcome &&
           strncmp(latest->cause, cause, sizeof latest->cause - 1) == 0;
}

bool
timeline_add(struct timeline *timeline, int64_t at_ms,
             enum verdict_outcome outcome, const char *cause)
{
    struct episode *latest =
        timeline->count > 0 ? &timeline->episodes[timeline->count - 1] : NULL;
    int64_t before_ms = latest != NULL ? latest->last_ms : 0;
    const char *id = cause != NULL ? cause : "";

    timeline->rounds++;
    if (latest != NULL && at_ms > latest->last_ms)
        timeline->lasted_ms[latest->outcome] += at_ms - latest->last_ms;
    if (latest != NULL && is_the_same(latest, outcome, id)) {
        latest->last_ms = at_ms;
        latest->rounds++;
        return false;
    }
    make_room(timeline);
    latest = &timeline->episodes[timeline->count++];
    *latest = (struct episode){
        .outcome = outcome,
        .before_ms = before_ms,
        .first_ms = at_ms,
        .last_ms = at_ms,
        .rounds = 1,
    };
    snprintf(latest->cause, sizeof latest->cause, "%s", id);
    return timeline->rounds > 1;
}
