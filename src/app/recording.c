#include "app/recording.h"

#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/output.h"
#include "base/clock.h"

static bool
check_directory(const char *path, struct error *error)
{
    struct buffer copy = { 0 };
    bool good;

    buffer_append_text(&copy, path);
    good = access(dirname(copy.data), W_OK | X_OK) == 0;
    if (!good)
        error_set_errno(error, errno, "cannot write %s", path);
    buffer_release(&copy);
    return good;
}

bool
recording_open(struct recording *recording, const char *path,
               struct error *error)
{
    struct stat there;

    *recording = (struct recording){ 0 };
    if (path == NULL)
        return true;
    if (*path == '\0' || strcmp(path, "-") == 0)
        return error_set(error, ERROR_USAGE,
                         "--record needs the name of a file");
    if (lstat(path, &there) == 0)
        return error_set(error, ERROR_SYSTEM,
                         "%s exists already; name another file", path);
    if (!check_directory(path, error))
        return false;
    recording->path = path;
    recording->began_ms = clock_monotonic_ms();
    recording->began = clock_wall_ms() / 1000;
    return true;
}

void
recording_see(struct recording *recording, const struct canvas *canvas,
              enum theme theme)
{
    if (recording->path != NULL)
        cast_see(&recording->cast, canvas, theme,
                 clock_monotonic_ms() - recording->began_ms);
}

static void
append_note(const struct recording *recording, struct buffer *note)
{
    int64_t from_ms;
    int64_t left_out_ms = cast_left_out_ms(&recording->cast, &from_ms);

    buffer_printf(note, "The session is in %s; asciinema plays it.",
                  recording->path);
    if (left_out_ms > 0)
        buffer_printf(note,
                      " It was long: %" PRId64 " minutes from minute %" PRId64
                      " on are left out.",
                      left_out_ms / 60000, from_ms / 60000);
}

bool
recording_close(struct recording *recording, struct buffer *note,
                struct error *error)
{
    struct buffer bytes = { 0 };
    bool written = true;

    if (recording->path != NULL && recording->cast.chapter_count > 0) {
        cast_append(&recording->cast, "cdsdoctor", recording->began, &bytes);
        written = output_write(recording->path, &bytes, error);
        if (written)
            append_note(recording, note);
    }
    buffer_release(&bytes);
    cast_release(&recording->cast);
    *recording = (struct recording){ 0 };
    return written;
}
