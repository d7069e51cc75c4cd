#include "net/certificate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "net/chain.h"
#include "test_pki.h"

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])

enum { A_DAY = 24 * 60 * 60 };

/* Everything that the tests verify, made once. */
enum who {
    ROOT,
    OTHER_ROOT,   /* nobody trusts it */
    FORGED_ROOT,  /* the genuine one's name, another key */
    EXPIRED_ROOT, /* trusted */
    MIDDLE,
    MIDDLE_OF_OTHER,
    MIDDLE_OF_EXPIRED,
    LEAF, /* of MIDDLE */
    LEAF_OF_ROOT,
    LEAF_OF_OTHER,
    LEAF_FORGED,          /* of FORGED_ROOT, without key identifiers */
    LEAF_FORGED_WITH_IDS, /* of FORGED_ROOT */
    LEAF_OF_EXPIRED,
    LEAF_EXPIRED,
    LEAF_NOT_YET,
    LEAF_SELF_SIGNED,
    LEAF_FOR_CLIENTS,
    LEAF_OF_LEAF,
    LEAF_SHA1,
    WHO_COUNT,
    NOBODY = WHO_COUNT
};

static struct pki_certificate pki[WHO_COUNT];
static struct net_roots *trusted; /* ROOT, EXPIRED_ROOT */

static const struct pki_wish wishes[WHO_COUNT] = {
    [ROOT] = { .name = "Root", .is_ca = true },
    [OTHER_ROOT] = { .name = "Other root", .is_ca = true },
    [FORGED_ROOT] = { .name = "Root", .is_ca = true },
    [EXPIRED_ROOT] = { .name = "Expired root",
                       .is_ca = true,
                       .from_days = -20,
                       .to_days = -10 },
    [MIDDLE] = { .name = "Middle", .is_ca = true, .issuer = &pki[ROOT] },
    [MIDDLE_OF_OTHER] = { .name = "Middle of other",
                          .is_ca = true,
                          .issuer = &pki[OTHER_ROOT] },
    [MIDDLE_OF_EXPIRED] = { .name = "Middle of expired",
                            .is_ca = true,
                            .issuer = &pki[EXPIRED_ROOT] },
    [LEAF] = { .name = "leaf",
               .issuer = &pki[MIDDLE],
               .names = "DNS:gw.example.com,DNS:*.wild.example.com,"
                        "IP:192.0.2.1,IP:2001:db8::1",
               .usage = "serverAuth,clientAuth" },
    [LEAF_OF_ROOT] = { .name = "leaf", .issuer = &pki[ROOT] },
    [LEAF_OF_OTHER] = { .name = "leaf", .issuer = &pki[MIDDLE_OF_OTHER] },
    [LEAF_FORGED] = { .name = "leaf",
                      .issuer = &pki[FORGED_ROOT],
                      .without_ids = true },
    [LEAF_FORGED_WITH_IDS] = { .name = "leaf", .issuer = &pki[FORGED_ROOT] },
    [LEAF_OF_EXPIRED] = { .name = "leaf", .issuer = &pki[MIDDLE_OF_EXPIRED] },
    [LEAF_EXPIRED] = { .name = "leaf",
                       .issuer = &pki[ROOT],
                       .from_days = -20,
                       .to_days = -1 },
    [LEAF_NOT_YET] = { .name = "leaf", .issuer = &pki[ROOT], .from_days = 1 },
    [LEAF_SELF_SIGNED] = { .name = "router.local" },
    [LEAF_FOR_CLIENTS] = { .name = "leaf",
                           .issuer = &pki[ROOT],
                           .usage = "clientAuth" },
    [LEAF_OF_LEAF] = { .name = "leaf", .issuer = &pki[LEAF] },
    [LEAF_SHA1] = { .name = "leaf", .issuer = &pki[ROOT] },
};

