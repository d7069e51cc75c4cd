#include <inttypes.h>

#include "app/wizard.h"
#include "ui/form_view.h"
#include "ui/rows_view.h"

enum { WIDE_FROM_COLUMNS = 120, TURN_MS = 250, CLOCK_STRIP = 8 };

/* "Cloud Detection Service, US, direct" */
static void
append_subject(struct buffer *out, const struct wizard *wizard)
{
    const struct run *run = &wizard->session->run;
    const struct answers *answers = &run->answers;

    buffer_append_text(out, "cdsdoctor");
    if (wizard->run == RUN_NONE || answers->service == NULL)
        return;
    buffer_printf(out, "  %s, %s, %s", answers->service->name,
                  answers->region != NULL ? answers->region->name
                                          : "all regions",
                  run->route.kind == ROUTE_PROXY ? "by a proxy" : "direct");
}

static void
append_clock(struct buffer *out, const struct wizard *wizard, bool ascii)
{
    int64_t ms = wizard->run == RUN_UNDER_WAY
                     ? wizard->now_ms - wizard->started_ms
                     : wizard->duration_ms;

    if (wizard->recording != NULL && recording_is_on(wizard->recording))
        buffer_append_text(out, "REC  ");
    if (wizard->run < RUN_UNDER_WAY)
        return;
    if (wizard->rounds.timeline.rounds > 1) {
        wizard_watch_strip(wizard, CLOCK_STRIP, ascii, out);
        buffer_append_text(out, "  ");
    }
    if (wizard->watch.on && wizard->watch.again_ms > wizard->now_ms)
        buffer_printf(out, "again in %" PRId64 " s  ",
                      (wizard->watch.again_ms - wizard->now_ms + 999) / 1000);
    buffer_printf(out, "%02" PRId64 ":%02" PRId64, ms / 60000, ms / 1000 % 60);
}

static void
append_mode(struct buffer *out, bool is_on, const char *word)
{
    if (is_on)
        buffer_printf(out, "%s%s", out->length > 0 ? ", " : "", word);
}

/*
 * "PRIVATE, SIMULATED, WATCHED"; nothing when all is as usual. Nobody is to
 * take a simulation for a network.
 */
static void
append_badge(struct buffer *out, const struct wizard *wizard)
{
    append_mode(out, wizard_is_private(wizard), "PRIVATE");
    append_mode(out, wizard->session->run.simulation != NULL, "SIMULATED");
    append_mode(out, wizard->watch.on, "WATCHED");
    append_mode(out, wizard->presenter && !wizard->watch.on, "PRESENTER");
}

static const char *
explain_title(const struct wizard *wizard)
{
    static const char *const titles[GUIDE_DEPTH_COUNT] = {
        "What this is (d: why)",
        "Why, and what to do (d: packets)",
        "What is sent and seen (d: shorter)",
    };

    return titles[wizard->depth];
}

/* While something lies above, the keys of what is below do nothing. */
static const char *
over_keys(const struct wizard *wizard)
{
    static const char *const keys[] = {
        [OVER_HELP] = "Up and Down read on, Esc closes",
        [OVER_PALETTE] = "Type, Up and Down choose, Enter does "
                         "it, Esc closes",
        [OVER_GLOSSARY] = "Type, Up and Down choose, Enter opens "
                          "it, Esc closes",
        [OVER_TERM] = "Up and Down read on, Esc goes back to the list",
        [OVER_SAVE_AS] = "Up and Down choose, Enter saves, Esc closes",
        [OVER_FIND] = "Enter finds, Esc closes",
        [OVER_PLAIN] = NULL,
        [OVER_NOTE] = "Enter keeps the note, Esc drops it",
        [OVER_QUIT] = "Enter or y leaves, Esc stays",
    };

    return wizard->over < sizeof keys / sizeof keys[0] ? keys[wizard->over]
                                                       : NULL;
}

static const char *
open_label(const struct wizard *wizard)
{
    if (wizard->page == PAGE_PLAN)
        return "agree and begin";
    if (wizard->page != PAGE_STEP)
        return "close";
    if (wizard_shows_rows(wizard))
        return "evidence";
    return wizard->step == GUIDE_HAND_OVER ? "save report" : "go on";
}

/* A run that comes from a transcript has ended without any. */
static bool
has_news(const struct wizard *wizard)
{
    return wizard->run != RUN_ENDED || wizard->news.line_count > 0;
}

/* Long texts get the room of the explanation where there is little. */
static void
choose_panes(const struct wizard *wizard, const struct canvas *canvas,
             struct frame_view *view)
{
    bool wide = canvas->columns >= WIDE_FROM_COLUMNS;
    bool reads = wizard->page != PAGE_STEP || wizard->step == GUIDE_VERDICT ||
                 wizard->step == GUIDE_HAND_OVER;

    view->titles[PANE_MAIN] = wizard_page_title(wizard);
    /* On a shared screen there is room for what is spoken of, not for all. */
    if (wizard_shows_rows(wizard) && has_news(wizard) &&
        (wide || !wizard->presenter))
        view->titles[PANE_NEWS] = "What has been seen";
    if (wide || !reads || wizard->focus == PANE_EXPLAIN)
        view->titles[PANE_EXPLAIN] = explain_title(wizard);
}

