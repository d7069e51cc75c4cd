#include "report/compare_json.h"

#include "base/clock.h"
#include "report/compare_words.h"
#include "report/report.h"
#include "transcript/json_writer.h"

/* cdsdoctor.comparison/1 */

static json_t *
json_side(const struct comparison *comparison, int which)
{
    const struct run *run = comparison->runs[which];
    const struct diagnosis *diagnosis = comparison->diagnoses[which];
    char started[CLOCK_TEXT_SIZE];
    struct buffer summary = { 0 };
    json_t *side = json_writer_object();

    json_writer_put_text(side, "started",
                         clock_format(run->started / 1000, started));
    json_writer_put_text(side, "host", run->machine.hostname);
    json_writer_put_text(side, "simulation", run->simulation);
    json_writer_put_text(side, "outcome",
                         words_id(&verdict_words, (int)diagnosis->outcome));
    compare_append_verdict(&summary, comparison, which);
    json_writer_put(side, "summary", json_writer_buffer(&summary));
    buffer_release(&summary);
    return side;
}

static json_t *
json_standing(const struct target *target, const struct standing *standing)
{
    json_t *object;

    if (target == NULL)
        return json_writer_text(NULL);
    object = json_writer_object();
    json_writer_put_text(object, "check",
                         standing->check < CHECK_COUNT
                             ? words_id(&check_words, (int)standing->check)
                             : NULL);
    json_writer_put_text(object, "outcome",
                         words_id(&outcome_words, (int)standing->outcome));
    json_writer_put_text(object, "reason", reason_id(standing->reason));
    return object;
}

static json_t *
json_change(const struct comparison *comparison,
            const struct endpoint_change *change)
{
    const struct target *target =
        change->after != NULL ? change->after : change->before;
    json_t *object = json_writer_object();
    json_t *texts = json_writer_array();
    struct compare_lines lines;

    json_writer_put_text(object, "host", target->endpoint->host);
    json_writer_put_integer(object, "port", target->endpoint->port);
    json_writer_put_flag(object, "required", target->endpoint->required);
    json_writer_put_text(object, "change",
                         words_id(&turn_words, (int)change->turn));
    json_writer_put(object, "before",
                    json_standing(change->before, &change->was));
    json_writer_put(object, "after",
                    json_standing(change->after, &change->is));
    compare_lines_fill(&lines, comparison, change);
    for (size_t i = 0; i < lines.count; i++)
        json_writer_add(texts, json_writer_buffer(&lines.lines[i]));
    compare_lines_release(&lines);
    json_writer_put(object, "texts", texts);
    return object;
}

json_t *
compare_json_changes(const struct comparison *comparison)
{
    json_t *changes = json_writer_array();

    for (size_t i = 0; i < comparison->change_count; i++)
        json_writer_add(changes,
                        json_change(comparison, comparison->changes[i]));
    return changes;
}

void
compare_json_write(const struct comparison *comparison, struct buffer *out)
{
    json_t *root = json_writer_object();
    struct buffer summary = { 0 };

    json_writer_put_text(root, "schema", "cdsdoctor.comparison/1");
    json_writer_put_text(root, "verdict",
                         words_id(&turn_words, (int)comparison->verdict));
    compare_append_summary(&summary, comparison);
    json_writer_put(root, "summary", json_writer_buffer(&summary));
    json_writer_put(root, "before", json_side(comparison, 0));
    json_writer_put(root, "after", json_side(comparison, 1));
    json_writer_put_flag(root, "backwards", comparison->backwards);
    json_writer_put_flag(root, "other_machine", comparison->other_machine);
    json_writer_put_flag(root, "other_route", comparison->other_route);
    json_writer_put(root, "changes", compare_json_changes(comparison));
    json_writer_put_integer(root, "alike", (int64_t)comparison->alike_count);
    json_writer_finish(root, out);
    buffer_release(&summary);
}
