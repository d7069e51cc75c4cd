#include "report/timeline_words.h"

#include <inttypes.h>

#include "report/terms.h"
#include "report/units.h"

enum { SECOND_MS = 1000 };

void
timeline_append_episode(struct buffer *out, const struct episode *episode)
{
    if (episode->before_ms != 0) {
        buffer_append_text(out, "between ");
        units_append_time(out, episode->before_ms / SECOND_MS);
        buffer_append_text(out, " and ");
    }
    units_append_time(out, episode->first_ms / SECOND_MS);
    buffer_printf(out, ": %s", terms_verdict(episode->outcome));
    if (episode->cause[0] != '\0')
        buffer_printf(out, " (%s)", episode->cause);
    if (episode->rounds == 1) {
        buffer_append_text(out, ", seen once");
        return;
    }
    buffer_append_text(out, ", seen for ");
    units_append_span(out, (episode->last_ms - episode->first_ms) / SECOND_MS);
    buffer_append_text(out, " in ");
    units_append_count(out, episode->rounds, "round", "rounds");
}

void
timeline_append_forgotten(struct buffer *out, const struct timeline *timeline)
{
    if (timeline->forgotten > 0)
        buffer_printf(out,
                      "and %" PRId64
                      " more changes, of which only the number was kept",
                      timeline->forgotten);
}

void
timeline_append_sum(struct buffer *out, const struct timeline *timeline)
{
    bool any = false;

    units_append_count(out, timeline->rounds, "round", "rounds");
    for (int i = 0; i < VERDICT_COUNT; i++) {
        if (timeline->lasted_ms[i] == 0)
            continue;
        buffer_append_text(out, any ? ", " : ". From each to the next: ");
        any = true;
        buffer_printf(out, "%s for ", terms_verdict((enum verdict_outcome)i));
        units_append_span(out, timeline->lasted_ms[i] / SECOND_MS);
    }
    buffer_append_byte(out, '.');
}
