#include "app/keeping.h"
#include "app/wizard.h"

/* While letters are text only these keys act. */
static const enum action in_text[] = { ACTION_OPEN, ACTION_NEXT_PANE,
                                       ACTION_BACK, ACTION_STOP };

static const enum action in_form[] = {
    ACTION_OPEN, ACTION_NEXT_STEP, ACTION_BACK,    ACTION_DEEPER,
    ACTION_HELP, ACTION_GLOSSARY,  ACTION_PALETTE, ACTION_QUIT,
};

static const enum action in_plan[] = { ACTION_OPEN, ACTION_BACK, ACTION_HELP,
                                       ACTION_QUIT };

static const enum action in_rows[] = {
    ACTION_OPEN,     ACTION_NEXT_STEP, ACTION_BACK,      ACTION_DEEPER,
    ACTION_STOP_ROW, ACTION_HELP,      ACTION_RUN_AGAIN, ACTION_CHANGES,
    ACTION_TIMELINE, ACTION_WATCH,     ACTION_NOTE,      ACTION_NEXT_PANE,
    ACTION_COMMANDS, ACTION_QUIT,
};

static const enum action in_text_page[] = {
    ACTION_OPEN,     ACTION_NEXT_STEP, ACTION_BACK,  ACTION_SAVE,
    ACTION_COPY,     ACTION_HELP,      ACTION_FIND,  ACTION_CHANGES,
    ACTION_TIMELINE, ACTION_NOTE,      ACTION_WATCH, ACTION_PLAIN_VIEW,
    ACTION_QUIT,
};

bool
wizard_can(const struct wizard *wizard, enum action action)
{
    if (action == ACTION_RUN_ALL_AGAIN || action == ACTION_SAVE ||
        action == ACTION_SAVE_AS || action == ACTION_SHARE ||
        action == ACTION_EDIT || action == ACTION_COMPARE ||
        action == ACTION_SUPPORT)
        return wizard->run == RUN_ENDED;
    if (action == ACTION_RUN_AGAIN || action == ACTION_RUN_STEP_AGAIN)
        return wizard->run == RUN_ENDED &&
               (wizard_check(wizard->step) != CHECK_COUNT ||
                (wizard->step == GUIDE_PATH &&
                 wizard->session->run.probe_count > 0));
    if (action == ACTION_STOP_ROW)
        return wizard->run == RUN_UNDER_WAY && wizard_shows_rows(wizard);
    if (action == ACTION_SAVE_TRANSCRIPT)
        return keeping_has_begun(wizard->first->options.keeping);
    if (action == ACTION_SOONER || action == ACTION_LATER)
        return wizard->watch.on;
    if (action == ACTION_CHANGES)
        return wizard_has_before(wizard);
    if (action == ACTION_TIMELINE)
        return wizard->rounds.timeline.rounds > 1;
    if (action == ACTION_WATCH || action == ACTION_EVIDENCE ||
        action == ACTION_COMMANDS)
        return wizard->run >= RUN_UNDER_WAY;
    if (action == ACTION_NEXT_STEP)
        return wizard->page == PAGE_STEP && wizard->step < GUIDE_HAND_OVER;
    if (action == ACTION_BACK || action == ACTION_PREVIOUS_STEP)
        return wizard->step > 0 || wizard->page != PAGE_STEP;
    return action != ACTION_NONE;
}

static size_t
take(const struct wizard *wizard, const enum action *from, size_t count,
     enum action *actions)
{
    size_t taken = 0;

    for (size_t i = 0; i < count; i++)
        if (wizard_can(wizard, from[i]))
            actions[taken++] = from[i];
    return taken;
}

#define TAKE(list) take(wizard, list, sizeof(list) / sizeof(list)[0], actions)

size_t
wizard_actions(const struct wizard *wizard, enum action *actions)
{
    if (wizard_shows_form(wizard)) {
        return wizard->focus == PANE_MAIN &&
                       wizard_form_types(&wizard->form, wizard->step)
                   ? TAKE(in_text)
                   : TAKE(in_form);
    }
    if (wizard->page == PAGE_PLAN)
        return TAKE(in_plan);
    return wizard_shows_rows(wizard) ? TAKE(in_rows) : TAKE(in_text_page);
}

#undef TAKE
