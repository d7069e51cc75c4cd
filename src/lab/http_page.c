#include "lab/http_page.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <time.h>

const char http_page_certificate_missing[] =
    "<html>\r\n"
    "<head><title>400 No required SSL certificate was sent</title></head>\r\n"
    "<body>\r\n"
    "<center><h1>400 Bad Request</h1></center>\r\n"
    "<center>No required SSL certificate was sent</center>\r\n"
    "<hr><center>nginx</center>\r\n"
    "</body>\r\n"
    "</html>\r\n";

static const struct {
    int status;
    const char *phrase;
} phrases[] = {
    { 200, "OK" },
    { 204, "No Content" },
    { 301, "Moved Permanently" },
    { 302, "Found" },
    { 303, "See Other" },
    { 304, "Not Modified" },
    { 307, "Temporary Redirect" },
    { 308, "Permanent Redirect" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 407, "Proxy Authentication Required" },
    { 408, "Request Timeout" },
    { 410, "Gone" },
    { 421, "Misdirected Request" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 451, "Unavailable For Legal Reasons" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 502, "Bad Gateway" },
    { 503, "Service Unavailable" },
    { 504, "Gateway Timeout" },
    { 511, "Network Authentication Required" },
};

const char *
http_page_phrase(int64_t status)
{
    for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++)
        if (phrases[i].status == status)
            return phrases[i].phrase;
    return "";
}

bool
http_page_has_body(int64_t status)
{
    return status >= 200 && status != 204 && status != 304;
}

bool
http_page_gives(const struct scenario_page *page, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < page->header_count; i++)
        if (strncasecmp(page->headers[i], name, length) == 0 &&
            page->headers[i][length] == ':')
            return true;
    return false;
}

void
http_page_write_date(int64_t unix_seconds, struct buffer *out)
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed",
                                        "Thu", "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
                                          "May", "Jun", "Jul", "Aug",
                                          "Sep", "Oct", "Nov", "Dec" };
    time_t seconds = (time_t)unix_seconds;
    struct tm when = { 0 };

    (void)gmtime_r(&seconds, &when);
    buffer_printf(out, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days[when.tm_wday], when.tm_mday, months[when.tm_mon],
                  when.tm_year + 1900, when.tm_hour, when.tm_min, when.tm_sec);
}

static const char *
phrase_of(const struct scenario_page *page)
{
    return page->phrase != NULL ? page->phrase
                                : http_page_phrase(page->status);
}

static void
write_body(const struct scenario_page *page, struct buffer *out)
{
    if (!http_page_has_body(page->status))
        return;
    if (page->body != NULL) {
        buffer_append_text(out, page->body);
        return;
    }
    buffer_printf(out,
                  "<html>\r\n<head><title>%" PRId64 " %s</title></head>\r\n",
                  page->status, phrase_of(page));
    buffer_printf(out,
                  "<body>\r\n<center><h1>%" PRId64 " %s</h1></center>\r\n",
                  page->status, phrase_of(page));
    buffer_append_text(out, "<hr><center>nginx</center>\r\n"
                            "</body>\r\n</html>\r\n");
}

static void
write_header(const struct scenario_page *page, const char *name,
             const char *value, struct buffer *out)
{
    if (!http_page_gives(page, name))
        buffer_printf(out, "%s: %s\r\n", name, value);
}

static void
write_date(const struct lab *lab, const struct scenario_page *page,
           struct buffer *out)
{
    if (page->no_date || http_page_gives(page, "Date"))
        return;
    buffer_append_text(out, "Date: ");
    http_page_write_date(lab_wall_ms(lab) / 1000 + page->date_offset_s, out);
    buffer_append_text(out, "\r\n");
}

static void
write_length(const struct scenario_page *page, size_t body, struct buffer *out)
{
    if (http_page_gives(page, "Content-Length") ||
        http_page_gives(page, "Transfer-Encoding") ||
        !http_page_has_body(page->status))
        return;
    if (page->end == PAGE_BIG)
        body = HTTP_BIG_BODY;
    buffer_printf(out, "Content-Length: %zu\r\n", body);
}

size_t
http_page_write(const struct lab *lab, const struct scenario_page *page,
                struct buffer *out)
{
    struct buffer body = { 0 };
    size_t start = out->length;
    size_t head;

    write_body(page, &body);
    buffer_printf(out, "HTTP/1.1 %" PRId64 " %s\r\n", page->status,
                  phrase_of(page));
    write_header(page, "Server", "nginx", out);
    write_date(lab, page, out);
    if (http_page_has_body(page->status))
        write_header(page, "Content-Type", "text/html", out);
    write_length(page, body.length, out);
    write_header(page, "Connection", "close", out);
    for (size_t i = 0; i < page->header_count; i++)
        buffer_printf(out, "%s\r\n", page->headers[i]);
    buffer_append_text(out, "\r\n");
    head = out->length - start;
    buffer_append(out, body.data, body.length);
    buffer_release(&body);
    return head;
}