static struct net_roots *
roots_of(const enum who *list, int count)
{
    const struct pki_certificate *certificates[8];
    struct error error;
    struct net_roots *roots;
    char *pem;

    for (int i = 0; i < count; i++)
        certificates[i] = &pki[list[i]];
    pem = pki_pem(certificates, count);
    roots = net_roots_from_pem(pem, strlen(pem), &error);
    assert_non_null(roots);
    OPENSSL_free(pem);
    return roots;
}

/*
 * The first call of the library is ours, and this file would lower the
 * versions of TLS if the library read it.
 */
static int
make_everything(void **state)
{
    static const enum who anchors[] = { ROOT, EXPIRED_ROOT };
    struct error error;
    SSL_CTX *context;

    (void)state;
    assert_int_equal(setenv("OPENSSL_CONF", TEST_DATA "/openssl-old.cnf", 1),
                     0);
    assert_null(net_roots_from_pem("", 0, &error));
    context = SSL_CTX_new(TLS_client_method());
    assert_int_equal(SSL_CTX_get_max_proto_version(context), 0);
    SSL_CTX_free(context);
    for (size_t i = 0; i < WHO_COUNT; i++) {
        struct pki_wish wish = wishes[i];

        if (i == LEAF_SHA1)
            wish.digest = EVP_sha1();
        pki[i] = pki_make(&wish);
    }
    trusted = roots_of(anchors, LENGTH(anchors));
    return 0;
}

static int
free_everything(void **state)
{
    (void)state;
    for (size_t i = 0; i < WHO_COUNT; i++)
        pki_free(&pki[i]);
    net_roots_free(trusted);
    return 0;
}

enum { SENT_MOST = 5 };

static void
chain_of(struct net_chain *chain, const enum who sent[SENT_MOST])
{
    for (int i = 0; i < SENT_MOST && sent[i] != NOBODY; i++)
        net_chain_add(chain, pki[sent[i]].x509);
}

