#include "report/markdown.h"

#include <stdbool.h>
#include <string.h>

#include "base/safe_text.h"

enum { LONGEST = 64 * 1024, LEAST_FENCE = 3 };

/* The longest run of backticks in the text. */
static size_t
longest_run(const char *text, size_t length)
{
    size_t longest = 0;
    size_t run = 0;

    for (size_t i = 0; i < length; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Within a table a bar ends the cell, even in a code span. */
static void
span_append(struct buffer *out, const char *word, size_t length, bool in_cell)
{
    size_t fence = longest_run(word, length) + 1;
    bool padded = word[0] == '`' || word[length - 1] == '`';

    buffer_append_fill(out, '`', fence);
    buffer_append_text(out, padded ? " " : "");
    for (size_t i = 0; i < length; i++) {
        if (in_cell && word[i] == '|')
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, word[i]);
    }
    buffer_append_text(out, padded ? " " : "");
    buffer_append_fill(out, '`', fence);
}

static bool
is_letter(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte >= 0x80;
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/*
 * Letters, and between them the marks that make nothing: no place, no
 * address, no emphasis. A name with dots in it is a code span too.
 */
static bool
is_plain(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)word[i];

        if (is_letter(byte) || byte == '\'' || byte == '-')
            continue;
        if (byte == '/' && i > 0 && i + 1 < length)
            continue;
        if (byte == ':' && i > 0 && is_digit(word[i - 1]) && i + 1 < length &&
            is_digit(word[i + 1]))
            continue;
        if (byte == '.' && i + 1 < length)
            return false;
        if (strchr("(),.;%", byte) == NULL)
            return false;
    }
    return true;
}

/* The first word of a line must not begin a list, a rule or a heading. */
static bool
begins_a_line_with_sense(const char *word, size_t length)
{
    if (word[0] == '-' || word[0] == '\'')
        return true;
    return is_digit(word[0]) &&
           (word[length - 1] == '.' || word[length - 1] == ')');
}

static bool
ends_a_sentence(char byte)
{
    return strchr(",.;:!?)\"", byte) != NULL;
}

static bool
is_only_marks(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (is_letter((unsigned char)word[i]))
            return false;
    return true;
}

/* Marks of the sentence around a quoted word stay outside of its span. */
static void
word_append(struct buffer *out, const char *word, size_t length, bool first,
            bool in_cell)
{
    size_t end = length;
    size_t begin = 0;

    if (is_plain(word, length) &&
        !(first && begins_a_line_with_sense(word, length))) {
        buffer_append(out, word, length);
        return;
    }
    if (!is_only_marks(word, length)) {
        while (end > 0 && ends_a_sentence(word[end - 1]))
            if (word[--end] == '"' && word[0] == '"')
                break;
        while (begin < end && (word[begin] == '(' || word[begin] == '"'))
            begin++;
    }
    buffer_append(out, word, begin);
    if (is_plain(word + begin, end - begin) &&
        !(first && begins_a_line_with_sense(word, length)))
        buffer_append(out, word + begin, end - begin);
    else
        span_append(out, word + begin, end - begin, in_cell);
    buffer_append(out, word + end, length - end);
}

/*
 * How much of the line is one piece: a word, or all that stands between two
 * quotes, for that is what somebody else has written.
 */
static size_t
piece_length(const char *line, size_t length)
{
    const char *end = NULL;
    size_t word = 0;

    if (line[0] == '"' && length > 1)
        end = memchr(line + 1, '"', length - 1);
    if (end != NULL)
        word = (size_t)(end - line) + 1;
    while (word < length && line[word] != ' ')
        word++;
    return word;
}

static void
line_append(struct buffer *out, const char *line, size_t length, bool in_cell)
{
    bool first = true;

    for (size_t at = 0; at < length;) {
        size_t word = piece_length(line + at, length - at);

        if (word > 0) {
            buffer_append_text(out, first ? "" : " ");
            word_append(out, line + at, word, first, in_cell);
            first = false;
        }
        at += word + 1;
    }
}

static void
text_append(struct buffer *out, struct buffer *text, bool in_cell)
{
    struct buffer safe = { 0 };
    const char *line;

    safe_text_append(&safe, SAFE_PAGE, buffer_text(text), text->length,
                     LONGEST);
    buffer_cut(text, 0);
    line = buffer_text(&safe);
    for (bool first = true; *line != '\0'; first = false) {
        size_t length = strcspn(line, "\n");
        bool item = !in_cell && strncmp(line, "- ", 2) == 0;

        if (!first)
            buffer_append_text(out, item ? "\n  - " : " ");
        else if (item)
            buffer_append_text(out, "- ");
        line_append(out, line + (item ? 2 : 0), length - (item ? 2 : 0),
                    in_cell);
        line += length;
        line += *line == '\n';
    }
    buffer_release(&safe);
}

void
markdown_append_buffer(struct buffer *out, struct buffer *text)
{
    text_append(out, text, false);
}

void
markdown_append_cell(struct buffer *out, struct buffer *text)
{
    text_append(out, text, true);
}

void
markdown_append_block(struct buffer *out, const char *language,
                      const char *text)
{
    struct buffer safe = { 0 };
    size_t fence;

    safe_text_append(&safe, SAFE_PAGE, text, strlen(text), LONGEST);
    fence = longest_run(buffer_text(&safe), safe.length) + 1;
    if (fence < LEAST_FENCE)
        fence = LEAST_FENCE;
    buffer_append_fill(out, '`', fence);
    buffer_printf(out, "%s\n%s", language,
                  buffer_text(&safe) + strspn(buffer_text(&safe), "\n"));
    if (safe.length > 0 && safe.data[safe.length - 1] != '\n')
        buffer_append_byte(out, '\n');
    buffer_append_fill(out, '`', fence);
    buffer_append_byte(out, '\n');
    buffer_release(&safe);
}
