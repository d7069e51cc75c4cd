#ifndef INTAKE_SECRET_TEXT_H
#define INTAKE_SECRET_TEXT_H

#include "base/buffer.h"

/*
 * What may be shown of texts that can hold a password. When in doubt more is
 * hidden than needed. The output is not yet safe for a terminal.
 */

/*
 * A proxy URL: its scheme, "***@" in place of all user information, host and
 * port. Everything up to the last "@" counts as user information, because a
 * password may hold any character. A port that is no number is hidden too:
 * it may be a password whose host was forgotten. The path is left out.
 */
void secret_text_append_url(struct buffer *out, const char *url);

/*
 * Options of a Java program, word by word as the JVM parts them: the value
 * of whatever is called a password or secret, and what stands in front of an
 * "@".
 */
void secret_text_append_options(struct buffer *out, const char *options);

#endif
