#include "intake/file_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_FILE = 1024 * 1024, CHUNK = 16 * 1024 };

static bool
file_is_regular(struct open_file *file, const char **why)
{
    if (fstat(file->descriptor, &file->status) != 0) {
        *why = strerror(errno);
        return false;
    }
    *why = "it is not a regular file";
    return S_ISREG(file->status.st_mode);
}

enum file_state
file_reader_open(struct open_file *file, const char *path, int flags,
                 const char **why)
{
    file->descriptor =
        open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags);
    if (file->descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return FILE_ABSENT;
    if (file->descriptor < 0) {
        *why = strerror(errno);
        return FILE_REFUSED;
    }
    if (file_is_regular(file, why))
        return FILE_READ;
    file_reader_close(file);
    return FILE_REFUSED;
}

bool
file_reader_take(const struct open_file *file, struct buffer *out,
                 size_t limit, const char **why)
{
    size_t most = out->length + limit + 1;
    char chunk[CHUNK];

    while (out->length < most) {
        size_t room = most - out->length;
        ssize_t taken = read(file->descriptor, chunk,
                             room < sizeof chunk ? room : sizeof chunk);

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

void
file_reader_close(struct open_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
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
    struct open_file file;
    enum file_state state = file_reader_open(&file, path, 0, why);

    if (state != FILE_READ)
        return state;

    bool taken = file_reader_take(&file, out, LONGEST_FILE, why);

    file_reader_close(&file);
    if (!taken) {
        buffer_cut(out, start);
        return FILE_REFUSED;
    }
    if (out->length <= limit)
        return FILE_READ;
    file_cut_to_line(out, start, limit);
    return FILE_CUT;
}
