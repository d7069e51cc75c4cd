#include "model/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
assert_span(struct span span, const char *text)
{
    assert_int_equal(span.length, strlen(text));
    assert_memory_equal(span.length > 0 ? span.text : "", text, span.length);
}

static struct page
page_of_body(const char *body)
{
    return (struct page){ .status = 200, .body = span_of(body) };
}

/* The first bytes of an answer, as the facts have them. */

static void
first_bytes_are_taken_apart(void **state)
{
    struct page page = page_of_first_bytes(
        "HTTP/1.1 302 Moved\\r\\nServer: squid/5\\r\\n"
        "Location:   http://portal.example/login\\r\\n\\r\\n"
        "<title>Log in</title>");
    struct page_header header;
    size_t at = 0;

    (void)state;
    assert_int_equal(page.status, 302);
    assert_span(page.status_line, "HTTP/1.1 302 Moved");
    assert_true(page_next_header(&page, &at, &header));
    assert_span(header.name, "Server");
    assert_span(header.value, "squid/5");
    assert_true(page_next_header(&page, &at, &header));
    assert_span(header.name, "Location");
    assert_span(header.value, "http://portal.example/login");
    assert_false(page_next_header(&page, &at, &header));
    assert_span(page_header_value(&page, "sErVeR"), "squid/5");
    assert_span(page_header_value(&page, "Via"), "");
    assert_span(page.body, "<title>Log in</title>");
    assert_span(page_title(&page), "Log in");
}

struct first_bytes {
    const char *text;
    int64_t status;
    const char *body;
};

static const struct first_bytes cuts[] = {
    { NULL, 0, "" },
    { "", 0, "" },
    { "SSH-2.0-OpenSSH_9.2\\r\\n", 0, "" },
    { "220 mail ESMTP", 0, "" },
    { "HTTP/1.1", 0, "" },
    { "HTTP/1.1 4", 0, "" },
    { "HTTP/1.1 40x", 0, "" },
    { "HTTP/1.1  403", 0, "" },
    { "HTTP/1.0 403", 403, "" },
    { "HTTP/1.1 403 Forbidden\\r\\nServer: x\\r\\nX", 403, "" },
    { "HTTP/1.1 200 OK\\n\\n<html>", 200, "<html>" },
    { "HTTP/1.1 200 OK\\r\\n\\r\\na\\r\\n\\r\\nb", 200, "a\\r\\n\\r\\nb" },
    { "<html>blocked", 0, "<html>blocked" },
};

static void
other_first_bytes_are_what_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        struct page page = page_of_first_bytes(cuts[i].text);
        struct page_header header;
        size_t at = 0;

        assert_int_equal(page.status, cuts[i].status);
        assert_span(page.body, cuts[i].body);
        assert_int_equal(page_is_empty(&page),
                         page.status == 0 && page.body.length == 0);
        while (page_next_header(&page, &at, &header))
            assert_true(at <= page.head.length);
    }
}

/* Who answers last is heard: endpoint, greeting, proxy. */
static void
the_answer_of_a_path_is_its_last(void **state)
{
    struct path path = { 0 };
    struct page page = page_of_path(&path);

    (void)state;
    assert_true(page_is_empty(&page));
    path.proxy.status = 200;
    path.proxy.body = "none";
    page = page_of_path(&path);
    assert_true(page_is_empty(&page));
    path.proxy.status = 403;
    path.proxy.body = "of the proxy";
    assert_span(page_of_path(&path).body, "of the proxy");
    path.tls.first_bytes = "<html>";
    assert_span(page_of_path(&path).body, "<html>");
    path.http.status = 200;
    path.http.body = "of the endpoint";
    assert_span(page_of_path(&path).body, "of the endpoint");
}

struct words_row {
    const char *body;
    const char *title;
    const char *category;
};

