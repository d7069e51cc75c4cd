#include "lab/tls_alert.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/kdf.h>

#include "lab/pki_certificate.h"

enum {
    ALERT = 21,
    APPLICATION_DATA = 23,
    FATAL = 2,
    KEY = 16,
    NONCE = 12,
    TAG = 16,
    RANDOM = 32,
    SECRET = TLS_SECRET_SIZE,
};

/* What AES-128-GCM seals one record with. */
struct seal {
    uint8_t key[KEY];
    uint8_t nonce[NONCE];
};

static void
put_head(struct buffer *out, int type, size_t length)
{
    const char head[] = { (char)type, 3, 3, (char)(length >> 8),
                          (char)length };

    buffer_append(out, head, sizeof(head));
}

void
tls_alert_put(struct buffer *out, int number)
{
    const char alert[] = { FATAL, (char)number };

    put_head(out, ALERT, sizeof(alert));
    buffer_append(out, alert, sizeof(alert));
}

static void
put_sealed(const struct seal *seal, const struct buffer *known,
           const uint8_t *plain, int length, struct buffer *out)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    uint8_t sealed[KEY];
    uint8_t tag[TAG];
    int put = 0;

    pki_must(EVP_EncryptInit_ex(cipher, EVP_aes_128_gcm(), NULL, seal->key,
                                seal->nonce) == 1);
    pki_must(EVP_EncryptUpdate(cipher, NULL, &put,
                               (const uint8_t *)known->data,
                               (int)known->length) == 1);
    pki_must(EVP_EncryptUpdate(cipher, sealed, &put, plain, length) == 1);
    buffer_append(out, sealed, (size_t)put);
    pki_must(EVP_EncryptFinal_ex(cipher, sealed, &put) == 1);
    pki_must(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG, tag) ==
             1);
    buffer_append(out, tag, TAG);
    EVP_CIPHER_CTX_free(cipher);
}

static void
derive(const char *method, const OSSL_PARAM *parameters, uint8_t *out,
       size_t length)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, method, NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);

    pki_must(EVP_KDF_derive(context, out, length, parameters) == 1);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
}

/* HKDF-Expand-Label with an empty context (RFC 8446, 7.1). */
static void
expand(const uint8_t *secret, const char *label, uint8_t *out, size_t length)
{
    int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
    struct buffer info = { 0 };
    OSSL_PARAM parameters[5];

    buffer_append_byte(&info, 0);
    buffer_append_byte(&info, (char)length);
    buffer_append_byte(&info, (char)strlen(label));
    buffer_append(&info, label, strlen(label) + 1);
    parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST,
                                                     (char[]){ "SHA256" }, 0);
    parameters[1] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
    parameters[2] = OSSL_PARAM_construct_octet_string(
        OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)secret, SECRET);
    parameters[3] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO,
                                                      info.data, info.length);
    parameters[4] = OSSL_PARAM_construct_end();
    derive("HKDF", parameters, out, length);
    buffer_release(&info);
}

/* A record of TLS 1.3 with the sequence 0: its nonce is the IV itself. */
static void
put_first_record(const uint8_t *secret, struct buffer *out, int number)
{
    const uint8_t plain[] = { FATAL, (uint8_t)number, ALERT };
    struct buffer head = { 0 };
    struct seal seal;

    expand(secret, "tls13 key", seal.key, KEY);
    expand(secret, "tls13 iv", seal.nonce, NONCE);
    put_head(&head, APPLICATION_DATA, sizeof(plain) + TAG);
    buffer_append(out, head.data, head.length);
    put_sealed(&seal, &head, plain, sizeof(plain), out);
    buffer_release(&head);
}

