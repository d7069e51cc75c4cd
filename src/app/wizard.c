#include "app/wizard.h"

#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "base/memory.h"
#include "ui/rows_view.h"

bool
wizard_open(struct wizard *wizard, const struct session_options *options,
            char **environment, struct error *error)
{
    struct session_options asking = *options;

    *wizard = (struct wizard){ .environment = environment,
                               .code = EXIT_INCONCLUSIVE,
                               .news_follow = true,
                               .is_changed = true };
    wizard->first = memory_new(1, sizeof *wizard->first);
    wizard->session = wizard->first;
    asking.to_ask = true;
    if (!session_open(wizard->first, &asking, environment, error))
        return false;
    /* What is planned from the answers will conclude something. */
    wizard->first->options.to_ask = false;
    questions_open(&wizard->questions, wizard->first);
    keeping_restore_answers(options->keeping, &wizard->questions);
    wizard_form_open(&wizard->form, &wizard->questions);
    wizard_resume(wizard);
    return true;
}

void
wizard_close(struct wizard *wizard)
{
    if (wizard->session != wizard->first) {
        session_close(wizard->session);
        free(wizard->session);
    }
    questions_close(&wizard->questions);
    if (wizard->first != NULL)
        session_close(wizard->first);
    free(wizard->first);
    news_release(&wizard->news);
    buffer_release(&wizard->input);
    buffer_release(&wizard->found);
    buffer_release(&wizard->message);
    request_release(&wizard->request);
    buffer_release(&wizard->earlier);
    buffer_release(&wizard->wish.copy);
    arena_release(&wizard->memory);
    *wizard = (struct wizard){ 0 };
}

void
wizard_say(struct wizard *wizard, const char *format, ...)
{
    va_list arguments;

    buffer_cut(&wizard->message, 0);
    va_start(arguments, format);
    buffer_vprintf(&wizard->message, format, arguments);
    va_end(arguments);
}

/* Where somebody stands anew, everything is read from its beginning. */
static void
open_page(struct wizard *wizard, enum wizard_page page)
{
    wizard->page = page;
    wizard->tops[PANE_MAIN] = 0;
    wizard->tops[PANE_EXPLAIN] = 0;
    wizard->focus = PANE_MAIN;
}

void
wizard_go(struct wizard *wizard, enum guide_step_id step)
{
    if (wizard->step != step)
        keeping_step(wizard->first->options.keeping, step);
    wizard->step = step;
    if (step > wizard->furthest)
        wizard->furthest = step;
    open_page(wizard, PAGE_STEP);
}

/* Leaving a form takes its answers. False: they are wrong. */
static bool
leave_step(struct wizard *wizard)
{
    if (wizard->step > GUIDE_SERVICE && wizard->step != GUIDE_ENROLMENT)
        return true;
    return wizard_form_leave(&wizard->form, &wizard->questions,
                             wizard->step) &&
           wizard_take_answers(wizard);
}

static void
go_next(struct wizard *wizard)
{
    if (wizard->page == PAGE_PLAN) {
        wizard_say(wizard, "Enter agrees to this plan; Esc goes back to the "
                           "answers.");
        return;
    }
    if (wizard->step == GUIDE_HAND_OVER || !leave_step(wizard))
        return;
    if (wizard->step != GUIDE_SERVICE) {
        wizard_go(wizard, wizard->step + 1);
        return;
    }
    if (!wizard->is_changed && wizard->run >= RUN_UNDER_WAY)
        wizard_go(wizard, GUIDE_NAMES);
    else if (wizard_plan(wizard))
        open_page(wizard, PAGE_PLAN);
}

static void
go_back(struct wizard *wizard)
{
    if (wizard->page != PAGE_STEP) {
        open_page(wizard, PAGE_STEP);
        return;
    }
    /* What is typed and cannot be taken stays, to be mended later. */
    (void)!leave_step(wizard);
    if (wizard->step > 0)
        wizard_go(wizard, wizard->step - 1);
}

