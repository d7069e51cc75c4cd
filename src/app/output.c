#include "app/output.h"
#include "base/write_all.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
output_fill(int file, const struct buffer *bytes)
{
    return write_all(file, bytes->data, bytes->length) && fsync(file) == 0;
}

/*
 * For a file system that has neither hard links nor a careful rename, as
 * some that are mounted from afar: the name is taken first, by an empty file
 * that is nobody else's, and that is then replaced.
 */
static bool
output_claim(const char *beside, const char *path)
{
    enum { MODE = 0600 };
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
    int number;

    if (file < 0)
        return false;
    close(file);
    if (rename(beside, path) == 0)
        return true;
    number = errno;
    unlink(path);
    errno = number;
    return false;
}

/*
 * A hard link gives the finished file its name only if nothing has that
 * name, a symbolic link included. Where there are no hard links a rename is
 * asked to be as careful.
 */
static bool
output_link(const char *beside, const char *path)
{
    if (link(beside, path) == 0)
        return true;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return false;
    if (renameat2(AT_FDCWD, beside, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) && output_claim(beside, path);
}

static bool
output_place_new(const char *beside, const char *path, struct error *error)
{
    if (output_link(beside, path))
        return true;
    if (errno == EEXIST)
        return error_set(error, ERROR_SYSTEM,
                         "%s exists already; name another file, or replace "
                         "it with --force",
                         path);
    return error_set_errno(error, errno, "cannot write %s", path);
}

/*
 * A rename takes the place of a file, and never of what a link points to. Who
 * could read the old one can read the new one.
 */
static bool
output_place_over(int file, const char *beside, const char *path,
                  struct error *error)
{
    enum { MODE = 0666 };
    struct stat there;

    if (lstat(path, &there) != 0) {
        if (errno == ENOENT)
            return output_place_new(beside, path, error);
        return error_set_errno(error, errno, "cannot write %s", path);
    }
    if (!S_ISREG(there.st_mode))
        return error_set(error, ERROR_SYSTEM,
                         "%s is no regular file and is left as it is", path);
    if (fchmod(file, there.st_mode & MODE) != 0 || rename(beside, path) != 0)
        return error_set_errno(error, errno, "cannot write %s", path);
    return true;
}

static bool
output_write_file(const char *path, const struct buffer *bytes, bool over,
                  struct error *error)
{
    struct buffer beside = { 0 };
    bool written = false;

    buffer_printf(&beside, "%s.XXXXXX", path);
    int file = mkostemp(beside.data, O_CLOEXEC);

    if (file < 0) {
        error_set_errno(error, errno, "cannot write %s", path);
        goto out;
    }
    if (!output_fill(file, bytes))
        error_set_errno(error, errno, "cannot write %s", path);
    else
        written =
            over ? output_place_over(file, buffer_text(&beside), path, error)
                 : output_place_new(buffer_text(&beside), path, error);
    close(file);
    unlink(buffer_text(&beside));
out:
    buffer_release(&beside);
    return written;
}

static bool
output_is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

static bool
output_write_standard(const struct buffer *bytes, struct error *error)
{
    if (!write_all(STDOUT_FILENO, bytes->data, bytes->length))
        return error_set_errno(error, errno,
                               "cannot write to standard output");
    return true;
}

bool
output_write(const char *path, const struct buffer *bytes, struct error *error)
{
    return output_is_standard(path)
               ? output_write_standard(bytes, error)
               : output_write_file(path, bytes, false, error);
}

bool
output_replace(const char *path, const struct buffer *bytes,
               struct error *error)
{
    return output_is_standard(path)
               ? output_write_standard(bytes, error)
               : output_write_file(path, bytes, true, error);
}

void
output_name_free(struct buffer *name, const char *extension)
{
    enum { MOST = 99 };
    size_t stem = name->length;
    struct stat there;

    buffer_printf(name, ".%s", extension);
    for (int i = 2; i <= MOST && lstat(buffer_text(name), &there) == 0; i++) {
        buffer_cut(name, stem);
        buffer_printf(name, "-%d.%s", i, extension);
    }
}

void
output_complain(const struct error *error)
{
    fprintf(stderr, "cdsdoctor: %s\n", error->text);
}
