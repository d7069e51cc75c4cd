#include "net/http.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])

/* What an answer came to, in one text, so that two can be compared. */
static void
dump(struct buffer *out, const struct http_answer *answer, size_t taken)
{
    static const char *const states[] = {
        [HTTP_READING_HEAD] = "head",  [HTTP_READING_BODY] = "body",
        [HTTP_COMPLETE] = "complete",  [HTTP_ENOUGH] = "enough",
        [HTTP_TOO_LARGE] = "toolarge", [HTTP_GARBAGE] = "garbage",
    };

    buffer_printf(out,
                  "%s %d length=%" PRId64 " chunked=%d body=%" PRIu64
                  " in=%" PRIu64 " taken=%zu",
                  states[answer->state], answer->status,
                  answer->content_length, answer->chunked, answer->body_bytes,
                  answer->bytes_in, taken);
    buffer_append(out, "|", 1);
    if (http_answer_has_head(answer)) {
        buffer_append_text(out, http_answer_status_line(answer));
        for (size_t i = 0; i < answer->field_count; i++)
            buffer_printf(out, "|%s=%s", http_answer_name(answer, i),
                          http_answer_value(answer, i));
    } else {
        buffer_append(out, answer->head.data, answer->head.length);
    }
    buffer_append(out, "|", 1);
    buffer_append(out, answer->body.data, answer->body.length);
}

/* The bytes in pieces of which the first has `first` and others `step`. */
static void
read_in_pieces(struct buffer *out, bool head_only, const char *bytes,
               size_t length, size_t first, size_t step, bool closes)
{
    struct http_answer answer;
    size_t taken = 0;
    size_t at = 0;

    http_answer_init(&answer, head_only);
    while (at < length) {
        size_t piece = at == 0 ? first : step;

        if (piece > length - at)
            piece = length - at;
        taken += http_answer_take(&answer, bytes + at, piece);
        at += piece;
    }
    if (closes)
        http_answer_end(&answer);
    dump(out, &answer, taken);
    http_answer_release(&answer);
}

/* All at once, cut at every place, and byte by byte: always the same. */
static void
expect_bytes(bool head_only, const char *bytes, size_t length, bool closes,
             const char *expected)
{
    struct buffer whole = { 0 };

    read_in_pieces(&whole, head_only, bytes, length, length, 1, closes);
    assert_string_equal(buffer_text(&whole), expected);
    for (size_t first = 1; first <= length; first++) {
        struct buffer cut = { 0 };

        read_in_pieces(&cut, head_only, bytes, length, first, length, closes);
        assert_string_equal(buffer_text(&cut), expected);
        buffer_release(&cut);
    }

    struct buffer drops = { 0 };

    read_in_pieces(&drops, head_only, bytes, length, 1, 1, closes);
    assert_string_equal(buffer_text(&drops), expected);
    buffer_release(&drops);
    buffer_release(&whole);
}

struct row {
    const char *bytes;
    const char *expected;
    bool closes;
    bool head_only;
};

static void
expect_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_bytes(rows[i].head_only, rows[i].bytes, strlen(rows[i].bytes),
                     rows[i].closes, rows[i].expected);
}

