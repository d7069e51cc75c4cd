#include "app/line_news.h"

#include <stdio.h>

#include "app/line_private.h"
#include "model/probe_tally.h"
#include "report/terms.h"
#include "report/units.h"
#include "ui/evidence_view.h"

static const struct result *
event_result(const struct event *event)
{
    return event->name != NULL ? &event->name->result
                               : &event->path->results[event->check];
}

static void
subject_append(struct buffer *out, const struct event *event)
{
    if (event->name != NULL) {
        units_append_line(out, event->name->random ? "a name that nobody has"
                                                   : event->name->host);
        if (event->name->again != NULL)
            buffer_append_text(out, ", once more");
        return;
    }
    units_append_line(out, event->target->endpoint->host);
    buffer_append_text(out, " at ");
    units_append_address(out, &event->path->address);
    if (event->path->probe != NULL) {
        buffer_append_text(out, ", ");
        evidence_view_append_probe(out, event->path->probe);
    }
}

/*
 * There may be hundreds of probes, and somebody hears every line: one that
 * fails as it did before is no news, and of a series of hops only the whole
 * tells something. Step 7 has them all.
 */
static bool
event_is_told_later(const struct event *event)
{
    const struct probe *probe =
        event->path != NULL ? event->path->probe : NULL;

    if (probe == NULL)
        return false;
    return probe->kind == PROBE_HOPS || probe->kind == PROBE_HELLO_HOPS ||
           event->check != probe->until || !probe_came_through(probe);
}

/* That nobody has the name is what is expected, and no failure. */
static void
outcome_append(struct buffer *out, const struct event *event,
               const struct result *result)
{
    bool random = event->name != NULL && event->name->random;

    if (random && result->reason != REASON_NONE) {
        buffer_printf(out, ": %s\n", reason_phrase(result->reason));
        return;
    }
    buffer_printf(out, ": %s", terms_outcome(result->outcome));
    if (result->reason != REASON_NONE)
        buffer_printf(out, ", %s", reason_phrase(result->reason));
    buffer_append_byte(out, '\n');
}

static void
ended_append(struct buffer *out, const struct event *event)
{
    const struct result *result = event_result(event);

    if (result->outcome == OUTCOME_SKIP || result->outcome == OUTCOME_NONE ||
        event_is_told_later(event))
        return;
    buffer_printf(out, "%.3f s  %s  ", (double)event->at_ms / 1000,
                  words_id(&check_words, (int)event->check));
    subject_append(out, event);
    outcome_append(out, event, result);
}

void
line_news_append(struct buffer *out, const struct event *event)
{
    if (event->kind == EVENT_CHECK_ENDED)
        ended_append(out, event);
    if (event->kind == EVENT_PROBES_BEGAN)
        buffer_printf(out,
                      "%.3f s  Some things are tried again with one thing "
                      "changed; what comes through then is told here.\n",
                      (double)event->at_ms / 1000);
}

void
line_news_hear(void *context, const struct event *event)
{
    struct buffer line = { 0 };
    struct line_private *private = context;

    line_news_append(&line, event);
    if (line.length > 0) {
        fputs(line_private_say_news(private, buffer_text(&line)), stdout);
        fflush(stdout);
    }
    buffer_release(&line);
}