static void
go_to_step(struct wizard *wizard, int number)
{
    enum guide_step_id step = (enum guide_step_id)(number - 1);

    if (step > wizard->furthest)
        wizard_say(wizard, "Step %d comes later; n goes on.", number);
    else if (step > GUIDE_SERVICE && wizard->run < RUN_UNDER_WAY)
        wizard_say(wizard, "First agree to the plan, in step 2.");
    else if (leave_step(wizard))
        wizard_go(wizard, step);
}

/* The one thing that the page is about. */
static void
open_here(struct wizard *wizard)
{
    if (wizard->page == PAGE_PLAN)
        wizard_begin(wizard);
    else if (wizard->page != PAGE_STEP)
        open_page(wizard, PAGE_STEP);
    else if (wizard_shows_rows(wizard))
        open_page(wizard, PAGE_EVIDENCE);
    else if (wizard->step == GUIDE_HAND_OVER)
        wizard_save(wizard);
    else
        go_next(wizard);
}

static int
within(int value, int most)
{
    if (value > most)
        value = most;
    return value < 0 ? 0 : value;
}

static void
select_row(struct wizard *wizard, int by)
{
    size_t count = rows_view_count(&wizard->session->run);

    if (count > 0)
        wizard->selected =
            (size_t)within((int)wizard->selected + by, (int)count - 1);
}

/* Moves what the focused pane shows, or the selected row in it. */
static void
move(struct wizard *wizard, int by)
{
    enum pane pane = wizard->focus;
    int *top = &wizard->tops[pane];
    int last = wizard->seen.last_top[pane];

    if (pane == PANE_MAIN && wizard_shows_rows(wizard)) {
        select_row(wizard, by);
        return;
    }
    if (pane == PANE_NEWS && wizard->news_follow)
        *top = last;
    *top = within(*top + by, last);
    if (pane == PANE_NEWS)
        wizard->news_follow = *top == last;
}

static bool
pane_is_there(const struct wizard *wizard, enum pane pane)
{
    return wizard->seen.areas.panes[pane].rows > 0;
}

/* In a short window the explanation is there as soon as it has the focus. */
static void
next_pane(struct wizard *wizard, int by)
{
    int pane = (int)wizard->focus;

    do {
        pane = (pane + by + PANE_COUNT) % PANE_COUNT;
        if (pane == PANE_EXPLAIN || pane == PANE_MAIN ||
            pane_is_there(wizard, (enum pane)pane))
            break;
    } while (pane != (int)wizard->focus);
    wizard->focus = (enum pane)pane;
}

static void
go_deeper(struct wizard *wizard)
{
    wizard->depth =
        (enum guide_depth)(((int)wizard->depth + 1) % GUIDE_DEPTH_COUNT);
    wizard->tops[PANE_EXPLAIN] = 0;
    if (!pane_is_there(wizard, PANE_EXPLAIN))
        wizard->focus = PANE_EXPLAIN;
}

static void
point(struct wizard *wizard)
{
    wizard->has_pointer =
        !wizard->has_pointer || wizard->pointer != wizard->selected;
    wizard->pointer = wizard->selected;
}

static void
copy_pane(struct wizard *wizard)
{
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena, .columns = 72 };

    if (wizard_fill(wizard, wizard->focus, &sheet)) {
        buffer_cut(&wizard->wish.copy, 0);
        sheet_append_text(&sheet, &wizard->wish.copy);
        wizard_say(wizard, "Offered to the clipboard (OSC 52). If nothing "
                           "arrives, v shows the plain text.");
    } else {
        wizard_say(wizard, "There is no text to copy here; e opens the "
                           "evidence.");
    }
    arena_release(&arena);
}

