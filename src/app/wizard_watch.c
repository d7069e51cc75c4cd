#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "app/wizard.h"
#include "ui/glyph.h"

enum { SECOND_MS = 1000 };

/* What can be chosen between two runs. */
static const int intervals_s[] = {
    5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600
};

enum { INTERVALS = sizeof intervals_s / sizeof intervals_s[0] };
static_assert((int)WATCH_USUAL < (int)INTERVALS,
              "the usual interval is one of them");

int64_t
wizard_watch_interval_s(const struct wizard *wizard)
{
    return intervals_s[wizard->watch.interval];
}

void
wizard_watch_end(struct wizard *wizard)
{
    wizard->watch.on = false;
    wizard->watch.again_ms = 0;
    wizard_say(wizard, "No longer watched.");
}

static void
begin(struct wizard *wizard)
{
    wizard->watch.on = true;
    wizard->watch.again_ms = 0;
    if (wizard->run == RUN_ENDED)
        wizard_again(wizard);
    if (wizard->run != RUN_UNDER_WAY) {
        wizard->watch.on = false; /* wizard_again has said why */
        return;
    }
    wizard_say(wizard,
               "Watched every %" PRId64 " s until healthy; + longer, - "
               "shorter.",
               wizard_watch_interval_s(wizard));
}

void
wizard_watch_toggle(struct wizard *wizard)
{
    if (wizard->watch.on)
        wizard_watch_end(wizard);
    else if (wizard->run < RUN_UNDER_WAY)
        wizard_say(wizard, "First agree to the plan, in step 2.");
    else
        begin(wizard);
}

void
wizard_watch_pace(struct wizard *wizard, int by)
{
    struct wizard_watch *watch = &wizard->watch;

    if (by < 0 && watch->interval > 0)
        watch->interval--;
    if (by > 0 && watch->interval + 1 < INTERVALS)
        watch->interval++;
    if (watch->again_ms != 0)
        watch->again_ms =
            watch->ended_ms + intervals_s[watch->interval] * SECOND_MS;
    wizard_say(wizard, "Watched: checked again every %d s.",
               intervals_s[watch->interval]);
}

/* The name of a file without its directory. */
static const char *
name_of(const struct buffer *path)
{
    const char *slash = strrchr(buffer_text(path), '/');

    return slash != NULL ? slash + 1 : buffer_text(path);
}

static void
say_pair(struct wizard *wizard)
{
    const struct rounds *rounds = &wizard->rounds;
    bool healthy = wizard->session->diagnosis->outcome == VERDICT_HEALTHY;

    wizard_say(wizard, "%s Kept %s and %s", healthy ? "Healthy." : "Changed.",
               name_of(&rounds->pairs.before), name_of(&rounds->pairs.after));
}

/* Where it was ill before and is well now, that is what was waited for. */
void
wizard_watch_ended(struct wizard *wizard)
{
    struct wizard_watch *watch = &wizard->watch;
    bool healthy = wizard->session->diagnosis->outcome == VERDICT_HEALTHY;

    if (!watch->on)
        return;
    watch->ended_ms = wizard->now_ms;
    watch->again_ms =
        watch->ended_ms + intervals_s[watch->interval] * SECOND_MS;
    if (healthy) {
        watch->on = false;
        watch->again_ms = 0;
        wizard->wish.bell = true;
        wizard_say(wizard, "All is healthy now. u shows what has changed, o "
                           "when.");
    }
    if (wizard->rounds.pair_is_new)
        say_pair(wizard);
}

static enum glyph
glyph_of(enum verdict_outcome outcome)
{
    static const enum glyph glyphs[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = GLYPH_PASS,
        [VERDICT_FAULT] = GLYPH_FAIL,
        [VERDICT_INCONCLUSIVE] = GLYPH_WARN,
    };

    return glyphs[outcome];
}

void
wizard_watch_strip(const struct wizard *wizard, int64_t most, bool ascii,
                   struct buffer *out)
{
    const struct timeline *timeline = &wizard->rounds.timeline;
    size_t first = timeline->count;
    int64_t there = 0; /* rounds from `first` on */

    while (first > 0 && there < most)
        there += timeline->episodes[--first].rounds;
    for (size_t i = first; i < timeline->count; i++) {
        const struct episode *episode = &timeline->episodes[i];
        int64_t shown = episode->rounds;

        if (i == first && there > most)
            shown -= there - most;
        for (int64_t j = 0; j < shown; j++)
            buffer_append_text(out,
                               glyph_text(glyph_of(episode->outcome), ascii));
    }
}
