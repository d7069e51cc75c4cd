#include "caller.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "lab/http_end.h"
#include "lab/http_page.h"

static int
open_stage(void **state)
{
    static struct scene scene;

    scene_open(&scene, 1, 1);
    *state = &scene;
    return 0;
}

static int
close_stage(void **state)
{
    scene_close(*state);
    return 0;
}

static const struct endpoint pki = { .host = "pki.example",
                                     .genuine = { .status = 404 } };
static const struct endpoint gateway = {
    .host = "gateway.example",
    .role = ROLE_GATEWAY,
    .genuine = { .asks_client_certificate = true, .status = 400 },
};

static void
serve(struct scene *scene, const struct scenario_page *page,
      const struct endpoint *endpoint)
{
    lab_listen(scene->server, 443, &http_service,
               http_server_new(scene->lab, page, endpoint));
}

/* What a visitor gets; to be hung up. */
static void
visit(struct scene *scene, struct caller *caller, const char *request)
{
    assert_int_equal(caller_dial(caller, scene, &scene->to), NET_OPEN);
    if (request == NULL)
        caller_get(caller, "host.example");
    else
        caller_ask(caller, request);
}

static void
assert_header(const struct caller *caller, const char *name, const char *value)
{
    const char *given = http_answer_header(&caller->answer, name);

    if (value == NULL) {
        assert_null(given);
        return;
    }
    assert_non_null(given);
    assert_string_equal(given, value);
}

static void
genuine_endpoints_answer_as_they_do(void **state)
{
    static const struct scenario_page page = { 0 };
    struct scene *scene = *state;
    struct caller caller;

    serve(scene, &page, &gateway);
    visit(scene, &caller, NULL);
    assert_int_equal(caller.answer.state, HTTP_COMPLETE);
    assert_string_equal(http_answer_status_line(&caller.answer),
                        "HTTP/1.1 400 Bad Request");
    assert_header(&caller, "Server", "nginx");
    assert_header(&caller, "Content-Type", "text/html");
    assert_header(&caller, "Connection", "close");
    assert_header(&caller, "Date", "Tue, 14 Nov 2023 22:13:20 GMT");
    assert_non_null(
        strstr(buffer_text(&caller.answer.body),
               "<title>400 No required SSL certificate was sent</title>"));
    caller_hang_up(&caller);

    serve(scene, &page, &pki);
    visit(scene, &caller, NULL);
    assert_int_equal(caller.answer.status, 404);
    assert_non_null(strstr(buffer_text(&caller.answer.body),
                           "<title>404 Not Found</title>"));
    caller_hang_up(&caller);

    serve(scene, &page, NULL);
    visit(scene, &caller, NULL);
    assert_int_equal(caller.answer.status, 404);
    caller_hang_up(&caller);
}

/* Where a page that is 200 and 5000 bytes long ends. */
static void
a_page_ends_as_it_is_told(void **state)
{
    static const struct {
        enum page_end end;
        enum http_state state;
        enum caller_end caller_end;
        uint64_t body_least;
        uint64_t body_most;
    } cases[] = {
        { PAGE_COMPLETE, HTTP_COMPLETE, CALLER_OPEN, 5000, 5000 },
        { PAGE_CUT, HTTP_READING_BODY, CALLER_CLOSED, 2500, 2500 },
        { PAGE_RESET, HTTP_READING_HEAD, CALLER_BROKEN, 0, 0 },
        { PAGE_CLOSED, HTTP_READING_HEAD, CALLER_CLOSED, 0, 0 },
        { PAGE_SILENT, HTTP_READING_HEAD, CALLER_OPEN, 0, 0 },
        { PAGE_STALLED, HTTP_READING_BODY, CALLER_OPEN, 2500, 2500 },
        { PAGE_GARBAGE, HTTP_GARBAGE, CALLER_OPEN, 0, 0 },
        { PAGE_NO_END, HTTP_TOO_LARGE, CALLER_OPEN, 0, 0 },
        { PAGE_BIG, HTTP_ENOUGH, CALLER_OPEN, HTTP_BODY_LIMIT, HTTP_BIG_BODY },
    };
    struct scene *scene = *state;
    struct buffer body = { 0 };

    assert_int_equal(sizeof(cases) / sizeof(*cases), PAGE_END_COUNT);
    buffer_append_fill(&body, 'b', 5000);
    for (size_t i = 0; i < PAGE_END_COUNT; i++) {
        const struct scenario_page page = { .status = 200,
                                            .body = body.data,
                                            .end = cases[i].end };
        struct caller caller;

        serve(scene, &page, NULL);
        visit(scene, &caller, NULL);
        assert_int_equal(caller.answer.state, cases[i].state);
        assert_int_equal(caller.end, cases[i].caller_end);
        assert_in_range(caller.answer.body_bytes, cases[i].body_least,
                        cases[i].body_most);
        if (caller.end == CALLER_BROKEN)
            assert_int_equal(caller.error, ECONNRESET);
        if (cases[i].state == HTTP_READING_HEAD)
            assert_int_equal(caller.answer.bytes_in, 0);
        caller_hang_up(&caller);
    }
    buffer_release(&body);
}

