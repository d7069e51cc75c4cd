#include "app/keeping.h"
#include "app/wizard.h"

/* Where somebody stands anew, everything is read from its beginning. */
void
wizard_open_page(struct wizard *wizard, enum wizard_page page)
{
    wizard->page = page;
    wizard->tops[PANE_MAIN] = 0;
    wizard->tops[PANE_EXPLAIN] = 0;
    wizard->paragraphs[PANE_MAIN] = 1;
    wizard->paragraphs[PANE_EXPLAIN] = 1;
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
    wizard_open_page(wizard, PAGE_STEP);
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

void
wizard_go_next(struct wizard *wizard)
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
        wizard_open_page(wizard, PAGE_PLAN);
}

void
wizard_go_back(struct wizard *wizard)
{
    if (wizard->page != PAGE_STEP) {
        wizard_open_page(wizard, PAGE_STEP);
        return;
    }
    /* What is typed and cannot be taken stays, to be mended later. */
    (void)!leave_step(wizard);
    if (wizard->step > 0)
        wizard_go(wizard, wizard->step - 1);
}

/* Where the checks have ended the verdict is there, visited or not. */
static enum guide_step_id
furthest_of(const struct wizard *wizard)
{
    if (wizard->run == RUN_ENDED && wizard->furthest < GUIDE_VERDICT)
        return GUIDE_VERDICT;
    return wizard->furthest;
}

void
wizard_go_to_step(struct wizard *wizard, int number)
{
    enum guide_step_id step = (enum guide_step_id)(number - 1);

    if (step > furthest_of(wizard))
        wizard_say(wizard, "Step %d comes later; n goes on.", number);
    else if (step > GUIDE_SERVICE && wizard->run < RUN_UNDER_WAY)
        wizard_say(wizard, "First agree to the plan, in step 2.");
    else if (leave_step(wizard))
        wizard_go(wizard, step);
}

/* The one thing that the page is about. */
void
wizard_open_here(struct wizard *wizard)
{
    if (wizard->page == PAGE_PLAN)
        wizard_begin(wizard);
    else if (wizard->page != PAGE_STEP)
        wizard_open_page(wizard, PAGE_STEP);
    else if (wizard_shows_rows(wizard))
        wizard_open_page(wizard, PAGE_EVIDENCE);
    else if (wizard->step == GUIDE_HAND_OVER)
        wizard_save(wizard);
    else
        wizard_go_next(wizard);
}
