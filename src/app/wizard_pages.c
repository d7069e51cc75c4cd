#include "app/wizard.h"
#include "ui/evidence_view.h"
#include "ui/list_view.h"
#include "ui/plan_view.h"
#include "ui/rows_view.h"

enum check_id
wizard_check(enum guide_step_id step)
{
    if (step == GUIDE_NAMES)
        return CHECK_DNS;
    if (step == GUIDE_REACHABILITY)
        return CHECK_TCP;
    if (step == GUIDE_CERTIFICATES)
        return CHECK_TLS;
    return step == GUIDE_ANSWERS ? CHECK_HTTP : CHECK_COUNT;
}

bool
wizard_shows_rows(const struct wizard *wizard)
{
    return wizard->page == PAGE_STEP &&
           wizard_check(wizard->step) != CHECK_COUNT;
}

bool
wizard_shows_form(const struct wizard *wizard)
{
    return wizard->page == PAGE_STEP &&
           (wizard->step <= GUIDE_SERVICE || wizard->step == GUIDE_ENROLMENT);
}

const char *
wizard_page_title(const struct wizard *wizard)
{
    if (wizard->page == PAGE_PLAN)
        return "The plan: nothing has been sent yet";
    if (wizard->page == PAGE_EVIDENCE)
        return "Everything that was seen of this row";
    if (wizard->page == PAGE_BY_HAND)
        return "The same by hand";
    if (wizard->page == PAGE_CHANGES)
        return "Before and after";
    if (wizard->page == PAGE_COMPARED)
        return "This run beside a transcript";
    if (wizard->page == PAGE_TIMELINE)
        return "Over time";
    if (wizard->page == PAGE_SUPPORT)
        return "Summary for a support case";
    return wizard_guide_question(wizard, wizard->step);
}

static void
fill_about_row(const struct wizard *wizard, struct sheet *sheet)
{
    struct rows_place place =
        rows_view_place(&wizard->session->run, wizard->selected);

    if (place.target == NULL)
        return;
    if (wizard->page == PAGE_EVIDENCE)
        evidence_view_fill(sheet, place.target, place.path);
    else
        evidence_view_fill_by_hand(sheet, place.target, place.path);
}

/* The table as text, for whoever copies it. */
static void
fill_rows(const struct wizard *wizard, struct sheet *sheet)
{
    const struct run *run = &wizard->session->run;
    size_t count = rows_view_count(run);
    struct canvas canvas = { 0 };
    struct rows_view view = { .selected = count };
    struct buffer text = { 0 };
    struct area whole;

    canvas_resize(&canvas, (int)count + 5, sheet->columns);
    whole = area_whole(&canvas);
    rows_view_draw(run, &view, &whole);
    canvas_append_text(&canvas, &text);
    sheet_add(sheet, STYLE_PLAIN, 0, 0, buffer_text(&text));
    buffer_release(&text);
    canvas_release(&canvas);
}

static bool
fill_main(const struct wizard *wizard, struct sheet *sheet)
{
    const struct run *run = &wizard->session->run;

    if (wizard->page == PAGE_PLAN) {
        wizard_fill_restored(wizard, sheet);
        plan_view_fill(sheet, run);
    } else if (wizard->page == PAGE_CHANGES || wizard->page == PAGE_COMPARED)
        wizard_words_changes(wizard, sheet);
    else if (wizard->page == PAGE_TIMELINE)
        wizard_words_timeline(wizard, sheet);
    else if (wizard->page == PAGE_SUPPORT)
        wizard_words_support(wizard, sheet);
    else if (wizard->page != PAGE_STEP)
        fill_about_row(wizard, sheet);
    else if (wizard_shows_rows(wizard))
        fill_rows(wizard, sheet);
    else if (wizard->step == GUIDE_PATH)
        evidence_view_fill_probes(sheet, run);
    else if (wizard->step == GUIDE_VERDICT)
        wizard_words_verdict(wizard, sheet);
    else if (wizard->step == GUIDE_HAND_OVER)
        wizard_words_hand_over(wizard, sheet);
    else
        return false;
    return true;
}

bool
wizard_fill(const struct wizard *wizard, enum pane pane, struct sheet *sheet)
{
    switch (pane) {
    case PANE_MAIN:
        return fill_main(wizard, sheet);
    case PANE_NEWS:
        news_view_fill(sheet, &wizard->news);
        return true;
    case PANE_EXPLAIN:
        wizard_words_explain(wizard, sheet);
        return true;
    case PANE_COUNT:
        break;
    }
    return false;
}

static bool
row_has(const struct rows_place *place, const char *word)
{
    char address[ADDRESS_TEXT_SIZE] = "";

    if (place->target == NULL)
        return false;
    if (place->path == NULL)
        return list_view_matches(place->target->endpoint->host, word);
    return list_view_matches(address_format(&place->path->address, address),
                             word);
}

/* As it is, or as it is shown: somebody reads the one and knows the other. */
static bool
next_row(struct wizard *wizard)
{
    const struct run *run = &wizard->session->run;
    const struct run *shown = &wizard_shown(wizard)->session->run;
    const char *word = buffer_text(&wizard->found);
    size_t count = rows_view_count(run);

    for (size_t i = 1; i <= count; i++) {
        size_t index = (wizard->selected + i) % count;
        struct rows_place place = rows_view_place(run, index);
        struct rows_place alias = rows_view_place(shown, index);

        if (row_has(&place, word) || row_has(&alias, word)) {
            wizard_select_row(wizard, index);
            return true;
        }
    }
    return false;
}

static bool
next_line(struct wizard *wizard, const struct wizard *filler)
{
    int columns = wizard->seen.areas.panes[wizard->focus].columns;
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena,
                           .columns = columns > 0 ? columns : 1 };
    int top = wizard->tops[wizard->focus];
    bool found = false;

    wizard_fill(filler, wizard->focus, &sheet);
    for (size_t i = 1; !found && i <= sheet.line_count; i++) {
        size_t index = ((size_t)top + i) % sheet.line_count;

        found = list_view_matches(sheet.lines[index]->text,
                                  buffer_text(&wizard->found));
        if (found)
            wizard->tops[wizard->focus] = (int)index;
    }
    arena_release(&arena);
    return found;
}

void
wizard_next_hit(struct wizard *wizard)
{
    bool found;

    if (wizard->found.length == 0) {
        wizard_say(wizard, "Nothing was looked for yet; / asks for a word.");
        return;
    }
    if (wizard->focus == PANE_NEWS)
        wizard->news_follow = false;
    found = wizard->focus == PANE_MAIN && wizard_shows_rows(wizard)
                ? next_row(wizard)
                : next_line(wizard, wizard_shown(wizard)) ||
                      next_line(wizard, wizard);
    if (!found)
        wizard_say(wizard, "\"%s\" is not in this pane.",
                   buffer_text(&wizard->found));
}
