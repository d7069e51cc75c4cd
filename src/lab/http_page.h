#ifndef LAB_HTTP_PAGE_H
#define LAB_HTTP_PAGE_H

#include "lab/http_end.h"

/* What is usual in the pages of http_end.h. */
enum { HTTP_BIG_BODY = 10 * 1024 * 1024 };

/* "" for a status that has no usual phrase. */
const char *http_page_phrase(int64_t status);
/* Whether an answer of that status has a body (RFC 9110, 6.4.1). */
bool http_page_has_body(int64_t status);
/* Whether one of the page's headers has that name, whatever its case. */
bool http_page_gives(const struct scenario_page *page, const char *name);

/* "Tue, 24 Nov 2026 12:00:00 GMT" (RFC 9110, 5.6.7). */
void http_page_write_date(int64_t unix_seconds, struct buffer *out);

/* nginx without a client certificate that it must have. */
extern const char http_page_certificate_missing[];

#endif