static void
heads(void **state)
{
    static const struct row rows[] = {
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: x\r\n\r\nhi",
          "complete 200 length=2 chunked=0 body=2 in=51 taken=51|HTTP/1.1 200 "
          "OK|Content-Length=2|Server=x|hi" },
        /* Bare line feeds, no reason phrase, no headers, lower case. */
        { "HTTP/1.1 404 Not Found\nContent-Length:0\n\n",
          "complete 404 length=0 chunked=0 body=0 in=41 taken=41|HTTP/1.1 404 "
          "Not Found|Content-Length=0|" },
        { "HTTP/1.1 400\r\n\r\n",
          "body 400 length=-1 chunked=0 body=0 in=16 taken=16|HTTP/1.1 400|" },
        { "HTTP/1.1 400 \r\n\r\n",
          "complete 400 length=-1 chunked=0 body=0 in=17 taken=17|HTTP/1.1 "
          "400|",
          .closes = true },
        { "http/1.0 403 no\r\nTRANSFER-encoding: CHUNKED\r\n\r\n0\r\n\r\n",
          "complete 403 length=-1 chunked=1 body=0 in=52 taken=52|http/1.0 "
          "403 "
          "no|TRANSFER-encoding=CHUNKED|" },
        { "HTTP/2 503  gone\r\r\nA:b\r\r\n\r\r\n",
          "body 503 length=-1 chunked=0 body=0 in=28 taken=28|HTTP/2 503  "
          "gone|A=b|" },
        /* Blanks around names and values, empty values, no colon. */
        { "HTTP/1.1 204 x\r\nA :  b c \t\r\nB:\r\nnonsense\r\n: c\r\nC:d\r\n"
          "\r\n",
          "complete 204 length=-1 chunked=0 body=0 in=54 taken=54|HTTP/1.1 "
          "204 "
          "x|A=b c|B=|C=d|" },
        /* A value over several lines; such a line before any header. */
        { "HTTP/1.1 304 x\r\n lost: 1\r\nA: b\r\n  c\r\n\td \r\nE:\r\n f\r\n"
          "\r\n",
          "complete 304 length=-1 chunked=0 body=0 in=52 taken=52|HTTP/1.1 "
          "304 "
          "x|A=b    c   d|E=f|" },
        /* The peer closes within the head, and behind a line of it. */
        { "HTTP/1.1 200 OK\r\nServ",
          "head 200 length=-1 chunked=0 body=0 in=21 taken=21|HTTP/1.1 200 "
          "OK\r\nServ|",
          .closes = true },
        { "HTTP/1.0 403 Forbidden\r\n",
          "complete 403 length=-1 chunked=0 body=0 in=24 taken=24|HTTP/1.0 "
          "403 "
          "Forbidden|",
          .closes = true },
        { "HTTP/1.1 20",
          "head 0 length=-1 chunked=0 body=0 in=11 taken=11|HTTP/1.1 20|",
          .closes = true },
        { "HTT", "head 0 length=-1 chunked=0 body=0 in=3 taken=3|HTT|",
          .closes = true },
    };

    (void)state;
    expect_rows(rows, LENGTH(rows));
}

static void
bodies(void **state)
{
    static const struct row rows[] = {
        { "HTTP/1.1 200 x\r\n\r\nto the end",
          "complete 200 length=-1 chunked=0 body=10 in=28 taken=28|HTTP/1.1 "
          "200 x|to the end",
          .closes = true },
        { "HTTP/1.1 200 x\r\nContent-Length: 5\r\n\r\nab",
          "body 200 length=5 chunked=0 body=2 in=39 taken=39|HTTP/1.1 200 "
          "x|Content-Length=5|ab",
          .closes = true },
        { "HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\nabc",
          "complete 200 length=2 chunked=0 body=2 in=39 taken=39|HTTP/1.1 200 "
          "x|Content-Length=2|ab" },
        /* Lengths that agree, and that are not to be believed. */
        { "HTTP/1.1 200 x\r\nContent-Length: 1, 1\r\nContent-Length: 1\r\n\r\n"
          "a",
          "complete 200 length=1 chunked=0 body=1 in=60 taken=60|HTTP/1.1 200 "
          "x|Content-Length=1, 1|Content-Length=1|a" },
        { "HTTP/1.1 200 x\r\nContent-Length: 1\r\nContent-Length: "
          "2\r\n\r\nabc",
          "complete 200 length=-1 chunked=0 body=3 in=59 taken=59|HTTP/1.1 "
          "200 "
          "x|Content-Length=1|Content-Length=2|abc",
          .closes = true },
        { "HTTP/1.1 200 x\r\nContent-Length: -1\r\n\r\nabc",
          "complete 200 length=-1 chunked=0 body=3 in=41 taken=41|HTTP/1.1 "
          "200 "
          "x|Content-Length=-1|abc",
          .closes = true },
        { "HTTP/1.1 200 x\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
          "complete 200 length=-1 chunked=0 body=3 in=59 taken=59|HTTP/1.1 "
          "200 "
          "x|Content-Length=99999999999999999999|abc",
          .closes = true },
        { "HTTP/1.1 200 x\r\nContent-Length: 9223372036854775807\r\n\r\nabc",
          "body 200 length=-1 chunked=0 body=3 in=58 taken=58|HTTP/1.1 200 "
          "x|Content-Length=9223372036854775807|abc" },
        { "HTTP/1.1 200 x\r\nContent-Length: 922337203685477579\r\n\r\nabc",
          "body 200 length=922337203685477579 chunked=0 body=3 in=57 "
          "taken=57|HTTP/1.1 200 x|Content-Length=922337203685477579|abc",
          .closes = true },
        { "HTTP/1.1 200 x\r\nContent-Length:\r\n\r\n",
          "body 200 length=-1 chunked=0 body=0 in=35 taken=35|HTTP/1.1 200 "
          "x|Content-Length=|" },
    };

    (void)state;
    expect_rows(rows, LENGTH(rows));
}