static void
verifying(void **state)
{
    static const struct {
        const char *what;
        enum who sent[SENT_MOST];
        int of_now;     /* the code with dates; 0 is ok */
        int of_anybody; /* without */
        enum who root;  /* that it ends in, when ok without dates */
    } rows[] = {
        { "as it should be", { LEAF, MIDDLE, NOBODY }, 0, 0, ROOT },
        { "with the root", { LEAF, MIDDLE, ROOT, NOBODY }, 0, 0, ROOT },
        { "no middle", { LEAF_OF_ROOT, NOBODY }, 0, 0, ROOT },
        { "any order", { LEAF, ROOT, MIDDLE, NOBODY }, 0, 0, ROOT },
        { "strangers",
          { LEAF, LEAF_SELF_SIGNED, OTHER_ROOT, MIDDLE, NOBODY },
          0,
          0,
          ROOT },
        { "twice", { LEAF, LEAF, MIDDLE, MIDDLE, NOBODY }, 0, 0, ROOT },
        { "forged root beside",
          { LEAF, MIDDLE, FORGED_ROOT, NOBODY },
          0,
          0,
          ROOT },
        { "missing middle",
          { LEAF, NOBODY },
          X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
          X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
          NOBODY },
        { "unknown root",
          { LEAF_OF_OTHER, MIDDLE_OF_OTHER, NOBODY },
          X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
          X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
          NOBODY },
        { "unknown root, sent",
          { LEAF_OF_OTHER, MIDDLE_OF_OTHER, OTHER_ROOT, NOBODY },
          X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
          X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
          NOBODY },
        { "forged",
          { LEAF_FORGED, NOBODY },
          X509_V_ERR_CERT_SIGNATURE_FAILURE,
          X509_V_ERR_CERT_SIGNATURE_FAILURE,
          NOBODY },
        { "forged, with its root",
          { LEAF_FORGED, FORGED_ROOT, NOBODY },
          X509_V_ERR_CERT_SIGNATURE_FAILURE,
          X509_V_ERR_CERT_SIGNATURE_FAILURE,
          NOBODY },
        { "forged, with identifiers",
          { LEAF_FORGED_WITH_IDS, FORGED_ROOT, NOBODY },
          X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
          X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
          NOBODY },
        { "expired",
          { LEAF_EXPIRED, NOBODY },
          X509_V_ERR_CERT_HAS_EXPIRED,
          0,
          ROOT },
        { "not yet",
          { LEAF_NOT_YET, NOBODY },
          X509_V_ERR_CERT_NOT_YET_VALID,
          0,
          ROOT },
        { "expired root",
          { LEAF_OF_EXPIRED, MIDDLE_OF_EXPIRED, NOBODY },
          X509_V_ERR_CERT_HAS_EXPIRED,
          0,
          EXPIRED_ROOT },
        { "self-signed",
          { LEAF_SELF_SIGNED, NOBODY },
          X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
          X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
          NOBODY },
        { "for clients",
          { LEAF_FOR_CLIENTS, NOBODY },
          X509_V_ERR_INVALID_PURPOSE,
          X509_V_ERR_INVALID_PURPOSE,
          NOBODY },
        { "signed by no CA",
          { LEAF_OF_LEAF, LEAF, MIDDLE, NOBODY },
          X509_V_ERR_INVALID_CA,
          X509_V_ERR_INVALID_CA,
          NOBODY },
        { "SHA-1",
          { LEAF_SHA1, NOBODY },
          X509_V_ERR_CA_MD_TOO_WEAK,
          X509_V_ERR_CA_MD_TOO_WEAK,
          NOBODY },
        { "nothing",
          { NOBODY },
          X509_V_ERR_UNSPECIFIED,
          X509_V_ERR_UNSPECIFIED,
          NOBODY },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct net_chain chain = { 0 };
        struct net_verification now;
        struct net_verification ever;

        chain_of(&chain, rows[i].sent);
        ERR_clear_error();
        net_chain_verify(&chain, trusted, true, time(NULL), &arena, &now);
        net_chain_verify(&chain, trusted, false, 0, &arena, &ever);
        assert_int_equal(ERR_peek_error(), 0);
        if (now.code != rows[i].of_now || ever.code != rows[i].of_anybody)
            fail_msg("%s: %d %s, %d %s", rows[i].what, now.code, now.text,
                     ever.code, ever.text);
        assert_int_equal(now.ok, now.code == 0);
        assert_int_equal(ever.ok, ever.code == 0);
        assert_string_equal(ever.text,
                            X509_verify_cert_error_string(ever.code));
        if (rows[i].root == NOBODY) {
            assert_null(ever.root);
            assert_null(ever.root_sha256);
        } else {
            struct net_certificate root;

            net_certificate_describe(pki[rows[i].root].x509, &arena, &root);
            assert_string_equal(ever.root, root.subject);
            assert_string_equal(ever.root_sha256, root.sha256);
        }
        net_chain_release(&chain);
    }
    arena_release(&arena);
}

/* The time that counts is the one we are told. */
static void
verifying_at_another_time(void **state)
{
    static const enum who sent[SENT_MOST] = { LEAF_EXPIRED, NOBODY };
    struct net_chain chain = { 0 };
    struct arena arena = { 0 };
    struct net_verification then;

    (void)state;
    chain_of(&chain, sent);
    net_chain_verify(&chain, trusted, true, time(NULL) - 5 * A_DAY, &arena,
                     &then);
    assert_int_equal(then.code, X509_V_ERR_CERT_NOT_YET_VALID);
    assert_int_equal(then.depth, 1); /* the root is of today */
    net_chain_release(&chain);
    arena_release(&arena);
}

/* An intermediate in the set is an anchor like a root. */
static void
verifying_up_to_an_intermediate(void **state)
{
    static const enum who anchors[] = { OTHER_ROOT, MIDDLE };
    static const enum who sent[SENT_MOST] = { LEAF, MIDDLE, NOBODY };
    struct net_roots *roots = roots_of(anchors, LENGTH(anchors));
    struct net_chain chain = { 0 };
    struct arena arena = { 0 };
    struct net_verification seen;

    (void)state;
    chain_of(&chain, sent);
    net_chain_verify(&chain, roots, true, time(NULL), &arena, &seen);
    assert_true(seen.ok);
    assert_string_equal(seen.root, "CN=Middle,O=Test");
    net_chain_release(&chain);
    net_roots_free(roots);
    arena_release(&arena);
}

