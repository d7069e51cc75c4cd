#include "report/report.h"

#include "report/compare_words.h"
#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/units.h"

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