static void
a_big_page_is_as_big_as_it_says(void **state)
{
    static const struct scenario_page page = { .status = 200,
                                               .end = PAGE_BIG };
    static const char request[] = "GET / HTTP/1.0\r\n\r\n";
    struct scene *scene = *state;
    struct buffer got = { 0 };
    struct caller caller;
    const char *body;

    serve(scene, &page, NULL);
    assert_int_equal(caller_dial(&caller, scene, &scene->to), NET_OPEN);
    caller_say(&caller, request, strlen(request));
    caller_hear(&caller, &got, SIZE_MAX);
    assert_int_equal(caller.end, CALLER_CLOSED);
    assert_non_null(
        strstr(buffer_text(&got), "\r\nContent-Length: 10485760\r\n"));
    body = strstr(buffer_text(&got), "\r\n\r\n") + 4;
    assert_int_equal(got.data + got.length - body, 10485760);
    caller_hang_up(&caller);
    buffer_release(&got);
}

static struct lab_conn *accepted;

static void
on_watched_opened(struct lab_conn *conn, void *context)
{
    accepted = conn;
    http_server_take(context, conn);
}

static const struct lab_service watched_service = {
    .opened = on_watched_opened,
};

/* The client takes what its own window holds and no more. */
static void
nobody_keeps_what_is_not_read(void **state)
{
    static const enum page_end ends[] = { PAGE_BIG, PAGE_NO_END };
    static const char request[] = "GET / HTTP/1.0\r\n\r\n";
    struct scene *scene = *state;

    for (size_t i = 0; i < 2; i++) {
        const struct scenario_page page = { .status = 200, .end = ends[i] };
        size_t most = 0;
        int handle;

        lab_listen(scene->server, 443, &watched_service,
                   http_server_new(scene->lab, &page, NULL));
        handle = scene_dial(scene, &scene->to, NULL);
        assert_int_not_equal(scene_wait(scene, handle, NET_WRITABLE, 900), 0);
        scene_send(scene, handle, request, strlen(request));
        for (int second = 0; second < 60; second++) {
            lab_run(scene->lab, 1000000);
            if (lab_conn_queued(accepted) > most)
                most = lab_conn_queued(accepted);
        }
        assert_in_range(most, 1, 256 * 1024);
        scene_hang_up(scene, handle);
    }
}

static void
dates_are_true_or_as_far_off_as_told(void **state)
{
    static const struct {
        int64_t offset_s;
        bool no_date;
        const char *date;
    } cases[] = {
        { 0, false, "Tue, 14 Nov 2023 22:13:20 GMT" },
        { 3600, false, "Tue, 14 Nov 2023 23:13:20 GMT" },
        { -86400, false, "Mon, 13 Nov 2023 22:13:20 GMT" },
        { 9 * 86400, false, "Thu, 23 Nov 2023 22:13:20 GMT" },
        { 0, true, NULL },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct scenario_page page = { .date_offset_s = cases[i].offset_s,
                                            .no_date = cases[i].no_date };
        struct scene scene;
        struct caller caller;

        scene_open(&scene, 1, 1);
        serve(&scene, &page, &pki);
        visit(&scene, &caller, NULL);
        assert_header(&caller, "Date", cases[i].date);
        caller_hang_up(&caller);
        scene_close(&scene);
    }
    (void)state;
}

static void
an_answer_takes_its_time(void **state)
{
    static const struct scenario_page page = { .delay_ms = 2500 };
    struct scene *scene = *state;
    struct caller caller;
    int64_t start;

    serve(scene, &page, &pki);
    assert_int_equal(caller_dial(&caller, scene, &scene->to), NET_OPEN);
    start = net_monotonic_ms(&scene->net);
    caller_get(&caller, "host.example");
    assert_int_equal(caller.answer.status, 404);
    assert_in_range(net_monotonic_ms(&scene->net) - start, 2500, 2600);
    caller_hang_up(&caller);
}

