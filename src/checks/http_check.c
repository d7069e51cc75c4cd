#include "checks/http_check.h"

#include <assert.h>
#include <errno.h>

#include "checks/http_facts.h"
#include "checks/tls_check.h"

enum http_check_state {
    HTTP_BEGIN,
    HTTP_HOLD,
    HTTP_SEND,
    HTTP_READ,
    HTTP_STATE_COUNT
};

enum { READ_SIZE = 4096 };

struct http_check {
    struct check base;
    struct net_stream stream;
    struct buffer request; /* what is left to send */
    struct http_answer answer;
    int64_t sent_ms;
};

static struct http_check *
http_of(struct check *check)
{
    static_assert(offsetof(struct http_check, base) == 0, "base comes first");
    return (struct http_check *)check;
}

/* How long the connection is left idle before it is used; 0: not at all. */
static int64_t
http_idle_s(const struct check *check)
{
    const struct probe *probe = check->path->probe;

    return probe != NULL ? probe->variation.idle_s : 0;
}

static enum step
http_begin(struct check *check)
{
    struct http_check *http = http_of(check);
    const struct endpoint *endpoint = check->target->endpoint;

    check->path->http.alert = -1;
    check->path->http.first_byte_ms = -1;
    http->stream = check_stream_below(check);
    http_answer_init(&http->answer, false);
    buffer_printf(&http->request, "GET / HTTP/1.1\r\nHost: %s",
                  endpoint->host);
    if (endpoint->port != 443)
        buffer_printf(&http->request, ":%u", (unsigned)endpoint->port);
    buffer_printf(&http->request,
                  "\r\nUser-Agent: cdsdoctor/%s\r\nAccept: */*\r\n"
                  "Connection: close\r\n\r\n",
                  check->run->tool.version);
    return check_enter(check, http_idle_s(check) > 0 ? HTTP_HOLD : HTTP_SEND);
}

static void
http_note(struct check *check, enum http_end end)
{
    struct http_facts *facts = &check->path->http;
    const struct net_tls *session = tls_check_session(check->below);
    struct net_tls_alert alert = net_tls_alert(session);

    http_facts_note(facts, check_arena(check), &http_of(check)->answer,
                    net_wall_ms(check->tools->net));
    facts->end = end;
    if (alert.number >= 0 && alert.received) {
        facts->alert = alert.number;
        facts->alert_name = net_tls_alert_name(alert.number);
    }
}

static enum step
http_judge_status(struct check *check)
{
    const struct genuine_answer *genuine = &check->target->endpoint->genuine;
    int64_t status = check->path->http.status;

    if (status == genuine->status ||
        (status >= genuine->status_from && status <= genuine->status_to))
        return check_pass(check);
    return check_fail(check, REASON_STATUS_UNEXPECTED);
}

static bool
http_gateway_may_refuse(const struct check *check)
{
    return check->target->endpoint->genuine.may_refuse &&
           check->path->tls.client_certificate_requested;
}

/* The connection ended before there was a whole head. */
static enum step
http_judge_end(struct check *check, bool orderly)
{
    const struct http_facts *facts = &check->path->http;
    bool may_refuse = http_gateway_may_refuse(check);

    if (facts->alert >= 0 && may_refuse &&
        tls_alert_wants_certificate((int)facts->alert))
        return check_pass_as(check, REASON_CERTIFICATE_REQUIRED);
    if (facts->alert >= 0)
        return check_fail(check, REASON_HTTP_ALERT);
    if (facts->bytes_in > 0)
        return check_fail(check, REASON_HTTP_STALLED);
    if (!orderly)
        return may_refuse ? check_warn(check, REASON_HTTP_RESET)
                          : check_fail(check, REASON_HTTP_RESET);
    return may_refuse ? check_pass_as(check, REASON_HTTP_CLOSED)
                      : check_fail(check, REASON_HTTP_CLOSED);
}

