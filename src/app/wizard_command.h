#ifndef APP_WIZARD_COMMAND_H
#define APP_WIZARD_COMMAND_H

#include "app/check_run.h"

/*
 * The wizard as a command begins it: on the whole screen where the terminal
 * can draw, else line by line, with a sentence that says why. The options of
 * `check` are first answers here; those that say what becomes of its report
 * mean nothing.
 */
struct wizard_options {
    struct check_options check;
    const char *plain;
    const char *resume;
    const char *record;
};

extern const struct option_row wizard_plain_row;

/* Whether standard input and output are both a terminal. */
bool wizard_can_show(void);

/*
 * Begins, or goes on with what was not finished; `file` is the transcript
 * that --resume names, or NULL. Returns the exit code of the process.
 */
int wizard_start(struct wizard_options *options, const char *file);

#endif
