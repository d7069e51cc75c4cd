
#include "lab/pki_certificate.h"
#include "lab/tls_end.h"
#include "lab/tls_session.h"

static SSL_CTX *
new_openssl(void)
{
    SSL_CTX *openssl;

    /* The machine's own configuration has no say in the world. */
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    openssl = SSL_CTX_new(TLS_client_method());
    pki_must(openssl != NULL);
    SSL_CTX_set_security_level(openssl, 0);
    SSL_CTX_set_min_proto_version(openssl, TLS1_2_VERSION);
    SSL_CTX_set_verify(openssl, SSL_VERIFY_NONE, NULL);
    return openssl;
}

struct lab_conn *
tls_client_open(struct lab *lab, struct lab_conn *under,
                const char *server_name, const struct lab_service *service,
                void *context)
{
    SSL_CTX *openssl = new_openssl();
    struct tls_session *session =
        tls_session_new(lab, under, openssl, service, context);

    /* The session holds it from now on. */
    SSL_CTX_free(openssl);
    SSL_set_connect_state(session->ssl);
    if (server_name != NULL)
        (void)SSL_set_tlsext_host_name(session->ssl, server_name);
    /* Says hello; the connection keeps it until it is open itself. */
    tls_session_pump(session);
    return &session->base;
}