static const struct words_row words_rows[] = {
    { NULL, "", "" },
    { "no page", "", "" },
    { "<title>Web Page Blocked</title>", "Web Page Blocked", "" },
    { "<TITLE lang=en>\n  A\n  b </TITLE>", "A b", "" },
    { "<title>a<b>c</title>", "a c", "" },
    { "<title>open", "open", "" },
    { "<title", "", "" },
    { "<title></title>", "", "" },
    { "<b>Category:</b> Newly Observed<br>x", "", "Newly Observed" },
    { "<tr><td>Category</td>\n<td>Unrated <i>x</i></td></tr>y", "",
      "Unrated x" },
    { "category : News\nmore", "", "News" },
    { "Category: \"News\".</p>", "", "News" },
    { "category 'Web, Mail' is not allowed.\n", "", "Web, Mail" },
    { "Category: &quot;News&quot;.<br>", "", "News" },
    { "Category: \"never ends. <br>", "", "never ends" },
    { "Category: News. <br>", "", "News" },
    { "Category: \"\"<br>", "", "" },
    { "Categories: all", "", "" },
    { "Category", "", "" },
    { "Category <", "", "" },
    { "<title>0123456789abcdefghij</title>", "0123456789abcdef...", "" },
    { "<title>0123456789abcde\xc3\xa4\xc3\xa4\xc3\xa4</title>",
      "0123456789abcde...", "" },
};

static void
title_and_category_are_words(void **state)
{
    enum { LIMIT = 16 };

    (void)state;
    for (size_t i = 0; i < sizeof words_rows / sizeof words_rows[0]; i++) {
        struct page page = page_of_body(words_rows[i].body);
        struct buffer title = { 0 };
        struct buffer category = { 0 };

        page_append_title(&title, &page, LIMIT);
        page_append_category(&category, &page, LIMIT);
        assert_string_equal(buffer_text(&title), words_rows[i].title);
        assert_string_equal(buffer_text(&category), words_rows[i].category);
        buffer_release(&title);
        buffer_release(&category);
    }
}

static void
a_proxy_says_why_in_a_header_or_on_its_page(void **state)
{
    struct http_header named = { "x-squid-error", "ERR_CONNECT_FAIL 110" };
    struct http_header other = { "X-Squid-Error", "ERR_READ_TIMEOUT 0" };
    struct http_header *headers[] = { &named };
    struct page page = page_of_body("<body id=ERR_DNS_FAIL>");
    struct page nothing = page_of_body("ERR_CANNOT_FORWARD");
    struct page empty = { 0 };

    (void)state;
    assert_string_equal(page_proxy_error(&page), "ERR_DNS_FAIL");
    assert_null(page_proxy_error(&nothing));
    assert_null(page_proxy_error(&empty));
    page.headers = headers;
    page.header_count = 1;
    assert_string_equal(page_proxy_error(&page), "ERR_CONNECT_FAIL");
    /* The header is the proxy's own word, whatever the page tells. */
    headers[0] = &other;
    assert_null(page_proxy_error(&page));
}

static void
a_login_is_a_field_for_a_password(void **state)
{
    struct page with = page_of_body("<input name=p TYPE=\"Password\">");
    struct page bare = page_of_body("<input type=password>");
    struct page quoted = page_of_body("<input type='password'>");
    struct page without = page_of_body("enter your password");

    (void)state;
    assert_true(page_asks_login(&with));
    assert_true(page_asks_login(&bare));
    assert_true(page_asks_login(&quoted));
    assert_false(page_asks_login(&without));
}

struct lead {
    int64_t status;
    const char *location;
    bool elsewhere;
};

static const struct lead leads[] = {
    { 302, "http://portal.example/", true },
    { 307, "https://portal.example:8443/x?y", true },
    { 302, "//portal.example", true },
    { 302, "https://GW.example.net/login", false },
    { 302, "https://gw.example.net:443", false },
    { 302, "/login", false },
    { 302, "login", false },
    { 302, "https://", false },
    { 302, "", false },
    { 302, NULL, false },
    { 301, "http://portal.example/", false },
    { 200, "http://portal.example/", false },
    { 511, NULL, true },
    { 400, NULL, false },
};

static void
a_redirect_leads_to_another_host(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        struct http_header header = { "location", leads[i].location };
        struct http_header *headers[] = { &header };
        struct page page = {
            .status = leads[i].status,
            .headers = headers,
            .header_count = leads[i].location != NULL,
        };

        if (page_leads_elsewhere(&page, "gw.example.net") !=
            leads[i].elsewhere)
            fail_msg("row %zu", i);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_bytes_are_taken_apart),
        cmocka_unit_test(other_first_bytes_are_what_they_are),
        cmocka_unit_test(the_answer_of_a_path_is_its_last),
        cmocka_unit_test(title_and_category_are_words),
        cmocka_unit_test(a_proxy_says_why_in_a_header_or_on_its_page),
        cmocka_unit_test(a_login_is_a_field_for_a_password),
        cmocka_unit_test(a_redirect_leads_to_another_host),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
