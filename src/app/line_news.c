#include "app/line_news.h"

#include <stdio.h>

#include "report/terms.h"
#include "report/units.h"

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
    if (event->path->probe != NULL)
        buffer_printf(
            out, ", again (%s)",
            words_id(&probe_kind_words, (int)event->path->probe->kind));
}

/* A series of these is long, and only the whole of it tells something. */
static bool
event_is_of_series(const struct event *event)
{
    const struct probe *probe =
        event->path != NULL ? event->path->probe : NULL;

    return probe != NULL &&
           (probe->kind == PROBE_HOPS || probe->kind == PROBE_HELLO_HOPS);
}

static void
ended_append(struct buffer *out, const struct event *event)
{
    const struct result *result = event_result(event);

    if (result->outcome == OUTCOME_SKIP || result->outcome == OUTCOME_NONE ||
        event_is_of_series(event))
        return;
    buffer_printf(out, "%.3f s  %s  ", (double)event->at_ms / 1000,
                  words_id(&check_words, (int)event->check));
    subject_append(out, event);
    buffer_printf(out, ": %s", terms_outcome(result->outcome));
    if (result->reason != REASON_NONE)
        buffer_printf(out, ", %s", reason_phrase(result->reason));
    buffer_append_byte(out, '\n');
}

void
line_news_append(struct buffer *out, const struct event *event)
{
    if (event->kind == EVENT_CHECK_ENDED)
        ended_append(out, event);
    if (event->kind == EVENT_PROBES_BEGAN)
        buffer_printf(out,
                      "%.3f s  Some things are tried again, one thing "
                      "changed.\n",
                      (double)event->at_ms / 1000);
}

void
line_news_hear(void *context, const struct event *event)
{
    struct buffer line = { 0 };

    (void)context;
    line_news_append(&line, event);
    if (line.length > 0) {
        fputs(buffer_text(&line), stdout);
        fflush(stdout);
    }
    buffer_release(&line);
}
