#include "net/certificate.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/address.h"
#include "base/safe_text.h"
#include "net/chain.h"

enum {
    NAME_LIMIT = 512,
    SERIAL_LIMIT = 40, /* bytes */
    PEM_LIMIT = 16 * 1024,
};

void
net_chain_add(struct net_chain *chain, X509 *certificate)
{
    if (chain->count == NET_CHAIN_MOST)
        return;
    X509_up_ref(certificate);
    chain->certificates[chain->count++] = certificate;
}

void
net_chain_release(struct net_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++)
        X509_free(chain->certificates[i]);
    chain->count = 0;
}

size_t
net_chain_length(const struct net_chain *chain)
{
    return chain->count;
}

/* What was written to the memory BIO as safe text; NULL when nothing was. */
static const char *
describe_bio(BIO *bio, struct arena *arena, enum safe_text_shape shape,
             size_t limit)
{
    char *bytes;
    long length = BIO_get_mem_data(bio, &bytes);

    if (length <= 0)
        return NULL;
    return safe_text_copy(arena, shape, bytes, (size_t)length, limit);
}

static const char *
describe_hex(struct arena *arena, const unsigned char *bytes, size_t length)
{
    char *text = arena_new(arena, 2 * length + 1, 1);

    for (size_t i = 0; i < length; i++)
        snprintf(text + 2 * i, 3, "%02X", bytes[i]);
    return text;
}

/* Called while the library is at work: its list of errors stays as it was. */
const char *
net_certificate_name(const X509_NAME *name, struct arena *arena)
{
    unsigned long shape =
        XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    BIO *bio = BIO_new(BIO_s_mem());
    const char *text = NULL;

    ERR_set_mark();
    if (X509_NAME_print_ex(bio, name, 0, shape) >= 0)
        text = describe_bio(bio, arena, SAFE_LINE, NAME_LIMIT);
    BIO_free(bio);
    ERR_pop_to_mark();
    return text;
}

/* RFC 5280 4.1.2.2 allows 20 bytes; of more we show the first. */
static const char *
describe_serial(const X509 *certificate, struct arena *arena)
{
    const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
    int length = ASN1_STRING_length(serial);
    bool is_long = length > SERIAL_LIMIT;
    const char *digits =
        describe_hex(arena, ASN1_STRING_get0_data(serial),
                     (size_t)(is_long ? SERIAL_LIMIT : length));

    if (length == 0)
        return NULL;
    return arena_printf(arena, "%s%s%s",
                        ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? "-"
                                                                       : "",
                        digits, is_long ? "..." : "");
}

static const char *
describe_text_name(const char *kind, const ASN1_STRING *text,
                   struct arena *arena)
{
    return arena_printf(
        arena, "%s:%s", kind,
        safe_text_copy(arena, SAFE_LINE, ASN1_STRING_get0_data(text),
                       (size_t)ASN1_STRING_length(text), NAME_LIMIT));
}

static const char *
describe_address_name(const ASN1_STRING *bytes, struct arena *arena)
{
    size_t length = (size_t)ASN1_STRING_length(bytes);
    struct address address = { .family = FAMILY_NONE };
    char text[ADDRESS_TEXT_SIZE];

    if (length == 4 || length == 16) {
        address.family = length == 4 ? FAMILY_IPV4 : FAMILY_IPV6;
        memcpy(address.bytes, ASN1_STRING_get0_data(bytes), length);
        return arena_printf(arena, "IP:%s", address_format(&address, text));
    }
    return "IP:unreadable";
}

/*
 * The library's own printing shows a NUL inside a name as a dot, and so a
 * forged name as an honest one.
 */
static const char *
describe_alternative_name(const GENERAL_NAME *name, struct arena *arena)
{
    int type;
    const void *value = GENERAL_NAME_get0_value(name, &type);
    const char *text;

    switch (type) {
    case GEN_DNS:
        return describe_text_name("DNS", value, arena);
    case GEN_EMAIL:
        return describe_text_name("email", value, arena);
    case GEN_URI:
        return describe_text_name("URI", value, arena);
    case GEN_IPADD:
        return describe_address_name(value, arena);
    case GEN_DIRNAME:
        text = net_certificate_name(value, arena);
        return arena_printf(arena, "directory:%s", text != NULL ? text : "");
    default:
        return "other";
    }
}

static void
describe_names(const X509 *certificate, struct arena *arena,
               struct net_certificate *out)
{
    GENERAL_NAMES *names =
        X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    int count = names != NULL ? sk_GENERAL_NAME_num(names) : 0;

    for (int i = 0; i < count && i < NET_CERTIFICATE_NAMES; i++)
        arena_push(
            arena, &out->names, &out->name_count,
            describe_alternative_name(sk_GENERAL_NAME_value(names, i), arena));
    GENERAL_NAMES_free(names);
}