#define CHUNKED "HTTP/1.1 200 x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"

static void
chunks(void **state)
{
    static const struct row rows[] = {
        { CHUNKED
          "3\r\nabc\r\n00a;x=\"y\"\r\n0123456789\r\n0\r\nT: 1\r\n\r\nz",
          "complete 200 length=-1 chunked=1 body=13 in=94 taken=94|HTTP/1.1 "
          "200 x|Transfer-Encoding=gzip, chunked|abc0123456789" },
        { CHUNKED "3 \nabc\n0\n\n", "complete 200 length=-1 chunked=1 body=3 "
                                    "in=62 taken=62|HTTP/1.1 200 "
                                    "x|Transfer-Encoding=gzip, chunked|abc" },
        { CHUNKED "3\r\nab",
          "body 200 length=-1 chunked=1 body=2 in=57 taken=57|HTTP/1.1 200 "
          "x|Transfer-Encoding=gzip, chunked|ab",
          .closes = true },
        /* Chunks that are none. */
        { CHUNKED "\r\nabc",
          "enough 200 length=-1 chunked=1 body=0 in=53 taken=53|HTTP/1.1 200 "
          "x|Transfer-Encoding=gzip, chunked|" },
        { CHUNKED "-1\r\nabc",
          "enough 200 length=-1 chunked=1 body=0 in=53 taken=53|HTTP/1.1 200 "
          "x|Transfer-Encoding=gzip, chunked|" },
        { CHUNKED "11111111111111111\r\nabc",
          "enough 200 length=-1 chunked=1 body=0 in=69 taken=69|HTTP/1.1 200 "
          "x|Transfer-Encoding=gzip, chunked|" },
        { CHUNKED "ffffffffffffffff\r\nabc",
          "body 200 length=-1 chunked=1 body=3 in=73 taken=73|HTTP/1.1 200 "
          "x|Transfer-Encoding=gzip, chunked|abc",
          .closes = true },
        { CHUNKED "1\r\nabc",
          "enough 200 length=-1 chunked=1 body=1 in=57 taken=57|HTTP/1.1 200 "
          "x|Transfer-Encoding=gzip, chunked|a" },
        /* The coding overrules the length; without chunks it is to the end. */
        { "HTTP/1.1 200 x\r\nContent-Length: 1\r\nTransfer-Encoding: "
          "chunked\r\n"
          "\r\n2\r\nab\r\n0\r\n\r\n",
          "complete 200 length=-1 chunked=1 body=2 in=77 taken=77|HTTP/1.1 "
          "200 "
          "x|Content-Length=1|Transfer-Encoding=chunked|ab" },
        { "HTTP/1.1 200 x\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n"
          "\r\nabc",
          "complete 200 length=-1 chunked=0 body=3 in=65 taken=65|HTTP/1.1 "
          "200 "
          "x|Content-Length=1|Transfer-Encoding=gzip|abc",
          .closes = true },
    };

    (void)state;
    expect_rows(rows, LENGTH(rows));
}

