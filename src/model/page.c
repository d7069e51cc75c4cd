#include "model/page.h"

#include <string.h>

static const char line_end[] = "\\n";

struct page
page_of_http(const struct http_facts *facts)
{
    return (struct page){
        .status = facts->status,
        .status_line = span_of(facts->status_line),
        .headers = facts->headers,
        .header_count = facts->header_count,
        .body = span_of(facts->body),
    };
}

struct page
page_of_proxy(const struct proxy_facts *facts)
{
    return (struct page){
        .status = facts->status,
        .status_line = span_of(facts->status_line),
        .headers = facts->headers,
        .header_count = facts->header_count,
        .body = span_of(facts->body),
    };
}

/* Lines of a text whose line ends are written as escapes. */

static struct span
line_without_return(struct span line)
{
    static const char carriage_return[] = "\\r";
    size_t length = sizeof carriage_return - 1;

    if (line.length >= length &&
        memcmp(line.text + line.length - length, carriage_return, length) == 0)
        line.length -= length;
    return line;
}

/* The first line; *rest is what stands behind it. */
static struct span
line_take(struct span text, struct span *rest)
{
    struct span line = { text.text, span_find(text, line_end) };

    *rest = span_from(text, line.length + sizeof line_end - 1);
    return line_without_return(line);
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "HTTP/1.1 403 Forbidden" (RFC 9112, 4); 0 for any other line. */
static int64_t
status_of_line(struct span line)
{
    struct span code = span_from(line, sizeof "HTTP/1.1" - 1);

    if (!span_begins_any_case(line, "HTTP/") || code.length < 4 ||
        code.text[0] != ' ' || !is_digit(code.text[1]) ||
        !is_digit(code.text[2]) || !is_digit(code.text[3]))
        return 0;
    return (code.text[1] - '0') * 100 + (code.text[2] - '0') * 10 +
           (code.text[3] - '0');
}

static void
page_take_head(struct page *page, struct span rest)
{
    struct span line;

    page->head = rest;
    do
        line = line_take(rest, &rest);
    while (line.length > 0);
    page->head.length -= rest.length;
    page->body = rest;
}

struct page
page_of_first_bytes(const char *first_bytes)
{
    struct span text = span_of(first_bytes);
    struct span rest;
    struct page page = { 0 };

    if (text.length > 0 && text.text[0] == '<')
        return (struct page){ .body = text };
    page.status_line = line_take(text, &rest);
    page.status = status_of_line(page.status_line);
    if (page.status == 0)
        return (struct page){ 0 };
    page_take_head(&page, rest);
    return page;
}

static bool
proxy_refused(const struct proxy_facts *proxy)
{
    return proxy->status > 0 && proxy->status / 100 != 2;
}

struct page
page_of_path(const struct path *path)
{
    if (path->http.status > 0)
        return page_of_http(&path->http);
    if (path->tls.first_bytes != NULL)
        return page_of_first_bytes(path->tls.first_bytes);
    if (proxy_refused(&path->proxy))
        return page_of_proxy(&path->proxy);
    return (struct page){ 0 };
}

bool
page_is_empty(const struct page *page)
{
    return page->status == 0 && page->body.length == 0;
}

/* Headers. */

static bool
page_next_line_header(const struct page *page, size_t *at,
                      struct page_header *header)
{
    struct span rest = span_from(page->head, *at);
    struct span line = line_take(rest, &rest);
    size_t colon = span_find(line, ":");

    *at = page->head.length - rest.length;
    if (line.length == 0)
        return false;
    header->name = (struct span){ line.text, colon };
    header->value = span_from(line, colon + 1);
    while (header->value.length > 0 && header->value.text[0] == ' ')
        header->value = span_from(header->value, 1);
    return true;
}

bool
page_next_header(const struct page *page, size_t *at,
                 struct page_header *header)
{
    if (page->head.length > 0)
        return page_next_line_header(page, at, header);
    if (*at == page->header_count)
        return false;
    header->name = span_of(page->headers[*at]->name);
    header->value = span_of(page->headers[*at]->value);
    *at += 1;
    return true;
}

struct span
page_header_value(const struct page *page, const char *name)
{
    struct page_header header;
    size_t at = 0;

    while (page_next_header(page, &at, &header))
        if (span_equals_any_case(header.name, name))
            return header.value;
    return (struct span){ 0 };
}

/* What a reader of the page sees. */

struct span
page_title(const struct page *page)
{
    struct span title =
        span_from(page->body, span_find_any_case(page->body, "<title"));

    title = span_from(title, span_find(title, ">") + 1);
    title.length = span_find_any_case(title, "</title");
    return title;
}

/* The length of the markup that begins here; 0 when none does. */
static size_t
markup_length(struct span text)
{
    if (text.text[0] != '<')
        return 0;

    size_t end = span_find(text, ">");

    return end < text.length ? end + 1 : text.length;
}

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/* Appends the text as one line, with one space for whatever parts words. */
static void
words_append(struct buffer *out, struct span text, size_t limit)
{
    size_t start = out->length;
    bool parted = false;

    while (text.length > 0 && out->length - start < limit) {
        size_t markup = markup_length(text);

        if (markup > 0 || is_blank(text.text[0])) {
            parted = true;
            text = span_from(text, markup > 0 ? markup : 1);
            continue;
        }
        if (parted && out->length > start)
            buffer_append_byte(out, ' ');
        parted = false;
        buffer_append_byte(out, text.text[0]);
        text = span_from(text, 1);
    }
}

static bool
continues_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* At the most limit bytes, and never half a character. */
void
page_append_words(struct buffer *out, struct span text, size_t limit)
{
    size_t start = out->length;

    words_append(out, text, limit + 2);
    if (out->length - start <= limit)
        return;

    size_t end = start + limit;

    while (end > start && continues_character(out->data[end]))
        end--;
    buffer_cut(out, end);
    buffer_append_text(out, "...");
}

void
page_append_title(struct buffer *out, const struct page *page, size_t limit)
{
    page_append_words(out, page_title(page), limit);
}

/* Colons, blanks and markup before the first word. */
static struct span
without_lead(struct span text)
{
    while (text.length > 0) {
        size_t markup = markup_length(text);

        if (markup == 0 && text.text[0] != ':' && !is_blank(text.text[0]))
            break;
        text = span_from(text, markup > 0 ? markup : 1);
    }
    return text;
}

/* What stands between quotation marks when it begins with one. */
static struct span
without_quotes(struct span text)
{
    static const char *const marks[] = { "\"", "'", "&quot;", "&#39;" };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (!span_begins_any_case(text, marks[i]))
            continue;
        text = span_from(text, strlen(marks[i]));
        text.length = span_find(text, marks[i]);
        break;
    }
    return text;
}

