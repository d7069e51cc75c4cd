#include "net/http.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/http_body.h"
#include "net/http_head.h"

static const char protocol[] = "HTTP/";

void
http_answer_init(struct http_answer *answer, bool head_only)
{
    *answer =
        (struct http_answer){ .head_only = head_only, .content_length = -1 };
}

void
http_answer_release(struct http_answer *answer)
{
    buffer_release(&answer->head);
    buffer_release(&answer->body);
    free(answer->fields);
    answer->fields = NULL;
    answer->field_count = 0;
    answer->has_head = false;
}

static bool
http_is_interim(const struct http_answer *answer)
{
    return answer->status < 200 && answer->status != 101;
}

/* RFC 9112 6.3; whoever switches protocols speaks none of ours any more. */
static bool
http_is_bodiless(const struct http_answer *answer)
{
    int status = answer->status;

    if (status == 101 || status == 204 || status == 304)
        return true;
    return answer->head_only && status >= 200 && status <= 299;
}

static void
http_pass_over_interim(struct http_answer *answer)
{
    if (answer->interim_count == HTTP_INTERIM_LIMIT) {
        answer->state = HTTP_TOO_LARGE;
        return;
    }
    answer->interim_count++;
    answer->status = 0;
    answer->line_start = 0;
    answer->line_count = 0;
    buffer_cut(&answer->head, 0);
}

static void
http_finish_head(struct http_answer *answer)
{
    if (http_is_interim(answer)) {
        http_pass_over_interim(answer);
        return;
    }
    http_head_take_apart(answer);
    answer->has_head = true;
    http_head_find_framing(answer);
    answer->state = HTTP_READING_BODY;
    if (answer->content_length > 0)
        answer->left = (uint64_t)answer->content_length;
    if (answer->content_length == 0 || http_is_bodiless(answer))
        answer->state = HTTP_COMPLETE;
}

/* Takes all there is, for evidence. */
static size_t
http_take_garbage(struct http_answer *answer, const char *bytes, size_t length)
{
    struct buffer *head = &answer->head;
    size_t room = head->length < HTTP_GARBAGE_KEPT
                      ? HTTP_GARBAGE_KEPT - head->length
                      : 0;

    answer->state = HTTP_GARBAGE;
    buffer_append(head, bytes, length < room ? length : room);
    if (head->length > HTTP_GARBAGE_KEPT)
        buffer_cut(head, HTTP_GARBAGE_KEPT);
    return length;
}

/* Whether what is there can still become an answer. */
static bool
http_may_begin(const struct http_answer *answer, const char *bytes,
               size_t length)
{
    size_t there = answer->head.length;
    size_t more;

    if (there >= HTTP_PROTOCOL_LENGTH)
        return true;
    more = HTTP_PROTOCOL_LENGTH - there;
    return strncasecmp(bytes, protocol + there,
                       length < more ? length : more) == 0;
}

static bool
is_empty_line(const char *line, const char *end)
{
    while (line < end && *line == '\r')
        line++;
    return line == end;
}

/* A newline has just come. */
static void
http_end_head_line(struct http_answer *answer)
{
    const char *head = answer->head.data;
    const char *newline = head + answer->head.length - 1;
    const char *line = head + answer->line_start;

    answer->line_count++;
    if (answer->line_start == 0) {
        answer->status = http_head_status(head);
        if (answer->status == 0)
            (void)http_take_garbage(answer, NULL, 0);
    } else if (is_empty_line(line, newline)) {
        http_finish_head(answer);
        return;
    } else if (answer->line_count > HTTP_HEADER_LIMIT + 1) {
        answer->state = HTTP_TOO_LARGE;
    }
    answer->line_start = answer->head.length;
}

static size_t
http_take_head(struct http_answer *answer, const char *bytes, size_t length)
{
    size_t room = HTTP_HEAD_LIMIT - answer->head.length;
    const char *newline;

    if (!http_may_begin(answer, bytes, length))
        return http_take_garbage(answer, bytes, length);
    if (room == 0) {
        answer->state = HTTP_TOO_LARGE;
        return 0;
    }
    if (length > room)
        length = room;
    newline = memchr(bytes, '\n', length);
    if (newline != NULL)
        length = (size_t)(newline - bytes) + 1;
    buffer_append(&answer->head, bytes, length);
    if (newline != NULL)
        http_end_head_line(answer);
    return length;
}

static size_t
http_take_some(struct http_answer *answer, const char *bytes, size_t length)
{
    switch (answer->state) {
    case HTTP_READING_HEAD:
        return http_take_head(answer, bytes, length);
    case HTTP_READING_BODY:
        return http_body_take(answer, bytes, length);
    case HTTP_GARBAGE:
        return http_take_garbage(answer, bytes, length);
    case HTTP_COMPLETE:
    case HTTP_ENOUGH:
    case HTTP_TOO_LARGE:
        break;
    }
    return 0;
}

size_t
http_answer_take(struct http_answer *answer, const void *bytes, size_t length)
{
    const char *from = bytes;
    size_t taken = 0;

    while (taken < length) {
        size_t some = http_take_some(answer, from + taken, length - taken);

        if (some == 0)
            break;
        taken += some;
    }
    answer->bytes_in += taken;
    return taken;
}

void
http_answer_end(struct http_answer *answer)
{
    if (answer->state == HTTP_READING_HEAD && answer->status != 0 &&
        answer->line_start == answer->head.length)
        http_finish_head(answer);
    if (answer->state == HTTP_READING_BODY && !answer->chunked &&
        answer->content_length < 0)
        answer->state = HTTP_COMPLETE;
}

bool
http_answer_is_final(const struct http_answer *answer)
{
    return answer->state != HTTP_READING_HEAD &&
           answer->state != HTTP_READING_BODY;
}

bool
http_answer_has_head(const struct http_answer *answer)
{
    return answer->has_head;
}

const char *
http_answer_status_line(const struct http_answer *answer)
{
    assert(answer->has_head);
    return answer->head.data;
}

const char *
http_answer_name(const struct http_answer *answer, size_t index)
{
    assert(index < answer->field_count);
    return answer->head.data + answer->fields[index].name;
}

const char *
http_answer_value(const struct http_answer *answer, size_t index)
{
    assert(index < answer->field_count);
    return answer->head.data + answer->fields[index].value;
}

const char *
http_answer_header(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->field_count; i++)
        if (strcasecmp(http_answer_name(answer, i), name) == 0)
            return http_answer_value(answer, i);
    return NULL;
}
