#ifndef LAB_PKI_CERTIFICATE_H
#define LAB_PKI_CERTIFICATE_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/x509.h>

/*
 * One certificate with its key, made as a public authority or a box of the
 * field would make it. Everything but the key and the signature follows from
 * the wish.
 */

/* A distinguished name, in this order; NULL parts are left out. The texts go
 * in byte by byte, whatever they are. */
struct pki_name {
    const char *country;
    const char *state;
    const char *organisation;
    const char *unit;
    const char *name;
    const char *email;
};

/* All zero: none. */
struct pki_certificate {
    X509 *x509;
    EVP_PKEY *key;
};

struct pki_wish {
    struct pki_name subject;
    const struct pki_certificate *issuer; /* NULL: signs itself */
    bool is_authority;
    const char *site;     /* of a public authority, which tells URLs below it,
                           * policies and certificate logs; NULL */
    const char *host;     /* whom it is for: a name or an address; NULL */
    const char *odd_name; /* one more DNS name, byte by byte; NULL */
    int64_t from_s;       /* Unix time */
    int64_t to_s;
    unsigned variant; /* sets apart the serials of what is alike otherwise */
};

void pki_certificate_make(struct pki_certificate *out,
                          const struct pki_wish *wish);
void pki_certificate_release(struct pki_certificate *certificate);

/* A name that the caller frees. */
X509_NAME *pki_name_make(const struct pki_name *name);

/* Ends the process unless it holds: without its certificates a world is
 * nothing, and only a broken library cannot make them. */
void pki_must(bool good);

#endif
