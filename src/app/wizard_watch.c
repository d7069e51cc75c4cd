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
    wizard->watch.verdict_count = 0;
    wizard->watch.runs = 0;
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

static void
remember(struct wizard_watch *watch, enum verdict_outcome verdict)
{
    if (watch->verdict_count == WATCH_HISTORY) {
        memmove(watch->verdicts, watch->verdicts + 1, WATCH_HISTORY - 1);
        watch->verdict_count--;
    }
    watch->verdicts[watch->verdict_count++] = (uint8_t)verdict;
    watch->runs++;
}

/* Where it was ill before and is well now, that is what was waited for. */
void
wizard_watch_ended(struct wizard *wizard)
{
    struct wizard_watch *watch = &wizard->watch;
    const struct session *session = wizard->session;

    if (!watch->on)
        return;
    watch->ended_ms = wizard->now_ms;
    remember(watch, session->diagnosis->outcome);
    if (session->diagnosis->outcome != VERDICT_HEALTHY) {
        watch->again_ms =
            watch->ended_ms + intervals_s[watch->interval] * SECOND_MS;
        return;
    }
    watch->on = false;
    watch->again_ms = 0;
    wizard->wish.bell = true;
    wizard_say(wizard, "All is healthy now. u shows what has changed.");
}

void
wizard_watch_strip(const struct wizard *wizard, size_t most, bool ascii,
                   struct buffer *out)
{
    static const enum glyph glyphs[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = GLYPH_PASS,
        [VERDICT_FAULT] = GLYPH_FAIL,
        [VERDICT_INCONCLUSIVE] = GLYPH_WARN,
    };
    const struct wizard_watch *watch = &wizard->watch;
    size_t first =
        watch->verdict_count > most ? watch->verdict_count - most : 0;

    for (size_t i = first; i < watch->verdict_count; i++)
        buffer_append_text(out, glyph_text(glyphs[watch->verdicts[i]], ascii));
}
