#include "lab/pki_extension.h"

#include <string.h>

#include <openssl/x509v3.h>

#include "base/address.h"
#include "base/buffer.h"

static void
add_text(X509 *x509, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    pki_must(extension != NULL && X509_add_ext(x509, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

static void
add_name(GENERAL_NAMES *names, int type, const void *bytes, size_t length)
{
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_STRING *text = ASN1_STRING_type_new(
        type == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING);

    pki_must(name != NULL && text != NULL);
    pki_must(ASN1_STRING_set(text, bytes, (int)length) == 1);
    GENERAL_NAME_set0_value(name, type, text);
    pki_must(sk_GENERAL_NAME_push(names, name) > 0);
}

static void
add_host(GENERAL_NAMES *names, const char *host)
{
    struct address address;

    if (address_parse(host, &address))
        add_name(names, GEN_IPADD, address.bytes,
                 address.family == FAMILY_IPV4 ? 4 : 16);
    else
        add_name(names, GEN_DNS, host, strlen(host));
}

static void
add_names(X509 *x509, const struct pki_wish *wish)
{
    GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();

    if (wish->host != NULL)
        add_host(names, wish->host);
    if (wish->odd_name != NULL)
        add_name(names, GEN_DNS, wish->odd_name, strlen(wish->odd_name));
    if (sk_GENERAL_NAME_num(names) > 0)
        pki_must(X509_add1_ext_i2d(x509, NID_subject_alt_name, names, 0,
                                   X509V3_ADD_APPEND) == 1);
    GENERAL_NAMES_free(names);
}

static void
put_number(struct buffer *out, size_t number, size_t width)
{
    while (width-- > 0)
        buffer_append_byte(out, (char)(number >> (8 * width)));
}

/* Bytes that look like a log's, and are the same for the same host. */
static void
put_noise(struct buffer *out, const char *host, size_t log, size_t count)
{
    unsigned noise = (unsigned)log * 2654435761u + 1;

    for (; *host != '\0'; host++)
        noise = (noise ^ (unsigned char)*host) * 16777619u;
    for (size_t i = 0; i < count; i++) {
        noise = noise * 1664525u + 1013904223u;
        buffer_append_byte(out, (char)(noise >> 24));
    }
}

/* The promises of certificate logs (RFC 6962, 3.3), of nobody's signature. */
static void
put_promises(struct buffer *out, const char *host)
{
    enum { LOGS = 3, SIGNATURE = 71, PROMISE = 47 + SIGNATURE };

    put_number(out, LOGS * (PROMISE + 2), 2);
    for (size_t log = 0; log < LOGS; log++) {
        put_number(out, PROMISE, 2);
        put_number(out, 0, 1);
        put_noise(out, "", log, 32);
        put_noise(out, host, log, 8);
        put_number(out, 0, 2);
        put_number(out, 0x0403, 2);
        put_number(out, SIGNATURE, 2);
        put_noise(out, host, log + LOGS, SIGNATURE);
    }
}

static void
add_promises(X509 *x509, const char *host)
{
    ASN1_OCTET_STRING *list = ASN1_OCTET_STRING_new();
    struct buffer promises = { 0 };
    unsigned char *coded = NULL;
    X509_EXTENSION *extension;
    int length;

    put_promises(&promises, host);
    ASN1_OCTET_STRING_set(list, (const unsigned char *)promises.data,
                          (int)promises.length);
    length = i2d_ASN1_OCTET_STRING(list, &coded);
    ASN1_OCTET_STRING_set(list, coded, length);
    extension =
        X509_EXTENSION_create_by_NID(NULL, NID_ct_precert_scts, 0, list);
    pki_must(extension != NULL && X509_add_ext(x509, extension, -1) == 1);
    X509_EXTENSION_free(extension);
    OPENSSL_free(coded);
    ASN1_OCTET_STRING_free(list);
    buffer_release(&promises);
}

/* The issuer's common name as part of a URL: letters and digits of it. */
static void
put_issuer(struct buffer *out, const X509 *issuer)
{
    char name[128] = "";

    X509_NAME_get_text_by_NID(X509_get_subject_name(issuer), NID_commonName,
                              name, sizeof(name));
    for (const char *at = name; *at != '\0'; at++)
        if (*at != ' ')
            buffer_append_byte(out, *at);
}

static void
add_urls(X509 *x509, X509 *issuer, const char *site)
{
    struct buffer name = { 0 };
    struct buffer text = { 0 };

    put_issuer(&name, issuer);
    buffer_printf(&text,
                  "URI:http://crl3.%s/%s-1.crl,URI:http://crl4.%s/%s-1.crl",
                  site, name.data, site, name.data);
    add_text(x509, issuer, NID_crl_distribution_points, text.data);
    buffer_cut(&text, 0);
    buffer_printf(&text,
                  "OCSP;URI:http://ocsp.%s,"
                  "caIssuers;URI:http://cacerts.%s/%s-1.crt",
                  site, site, name.data);
    add_text(x509, issuer, NID_info_access, text.data);
    buffer_release(&name);
    buffer_release(&text);
}

/* Validated by organisation (CA/Browser Forum), with the usual statement. */
static void
add_policy(X509 *x509, const char *site)
{
    CERTIFICATEPOLICIES *policies = sk_POLICYINFO_new_null();
    POLICYINFO *policy = POLICYINFO_new();
    POLICYQUALINFO *statement = POLICYQUALINFO_new();
    struct buffer url = { 0 };

    buffer_printf(&url, "http://www.%s/CPS", site);
    ASN1_OBJECT_free(policy->policyid);
    policy->policyid = OBJ_txt2obj("2.23.140.1.2.2", 1);
    statement->pqualid = OBJ_nid2obj(NID_id_qt_cps);
    statement->d.cpsuri = ASN1_IA5STRING_new();
    ASN1_STRING_set(statement->d.cpsuri, url.data, (int)url.length);
    policy->qualifiers = sk_POLICYQUALINFO_new_null();
    pki_must(sk_POLICYQUALINFO_push(policy->qualifiers, statement) > 0 &&
             sk_POLICYINFO_push(policies, policy) > 0);
    pki_must(X509_add1_ext_i2d(x509, NID_certificate_policies, policies, 0,
                               X509V3_ADD_APPEND) == 1);
    CERTIFICATEPOLICIES_free(policies);
    buffer_release(&url);
}

/* What public authorities must say, and others never do. */
static void
add_public(X509 *x509, X509 *issuer, const struct pki_wish *wish)
{
    add_urls(x509, issuer, wish->site);
    add_policy(x509, wish->site);
    if (wish->host != NULL)
        add_promises(x509, wish->host);
}

void
pki_extension_add_all(X509 *x509, X509 *issuer, const struct pki_wish *wish)
{
    bool is_leaf = !wish->is_authority;

    add_text(x509, issuer, NID_basic_constraints,
             is_leaf ? "critical,CA:FALSE" : "critical,CA:TRUE");
    add_text(x509, issuer, NID_key_usage,
             is_leaf ? "critical,digitalSignature"
                     : "critical,digitalSignature,keyCertSign,cRLSign");
    if (is_leaf)
        add_text(x509, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
    add_text(x509, issuer, NID_subject_key_identifier, "hash");
    if (wish->issuer != NULL)
        add_text(x509, issuer, NID_authority_key_identifier, "keyid");
    add_names(x509, wish);
    if (wish->site != NULL)
        add_public(x509, issuer, wish);
}
