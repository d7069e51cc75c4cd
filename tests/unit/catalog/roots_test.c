#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "catalog/catalog.h"

enum { DIGEST_BYTES = 32, ROOTS = 11 };

static int
shipped_open(void **state)
{
    static struct definitions definitions;
    struct catalog_options options = { .system_directory = "/nowhere",
                                       .user_directory = "/nowhere" };
    struct error error = { 0 };

    *state = &definitions;
    return !catalog_load(&definitions, &options, &error);
}

static int
shipped_close(void **state)
{
    catalog_release(*state);
    return 0;
}

static void
digest_write(const X509 *certificate, char text[2 * DIGEST_BYTES + 1])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    assert_int_equal(X509_digest(certificate, EVP_sha256(), digest, &length),
                     1);
    assert_int_equal(length, DIGEST_BYTES);
    for (size_t i = 0; i < DIGEST_BYTES; i++)
        snprintf(text + 2 * i, 3, "%02X", digest[i]);
}

static void
name_expect(X509 *certificate, const char *name)
{
    char common[128];
    const X509_NAME *subject = X509_get_subject_name(certificate);

    assert_true(X509_NAME_get_text_by_NID((X509_NAME *)subject, NID_commonName,
                                          common, sizeof common) > 0);
    assert_string_equal(common, name);
}

/* Row and certificate have the same place, the same digest, the same name. */
static void
rows_and_certificates_are_one(void **state)
{
    const struct definitions *in = *state;
    BIO *pem = BIO_new_mem_buf(in->roots_pem, (int)in->roots_pem_length);
    size_t count = 0;
    X509 *certificate;

    while ((certificate = PEM_read_bio_X509(pem, NULL, NULL, NULL)) != NULL) {
        char digest[2 * DIGEST_BYTES + 1];

        assert_true(count < in->root_count);
        digest_write(certificate, digest);
        assert_string_equal(digest, in->roots[count]->sha256);
        assert_ptr_equal(definitions_root(in, digest), in->roots[count]);
        name_expect(certificate, in->roots[count]->name);
        X509_free(certificate);
        count++;
    }
    BIO_free(pem);
    assert_int_equal(count, in->root_count);
    assert_int_equal(count, ROOTS);
}

/* The days from which public stores drop a root, as DigiCert says. */
static void
distrusted_days_are_known(void **state)
{
    static const struct {
        const char *name;
        int64_t from;
    } days[] = {
        { "Baltimore CyberTrust Root", 1744675200 },
        { "DigiCert Global Root CA", 1776211200 },
        { "DigiCert Assured ID Root CA", 1776211200 },
        { "DigiCert High Assurance EV Root CA", 1776211200 },
        { "DigiCert Global Root G2", 1870905600 },
        { "DigiCert TLS RSA4096 Root G5", 2083968000 },
    };
    const struct definitions *in = *state;
    size_t found = 0;
    size_t dated = 0;

    for (size_t i = 0; i < in->root_count; i++) {
        dated += in->roots[i]->distrusted != 0;
        for (size_t j = 0; j < sizeof days / sizeof days[0]; j++) {
            if (strcmp(days[j].name, in->roots[i]->name) != 0)
                continue;
            assert_int_equal(in->roots[i]->distrusted, days[j].from);
            found++;
        }
    }
    assert_int_equal(found, sizeof days / sizeof days[0]);
    assert_int_equal(dated, found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_certificates_are_one),
        cmocka_unit_test(distrusted_days_are_known),
    };

    return cmocka_run_group_tests(tests, shipped_open, shipped_close);
}
