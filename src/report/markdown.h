#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include "base/buffer.h"

/*
 * Text within Markdown (CommonMark, and what ticket systems add to it). A
 * word of plain letters, digits and the marks of a sentence stands as it is;
 * any other becomes a code span, in which nothing is a link, a tag, an image,
 * a mention or a reference to another ticket.
 */

/*
 * Running text; the buffer is emptied. A line of it that begins with "- "
 * becomes an item of a list, any other line break a space.
 */
void markdown_append_buffer(struct buffer *out, struct buffer *text);

/* One cell of a table: it ends neither the cell nor the row. */
void markdown_append_cell(struct buffer *out, struct buffer *text);

/* A fenced block, whose fence is longer than any within the text. */
void markdown_append_block(struct buffer *out, const char *language,
                           const char *text);

#endif