static struct frame_areas
draw_frame(const struct wizard *wizard, struct canvas *canvas)
{
    struct frame_step steps[GUIDE_STEP_COUNT];
    enum action actions[ACTION_COUNT];
    struct buffer subject = { 0 };
    struct buffer clock = { 0 };
    struct buffer badge = { 0 };
    struct frame_view view = {
        .busy = wizard->run == RUN_UNDER_WAY,
        .turn = (unsigned)(wizard->now_ms / TURN_MS),
        .steps = steps,
        .step_count = GUIDE_STEP_COUNT,
        .step = (size_t)wizard->step,
        .focus = wizard->focus,
        .actions = actions,
        .open_label = open_label(wizard),
    };
    struct frame_areas areas;

    for (int i = 0; i < GUIDE_STEP_COUNT; i++) {
        steps[i].name = wizard_guide_title(wizard, (enum guide_step_id)i);
        steps[i].mark = wizard_words_mark(wizard, (enum guide_step_id)i);
    }
    append_subject(&subject, wizard);
    append_clock(&clock, wizard, canvas->ascii);
    append_badge(&badge, wizard);
    view.subject = buffer_text(&subject);
    view.badge = badge.length > 0 ? buffer_text(&badge) : NULL;
    view.clock = clock.length > 0 ? buffer_text(&clock) : NULL;
    view.message = wizard->message.length > 0 ? buffer_text(&wizard->message)
                                              : over_keys(wizard);
    view.action_count = wizard_actions(wizard, actions);
    choose_panes(wizard, canvas, &view);
    areas = frame_view_draw(&view, canvas);
    buffer_release(&subject);
    buffer_release(&clock);
    buffer_release(&badge);
    return areas;
}

static void
draw_rows(const struct wizard *wizard, const struct area *area,
          struct wizard_seen *seen)
{
    enum check_id check = wizard_check(wizard->step);
    struct rows_view view = {
        .selected = wizard->selected,
        .has_pointer = wizard->has_pointer,
        .pointer = wizard->pointer,
        .presenter = wizard->presenter,
        .is_marked = check != CHECK_COUNT,
        .marked = check,
    };

    seen->table = rows_view_draw(&wizard->session->run, &view, area);
}

static void
draw_form(const struct wizard *wizard, const struct area *area,
          struct wizard_seen *seen)
{
    struct arena arena = { 0 };
    struct form_view view;

    wizard_form_view(&wizard->form, &wizard->questions, wizard->step, &arena,
                     &view);
    form_view_draw(&view, area, &seen->form);
    if (wizard->focus != PANE_MAIN)
        area->canvas->cursor_row = -1;
    arena_release(&arena);
}

static void
draw_numbered(const struct wizard *wizard, enum pane pane,
              const struct area *area, struct wizard_seen *seen)
{
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena,
                           .columns = area->columns - SHEET_NUMBERS,
                           .rows = area->rows,
                           .ascii = area->canvas->ascii,
                           .roomy = true,
                           .paged = pane == wizard_paged(wizard) };

    wizard_fill(wizard, pane, &sheet);
    seen->paragraphs[pane] = sheet.paragraph_count;
    seen->tops[pane] =
        sheet_draw_numbered(&sheet, area, wizard->paragraphs[pane]);
    arena_release(&arena);
}

static void
draw_sheet(const struct wizard *wizard, enum pane pane,
           const struct area *area, struct wizard_seen *seen)
{
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena,
                           .columns = area->columns,
                           .rows = area->rows,
                           .ascii = area->canvas->ascii,
                           .paged = pane == wizard_paged(wizard) };
    int top = wizard->tops[pane];

    if (wizard_is_numbered(wizard, pane)) {
        draw_numbered(wizard, pane, area, seen);
        return;
    }
    wizard_fill(wizard, pane, &sheet);
    seen->last_top[pane] = sheet_last_top(&sheet, area->rows);
    if (pane == PANE_NEWS && wizard->news_follow)
        top = seen->last_top[pane];
    seen->tops[pane] = top;
    sheet_draw(&sheet, area, top);
    arena_release(&arena);
}

void
wizard_draw(const struct wizard *wizard, struct canvas *canvas,
            struct wizard_seen *seen)
{
    wizard = wizard_shown(wizard);
    *seen = (struct wizard_seen){ 0 };
    canvas_clear(canvas);
    seen->areas = draw_frame(wizard, canvas);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct area *area = &seen->areas.panes[pane];

        seen->rows[pane] = area->rows;
        if (area->rows <= 0)
            continue;
        if (pane == PANE_MAIN && wizard_shows_rows(wizard))
            draw_rows(wizard, area, seen);
        else if (pane == PANE_MAIN && wizard_shows_form(wizard))
            draw_form(wizard, area, seen);
        else
            draw_sheet(wizard, (enum pane)pane, area, seen);
    }
    if (wizard->over != OVER_NONE && !seen->areas.too_small)
        wizard_over_draw(wizard, canvas, seen);
}
