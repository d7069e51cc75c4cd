#include <string.h>

#include "transcript/mask_state.h"

/* How a text was written in a file, undone. */

/* Undoing escapes. */

static void
append_code_point(struct buffer *out, unsigned code)
{
    enum { CONTINUES = 0x80, SIX = 0x3f };

    if (code < 0x80) {
        buffer_append_byte(out, (char)code);
    } else if (code < 0x800) {
        buffer_append_byte(out, (char)(0xc0 | code >> 6));
        buffer_append_byte(out, (char)(CONTINUES | (code & SIX)));
    } else if (code < 0x10000) {
        buffer_append_byte(out, (char)(0xe0 | code >> 12));
        buffer_append_byte(out, (char)(CONTINUES | (code >> 6 & SIX)));
        buffer_append_byte(out, (char)(CONTINUES | (code & SIX)));
    } else if (code < 0x110000) {
        buffer_append_byte(out, (char)(0xf0 | code >> 18));
        buffer_append_byte(out, (char)(CONTINUES | (code >> 12 & SIX)));
        buffer_append_byte(out, (char)(CONTINUES | (code >> 6 & SIX)));
        buffer_append_byte(out, (char)(CONTINUES | (code & SIX)));
    }
}

static int
digit_value(char sign)
{
    if (sign >= '0' && sign <= '9')
        return sign - '0';
    sign |= 0x20;
    return sign >= 'a' && sign <= 'f' ? sign - 'a' + 10 : -1;
}

/* Reads up to `most` digits; how many there were. */
static size_t
read_number(struct span text, size_t most, unsigned base, unsigned *value)
{
    size_t count = 0;

    *value = 0;
    while (count < most && count < text.length) {
        int digit = digit_value(text.text[count]);

        if (digit < 0 || (unsigned)digit >= base)
            break;
        *value = *value * base + (unsigned)digit;
        count++;
    }
    return count;
}

/* \n, \", \u00e9 and a pair of surrogates, \u{9}: JSON, C and our own. */
static size_t
undo_backslash(struct span text, struct buffer *out)
{
    unsigned code;
    unsigned low;

    if (text.length < 2 || text.text[0] != '\\')
        return 0;
    if (text.text[1] == 'u' &&
        read_number(span_from(text, 2), 4, 16, &code) == 4) {
        if (code >= 0xd800 && code < 0xdc00 && text.length >= 12 &&
            text.text[6] == '\\' && text.text[7] == 'u' &&
            read_number(span_from(text, 8), 4, 16, &low) == 4 &&
            low >= 0xdc00 && low < 0xe000) {
            append_code_point(out, 0x10000 + ((code - 0xd800) << 10) +
                                       (low - 0xdc00));
            return 12;
        }
        append_code_point(out, code);
        return 6;
    }
    if (span_begins_any_case(text, "\\u{")) {
        size_t digits = read_number(span_from(text, 3), 6, 16, &code);

        if (digits > 0 && 3 + digits < text.length &&
            text.text[3 + digits] == '}') {
            append_code_point(out, code > 0 ? code : '\n');
            return 4 + digits;
        }
    }
    if (text.text[1] == 'x' &&
        read_number(span_from(text, 2), 2, 16, &code) == 2) {
        buffer_append_byte(out, (char)code);
        return 4;
    }
    if (strchr("nrtbf", text.text[1]) != NULL)
        buffer_append_byte(out, '\n');
    else
        buffer_append_byte(out, text.text[1]);
    return 2;
}

/* &amp;, &#46;, &#x2e; */
static size_t
undo_entity(struct span text, struct buffer *out)
{
    static const struct {
        const char *name;
        char sign;
    } entities[] = { { "&amp;", '&' },  { "&lt;", '<' },    { "&gt;", '>' },
                     { "&quot;", '"' }, { "&apos;", '\'' }, { "&nbsp;", ' ' },
                     { "&shy;", '\0' } };
    bool hex;
    unsigned code;
    size_t digits;

    if (text.length < 4 || text.text[0] != '&')
        return 0;
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
        if (span_begins_any_case(text, entities[i].name)) {
            if (entities[i].sign != '\0')
                buffer_append_byte(out, entities[i].sign);
            return strlen(entities[i].name);
        }
    if (text.text[1] != '#')
        return 0;
    hex = (text.text[2] | 0x20) == 'x';
    digits =
        read_number(span_from(text, hex ? 3 : 2), 7, hex ? 16 : 10, &code);
    if (digits == 0)
        return 0;
    digits += hex ? 3 : 2;
    append_code_point(out, code);
    return digits + (digits < text.length && text.text[digits] == ';');
}

/* %2e of a URL. */
static size_t
undo_percent(struct span text, struct buffer *out)
{
    unsigned code;

    if (text.length < 3 || text.text[0] != '%' ||
        read_number(span_from(text, 1), 2, 16, &code) != 2)
        return 0;
    buffer_append_byte(out, (char)code);
    return 3;
}

/* Colours and movements of a terminal: ESC [ 1 ; 31 m. */
static size_t
undo_control(struct span text, struct buffer *out)
{
    size_t length = 2;

    (void)out;
    if (text.length < 2 || text.text[0] != '\x1b')
        return 0;
    if (text.text[1] != '[')
        return 2;
    while (length < text.length &&
           (text.text[length] < '@' || text.text[length] > '~'))
        length++;
    return length < text.length ? length + 1 : length;
}

void
mask_undo_escapes(struct span text, struct buffer *out)
{
    typedef size_t undo(struct span text, struct buffer * out);
    static undo *const ways[] = { undo_backslash, undo_entity, undo_percent,
                                  undo_control };

    while (text.length > 0) {
        size_t taken = 0;

        for (size_t i = 0; taken == 0 && i < sizeof ways / sizeof ways[0]; i++)
            taken = ways[i](text, out);
        if (taken == 0) {
            buffer_append_byte(out, text.text[0]);
            taken = 1;
        }
        text = span_from(text, taken);
    }
}

/* Without markup; what stood on either side of it is next to each other. */
void
mask_undo_markup(struct span text, struct buffer *out)
{
    while (text.length > 0) {
        size_t length = 0;

        if (text.text[0] == '<') {
            length = span_find(text, ">");
            text = span_from(text, length + (length < text.length));
            continue;
        }
        buffer_append_byte(out, text.text[0]);
        text = span_from(text, 1);
    }
}

/* Lines joined: a break and the white space around it are nothing. */
void
mask_undo_breaks(struct span text, struct buffer *out)
{
    for (size_t i = 0; i < text.length; i++) {
        char sign = text.text[i];

        if (sign != '\n' && sign != '\r') {
            buffer_append_byte(out, sign);
            continue;
        }
        while (out->length > 0 && out->data[out->length - 1] == ' ')
            buffer_cut(out, out->length - 1);
        while (i + 1 < text.length &&
               strchr(" \t\r\n", text.text[i + 1]) != NULL &&
               text.text[i + 1] != '\0')
            i++;
    }
}
