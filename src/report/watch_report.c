#include "report/watch_report.h"

#include <string.h>

#include "base/clock.h"
#include "report/compare_json.h"
#include "report/compare_words.h"
#include "report/headline.h"
#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/timeline_words.h"
#include "report/units.h"
#include "transcript/json_writer.h"

/* As text. */

static void
append_verdict(struct buffer *out, const struct watch_round *round)
{
    units_append_time(out, round->run->started / 1000);
    buffer_printf(out, "  %s: ", terms_verdict(round->diagnosis->outcome));
    headline_append(out, round->run, round->diagnosis);
}

static void
text_write_changes(const struct comparison *comparison, struct buffer *out)
{
    for (size_t i = 0; i < comparison->change_count; i++) {
        const struct endpoint_change *change = comparison->changes[i];
        struct compare_lines lines;
        struct buffer line = { 0 };

        compare_lines_fill(&lines, comparison, change);
        for (size_t j = 0; j < lines.count; j++) {
            compare_append_place(&line, change);
            buffer_printf(&line, ": %s", buffer_text(&lines.lines[j]));
            text_wrap_buffer(out, "  - ", "    ", &line);
        }
        compare_lines_release(&lines);
        buffer_release(&line);
    }
}

/* A round that is like the one before is no news. */
static void
text_round(const struct watch_round *round, struct buffer *out)
{
    struct buffer line = { 0 };

    if (round->comparison == NULL && round->timeline->rounds > 1)
        return;
    append_verdict(&line, round);
    text_wrap_buffer(out, "", "  ", &line);
    if (round->comparison != NULL)
        text_write_changes(round->comparison, out);
    if (round->kept_before != NULL) {
        buffer_append_text(&line, "kept: ");
        units_append_line(&line, round->kept_before);
        buffer_append_text(&line, " and ");
        units_append_line(&line, round->kept_after);
        text_wrap_buffer(out, "  ", "  ", &line);
    }
    buffer_release(&line);
}

static void
text_end(const struct timeline *timeline, struct buffer *out)
{
    struct buffer line = { 0 };

    text_heading(out, "OVER TIME");
    for (size_t i = 0; i < timeline->count; i++) {
        timeline_append_episode(&line, &timeline->episodes[i]);
        text_wrap_buffer(out, "  - ", "    ", &line);
        if (i == 0)
            timeline_append_forgotten(&line, timeline);
        if (line.length > 0)
            text_wrap_buffer(out, "  - ", "    ", &line);
    }
    timeline_append_sum(&line, timeline);
    buffer_append_byte(out, '\n');
    text_wrap_buffer(out, "", "", &line);
    buffer_release(&line);
}

/* As JSON, a line each. */

static void
put_time(json_t *object, const char *name, int64_t unix_ms)
{
    char text[CLOCK_TEXT_SIZE];

    json_writer_put_text(object, name,
                         unix_ms != 0 ? clock_format(unix_ms / 1000, text)
                                      : NULL);
}

static void
json_round(const struct watch_round *round, struct buffer *out)
{
    const struct finding *finding = headline_finding(round->diagnosis);
    struct buffer summary = { 0 };
    json_t *object = json_writer_object();

    json_writer_put_text(object, "type", "round");
    json_writer_put_integer(object, "round", round->timeline->rounds);
    put_time(object, "started", round->run->started);
    json_writer_put_integer(object, "duration_ms", round->run->duration_ms);
    json_writer_put_text(
        object, "outcome",
        words_id(&verdict_words, (int)round->diagnosis->outcome));
    json_writer_put_text(object, "cause",
                         finding != NULL ? finding->cause : "none");
    headline_append(&summary, round->run, round->diagnosis);
    json_writer_put(object, "summary", json_writer_buffer(&summary));
    buffer_release(&summary);
    json_writer_put_flag(object, "changed", round->comparison != NULL);
    if (round->comparison != NULL)
        json_writer_put(object, "changes",
                        compare_json_changes(round->comparison));
    if (round->kept_before != NULL) {
        json_writer_put_text(object, "kept_before", round->kept_before);
        json_writer_put_text(object, "kept_after", round->kept_after);
    }
    json_writer_finish_line(object, out);
}

static json_t *
json_episode(const struct episode *episode)
{
    json_t *object = json_writer_object();

    put_time(object, "after", episode->before_ms);
    put_time(object, "first", episode->first_ms);
    put_time(object, "last", episode->last_ms);
    json_writer_put_text(object, "outcome",
                         words_id(&verdict_words, (int)episode->outcome));
    json_writer_put_text(object, "cause",
                         episode->cause[0] != '\0' ? episode->cause : "none");
    json_writer_put_integer(object, "rounds", episode->rounds);
    return object;
}

static void
json_end(const struct timeline *timeline, struct buffer *out)
{
    json_t *object = json_writer_object();
    json_t *episodes = json_writer_array();
    json_t *lasted = json_writer_object();

    json_writer_put_text(object, "type", "end");
    json_writer_put_integer(object, "rounds", timeline->rounds);
    for (int i = 0; i < VERDICT_COUNT; i++)
        json_writer_put_integer(lasted, words_id(&verdict_words, i),
                                timeline->lasted_ms[i]);
    json_writer_put(object, "lasted_ms", lasted);
    for (size_t i = 0; i < timeline->count; i++)
        json_writer_add(episodes, json_episode(&timeline->episodes[i]));
    json_writer_put(object, "episodes", episodes);
    json_writer_put_integer(object, "forgotten", timeline->forgotten);
    json_writer_finish_line(object, out);
}

const struct watch_format *
watch_format_find(const char *name)
{
    static const struct watch_format formats[] = {
        { "text", text_round, text_end },
        { "ndjson", json_round, json_end },
    };

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}
