#include "report/markup.h"

#include <string.h>

#include "base/safe_text.h"
#include "report/units.h"

enum { PAGE_LIMIT = 64 * 1024 };

static const char *
markup_reference(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    }
    return NULL;
}

static void
markup_append_safe(struct buffer *out, const struct buffer *safe)
{
    for (size_t i = 0; i < safe->length; i++) {
        const char *reference = markup_reference(safe->data[i]);

        if (reference != NULL)
            buffer_append_text(out, reference);
        else
            buffer_append_byte(out, safe->data[i]);
    }
}

void
markup_append(struct buffer *out, const char *text)
{
    struct buffer safe = { 0 };

    units_append_line(&safe, text);
    markup_append_safe(out, &safe);
    buffer_release(&safe);
}

void
markup_append_page(struct buffer *out, const char *text)
{
    struct buffer safe = { 0 };

    safe_text_append(&safe, SAFE_PAGE, text, strlen(text), PAGE_LIMIT);
    markup_append_safe(out, &safe);
    buffer_release(&safe);
}

void
markup_append_buffer(struct buffer *out, struct buffer *text)
{
    markup_append_page(out, buffer_text(text));
    buffer_cut(text, 0);
}