static void
matching(void **state)
{
    static const struct {
        enum who leaf;
        const char *host;
        bool expected;
    } rows[] = {
        { LEAF, "gw.example.com", true },
        { LEAF, "GW.Example.COM", true },
        { LEAF, "gw.example.com.", true },
        { LEAF, "x.gw.example.com", false },
        { LEAF, "example.com", false },
        { LEAF, "a.wild.example.com", true },
        { LEAF, "a.b.wild.example.com", false },
        { LEAF, ".wild.example.com", false },
        { LEAF, ".example.com", false },
        { LEAF, "leaf", false }, /* there are alternative names */
        { LEAF, "", false },
        { LEAF, ".", false },
        { LEAF, "192.0.2.1", true },
        { LEAF, "192.0.2.2", false },
        { LEAF, "2001:db8::1", true },
        { LEAF, "[2001:db8:0::1]", true },
        { LEAF, "2001:db8::2", false },
        { LEAF_SELF_SIGNED, "router.local", true }, /* the subject's name */
        { LEAF_SELF_SIGNED, "local", false },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct net_chain chain = { 0 };

        net_chain_add(&chain, pki[rows[i].leaf].x509);
        if (net_chain_matches(&chain, rows[i].host) != rows[i].expected)
            fail_msg("%s", rows[i].host);
        net_chain_release(&chain);
        assert_false(net_chain_matches(&chain, rows[i].host));
    }
}

static void
describing(void **state)
{
    struct net_chain chain = { 0 };
    struct arena arena = { 0 };
    struct net_certificate seen;
    int64_t now = time(NULL);
    X509 *again;
    BIO *pem;

    (void)state;
    net_chain_add(&chain, pki[LEAF].x509);
    net_chain_add(&chain, pki[MIDDLE].x509);
    assert_int_equal(net_chain_length(&chain), 2);
    net_chain_describe(&chain, 0, &arena, &seen);
    assert_string_equal(seen.subject, "CN=leaf,O=Test");
    assert_string_equal(seen.issuer, "CN=Middle,O=Test");
    assert_string_equal(seen.key, "EC P-256");
    assert_string_equal(seen.signature, "ecdsa-with-SHA256");
    assert_int_equal(seen.name_count, 4);
    assert_string_equal(seen.names[0], "DNS:gw.example.com");
    assert_string_equal(seen.names[1], "DNS:*.wild.example.com");
    assert_string_equal(seen.names[2], "IP:192.0.2.1");
    assert_string_equal(seen.names[3], "IP:2001:db8::1");
    assert_true(llabs(seen.not_before - now) < 600);
    assert_true(llabs(seen.not_after - now - 365 * (int64_t)A_DAY) < 600);
    assert_int_equal(strlen(seen.sha256), 64);
    assert_int_equal(strspn(seen.serial, "0123456789ABCDEF"),
                     strlen(seen.serial));
    pem = BIO_new_mem_buf(seen.pem, -1);
    again = PEM_read_bio_X509(pem, NULL, NULL, NULL);
    assert_int_equal(X509_cmp(again, pki[LEAF].x509), 0);
    X509_free(again);
    BIO_free(pem);
    net_chain_describe(&chain, 1, &arena, &seen);
    assert_string_equal(seen.subject, "CN=Middle,O=Test");
    assert_int_equal(seen.name_count, 0);
    net_chain_release(&chain);
    arena_release(&arena);
}

static void
describing_keys(void **state)
{
    const struct {
        EVP_PKEY *key;
        const char *expected;
    } rows[] = {
        { EVP_RSA_gen(1024), "RSA 1024" },
        { EVP_EC_gen("P-384"), "EC P-384" },
        { EVP_EC_gen("secp256k1"), "EC secp256k1" },
        { EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), "ED25519" },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        X509 *certificate = X509_new();
        struct net_certificate seen;

        assert_non_null(rows[i].key);
        X509_set_pubkey(certificate, rows[i].key);
        net_certificate_describe(certificate, &arena, &seen);
        assert_string_equal(seen.key, rows[i].expected);
        X509_free(certificate);
        EVP_PKEY_free(rows[i].key);
    }
    arena_release(&arena);
}

