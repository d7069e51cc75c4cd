#ifndef APP_SESSION_FILES_H
#define APP_SESSION_FILES_H

#include "app/session.h"

/*
 * The operator's own files and text, also in the lab: the bundle, the logs,
 * what was pasted. They go into the run and are facts of it, whatever is
 * wrong with them. The paths become those of the session's options.
 */
void session_files_read(struct session *session, const char *bundle_path,
                        const char *logs_path);

/* "--logs -" is for `check`, which nobody answers on standard input. */
MUST_USE bool session_files_accept(const struct session_options *options,
                                   struct error *error);

#endif
