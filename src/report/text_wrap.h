#ifndef REPORT_TEXT_WRAP_H
#define REPORT_TEXT_WRAP_H

#include "base/buffer.h"

/*
 * Running text within the columns that survive a mail program and a shared
 * screen. Counted in columns of the terminal, not in bytes. A word that is
 * too long stands on a line of its own: names and digests are never cut.
 */
enum { TEXT_COLUMNS = 72 };

/*
 * Appends the text with `first` before its first row and `rest` before the
 * others. A "\n" in it ends a row; the spaces that a line begins with are
 * kept in all of its rows, and what follows a "- " hangs behind it. Ends
 * with a newline.
 */
void text_wrap(struct buffer *out, const char *first, const char *rest,
               const char *text);

/* The same with the content of the buffer, which is emptied. */
void text_wrap_buffer(struct buffer *out, const char *first, const char *rest,
                      struct buffer *text);

/* "label           text", the text wrapped behind the label's column. */
void text_wrap_labelled(struct buffer *out, const char *label,
                        const char *text);
void text_wrap_labelled_buffer(struct buffer *out, const char *label,
                               struct buffer *text);

/* A heading in capitals with an empty line before it. */
void text_heading(struct buffer *out, const char *title);

#endif