static int64_t
describe_time(const ASN1_TIME *time)
{
    struct tm parts = { 0 };

    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
        return 0;
    return timegm(&parts);
}

/* "P-256" where the standards call it so, else as the library does. */
static const char *
describe_curve(const EVP_PKEY *key, struct arena *arena)
{
    char name[64] = "";
    const char *standard;

    if (EVP_PKEY_get_group_name(key, name, sizeof name, NULL) != 1)
        return arena_printf(arena, "EC %d", EVP_PKEY_get_bits(key));
    standard = EC_curve_nid2nist(OBJ_sn2nid(name));
    return arena_printf(arena, "EC %s", standard != NULL ? standard : name);
}

static const char *
describe_key(const X509 *certificate, struct arena *arena)
{
    const EVP_PKEY *key = X509_get0_pubkey(certificate);
    int type = key != NULL ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;

    switch (type) {
    case EVP_PKEY_NONE:
        return NULL;
    case EVP_PKEY_EC:
        return describe_curve(key, arena);
    case EVP_PKEY_ED25519:
    case EVP_PKEY_ED448:
        return OBJ_nid2sn(type);
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return arena_printf(arena, "RSA %d", EVP_PKEY_get_bits(key));
    default:
        return arena_printf(arena, "%s %d", OBJ_nid2sn(type),
                            EVP_PKEY_get_bits(key));
    }
}

/* One that the library does not know goes by its number. */
static const char *
describe_signature(const X509 *certificate, struct arena *arena)
{
    int known = X509_get_signature_nid(certificate);
    const X509_ALGOR *algorithm;
    const ASN1_OBJECT *object;
    char number[128];

    if (known != NID_undef)
        return OBJ_nid2ln(known);
    X509_get0_signature(NULL, &algorithm, certificate);
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    if (OBJ_obj2txt(number, sizeof number, object, 1) <= 0)
        return NULL;
    return arena_text(arena, number);
}

static const char *
describe_sha256(const X509 *certificate, struct arena *arena)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    if (X509_digest(certificate, EVP_sha256(), digest, &length) != 1)
        return NULL;
    return describe_hex(arena, digest, length);
}

static const char *
describe_pem(X509 *certificate, struct arena *arena)
{
    BIO *bio = BIO_new(BIO_s_mem());
    const char *text = NULL;

    if (PEM_write_bio_X509(bio, certificate) == 1 &&
        BIO_ctrl_pending(bio) <= PEM_LIMIT)
        text = describe_bio(bio, arena, SAFE_PAGE, PEM_LIMIT);
    BIO_free(bio);
    return text;
}

void
net_certificate_describe(X509 *certificate, struct arena *arena,
                         struct net_certificate *out)
{
    *out = (struct net_certificate){
        .subject =
            net_certificate_name(X509_get_subject_name(certificate), arena),
        .issuer =
            net_certificate_name(X509_get_issuer_name(certificate), arena),
        .serial = describe_serial(certificate, arena),
        .not_before = describe_time(X509_get0_notBefore(certificate)),
        .not_after = describe_time(X509_get0_notAfter(certificate)),
        .key = describe_key(certificate, arena),
        .signature = describe_signature(certificate, arena),
        .sha256 = describe_sha256(certificate, arena),
        .pem = describe_pem(certificate, arena),
    };
    describe_names(certificate, arena, out);
    ERR_clear_error();
}

void
net_chain_describe(const struct net_chain *chain, size_t index,
                   struct arena *arena, struct net_certificate *out)
{
    net_certificate_describe(chain->certificates[index], arena, out);
}

static bool
leaf_is_for_address(X509 *leaf, const struct address *address)
{
    size_t length = address->family == FAMILY_IPV4 ? 4 : 16;

    return X509_check_ip(leaf, address->bytes, length, 0) == 1;
}

/*
 * As the product's own library has it: a name in the subject counts only
 * where no alternative name is a DNS name (RFC 6125 6.4.4), and a wildcard
 * stands for one whole label. A name with a leading dot would mean to the
 * library "any name below".
 */
static bool
leaf_is_for_name(X509 *leaf, const char *host)
{
    size_t length = strlen(host);

    if (length > 0 && host[length - 1] == '.')
        length--;
    if (length == 0 || host[0] == '.')
        return false;
    return X509_check_host(leaf, host, length,
                           X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

bool
net_chain_matches(const struct net_chain *chain, const char *host)
{
    struct address address;
    bool matches;

    if (chain->count == 0)
        return false;
    if (address_parse(host, &address))
        matches = leaf_is_for_address(chain->certificates[0], &address);
    else
        matches = leaf_is_for_name(chain->certificates[0], host);
    ERR_clear_error();
    return matches;
}