/* What a scenario says goes over the wire as it is, escapes and all. */
static void
hostile_texts_are_sent_verbatim(void **state)
{
    static const char *headers[] = { "Server: \033[31mnginx\b\b",
                                     "X-Odd: \x9b\xe2\x80\xae" };
    static const struct scenario_page page = {
        .status = 299,
        .phrase = "\033]0;owned\a",
        .headers = headers,
        .header_count = 2,
        .body = "<title>\033[2J</title>%s%n",
    };
    struct scene *scene = *state;
    struct caller caller;

    serve(scene, &page, &pki);
    visit(scene, &caller, NULL);
    assert_string_equal(http_answer_status_line(&caller.answer),
                        "HTTP/1.1 299 \033]0;owned\a");
    assert_header(&caller, "Server", "\033[31mnginx\b\b");
    assert_header(&caller, "X-Odd", "\x9b\xe2\x80\xae");
    assert_string_equal(buffer_text(&caller.answer.body), page.body);
    caller_hang_up(&caller);
}

/* The raw answer to a raw request, up to its end. */
static void
exchange(struct scene *scene, const void *request, size_t length,
         struct buffer *out)
{
    struct caller caller;

    assert_int_equal(caller_dial(&caller, scene, &scene->to), NET_OPEN);
    caller_say(&caller, request, length);
    caller_hear(&caller, out, SIZE_MAX);
    assert_int_equal(caller.end, CALLER_CLOSED);
    caller_hang_up(&caller);
}

static void
a_head_has_no_body(void **state)
{
    static const enum page_end ends[] = { PAGE_COMPLETE, PAGE_CUT, PAGE_BIG };
    static const char request[] = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        const struct scenario_page page = { .status = 200, .end = ends[i] };
        struct buffer got = { 0 };

        serve(scene, &page, NULL);
        exchange(scene, request, strlen(request), &got);
        assert_non_null(strstr(buffer_text(&got), "Content-Length: "));
        assert_string_equal(strstr(buffer_text(&got), "\r\n\r\n"), "\r\n\r\n");
        buffer_release(&got);
    }
}

static void
what_is_no_request_is_a_bad_request(void **state)
{
    static const struct {
        const char *request;
        size_t length;
    } cases[] = {
        { "\x16\x03\x01\x02\x00\x01", 6 },
        { "hello\r\n", 7 },
        { "GET\r\n", 5 },
        { "GET /\r\n", 7 },
        { "GET / FTP/1.1\r\n", 15 },
        { "GET / HTTP/2.0\r\n", 16 },
        { "GET  HTTP/1.1\r\n", 15 },
        { "GE\0T / HTTP/1.1\r\n", 17 },
        { "GET / HTTP/1.1\r\nA: b\0c\r\n", 24 },
    };
    static const struct scenario_page page = { .status = 200 };
    struct scene *scene = *state;

    serve(scene, &page, &pki);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct buffer got = { 0 };

        exchange(scene, cases[i].request, cases[i].length, &got);
        assert_memory_equal(buffer_text(&got), "HTTP/1.1 400 ", 13);
        buffer_release(&got);
    }
}

static void
a_head_has_its_limit(void **state)
{
    static const struct scenario_page page = { .status = 200 };
    struct scene *scene = *state;
    struct buffer request = { 0 };
    struct buffer got = { 0 };

    serve(scene, &page, &pki);
    buffer_append_text(&request, "GET / HTTP/1.1\r\n");
    while (request.length < 70000)
        buffer_append_text(&request, "X-More: and more\r\n");
    exchange(scene, request.data, request.length, &got);
    assert_memory_equal(buffer_text(&got), "HTTP/1.1 431 ", 13);
    buffer_cut(&request, 60000 / 18 * 18 - 2);
    buffer_append_text(&request, "\r\n\r\n");
    buffer_cut(&got, 0);
    exchange(scene, request.data, request.length, &got);
    assert_memory_equal(buffer_text(&got), "HTTP/1.1 200 ", 13);
    buffer_release(&request);
    buffer_release(&got);
}

