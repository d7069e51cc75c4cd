#ifndef APP_RECORDING_H
#define APP_RECORDING_H

#include "base/error.h"
#include "ui/cast.h"

/*
 * A session that is recorded as it looks (ui/cast.h), and the file that it is
 * written to at the end. Everything on the screen is in it, and nothing that
 * is not: a masked screen is masked in the recording too.
 */
struct recording {
    const char *path; /* borrowed; NULL: nothing is recorded */
    struct cast cast;
    int64_t began_ms; /* monotonic */
    int64_t began;    /* Unix seconds */
};

/*
 * False: nothing could be written there at the end. Says so now, while the
 * session has not begun. A path that is NULL is no recording.
 */
MUST_USE bool recording_open(struct recording *recording, const char *path,
                             struct error *error);

/* The screen as it is now. */
void recording_see(struct recording *recording, const struct canvas *canvas,
                   enum theme theme);

/*
 * Writes the file; true, too, when nothing was to be recorded. `note` becomes
 * a sentence for the operator, or stays empty. Releases everything.
 */
MUST_USE bool recording_close(struct recording *recording, struct buffer *note,
                              struct error *error);

#endif
