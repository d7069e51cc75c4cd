#ifndef APP_WIZARD_LOOP_H
#define APP_WIZARD_LOOP_H

#include "app/session.h"

/*
 * The wizard on a terminal: waits for keys, signals and the session, and
 * draws what has changed. Returns the exit code of the process. The terminal
 * is given back clean however it ends. A terminal that cannot be used leaves
 * in *refused why not, and nothing was shown. `record` names a file for a
 * recording (app/recording.h), or is NULL.
 */
int wizard_loop(const struct session_options *options, char **environment,
                const char *record, const char **refused);

#endif
