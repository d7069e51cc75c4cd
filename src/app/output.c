#include "app/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
output_write_all(int file, const struct buffer *bytes)
{
    size_t done = 0;

    while (done < bytes->length) {
        ssize_t wrote = write(file, bytes->data + done, bytes->length - done);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        done += (size_t)wrote;
    }
    return true;
}

static bool
output_fill(int file, const struct buffer *bytes)
{
    return output_write_all(file, bytes) && fsync(file) == 0;
}

/*
 * A hard link gives the finished file its name only if nothing has that
 * name, a symbolic link included.
 */
static bool
output_write_file(const char *path, const struct buffer *bytes,
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
    else if (link(beside.data, path) == 0)
        written = true;
    else if (errno == EEXIST)
        error_set(error, ERROR_SYSTEM, "%s exists already; name another file",
                  path);
    else
        error_set_errno(error, errno, "cannot write %s", path);
    close(file);
    unlink(beside.data);
out:
    buffer_release(&beside);
    return written;
}

bool
output_write(const char *path, const struct buffer *bytes, struct error *error)
{
    if (path != NULL && strcmp(path, "-") != 0)
        return output_write_file(path, bytes, error);
    if (!output_write_all(STDOUT_FILENO, bytes))
        return error_set_errno(error, errno,
                               "cannot write to standard output");
    return true;
}

void
output_complain(const struct error *error)
{
    fprintf(stderr, "cdsdoctor: %s\n", error->text);
}
