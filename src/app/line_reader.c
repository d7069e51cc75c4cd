#include "app/line_reader.h"

#include <errno.h>
#include <unistd.h>

#include "base/safe_text.h"

/* An escape is longer than the byte it stands for. */
enum { SAFE_LIMIT = LINE_LIMIT * 10 };

void
line_reader_init(struct line_reader *reader, int file)
{
    reader->file = file;
    reader->begin = 0;
    reader->end = 0;
}

/* The next byte; false at the end of the input. */
static bool
reader_take(struct line_reader *reader, char *byte)
{
    while (reader->begin == reader->end) {
        ssize_t got = read(reader->file, reader->bytes, LINE_READER_ROOM);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        reader->begin = 0;
        reader->end = (size_t)got;
    }
    *byte = reader->bytes[reader->begin++];
    return true;
}

static bool
byte_is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static void
line_make_safe(const struct buffer *raw, struct buffer *line)
{
    const char *bytes = buffer_text(raw);
    size_t begin = 0;
    size_t end = raw->length;

    while (end > begin && byte_is_blank(bytes[end - 1]))
        end--;
    while (begin < end && byte_is_blank(bytes[begin]))
        begin++;
    safe_text_append(line, SAFE_LINE, bytes + begin, end - begin, SAFE_LIMIT);
}

enum line_kind
line_reader_next(struct line_reader *reader, struct buffer *line)
{
    struct buffer raw = { 0 };
    enum line_kind kind = LINE_GIVEN;
    bool more = false;
    char byte;

    buffer_cut(line, 0);
    while (reader_take(reader, &byte)) {
        more = true;
        if (byte == '\n')
            break;
        if (raw.length < LINE_LIMIT)
            buffer_append_byte(&raw, byte);
        else
            kind = LINE_TOO_LONG;
    }
    if (!more)
        kind = LINE_ENDED;
    if (kind == LINE_GIVEN)
        line_make_safe(&raw, line);
    buffer_release(&raw);
    return kind;
}
