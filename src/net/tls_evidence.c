#include <assert.h>

#include <openssl/ssl.h>

#include "net/tls_session.h"

enum net_tls_end
net_tls_end(const struct net_tls *tls)
{
    return tls->end;
}

int
net_tls_errno(const struct net_tls *tls)
{
    return tls->wire.error;
}

struct net_tls_alert
net_tls_alert(const struct net_tls *tls)
{
    return tls->trace.alert;
}

size_t
net_tls_message_count(const struct net_tls *tls)
{
    return tls->trace.count;
}

struct net_tls_message
net_tls_message(const struct net_tls *tls, size_t index)
{
    assert(index < tls->trace.count);
    return tls->trace.messages[index];
}

uint64_t
net_tls_bytes_in(const struct net_tls *tls)
{
    return tls->wire.bytes_in;
}

uint64_t
net_tls_bytes_out(const struct net_tls *tls)
{
    return tls->wire.bytes_out;
}

const void *
net_tls_first_bytes(const struct net_tls *tls, size_t *length)
{
    *length = tls->wire.first_length;
    return tls->wire.first;
}

/* Until the ServerHello there is only what we offered. */
static bool
tls_has_agreed(const struct net_tls *tls)
{
    return SSL_get_current_cipher(tls->ssl) != NULL;
}

const char *
net_tls_version_name(const struct net_tls *tls)
{
    return tls_has_agreed(tls) ? SSL_get_version(tls->ssl) : NULL;
}

const char *
net_tls_cipher_name(const struct net_tls *tls)
{
    return tls_has_agreed(tls) ? SSL_get_cipher_name(tls->ssl) : NULL;
}

const char *
net_tls_group_name(const struct net_tls *tls)
{
    long group =
        tls_has_agreed(tls) ? SSL_get_negotiated_group(tls->ssl) : NID_undef;

    return group != NID_undef ? SSL_group_to_name(tls->ssl, (int)group) : NULL;
}

bool
net_tls_client_certificate_requested(const struct net_tls *tls)
{
    return tls->certificate_requested;
}

size_t
net_tls_authority_count(const struct net_tls *tls)
{
    return tls->authority_count;
}

const char *
net_tls_authority(const struct net_tls *tls, size_t index)
{
    assert(index < tls->authority_count);
    return tls->authorities[index];
}

const struct net_chain *
net_tls_chain(const struct net_tls *tls)
{
    return &tls->chain;
}

const char *
net_tls_error_text(const struct net_tls *tls)
{
    return tls->error_text;
}
