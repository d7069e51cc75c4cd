#include "base/safe_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

static const char cut_mark[] = "...";

/* One character as it may be shown: itself, or an escape of it. */
struct safe_piece {
    char text[16];
    size_t length; /* of text */
    size_t taken;  /* bytes of the input that it stands for */
};

/* Categories whose characters act instead of standing, or mean nothing. */
static const utf8proc_category_t never_shown[] = {
    UTF8PROC_CATEGORY_CN, UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF,
    UTF8PROC_CATEGORY_CS, UTF8PROC_CATEGORY_CO, UTF8PROC_CATEGORY_ZL,
    UTF8PROC_CATEGORY_ZP,
};

static bool
safe_is_shown(utf8proc_int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);

    for (size_t i = 0; i < sizeof never_shown / sizeof never_shown[0]; i++)
        if (category == never_shown[i])
            return false;
    return true;
}

static const char *
safe_familiar(utf8proc_int32_t code)
{
    switch (code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case 0x1b:
        return "\\e";
    default:
        return NULL;
    }
}

static void
safe_escape(struct safe_piece *piece, utf8proc_int32_t code)
{
    const char *familiar = safe_familiar(code);
    int length = familiar != NULL ? snprintf(piece->text, sizeof piece->text,
                                             "%s", familiar)
                                  : snprintf(piece->text, sizeof piece->text,
                                             "\\u{%x}", (unsigned)code);

    piece->length = (size_t)length;
}

/* Pages keep their lines and nothing else that moves. */
static bool
safe_page_piece(struct safe_piece *piece, const uint8_t *bytes, size_t length)
{
    bool pair = length > 1 && bytes[0] == '\r' && bytes[1] == '\n';

    if (bytes[0] != '\n' && bytes[0] != '\t' && !pair)
        return false;
    piece->text[0] = bytes[0] == '\t' ? ' ' : '\n';
    piece->length = 1;
    piece->taken = pair ? 2 : 1;
    return true;
}

static struct safe_piece
safe_next(enum safe_text_shape shape, const uint8_t *bytes, size_t length)
{
    struct safe_piece piece = { .taken = 1 };
    utf8proc_int32_t code;

    if (shape == SAFE_PAGE && safe_page_piece(&piece, bytes, length))
        return piece;

    utf8proc_ssize_t taken =
        utf8proc_iterate(bytes, (utf8proc_ssize_t)length, &code);

    if (taken <= 0) {
        piece.length = (size_t)snprintf(piece.text, sizeof piece.text,
                                        "\\x%02x", bytes[0]);
        return piece;
    }
    piece.taken = (size_t)taken;
    if (safe_is_shown(code)) {
        memcpy(piece.text, bytes, piece.taken);
        piece.length = piece.taken;
        return piece;
    }
    safe_escape(&piece, code);
    return piece;
}

/* Printable ASCII, most of what passes here, stands for itself. */
static size_t
safe_plain_length(const uint8_t *bytes, size_t length)
{
    size_t plain = 0;

    while (plain < length && bytes[plain] >= ' ' && bytes[plain] < 0x7f)
        plain++;
    return plain;
}

void
safe_text_append(struct buffer *out, enum safe_text_shape shape,
                 const void *bytes, size_t length, size_t limit)
{
    const uint8_t *from = bytes;
    size_t mark = strlen(cut_mark);
    size_t start = out->length;
    size_t uncut = start; /* as far as it goes if the mark is needed */

    for (size_t at = 0; at < length;) {
        size_t room = limit - (out->length - start);
        size_t plain = safe_plain_length(from + at, length - at);

        if (plain > 0 && room >= mark && plain <= room - mark) {
            buffer_append(out, from + at, plain);
            uncut = out->length;
            at += plain;
            continue;
        }

        struct safe_piece piece = safe_next(shape, from + at, length - at);

        if (out->length - start + piece.length > limit) {
            buffer_cut(out, uncut);
            if (mark <= limit)
                buffer_append(out, cut_mark, mark);
            return;
        }
        buffer_append(out, piece.text, piece.length);
        if (out->length - start + mark <= limit)
            uncut = out->length;
        at += piece.taken;
    }
}

char *
safe_text_copy(struct arena *arena, enum safe_text_shape shape,
               const void *bytes, size_t length, size_t limit)
{
    struct buffer safe = { 0 };

    safe_text_append(&safe, shape, bytes, length, limit);

    char *copy = arena_copy(arena, buffer_text(&safe), safe.length);

    buffer_release(&safe);
    return copy;
}
