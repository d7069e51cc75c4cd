#include "transcript/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/write_all.h"
#include "transcript/journal_place.h"
#include "transcript/json_writer.h"

enum { OURS_ALONE = S_IRUSR | S_IWUSR, SAME_SECOND_MOST = 100 };

const char journal_version[] = "cdsdoctor.transcript/1";

void
journal_init(struct journal *journal)
{
    *journal = (struct journal){ .file = -1 };
}

void
journal_release(struct journal *journal)
{
    if (journal->file >= 0)
        close(journal->file);
    buffer_release(&journal->path);
    buffer_release(&journal->lines);
    journal_init(journal);
}

void
journal_give_up(struct journal *journal, const struct error *why)
{
    if (journal->file >= 0)
        close(journal->file);
    journal->file = -1;
    journal->trouble = *why;
    journal->is_trouble_new = true;
}

const char *
journal_take_trouble(struct journal *journal)
{
    bool is_new = journal->is_trouble_new;

    journal->is_trouble_new = false;
    return is_new ? journal->trouble.text : NULL;
}

/* Opening. */

static bool
file_lock(int file, const char *path, struct error *error)
{
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return error_set(error, ERROR_SYSTEM,
                         "%s is being written by another session", path);
    return error_set_errno(error, errno, "cannot lock %s", path);
}

/* "2026-11-26T23-00-00Z.jsonl": a name that every file system takes. */
static void
name_by_time(struct buffer *name, int64_t unix_seconds, int turn)
{
    time_t at = (time_t)unix_seconds;
    struct tm parts;
    char stamp[32] = "";

    buffer_cut(name, 0);
    if (gmtime_r(&at, &parts) != NULL)
        strftime(stamp, sizeof stamp, "%Y-%m-%dT%H-%M-%SZ", &parts);
    buffer_append_text(name, stamp);
    if (turn > 1)
        buffer_printf(name, "-%d", turn);
    buffer_append_text(name, ".jsonl");
}

static int
create_in(int directory, const char *name)
{
    return openat(directory, name,
                  O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW |
                      O_CLOEXEC,
                  OURS_ALONE);
}

bool
journal_create(struct journal *journal, const char *directory,
               int64_t unix_seconds, struct error *error)
{
    struct buffer name = { 0 };
    int place = journal_place_open(directory, true, error);
    int file = -1;
    bool created = false;

    if (place < 0)
        return false;
    for (int turn = 1; file < 0 && turn <= SAME_SECOND_MOST; turn++) {
        name_by_time(&name, unix_seconds, turn);
        file = create_in(place, buffer_text(&name));
        if (file < 0 && errno != EEXIST)
            break;
    }
    if (file < 0) {
        error_set_errno(error, errno, "cannot make a file in %s", directory);
    } else if (!file_lock(file, buffer_text(&name), error)) {
        close(file);
    } else {
        fsync(place); /* some file systems cannot, and need not */
        journal->file = file;
        buffer_printf(&journal->path, "%s/%s", directory, buffer_text(&name));
        created = true;
    }
    close(place);
    buffer_release(&name);
    return created;
}

bool
journal_create_file(struct journal *journal, const char *path,
                    struct error *error)
{
    int file = create_in(AT_FDCWD, path);

    if (file < 0)
        return error_set_errno(error, errno, "cannot make %s", path);
    if (!file_lock(file, path, error)) {
        close(file);
        return false;
    }
    journal->file = file;
    buffer_append_text(&journal->path, path);
    return true;
}

static bool
file_is_usable(int file, const char *path, bool ours, struct error *error)
{
    struct stat status;

    if (fstat(file, &status) != 0)
        return error_set_errno(error, errno, "cannot look at %s", path);
    if (ours && status.st_nlink == 0)
        return error_set(error, ERROR_SYSTEM, "%s has just been removed",
                         path);
    if (!S_ISREG(status.st_mode))
        return error_set(error, ERROR_DATA, "%s is no file", path);
    if (status.st_size > JOURNAL_LIMIT)
        return error_set(error, ERROR_LIMIT,
                         "%s is larger than any transcript (%d MB)", path,
                         JOURNAL_LIMIT / (1024 * 1024));
    if (ours && status.st_uid != geteuid())
        return error_set(error, ERROR_SYSTEM, "%s belongs to somebody else",
                         path);
    if (ours && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
        fchmod(file, OURS_ALONE) != 0)
        return error_set_errno(error, errno, "cannot make %s private", path);
    return true;
}

