#include "lab/pki_certificate.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/err.h>

#include "lab/pki_extension.h"

enum { SERIAL_BYTES = 16 };

void
pki_must(bool good)
{
    if (!good)
        abort();
}

/* An explicit type is not checked against the text, nor its length. */
static void
add_part(X509_NAME *name, int kind, int type, const char *text)
{
    if (text != NULL)
        pki_must(X509_NAME_add_entry_by_NID(name, kind, type,
                                            (const unsigned char *)text, -1,
                                            -1, 0) == 1);
}

X509_NAME *
pki_name_make(const struct pki_name *from)
{
    X509_NAME *name = X509_NAME_new();

    pki_must(name != NULL);
    add_part(name, NID_countryName, V_ASN1_PRINTABLESTRING, from->country);
    add_part(name, NID_stateOrProvinceName, V_ASN1_UTF8STRING, from->state);
    add_part(name, NID_organizationName, V_ASN1_UTF8STRING,
             from->organisation);
    add_part(name, NID_organizationalUnitName, V_ASN1_UTF8STRING, from->unit);
    add_part(name, NID_commonName, V_ASN1_UTF8STRING, from->name);
    add_part(name, NID_pkcs9_emailAddress, V_ASN1_IA5STRING, from->email);
    return name;
}

static void
set_subject(X509 *x509, const struct pki_wish *wish)
{
    X509_NAME *subject = pki_name_make(&wish->subject);

    pki_must(X509_set_subject_name(x509, subject) == 1);
    X509_NAME_free(subject);
}

static void
add_to_digest(EVP_MD_CTX *digest, const char *text)
{
    if (text != NULL)
        EVP_DigestUpdate(digest, text, strlen(text));
    EVP_DigestUpdate(digest, "", 1);
}

/* The same wish has the same serial: worlds repeat themselves. */
static void
set_serial(X509 *x509, const struct pki_wish *wish)
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    unsigned char bytes[EVP_MAX_MD_SIZE];
    BIGNUM *number;

    pki_must(EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1);
    add_to_digest(digest, wish->subject.organisation);
    add_to_digest(digest, wish->subject.name);
    EVP_DigestUpdate(digest, &wish->from_s, sizeof(wish->from_s));
    EVP_DigestUpdate(digest, &wish->variant, sizeof(wish->variant));
    pki_must(EVP_DigestFinal_ex(digest, bytes, NULL) == 1);
    EVP_MD_CTX_free(digest);
    /* Positive, and as long as all the others (RFC 5280, 4.1.2.2). */
    bytes[0] = (unsigned char)((bytes[0] & 0x3f) | 0x40);
    number = BN_bin2bn(bytes, SERIAL_BYTES, NULL);
    pki_must(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL);
    BN_free(number);
}

static void
set_dates(X509 *x509, const struct pki_wish *wish)
{
    pki_must(ASN1_TIME_set(X509_getm_notBefore(x509), wish->from_s) != NULL);
    pki_must(ASN1_TIME_set(X509_getm_notAfter(x509), wish->to_s) != NULL);
}

void
pki_certificate_make(struct pki_certificate *out, const struct pki_wish *wish)
{
    const struct pki_certificate *issuer;

    out->x509 = X509_new();
    out->key = EVP_EC_gen("P-256");
    issuer = wish->issuer != NULL ? wish->issuer : out;
    pki_must(out->x509 != NULL && out->key != NULL);
    pki_must(X509_set_version(out->x509, X509_VERSION_3) == 1);
    set_serial(out->x509, wish);
    set_subject(out->x509, wish);
    pki_must(X509_set_issuer_name(out->x509,
                                  X509_get_subject_name(issuer->x509)) == 1);
    set_dates(out->x509, wish);
    pki_must(X509_set_pubkey(out->x509, out->key) == 1);
    pki_extension_add_all(out->x509, issuer->x509, wish);
    pki_must(X509_sign(out->x509, issuer->key, EVP_sha256()) > 0);
    ERR_clear_error();
}

void
pki_certificate_release(struct pki_certificate *certificate)
{
    X509_free(certificate->x509);
    EVP_PKEY_free(certificate->key);
    *certificate = (struct pki_certificate){ 0 };
}
