#include "lab/tls_trouble.h"

#include <assert.h>
#include <errno.h>

#include "lab/http_end.h"
#include "lab/tls_alert.h"

enum { CUT = 100 }; /* bytes of a flight that is cut */

static void
send_under(struct tls_session *session, struct buffer *bytes)
{
    lab_conn_send(session->under, bytes->data, bytes->length);
    buffer_release(bytes);
}

/* In order, where a session is open: with a close_notify. */
static void
close_it(struct tls_session *session)
{
    lab_conn_close(&session->base);
    conn_tell_closed(&session->base, ECONNABORTED);
}

static void
reset_it(struct tls_session *session)
{
    lab_conn_reset(&session->base);
    conn_tell_closed(&session->base, ECONNABORTED);
}

static void
send_alert(struct tls_session *session)
{
    int number = (int)session->server->wish.alert;
    struct buffer out = { 0 };

    if (session->stage == TLS_STAGE_DONE)
        tls_alert_put_sealed(session, &out, number);
    else if (session->stage == TLS_STAGE_SERVER_HELLO)
        tls_alert_put_early(session, &out, number);
    else
        tls_alert_put(&out, number);
    send_under(session, &out);
    tls_session_fail(session, ECONNABORTED);
}

/* Unless it has a page to say, as nginx answers what is no request. */
static void
answer_http(struct tls_session *session)
{
    enum { BAD_REQUEST = 400 };
    const struct tls_server *server = session->server;
    struct scenario_page page = { 0 };
    struct buffer out = { 0 };

    if (server->page != NULL)
        page = *server->page;
    if (page.status == 0)
        page.status = BAD_REQUEST;
    (void)http_page_write(session->lab, &page, &out);
    send_under(session, &out);
    tls_session_fail(session, ECONNABORTED);
}

static void
speak_ssh(struct tls_session *session)
{
    static const char banner[] = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";

    lab_conn_send(session->under, banner, sizeof(banner) - 1);
    tls_session_mute(session);
}

/* No record of TLS begins with any of these bytes. */
static void
speak_garbage(struct tls_session *session)
{
    uint8_t garbage[64];

    for (size_t i = 0; i < sizeof(garbage); i++)
        garbage[i] = (uint8_t)(0x80 | (i * 37));
    lab_conn_send(session->under, garbage, sizeof(garbage));
    tls_session_mute(session);
}

static void (*const troubles[])(struct tls_session *) = {
    [TLS_TROUBLE_SILENCE] = tls_session_mute, [TLS_TROUBLE_CLOSE] = close_it,
    [TLS_TROUBLE_RESET] = reset_it,           [TLS_TROUBLE_ALERT] = send_alert,
    [TLS_TROUBLE_PLAIN_HTTP] = answer_http,   [TLS_TROUBLE_SSH] = speak_ssh,
    [TLS_TROUBLE_GARBAGE] = speak_garbage,
};
static_assert(sizeof(troubles) / sizeof(troubles[0]) == TLS_TROUBLE_COUNT,
              "every trouble is made");

static void
make_trouble(void *context)
{
    struct tls_session *session = context;

    troubles[session->server->wish.trouble](session);
}

/* A web server waits for the request; others need not. */
static enum tls_stage
stage_of(const struct scenario_tls *wish, int64_t number)
{
    if (wish->one_in > 1 && number % wish->one_in != 0)
        return TLS_STAGE_NEVER;
    if (wish->stage == TLS_STAGE_OPENED &&
        wish->trouble == TLS_TROUBLE_PLAIN_HTTP)
        return TLS_STAGE_HELLO;
    return wish->stage;
}

void
tls_trouble_begin(struct tls_session *session)
{
    struct tls_server *server = session->server;

    server->accepted++;
    session->stage = stage_of(&server->wish, server->accepted);
    if (session->stage != TLS_STAGE_OPENED)
        return;
    tls_session_mute(session);
    lab_timer_start(session->lab, &session->timer, 0, make_trouble, session);
}

static void
on_held_long_enough(void *context)
{
    struct tls_session *session = context;

    if (session->stage == TLS_STAGE_HELLO) {
        make_trouble(session);
        return;
    }
    session->answers = true;
    tls_session_pump(session);
}

static void
hold(struct tls_session *session)
{
    enum { MS = 1000 };

    if (session->held)
        return;
    session->held = true;
    lab_timer_start(session->lab, &session->timer,
                    session->server->wish.delay_ms * MS, on_held_long_enough,
                    session);
}

/* A cut record cannot be followed by an alert; a whole one can. */
static size_t
cut_of(const struct tls_session *session, const uint8_t *bytes, size_t length)
{
    enum { HEAD = 5 };
    size_t cut = CUT;

    if (session->server->wish.trouble == TLS_TROUBLE_ALERT && length >= HEAD)
        cut = HEAD + ((size_t)bytes[3] << 8 | bytes[4]);
    return cut < length ? cut : length;
}

static bool
cut_flight(struct tls_session *session, const uint8_t *bytes, size_t length)
{
    if (session->stage != TLS_STAGE_SERVER_HELLO)
        return false;
    lab_conn_send(session->under, bytes, cut_of(session, bytes, length));
    make_trouble(session);
    return true;
}

static bool
spoil_the_end(struct tls_session *session)
{
    if (session->stage != TLS_STAGE_DONE)
        return false;
    make_trouble(session);
    return true;
}

const struct session_hooks tls_trouble_hooks = {
    .held = hold,
    .flight = cut_flight,
    .done = spoil_the_end,
};
