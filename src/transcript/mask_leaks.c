#include <stdlib.h>
#include <string.h>

#include "transcript/mask_state.h"
#include "transcript/own_words.h"

/*
 * What was written is read in the ways in which a reader may see it: as it
 * stands; without its escapes; with its lines joined; without its markup; and
 * what is base64 in it decoded.
 */

enum {
    SHORTEST_ACROSS = 8,  /* an original that is looked for across breaks */
    SHORTEST_DECODED = 6, /* one that is looked for in decoded bytes */
    SHORTEST_BASE64 = 24, /* signs in a row that may be base64 */
    SHORTEST_NUMBER = 8,  /* digits of a serial that says something */
    LONGEST_WORD = 64,    /* what is longer is no word but an encoding */
};

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

/* \n, \", \u00e9 and a pair of surrogates; JSON and C. */
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

static void
undo_all(struct span text, struct buffer *out)
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
static void
strip_markup(struct span text, struct buffer *out)
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
static void
join_lines(struct span text, struct buffer *out)
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

/* Searching. */

struct search {
    struct mask *mask;
    const char *found;
};

/* Addresses and words of the text, by the rules by which they are hidden. */

static bool
find_in_word(struct search *search, struct span word)
{
    struct mask *mask = search->mask;
    const char *text;

    if (word.length < SHORTEST_WORD || word.length > LONGEST_WORD ||
        mask_word_is_open(mask, word))
        return false;
    text = mask_span_text(mask, word);
    if (aliases_is_alias(mask->aliases, ALIAS_WORD, text))
        return false;
    if (word.length >= SHORTEST_NUMBER &&
        aliases_find(mask->aliases, ALIAS_NUMBER, text) != NULL)
        search->found = text;
    else if (mask_word_is_searched(mask, text) &&
             aliases_find(mask->aliases, ALIAS_WORD, text) != NULL)
        search->found = text;
    else
        search->found = mask_word_holds(mask, text);
    return search->found != NULL;
}

static bool
find_address(struct search *search, struct span text, size_t *length)
{
    struct address address;

    *length = mask_address_at(text, &address);
    if (*length == 0 || !mask_address_is_hidden(search->mask, &address) ||
        aliases_is_alias_address(search->mask->aliases, &address))
        return false;
    search->found =
        mask_span_text(search->mask, (struct span){ text.text, *length });
    return true;
}

static bool
find_name(struct search *search, struct span text)
{
    for (size_t i = 0; i < search->mask->name_count; i++) {
        const char *name = search->mask->names[i];
        size_t length = strlen(name);

        if (span_begins_any_case(text, name) &&
            (length == text.length || !mask_is_word_sign(text.text[length]))) {
            search->found = name;
            return true;
        }
    }
    return false;
}

static bool
find_in_text(struct search *search, struct span text)
{
    bool begins = true;

    while (text.length > 0) {
        struct span word = mask_word_at(text);
        size_t length = 0;

        if (begins &&
            (find_address(search, text, &length) || find_name(search, text)))
            return true;
        if (length == 0 && begins && find_in_word(search, word))
            return true;
        if (length == 0)
            length = word.length > 0 ? word.length : 1;
        begins = !mask_is_word_sign(text.text[length - 1]) ||
                 length == text.length ||
                 !mask_is_word_sign(text.text[length]);
        /* What follows a dot within a number is a part of it. */
        text = span_from(text, length);
    }
    return false;
}

/* Such as "certific": it is in every report. */
static bool
is_part_of_own_word(const char *original)
{
    for (size_t i = 0; i < own_word_count; i++)
        if (strcasestr(own_words[i], original) != NULL)
            return true;
    return false;
}

/* Originals long enough not to come about by chance, wherever they stand. */
static bool
find_long(struct search *search, struct span text, size_t shortest)
{
    struct mask *mask = search->mask;

    (void)mask_word_holds(mask, "");
    for (size_t i = 0; i < mask->word_count + mask->name_count; i++) {
        const char *original = i < mask->word_count
                                   ? mask->words[i]
                                   : mask->names[i - mask->word_count];

        if (strlen(original) >= shortest &&
            span_contains_any_case(text, original) &&
            !is_part_of_own_word(original)) {
            search->found = original;
            return true;
        }
    }
    return false;
}

/* base64. */

static int
base64_value(char sign)
{
    if (sign >= 'A' && sign <= 'Z')
        return sign - 'A';
    if (sign >= 'a' && sign <= 'z')
        return sign - 'a' + 26;
    if (sign >= '0' && sign <= '9')
        return sign - '0' + 52;
    if (sign == '+' || sign == '-')
        return 62;
    return sign == '/' || sign == '_' ? 63 : -1;
}

static void
decode_base64(struct span text, struct buffer *out)
{
    unsigned bits = 0;
    unsigned have = 0;

    for (size_t i = 0; i < text.length; i++) {
        int value = base64_value(text.text[i]);

        if (value < 0)
            continue;
        bits = (bits << 6 | (unsigned)value) & 0xffffff;
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        buffer_append_byte(out, (char)(bits >> have & 0xff));
    }
}

static bool
find_in_base64(struct search *search, struct span text)
{
    struct buffer bytes = { 0 };
    bool found = false;

    while (text.length > 0 && !found) {
        size_t length = 0;
        size_t signs = 0;

        while (length < text.length && (base64_value(text.text[length]) >= 0 ||
                                        text.text[length] == '\n')) {
            signs += text.text[length] != '\n';
            length++;
        }
        if (signs >= SHORTEST_BASE64) {
            buffer_cut(&bytes, 0);
            decode_base64((struct span){ text.text, length }, &bytes);
            found = find_long(
                search, (struct span){ buffer_text(&bytes), bytes.length },
                SHORTEST_DECODED);
        }
        text = span_from(text, length > 0 ? length : 1);
    }
    buffer_release(&bytes);
    return found;
}

static struct span
span_of_buffer(const struct buffer *buffer)
{
    return (struct span){ buffer_text(buffer), buffer->length };
}

bool
mask_leaks(struct mask *mask, const void *bytes, size_t length,
           const char **original)
{
    struct span written = { bytes, length };
    struct search search = { mask, NULL };
    struct buffer plain = { 0 };
    struct buffer twice = { 0 }; /* HTML in JSON, colours in asciicast */
    struct buffer bare = { 0 };
    struct buffer joined = { 0 };
    bool found;

    undo_all(written, &plain);
    undo_all(span_of_buffer(&plain), &twice);
    strip_markup(span_of_buffer(&twice), &bare);
    join_lines(span_of_buffer(&bare), &joined);
    found = find_in_text(&search, written) ||
            find_in_text(&search, span_of_buffer(&plain)) ||
            find_in_text(&search, span_of_buffer(&twice)) ||
            find_in_text(&search, span_of_buffer(&bare)) ||
            find_long(&search, span_of_buffer(&joined), SHORTEST_ACROSS) ||
            find_in_base64(&search, span_of_buffer(&plain));
    if (found && original != NULL)
        *original = search.found;
    buffer_release(&plain);
    buffer_release(&twice);
    buffer_release(&bare);
    buffer_release(&joined);
    return found;
}
