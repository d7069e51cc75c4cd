#include "net/tls_trace.h"

#include <string.h>

enum {
    ALERT_BYTES = 2,
    ALERT_FATAL = 2,
    HELLO_RANDOM_AT = 4 + 2, /* behind the message's head and the version */
    HELLO_RANDOM_BYTES = 32,
    HELLO_RETRY_REQUEST = 6, /* reserved for it (RFC 8446 B.3) */
};

/* The random of a ServerHello that asks to try again (RFC 8446 4.1.3). */
static const unsigned char retry_random[HELLO_RANDOM_BYTES] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
    0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
    0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

static void
trace_note(struct tls_trace *trace, struct net_tls_message message)
{
    if (trace->count == NET_TLS_MESSAGES)
        return;
    message.at_ms = net_monotonic_ms(trace->net) - trace->opened_ms;
    trace->messages[trace->count++] = message;
}

/* Once TLS 1.3 is agreed the level says nothing any more (RFC 8446 6). */
static bool
alert_is_fatal(const SSL *ssl, const unsigned char *bytes)
{
    if (SSL_version(ssl) == TLS1_3_VERSION &&
        SSL_get_current_cipher(ssl) != NULL)
        return bytes[1] != SSL_AD_USER_CANCELLED;
    return bytes[0] == ALERT_FATAL;
}

static void
trace_note_alert(struct tls_trace *trace, const SSL *ssl, bool received,
                 const unsigned char *bytes)
{
    trace_note(trace, (struct net_tls_message){ .received = received,
                                                .is_alert = true,
                                                .type = bytes[1],
                                                .bytes = ALERT_BYTES });
    if (bytes[1] != SSL_AD_CLOSE_NOTIFY)
        trace->alert =
            (struct net_tls_alert){ .number = bytes[1],
                                    .received = received,
                                    .fatal = alert_is_fatal(ssl, bytes) };
}

static bool
is_retry_request(const unsigned char *bytes, size_t length)
{
    return bytes[0] == SSL3_MT_SERVER_HELLO &&
           length >= HELLO_RANDOM_AT + HELLO_RANDOM_BYTES &&
           memcmp(bytes + HELLO_RANDOM_AT, retry_random,
                  sizeof retry_random) == 0;
}

static void
trace_on_message(int sent, int version, int content_type, const void *buffer,
                 size_t length, SSL *ssl, void *argument)
{
    struct tls_trace *trace = argument;
    const unsigned char *bytes = buffer;
    struct net_tls_message message = { .received = sent == 0,
                                       .bytes = length };

    (void)version;
    if (content_type == SSL3_RT_ALERT && length == ALERT_BYTES)
        trace_note_alert(trace, ssl, sent == 0, bytes);
    if (content_type != SSL3_RT_HANDSHAKE || length == 0)
        return;
    message.type =
        is_retry_request(bytes, length) ? HELLO_RETRY_REQUEST : bytes[0];
    trace_note(trace, message);
}

void
tls_trace_begin(struct tls_trace *trace, const struct net *net, SSL *ssl)
{
    trace->net = net;
    trace->opened_ms = net_monotonic_ms(net);
    trace->alert.number = -1;
    SSL_set_msg_callback(ssl, trace_on_message);
    SSL_set_msg_callback_arg(ssl, trace);
}