static bool
file_read(int file, const char *path, struct buffer *bytes,
          struct error *error)
{
    enum { PIECE = 64 * 1024 };
    char *piece = malloc(PIECE);
    ssize_t count = 0;

    if (piece == NULL)
        abort();
    while (bytes->length <= JOURNAL_LIMIT) {
        count = read(file, piece, PIECE);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        buffer_append(bytes, piece, (size_t)count);
    }
    free(piece);
    if (count < 0)
        return error_set_errno(error, errno, "cannot read %s", path);
    return true;
}

bool
journal_read_file(const char *path, struct buffer *bytes, struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool good;

    if (file < 0)
        return error_set_errno(error, errno, "cannot read %s", path);
    good = file_is_usable(file, path, false, error) &&
           file_read(file, path, bytes, error);
    close(file);
    return good;
}

bool
journal_reopen(struct journal *journal, const char *path, struct error *error)
{
    int file = open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC |
                              O_NONBLOCK | O_NOCTTY);

    if (file < 0)
        return error_set_errno(error, errno, "cannot go on with %s", path);
    if (!file_lock(file, path, error) ||
        !file_is_usable(file, path, true, error) ||
        !file_read(file, path, &journal->lines, error)) {
        close(file);
        return false;
    }
    journal->file = file;
    journal->whole = (off_t)journal->lines.length;
    buffer_append_text(&journal->path, path);
    return true;
}

bool
journal_cut(struct journal *journal, size_t whole, struct error *error)
{
    buffer_cut(&journal->lines, whole);
    if ((off_t)whole == journal->whole)
        return true;
    journal->whole = (off_t)whole;
    if (ftruncate(journal->file, journal->whole) == 0)
        return true;
    return error_set_errno(error, errno, "cannot go on with %s",
                           buffer_text(&journal->path));
}

/* Writing. */

/* A record that is not whole is taken back as far as the disk lets us. */
static void
journal_fail(struct journal *journal, int saved_errno)
{
    struct error why;
    int ignored = ftruncate(journal->file, journal->whole);

    (void)ignored; /* what is torn is left out when it is read */
    error_set_errno(&why, saved_errno,
                    "The transcript is not kept on disk any more");
    journal_give_up(journal, &why);
}

static void
journal_append(struct journal *journal, size_t from, enum journal_care care)
{
    size_t length = journal->lines.length - from;

    if (journal->file < 0)
        return;
    if (!write_all(journal->file, journal->lines.data + from, length) ||
        (care == JOURNAL_NOW && fdatasync(journal->file) != 0)) {
        journal_fail(journal, errno);
        return;
    }
    journal->whole += (off_t)length;
}

static int
append_chunk(const char *bytes, size_t length, void *context)
{
    struct buffer *out = context;

    buffer_append(out, bytes, length);
    return 0;
}

static void
journal_overflow(struct journal *journal)
{
    struct error why;

    journal->full = true;
    error_set(&why, ERROR_LIMIT,
              "The transcript has reached its limit of %d MB; what happens "
              "now is not kept",
              JOURNAL_LIMIT / (1024 * 1024));
    journal_give_up(journal, &why);
}

void
journal_write(struct journal *journal, const char *kind, int64_t unix_seconds,
              json_t *record, enum journal_care care)
{
    json_t *line = json_writer_object();
    size_t from = journal->lines.length;
    char at[CLOCK_TEXT_SIZE];

    if (from == 0)
        json_writer_put_text(line, "schema", journal_version);
    json_writer_put_text(line, "kind", kind);
    json_writer_put_text(line, "at", clock_format(unix_seconds, at));
    if (record != NULL)
        json_writer_join(line, record);
    if (!journal->full) {
        if (json_dump_callback(line, append_chunk, &journal->lines,
                               JSON_ENSURE_ASCII | JSON_COMPACT) != 0)
            abort();
        buffer_append_byte(&journal->lines, '\n');
        if (journal->lines.length > JOURNAL_LIMIT) {
            buffer_cut(&journal->lines, from);
            journal_overflow(journal);
        } else {
            journal_append(journal, from, care);
        }
    }
    json_decref(line);
}
