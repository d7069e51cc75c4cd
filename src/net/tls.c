#include "net/tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/address.h"
#include "base/memory.h"
#include "base/safe_text.h"
#include "net/tls_session.h"

enum {
    AUTHORITIES = 64, /* of a CertificateRequest that are kept */
    ERROR_TEXT_LIMIT = 200,
    SERVER_NAME_LIMIT = 255,
};

struct net_tls_context {
    SSL_CTX *openssl;
    BIO_METHOD *bio_method;
};

/*
 * Runs exactly when the server has asked for a certificate, in TLS 1.2 and
 * 1.3. SSL_get0_CA_list would be our own list. We have none to offer.
 */
static int
tls_on_certificate_request(SSL *ssl, void *argument)
{
    struct net_tls *tls = argument;
    const STACK_OF(X509_NAME) *names = SSL_get0_peer_CA_list(ssl);
    int count = names != NULL ? sk_X509_NAME_num(names) : 0;

    tls->certificate_requested = true;
    for (int i = 0; i < count && tls->authority_count < AUTHORITIES; i++) {
        const char *name =
            net_certificate_name(sk_X509_NAME_value(names, i), &tls->arena);

        if (name != NULL)
            arena_push(&tls->arena, &tls->authorities, &tls->authority_count,
                       name);
    }
    return 1;
}

enum { STRONG_BITS = 112 };

/*
 * The security level of a strong session is for the keys of the handshake;
 * the one of the certificate is looked at here (NIST SP 800-57, 112 bits).
 */
static bool
tls_key_is_strong(const struct net_chain *chain)
{
    EVP_PKEY *key =
        chain->count > 0 ? X509_get0_pubkey(chain->certificates[0]) : NULL;

    return key != NULL && EVP_PKEY_get_security_bits(key) >= STRONG_BITS;
}

/*
 * Keeps the chain as it was sent and lets the handshake go on whatever it
 * is, so that it is there even when the handshake fails later. Who signed it
 * is judged elsewhere.
 */
