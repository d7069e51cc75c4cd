#include "app/keeping.h"
#include "app/wizard.h"
#include "report/units.h"

static bool
restore_run(struct wizard *wizard, struct keeping *keeping)
{
    struct error error = { 0 };

    if (!wizard_plan(wizard))
        return false;
    if (!keeping_restore_run(keeping, wizard->session, &error)) {
        wizard_say(wizard, "%s.", error.text);
        return false;
    }
    wizard->run = RUN_ENDED;
    wizard->duration_ms = wizard->session->run.duration_ms;
    wizard->is_changed = false;
    wizard->code = wizard_verdict_code(wizard);
    return true;
}

void
wizard_resume(struct wizard *wizard)
{
    struct keeping *keeping = wizard->first->options.keeping;
    struct buffer words = { 0 };
    enum guide_step_id step;

    if (keeping == NULL || !keeping->is_resumed)
        return;
    step = keeping->resumed.step;
    notes_restore(&wizard->notes, &keeping->resumed);
    /* One row has room for this much. */
    buffer_append_text(&words, "Goes on with the session of ");
    units_append_time(&words, keeping->resumed.started);
    buffer_append_text(
        &words, keeping->resumed.torn ? "; a torn line is left out." : ".");
    if (keeping_is_cut_off(keeping))
        buffer_append_text(&words, " Its checks were cut off: R.");
    wizard_say(wizard, "%s", buffer_text(&words));
    buffer_release(&words);
    if (!(keeping_has_run(keeping) && restore_run(wizard, keeping)) &&
        step > GUIDE_SERVICE)
        step = GUIDE_SERVICE;
    wizard_go(wizard, step);
}

void
wizard_fill_restored(const struct wizard *wizard, struct sheet *sheet)
{
    struct buffer words = { 0 };

    keeping_append_options(wizard->first->options.keeping, &words);
    if (words.length > 0) {
        sheet_add(sheet, STYLE_WARN, 0, 0, buffer_text(&words));
        sheet_space(sheet);
    }
    buffer_release(&words);
}

bool
wizard_tell_trouble(struct wizard *wizard)
{
    const char *trouble = keeping_trouble(wizard->first->options.keeping);

    if (trouble != NULL)
        wizard_say(wizard, "%s. J saves a copy.", trouble);
    return trouble != NULL;
}
