#ifndef NET_HTTP_HEAD_H
#define NET_HTTP_HEAD_H

#include "net/http.h"

/* Taking a head apart that has come; http.c alone uses this. */
enum { HTTP_PROTOCOL_LENGTH = 5 }; /* of "HTTP/" */

/*
 * The status of a line that begins with "HTTP/"; 0 when it is no status line.
 * The reason phrase may be missing (RFC 9112 section 4 wants its blank).
 */
int http_head_status(const char *line);

/* Cuts the whole head, which ends in a newline, into texts, in place. */
void http_head_take_apart(struct http_answer *answer);

/* How long the body is, from the fields (RFC 9112 section 6.3). */
void http_head_find_framing(struct http_answer *answer);

#endif
