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

/* An image of a page, a page in a log: no chance of signs makes a text. */
static bool
is_text(const struct buffer *bytes)
{
    enum { SHORTEST_TEXT = 16 };

    for (size_t i = 0; i < bytes->length; i++) {
        unsigned char sign = (unsigned char)bytes->data[i];

        if ((sign < ' ' && strchr("\t\r\n", sign) == NULL) || sign == 0x7f)
            return false;
    }
    return bytes->length >= SHORTEST_TEXT;
}

/* Whole texts as any other; of bytes only what is long enough. */
static bool
find_in_decoded(struct search *search, const struct buffer *bytes)
{
    struct span decoded = { buffer_text(bytes), bytes->length };
    struct buffer plain = { 0 };
    struct buffer bare = { 0 };
    bool found;

    if (!is_text(bytes))
        return find_long(search, decoded, SHORTEST_DECODED);
    mask_undo_escapes(decoded, &plain);
    mask_undo_markup((struct span){ buffer_text(&plain), plain.length },
                     &bare);
    found =
        find_in_text(search, decoded) ||
        find_in_text(search, (struct span){ buffer_text(&bare), bare.length });
    buffer_release(&plain);
    buffer_release(&bare);
    return found;
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
            found = find_in_decoded(search, &bytes);
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

    mask_undo_escapes(written, &plain);
    mask_undo_escapes(span_of_buffer(&plain), &twice);
    mask_undo_markup(span_of_buffer(&twice), &bare);
    mask_undo_breaks(span_of_buffer(&bare), &joined);
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
