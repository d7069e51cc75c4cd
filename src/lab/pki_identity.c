#include "lab/pki_identity.h"

#include <string.h>

enum {
    SENT = 3,
    FRESH_S = 3 * 60 * 60, /* an inspector dates its leaves back a little */
    LEAF_DAYS = 14,
    A_DAY_S = 24 * 60 * 60,
};

/* How the leaf of a chain is made, and what is sent behind it. */
struct chain_row {
    enum pki_authority signer;
    enum pki_authority sent[SENT]; /* in this order, up to PKI_NOBODY */
    int from_days;
    int to_days;
    const char *host; /* whom it is for instead of who was asked for */
};

enum { FROM = -90, TO = 275 };

static const struct chain_row chains[CHAIN_KIND_COUNT] = {
    [CHAIN_GENUINE] = { PKI_INTERMEDIATE, { PKI_INTERMEDIATE }, FROM, TO },
    [CHAIN_OLD_ROOT] = { PKI_OLD_INTERMEDIATE,
                         { PKI_OLD_INTERMEDIATE },
                         FROM,
                         TO },
    [CHAIN_ROTATED] = { PKI_ROTATED_INTERMEDIATE,
                        { PKI_ROTATED_INTERMEDIATE },
                        FROM,
                        TO },
    [CHAIN_NO_INTERMEDIATE] = { PKI_INTERMEDIATE, { PKI_NOBODY }, FROM, TO },
    [CHAIN_REVERSED] = { PKI_INTERMEDIATE,
                         { PKI_PUBLIC_ROOT_2, PKI_ROOT, PKI_INTERMEDIATE },
                         FROM,
                         TO },
    [CHAIN_EXPIRED] = { PKI_INTERMEDIATE, { PKI_INTERMEDIATE }, -395, -30 },
    [CHAIN_NOT_YET_VALID] = { PKI_INTERMEDIATE,
                              { PKI_INTERMEDIATE },
                              30,
                              395 },
    [CHAIN_OTHER_NAME] = { PKI_INTERMEDIATE,
                           { PKI_INTERMEDIATE },
                           FROM,
                           TO,
                           "www.example.com" },
    [CHAIN_SELF_SIGNED] = { PKI_NOBODY,
                            { PKI_NOBODY },
                            -730,
                            2920,
                            "appliance.example.internal" },
    [CHAIN_FORGED] = { PKI_FORGED_INTERMEDIATE,
                       { PKI_FORGED_INTERMEDIATE },
                       FROM,
                       TO },
    [CHAIN_UNKNOWN] = { PKI_UNKNOWN_ROOT, { PKI_UNKNOWN_ROOT }, -365, 1460 },
};

static const struct chain_row neutral_chain = {
    PKI_PUBLIC_INTERMEDIATE, { PKI_PUBLIC_INTERMEDIATE }, FROM, TO
};

static const struct chain_row *
row_of(const struct pki_identity *identity)
{
    return identity->neutral ? &neutral_chain : &chains[identity->kind];
}

static void
send_too(struct pki_identity *identity,
         const struct pki_certificate *certificate)
{
    pki_must(X509_up_ref(certificate->x509) == 1 &&
             sk_X509_push(identity->sent, certificate->x509) > 0);
}

/* As the service's own certificates call it, and as others do. */
static struct pki_name
subject_of(const struct pki_identity *identity, const char *host)
{
    struct pki_name name = { .name = host };

    if (identity->kind == CHAIN_SELF_SIGNED)
        name.organisation = "Example Appliances";
    else if (identity->kind != CHAIN_AUTHORITY && !identity->neutral)
        name = (struct pki_name){ "US", "California", "Broadcom Inc.",
                                  NULL, host,         NULL };
    if (identity->odd_name != NULL)
        name.organisation = identity->odd_name;
    return name;
}

static void
make_by_row(struct lab_pki *pki, struct pki_identity *identity)
{
    const struct chain_row *row = row_of(identity);
    const char *host = row->host != NULL ? row->host : identity->host;
    struct pki_wish wish = {
        .subject = subject_of(identity, host),
        .host = host,
        .odd_name = identity->odd_name,
        .from_s = pki_day(pki, row->from_days),
        .to_s = pki_day(pki, row->to_days) - 1,
        .variant = identity->kind,
    };

    if (row->signer != PKI_NOBODY) {
        wish.issuer = pki_authority(pki, row->signer);
        wish.site = pki_authority_site(row->signer);
    }
    pki_certificate_make(&identity->leaf, &wish);
    for (size_t i = 0; i < SENT && row->sent[i] != PKI_NOBODY; i++)
        send_too(identity, pki_authority(pki, row->sent[i]));
}

