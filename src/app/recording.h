#ifndef APP_RECORDING_H
#define APP_RECORDING_H

#include <sys/types.h>

#include "base/error.h"
#include "ui/cast.h"

/*
 * A session that is recorded as it looks (ui/cast.h), into a file that grows
 * with each picture: whatever becomes of the process, what was seen is there
 * and plays; a kill in the middle of a write can tear the last line, no more.
 * Everything on the screen is in it, and nothing that is not: a masked screen
 * is masked in the recording too. The file is ours alone to read, new, and as
 * bounded as the cast: when something is left out of that, a shorter file
 * takes the place of the longer one.
 *
 * When it cannot be written any more the recording has ended, and what was
 * recorded until then stays. All zero is no recording.
 */
struct recording {
    struct buffer path; /* empty: nothing is recorded */
    struct cast cast;
    int64_t began_ms; /* monotonic */
    int64_t began;    /* Unix seconds */
    int file;
    size_t chapter; /* that is being written */
    size_t taken;   /* bytes of it that are in the file */
    off_t whole;    /* bytes of the file: whole lines */
    bool lost;      /* it could not be written, and why: */
    struct error trouble;
};

/*
 * Makes the file, while the session has not begun. A path that is NULL is no
 * recording. The recording must be all zero, or one that was closed.
 */
MUST_USE bool recording_open(struct recording *recording, const char *path,
                             struct error *error);

/* In the present directory, with a name of that time. */
MUST_USE bool recording_open_here(struct recording *recording,
                                  int64_t unix_seconds, struct error *error);

bool recording_is_on(const struct recording *recording);

/*
 * The screen as it is now. False: it could not be written, and nothing more
 * will be; recording_close says why.
 */
MUST_USE bool recording_see(struct recording *recording,
                            const struct canvas *canvas, enum theme theme);

/* The recording so far, whole, for an archive; nothing when none is made. */
void recording_append(const struct recording *recording, struct buffer *out);

/*
 * Ends it; true, too, when nothing was to be recorded. `note` becomes a
 * sentence for the operator, or stays empty. A file in which nothing is to be
 * seen is taken away. Releases everything.
 */
MUST_USE bool recording_close(struct recording *recording, struct buffer *note,
                              struct error *error);

#endif