static void
interim_answers(void **state)
{
    static const struct row rows[] = {
        { "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 x\r\n\r\n"
          "HTTP/1.1 204 y\r\nC: d\r\n\r\n",
          "complete 204 length=-1 chunked=0 body=0 in=73 taken=73|HTTP/1.1 "
          "204 "
          "y|C=d|" },
        { "HTTP/1.1 100 Continue\r\n\r\nnonsense",
          "garbage 0 length=-1 chunked=0 body=0 in=33 taken=33|nonsense|" },
        { "HTTP/1.1 101 Switching Protocols\r\n\r\nwhatever",
          "complete 101 length=-1 chunked=0 body=0 in=36 taken=36|HTTP/1.1 "
          "101 "
          "Switching Protocols|" },
        { "HTTP/1.1 100 a\r\n\r\nHTTP/1.1 100 a\r\n\r\nHTTP/1.1 100 a\r\n\r\n"
          "HTTP/1.1 100 a\r\n\r\nHTTP/1.1 100 a\r\n\r\nHTTP/1.1 100 a\r\n\r\n"
          "HTTP/1.1 100 a\r\n\r\nHTTP/1.1 100 a\r\n\r\nHTTP/1.1 100 b\r\n\r\n"
          "HTTP/1.1 200 x\r\n\r\n",
          "toolarge 100 length=-1 chunked=0 body=0 in=162 taken=162|HTTP/1.1 "
          "100 b\r\n\r\n|" },
    };

    (void)state;
    expect_rows(rows, LENGTH(rows));
}

/* The answer to CONNECT: what is behind a 2xx head is not of the answer. */
static void
head_only(void **state)
{
    static const struct row rows[] = {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\x16\x03\x01",
          "complete 200 length=5 chunked=0 body=0 in=38 taken=38|HTTP/1.1 200 "
          "OK|Content-Length=5|",
          .head_only = true },
        { "HTTP/1.1 407 No\r\nContent-Length: 4\r\n\r\npage+",
          "complete 407 length=4 chunked=0 body=4 in=42 taken=42|HTTP/1.1 407 "
          "No|Content-Length=4|page",
          .head_only = true },
    };

    (void)state;
    expect_rows(rows, LENGTH(rows));
}

static void
garbage(void **state)
{
    static const struct row rows[] = {
        { "SSH-2.0-OpenSSH_9.2p1\r\n",
          "garbage 0 length=-1 chunked=0 body=0 in=23 "
          "taken=23|SSH-2.0-OpenSSH_9.2p1\r\n|" },
        { "HTTQ", "garbage 0 length=-1 chunked=0 body=0 in=4 taken=4|HTTQ|" },
        { "\r\nHTTP/1.1 200 OK\r\n\r\n",
          "garbage 0 length=-1 chunked=0 body=0 in=21 taken=21|\r\nHTTP/1.1 "
          "200 "
          "OK\r\n\r\n|" },
        { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "garbage 0 length=-1 chunked=0 body=0 in=24 taken=24|PRI * "
          "HTTP/2.0\r\n\r\nSM\r\n\r\n|" },
        { "HTTP/1.1 OK\r\n\r\n",
          "garbage 0 length=-1 chunked=0 body=0 in=15 taken=15|HTTP/1.1 "
          "OK\r\n\r\n|" },
        { "HTTP/1.1 2000 OK\n",
          "garbage 0 length=-1 chunked=0 body=0 in=17 taken=17|HTTP/1.1 2000 "
          "OK\n|" },
        { "HTTP/1.1 099 OK\n",
          "garbage 0 length=-1 chunked=0 body=0 in=16 taken=16|HTTP/1.1 099 "
          "OK\n|" },
        { "HTTP/x 200 OK\n",
          "garbage 0 length=-1 chunked=0 body=0 in=14 taken=14|HTTP/x 200 "
          "OK\n|" },
        { "HTTP/1.1\t\n", "garbage 0 length=-1 chunked=0 body=0 in=10 "
                          "taken=10|HTTP/1.1\t\n|" },
    };

    (void)state;
    expect_rows(rows, LENGTH(rows));
}