static void
stop_or_leave(struct wizard *wizard)
{
    if (wizard->watching) {
        wizard->watching = false;
        wizard->again_ms = 0;
        wizard_say(wizard, "No longer watched.");
        return;
    }
    if (wizard->run == RUN_UNDER_WAY) {
        wizard_stop(wizard);
        wizard_say(wizard, "Stopped. Ctrl-C once more leaves.");
        return;
    }
    wizard->wish.leave = true;
}

static void
quit(struct wizard *wizard)
{
    if (wizard->run == RUN_UNDER_WAY)
        wizard->over = OVER_QUIT;
    else
        wizard->wish.leave = true;
}

static void
watch(struct wizard *wizard)
{
    wizard->watching = !wizard->watching;
    wizard->again_ms = 0;
    if (!wizard->watching)
        wizard_say(wizard, "No longer watched.");
    else if (wizard->run == RUN_ENDED)
        wizard_again(wizard);
    if (wizard->watching)
        wizard_say(wizard, "Watched: checked again and again until all is "
                           "healthy; the bell tells.");
}

static void
open_over(struct wizard *wizard, enum wizard_over over)
{
    wizard->over = over;
    wizard->over_selected = 0;
    wizard->over_top = 0;
    buffer_cut(&wizard->input, 0);
}

/* What moves within the page. False: it is none of these. */
static bool
act_moving(struct wizard *wizard, enum action action)
{
    enum { ALL = 1 << 20 };
    int page = wizard->seen.rows[wizard->focus] - 2;

    if (page < 1)
        page = 1;
    if (action == ACTION_UP || action == ACTION_DOWN)
        move(wizard, action == ACTION_UP ? -1 : 1);
    else if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN)
        move(wizard, action == ACTION_PAGE_UP ? -page : page);
    else if (action == ACTION_FIRST || action == ACTION_LAST)
        move(wizard, action == ACTION_FIRST ? -ALL : ALL);
    else if (action == ACTION_NEXT_PANE || action == ACTION_RIGHT)
        next_pane(wizard, 1);
    else if (action == ACTION_PREVIOUS_PANE || action == ACTION_LEFT)
        next_pane(wizard, -1);
    else
        return false;
    return true;
}

static void
open_about_row(struct wizard *wizard, enum wizard_page page)
{
    if (wizard->run < RUN_UNDER_WAY || wizard->page == PAGE_PLAN)
        wizard_say(wizard, "Nothing has been seen yet.");
    else
        open_page(wizard, wizard->page == page ? PAGE_STEP : page);
}

static bool
act_opening(struct wizard *wizard, enum action action)
{
    static const enum wizard_over overs[ACTION_COUNT] = {
        [ACTION_HELP] = OVER_HELP,         [ACTION_PALETTE] = OVER_PALETTE,
        [ACTION_GLOSSARY] = OVER_GLOSSARY, [ACTION_FIND] = OVER_FIND,
        [ACTION_PLAIN_VIEW] = OVER_PLAIN,
    };

    if (overs[action] != OVER_NONE)
        open_over(wizard, overs[action]);
    else if (action == ACTION_EVIDENCE)
        open_about_row(wizard, PAGE_EVIDENCE);
    else if (action == ACTION_COMMANDS)
        open_about_row(wizard, PAGE_BY_HAND);
    else
        return false;
    return true;
}

static void
act_on_terminal(struct wizard *wizard, enum action action)
{
    if (action == ACTION_THEME)
        wizard->wish.next_theme = true;
    else if (action == ACTION_MOUSE)
        wizard->wish.toggle_mouse = true;
    else if (action == ACTION_REDRAW)
        wizard->wish.redraw = true;
    else if (action == ACTION_SUSPEND)
        wizard->wish.suspend = true;
    else if (action == ACTION_SAVE_SCREEN)
        wizard->wish.save_screen = true;
}

