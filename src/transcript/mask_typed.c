#include "base/width.h"
#include "transcript/mask_state.h"

/*
 * What is being typed. A part of a name is no name yet: it gets no alias,
 * which would be in the list for good, but a cover of its width.
 */

static void
append_cover(struct mask *mask, struct buffer *out, struct span word)
{
    bool digits = true;

    for (size_t i = 0; i < word.length; i++)
        digits = digits && word.text[i] >= '0' && word.text[i] <= '9';
    buffer_append_fill(out, digits ? '0' : 'x',
                       width_of(mask_span_text(mask, word)));
}

static void
append_typed_word(struct mask *mask, struct buffer *out, struct span word)
{
    const char *text = mask_span_text(mask, word);
    const char *alias = aliases_find(mask->aliases, ALIAS_WORD, text);

    if (mask_word_is_open(mask, word) ||
        aliases_is_alias(mask->aliases, ALIAS_WORD, text))
        buffer_append(out, word.text, word.length);
    else if (alias != NULL)
        buffer_append_text(out, alias);
    else
        append_cover(mask, out, word);
}

/* The address, or as much of a name as is known; how many bytes that took. */
static size_t
append_typed_whole(struct mask *mask, struct buffer *out, struct span text)
{
    struct address address;
    size_t length = mask_address_at(text, &address);

    if (length > 0 && (mask_address_is_hidden(mask, &address) ||
                       mask_address_is_kept(mask, &address))) {
        mask_append_address(mask, out, (struct span){ text.text, length },
                            &address, true);
        return length;
    }
    for (size_t i = 0; i < mask->name_count; i++) {
        struct span name = span_of(mask->names[i]);

        if (!span_begins_any_case(text, name.text) ||
            (name.length < text.length &&
             mask_is_word_sign(text.text[name.length])))
            continue;
        name.text = text.text;
        mask_append_host(mask, out, name, true);
        return name.length;
    }
    return 0;
}

const char *
mask_typed(struct mask *mask, const char *text)
{
    struct span left = span_of(text);
    struct buffer out = { 0 };
    const char *masked;

    while (left.length > 0) {
        struct span word = mask_word_at(left);
        size_t taken = append_typed_whole(mask, &out, left);

        if (taken == 0 && word.length > 0)
            append_typed_word(mask, &out, word);
        else if (taken == 0)
            buffer_append_byte(&out, left.text[0]);
        left = span_from(left, taken > 0         ? taken
                               : word.length > 0 ? word.length
                                                 : 1);
    }
    masked = arena_text(&mask->arena, buffer_text(&out));
    buffer_release(&out);
    return masked;
}
