#include "lab/http_request.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

void
http_request_release(struct http_request *request)
{
    buffer_release(&request->head);
}

static bool
is_method_letter(char letter)
{
    return (letter >= 'A' && letter <= 'Z') || letter == '_' || letter == '-';
}

/* Takes "GET / HTTP/1.1" apart in place; false: it is something else. */
static bool
split_request_line(struct http_request *request)
{
    char *line = request->head.data;
    char *method_end = strchr(line, ' ');
    char *target_end;

    if (method_end == NULL || method_end == line)
        return false;
    for (const char *at = line; at < method_end; at++)
        if (!is_method_letter(*at))
            return false;
    target_end = strchr(method_end + 1, ' ');
    if (target_end == NULL || target_end == method_end + 1 ||
        strncmp(target_end + 1, "HTTP/1.", 7) != 0)
        return false;
    *method_end = '\0';
    *target_end = '\0';
    request->target = (size_t)(method_end + 1 - line);
    return true;
}

/* A newline has come: its line becomes a text. */
static void
end_line(struct http_request *request)
{
    struct buffer *head = &request->head;
    size_t length = head->length - request->line_start - 1;
    char *line = head->data + request->line_start;

    if (length > 0 && line[length - 1] == '\r')
        length--;
    line[length] = '\0';
    if (strlen(line) != length) {
        request->state = HTTP_REQUEST_GARBAGE;
    } else if (request->fields == 0 && length == 0) {
        buffer_cut(head, 0); /* empty lines in front (RFC 9112, 2.2) */
    } else if (request->fields == 0) {
        request->fields = head->length;
        if (!split_request_line(request))
            request->state = HTTP_REQUEST_GARBAGE;
    } else if (length == 0) {
        request->state = HTTP_REQUEST_WHOLE;
    }
    request->line_start = head->length;
}

/* Of the line that the bytes begin with, up to its newline. */
static size_t
take_line(struct http_request *request, const char *bytes, size_t length)
{
    size_t room = HTTP_REQUEST_LIMIT - request->head.length;
    const char *newline = memchr(bytes, '\n', length);
    char first;

    if (newline != NULL)
        length = (size_t)(newline - bytes) + 1;
    if (length > room) {
        request->state = HTTP_REQUEST_TOO_LARGE;
        return 0;
    }
    buffer_append(&request->head, bytes, length);
    first = request->head.data[0];
    if (!is_method_letter(first) && first != '\r' && first != '\n')
        request->state = HTTP_REQUEST_GARBAGE;
    else if (newline != NULL)
        end_line(request);
    return length;
}

size_t
http_request_take(struct http_request *request, const void *bytes,
                  size_t length)
{
    const char *from = bytes;
    size_t taken = 0;

    while (taken < length && request->state == HTTP_REQUEST_READING)
        taken += take_line(request, from + taken, length - taken);
    return taken;
}

const char *
http_request_method(const struct http_request *request)
{
    return request->head.data;
}

const char *
http_request_target(const struct http_request *request)
{
    return request->head.data + request->target;
}

/* A field was "Name: value\r\n" and may have lost its last byte or two. */
static const char *
next_field(const struct buffer *head, const char *field)
{
    const char *end = head->data + head->length;

    field += strlen(field) + 1;
    while (field < end && (*field == '\0' || *field == '\n'))
        field++;
    return field < end ? field : NULL;
}

const char *
http_request_header(const struct http_request *request, const char *name)
{
    size_t length = strlen(name);
    const char *field = request->head.data + request->fields;

    for (; field != NULL; field = next_field(&request->head, field))
        if (strncasecmp(field, name, length) == 0 && field[length] == ':')
            return field + length + 1 + strspn(field + length + 1, " \t");
    return NULL;
}
