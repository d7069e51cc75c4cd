#include "lab/tls_session.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include <openssl/err.h>

#include "base/memory.h"
#include "lab/pki_certificate.h"

enum { RECORD = 16384 };

static struct tls_session *
session_of(struct lab_conn *conn)
{
    static_assert(offsetof(struct tls_session, base) == 0, "base comes first");
    return (struct tls_session *)conn;
}

struct tls_session *
tls_session_of_ssl(const SSL *ssl)
{
    return SSL_get_app_data(ssl);
}

static void
release(void *thing)
{
    struct tls_session *session = thing;

    lab_timer_stop(session->lab, &session->timer);
    SSL_free(session->ssl);
    buffer_release(&session->unsent);
    free(session);
}

static void
on_event_over(void *context)
{
    struct tls_session *session = context;

    lab_unkeep(session->lab, session);
    release(session);
}

/* Whoever is using it now may finish; then its memory goes. */
static void
go(struct tls_session *session)
{
    session->phase = SESSION_GONE;
    lab_timer_start(session->lab, &session->timer, 0, on_event_over, session);
}

void
tls_session_fail(struct tls_session *session, int error)
{
    go(session);
    lab_conn_close(session->under);
    conn_tell_closed(&session->base, error);
}

void
tls_session_mute(struct tls_session *session)
{
    session->phase = SESSION_MUTE;
}

/* Sends what OpenSSL has written. */
static void
flush(struct tls_session *session)
{
    uint8_t *bytes;
    long length = BIO_get_mem_data(session->out, &bytes);
    bool shaking = session->phase == SESSION_SHAKING;

    if (length <= 0)
        return;
    if (!shaking || session->hooks == NULL ||
        !session->hooks->flight(session, bytes, (size_t)length))
        lab_conn_send(session->under, bytes, (size_t)length);
    (void)BIO_reset(session->out);
}

static void
write_out(struct tls_session *session, const void *bytes, size_t length)
{
    size_t put;

    if (length == 0)
        return;
    ERR_clear_error();
    if (SSL_write_ex(session->ssl, bytes, length, &put) == 1)
        flush(session);
    ERR_clear_error();
}

/* Says that nothing more will come. */
static void
notify_close(struct tls_session *session)
{
    ERR_clear_error();
    (void)SSL_shutdown(session->ssl);
    flush(session);
    ERR_clear_error();
}

static void
tell_end(struct tls_session *session)
{
    if (session->told_end)
        return;
    session->told_end = true;
    conn_tell_ended(&session->base);
}

/* What was asked for while hands were shaken. */
static void
catch_up(struct tls_session *session)
{
    write_out(session, session->unsent.data, session->unsent.length);
    buffer_release(&session->unsent);
    if (session->shut) {
        notify_close(session);
        lab_conn_shutdown(session->under);
    }
    if (session->paused)
        lab_conn_pause(session->under, true);
}

static void
become_open(struct tls_session *session)
{
    session->phase = SESSION_OPEN;
    if (session->hooks != NULL && session->hooks->done(session))
        return;
    catch_up(session);
    conn_tell_opened(&session->base);
}

static void
shake(struct tls_session *session)
{
    int result = SSL_do_handshake(session->ssl);
    int error = SSL_get_error(session->ssl, result);

    flush(session);
    if (session->phase != SESSION_SHAKING)
        return;
    if (result == 1)
        become_open(session);
    else if (error == SSL_ERROR_WANT_CLIENT_HELLO_CB && !session->under_ended)
        session->hooks->held(session);
    else if (error != SSL_ERROR_WANT_READ)
        tls_session_fail(session, EPROTO);
    else if (session->under_ended)
        tls_session_fail(session, ECONNRESET);
}

/* Nothing to read: for now, or for ever. */
static void
look_why(struct tls_session *session, int error)
{
    if (error == SSL_ERROR_ZERO_RETURN ||
        (error == SSL_ERROR_WANT_READ && session->under_ended))
        tell_end(session);
    else if (error != SSL_ERROR_WANT_READ)
        tls_session_fail(session, EPROTO);
}

static bool
read_some(struct tls_session *session)
{
    char bytes[RECORD];
    size_t got = 0;
    int error;

    if (session->phase != SESSION_OPEN || session->paused)
        return false;
    ERR_clear_error();
    if (SSL_read_ex(session->ssl, bytes, sizeof(bytes), &got) == 1) {
        conn_tell_received(&session->base, bytes, got);
        return true;
    }
    error = SSL_get_error(session->ssl, 0);
    flush(session);
    look_why(session, error);
    return false;
}

void
tls_session_pump(struct tls_session *session)
{
    if (session->pumping)
        return;
    session->pumping = true;
    ERR_clear_error();
    if (session->phase == SESSION_SHAKING)
        shake(session);
    while (read_some(session))
        continue;
    session->pumping = false;
    ERR_clear_error();
}

