#include "app/wizard.h"

#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/wizard_private.h"
#include "base/memory.h"
#include "report/report.h"

bool
wizard_open(struct wizard *wizard, const struct session_options *options,
            char **environment, struct error *error)
{
    struct session_options asking = *options;

    *wizard = (struct wizard){ .environment = environment,
                               .code = EXIT_INCONCLUSIVE,
                               .news_follow = true,
                               .watch.interval = WATCH_USUAL,
                               .support.write = support_report_write,
                               .is_changed = true,
                               .private = wizard_private_new() };
    wizard->first = memory_new(1, sizeof *wizard->first);
    wizard->session = wizard->first;
    asking.to_ask = true;
    wizard->private->on = options->is_private != NULL;
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
    wizard_private_free(wizard->private);
    rounds_release(&wizard->rounds);
    if (wizard->session != wizard->first)
        session_free(wizard->session);
    questions_close(&wizard->questions);
    session_free(wizard->first);
    wizard_compare_close(wizard);
    news_release(&wizard->news);
    buffer_release(&wizard->input);
    buffer_release(&wizard->found);
    buffer_release(&wizard->message);
    request_release(&wizard->request);
    request_release(&wizard->support);
    buffer_release(&wizard->wish.copy);
    notes_release(&wizard->notes);
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
        wizard_go_next(wizard);
    return outcome != FORM_IGNORED;
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
    else if (wizard->over != OVER_NONE && key->code == KEY_MOUSE_CLICK)
        wizard_over_click(wizard, key);
    else if (wizard->over != OVER_NONE)
        wizard_over_key(wizard, key);
    else if (key->code == KEY_MOUSE_CLICK)
        wizard_click(wizard, key);
    else if (key->code == KEY_WHEEL_UP || key->code == KEY_WHEEL_DOWN)
        wizard_wheel(wizard, key);
    else if (!key_to_form(wizard, key) && !key->pasted)
        wizard_act(wizard, action, number);
}

void
wizard_tick(struct wizard *wizard, int64_t now_ms)
{
    wizard->now_ms = now_ms;
    wizard_keep_rows(wizard);
    if (wizard->run != RUN_UNDER_WAY && wizard->watch.on &&
        wizard->watch.again_ms != 0 && now_ms >= wizard->watch.again_ms)
        wizard_again(wizard);
}