/* "key expansion" (RFC 5246, 6.3): two keys of 16 bytes, two salts of 4. */
static void
derive_key_block(const SSL *ssl, uint8_t out[2 * KEY + 8])
{
    uint8_t master[SSL_MAX_MASTER_KEY_LENGTH];
    uint8_t client[RANDOM];
    uint8_t server[RANDOM];
    OSSL_PARAM parameters[6];
    size_t length = SSL_SESSION_get_master_key(SSL_get_session(ssl), master,
                                               sizeof(master));

    SSL_get_client_random(ssl, client, RANDOM);
    SSL_get_server_random(ssl, server, RANDOM);
    parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST,
                                                     (char[]){ "SHA256" }, 0);
    parameters[1] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET,
                                                      master, length);
    parameters[2] = OSSL_PARAM_construct_octet_string(
        OSSL_KDF_PARAM_SEED, (char[]){ "key expansion" }, 13);
    parameters[3] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, server, RANDOM);
    parameters[4] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, client, RANDOM);
    parameters[5] = OSSL_PARAM_construct_end();
    derive("TLS1-PRF", parameters, out, 2 * KEY + 8);
}

/* The server's second record of TLS 1.2, behind its Finished (RFC 5288). */
static void
put_second_record(const SSL *ssl, struct buffer *out, int number)
{
    static const uint8_t sequence[8] = { [7] = 1 };
    const uint8_t plain[] = { FATAL, (uint8_t)number };
    uint8_t block[2 * KEY + 8];
    struct buffer known = { 0 };
    struct seal seal;

    derive_key_block(ssl, block);
    memcpy(seal.key, block + KEY, KEY);
    memcpy(seal.nonce, block + 2 * KEY + 4, 4);
    memcpy(seal.nonce + 4, sequence, sizeof(sequence));
    buffer_append(&known, sequence, sizeof(sequence));
    put_head(&known, ALERT, sizeof(plain));
    put_head(out, ALERT, sizeof(sequence) + sizeof(plain) + TAG);
    buffer_append(out, sequence, sizeof(sequence));
    put_sealed(&seal, &known, plain, sizeof(plain), out);
    buffer_release(&known);
}

void
tls_alert_put_early(const struct tls_session *session, struct buffer *out,
                    int number)
{
    if (SSL_version(session->ssl) == TLS1_3_VERSION)
        put_first_record(session->handshake_secret, out, number);
    else
        tls_alert_put(out, number);
}

void
tls_alert_put_sealed(const struct tls_session *session, struct buffer *out,
                     int number)
{
    if (SSL_version(session->ssl) == TLS1_3_VERSION)
        put_first_record(session->traffic_secret, out, number);
    else
        put_second_record(session->ssl, out, number);
}

static void
read_secret(const char *hex, uint8_t out[SECRET])
{
    size_t length = 0;

    pki_must(OPENSSL_hexstr2buf_ex(out, SECRET, &length, hex, '\0') == 1);
}

/* "LABEL client-random secret", all in hexadecimal. */
static void
on_secret(const SSL *ssl, const char *line)
{
    struct tls_session *session = tls_session_of_ssl(ssl);
    const char *label_end = strchr(line, ' ');
    const char *secret = strrchr(line, ' ') + 1;
    size_t length = (size_t)(label_end - line);

    if (strncmp(line, "SERVER_HANDSHAKE_TRAFFIC_SECRET", length) == 0)
        read_secret(secret, session->handshake_secret);
    else if (strncmp(line, "SERVER_TRAFFIC_SECRET_0", length) == 0)
        read_secret(secret, session->traffic_secret);
}

void
tls_alert_prepare(SSL_CTX *openssl)
{
    SSL_CTX_set_keylog_callback(openssl, on_secret);
    /* Tickets would be the first records instead. */
    SSL_CTX_set_num_tickets(openssl, 0);
    pki_must(
        SSL_CTX_set_ciphersuites(openssl, "TLS_AES_128_GCM_SHA256") == 1 &&
        SSL_CTX_set_cipher_list(openssl, "ECDHE-ECDSA-AES128-GCM-SHA256") ==
            1);
}
