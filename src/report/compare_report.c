#include "report/report.h"

#include "report/compare_words.h"
#include "report/terms.h"
#include "report/text_wrap.h"

/* As text: one screen when little has changed. */

static void
write_side(const struct comparison *comparison, int which, struct buffer *out)
{
    struct buffer line = { 0 };

    compare_append_side(&line, comparison, which);
    buffer_printf(
        &line, "\n%s: ", terms_verdict(comparison->diagnoses[which]->outcome));
    compare_append_verdict(&line, comparison, which);
    text_wrap_labelled_buffer(out, compare_sides[which], &line);
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

    compare_append_place(&place, change);
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
           struct buffer *out)
{
    if (comparison->turn_counts[turn] == 0)
        return;
    text_heading(out, compare_turn_title(turn));
    for (size_t i = 0; i < comparison->change_count; i++)
        if (comparison->changes[i]->turn == turn)
            write_change(comparison, comparison->changes[i], out);
}

void
compare_report_write(const struct comparison *comparison, struct buffer *out)
{
    struct buffer summary = { 0 };
    const char *remark;

    compare_append_summary(&summary, comparison);
    text_wrap_buffer(out, "", "", &summary);
    buffer_release(&summary);
    buffer_append_byte(out, '\n');
    write_side(comparison, 0, out);
    write_side(comparison, 1, out);
    for (size_t i = 0; (remark = compare_remark(comparison, i)) != NULL; i++) {
        if (i == 0)
            buffer_append_byte(out, '\n');
        text_wrap(out, "", "", remark);
    }
    for (size_t i = 0; i < sizeof compare_turns / sizeof compare_turns[0]; i++)
        write_turn(comparison, compare_turns[i], out);
}
