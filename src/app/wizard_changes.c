#include "app/wizard.h"
#include "report/compare_words.h"
#include "report/terms.h"
#include "report/timeline_words.h"
#include "report/units.h"
#include "ui/verdict_view.h"

static enum style
style_of(enum verdict_outcome verdict)
{
    static const enum style styles[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = STYLE_GOOD,
        [VERDICT_FAULT] = STYLE_BAD,
        [VERDICT_INCONCLUSIVE] = STYLE_WARN,
    };

    return styles[verdict];
}

/* Two runs beside each other, in the words of the reports. */

static void
add_side(struct sheet *sheet, const struct comparison *comparison, int which)
{
    enum verdict_outcome outcome = comparison->diagnoses[which]->outcome;
    struct buffer line = { 0 };

    sheet_add(sheet, STYLE_HEADING, 0, 0, compare_sides[which]);
    compare_append_side(&line, comparison, which);
    sheet_add(sheet, STYLE_PLAIN, 2, 2, buffer_text(&line));
    buffer_cut(&line, 0);
    buffer_printf(&line, "%s: ", terms_verdict(outcome));
    compare_append_verdict(&line, comparison, which);
    sheet_add(sheet, style_of(outcome), 2, 2, buffer_text(&line));
    buffer_release(&line);
}

static enum style
style_of_turn(enum turn turn)
{
    if (turn == TURN_GOOD)
        return STYLE_GOOD;
    return turn == TURN_BAD ? STYLE_BAD : STYLE_PLAIN;
}

static void
add_change(struct sheet *sheet, const struct comparison *comparison,
           const struct endpoint_change *change)
{
    struct compare_lines lines;
    struct buffer place = { 0 };

    compare_append_place(&place, change);
    sheet_add(sheet, STYLE_STRONG, 0, 2, buffer_text(&place));
    buffer_release(&place);
    compare_lines_fill(&lines, comparison, change);
    for (size_t i = 0; i < lines.count; i++)
        sheet_add(sheet, style_of_turn(change->turn), 2, 4,
                  buffer_text(&lines.lines[i]));
    compare_lines_release(&lines);
}

static void
add_turn(struct sheet *sheet, const struct comparison *comparison,
         enum turn turn)
{
    if (comparison->turn_counts[turn] == 0)
        return;
    sheet_space(sheet);
    sheet_add(sheet, STYLE_HEADING, 0, 0, compare_turn_title(turn));
    for (size_t i = 0; i < comparison->change_count; i++)
        if (comparison->changes[i]->turn == turn)
            add_change(sheet, comparison, comparison->changes[i]);
}

static void
add_comparison(struct sheet *sheet, const struct comparison *comparison)
{
    struct buffer summary = { 0 };
    const char *remark;

    compare_append_summary(&summary, comparison);
    sheet_add(sheet, STYLE_STRONG, 0, 0, buffer_text(&summary));
    buffer_release(&summary);
    for (size_t i = 0; (remark = compare_remark(comparison, i)) != NULL; i++)
        sheet_add(sheet, STYLE_WARN, 0, 0, remark);
    sheet_space(sheet);
    add_side(sheet, comparison, 0);
    add_side(sheet, comparison, 1);
    for (size_t i = 0; i < sizeof compare_turns / sizeof compare_turns[0]; i++)
        add_turn(sheet, comparison, compare_turns[i]);
}

void
wizard_words_changes(const struct wizard *wizard, struct sheet *sheet)
{
    struct comparison comparison;
    enum incomparable refusal;

    if (wizard->run == RUN_UNDER_WAY) {
        sheet_add(sheet, STYLE_ACTIVE, 0, 0,
                  "The checks are under way; they are compared when they "
                  "have ended.");
        return;
    }
    if (wizard->run != RUN_ENDED)
        return;
    if (wizard->page == PAGE_COMPARED)
        refusal = wizard_compare_chosen(wizard, &comparison, sheet->arena);
    else if (wizard->rounds.before != NULL)
        refusal = rounds_compare(&wizard->rounds, wizard->session, &comparison,
                                 sheet->arena);
    else
        return;
    if (refusal == COMPARABLE)
        add_comparison(sheet, &comparison);
    else
        sheet_print(sheet, STYLE_WARN, 0, 0,
                    "These two cannot be compared: %s",
                    compare_refusal(refusal));
}

/* Over time. */

static void
add_episode(struct sheet *sheet, const struct episode *episode)
{
    struct buffer line = { 0 };

    timeline_append_episode(&line, episode);
    sheet_add(sheet, style_of(episode->outcome), 0, 2, buffer_text(&line));
    buffer_release(&line);
}

static void
add_kept(struct sheet *sheet, const struct kept_pairs *pairs)
{
    struct buffer line = { 0 };

    if (pairs->after.length == 0)
        return;
    sheet_space(sheet);
    sheet_add(sheet, STYLE_HEADING, 0, 0, "Kept, before and after the change");
    units_append_line(&line, buffer_text(&pairs->before));
    sheet_add(sheet, STYLE_PLAIN, 0, 2, buffer_text(&line));
    buffer_cut(&line, 0);
    units_append_line(&line, buffer_text(&pairs->after));
    sheet_add(sheet, STYLE_PLAIN, 0, 2, buffer_text(&line));
    buffer_release(&line);
}

void
wizard_words_timeline(const struct wizard *wizard, struct sheet *sheet)
{
    const struct timeline *timeline = &wizard->rounds.timeline;
    struct buffer line = { 0 };

    wizard_watch_strip(wizard, STRIP_MOST, sheet->ascii, &line);
    sheet_add(sheet, STYLE_PLAIN, 0, 0, buffer_text(&line));
    sheet_add(sheet, STYLE_DIM, 0, 0,
              "A sign for each round, the newest on "
              "the right.");
    sheet_space(sheet);
    for (size_t i = 0; i < timeline->count; i++) {
        add_episode(sheet, &timeline->episodes[i]);
        buffer_cut(&line, 0);
        if (i == 0)
            timeline_append_forgotten(&line, timeline);
        if (line.length > 0)
            sheet_add(sheet, STYLE_DIM, 0, 2, buffer_text(&line));
    }
    sheet_space(sheet);
    buffer_cut(&line, 0);
    timeline_append_sum(&line, timeline);
    sheet_add(sheet, STYLE_STRONG, 0, 0, buffer_text(&line));
    buffer_release(&line);
    add_kept(sheet, &wizard->rounds.pairs);
}

/* The newest last; the page over time shows them all. */
static void
append_newest(struct buffer *out, const struct timeline *timeline)
{
    enum { SHOWN = 6 };
    size_t first = timeline->count > SHOWN ? timeline->count - SHOWN : 0;

    for (size_t i = first; i < timeline->count; i++) {
        timeline_append_episode(out, &timeline->episodes[i]);
        buffer_append_byte(out, '\n');
    }
}

void
wizard_words_rounds(const struct wizard *wizard, struct sheet *sheet,
                    struct verdict_texts *texts)
{
    const struct timeline *timeline = &wizard->rounds.timeline;
    struct buffer out = { 0 };

    if (timeline->rounds < 2)
        return;
    wizard_watch_strip(wizard, STRIP_MOST, sheet->ascii, &out);
    buffer_append_byte(&out, '\n');
    timeline_append_sum(&out, timeline);
    texts->rounds = arena_text(sheet->arena, buffer_text(&out));
    buffer_cut(&out, 0);
    append_newest(&out, timeline);
    texts->over_time = arena_text(sheet->arena, buffer_text(&out));
    buffer_release(&out);
}
