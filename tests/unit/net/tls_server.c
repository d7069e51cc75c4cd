#include "tls_server.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

void
tls_server_open(struct tls_server *server, const struct tls_server_wish *wish)
{
    *server =
        (struct tls_server){ .context = SSL_CTX_new(TLS_server_method()) };
    /* Old versions need a level at which SHA-1 may sign. */
    SSL_CTX_set_security_level(server->context, 0);
    SSL_CTX_set_min_proto_version(server->context, wish->lowest);
    SSL_CTX_set_max_proto_version(server->context, wish->highest);
    SSL_CTX_use_certificate(server->context, wish->leaf->x509);
    SSL_CTX_use_PrivateKey(server->context, wish->leaf->key);
    for (size_t i = 0; i < 4 && wish->sent[i] != NULL; i++)
        SSL_CTX_add1_chain_cert(server->context, wish->sent[i]->x509);
    for (size_t i = 0; i < 2 && wish->client_ca[i] != NULL; i++)
        SSL_CTX_add_client_CA(server->context, wish->client_ca[i]->x509);
    SSL_CTX_set_verify(server->context, wish->verify, NULL);
    SSL_CTX_set_mode(server->context, SSL_MODE_NO_AUTO_CHAIN);
    if (wish->groups != NULL &&
        SSL_CTX_set1_groups_list(server->context, wish->groups) != 1)
        abort();
    if (wish->ciphers != NULL &&
        SSL_CTX_set_cipher_list(server->context, wish->ciphers) != 1)
        abort();
    /* As large as the certificate's key. */
    SSL_CTX_set_dh_auto(server->context, 1);
    server->ssl = SSL_new(server->context);
    server->in = BIO_new(BIO_s_mem());
    server->out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(server->in, -1);
    SSL_set_bio(server->ssl, server->in, server->out);
    SSL_set_accept_state(server->ssl);
}

void
tls_server_close(struct tls_server *server)
{
    SSL_free(server->ssl);
    SSL_CTX_free(server->context);
    buffer_release(&server->heard);
    *server = (struct tls_server){ 0 };
    ERR_clear_error();
}

static void
server_send(struct tls_server *server, struct memory_stream *memory)
{
    char *bytes;
    long length = BIO_get_mem_data(server->out, &bytes);

    buffer_append(&memory->in, bytes, (size_t)length);
    (void)BIO_reset(server->out);
}

static void
server_listen(struct tls_server *server)
{
    char bytes[1024];
    size_t got;
    int error;

    while (SSL_read_ex(server->ssl, bytes, sizeof bytes, &got) == 1)
        buffer_append(&server->heard, bytes, got);
    error = SSL_get_error(server->ssl, 0);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_ZERO_RETURN)
        server->failed = true;
}

bool
tls_server_step(struct tls_server *server, struct memory_stream *memory)
{
    if (memory->out.length == 0 || server->failed)
        return false;
    BIO_write(server->in, memory->out.data, (int)memory->out.length);
    buffer_cut(&memory->out, 0);
    ERR_clear_error();
    server_listen(server);
    server_send(server, memory);
    /* What went wrong there is none of the client's. */
    ERR_clear_error();
    return true;
}

void
tls_server_say(struct tls_server *server, struct memory_stream *memory,
               const char *text)
{
    size_t put;

    if (SSL_write_ex(server->ssl, text, strlen(text), &put) != 1)
        abort();
    server_send(server, memory);
}

void
tls_server_shut(struct tls_server *server, struct memory_stream *memory)
{
    (void)SSL_shutdown(server->ssl);
    server_send(server, memory);
    ERR_clear_error();
}
