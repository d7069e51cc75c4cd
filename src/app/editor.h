#ifndef APP_EDITOR_H
#define APP_EDITOR_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * A text in the operator's own editor: $VISUAL, else $EDITOR, else what the
 * system has. Its words are split as a shell does, with quotes and
 * backslashes, and nothing else of a shell happens. The text lies in a file
 * of ours alone, in a directory of ours alone, which is gone afterwards.
 *
 * The terminal must have been given back before. Returns when the editor has
 * ended; a stopped editor stops us, so that the shell gets its terminal.
 * False: the text is as it was, and the error says why. What comes back is
 * safe (base/safe_text.h) and bounded.
 */
MUST_USE bool editor_edit(struct buffer *text, struct error *error);

/*
 * The words of a command, NULL behind the last; release both with free().
 * NULL: there are none, or a quote is not closed.
 */
char **editor_words(const char *command, char **memory);

#endif
