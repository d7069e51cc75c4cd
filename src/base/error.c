#include "base/error.h"

#include <stdarg.h>
#include <string.h>

#include "base/safe_text.h"

enum {
    TEXT_LIMIT = sizeof((struct error *)NULL)->text - 1,
    CONTEXT_LEAST = 80, /* a context keeps that much, however long the rest */
    LONGEST_ESCAPE = 6, /* of one byte: DEL becomes "\\u{7f}" */
};

static const char gap_mark[] = "...";

/* Formats and makes safe; what is quoted in it may come from anywhere. */
PRINTF_LIKE(2, 0)
static void
error_append(struct buffer *out, const char *format, va_list arguments)
{
    struct buffer raw = { 0 };

    buffer_vprintf(&raw, format, arguments);
    safe_text_append(out, SAFE_LINE, raw.data, raw.length,
                     LONGEST_ESCAPE * raw.length);
    buffer_release(&raw);
}

static bool
byte_continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/*
 * Takes the middle out of safe text that is too long: a path tells the most
 * at its ends, and a message tells its cause at the end.
 */
static void
error_shorten(struct buffer *text, size_t limit)
{
    if (text->length <= limit)
        return;

    size_t mark = strlen(gap_mark);
    size_t head = (limit - mark) / 2;
    size_t tail = text->length - (limit - mark - head);

    while (head > 0 && byte_continues(text->data[head]))
        head--;
    while (tail < text->length && byte_continues(text->data[tail]))
        tail++;

    size_t left = text->length - tail;

    memmove(text->data + head + mark, text->data + tail, left);
    memcpy(text->data + head, gap_mark, mark);
    buffer_cut(text, head + mark + left);
}

static void
error_take(struct error *error, struct buffer *safe)
{
    error_shorten(safe, TEXT_LIMIT);
    memcpy(error->text, buffer_text(safe), safe->length + 1);
    buffer_release(safe);
}

bool
error_set(struct error *error, enum error_code code, const char *format, ...)
{
    struct buffer text = { 0 };
    va_list arguments;

    va_start(arguments, format);
    error_append(&text, format, arguments);
    va_end(arguments);
    error->code = code;
    error->saved_errno = 0;
    error_take(error, &text);
    return false;
}

bool
error_set_errno(struct error *error, int saved_errno, const char *format, ...)
{
    struct buffer text = { 0 };
    va_list arguments;

    va_start(arguments, format);
    error_append(&text, format, arguments);
    va_end(arguments);
    buffer_printf(&text, ": %s", strerror(saved_errno));
    error->code = ERROR_SYSTEM;
    error->saved_errno = saved_errno;
    error_take(error, &text);
    return false;
}

bool
error_add_context(struct error *error, const char *format, ...)
{
    struct buffer context = { 0 };
    struct buffer message = { 0 };
    va_list arguments;

    va_start(arguments, format);
    error_append(&context, format, arguments);
    va_end(arguments);
    buffer_append_text(&message, error->text);

    /* The inner message tells the most: the context gives way first. */
    size_t room = TEXT_LIMIT - strlen(": ");
    size_t left = room > message.length ? room - message.length : 0;

    error_shorten(&context, left < CONTEXT_LEAST ? CONTEXT_LEAST : left);
    error_shorten(&message, room - context.length);
    buffer_printf(&context, ": %s", buffer_text(&message));
    error_take(error, &context);
    buffer_release(&message);
    return false;
}
