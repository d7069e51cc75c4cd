#ifndef MODEL_PAGE_H
#define MODEL_PAGE_H

#include "base/buffer.h"
#include "base/span.h"
#include "model/run.h"

/*
 * An HTTP answer by whoever gave it: the endpoint, a proxy, or somebody who
 * answered a TLS greeting in plain text. Says what stands in it, never whose
 * it is; that is for model/naming.h. Everything points into the facts.
 */
struct page {
    int64_t status;          /* 0 when there was no status line */
    struct span status_line; /* the whole of it */
    struct http_header **headers;
    size_t header_count;
    /*
     * The header lines of an answer of which only the first bytes are known,
     * with its line ends as base/safe_text.h writes them: "\r\n" as four
     * characters. Such a page has no list of headers.
     */
    struct span head;
    struct span body;
};

struct page page_of_http(const struct http_facts *facts);
struct page page_of_proxy(const struct proxy_facts *facts);
/* Empty when the bytes are neither HTTP nor markup; NULL has none. */
struct page page_of_first_bytes(const char *first_bytes);

/*
 * The answer that this path got in the end: the endpoint's, else the one in
 * place of a handshake, else the proxy's refusal. Empty when there is none.
 */
struct page page_of_path(const struct path *path);

bool page_is_empty(const struct page *page);

struct page_header {
    struct span name;
    struct span value;
};

/* The header at *at, which moves on; begins with 0, false at the end. */
bool page_next_header(const struct page *page, size_t *at,
                      struct page_header *header);

/* Its first value; empty when there is none. */
struct span page_header_value(const struct page *page, const char *name);

/* What stands between <title> and </title>. */
struct span page_title(const struct page *page);

/*
 * Appends a piece of the page as one line without markup. What is longer
 * than so many bytes ends in "...".
 */
void page_append_words(struct buffer *out, struct span text, size_t limit);

/* The title, or what stands behind "Category"; nothing without it. */
void page_append_title(struct buffer *out, const struct page *page,
                       size_t limit);
void page_append_category(struct buffer *out, const struct page *page,
                          size_t limit);

/*
 * The code by which a proxy says why it could not connect, as Squid and its
 * relatives do: "ERR_DNS_FAIL" or "ERR_CONNECT_FAIL", from the header
 * X-Squid-Error or else from the page. NULL: it says neither.
 */
const char *page_proxy_error(const struct page *page);

/* A form that takes a password. */
bool page_asks_login(const struct page *page);

/*
 * Sends whoever asked for that host to another one (RFC 9110, 15.4.3 and
 * 15.4.8), or says that this network wants something first (RFC 6585, 6).
 */
bool page_leads_elsewhere(const struct page *page, const char *host);

#endif
