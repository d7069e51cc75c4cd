#include "catalog/source_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/safe_text.h"

enum { NAME_LIMIT = 100, READ_SIZE = 64 * 1024 };

/*
 * The end of a path tells more than its beginning, and an error has room for
 * one sentence: a long path is shortened from the left.
 */
static const char *
source_text_name(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    const char *end = path;

    if (length > NAME_LIMIT) {
        end = path + length - NAME_LIMIT;
        while (((unsigned char)*end & 0xc0) == 0x80)
            end++;
    }

    struct buffer name = { 0 };

    if (end != path)
        buffer_append_text(&name, "...");
    safe_text_append(&name, SAFE_LINE, end, strlen(end), 2 * NAME_LIMIT);

    const char *copy = arena_text(arena, buffer_text(&name));

    buffer_release(&name);
    return copy;
}

static const char *
file_kind_noun(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISFIFO(mode))
        return "a FIFO";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

static bool
source_text_reject_size(const struct source_text *text, struct error *error)
{
    return error_set(error, ERROR_LIMIT,
                     "%s: expected at most %d bytes, found more", text->name,
                     SOURCE_TEXT_LIMIT);
}

/*
 * The size in the file's status is not believed: it is 0 for files that the
 * kernel makes up, and a file may grow while it is read.
 */
static bool
source_text_take(struct source_text *text, struct buffer *bytes, int file,
                 struct error *error)
{
    char part[READ_SIZE];

    for (;;) {
        ssize_t count = read(file, part, sizeof part);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_set_errno(error, errno, "%s: cannot be read",
                                   text->name);
        if (count == 0)
            return true;
        buffer_append(bytes, part, (size_t)count);
        if (bytes->length > SOURCE_TEXT_LIMIT)
            return source_text_reject_size(text, error);
    }
}

static bool
source_text_load(struct source_text *text, struct buffer *bytes, int file,
                 struct error *error)
{
    struct stat status;

    if (fstat(file, &status) != 0)
        return error_set_errno(error, errno, "%s: cannot be read", text->name);
    if (!S_ISREG(status.st_mode))
        return error_set(error, ERROR_DATA,
                         "%s: expected a regular file, found %s", text->name,
                         file_kind_noun(status.st_mode));
    if (status.st_size > SOURCE_TEXT_LIMIT)
        return source_text_reject_size(text, error);
    return source_text_take(text, bytes, file, error);
}

bool
source_text_read(struct source_text *text, struct arena *arena,
                 const char *path, bool *missing, struct error *error)
{
    struct buffer bytes = { 0 };
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int saved_errno = errno;

    text->name = source_text_name(arena, path);
    if (missing != NULL) {
        *missing =
            file < 0 && (saved_errno == ENOENT || saved_errno == ENOTDIR);
        if (*missing)
            return true;
    }
    if (file < 0)
        return error_set_errno(error, saved_errno, "%s: cannot be opened",
                               text->name);

    bool done = source_text_load(text, &bytes, file, error);

    close(file);
    text->bytes = arena_copy(arena, buffer_text(&bytes), bytes.length);
    text->length = bytes.length;
    buffer_release(&bytes);
    return done;
}

static bool
byte_continues_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

struct source_mark
source_text_mark(const struct source_text *text, size_t offset)
{
    struct source_mark mark = { .line = 1, .column = 1 };

    for (size_t i = 0; i < offset && i < text->length; i++) {
        if (text->bytes[i] == '\n') {
            mark.line++;
            mark.column = 1;
        } else if (!byte_continues_character(text->bytes[i])) {
            mark.column++;
        }
    }
    return mark;
}

size_t
source_text_offset(const struct source_text *text, size_t character)
{
    size_t offset = 0;

    for (; offset < text->length; offset++) {
        if (byte_continues_character(text->bytes[offset]))
            continue;
        if (character == 0)
            break;
        character--;
    }
    return offset;
}

bool
source_text_reject(const struct source_text *text, struct source_mark mark,
                   struct error *error, const char *format, ...)
{
    struct buffer sentence = { 0 };
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&sentence, format, arguments);
    va_end(arguments);
    error_set(error, ERROR_DATA, "%s:%zu:%zu: %s", text->name, mark.line,
              mark.column, buffer_text(&sentence));
    buffer_release(&sentence);
    return false;
}
