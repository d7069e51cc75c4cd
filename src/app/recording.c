#include "app/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/screen_file.h"
#include "base/clock.h"
#include "base/safe_text.h"
#include "base/write_all.h"

enum { LONGEST_PATH = 4096 };

static const char cast_title[] = "cdsdoctor";

bool
recording_open(struct recording *recording, const char *path,
               struct error *error)
{
    enum { MODE = 0600 };

    *recording = (struct recording){ 0 };
    if (path == NULL)
        return true;
    if (*path == '\0' || strcmp(path, "-") == 0)
        return error_set(error, ERROR_USAGE,
                         "--record needs the name of a file");
    recording->file =
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);
    if (recording->file < 0 && errno == EEXIST)
        return error_set(error, ERROR_SYSTEM,
                         "%s exists already; name another file", path);
    if (recording->file < 0)
        return error_set_errno(error, errno, "cannot write %s", path);
    buffer_append_text(&recording->path, path);
    recording->began_ms = clock_monotonic_ms();
    recording->began = clock_wall_ms() / 1000;
    return true;
}

bool
recording_open_here(struct recording *recording, int64_t unix_seconds,
                    struct error *error)
{
    struct buffer name = { 0 };
    bool opened;

    screen_file_name("session", "cast", unix_seconds, &name);
    opened = recording_open(recording, buffer_text(&name), error);
    buffer_release(&name);
    return opened;
}

bool
recording_is_on(const struct recording *recording)
{
    return recording->path.length > 0 && !recording->lost;
}

/* The file. */

/* Whether the name still leads to the file that we write. */
static bool
is_ours(const struct recording *recording)
{
    struct stat ours;
    struct stat there;

    return fstat(recording->file, &ours) == 0 &&
           lstat(buffer_text(&recording->path), &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* A line that is not whole is taken back. */
static void
lose(struct recording *recording, int number)
{
    recording->lost = true;
    if (ftruncate(recording->file, recording->whole) != 0)
        number = errno;
    error_set_errno(&recording->trouble, number, "cannot go on writing %s",
                    buffer_text(&recording->path));
}

static void
put(struct recording *recording, const char *bytes, size_t length)
{
    if (write_all(recording->file, bytes, length))
        recording->whole += (off_t)length;
    else
        lose(recording, errno);
}

/* Written beside it and renamed: at each moment one of the two is there. */
static void
put_anew(struct recording *recording, const struct buffer *bytes)
{
    struct buffer beside = { 0 };
    int file;

    buffer_printf(&beside, "%s.XXXXXX", buffer_text(&recording->path));
    file = mkostemp(beside.data, O_CLOEXEC);
    if (file < 0) {
        lose(recording, errno);
    } else if (!write_all(file, bytes->data, bytes->length)) {
        lose(recording, errno);
    } else if (!is_ours(recording)) {
        lose(recording, ESTALE);
    } else if (rename(buffer_text(&beside), buffer_text(&recording->path)) !=
               0) {
        lose(recording, errno);
    } else {
        close(recording->file);
        recording->file = file;
        recording->whole = (off_t)bytes->length;
        file = -1;
        buffer_cut(&beside, 0);
    }
    if (file >= 0) {
        close(file);
        unlink(buffer_text(&beside));
    }
    buffer_release(&beside);
}

static void
begin_chapter(struct recording *recording)
{
    struct buffer bytes = { 0 };
    const struct cast *cast = &recording->cast;

    recording->chapter = cast->chapter_count;
    recording->taken = cast_present(cast)->length;
    if (cast->chapter_count == 1 || !cast_is_whole(cast))
        cast_append_so_far(cast, cast_title, recording->began, &bytes);
    else
        buffer_append(&bytes, cast_present(cast)->data, recording->taken);
    if (cast_is_whole(cast))
        put(recording, bytes.data, bytes.length);
    else
        put_anew(recording, &bytes);
    buffer_release(&bytes);
}

static void
go_on_with_chapter(struct recording *recording)
{
    const struct buffer *lines = cast_present(&recording->cast);
    size_t before = recording->taken;

    recording->taken = lines->length;
    if (lines->length > before)
        put(recording, lines->data + before, lines->length - before);
}

bool
recording_see(struct recording *recording, const struct canvas *canvas,
              enum theme theme)
{
    if (!recording_is_on(recording))
        return true;
    cast_see(&recording->cast, canvas, theme,
             clock_monotonic_ms() - recording->began_ms);
    if (recording->chapter != recording->cast.chapter_count)
        begin_chapter(recording);
    else
        go_on_with_chapter(recording);
    return !recording->lost;
}

void
recording_append(const struct recording *recording, struct buffer *out)
{
    if (recording->path.length > 0 && recording->cast.chapter_count > 0)
        cast_append(&recording->cast, cast_title, recording->began, out);
}

/* The end. */

static void
append_path(const struct recording *recording, struct buffer *note)
{
    const struct buffer *path = &recording->path;

    safe_text_append(note, SAFE_LINE, path->data, path->length, LONGEST_PATH);
}

static void
append_note(const struct recording *recording, struct buffer *note)
{
    int64_t from_ms;
    int64_t left_out_ms = cast_left_out_ms(&recording->cast, &from_ms);

    buffer_append_text(note, "The session is in ");
    append_path(recording, note);
    buffer_append_text(note, "; asciinema plays it.");
    if (left_out_ms > 0)
        buffer_printf(note,
                      " It was long: %" PRId64 " minutes from minute %" PRId64
                      " on are left out.",
                      left_out_ms / 60000, from_ms / 60000);
}

static void
put_end(struct recording *recording)
{
    struct buffer end = { 0 };

    cast_append_end(&recording->cast, &end);
    put(recording, end.data, end.length);
    if (!recording->lost && fsync(recording->file) != 0 && errno != EINVAL)
        lose(recording, errno);
    buffer_release(&end);
}

bool
recording_close(struct recording *recording, struct buffer *note,
                struct error *error)
{
    bool whole;

    if (recording->path.length == 0)
        return true;
    if (!recording->lost && recording->cast.chapter_count > 0)
        put_end(recording);
    whole = !recording->lost;
    if (recording->whole == 0 && is_ours(recording))
        unlink(buffer_text(&recording->path));
    else if (whole)
        append_note(recording, note);
    if (!whole)
        *error = recording->trouble;
    if (!whole && recording->whole > 0) {
        buffer_append_text(note, "What was seen until then is in ");
        append_path(recording, note);
        buffer_append_byte(note, '.');
    }
    close(recording->file);
    buffer_release(&recording->path);
    cast_release(&recording->cast);
    *recording = (struct recording){ 0 };
    return whole;
}