/* Signed on the spot; the root goes along unless something is between. */
static void
make_inspected(struct lab_pki *pki, struct pki_identity *identity,
               const struct pki_certificate *signer)
{
    int64_t from_s = lab_wall_ms(pki->lab) / 1000 - FRESH_S;
    struct pki_wish wish = {
        .subject = subject_of(identity, identity->host),
        .issuer = signer,
        .host = identity->host,
        .odd_name = identity->odd_name,
        .from_s = from_s,
        .to_s = from_s + identity->leaf_days * A_DAY_S,
        .variant = identity->kind,
    };

    pki_certificate_make(&identity->leaf, &wish);
    send_too(identity, signer);
}

static bool
is_same(const char *left, const char *right)
{
    if (left == NULL || right == NULL)
        return left == right;
    return strcmp(left, right) == 0;
}

static struct pki_identity *
find(const struct lab_pki *pki, const struct pki_identity *asked,
     const struct pki_certificate *signer)
{
    struct pki_identity *known = pki->identities;

    while (
        known != NULL &&
        !(known->kind == asked->kind && known->neutral == asked->neutral &&
          known->inspector == asked->inspector &&
          known->leaf_days == asked->leaf_days &&
          (signer == NULL || sk_X509_value(known->sent, 0) == signer->x509) &&
          is_same(known->host, asked->host) &&
          is_same(known->odd_name, asked->odd_name)))
        known = known->next;
    return known;
}

static struct pki_identity *
add(struct lab_pki *pki, const struct pki_identity *asked)
{
    struct pki_identity *identity =
        arena_new(&pki->arena, 1, sizeof(*identity));

    *identity = *asked;
    identity->host = arena_text(&pki->arena, asked->host);
    if (asked->odd_name != NULL)
        identity->odd_name = arena_text(&pki->arena, asked->odd_name);
    identity->sent = sk_X509_new_null();
    identity->next = pki->identities;
    pki->identities = identity;
    return identity;
}

static const struct pki_identity *
find_by_row(struct lab_pki *pki, const struct pki_identity *asked)
{
    struct pki_identity *identity = find(pki, asked, NULL);

    if (identity == NULL) {
        identity = add(pki, asked);
        make_by_row(pki, identity);
    }
    return identity;
}

static const struct pki_identity *
find_inspected(struct lab_pki *pki, struct pki_identity *asked,
               const struct scenario_authority *authority)
{
    struct pki_inspector *inspector = pki_inspector_find(pki, authority);
    const struct pki_certificate *signer =
        authority->intermediate ? pki_inspector_intermediate(pki, inspector)
                                : &inspector->root;
    struct pki_identity *identity;

    asked->inspector = inspector;
    asked->leaf_days =
        authority->leaf_days > 0 ? authority->leaf_days : LEAF_DAYS;
    identity = find(pki, asked, signer);
    if (identity == NULL) {
        identity = add(pki, asked);
        make_inspected(pki, identity, signer);
    }
    return identity;
}

const struct pki_identity *
pki_identity(struct lab_pki *pki, const struct scenario_tls *wish,
             const char *host)
{
    struct pki_identity asked = {
        .kind = wish->chain,
        .host = host,
        .odd_name = wish->hostile_name,
    };

    if (wish->chain == CHAIN_AUTHORITY)
        return find_inspected(pki, &asked, &wish->authority);
    return find_by_row(pki, &asked);
}

const struct pki_identity *
pki_identity_neutral(struct lab_pki *pki, const char *host)
{
    return find_by_row(
        pki, &(struct pki_identity){ .neutral = true, .host = host });
}

void
pki_identity_release_all(struct lab_pki *pki)
{
    for (struct pki_identity *identity = pki->identities; identity != NULL;
         identity = identity->next) {
        pki_certificate_release(&identity->leaf);
        sk_X509_pop_free(identity->sent, X509_free);
    }
}
