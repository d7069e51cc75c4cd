#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "net/certificate.h"
#include "net/chain.h"

/*
 * Sets of roots, and verifying against them. A system store holds some 150
 * certificates of which a chain needs one or two, and what is dear about a
 * certificate is making its key ready. So a set keeps their DER, with the
 * hash of the subject beside it, and makes a certificate of it only while a
 * chain that leads to it is verified.
 */
enum {
    STORE_LIMIT = 16 * 1024 * 1024,
    ROOTS_LIMIT = 4096,
    /*
     * At least 80 bits: no SHA-1 signature, which can be forged, and no RSA
     * key below 1024 bits proves anything. Higher levels are a matter of
     * taste, on which the machine's other programs differ. A root's own
     * signature does not count.
     */
    AUTHENTICATION_LEVEL = 1,
};

struct root {
    size_t at; /* where its DER stands */
    long length;
    unsigned long subject; /* hash of its canonical form */
    bool has_trust; /* an OpenSSL "trusted certificate": settings follow */
};

struct net_roots {
    struct buffer der; /* of all of them */
    struct root *list;
    size_t count;
};

/* Goes behind the element at `*at` or, with `enter`, to what it holds. */
static bool
der_pass(const unsigned char **at, const unsigned char *end, bool enter)
{
    long length;
    int tag;
    int class;

    if ((ASN1_get_object(at, &length, &tag, &class, end - *at) & 0x80) != 0)
        return false;
    if (!enter)
        *at += length;
    return true;
}

/* Where the subject of a certificate stands (RFC 5280 4.1); NULL: nowhere. */
static const unsigned char *
der_find_subject(const unsigned char *at, const unsigned char *end)
{
    enum { VERSION_TAG = 0xa0, BEFORE_SUBJECT = 4 };

    if (!der_pass(&at, end, true) || !der_pass(&at, end, true))
        return NULL;
    if (at < end && *at == VERSION_TAG && !der_pass(&at, end, false))
        return NULL;
    /* The serial number, the signature, the issuer and the dates. */
    for (int i = 0; i < BEFORE_SUBJECT; i++)
        if (!der_pass(&at, end, false))
            return NULL;
    return at;
}

static bool
hash_name(const X509_NAME *name, unsigned long *hash)
{
    int ok = 0;

    *hash = X509_NAME_hash_ex(name, NULL, NULL, &ok);
    return ok == 1;
}

static bool
hash_subject(const unsigned char *der, long length, unsigned long *hash)
{
    const unsigned char *end = der + length;
    const unsigned char *at = der_find_subject(der, end);
    X509_NAME *name = at != NULL ? d2i_X509_NAME(NULL, &at, end - at) : NULL;
    bool hashed = name != NULL && hash_name(name, hash);

    X509_NAME_free(name);
    return hashed;
}

/* What cannot be read is left out: one odd entry spoils no store. */
static void
roots_add(struct net_roots *roots, const char *kind, const unsigned char *der,
          long length)
{
    struct root root = {
        .at = roots->der.length,
        .length = length,
        .has_trust = strcmp(kind, PEM_STRING_X509_TRUSTED) == 0,
    };

    if (strcmp(kind, PEM_STRING_X509) != 0 &&
        strcmp(kind, PEM_STRING_X509_OLD) != 0 && !root.has_trust)
        return;
    if (!hash_subject(der, length, &root.subject))
        return;
    buffer_append(&roots->der, der, (size_t)length);
    if ((roots->count & (roots->count - 1)) == 0)
        roots->list =
            memory_resize(roots->list, roots->count > 0 ? 2 * roots->count : 1,
                          sizeof *roots->list);
    roots->list[roots->count++] = root;
}

/* Each call goes on behind what it has read, also when that was no good. */
static bool
roots_read_next(struct net_roots *roots, BIO *pem)
{
    size_t before = BIO_ctrl_pending(pem);
    char *kind = NULL;
    char *header = NULL;
    unsigned char *der = NULL;
    long length;

    if (PEM_read_bio(pem, &kind, &header, &der, &length) == 1)
        roots_add(roots, kind, der, length);
    OPENSSL_free(kind);
    OPENSSL_free(header);
    OPENSSL_free(der);
    return BIO_ctrl_pending(pem) < before;
}

struct net_roots *
net_roots_from_pem(const char *pem, size_t length, struct error *error)
{
    struct net_roots *roots;
    BIO *bio;

    if (length > STORE_LIMIT) {
        error_set(error, ERROR_LIMIT, "expected at most %d bytes",
                  STORE_LIMIT);
        return NULL;
    }
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    roots = memory_new(1, sizeof *roots);
    bio = BIO_new_mem_buf(pem, (int)length);
    while (roots->count < ROOTS_LIMIT && roots_read_next(roots, bio))
        continue;
    BIO_free(bio);
    ERR_clear_error();
    if (roots->count > 0)
        return roots;
    net_roots_free(roots);
    error_set(error, ERROR_DATA, "expected PEM certificates, found none");
    return NULL;
}

static bool
roots_read_all(int file, struct buffer *bytes)
{
    char block[16 * 1024];
    ssize_t got = 0;

    while (bytes->length <= STORE_LIMIT &&
           (got = read(file, block, sizeof block)) > 0)
        buffer_append(bytes, block, (size_t)got);
    return got >= 0;
}