static int
tls_on_chain(X509_STORE_CTX *context, void *argument)
{
    const SSL *ssl = X509_STORE_CTX_get_ex_data(
        context, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct net_tls *tls = SSL_get_app_data(ssl);
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(context);

    (void)argument;
    net_chain_release(&tls->chain);
    for (int i = 0; sent != NULL && i < sk_X509_num(sent); i++)
        net_chain_add(&tls->chain, sk_X509_value(sent, i));
    X509_STORE_CTX_set_error(context, X509_V_OK);
    if (SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE ||
        tls_key_is_strong(&tls->chain))
        return 1;
    X509_STORE_CTX_set_error(context, X509_V_ERR_EE_KEY_TOO_SMALL);
    return 0;
}

/*
 * Level 0: a small key, an old digest or a short Diffie-Hellman group of
 * whoever answers is evidence to look at, not a reason to look away, and an
 * inspector of old age may know nothing better. Judging the chain has a level
 * of its own (roots.c), and nothing secret follows.
 */
enum { SECURITY_LEVEL = 0, STRONG_SECURITY_LEVEL = 2 };

/*
 * An extension that means nothing, of the values that are reserved so that
 * servers learn to ignore what they do not know (RFC 8701).
 */
enum { EXTENSION_PADDING = 0x8a8a };

static int
tls_on_padding(SSL *ssl, unsigned type, unsigned context,
               const unsigned char **out, size_t *length, X509 *certificate,
               size_t index, int *alert, void *argument)
{
    static const unsigned char zeros[16384];
    const struct net_tls *tls = SSL_get_app_data(ssl);

    (void)type;
    (void)context;
    (void)certificate;
    (void)index;
    (void)alert;
    (void)argument;
    if (tls->padding == 0)
        return 0;
    *out = zeros;
    *length = tls->padding < sizeof zeros ? tls->padding : sizeof zeros;
    return 1;
}

static SSL_CTX *
tls_new_openssl_context(void)
{
    SSL_CTX *openssl;

    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    openssl = SSL_CTX_new(TLS_client_method());
    if (openssl == NULL)
        abort();
    SSL_CTX_set_security_level(openssl, SECURITY_LEVEL);
    SSL_CTX_set_session_cache_mode(openssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(openssl, SSL_OP_NO_TICKET);
    SSL_CTX_set_cert_verify_callback(openssl, tls_on_chain, NULL);
    if (SSL_CTX_add_custom_ext(openssl, EXTENSION_PADDING,
                               SSL_EXT_CLIENT_HELLO, tls_on_padding, NULL,
                               NULL, NULL, NULL) != 1)
        abort();
    /* Takes all that came, so that an answer that is not TLS is seen. */
    SSL_CTX_set_read_ahead(openssl, 1);
    SSL_CTX_set_mode(openssl, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    return openssl;
}

struct net_tls_context *
net_tls_context_new(void)
{
    struct net_tls_context *context = memory_new(1, sizeof *context);

    ERR_clear_error();
    context->openssl = tls_new_openssl_context();
    context->bio_method = tls_bio_method_new();
    return context;
}

void
net_tls_context_free(struct net_tls_context *context)
{
    if (context == NULL)
        return;
    SSL_CTX_free(context->openssl);
    BIO_meth_free(context->bio_method);
    free(context);
}

static int
tls_version_number(enum net_tls_version version, int any)
{
    switch (version) {
    case NET_TLS_1_2:
        return TLS1_2_VERSION;
    case NET_TLS_1_3:
        return TLS1_3_VERSION;
    case NET_TLS_ANY:
        break;
    }
    return any;
}

/* An address is no server name, and the last dot not part of it (RFC 6066). */
static void
tls_set_server_name(SSL *ssl, const char *name)
{
    char text[SERVER_NAME_LIMIT + 1];
    size_t length = strlen(name);
    struct address address;

    if (address_parse(name, &address) || length > SERVER_NAME_LIMIT)
        return;
    memcpy(text, name, length + 1);
    if (length > 0 && text[length - 1] == '.')
        text[length - 1] = '\0';
    SSL_set_tlsext_host_name(ssl, text);
}

static void
tls_apply_options(SSL *ssl, const struct net_tls_options *options)
{
    SSL_set_min_proto_version(
        ssl, tls_version_number(options->lowest, TLS1_2_VERSION));
    SSL_set_max_proto_version(
        ssl, tls_version_number(options->highest, TLS1_3_VERSION));
    if (options->strong) {
        SSL_set_security_level(ssl, STRONG_SECURITY_LEVEL);
        SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    }
    if (options->server_name != NULL)
        tls_set_server_name(ssl, options->server_name);
    if (options->short_hello) {
        SSL_set1_groups_list(ssl, "X25519:P-256");
        SSL_set_cipher_list(ssl, "ECDHE+AESGCM");
        SSL_set_ciphersuites(ssl, "TLS_AES_256_GCM_SHA384:"
                                  "TLS_AES_128_GCM_SHA256");
        SSL_set1_sigalgs_list(ssl, "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:"
                                   "ECDSA+SHA384:RSA+SHA384");
        SSL_clear_options(ssl, SSL_OP_ENABLE_MIDDLEBOX_COMPAT);
    }
}

/* How long the hello would be on the wire, in a dry run. */
static size_t
tls_measure_hello(struct net_tls_context *context,
                  const struct net_tls_options *options)
{
    struct net_tls bare = { 0 };
    SSL *ssl = SSL_new(context->openssl);
    BIO *in = BIO_new(BIO_s_mem());
    BIO *out = BIO_new(BIO_s_mem());
    size_t length;

    if (ssl == NULL || in == NULL || out == NULL)
        abort();
    SSL_set_bio(ssl, in, out);
    SSL_set_app_data(ssl, &bare);
    SSL_set_connect_state(ssl);
    tls_apply_options(ssl, options);
    (void)SSL_do_handshake(ssl);
    length = BIO_ctrl_pending(out);
    SSL_free(ssl);
    ERR_clear_error();
    return length;
}

static size_t
tls_padding_needed(struct net_tls_context *context,
                   const struct net_tls_options *options)
{
    enum { EXTENSION_HEAD = 4 }; /* its type and length */
    size_t length;

    if (options->hello_bytes == 0)
        return 0;
    length = tls_measure_hello(context, options) + EXTENSION_HEAD;
    return options->hello_bytes > length ? options->hello_bytes - length : 0;
}

struct net_tls *
net_tls_open(struct net_tls_context *context, const struct net *net,
             const struct net_stream *under,
             const struct net_tls_options *options)
{
    struct net_tls *tls = memory_new(1, sizeof *tls);
    BIO *bio = tls_bio_new(context->bio_method, &tls->wire);

    ERR_clear_error();
    tls->wire.under = *under;
    tls->wire.split_next = options->split_hello;
    tls->padding = tls_padding_needed(context, options);
    tls->status = NET_PENDING;
    tls->ssl = SSL_new(context->openssl);
    if (tls->ssl == NULL)
        abort();
    SSL_set_bio(tls->ssl, bio, bio);
    SSL_set_app_data(tls->ssl, tls);
    SSL_set_cert_cb(tls->ssl, tls_on_certificate_request, tls);
    SSL_set_connect_state(tls->ssl);
    tls_apply_options(tls->ssl, options);
    tls_trace_begin(&tls->trace, net, tls->ssl);
    return tls;
}

/*
 * Of the alerts that we send, these say that no agreement was possible; any
 * other, that what came is not as it must be. The library answers a record
 * whose head is none of TLS with protocol_version as well.
 */
static bool
tls_alert_is_disagreement(int number, unsigned long error)
{
    return number == SSL_AD_HANDSHAKE_FAILURE ||
           number == SSL_AD_INSUFFICIENT_SECURITY ||
           (number == SSL_AD_PROTOCOL_VERSION &&
            ERR_GET_REASON(error) != SSL_R_WRONG_VERSION_NUMBER);
}

/*
 * What the peer did comes first, then what the library thought of it, whose
 * errors are still there to be read.
 */
static enum net_tls_end
tls_classify_end(const struct net_tls *tls)
{
    const struct net_tls_alert *alert = &tls->trace.alert;

    if (!tls_wire_may_be_tls(&tls->wire))
        return NET_TLS_END_NOT_TLS;
    if (alert->received && alert->fatal)
        return NET_TLS_END_ALERT;
    if (tls->wire.closed)
        return NET_TLS_END_CLOSED;
    if (tls->wire.error != 0)
        return NET_TLS_END_RESET;
    return tls_alert_is_disagreement(alert->number, ERR_peek_error())
               ? NET_TLS_END_ALERT
               : NET_TLS_END_PROTOCOL;
}

static void
tls_break(struct net_tls *tls)
{
    /* The first error is the cause, what follows is where it passed by. */
    const char *reason = ERR_reason_error_string(ERR_peek_error());

    tls->status = NET_BROKEN;
    tls->end = tls_classify_end(tls);
    if (tls->end == NET_TLS_END_NOT_TLS) {
        tls_wire_read_first(&tls->wire);
        /* Our alert was for a peer that speaks TLS. */
        tls->trace.alert = (struct net_tls_alert){ .number = -1 };
    }
    if (reason != NULL)
        tls->error_text = safe_text_copy(&tls->arena, SAFE_LINE, reason,
                                         strlen(reason), ERROR_TEXT_LIMIT);
    ERR_clear_error();
}

static bool
tls_must_wait(const struct net_tls *tls, int result)
{
    int error = SSL_get_error(tls->ssl, result);

    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

enum net_status
net_tls_status(struct net_tls *tls)
{
    int result;

    if (tls->status != NET_PENDING)
        return tls->status;
    ERR_clear_error();
    result = SSL_do_handshake(tls->ssl);
    if (result == 1)
        tls->status = NET_OPEN;
    else if (!tls_must_wait(tls, result) || !tls_wire_may_be_tls(&tls->wire))
        tls_break(tls);
    return tls->status;
}

/* What the stream above is told of a session that is over. */
static ssize_t
tls_tell_end(const struct net_tls *tls)
{
    if (tls->end == NET_TLS_END_CLOSED)
        return 0;
    errno = tls->wire.error != 0 ? tls->wire.error : EPROTO;
    return -1;
}

/* What it is told of a call that failed. */
static ssize_t
tls_tell_failure(struct net_tls *tls)
{
    if (tls_must_wait(tls, 0)) {
        errno = EAGAIN;
        return -1;
    }
    if (SSL_get_error(tls->ssl, 0) == SSL_ERROR_ZERO_RETURN)
        tls->wire.closed = true;
    tls_break(tls);
    return tls_tell_end(tls);
}

/* False, with errno, unless there is a session to be used. */
static bool
tls_is_usable(struct net_tls *tls)
{
    if (net_tls_status(tls) == NET_PENDING)
        errno = EAGAIN;
    ERR_clear_error();
    return tls->status == NET_OPEN;
}

static ssize_t
tls_read(void *carrier, void *bytes, size_t capacity)
{
    struct net_tls *tls = carrier;
    size_t got;

    if (!tls_is_usable(tls))
        return tls->status == NET_PENDING ? -1 : tls_tell_end(tls);
    if (SSL_read_ex(tls->ssl, bytes, capacity, &got) == 1)
        return (ssize_t)got;
    return tls_tell_failure(tls);
}

/*
 * Looks at what has come before anything is written: a server that wants no
 * session without a certificate says so after the handshake (TLS 1.3) and
 * closes, and writing then would break the connection before its alert is
 * read. An orderly close is left to be found by who reads.
 */
static bool
tls_is_refused(struct net_tls *tls)
{
    char byte;
    size_t got;

    if (SSL_peek_ex(tls->ssl, &byte, sizeof byte, &got) == 1 ||
        tls_must_wait(tls, 0))
        return false;
    if (SSL_get_error(tls->ssl, 0) == SSL_ERROR_ZERO_RETURN ||
        tls_classify_end(tls) == NET_TLS_END_CLOSED)
        return false;
    tls_break(tls);
    return true;
}

static ssize_t
tls_write(void *carrier, const void *bytes, size_t length)
{
    struct net_tls *tls = carrier;
    size_t put;

    if (length == 0)
        return 0;
    if (tls_is_usable(tls) && !tls_is_refused(tls)) {
        ERR_clear_error();
        if (SSL_write_ex(tls->ssl, bytes, length, &put) == 1)
            return (ssize_t)put;
        (void)tls_tell_failure(tls);
    }
    if (tls->end == NET_TLS_END_CLOSED)
        errno = EPIPE;
    else if (tls->status == NET_BROKEN)
        (void)tls_tell_end(tls);
    return -1;
}

static struct net_watch *
tls_watch(void *carrier)
{
    return net_tls_watch(carrier);
}

struct net_stream
net_tls_stream(struct net_tls *tls)
{
    return (struct net_stream){ .carrier = tls,
                                .read = tls_read,
                                .write = tls_write,
                                .watch = tls_watch };
}

struct net_watch *
net_tls_watch(struct net_tls *tls)
{
    return net_stream_watch(&tls->wire.under);
}

void
net_tls_close(struct net_tls **tls)
{
    struct net_tls *closed = *tls;

    if (closed == NULL)
        return;
    ERR_clear_error();
    /* So that the server's log does not speak of a broken client. */
    if (closed->status == NET_OPEN)
        (void)SSL_shutdown(closed->ssl);
    SSL_free(closed->ssl);
    net_chain_release(&closed->chain);
    arena_release(&closed->arena);
    free(closed);
    *tls = NULL;
    ERR_clear_error();
}
