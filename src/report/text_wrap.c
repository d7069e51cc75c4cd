#include "report/text_wrap.h"

#include <stdbool.h>
#include <string.h>

#include "base/width.h"

enum { LABEL_COLUMNS = 16, BULLET = 2 };

/* A line of the text and where it has got to in the output. */
struct line {
    struct buffer *out;
    const char *prefix; /* before what follows the first break */
    size_t indent;      /* further columns before every row of this line */
    size_t hang;        /* and further before every row but its first */
    size_t column;
    bool empty; /* no word stands on this row yet */
};

static void
row_begin(struct line *line, const char *prefix, size_t indent)
{
    buffer_append_text(line->out, prefix);
    buffer_append_fill(line->out, ' ', indent);
    line->column = width_of(prefix) + indent;
    line->empty = true;
}

static void
row_end(struct line *line)
{
    struct buffer *out = line->out;

    while (out->length > 0 && out->data[out->length - 1] == ' ')
        buffer_cut(out, out->length - 1);
    buffer_append_byte(out, '\n');
}

/* The width of the first length bytes, which are a whole word. */
static size_t
word_width(const char *word, size_t length)
{
    struct buffer copy = { 0 };

    buffer_append(&copy, word, length);

    size_t width = width_of(buffer_text(&copy));

    buffer_release(&copy);
    return width;
}

static void
line_add_word(struct line *line, const char *word, size_t length)
{
    size_t width = word_width(word, length);

    if (!line->empty && line->column + 1 + width > TEXT_COLUMNS) {
        row_end(line);
        row_begin(line, line->prefix, line->indent + line->hang);
    }
    if (!line->empty) {
        buffer_append_byte(line->out, ' ');
        line->column++;
    }
    buffer_append(line->out, word, length);
    line->column += width;
    line->empty = false;
}

/* One line of the text, which ends at a newline or at its end. */
static const char *
line_add(struct line *line, const char *first, const char *text)
{
    line->indent = strspn(text, " ");
    text += line->indent;
    line->hang = strncmp(text, "- ", BULLET) == 0 ? BULLET : 0;
    row_begin(line, first, line->indent);
    while (*text != '\0' && *text != '\n') {
        size_t length = strcspn(text, " \n");

        if (length > 0)
            line_add_word(line, text, length);
        text += length;
        text += strspn(text, " ");
    }
    row_end(line);
    return *text == '\n' ? text + 1 : text;
}

void
text_wrap(struct buffer *out, const char *first, const char *rest,
          const char *text)
{
    struct line line = { .out = out, .prefix = rest };

    text = line_add(&line, first, text);
    while (*text != '\0')
        text = line_add(&line, rest, text);
}

void
text_wrap_buffer(struct buffer *out, const char *first, const char *rest,
                 struct buffer *text)
{
    text_wrap(out, first, rest, buffer_text(text));
    buffer_cut(text, 0);
}

void
text_wrap_labelled(struct buffer *out, const char *label, const char *text)
{
    struct buffer first = { 0 };
    struct buffer rest = { 0 };
    size_t width = width_of(label);

    buffer_append_text(&first, label);
    buffer_append_fill(&first, ' ',
                       width < LABEL_COLUMNS ? LABEL_COLUMNS - width : 1);
    buffer_append_fill(&rest, ' ', LABEL_COLUMNS);
    text_wrap(out, buffer_text(&first), buffer_text(&rest), text);
    buffer_release(&first);
    buffer_release(&rest);
}

void
text_wrap_labelled_buffer(struct buffer *out, const char *label,
                          struct buffer *text)
{
    text_wrap_labelled(out, label, buffer_text(text));
    buffer_cut(text, 0);
}

void
text_heading(struct buffer *out, const char *title)
{
    buffer_printf(out, "\n%s\n\n", title);
}