/* A certificate of which nothing was ever set: everything is missing. */
static void
describing_nothing(void **state)
{
    X509 *certificate = X509_new();
    struct arena arena = { 0 };
    struct net_certificate seen;

    (void)state;
    net_certificate_describe(certificate, &arena, &seen);
    assert_null(seen.subject);
    assert_null(seen.issuer);
    assert_null(seen.key);
    assert_int_equal(seen.not_before, 0);
    assert_int_equal(seen.not_after, 0);
    assert_int_equal(seen.name_count, 0);
    assert_int_equal(ERR_peek_error(), 0);
    X509_free(certificate);
    arena_release(&arena);
}

static void
add_to_subject(X509 *certificate, const char *kind, int type,
               const char *bytes, int length)
{
    assert_int_equal(X509_NAME_add_entry_by_txt(
                         X509_get_subject_name(certificate), kind, type,
                         (const unsigned char *)bytes, length, -1, 0),
                     1);
}

static void
name_that_acts(X509 *certificate)
{
    add_to_subject(certificate, "OU", V_ASN1_UTF8STRING,
                   "\x1b[2J\r\n\xe2\x80\xaey\0z", 12);
}

static void
name_that_is_no_text(X509 *certificate)
{
    add_to_subject(certificate, "OU", V_ASN1_NUMERICSTRING, "a\xff\0\x1b", 4);
    add_to_subject(certificate, "L", V_ASN1_T61STRING, "\xe9\x9b", 2);
}

static void
name_of_a_giant(X509 *certificate)
{
    enum { SIZE = 60000 };
    char *name = calloc(1, SIZE);

    memset(name, 'g', SIZE);
    add_to_subject(certificate, "OU", V_ASN1_UTF8STRING, name, SIZE);
    free(name);
}

static GENERAL_NAME *
dns_name(const char *bytes, int length)
{
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_IA5STRING *text = ASN1_IA5STRING_new();

    ASN1_STRING_set(text, bytes, length);
    GENERAL_NAME_set0_value(name, GEN_DNS, text);
    return name;
}

static void
names_without_end(X509 *certificate)
{
    GENERAL_NAMES *names = GENERAL_NAMES_new();

    for (int i = 0; i < 3000; i++) {
        char text[32];
        int length = snprintf(text, sizeof text, "n%d.example.com", i);

        sk_GENERAL_NAME_push(names, dns_name(text, length));
    }
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0);
    GENERAL_NAMES_free(names);
}

static void
name_cut_by_a_nul(X509 *certificate)
{
    GENERAL_NAMES *names = GENERAL_NAMES_new();
    GENERAL_NAME *odd = GENERAL_NAME_new();
    ASN1_OCTET_STRING *bytes = ASN1_OCTET_STRING_new();

    ASN1_STRING_set(bytes, "12345", 5);
    GENERAL_NAME_set0_value(odd, GEN_IPADD, bytes);
    sk_GENERAL_NAME_push(names, dns_name("gw.example.com\0.evil.com", 24));
    sk_GENERAL_NAME_push(names, odd);
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0);
    GENERAL_NAMES_free(names);
}

static void
dates_of_no_calendar(X509 *certificate)
{
    ASN1_STRING_set(X509_getm_notBefore(certificate), "991399999999Z", 13);
    ASN1_STRING_set(X509_getm_notAfter(certificate), "soon", 4);
}

static void
serial_of_a_giant(X509 *certificate)
{
    unsigned char bytes[1000];

    memset(bytes, 0xab, sizeof bytes);
    ASN1_STRING_set(X509_get_serialNumber(certificate), bytes, sizeof bytes);
}

