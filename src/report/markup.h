#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/buffer.h"

/*
 * Text within HTML and XML: safe for a terminal first, as in every report,
 * then with the characters that markup is made of as references. What comes
 * out is no tag and no attribute, wherever it stands within quotes or between
 * tags, and every character of it is allowed in XML 1.0.
 */

/* One line; NULL is "unknown". */
void markup_append(struct buffer *out, const char *text);

/* Lines are kept. */
void markup_append_page(struct buffer *out, const char *text);

/* The content of the buffer, which is emptied. */
void markup_append_buffer(struct buffer *out, struct buffer *text);

#endif