void
wizard_act(struct wizard *wizard, enum action action, int number)
{
    if (act_moving(wizard, action) || act_opening(wizard, action))
        return;
    if (action == ACTION_OPEN)
        open_here(wizard);
    else if (action == ACTION_BACK || action == ACTION_PREVIOUS_STEP)
        go_back(wizard);
    else if (action == ACTION_NEXT_STEP)
        go_next(wizard);
    else if (action == ACTION_STEP)
        go_to_step(wizard, number);
    else if (action == ACTION_DEEPER)
        go_deeper(wizard);
    else if (action == ACTION_RUN_ALL_AGAIN)
        wizard_again(wizard);
    else if (action == ACTION_WATCH)
        watch(wizard);
    else if (action == ACTION_FIND_NEXT)
        wizard_next_hit(wizard);
    else if (action == ACTION_COPY)
        copy_pane(wizard);
    else if (action == ACTION_SAVE)
        wizard_save(wizard);
    else if (action == ACTION_SAVE_AS)
        wizard_choose_format(wizard);
    else if (action == ACTION_EDIT)
        wizard_edit(wizard);
    else if (action == ACTION_POINT)
        point(wizard);
    else if (action == ACTION_PRESENTER)
        wizard->numbered = !wizard->numbered;
    else if (action == ACTION_STOP)
        stop_or_leave(wizard);
    else if (action == ACTION_QUIT)
        quit(wizard);
    else
        act_on_terminal(wizard, action);
}

/* False: the key means what it means everywhere. */
static bool
key_to_form(struct wizard *wizard, const struct key *key)
{
    enum form_outcome outcome;

    if (!wizard_shows_form(wizard) || wizard->focus != PANE_MAIN)
        return false;
    outcome =
        wizard_form_key(&wizard->form, &wizard->questions, wizard->step, key);
    if (outcome == FORM_CHANGED && wizard->step != GUIDE_ENROLMENT)
        wizard->is_changed = true;
    if (outcome == FORM_FINISHED)
        go_next(wizard);
    return outcome != FORM_IGNORED;
}

/* A click on a step goes there, on a row selects it, on a pane focuses it. */
static void
click(struct wizard *wizard, const struct key *key)
{
    const struct area *steps = &wizard->seen.areas.steps;

    if (key->row >= steps->row && key->row < steps->row + steps->rows &&
        key->column >= steps->column &&
        key->column < steps->column + steps->columns &&
        key->row - steps->row < GUIDE_STEP_COUNT) {
        go_to_step(wizard, key->row - steps->row + 1);
        return;
    }
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct area *area = &wizard->seen.areas.panes[pane];
        int row = key->row - area->row;

        if (row < 0 || row >= area->rows || key->column < area->column ||
            key->column >= area->column + area->columns)
            continue;
        wizard->focus = (enum pane)pane;
        if (pane == PANE_MAIN && wizard_shows_rows(wizard) && row > 0) {
            wizard->selected = wizard->seen.first_row + (size_t)row - 1;
            select_row(wizard, 0);
        }
    }
}

void
wizard_key(struct wizard *wizard, const struct key *key)
{
    int number = 0;
    enum action action = action_of_key(key, &number);

    if (key->code == KEY_RESIZED)
        return;
    buffer_cut(&wizard->message, 0);
    /* Whatever lies above the page, and wherever something is typed. */
    if (action == ACTION_SAVE_SCREEN && key->code == KEY_FUNCTION)
        wizard_act(wizard, action, number);
    else if (wizard->over != OVER_NONE)
        wizard_over_key(wizard, key);
    else if (key->code == KEY_MOUSE_CLICK)
        click(wizard, key);
    else if (!key_to_form(wizard, key) && !key->pasted)
        wizard_act(wizard, action, number);
}

void
wizard_tick(struct wizard *wizard, int64_t now_ms)
{
    wizard->now_ms = now_ms;
    if (wizard->run != RUN_UNDER_WAY && wizard->watching &&
        wizard->again_ms != 0 && now_ms >= wizard->again_ms)
        wizard_again(wizard);
}