/* Made, sent and read again, as it would come from the wire. */
static void
describe_changed(void (*change)(X509 *certificate), struct arena *arena,
                 struct net_certificate *out, bool *matches)
{
    struct pki_wish wish = { .name = "odd", .change = change };
    struct pki_certificate made = pki_make(&wish);
    unsigned char *der = NULL;
    int length = i2d_X509(made.x509, &der);
    const unsigned char *at = der;
    X509 *read = d2i_X509(NULL, &at, length);
    struct net_chain chain = { 0 };

    assert_non_null(read);
    net_chain_add(&chain, read);
    net_chain_describe(&chain, 0, arena, out);
    *matches = net_chain_matches(&chain, "gw.example.com");
    assert_int_equal(ERR_peek_error(), 0);
    net_chain_release(&chain);
    X509_free(read);
    OPENSSL_free(der);
    pki_free(&made);
}

static void
describing_the_hostile(void **state)
{
    struct arena arena = { 0 };
    struct net_certificate seen;
    bool matches;

    (void)state;
    describe_changed(name_that_acts, &arena, &seen, &matches);
    assert_string_equal(seen.subject,
                        "OU=\\1B[2J\\0D\\0A\\u{202e}y\\00z,CN=odd,O=Test");

    describe_changed(name_that_is_no_text, &arena, &seen, &matches);
    assert_string_equal(seen.subject,
                        "L=\u00e9\\u{9b},OU=a\u00ff\\00\\1B,CN=odd,O=Test");

    describe_changed(name_of_a_giant, &arena, &seen, &matches);
    assert_int_equal(strlen(seen.subject), 512);
    assert_null(seen.pem);

    describe_changed(names_without_end, &arena, &seen, &matches);
    assert_int_equal(seen.name_count, NET_CERTIFICATE_NAMES);
    assert_string_equal(seen.names[63], "DNS:n63.example.com");
    assert_null(seen.pem);

    describe_changed(name_cut_by_a_nul, &arena, &seen, &matches);
    assert_string_equal(seen.names[0], "DNS:gw.example.com\\u{0}.evil.com");
    assert_string_equal(seen.names[1], "IP:unreadable");
    assert_false(matches);

    describe_changed(dates_of_no_calendar, &arena, &seen, &matches);
    assert_int_equal(seen.not_before, 0);
    assert_int_equal(seen.not_after, 0);

    describe_changed(serial_of_a_giant, &arena, &seen, &matches);
    assert_int_equal(strlen(seen.serial), 83);
    assert_string_equal(seen.serial + 78, "AB...");
    arena_release(&arena);
}

/* Files of roots have comments, other blocks, and broken ones. */
static void
reading_roots(void **state)
{
    const struct pki_certificate *list[] = { &pki[ROOT], &pki[OTHER_ROOT] };
    char *pem = pki_pem(list, 2);
    struct buffer text = { 0 };
    struct error error = { 0 };
    struct arena arena = { 0 };
    struct net_certificate seen;
    struct net_roots *roots;

    (void)state;
    buffer_append_text(&text, "# a comment\n\n"
                              "-----BEGIN CERTIFICATE-----\n!!!!\n"
                              "-----END CERTIFICATE-----\n"
                              "-----BEGIN CERTIFICATE-----\nAAAA\n"
                              "-----END CERTIFICATE-----\n"
                              "-----BEGIN PUBLIC KEY-----\nAAAA\n"
                              "-----END PUBLIC KEY-----\n");
    buffer_append_text(&text, pem);
    buffer_append_text(&text, "-----BEGIN CERTIFICATE-----\nAAAA");
    roots = net_roots_from_pem(text.data, text.length, &error);
    assert_non_null(roots);
    assert_int_equal(net_roots_count(roots), 2);
    net_roots_describe(roots, 1, &arena, &seen);
    assert_string_equal(seen.subject, "CN=Other root,O=Test");
    assert_int_equal(ERR_peek_error(), 0);
    net_roots_free(roots);
    net_roots_free(NULL);
    buffer_release(&text);
    OPENSSL_free(pem);
    arena_release(&arena);

    assert_null(net_roots_from_pem("no roots", 8, &error));
    assert_int_equal(error.code, ERROR_DATA);
}

