#include "intake/file_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_FILE = 1024 * 1024, CHUNK = 16 * 1024 };

static bool
file_is_regular(int file, const char **why)
{
    struct stat status;

    if (fstat(file, &status) != 0) {
        *why = strerror(errno);
        return false;
    }
    *why = "it is not a regular file";
    return S_ISREG(status.st_mode);
}

/* Reads until the end, or until there is one byte more than we take. */
static bool
file_take(int file, struct buffer *out, size_t limit, const char **why)
{
    char chunk[CHUNK];

    while (out->length <= limit) {
        ssize_t taken = read(file, chunk, sizeof chunk);

        if (taken == 0)
            return true;
        if (taken > 0) {
            buffer_append(out, chunk, (size_t)taken);
        } else if (errno != EINTR) {
            *why = strerror(errno);
            return false;
        }
    }
    return true;
}

static void
file_cut_to_line(struct buffer *out, size_t start, size_t limit)
{
    const char *newline = memrchr(out->data + start, '\n', limit - start);

    buffer_cut(out,
               newline != NULL ? (size_t)(newline - out->data) + 1 : start);
}

enum file_state
file_reader_read(const char *path, struct buffer *out, const char **why)
{
    size_t start = out->length;
    size_t limit = start + LONGEST_FILE;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return FILE_ABSENT;
    if (file < 0) {
        *why = strerror(errno);
        return FILE_REFUSED;
    }

    bool taken =
        file_is_regular(file, why) && file_take(file, out, limit, why);

    close(file);
    if (!taken) {
        buffer_cut(out, start);
        return FILE_REFUSED;
    }
    if (out->length <= limit)
        return FILE_READ;
    file_cut_to_line(out, start, limit);
    return FILE_CUT;
}
