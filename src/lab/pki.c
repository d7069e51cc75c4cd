#include "lab/pki.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "base/memory.h"
#include "lab/pki_identity.h"

/* The genuine roots, in the order in which they are told. */
static const enum pki_authority genuine[PKI_GENUINE_ROOTS] = { PKI_ROOT,
                                                               PKI_OLD_ROOT };
static const char *const genuine_names[PKI_GENUINE_ROOTS] = {
    "DigiCert Global Root G2", "DigiCert Global Root CA"
};

static const enum pki_authority other_roots[] = { PKI_PUBLIC_ROOT,
                                                  PKI_PUBLIC_ROOT_2,
                                                  PKI_PUBLIC_ROOT_3 };

static void
release(void *thing)
{
    struct lab_pki *pki = thing;

    pki_identity_release_all(pki);
    pki_inspector_release_all(pki);
    for (size_t i = 0; i < PKI_AUTHORITY_COUNT; i++)
        pki_certificate_release(&pki->authorities[i]);
    arena_release(&pki->arena);
    free(pki);
}

static int64_t
midnight(int64_t wall_ms)
{
    enum { A_DAY_MS = 24 * 60 * 60 * 1000 };

    return (wall_ms - wall_ms % A_DAY_MS) / 1000;
}

struct lab_pki *
lab_pki_new(struct lab *lab)
{
    struct lab_pki *pki = memory_new(1, sizeof(*pki));

    /* The machine's own configuration has no say in the world. */
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    pki->lab = lab;
    pki->start_s = midnight(lab_wall_ms(lab));
    lab_keep(lab, pki, release);
    return pki;
}

static void
put_pem(const struct pki_certificate *certificate, struct buffer *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *text;
    long length;

    pki_must(bio != NULL && PEM_write_bio_X509(bio, certificate->x509) == 1);
    length = BIO_get_mem_data(bio, &text);
    buffer_append(out, text, (size_t)length);
    BIO_free(bio);
}

void
lab_pki_genuine_roots(struct lab_pki *pki, struct buffer *pem)
{
    for (size_t i = 0; i < PKI_GENUINE_ROOTS; i++)
        put_pem(pki_authority(pki, genuine[i]), pem);
}

const char *
lab_pki_genuine_root_name(size_t index)
{
    assert(index < PKI_GENUINE_ROOTS);
    return genuine_names[index];
}

void
lab_pki_genuine_root_digest(struct lab_pki *pki, size_t index, char out[65])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    assert(index < PKI_GENUINE_ROOTS);
    pki_must(X509_digest(pki_authority(pki, genuine[index])->x509,
                         EVP_sha256(), digest, &length) == 1);
    for (unsigned i = 0; i < length; i++)
        snprintf(out + 2 * i, 3, "%02X", digest[i]);
}

void
lab_pki_store(struct lab_pki *pki, const struct scenario_machine *machine,
              struct buffer *pem)
{
    const size_t count = sizeof(other_roots) / sizeof(other_roots[0]);

    for (size_t i = 0; i < count; i++)
        put_pem(pki_authority(pki, other_roots[i]), pem);
    if (!machine->store_lacks_root)
        put_pem(pki_authority(pki, PKI_ROOT), pem);
    if (!machine->store_lacks_old_root)
        put_pem(pki_authority(pki, PKI_OLD_ROOT), pem);
    for (const struct pki_inspector *inspector = pki->inspectors;
         inspector != NULL; inspector = inspector->next)
        if (inspector->trusted)
            put_pem(&inspector->root, pem);
}

void
lab_pki_announce(struct lab_pki *pki,
                 const struct scenario_authority *authority)
{
    (void)pki_inspector_find(pki, authority);
}