static enum step
http_finish(struct check *check)
{
    struct http_answer *answer = &http_of(check)->answer;

    switch (answer->state) {
    case HTTP_COMPLETE:
        http_note(check, HTTP_END_COMPLETE);
        return http_judge_status(check);
    case HTTP_ENOUGH:
        http_note(check, HTTP_END_ENOUGH);
        return http_judge_status(check);
    case HTTP_TOO_LARGE:
        http_note(check, HTTP_END_ENOUGH);
        return check_fail(check, REASON_HTTP_TOO_LARGE);
    case HTTP_GARBAGE:
        http_note(check, HTTP_END_ENOUGH);
        return check_fail(check, REASON_NOT_HTTP);
    case HTTP_READING_HEAD:
    case HTTP_READING_BODY:
        break;
    }
    assert(false);
    return check_fail(check, REASON_NOT_HTTP);
}

/* 0: the peer closed; -1: the connection broke. */
static enum step
http_ended(struct check *check, ssize_t got)
{
    struct http_answer *answer = &http_of(check)->answer;

    if (got == 0)
        http_answer_end(answer);
    if (http_answer_is_final(answer))
        return http_finish(check);
    http_note(check, HTTP_END_CUT);
    if (http_answer_has_head(answer))
        return http_judge_status(check);
    return http_judge_end(check, got == 0);
}

static enum step
http_send(struct check *check)
{
    struct http_check *http = http_of(check);
    ssize_t sent = net_stream_write(&http->stream, http->request.data,
                                    http->request.length);

    if (sent < 0 && errno == EAGAIN) {
        if (!check_expired(check))
            return check_wait(check, net_stream_watch(&http->stream), 0);
        http_note(check, HTTP_END_SILENT);
        return check_fail(check, REASON_HTTP_SILENT);
    }
    if (sent < 0)
        return http_ended(check, -1);
    buffer_drop(&http->request, (size_t)sent);
    if (http->request.length > 0)
        return check_enter(check, HTTP_SEND);
    http->sent_ms = check->now_ms;
    return check_enter(check, HTTP_READ);
}

static enum step
http_expired(struct check *check)
{
    const struct http_answer *answer = &http_of(check)->answer;

    http_note(check, HTTP_END_SILENT);
    if (http_answer_has_head(answer))
        return http_judge_status(check);
    return check_fail(check, answer->bytes_in > 0 ? REASON_HTTP_STALLED
                                                  : REASON_HTTP_SILENT);
}

/* Reads once; goes on in that state while there is no whole answer. */
static enum step
http_take(struct check *check, enum http_check_state state)
{
    struct http_check *http = http_of(check);
    char bytes[READ_SIZE];
    ssize_t got = net_stream_read(&http->stream, bytes, sizeof bytes);

    if (got < 0 && errno == EAGAIN)
        return check_wait(check, net_stream_watch(&http->stream), 0);
    if (got <= 0)
        return http_ended(check, got);
    if (check->path->http.first_byte_ms < 0)
        check->path->http.first_byte_ms = check->now_ms - http->sent_ms;
    http_answer_take(&http->answer, bytes, (size_t)got);
    if (http_answer_is_final(&http->answer))
        return http_finish(check);
    return check_enter(check, (int)state);
}

/* Says nothing, and sees what the other end does meanwhile. */
static enum step
http_hold(struct check *check)
{
    if (check_expired(check))
        return check_enter(check, HTTP_SEND);
    check_allow(check, http_idle_s(check) * 1000);
    return http_take(check, HTTP_HOLD);
}

static enum step
http_read(struct check *check)
{
    return check_expired(check) ? http_expired(check)
                                : http_take(check, HTTP_READ);
}

static void
http_release(struct check *check)
{
    struct http_check *http = http_of(check);

    http_answer_release(&http->answer);
    buffer_release(&http->request);
}

static const struct check_state http_states[HTTP_STATE_COUNT] = {
    [HTTP_BEGIN] = { .label = "asking", .run = http_begin },
    [HTTP_HOLD] = { .label = "holding", .run = http_hold, .budget_ms = 4000 },
    [HTTP_SEND] = { .label = "asking", .run = http_send, .budget_ms = 4000 },
    [HTTP_READ] = { .label = "reading", .run = http_read, .budget_ms = 4000 },
};

const struct check_kind http_check_kind = {
    .id = CHECK_HTTP,
    .subject = SUBJECT_PATH,
    .size = sizeof(struct http_check),
    .states = http_states,
    .state_count = HTTP_STATE_COUNT,
    .release = http_release,
};