/* A verdict at the first byte that cannot be: nobody waits for more. */
static void
garbage_is_clear_at_once(void **state)
{
    /* The SETTINGS frame with which an HTTP/2 server begins. */
    static const char settings[] = "\0\0\x12\x04\0\0\0\0\0";
    struct http_answer answer;

    (void)state;
    http_answer_init(&answer, false);
    assert_int_equal(http_answer_take(&answer, settings, 1), 1);
    assert_int_equal(answer.state, HTTP_GARBAGE);
    assert_true(http_answer_is_final(&answer));
    assert_false(http_answer_has_head(&answer));
    http_answer_release(&answer);
    expect_bytes(false,
                 "HTTP/1.1\0"
                 "200 OK\r\n",
                 17, false,
                 "garbage 0 length=-1 chunked=0 body=0 in=17 "
                 "taken=17|HTTP/1.1");
}

/* Of much garbage the first bytes are kept, however it is cut. */
static void
garbage_is_bounded(void **state)
{
    struct buffer bytes = { 0 };
    static const size_t steps[] = { 1, 255, 256, 257, 4096 };

    (void)state;
    buffer_append_fill(&bytes, 'x', 4096);
    for (size_t i = 0; i < LENGTH(steps); i++) {
        struct http_answer answer;

        http_answer_init(&answer, false);
        for (size_t at = 0; at < bytes.length; at += steps[i])
            http_answer_take(&answer, bytes.data,
                             steps[i] < bytes.length - at ? steps[i]
                                                          : bytes.length - at);
        assert_int_equal(answer.head.length, HTTP_GARBAGE_KEPT);
        assert_int_equal(answer.bytes_in, 4096);
        http_answer_release(&answer);
    }
    buffer_release(&bytes);
}

static void
nul_bytes_in_a_head(void **state)
{
    (void)state;
    expect_bytes(false, "HTTP/1.1 204 a\0b\r\nX\0Y: c\0d\0\r\n\r\n", 31, false,
                 "complete 204 length=-1 chunked=0 body=0 in=31 "
                 "taken=31|HTTP/1.1 204 a b|X Y=c d|");
}

/* Feeds `unit` over and over until the answer is final. */
static void
feed(struct http_answer *answer, const char *unit, size_t most)
{
    size_t length = strlen(unit);
    size_t fed = 0;

    while (!http_answer_is_final(answer) && fed < most)
        fed += http_answer_take(answer, unit, length) > 0 ? length : 0;
    assert_true(http_answer_is_final(answer));
}

static void
heads_without_end(void **state)
{
    static const struct {
        const char *begin;
        const char *unit;
        enum http_state expected;
    } rows[] = {
        { "HTTP/1.1 200 x\r\n", "A: b\r\n", HTTP_TOO_LARGE },
        { "HTTP/1.1 200 x\r\nA: ", "bbbbbbbbbbbbbbbb", HTTP_TOO_LARGE },
        { "HTTP/1.1 200 x\r\nA: b\r\n", " fold\n", HTTP_TOO_LARGE },
        { "HTTP/", "1111111111111", HTTP_TOO_LARGE },
        { "HTTP/1.1 200 ", "xxxxxxxxxxxxxxxxx", HTTP_TOO_LARGE },
        { "HTTP/1.1 100 x\r\n\r\n", "HTTP/1.1 100 x\r\n\r\n", HTTP_TOO_LARGE },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct http_answer answer;

        http_answer_init(&answer, false);
        http_answer_take(&answer, rows[i].begin, strlen(rows[i].begin));
        feed(&answer, rows[i].unit, 64 * 1024);
        assert_int_equal(answer.state, rows[i].expected);
        assert_true(answer.bytes_in <= HTTP_HEAD_LIMIT);
        assert_false(http_answer_has_head(&answer));
        assert_null(http_answer_header(&answer, "A"));
        http_answer_release(&answer);
    }
}