static void
a_request_is_read_however_it_is_cut(void **state)
{
    static const char request[] = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\n";
    static const struct scenario_page page = { .status = 200 };
    struct scene *scene = *state;
    struct buffer got = { 0 };
    struct caller caller;

    serve(scene, &page, &pki);
    assert_int_equal(caller_dial(&caller, scene, &scene->to), NET_OPEN);
    for (size_t i = 0; i < strlen(request); i++) {
        lab_run(scene->lab, 100000);
        caller_say(&caller, request + i, 1);
    }
    caller_hear(&caller, &got, SIZE_MAX);
    assert_memory_equal(buffer_text(&got), "HTTP/1.1 200 ", 13);
    caller_hang_up(&caller);
    buffer_release(&got);
}

static void
count_resets(void *context, const char *line)
{
    size_t *resets = context;

    if (strstr(line, "server sends") != NULL && strstr(line, "tcp R") != NULL)
        (*resets)++;
}

/* Bytes that come behind the request must not turn the end into a reset. */
static void
a_talkative_client_still_gets_its_answer(void **state)
{
    static const struct scenario_page page = { .status = 200 };
    struct scene *scene = *state;
    struct buffer request = { 0 };
    struct buffer got = { 0 };
    size_t resets = 0;

    serve(scene, &page, &pki);
    lab_set_tap(scene->lab, count_resets, &resets);
    buffer_append_text(&request, "POST / HTTP/1.1\r\nHost: a\r\n\r\n");
    buffer_append_fill(&request, 'x', 200000);
    exchange(scene, request.data, request.length, &got);
    assert_memory_equal(buffer_text(&got), "HTTP/1.1 200 ", 13);
    assert_int_equal(resets, 0);
    buffer_release(&request);
    buffer_release(&got);
}

static void
on_half_opened(struct lab_conn *conn, void *context)
{
    (void)context;
    lab_conn_send(conn, "GET / HTTP/1.1\r\n\r\n", 18);
    lab_conn_shutdown(conn);
}

static void
on_half_received(struct lab_conn *conn, const void *bytes, size_t length,
                 void *context)
{
    (void)conn;
    buffer_append(context, bytes, length);
}

static void
who_has_ended_its_side_gets_its_answer(void **state)
{
    static const struct lab_service client = {
        .opened = on_half_opened,
        .received = on_half_received,
    };
    static const int64_t delays[] = { 0, 3000 };
    struct scene *scene = *state;

    for (size_t i = 0; i < 2; i++) {
        const struct scenario_page page = { .status = 200,
                                            .delay_ms = delays[i] };
        struct buffer got = { 0 };

        serve(scene, &page, &pki);
        lab_dial(scene->client, &scene->to, &client, &got);
        lab_run(scene->lab, 5000000);
        assert_memory_equal(buffer_text(&got), "HTTP/1.1 200 ", 13);
        buffer_release(&got);
    }
}

static void
a_world_may_end_in_the_middle_of_a_page(void **state)
{
    for (int end = 0; end < PAGE_END_COUNT; end++) {
        const struct scenario_page page = { .status = 200,
                                            .end = (enum page_end)end,
                                            .delay_ms = end % 2 * 50 };
        struct scene scene;
        int handle;

        scene_open(&scene, 1, 1);
        serve(&scene, &page, NULL);
        handle = scene_dial(&scene, &scene.to, NULL);
        assert_int_not_equal(scene_wait(&scene, handle, NET_WRITABLE, 900), 0);
        scene_send(&scene, handle, "GET / HTTP/1.1\r\n\r\n", 18);
        lab_run(scene.lab, 100000);
        scene_close(&scene);
    }
    (void)state;
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(genuine_endpoints_answer_as_they_do),
        STAGED(a_page_ends_as_it_is_told),
        STAGED(a_big_page_is_as_big_as_it_says),
        STAGED(nobody_keeps_what_is_not_read),
        cmocka_unit_test(dates_are_true_or_as_far_off_as_told),
        STAGED(an_answer_takes_its_time),
        STAGED(hostile_texts_are_sent_verbatim),
        STAGED(a_head_has_no_body),
        STAGED(what_is_no_request_is_a_bad_request),
        STAGED(a_head_has_its_limit),
        STAGED(a_request_is_read_however_it_is_cut),
        STAGED(a_talkative_client_still_gets_its_answer),
        STAGED(who_has_ended_its_side_gets_its_answer),
        cmocka_unit_test(a_world_may_end_in_the_middle_of_a_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
