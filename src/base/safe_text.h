#ifndef BASE_SAFE_TEXT_H
#define BASE_SAFE_TEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"

/*
 * Making hostile text safe. Whatever comes from the network, a file, the
 * environment or the terminal passes through here before it enters the
 * model, so that everything behind it is valid UTF-8 that cannot act on a
 * terminal: no control character (C0, DEL, C1), no format character (bidi
 * overrides and isolates, zero-width characters), no line or paragraph
 * separator, no surrogate, private-use or unassigned code point. Such a
 * character becomes `\u{202e}`, a byte that is not UTF-8 `\x9b`, and the
 * familiar ones `\n`, `\r`, `\t`, `\e`.
 */
enum safe_text_shape {
    SAFE_LINE, /* newlines are escaped too */
    SAFE_PAGE, /* "\n" stays, "\r\n" becomes "\n"; "\t" becomes a space */
};

/*
 * Appends at most limit bytes of safe text, never cutting a character or an
 * escape in two. What did not fit is announced by "..." within the limit.
 */
void safe_text_append(struct buffer *out, enum safe_text_shape shape,
                      const void *bytes, size_t length, size_t limit);

/* The same as a text in the arena. */
char *safe_text_copy(struct arena *arena, enum safe_text_shape shape,
                     const void *bytes, size_t length, size_t limit);

#endif
