#include "test_pki.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

/* A test without its certificates is worth nothing. */
static void
must(bool good)
{
    if (!good)
        abort();
}

static void
pki_extend(X509 *certificate, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    must(extension != NULL && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

static void
pki_add_extensions(X509 *certificate, X509 *issuer,
                   const struct pki_wish *wish)
{
    pki_extend(certificate, issuer, NID_basic_constraints,
               wish->is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    pki_extend(certificate, issuer, NID_key_usage,
               wish->is_ca ? "critical,keyCertSign,cRLSign"
                           : "critical,digitalSignature,keyEncipherment");
    if (wish->names != NULL)
        pki_extend(certificate, issuer, NID_subject_alt_name, wish->names);
    if (wish->usage != NULL)
        pki_extend(certificate, issuer, NID_ext_key_usage, wish->usage);
    if (wish->without_ids)
        return;
    pki_extend(certificate, issuer, NID_subject_key_identifier, "hash");
    pki_extend(certificate, issuer, NID_authority_key_identifier, "keyid");
}

static void
pki_set_serial(X509 *certificate)
{
    unsigned char bytes[8];
    uint64_t number = 0;

    must(RAND_bytes(bytes, sizeof bytes) == 1);
    for (size_t i = 0; i < sizeof bytes; i++)
        number = number << 8 | bytes[i];
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number >> 1);
}

struct pki_certificate
pki_make(const struct pki_wish *wish)
{
    struct pki_certificate made = { X509_new(),
                                    wish->rsa_bits > 0
                                        ? EVP_RSA_gen(wish->rsa_bits)
                                        : EVP_EC_gen("P-256") };
    X509 *issuer = wish->issuer != NULL ? wish->issuer->x509 : made.x509;
    EVP_PKEY *signer = wish->issuer != NULL ? wish->issuer->key : made.key;
    X509_NAME *subject = X509_get_subject_name(made.x509);

    must(made.x509 != NULL && made.key != NULL);
    X509_set_version(made.x509, X509_VERSION_3);
    pki_set_serial(made.x509);
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
                               (const unsigned char *)"Test", -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               (const unsigned char *)wish->name, -1, -1, 0);
    X509_set_issuer_name(made.x509, X509_get_subject_name(issuer));
    X509_time_adj_ex(X509_getm_notBefore(made.x509), wish->from_days, 0, NULL);
    X509_time_adj_ex(X509_getm_notAfter(made.x509),
                     wish->to_days != 0 ? wish->to_days : 365, 0, NULL);
    must(X509_set_pubkey(made.x509, made.key) == 1);
    pki_add_extensions(made.x509, issuer, wish);
    if (wish->change != NULL)
        wish->change(made.x509);
    must(X509_sign(made.x509, signer,
                   wish->digest != NULL ? wish->digest : EVP_sha256()) > 0);
    return made;
}

void
pki_free(struct pki_certificate *certificate)
{
    X509_free(certificate->x509);
    EVP_PKEY_free(certificate->key);
    *certificate = (struct pki_certificate){ 0 };
}

char *
pki_pem(const struct pki_certificate *const *list, int count)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes;
    char *text;
    long length;

    for (int i = 0; i < count; i++)
        must(PEM_write_bio_X509(bio, list[i]->x509) == 1);
    length = BIO_get_mem_data(bio, &bytes);
    text = OPENSSL_strndup(bytes, (size_t)length);
    BIO_free(bio);
    return text;
}