static void
header_limit(void **state)
{
    (void)state;
    for (int extra = 0; extra <= 1; extra++) {
        struct http_answer answer;

        http_answer_init(&answer, false);
        http_answer_take(&answer, "HTTP/1.1 204 x\r\n", 16);
        for (int i = 0; i < HTTP_HEADER_LIMIT + extra; i++)
            http_answer_take(&answer, "N: v\r\n", 6);
        http_answer_take(&answer, "\r\n", 2);
        assert_int_equal(answer.state,
                         extra == 0 ? HTTP_COMPLETE : HTTP_TOO_LARGE);
        assert_int_equal(answer.field_count,
                         extra == 0 ? HTTP_HEADER_LIMIT : 0);
        http_answer_release(&answer);
    }
}

static void
bodies_without_end(void **state)
{
    static const struct {
        const char *begin;
        const char *unit;
        uint64_t most_in;
    } rows[] = {
        { "HTTP/1.1 200 x\r\n\r\n", "0123456789abcdef0123456789abcdef",
          HTTP_BODY_LIMIT + 100 },
        { "HTTP/1.1 200 x\r\nContent-Length: 10485760\r\n\r\n",
          "0123456789abcdef0123456789abcdef", HTTP_BODY_LIMIT + 100 },
        { "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n",
          "10\r\n0123456789abcdef\r\n", 2 * HTTP_BODY_LIMIT + 100 },
        { "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n",
          2 * HTTP_BODY_LIMIT + 100 },
        { "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n1;",
          "extension without end", HTTP_BODY_LIMIT + 100 },
        { "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
          "Trailer: without end\r\n", HTTP_BODY_LIMIT + 100 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct http_answer answer;

        http_answer_init(&answer, false);
        http_answer_take(&answer, rows[i].begin, strlen(rows[i].begin));
        feed(&answer, rows[i].unit, 10 * 1024 * 1024);
        assert_int_equal(answer.state, HTTP_ENOUGH);
        assert_true(http_answer_has_head(&answer));
        assert_true(answer.body.length <= HTTP_BODY_KEPT);
        assert_true(answer.body_bytes <= HTTP_BODY_LIMIT);
        assert_true(answer.bytes_in <= rows[i].most_in);
        http_answer_release(&answer);
    }
}

/* Exactly the limit is a whole body; one more is more than enough. */
static void
body_limit(void **state)
{
    struct buffer body = { 0 };
    struct http_answer answer;

    (void)state;
    buffer_append_fill(&body, 'b', HTTP_BODY_LIMIT);
    http_answer_init(&answer, false);
    http_answer_take(&answer, "HTTP/1.1 200 x\r\n\r\n", 18);
    http_answer_take(&answer, body.data, body.length);
    assert_int_equal(answer.state, HTTP_READING_BODY);
    http_answer_end(&answer);
    assert_int_equal(answer.state, HTTP_COMPLETE);
    assert_int_equal(answer.body.length, HTTP_BODY_KEPT);
    assert_int_equal(answer.body_bytes, HTTP_BODY_LIMIT);
    http_answer_release(&answer);
    buffer_release(&body);
}

static void
headers_by_name(void **state)
{
    static const char bytes[] =
        "HTTP/1.1 200 x\r\nVia: first\r\nvIA: second\r\n"
        "\r\n";
    struct http_answer answer;

    (void)state;
    http_answer_init(&answer, false);
    assert_null(http_answer_header(&answer, "Via"));
    http_answer_take(&answer, bytes, sizeof bytes - 1);
    assert_string_equal(http_answer_header(&answer, "VIA"), "first");
    assert_null(http_answer_header(&answer, "Vi"));
    http_answer_release(&answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads),
        cmocka_unit_test(bodies),
        cmocka_unit_test(chunks),
        cmocka_unit_test(interim_answers),
        cmocka_unit_test(head_only),
        cmocka_unit_test(garbage),
        cmocka_unit_test(garbage_is_clear_at_once),
        cmocka_unit_test(garbage_is_bounded),
        cmocka_unit_test(nul_bytes_in_a_head),
        cmocka_unit_test(heads_without_end),
        cmocka_unit_test(header_limit),
        cmocka_unit_test(bodies_without_end),
        cmocka_unit_test(body_limit),
        cmocka_unit_test(headers_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
