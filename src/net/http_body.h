#ifndef NET_HTTP_BODY_H
#define NET_HTTP_BODY_H

#include "net/http.h"

/* Reading a body as its head announced it; http.c alone uses this. */

/*
 * Takes some of the bytes, decodes the chunks and keeps the start of what
 * they carry; ends the answer when the body has ended. 0: it takes no more.
 */
size_t http_body_take(struct http_answer *answer, const char *bytes,
                      size_t length);

#endif
