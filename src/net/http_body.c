#include "net/http_body.h"

#include <assert.h>

enum chunk_state {
    CHUNK_SIZE_FIRST, /* at least one digit must come */
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_DATA,
    CHUNK_DATA_END, /* the line end behind the data */
    CHUNK_TRAILER,  /* at the start of a line */
    CHUNK_TRAILER_LINE,
};

/* Takes of the body itself, at most `most` bytes. */
static size_t
body_take_content(struct http_answer *answer, const char *bytes, size_t length,
                  uint64_t most)
{
    uint64_t room = HTTP_BODY_LIMIT - answer->body_bytes;
    size_t kept = answer->body.length;

    if (room == 0)
        answer->state = HTTP_ENOUGH;
    if (length > room)
        length = (size_t)room;
    if (length > most)
        length = (size_t)most;
    answer->body_bytes += length;
    if (kept < HTTP_BODY_KEPT)
        buffer_append(&answer->body, bytes,
                      length < HTTP_BODY_KEPT - kept ? length
                                                     : HTTP_BODY_KEPT - kept);
    return length;
}

static int
hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

static void
body_take_size_digit(struct http_answer *answer, char byte)
{
    int digit = hex_value(byte);

    if (digit < 0 || answer->left > UINT64_MAX >> 4) {
        answer->state = HTTP_ENOUGH;
        return;
    }
    answer->left = answer->left << 4 | (unsigned)digit;
    answer->chunk_state = CHUNK_SIZE;
}

/* The line with the size may go on with anything up to its end. */
static void
body_take_size(struct http_answer *answer, char byte)
{
    if (byte == '\n')
        answer->chunk_state = answer->left > 0 ? CHUNK_DATA : CHUNK_TRAILER;
    else if (answer->chunk_state == CHUNK_EXTENSION)
        return;
    else if (byte == ';' || byte == '\r' || byte == ' ' || byte == '\t')
        answer->chunk_state = CHUNK_EXTENSION;
    else
        body_take_size_digit(answer, byte);
}

static void
body_take_framing(struct http_answer *answer, char byte)
{
    switch ((enum chunk_state)answer->chunk_state) {
    case CHUNK_SIZE_FIRST:
        body_take_size_digit(answer, byte);
        return;
    case CHUNK_SIZE:
    case CHUNK_EXTENSION:
        body_take_size(answer, byte);
        return;
    case CHUNK_DATA_END:
        if (byte == '\n')
            answer->chunk_state = CHUNK_SIZE_FIRST;
        else if (byte != '\r')
            answer->state = HTTP_ENOUGH;
        return;
    case CHUNK_TRAILER:
        if (byte == '\n')
            answer->state = HTTP_COMPLETE;
        else if (byte != '\r')
            answer->chunk_state = CHUNK_TRAILER_LINE;
        return;
    case CHUNK_TRAILER_LINE:
        if (byte == '\n')
            answer->chunk_state = CHUNK_TRAILER;
        return;
    case CHUNK_DATA:
        break;
    }
    assert(false);
}

static size_t
body_take_chunked(struct http_answer *answer, const char *bytes, size_t length)
{
    if (answer->chunk_state == CHUNK_DATA) {
        length = body_take_content(answer, bytes, length, answer->left);
        answer->left -= length;
        if (answer->left == 0)
            answer->chunk_state = CHUNK_DATA_END;
        return length;
    }
    /* Chunks and trailers without end must not keep us for ever. */
    if (answer->framing_bytes == HTTP_BODY_LIMIT) {
        answer->state = HTTP_ENOUGH;
        return 0;
    }
    answer->framing_bytes++;
    body_take_framing(answer, *bytes);
    return 1;
}

size_t
http_body_take(struct http_answer *answer, const char *bytes, size_t length)
{
    if (answer->chunked)
        return body_take_chunked(answer, bytes, length);
    if (answer->content_length < 0)
        return body_take_content(answer, bytes, length, UINT64_MAX);
    length = body_take_content(answer, bytes, length, answer->left);
    answer->left -= length;
    if (answer->left == 0)
        answer->state = HTTP_COMPLETE;
    return length;
}
