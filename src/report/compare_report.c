#include "report/report.h"

#include "base/clock.h"
#include "report/compare_words.h"
#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/units.h"
#include "transcript/json_writer.h"

static const char *const sides[] = { "Before", "After" };

/* As text: one screen when little has changed. */

static void
write_side(const struct comparison *comparison, int which, struct buffer *out)
{
    const struct run *run = comparison->runs[which];
    struct buffer line = { 0 };

    units_append_time(&line, run->started / 1000);
    buffer_append_text(&line, ", ");
    units_append_line(&line, run->machine.hostname);
    if (run->simulation != NULL)
        buffer_append_text(&line, ", simulated");
    buffer_printf(
        &line, "\n%s: ", terms_verdict(comparison->diagnoses[which]->outcome));
    compare_append_verdict(&line, comparison, which);
    text_wrap_labelled_buffer(out, sides[which], &line);
    buffer_release(&line);
}

static void
write_change(const struct comparison *comparison,
             const struct endpoint_change *change, struct buffer *out)
{
    const struct target *target =
        change->after != NULL ? change->after : change->before;
    struct compare_lines lines;
    struct buffer place = { 0 };

    units_append_place(&place, target->endpoint->host, target->endpoint->port);
    if (!target->endpoint->required)
        buffer_append_text(&place, ", not required");
    text_wrap_buffer(out, "", "  ", &place);
    compare_lines_fill(&lines, comparison, change);
    for (size_t i = 0; i < lines.count; i++)
        text_wrap(out, "  - ", "    ", buffer_text(&lines.lines[i]));
    compare_lines_release(&lines);
    buffer_release(&place);
}

static void
write_turn(const struct comparison *comparison, enum turn turn,
           const char *title, struct buffer *out)
{
    if (comparison->turn_counts[turn] == 0)
        return;
    text_heading(out, title);
    for (size_t i = 0; i < comparison->change_count; i++)
        if (comparison->changes[i]->turn == turn)
            write_change(comparison, comparison->changes[i], out);
}

static void
write_remarks(const struct comparison *comparison, struct buffer *out)
{
    if (comparison->backwards)
        text_wrap(out, "", "",
                  "Mind the order: the first of the two is the later one.");
    if (comparison->other_machine)
        text_wrap(out, "", "",
                  "They were taken on different machines: what differs may "
                  "be due to the place and not to the time.");
    if (comparison->other_route)
        text_wrap(out, "", "",
                  "They went by different routes: what differs may be due "
                  "to the route and not to the time.");
}

void
compare_report_write(const struct comparison *comparison, struct buffer *out)
{
    struct buffer summary = { 0 };

    compare_append_summary(&summary, comparison);
    text_wrap_buffer(out, "", "", &summary);
    buffer_release(&summary);
    buffer_append_byte(out, '\n');
    write_side(comparison, 0, out);
    write_side(comparison, 1, out);
    if (comparison->backwards || comparison->other_machine ||
        comparison->other_route) {
        buffer_append_byte(out, '\n');
        write_remarks(comparison, out);
    }
    write_turn(comparison, TURN_BAD, "TURNED BAD", out);
    write_turn(comparison, TURN_GOOD, "TURNED GOOD", out);
    write_turn(comparison, TURN_OTHER, "DIFFERENT", out);
}

/* As JSON, cdsdoctor.comparison/1. */

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

void
compare_json_write(const struct comparison *comparison, struct buffer *out)
{
    json_t *root = json_writer_object();
    json_t *changes = json_writer_array();
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
    for (size_t i = 0; i < comparison->change_count; i++)
        json_writer_add(changes,
                        json_change(comparison, comparison->changes[i]));
    json_writer_put(root, "changes", changes);
    json_writer_put_integer(root, "alike", (int64_t)comparison->alike_count);
    json_writer_finish(root, out);
    buffer_release(&summary);
}
