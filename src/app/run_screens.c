#include "app/run_screens.h"

#include "app/wizard.h"
#include "report/headline.h"
#include "ui/canvas_svg.h"

/*
 * What prints well on one sheet. A screen is as tall as its page needs, within
 * these bounds: a picture cannot be scrolled.
 */
enum { COLUMNS = 100, ROWS_USUAL = 30, ROWS_MOST = 60, SIZINGS = 3 };

/* A wizard that stands at the end of a run; it owns nothing. */
struct stand {
    struct session session;
    struct wizard wizard;
};

static void
stand_fill(struct stand *stand, const struct run *run,
           const struct diagnosis *diagnosis)
{
    *stand = (struct stand){ 0 };
    stand->session.run = *run;
    stand->session.definitions = *run->definitions;
    /* A finding is shown, never changed. */
    stand->session.diagnosis = (struct diagnosis *)diagnosis;
    stand->wizard.first = stand->wizard.session = &stand->session;
    stand->wizard.questions.definitions = run->definitions;
    stand->wizard.run = RUN_ENDED;
    stand->wizard.furthest = GUIDE_HAND_OVER;
    stand->wizard.duration_ms = run->duration_ms;
    stand->wizard.news_follow = true;
}

/* How many rows more the page would need. */
static int
rows_missing(const struct wizard *wizard, const struct wizard_seen *seen)
{
    size_t rows = rows_view_count(&wizard->session->run);
    int height = seen->table.row_height > 0 ? seen->table.row_height : 1;

    if (!wizard_shows_rows(wizard))
        return seen->last_top[PANE_MAIN];
    return rows > seen->table.shown ? (int)(rows - seen->table.shown) * height
                                    : 0;
}

static void
draw_whole(const struct wizard *wizard, struct canvas *canvas)
{
    int rows = ROWS_USUAL;
    int missing = 1;

    for (int i = 0; i < SIZINGS && missing > 0; i++) {
        struct wizard_seen seen;

        canvas_resize(canvas, rows, COLUMNS);
        wizard_draw(wizard, canvas, &seen);
        canvas->cursor_row = -1;
        missing = rows < ROWS_MOST ? rows_missing(wizard, &seen) : 0;
        rows = rows + missing < ROWS_MOST ? rows + missing : ROWS_MOST;
    }
}

static void
add(struct run_screens *screens, const struct stand *stand, const char *file,
    const char *title)
{
    struct canvas canvas = { 0 };
    const struct canvas_svg svg = { .theme = THEME_USUAL, .title = title };
    struct report_screen *screen = &screens->screens[screens->count];
    struct buffer *bytes = &screens->svgs[screens->count++];

    draw_whole(&stand->wizard, &canvas);
    canvas_svg_append(&canvas, &svg, bytes);
    *screen = (struct report_screen){ file, title, buffer_text(bytes) };
    canvas_release(&canvas);
}

/* The first step at which something fails; without one, the last of them. */
static enum guide_step_id
telling_step(const struct wizard *wizard)
{
    int step = GUIDE_NAMES;

    while (step < GUIDE_ANSWERS &&
           wizard_words_mark(wizard, (enum guide_step_id)step) != STEP_FAULT)
        step++;
    return (enum guide_step_id)step;
}

static bool
path_failed(const struct path *path)
{
    for (int check = 0; check < CHECK_COUNT; check++)
        if (path->results[check].outcome == OUTCOME_FAIL)
            return true;
    return false;
}

/*
 * The row of the verdict's first target: that of an address which failed, if
 * one did. Without a finding it is the first row.
 */
static size_t
telling_row(const struct run *run, const struct finding *finding)
{
    const struct target *target = finding != NULL && finding->target_count > 0
                                      ? finding->targets[0]
                                      : NULL;
    size_t count = rows_view_count(run);
    size_t found = 0;

    for (size_t i = count; i > 0; i--) {
        struct rows_place place = rows_view_place(run, i - 1);

        if (place.target != target)
            continue;
        if (place.path != NULL && path_failed(place.path))
            return i - 1;
        found = i - 1;
    }
    return found;
}

static bool
has_request(const struct run *run, const struct diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];
        const struct cause *cause =
            definitions_cause(run->definitions, finding->cause);

        if (finding->fault && cause != NULL && cause->request != NULL)
            return true;
    }
    return false;
}

void
run_screens_draw(struct run_screens *screens, const struct run *run,
                 const struct diagnosis *diagnosis)
{
    struct stand stand;
    struct wizard *wizard = &stand.wizard;

    stand_fill(&stand, run, diagnosis);
    wizard->step = GUIDE_VERDICT;
    add(screens, &stand, "1-verdict", "The verdict");
    wizard->step = telling_step(wizard);
    wizard_select_row(wizard, telling_row(run, headline_finding(diagnosis)));
    add(screens, &stand, "2-checks", "What every check found");
    if (rows_view_count(run) > 0) {
        wizard->page = PAGE_EVIDENCE;
        add(screens, &stand, "3-evidence", "Everything seen of that row");
    }
    wizard->page = PAGE_STEP;
    wizard->step = GUIDE_PATH;
    if (run->probe_count > 0)
        add(screens, &stand, "4-path", "What was tried once more");
    wizard->step = GUIDE_HAND_OVER;
    if (has_request(run, diagnosis))
        add(screens, &stand, "5-request", "The text to send");
}

void
run_screens_release(struct run_screens *screens)
{
    for (size_t i = 0; i < RUN_SCREENS_MOST; i++)
        buffer_release(&screens->svgs[i]);
    *screens = (struct run_screens){ 0 };
}

void
run_screens_report(const struct report_format *format, const struct run *run,
                   const struct diagnosis *diagnosis,
                   const struct report_extras *more, struct buffer *out)
{
    struct report_extras extras =
        more != NULL ? *more : (struct report_extras){ 0 };
    struct run_screens screens = { 0 };

    if (format->has_screens) {
        run_screens_draw(&screens, run, diagnosis);
        extras.screens = screens.screens;
        extras.screen_count = screens.count;
    }
    report_format_write(format, run, diagnosis, &extras, out);
    run_screens_release(&screens);
}