/* An OpenSSL "trusted certificate" may say that it is not for servers. */
static void
reading_trust_settings(void **state)
{
    static const enum who sent[SENT_MOST] = { LEAF_OF_OTHER, MIDDLE_OF_OTHER,
                                              NOBODY };

    (void)state;
    for (int rejected = 0; rejected <= 1; rejected++) {
        X509 *root = X509_dup(pki[OTHER_ROOT].x509);
        BIO *bio = BIO_new(BIO_s_mem());
        struct net_chain chain = { 0 };
        struct net_verification seen;
        struct arena arena = { 0 };
        struct net_roots *roots;
        struct error error;
        char *pem;
        long length;

        if (rejected)
            X509_add1_reject_object(root, OBJ_nid2obj(NID_server_auth));
        else
            X509_add1_trust_object(root, OBJ_nid2obj(NID_server_auth));
        PEM_write_bio_X509_AUX(bio, root);
        length = BIO_get_mem_data(bio, &pem);
        roots = net_roots_from_pem(pem, (size_t)length, &error);
        assert_non_null(roots);
        chain_of(&chain, sent);
        net_chain_verify(&chain, roots, true, time(NULL), &arena, &seen);
        assert_int_equal(seen.code, rejected ? X509_V_ERR_CERT_REJECTED : 0);
        net_chain_release(&chain);
        net_roots_free(roots);
        arena_release(&arena);
        BIO_free(bio);
        X509_free(root);
    }
}

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
reading_files(void **state)
{
    char directory[] = "/tmp/certificate_test.XXXXXX";
    const struct pki_certificate *list[] = { &pki[ROOT] };
    char *pem = pki_pem(list, 1);
    struct error error = { 0 };
    char path[64];
    struct net_roots *roots;

    (void)state;
    assert_non_null(mkdtemp(directory));
    assert_null(net_roots_from_file(directory, &error));
    assert_int_equal(error.code, ERROR_DATA);

    snprintf(path, sizeof path, "%s/roots.pem", directory);
    assert_null(net_roots_from_file(path, &error));
    assert_int_equal(error.code, ERROR_SYSTEM);
    write_file(path, "nothing\n");
    assert_null(net_roots_from_file(path, &error));
    assert_int_equal(error.code, ERROR_DATA);
    assert_non_null(strstr(error.text, path));
    write_file(path, pem);
    roots = net_roots_from_file(path, &error);
    assert_non_null(roots);
    assert_int_equal(net_roots_count(roots), 1);
    net_roots_free(roots);
    assert_int_equal(truncate(path, 16 * 1024 * 1024 + 1), 0);
    assert_null(net_roots_from_file(path, &error));
    assert_int_equal(error.code, ERROR_LIMIT);
    unlink(path);

    /* A pipe that nobody writes to must not stop us. */
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(net_roots_from_file(path, &error));
    assert_int_equal(error.code, ERROR_DATA);
    unlink(path);
    rmdir(directory);
    OPENSSL_free(pem);
}

static void
long_chains_are_cut(void **state)
{
    struct net_chain chain = { 0 };

    (void)state;
    for (int i = 0; i < NET_CHAIN_MOST + 5; i++)
        net_chain_add(&chain, pki[LEAF].x509);
    assert_int_equal(net_chain_length(&chain), NET_CHAIN_MOST);
    net_chain_release(&chain);
    assert_int_equal(net_chain_length(&chain), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verifying),
        cmocka_unit_test(verifying_at_another_time),
        cmocka_unit_test(verifying_up_to_an_intermediate),
        cmocka_unit_test(matching),
        cmocka_unit_test(describing),
        cmocka_unit_test(describing_keys),
        cmocka_unit_test(describing_nothing),
        cmocka_unit_test(describing_the_hostile),
        cmocka_unit_test(reading_roots),
        cmocka_unit_test(reading_trust_settings),
        cmocka_unit_test(reading_files),
        cmocka_unit_test(long_chains_are_cut),
    };

    return cmocka_run_group_tests(tests, make_everything, free_everything);
}
