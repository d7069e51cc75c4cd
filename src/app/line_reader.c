#include "app/line_reader.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/safe_text.h"

/* An escape is longer than the byte it stands for. */
enum { SAFE_LIMIT = LINE_LIMIT * 10 };

void
line_reader_init(struct line_reader *reader, int file)
{
    reader->file = file;
    reader->stop = -1;
    reader->begin = 0;
    reader->end = 0;
}

/* Waits for the input; false: it is to be waited for no longer. */
static bool
reader_wait(const struct line_reader *reader)
{
    fd_set awaited;
    int most = reader->stop > reader->file ? reader->stop : reader->file;
    int ready;

    if (reader->stop < 0)
        return true;
    do {
        FD_ZERO(&awaited);
        FD_SET(reader->file, &awaited);
        FD_SET(reader->stop, &awaited);
        ready = select(most + 1, &awaited, NULL, NULL, NULL);
    } while (ready < 0 && errno == EINTR);
    return ready < 0 || !FD_ISSET(reader->stop, &awaited);
}

/* The next byte, and LINE_GIVEN; else why there is none. */
static enum line_kind
reader_take(struct line_reader *reader, char *byte)
{
    while (reader->begin == reader->end) {
        ssize_t got;

        if (!reader_wait(reader))
            return LINE_STOPPED;
        got = read(reader->file, reader->bytes, LINE_READER_ROOM);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return LINE_ENDED;
        reader->begin = 0;
        reader->end = (size_t)got;
    }
    *byte = reader->bytes[reader->begin++];
    return LINE_GIVEN;
}

bool
line_reader_has_more(const struct line_reader *reader)
{
    int count = 0;

    return reader->begin < reader->end ||
           (ioctl(reader->file, FIONREAD, &count) == 0 && count > 0);
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
    enum line_kind taken;
    bool more = false;
    char byte;

    buffer_cut(line, 0);
    while ((taken = reader_take(reader, &byte)) == LINE_GIVEN) {
        more = true;
        if (byte == '\n')
            break;
        if (raw.length < LINE_LIMIT)
            buffer_append_byte(&raw, byte);
        else
            kind = LINE_TOO_LONG;
    }
    if (taken == LINE_STOPPED || !more)
        kind = taken;
    if (kind == LINE_GIVEN)
        line_make_safe(&raw, line);
    buffer_release(&raw);
    return kind;
}
