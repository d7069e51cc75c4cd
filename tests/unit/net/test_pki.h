#ifndef TEST_PKI_H
#define TEST_PKI_H

#include <stdbool.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

/* Certificates made for a test; the keys are P-256 unless wished for. */
struct pki_certificate {
    X509 *x509;
    EVP_PKEY *key;
};

struct pki_wish {
    const char *name;                     /* common name */
    const struct pki_certificate *issuer; /* NULL: signs itself */
    bool is_ca;
    const char *names; /* subjectAltName as OpenSSL's configuration has it */
    const char *usage; /* extendedKeyUsage; NULL */
    int from_days;     /* relative to now */
    int to_days;       /* 0: a year */
    bool without_ids;  /* neither subject nor authority key identifier */
    const EVP_MD *digest;              /* of the signature; NULL: SHA-256 */
    unsigned rsa_bits;                 /* an RSA key of that size */
    void (*change)(X509 *certificate); /* before it is signed */
};

struct pki_certificate pki_make(const struct pki_wish *wish);
void pki_free(struct pki_certificate *certificate);

/* The certificates as PEM, to be freed with OPENSSL_free. */
char *pki_pem(const struct pki_certificate *const *list, int count);

#endif
