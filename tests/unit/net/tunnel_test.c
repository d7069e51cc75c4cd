#include "net/tunnel.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "memory_stream.h"

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])

static void
requests(void **state)
{
    static const struct {
        const char *host;
        uint16_t port;
        const char *authorization;
        const char *expected;
    } rows[] = {
        { "gw.example.com", 443, NULL,
          "CONNECT gw.example.com:443 HTTP/1.1\r\n"
          "Host: gw.example.com:443\r\nUser-Agent: cdsdoctor\r\n\r\n" },
        { "2001:db8::1", 8443, NULL,
          "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\n"
          "Host: [2001:db8::1]:8443\r\nUser-Agent: cdsdoctor\r\n\r\n" },
        { "[2001:db8::1]", 443, "Basic YTpi",
          "CONNECT [2001:db8::1]:443 HTTP/1.1\r\n"
          "Host: [2001:db8::1]:443\r\nProxy-Authorization: Basic YTpi\r\n"
          "User-Agent: cdsdoctor\r\n\r\n" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        /* All at once, and a byte at a time. */
        for (size_t piece = 0; piece <= 1; piece++) {
            struct memory_stream memory = { .piece = piece };
            struct net_stream proxy = memory_stream(&memory);
            struct net_tunnel *tunnel = net_tunnel_open(
                &proxy, rows[i].host, rows[i].port, rows[i].authorization);

            assert_int_equal(net_tunnel_status(tunnel), NET_PENDING);
            assert_string_equal(buffer_text(&memory.out), rows[i].expected);
            assert_int_equal(net_tunnel_watch(tunnel)->wanted, NET_READABLE);
            net_tunnel_close(&tunnel);
            assert_null(tunnel);
            net_tunnel_close(&tunnel);
            memory_stream_release(&memory);
        }
    }
}

/* What would be another line of the request is never sent. */
static void
refused_requests(void **state)
{
    static const struct {
        const char *host;
        const char *authorization;
    } rows[] = {
        { "a\r\nX: y", NULL },
        { "a\nb", NULL },
        { "a b", NULL },
        { "", NULL },
        { "a\x7f", NULL },
        { "\t", NULL },
        { "a", "Basic x\r\nX: y" },
        { "a", "Basic\nx" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct memory_stream memory = { 0 };
        struct net_stream proxy = memory_stream(&memory);
        struct net_tunnel *tunnel =
            net_tunnel_open(&proxy, rows[i].host, 443, rows[i].authorization);

        assert_int_equal(net_tunnel_status(tunnel), NET_BROKEN);
        assert_int_equal(net_tunnel_errno(tunnel), EINVAL);
        assert_int_equal(memory.out.length, 0);
        assert_false(http_answer_has_head(net_tunnel_answer(tunnel)));
        net_tunnel_close(&tunnel);
        memory_stream_release(&memory);
    }
}

static void
answers(void **state)
{
    static const struct {
        const char *bytes;
        bool ends;
        int read_error;
        enum net_status status;
        int code;
        int error;
        const char *page;
    } rows[] = {
        { "HTTP/1.1 200 Connection established\r\n\r\n", false, 0, NET_OPEN,
          200, 0, "" },
        { "HTTP/1.0 204\n\n", false, 0, NET_OPEN, 204, 0, "" },
        { "HTTP/1.1 100 x\r\n\r\nHTTP/1.1 200 x\r\nContent-Length: 5\r\n"
          "Transfer-Encoding: chunked\r\n\r\n",
          false, 0, NET_OPEN, 200, 0, "" },
        { "HTTP/1.1 407 Proxy Authentication Required\r\n"
          "Proxy-Authenticate: NTLM\r\nContent-Length: 4\r\n\r\npage",
          false, 0, NET_BROKEN, 407, 0, "page" },
        { "HTTP/1.1 403 No\r\n\r\nto the end", true, 0, NET_BROKEN, 403, 0,
          "to the end" },
        /* The page does not end: whoever waits has the head already. */
        { "HTTP/1.1 403 No\r\n\r\nto the", false, 0, NET_PENDING, 403, 0,
          "to the" },
        { "HTTP/1.1 503 No\r\nContent-Length: 9\r\n\r\ncut", true, 0,
          NET_BROKEN, 503, 0, "cut" },
        { "HTTP/1.1 503 No\r\nContent-Length: 9\r\n\r\ncut", false, ECONNRESET,
          NET_BROKEN, 503, ECONNRESET, "cut" },
        { "HTTP/1.1 101 Switching\r\n\r\n", false, 0, NET_BROKEN, 101, 0, "" },
        { "SSH-2.0-x\r\n", false, 0, NET_BROKEN, 0, 0, "" },
        { "\x15\x03\x01\x01\x02\x02\x46", false, 0, NET_BROKEN, 0, 0, "" },
        { "", false, 0, NET_PENDING, 0, 0, "" },
        { "HTTP/1.1 2", false, 0, NET_PENDING, 0, 0, "" },
        { "", true, 0, NET_BROKEN, 0, 0, "" },
        { "", false, ECONNRESET, NET_BROKEN, 0, ECONNRESET, "" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        for (size_t piece = 0; piece <= 1; piece++) {
            struct memory_stream memory = { .piece = piece };
            struct net_stream proxy = memory_stream(&memory);
            struct net_tunnel *tunnel =
                net_tunnel_open(&proxy, "gw.example.com", 443, NULL);
            const struct http_answer *answer = net_tunnel_answer(tunnel);

            assert_int_equal(net_tunnel_status(tunnel), NET_PENDING);
            memory_stream_say(&memory, rows[i].bytes);
            memory.ended = rows[i].ends;
            memory.read_error = rows[i].read_error;
            if (net_tunnel_status(tunnel) != rows[i].status)
                fail_msg("%s", rows[i].bytes);
            assert_int_equal(net_tunnel_status(tunnel), rows[i].status);
            assert_int_equal(answer->status, rows[i].code);
            assert_int_equal(http_answer_has_head(answer), rows[i].code != 0);
            assert_int_equal(net_tunnel_errno(tunnel), rows[i].error);
            assert_string_equal(buffer_text(&answer->body), rows[i].page);
            net_tunnel_close(&tunnel);
            memory_stream_release(&memory);
        }
    }
}

/* A proxy that speaks at once: its bytes behind the head are the tunnel's. */
static void
bytes_behind_the_head(void **state)
{
    static const char *const expected = "first and second";

    (void)state;
    for (size_t piece = 0; piece <= 3; piece++) {
        struct memory_stream memory = { .piece = piece };
        struct net_stream proxy = memory_stream(&memory);
        struct net_tunnel *tunnel =
            net_tunnel_open(&proxy, "gw.example.com", 443, NULL);
        struct net_stream stream;
        struct buffer read = { 0 };
        char bytes[5];
        ssize_t got;

        memory_stream_say(&memory, "HTTP/1.1 200 OK\r\n\r\nfirst");
        assert_int_equal(net_tunnel_status(tunnel), NET_OPEN);
        memory_stream_say(&memory, " and second");
        stream = net_tunnel_stream(tunnel);
        while ((got = net_stream_read(&stream, bytes, sizeof bytes)) > 0)
            buffer_append(&read, bytes, (size_t)got);
        assert_int_equal(got, -1);
        assert_int_equal(errno, EAGAIN);
        assert_string_equal(buffer_text(&read), expected);
        assert_ptr_equal(net_stream_watch(&stream), &memory.watch);
        memory.ended = true;
        assert_int_equal(net_stream_read(&stream, bytes, sizeof bytes), 0);
        buffer_cut(&memory.out, 0);
        memory.piece = 0;
        assert_int_equal(net_stream_write(&stream, "hello", 5), 5);
        assert_string_equal(buffer_text(&memory.out), "hello");
        buffer_release(&read);
        net_tunnel_close(&tunnel);
        memory_stream_release(&memory);
    }
}

/* It had said why before it stopped listening. */
static void
refusal_before_the_request_is_sent(void **state)
{
    struct memory_stream memory = { .write_error = EPIPE, .ended = true };
    struct net_stream proxy = memory_stream(&memory);
    struct net_tunnel *tunnel =
        net_tunnel_open(&proxy, "gw.example.com", 443, "Basic YTpi");

    (void)state;
    memory_stream_say(&memory, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    assert_int_equal(net_tunnel_status(tunnel), NET_BROKEN);
    assert_int_equal(net_tunnel_answer(tunnel)->status, 403);
    net_tunnel_close(&tunnel);

    tunnel = net_tunnel_open(&proxy, "gw.example.com", 443, NULL);
    assert_int_equal(net_tunnel_status(tunnel), NET_BROKEN);
    assert_int_equal(net_tunnel_answer(tunnel)->status, 0);
    assert_int_equal(net_tunnel_errno(tunnel), EPIPE);
    net_tunnel_close(&tunnel);
    memory_stream_release(&memory);
}

static void
sending_has_to_wait(void **state)
{
    struct memory_stream memory = { .stuck = true };
    struct net_stream proxy = memory_stream(&memory);
    struct net_tunnel *tunnel =
        net_tunnel_open(&proxy, "gw.example.com", 443, NULL);

    (void)state;
    assert_int_equal(net_tunnel_status(tunnel), NET_PENDING);
    assert_int_equal(net_tunnel_watch(tunnel)->wanted, NET_WRITABLE);
    memory.stuck = false;
    assert_int_equal(net_tunnel_status(tunnel), NET_PENDING);
    assert_int_equal(net_tunnel_watch(tunnel)->wanted, NET_READABLE);
    assert_non_null(strstr(buffer_text(&memory.out), "\r\n\r\n"));
    net_tunnel_close(&tunnel);
    memory_stream_release(&memory);
}

/* A page without a length is whole when the proxy has closed. */
static void
page_up_to_the_end(void **state)
{
    struct memory_stream memory = { .ended = true };
    struct net_stream proxy = memory_stream(&memory);
    struct net_tunnel *tunnel =
        net_tunnel_open(&proxy, "gw.example.com", 443, NULL);

    (void)state;
    memory_stream_say(&memory, "HTTP/1.1 403 No\r\n\r\npage");
    assert_int_equal(net_tunnel_status(tunnel), NET_BROKEN);
    assert_int_equal(net_tunnel_answer(tunnel)->state, HTTP_COMPLETE);
    net_tunnel_close(&tunnel);
    memory_stream_release(&memory);
}

/* A head or a page without end comes to one. */
static void
endless_answers(void **state)
{
    static const struct {
        const char *begin;
        enum http_state expected;
    } rows[] = {
        { "HTTP/1.1 200 OK\r\n", HTTP_TOO_LARGE },
        { "HTTP/1.1 403 No\r\n\r\n", HTTP_ENOUGH },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct memory_stream memory = { 0 };
        struct net_stream proxy = memory_stream(&memory);
        struct net_tunnel *tunnel =
            net_tunnel_open(&proxy, "gw.example.com", 443, NULL);

        memory_stream_say(&memory, rows[i].begin);
        buffer_append_fill(&memory.in, 'A', 1024 * 1024);
        assert_int_equal(net_tunnel_status(tunnel), NET_BROKEN);
        assert_int_equal(net_tunnel_answer(tunnel)->state, rows[i].expected);
        assert_true(memory.in.length > 900 * 1024);
        net_tunnel_close(&tunnel);
        memory_stream_release(&memory);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests),
        cmocka_unit_test(refused_requests),
        cmocka_unit_test(answers),
        cmocka_unit_test(bytes_behind_the_head),
        cmocka_unit_test(refusal_before_the_request_is_sent),
        cmocka_unit_test(sending_has_to_wait),
        cmocka_unit_test(page_up_to_the_end),
        cmocka_unit_test(endless_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