/* Not to hang on a pipe or a device is why it must be a regular file. */
static bool
roots_read_file(const char *path, struct buffer *bytes, struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    bool done = false;

    if (file < 0)
        return error_set_errno(error, errno, "cannot read %s", path);
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        error_set(error, ERROR_DATA, "%s: expected a regular file", path);
    else if (!roots_read_all(file, bytes))
        error_set_errno(error, errno, "cannot read %s", path);
    else
        done = true;
    close(file);
    return done;
}

struct net_roots *
net_roots_from_file(const char *path, struct error *error)
{
    struct buffer bytes = { 0 };
    struct net_roots *roots = NULL;

    if (roots_read_file(path, &bytes, error)) {
        roots = net_roots_from_pem(buffer_text(&bytes), bytes.length, error);
        if (roots == NULL)
            error_add_context(error, "%s", path);
    }
    buffer_release(&bytes);
    return roots;
}

void
net_roots_free(struct net_roots *roots)
{
    if (roots == NULL)
        return;
    buffer_release(&roots->der);
    free(roots->list);
    free(roots);
}

size_t
net_roots_count(const struct net_roots *roots)
{
    return roots->count;
}

/* NULL when it is broken behind its subject; to be freed. */
static X509 *
roots_parse(const struct net_roots *roots, const struct root *root)
{
    const unsigned char *der =
        (const unsigned char *)roots->der.data + root->at;

    return root->has_trust ? d2i_X509_AUX(NULL, &der, root->length)
                           : d2i_X509(NULL, &der, root->length);
}

void
net_roots_describe(const struct net_roots *roots, size_t index,
                   struct arena *arena, struct net_certificate *out)
{
    X509 *certificate = roots_parse(roots, &roots->list[index]);

    *out = (struct net_certificate){ 0 };
    if (certificate != NULL)
        net_certificate_describe(certificate, arena, out);
    X509_free(certificate);
    ERR_clear_error();
}

/*
 * Every root that may have that name: equal hashes are enough, the library
 * compares the names.
 */
static void
roots_offer(const struct net_roots *roots, X509_STORE *store,
            const X509_NAME *name)
{
    unsigned long hash;

    if (!hash_name(name, &hash))
        return;
    for (size_t i = 0; i < roots->count; i++) {
        X509 *certificate;

        if (roots->list[i].subject != hash)
            continue;
        certificate = roots_parse(roots, &roots->list[i]);
        if (certificate != NULL)
            X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
    }
}

/* Only what the chain can lead to: who signed it, and itself. */
static X509_STORE *
roots_store_for(const struct net_roots *roots, const struct net_chain *chain)
{
    X509_STORE *store = X509_STORE_new();

    for (size_t i = 0; i < chain->count; i++) {
        X509 *certificate = chain->certificates[i];

        roots_offer(roots, store, X509_get_issuer_name(certificate));
        roots_offer(roots, store, X509_get_subject_name(certificate));
    }
    return store;
}

static STACK_OF(X509) * chain_stack(const struct net_chain *chain)
{
    STACK_OF(X509) *stack = sk_X509_new_null();

    for (size_t i = 0; i < chain->count; i++)
        sk_X509_push(stack, chain->certificates[i]);
    return stack;
}

static void
verification_note_root(X509_STORE_CTX *context, struct arena *arena,
                       struct net_verification *out)
{
    STACK_OF(X509) *built = X509_STORE_CTX_get0_chain(context);
    struct net_certificate last;

    net_certificate_describe(sk_X509_value(built, sk_X509_num(built) - 1),
                             arena, &last);
    out->root = last.subject;
    out->root_sha256 = last.sha256;
}

/*
 * Whatever certificate is in the set is trusted, also one that another has
 * signed: so does the product's own library (PARTIAL_CHAIN), and no root that
 * signed a root of the set is missed by the selection above.
 */
static void
verification_set_rules(X509_STORE_CTX *context, bool check_dates, int64_t now)
{
    X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

    X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_auth_level(rules, AUTHENTICATION_LEVEL);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    if (check_dates)
        X509_VERIFY_PARAM_set_time(rules, (time_t)now);
    else
        X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_NO_CHECK_TIME);
}

void
net_chain_verify(const struct net_chain *chain, const struct net_roots *roots,
                 bool check_dates, int64_t now, struct arena *arena,
                 struct net_verification *out)
{
    X509_STORE *store = roots_store_for(roots, chain);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    STACK_OF(X509) *sent = chain_stack(chain);

    *out = (struct net_verification){ .code = X509_V_ERR_UNSPECIFIED };
    if (chain->count > 0 &&
        X509_STORE_CTX_init(context, store, chain->certificates[0], sent) ==
            1) {
        verification_set_rules(context, check_dates, now);
        out->ok = X509_verify_cert(context) == 1;
        if (out->ok || X509_STORE_CTX_get_error(context) != X509_V_OK)
            out->code = X509_STORE_CTX_get_error(context);
        out->depth = X509_STORE_CTX_get_error_depth(context);
        if (out->ok)
            verification_note_root(context, arena, out);
    }
    out->text = X509_verify_cert_error_string(out->code);
    X509_STORE_CTX_free(context);
    sk_X509_free(sent);
    X509_STORE_free(store);
    ERR_clear_error();
}
