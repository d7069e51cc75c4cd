#include "app/session_again.h"
#include "app/wizard.h"
#include "ui/rows_view.h"

/* Nobody here has agreed to what a transcript has brought along. */
static void
plan_anew(struct wizard *wizard)
{
    if (!wizard_plan(wizard))
        return;
    wizard_go(wizard, GUIDE_SERVICE);
    wizard_open_page(wizard, PAGE_PLAN);
}

void
wizard_again(struct wizard *wizard)
{
    struct rows_sought sought = wizard_seek_rows(wizard);

    wizard->watch.again_ms = 0;
    if (wizard->run == RUN_UNDER_WAY) {
        wizard_say(wizard, "The checks are still under way.");
        return;
    }
    if (wizard->run != RUN_ENDED || wizard->is_changed) {
        wizard_say(wizard, "First agree to the plan, in step 2.");
        return;
    }
    if (wizard->session->driver == NULL) {
        plan_anew(wizard);
        return;
    }
    if (!wizard_plan(wizard))
        return;
    wizard_begin(wizard);
    wizard_find_rows(wizard, &sought);
}

/* A part of the run goes on; all else that was seen stays. */
static void
go_on(struct wizard *wizard, bool any, const char *what)
{
    if (!any) {
        wizard_say(wizard, "%s is still being checked.", what);
        return;
    }
    wizard->is_part = true;
    wizard->news.again = 0;
    wizard->news.changed = 0;
    wizard_say(wizard,
               "%s is checked again; what was seen before stays until "
               "then.",
               what);
    if (wizard->run == RUN_ENDED) {
        wizard->run = RUN_UNDER_WAY;
        wizard->started_ms = wizard->now_ms;
    }
    wizard->news_follow = true;
}

/* False: nothing has been checked, of which a part could be again. */
static bool
has_run(struct wizard *wizard)
{
    if (wizard->run >= RUN_UNDER_WAY && wizard->session->driver == NULL) {
        wizard_say(wizard, "This run is that of a transcript; R checks "
                           "everything again.");
        return false;
    }
    if (wizard->run >= RUN_UNDER_WAY)
        return true;
    wizard_say(wizard, "First agree to the plan, in step 2.");
    return false;
}

void
wizard_step_again(struct wizard *wizard)
{
    enum check_id check = wizard_check(wizard->step);

    if (!has_run(wizard))
        return;
    if (check != CHECK_COUNT)
        go_on(wizard, session_check_step_again(wizard->session, check),
              check == CHECK_DNS ? "Every name" : "Every address");
    else if (wizard->step == GUIDE_PATH &&
             wizard->session->run.probe_count > 0)
        go_on(wizard, session_check_probes_again(wizard->session),
              "What was tried with one thing changed");
    else
        wizard_say(wizard, "This step checks nothing; R checks everything "
                           "again.");
}

void
wizard_row_again(struct wizard *wizard)
{
    struct rows_place place;

    if (!has_run(wizard))
        return;
    if (wizard_check(wizard->step) == CHECK_COUNT ||
        wizard->page == PAGE_PLAN) {
        wizard_step_again(wizard);
        return;
    }
    place = rows_view_place(&wizard->session->run, wizard->selected);
    if (place.target != NULL)
        go_on(
            wizard,
            session_check_row_again(wizard->session, place.target, place.path),
            place.path != NULL ? "This address" : "This endpoint");
}

void
wizard_stop_row(struct wizard *wizard)
{
    struct rows_place place =
        rows_view_place(&wizard->session->run, wizard->selected);

    if (wizard->run != RUN_UNDER_WAY || !wizard_shows_rows(wizard) ||
        place.target == NULL ||
        !session_stop_row(wizard->session, place.target, place.path))
        wizard_say(wizard, "Nothing of this row is under way.");
    else
        wizard_say(wizard, "This row was stopped; the others go on.");
}