/* A sentence that ends with what is told has a stop behind it. */
static struct span
without_stop(struct span text)
{
    while (text.length > 0 && (text.text[text.length - 1] == '.' ||
                               is_blank(text.text[text.length - 1])))
        text.length--;
    return text;
}

/*
 * "Category: Newly Observed" in a line, or in two cells of a table: what is
 * told ends with the line, the paragraph or the row.
 */
void
page_append_category(struct buffer *out, const struct page *page, size_t limit)
{
    static const char word[] = "Category";
    static const char *const ends[] = { "\n", "</tr", "<br", "</p", "</div" };
    struct span text =
        span_from(page->body, span_find_any_case(page->body, word));

    text = without_lead(span_from(text, sizeof word - 1));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        text.length = span_find_any_case(text, ends[i]);
    page_append_words(out, without_stop(without_quotes(text)), limit);
}

const char *
page_proxy_error(const struct page *page)
{
    static const char *const codes[] = { "ERR_DNS_FAIL", "ERR_CONNECT_FAIL" };
    struct span said = page_header_value(page, "X-Squid-Error");

    if (said.length == 0)
        said = page->body;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (span_contains(said, codes[i]))
            return codes[i];
    return NULL;
}

bool
page_asks_login(const struct page *page)
{
    return span_contains_any_case(page->body, "type=\"password\"") ||
           span_contains_any_case(page->body, "type='password'") ||
           span_contains_any_case(page->body, "type=password");
}

/* "https://portal.example/x": a place of its own that is not the host's. */
static bool
location_is_elsewhere(struct span location, const char *host)
{
    size_t scheme = span_find(location, "//");
    struct span place = span_from(location, scheme + 2);
    size_t length = 0;

    while (length < place.length && strchr("/:?#", place.text[length]) == NULL)
        length++;
    place.length = length;
    return length > 0 && !span_equals_any_case(place, host);
}

bool
page_leads_elsewhere(const struct page *page, const char *host)
{
    if (page->status == 511)
        return true;
    if (page->status != 302 && page->status != 307)
        return false;
    return location_is_elsewhere(page_header_value(page, "Location"), host);
}
