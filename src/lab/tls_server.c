#include "lab/tls_server.h"

#include <stdlib.h>

#include <openssl/err.h>

#include "base/memory.h"
#include "lab/pki_identity.h"
#include "lab/tls_alert.h"
#include "lab/tls_end.h"
#include "lab/tls_trouble.h"

static const int lowest[TLS_LOWEST_COUNT] = {
    [TLS_LOWEST_1_2] = TLS1_2_VERSION,
    [TLS_LOWEST_1_3] = TLS1_3_VERSION,
};

static const int highest[TLS_HIGHEST_COUNT] = {
    [TLS_HIGHEST_1_3] = TLS1_3_VERSION,
    [TLS_HIGHEST_1_2] = TLS1_2_VERSION,
};

/* Who signs the certificates that clients of the service have. */
static const struct pki_name client_authority = {
    .country = "US",
    .organisation = "Broadcom Inc.",
    .unit = "Data Loss Prevention",
    .name = "Cloud Service Client CA",
};

static void
release(void *thing)
{
    struct tls_server *server = thing;

    SSL_CTX_free(server->openssl);
    arena_release(&server->arena);
    free(server);
}

struct tls_server *
tls_server_new(struct lab_pki *pki, const struct scenario_tls *wish,
               const char *host, const struct genuine_answer *genuine)
{
    struct tls_server *server = memory_new(1, sizeof(*server));

    server->pki = pki;
    server->wish = *wish;
    if (host != NULL)
        server->host = arena_text(&server->arena, host);
    if (wish->client_certificate == CLIENT_CERTIFICATE_GENUINE)
        server->wish.client_certificate =
            genuine != NULL && genuine->asks_client_certificate
                ? CLIENT_CERTIFICATE_OPTIONAL
                : CLIENT_CERTIFICATE_NONE;
    lab_keep(pki->lab, server, release);
    return server;
}

void
tls_server_set_page(struct tls_server *server,
                    const struct scenario_page *page)
{
    server->page = scenario_page_is_given(page) ? page : NULL;
}

struct tls_server *
tls_server_new_neutral(struct lab_pki *pki, const char *host)
{
    struct tls_server *server =
        tls_server_new(pki, &(struct scenario_tls){ 0 }, host, NULL);

    server->neutral = true;
    return server;
}

static const struct pki_identity *
identity_for(const struct tls_server *server, struct tls_session *session)
{
    char text[ADDRESS_TEXT_SIZE];
    struct peer dialled;
    const char *host = server->host;

    if (host == NULL)
        host = SSL_get_servername(session->ssl, TLSEXT_NAMETYPE_host_name);
    if (host == NULL) {
        dialled = lab_conn_original_destination(&session->base);
        host = address_format(&dialled.address, text);
    }
    return server->neutral ? pki_identity_neutral(server->pki, host)
                           : pki_identity(server->pki, &server->wish, host);
}

/* OpenSSL asks for the certificate when it knows the name. */
static int
on_certificate(SSL *ssl, void *argument)
{
    const struct pki_identity *identity =
        identity_for(argument, tls_session_of_ssl(ssl));

    return SSL_use_cert_and_key(ssl, identity->leaf.x509, identity->leaf.key,
                                identity->sent, 1);
}

/* Holds the hello back when something is to happen before the answer. */
static int
on_hello(SSL *ssl, int *alert, void *argument)
{
    const struct tls_session *session = tls_session_of_ssl(ssl);
    const struct tls_server *server = argument;
    bool waits =
        server->wish.delay_ms > 0 || session->stage == TLS_STAGE_HELLO;

    (void)alert;
    return waits && !session->answers ? SSL_CLIENT_HELLO_RETRY
                                      : SSL_CLIENT_HELLO_SUCCESS;
}

/* Whatever a client offers is good: nobody here looks at it. */
static int
on_client_chain(int preverified, X509_STORE_CTX *store)
{
    (void)preverified;
    (void)store;
    return 1;
}

static void
ask_for_certificate(SSL_CTX *openssl, enum client_certificate policy)
{
    int mode = SSL_VERIFY_PEER;

    if (policy == CLIENT_CERTIFICATE_NONE)
        return;
    if (policy == CLIENT_CERTIFICATE_REQUIRED)
        mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    SSL_CTX_set_verify(openssl, mode, on_client_chain);
}

static void
name_client_authority(SSL_CTX *openssl)
{
    STACK_OF(X509_NAME) *names = sk_X509_NAME_new_null();

    pki_must(names != NULL &&
             sk_X509_NAME_push(names, pki_name_make(&client_authority)) > 0);
    SSL_CTX_set_client_CA_list(openssl, names);
}

/* Level 1 as Debian's OpenSSL has it without its own configuration. */
static SSL_CTX *
new_openssl(struct tls_server *server)
{
    SSL_CTX *openssl = SSL_CTX_new(TLS_server_method());

    pki_must(openssl != NULL);
    SSL_CTX_set_security_level(openssl, 1);
    SSL_CTX_set_min_proto_version(openssl, lowest[server->wish.lowest]);
    SSL_CTX_set_max_proto_version(openssl, highest[server->wish.highest]);
    SSL_CTX_set_session_cache_mode(openssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(openssl, SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_options(openssl, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_cert_cb(openssl, on_certificate, server);
    SSL_CTX_set_client_hello_cb(openssl, on_hello, server);
    ask_for_certificate(openssl, server->wish.client_certificate);
    name_client_authority(openssl);
    if (server->wish.trouble == TLS_TROUBLE_ALERT &&
        server->wish.stage >= TLS_STAGE_SERVER_HELLO)
        tls_alert_prepare(openssl);
    return openssl;
}

struct lab_conn *
tls_server_accept(struct tls_server *server, struct lab_conn *under,
                  const struct lab_service *service, void *context)
{
    struct tls_session *session;

    /* Most servers of a world are never spoken to. */
    if (server->openssl == NULL)
        server->openssl = new_openssl(server);
    session = tls_session_new(server->pki->lab, under, server->openssl,
                              service, context);
    session->server = server;
    session->hooks = &tls_trouble_hooks;
    SSL_set_accept_state(session->ssl);
    tls_trouble_begin(session);
    return &session->base;
}