static void
on_opened(struct lab_conn *under, void *context)
{
    (void)under;
    tls_session_pump(context);
}

static void
on_received(struct lab_conn *under, const void *bytes, size_t length,
            void *context)
{
    struct tls_session *session = context;

    (void)under;
    if (session->phase == SESSION_MUTE)
        return;
    (void)BIO_write(session->in, bytes, (int)length);
    tls_session_pump(session);
}

static void
on_ended(struct lab_conn *under, void *context)
{
    struct tls_session *session = context;

    (void)under;
    session->under_ended = true;
    if (session->phase == SESSION_MUTE)
        tls_session_fail(session, ECONNABORTED);
    else
        tls_session_pump(session);
}

static void
on_drained(struct lab_conn *under, void *context)
{
    struct tls_session *session = context;

    (void)under;
    if (session->phase == SESSION_OPEN)
        conn_tell_drained(&session->base);
}

static void
on_closed(struct lab_conn *under, int error, void *context)
{
    struct tls_session *session = context;

    (void)under;
    go(session);
    conn_tell_closed(&session->base, error);
}

static const struct lab_service under_service = {
    .opened = on_opened,
    .received = on_received,
    .ended = on_ended,
    .drained = on_drained,
    .closed = on_closed,
};

static void
session_send(struct lab_conn *conn, const void *bytes, size_t length)
{
    struct tls_session *session = session_of(conn);

    if (session->shut)
        return;
    if (session->phase == SESSION_SHAKING)
        buffer_append(&session->unsent, bytes, length);
    else if (session->phase == SESSION_OPEN)
        write_out(session, bytes, length);
}

static size_t
session_queued(struct lab_conn *conn)
{
    struct tls_session *session = session_of(conn);

    if (session->phase == SESSION_GONE)
        return 0;
    return session->unsent.length + lab_conn_queued(session->under);
}

static void
session_shutdown(struct lab_conn *conn)
{
    struct tls_session *session = session_of(conn);

    if (session->shut || session->phase == SESSION_GONE)
        return;
    session->shut = true;
    if (session->phase != SESSION_OPEN)
        return;
    notify_close(session);
    lab_conn_shutdown(session->under);
}

static void
session_close(struct lab_conn *conn)
{
    struct tls_session *session = session_of(conn);

    if (session->phase == SESSION_GONE)
        return;
    if (session->phase == SESSION_OPEN && !session->shut)
        notify_close(session);
    go(session);
    lab_conn_close(session->under);
}

static void
session_reset(struct lab_conn *conn)
{
    struct tls_session *session = session_of(conn);

    if (session->phase == SESSION_GONE)
        return;
    go(session);
    lab_conn_reset(session->under);
}

static void
session_vanish(struct lab_conn *conn)
{
    struct tls_session *session = session_of(conn);

    if (session->phase == SESSION_GONE)
        return;
    go(session);
    lab_conn_vanish(session->under);
}

/* Hands cannot be shaken by one who does not listen: not before. */
static void
session_pause(struct lab_conn *conn, bool paused)
{
    struct tls_session *session = session_of(conn);

    session->paused = paused;
    if (session->phase != SESSION_OPEN)
        return;
    if (!paused)
        tls_session_pump(session);
    /* What the pump told may have changed everything. */
    if (session->phase == SESSION_OPEN && session->paused == paused)
        lab_conn_pause(session->under, paused);
}

static struct lab_conn *
session_beneath(struct lab_conn *conn)
{
    return session_of(conn)->under;
}

static const struct conn_kind session_kind = {
    .send = session_send,
    .queued = session_queued,
    .shutdown = session_shutdown,
    .close = session_close,
    .reset = session_reset,
    .vanish = session_vanish,
    .pause = session_pause,
    .beneath = session_beneath,
};

/* In memory there is no end: what is empty may be filled again. */
static BIO *
new_memory(void)
{
    BIO *bio = BIO_new(BIO_s_mem());

    pki_must(bio != NULL);
    BIO_set_mem_eof_return(bio, -1);
    return bio;
}

struct tls_session *
tls_session_new(struct lab *lab, struct lab_conn *under, SSL_CTX *openssl,
                const struct lab_service *service, void *context)
{
    struct tls_session *session = memory_new(1, sizeof(*session));

    session->base = (struct lab_conn){ &session_kind, service, context };
    session->lab = lab;
    session->under = under;
    session->ssl = SSL_new(openssl);
    session->in = new_memory();
    session->out = new_memory();
    pki_must(session->ssl != NULL);
    SSL_set_bio(session->ssl, session->in, session->out);
    SSL_set_app_data(session->ssl, session);
    lab_keep(lab, session, release);
    lab_conn_set_service(under, &under_service, session);
    return session;
}
