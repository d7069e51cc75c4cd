#include "net/http_head.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* A version, blanks, three digits, then a blank or the end. */
int
http_head_status(const char *line)
{
    const char *at = line + HTTP_PROTOCOL_LENGTH;

    if (!is_digit(*at))
        return 0;
    while (is_digit(*at) || *at == '.')
        at++;
    if (!is_blank(*at))
        return 0;
    at += strspn(at, " \t");
    if (!is_digit(at[0]) || !is_digit(at[1]) || !is_digit(at[2]))
        return 0;
    if (at[3] != '\0' && !is_blank(at[3]) && at[3] != '\r' && at[3] != '\n')
        return 0;

    int status = (at[0] - '0') * 100 + (at[1] - '0') * 10 + (at[2] - '0');

    return status >= 100 ? status : 0;
}

static bool
has_value_token(const char *value, const char *token)
{
    size_t length = strlen(token);

    while (*value != '\0') {
        size_t size;

        value += strspn(value, " \t,");
        size = strcspn(value, " \t,;");
        if (size == length && strncasecmp(value, token, length) == 0)
            return true;
        value += strcspn(value, ",");
    }
    return false;
}

/*
 * "5", or "5, 5" (RFC 9110 8.6). -1 for anything else: a sign, a letter, two
 * lengths that differ, a number that no message has.
 */
static int64_t
length_of_value(const char *value)
{
    int64_t length = -1;

    for (;;) {
        int64_t number = 0;

        value += strspn(value, " \t");
        if (!is_digit(*value))
            return -1;
        for (; is_digit(*value); value++) {
            if (number > (INT64_MAX - 9) / 10)
                return -1;
            number = number * 10 + (*value - '0');
        }
        if (length >= 0 && number != length)
            return -1;
        length = number;
        value += strspn(value, " \t");
        if (*value == '\0')
            return length;
        if (*value++ != ',')
            return -1;
    }
}

/* Of all Content-Length headers together; -1: none, or none to believe. */
static int64_t
head_find_length(const struct http_answer *answer)
{
    int64_t length = -1;

    for (size_t i = 0; i < answer->field_count; i++) {
        int64_t other;

        if (strcasecmp(http_answer_name(answer, i), "Content-Length") != 0)
            continue;
        other = length_of_value(http_answer_value(answer, i));
        if (other < 0 || (length >= 0 && other != length))
            return -1;
        length = other;
    }
    return length;
}

/* A transfer coding overrules every length. */
void
http_head_find_framing(struct http_answer *answer)
{
    bool coded = false;

    for (size_t i = 0; i < answer->field_count; i++) {
        if (strcasecmp(http_answer_name(answer, i), "Transfer-Encoding") != 0)
            continue;
        coded = true;
        answer->chunked =
            has_value_token(http_answer_value(answer, i), "chunked");
    }
    if (!coded)
        answer->content_length = head_find_length(answer);
}

/*
 * RFC 9112 5.2: the line goes on with the value before it, which ended at
 * value_end. What stands between the two becomes blanks.
 */
static void
head_unfold(struct http_answer *answer, size_t value_end, size_t line)
{
    char *head = answer->head.data;
    struct http_field *field;

    if (answer->field_count == 0)
        return;
    while (is_blank(head[line]))
        line++;
    field = &answer->fields[answer->field_count - 1];
    if (head[field->value] == '\0')
        field->value = line;
    else
        memset(head + value_end, ' ', line - value_end);
}

/* False: the line is no header. It tells nothing and harms nothing. */
static bool
head_add_field(struct http_answer *answer, size_t line)
{
    char *head = answer->head.data;
    char *colon = strchr(head + line, ':');
    char *name_end = colon;
    char *value;

    if (colon == NULL)
        return false;
    while (name_end > head + line && is_blank(name_end[-1]))
        name_end--;
    if (name_end == head + line)
        return false;
    value = colon + 1 + strspn(colon + 1, " \t");
    *name_end = '\0';
    answer->fields[answer->field_count++] =
        (struct http_field){ .name = line, .value = (size_t)(value - head) };
    return true;
}

/* Ends the line as a text, without the blanks behind it; returns where. */
static size_t
head_end_line(struct http_answer *answer, size_t line, size_t end)
{
    char *head = answer->head.data;

    for (size_t i = line; i < end; i++)
        if (head[i] == '\0')
            head[i] = ' ';
    while (end > line && (is_blank(head[end - 1]) || head[end - 1] == '\r'))
        end--;
    head[end] = '\0';
    return end;
}

void
http_head_take_apart(struct http_answer *answer)
{
    char *head = answer->head.data;
    size_t value_end = 0;
    size_t next = 0;

    assert(answer->line_count <= HTTP_HEADER_LIMIT + 2);
    answer->fields = memory_new(answer->line_count, sizeof *answer->fields);
    while (next < answer->head.length) {
        size_t line = next;
        char *newline = memchr(head + line, '\n', answer->head.length - line);
        size_t end = (size_t)(newline - head);

        next = end + 1;
        end = head_end_line(answer, line, end);
        if (line == 0 || end == line)
            continue;
        if (is_blank(head[line]))
            head_unfold(answer, value_end, line);
        else if (!head_add_field(answer, line))
            continue;
        value_end = end;
    }
}
