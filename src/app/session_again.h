#ifndef APP_SESSION_AGAIN_H
#define APP_SESSION_AGAIN_H

#include "app/session.h"

/*
 * Parts of a run once more, in the same run: old results stay until the new
 * ones are there. There are turns again after it, and one concludes anew when
 * they have ended. False: nothing of it can be checked now, for it has not
 * ended yet.
 */

/* A path; or, when path is NULL, a target with its names and all its paths. */
bool session_check_row_again(struct session *session,
                             const struct target *target,
                             const struct path *path);

/* A check of every target: the names, or all paths from their beginning. */
bool session_check_step_again(struct session *session, enum check_id check);

/* Everything that was tried with one thing changed. */
bool session_check_probes_again(struct session *session);

/*
 * Stops what runs of a target, or of one of its paths, as cancelled, while
 * others go on. False: nothing runs there.
 */
bool session_stop_row(struct session *session, const struct target *target,
                      const struct path *path);

#endif
