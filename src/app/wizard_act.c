#include "app/wizard.h"

static void
point(struct wizard *wizard)
{
    wizard->has_pointer =
        !wizard->has_pointer || wizard->pointer != wizard->selected;
    wizard->pointer_sought = (struct row_sought){ 0 };
    wizard->pointer = wizard->selected;
    wizard->pointer_place = wizard->selected_place;
    if (wizard->has_pointer)
        wizard_say(wizard, "Pointed at row %zu; m takes the mark away again.",
                   wizard->pointer + 1);
    else
        wizard_say(wizard, "No row is pointed at any more.");
}

static void
copy_pane(struct wizard *wizard)
{
    struct arena arena = { 0 };
    struct sheet sheet = { .arena = &arena, .columns = 72 };

    if (wizard_fill(wizard_shown(wizard), wizard->focus, &sheet)) {
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
    if (wizard->watch.on && wizard->run != RUN_UNDER_WAY) {
        wizard_watch_end(wizard);
        return;
    }
    if (wizard->run == RUN_UNDER_WAY) {
        wizard->watch.on = false;
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
open_over(struct wizard *wizard, enum wizard_over over)
{
    wizard->over = over;
    wizard->over_selected = 0;
    wizard->over_top = 0;
    buffer_cut(&wizard->input, 0);
}

static void
open_about_row(struct wizard *wizard, enum wizard_page page)
{
    if (wizard->run < RUN_UNDER_WAY || wizard->page == PAGE_PLAN)
        wizard_say(wizard, "Nothing has been seen yet.");
    else
        wizard_open_page(wizard, wizard->page == page ? PAGE_STEP : page);
}

static void
open_changes(struct wizard *wizard)
{
    if (!wizard_has_before(wizard))
        wizard_say(wizard, "There are no two runs yet that could be put "
                           "beside each other; R checks again.");
    else
        wizard_open_page(wizard, wizard->page == PAGE_CHANGES ? PAGE_STEP
                                                              : PAGE_CHANGES);
}

static void
open_timeline(struct wizard *wizard)
{
    if (wizard->rounds.timeline.rounds == 0)
        wizard_say(wizard, "There is no verdict yet.");
    else
        wizard_open_page(
            wizard, wizard->page == PAGE_TIMELINE ? PAGE_STEP : PAGE_TIMELINE);
}

static bool
act_opening(struct wizard *wizard, enum action action)
{
    static const enum wizard_over overs[ACTION_COUNT] = {
        [ACTION_HELP] = OVER_HELP,         [ACTION_PALETTE] = OVER_PALETTE,
        [ACTION_GLOSSARY] = OVER_GLOSSARY, [ACTION_FIND] = OVER_FIND,
        [ACTION_PLAIN_VIEW] = OVER_PLAIN,  [ACTION_NOTE] = OVER_NOTE,
    };

    if (overs[action] != OVER_NONE)
        open_over(wizard, overs[action]);
    else if (action == ACTION_EVIDENCE)
        open_about_row(wizard, PAGE_EVIDENCE);
    else if (action == ACTION_COMMANDS)
        open_about_row(wizard, PAGE_BY_HAND);
    else if (action == ACTION_CHANGES)
        open_changes(wizard);
    else if (action == ACTION_TIMELINE)
        open_timeline(wizard);
    else if (action == ACTION_COMPARE)
        wizard_compare_open(wizard);
    else if (action == ACTION_SUPPORT)
        wizard_open_support(wizard);
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
    else if (action == ACTION_RECORD)
        wizard->wish.record = true;
}

/* What checks something, or stops that. */
static bool
act_checking(struct wizard *wizard, enum action action)
{
    if (action == ACTION_RUN_AGAIN)
        wizard_row_again(wizard);
    else if (action == ACTION_RUN_STEP_AGAIN)
        wizard_step_again(wizard);
    else if (action == ACTION_RUN_ALL_AGAIN)
        wizard_again(wizard);
    else if (action == ACTION_STOP_ROW)
        wizard_stop_row(wizard);
    else if (action == ACTION_WATCH)
        wizard_watch_toggle(wizard);
    else if (action == ACTION_SOONER || action == ACTION_LATER)
        wizard_watch_pace(wizard, action == ACTION_LATER ? 1 : -1);
    else if (action == ACTION_STOP)
        stop_or_leave(wizard);
    else
        return false;
    return true;
}

void
wizard_act(struct wizard *wizard, enum action action, int number)
{
    if (wizard_act_moving(wizard, action) || act_opening(wizard, action) ||
        act_checking(wizard, action))
        return;
    if (action == ACTION_OPEN)
        wizard_open_here(wizard);
    else if (action == ACTION_BACK || action == ACTION_PREVIOUS_STEP)
        wizard_go_back(wizard);
    else if (action == ACTION_NEXT_STEP)
        wizard_go_next(wizard);
    else if (action == ACTION_STEP)
        wizard_go_to_step(wizard, number);
    else if (action == ACTION_DEEPER)
        wizard_go_deeper(wizard);
    else if (action == ACTION_FIND_NEXT)
        wizard_next_hit(wizard);
    else if (action == ACTION_COPY)
        copy_pane(wizard);
    else if (action == ACTION_SAVE)
        wizard_save(wizard);
    else if (action == ACTION_SAVE_AS)
        wizard_choose_format(wizard);
    else if (action == ACTION_SAVE_TRANSCRIPT)
        wizard_save_transcript(wizard);
    else if (action == ACTION_SHARE)
        wizard_share(wizard);
    else if (action == ACTION_EDIT)
        wizard_edit(wizard);
    else if (action == ACTION_POINT)
        point(wizard);
    else if (action == ACTION_PRESENTER)
        wizard->presenter = !wizard->presenter;
    else if (action == ACTION_PRIVATE)
        wizard_toggle_private(wizard);
    else if (action == ACTION_QUIT)
        quit(wizard);
    else
        act_on_terminal(wizard, action);
}
