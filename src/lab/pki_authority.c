#include "lab/pki_authority.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { YEAR = 365, ROOT_YEARS = 15, INTERMEDIATE_YEARS = 5 };

struct authority_row {
    enum pki_authority issuer;
    const char *site;
    struct pki_name name;
};

/* A row that copies another one's names is a forger. */
#define ROOT_NAME                                                             \
    {                                                                         \
        .country = "US", .organisation = "DigiCert Inc",                      \
        .unit = "www.digicert.com", .name = "DigiCert Global Root G2"         \
    }
#define INTERMEDIATE_NAME                                                     \
    {                                                                         \
        .country = "US", .organisation = "DigiCert Inc",                      \
        .name = "DigiCert Global G2 TLS RSA SHA256 2020 CA1"                  \
    }

static const struct authority_row authorities[] = {
    [PKI_ROOT] = { PKI_NOBODY, NULL, ROOT_NAME },
    [PKI_OLD_ROOT] = { PKI_NOBODY,
                       NULL,
                       { .country = "US",
                         .organisation = "DigiCert Inc",
                         .unit = "www.digicert.com",
                         .name = "DigiCert Global Root CA" } },
    [PKI_INTERMEDIATE] = { PKI_ROOT, "digicert.com", INTERMEDIATE_NAME },
    [PKI_OLD_INTERMEDIATE] = { PKI_OLD_ROOT,
                               "digicert.com",
                               { .country = "US",
                                 .organisation = "DigiCert Inc",
                                 .name =
                                     "DigiCert TLS RSA SHA256 2020 CA1" } },
    [PKI_ROTATED_INTERMEDIATE] = { PKI_ROOT,
                                   "digicert.com",
                                   { .country = "US",
                                     .organisation = "DigiCert Inc",
                                     .unit = "www.digicert.com",
                                     .name = "GeoTrust TLS RSA CA G1" } },
    [PKI_FORGED_ROOT] = { PKI_NOBODY, NULL, ROOT_NAME },
    [PKI_FORGED_INTERMEDIATE] = { PKI_FORGED_ROOT, "digicert.com",
                                  INTERMEDIATE_NAME },
    [PKI_UNKNOWN_ROOT] = { PKI_NOBODY,
                           NULL,
                           { .organisation = "Example Internal",
                             .name = "Example Internal Root CA" } },
    [PKI_PUBLIC_ROOT] = { PKI_NOBODY,
                          NULL,
                          { .country = "US",
                            .organisation = "Example Public Trust",
                            .name = "Example Public Root CA 1" } },
    [PKI_PUBLIC_ROOT_2] = { PKI_NOBODY,
                            NULL,
                            { .country = "US",
                              .organisation = "Example Public Trust",
                              .name = "Example Public Root CA 2" } },
    [PKI_PUBLIC_ROOT_3] = { PKI_NOBODY,
                            NULL,
                            { .country = "NL",
                              .organisation = "Example Web Trust B.V.",
                              .name = "Example Web Trust Root R3" } },
    [PKI_PUBLIC_INTERMEDIATE] = { PKI_PUBLIC_ROOT,
                                  "pki.example.org",
                                  { .country = "US",
                                    .organisation = "Example Public Trust",
                                    .name = "Example Public TLS CA 1A" } },
};
static_assert(sizeof(authorities) / sizeof(authorities[0]) ==
                  PKI_AUTHORITY_COUNT,
              "every authority has a row");

int64_t
pki_day(const struct lab_pki *pki, int days)
{
    enum { A_DAY_S = 24 * 60 * 60 };

    return pki->start_s + (int64_t)days * A_DAY_S;
}

const char *
pki_authority_site(enum pki_authority id)
{
    return authorities[id].site;
}

const struct pki_certificate *
pki_authority(struct lab_pki *pki, enum pki_authority id)
{
    const struct authority_row *row = &authorities[id];
    struct pki_certificate *made = &pki->authorities[id];
    bool is_root = row->issuer == PKI_NOBODY;
    int days = (is_root ? ROOT_YEARS : INTERMEDIATE_YEARS) * YEAR;
    struct pki_wish wish = {
        .subject = row->name,
        .is_authority = true,
        .site = row->site,
        .from_s = pki_day(pki, -days),
        .to_s = pki_day(pki, days) - 1,
        .variant = id,
    };

    assert(id != PKI_NOBODY);
    if (made->x509 != NULL)
        return made;
    if (!is_root)
        wish.issuer = pki_authority(pki, row->issuer);
    pki_certificate_make(made, &wish);
    return made;
}

static const char *
or_else(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

static bool
is_same(const char *left, const char *right)
{
    if (left == NULL || right == NULL)
        return left == right;
    return strcmp(left, right) == 0;
}

static struct pki_name
inspector_name(const struct scenario_authority *authority)
{
    return (struct pki_name){
        .organisation = or_else(authority->organisation, "Example Corp"),
        .unit = authority->unit,
        .name = or_else(authority->name, "Example Corp Web Gateway CA"),
        .email = authority->email,
    };
}

static bool
is_known_as(const struct pki_inspector *inspector, const struct pki_name *name)
{
    const struct pki_name *own = &inspector->name;

    return is_same(own->organisation, name->organisation) &&
           is_same(own->unit, name->unit) && is_same(own->name, name->name) &&
           is_same(own->email, name->email);
}

static const char *
keep(struct lab_pki *pki, const char *text)
{
    return text != NULL ? arena_text(&pki->arena, text) : NULL;
}

static struct pki_inspector *
new_inspector(struct lab_pki *pki, const struct pki_name *name)
{
    struct pki_inspector *inspector =
        arena_new(&pki->arena, 1, sizeof(*inspector));
    struct pki_wish wish = {
        .is_authority = true,
        .from_s = pki_day(pki, -2 * YEAR),
        .to_s = pki_day(pki, 8 * YEAR) - 1,
    };

    inspector->name = (struct pki_name){
        .organisation = keep(pki, name->organisation),
        .unit = keep(pki, name->unit),
        .name = keep(pki, name->name),
        .email = keep(pki, name->email),
    };
    wish.subject = inspector->name;
    pki_certificate_make(&inspector->root, &wish);
    inspector->next = pki->inspectors;
    pki->inspectors = inspector;
    return inspector;
}

struct pki_inspector *
pki_inspector_find(struct lab_pki *pki,
                   const struct scenario_authority *authority)
{
    struct pki_name name = inspector_name(authority);
    struct pki_inspector *inspector = pki->inspectors;

    while (inspector != NULL && !is_known_as(inspector, &name))
        inspector = inspector->next;
    if (inspector == NULL)
        inspector = new_inspector(pki, &name);
    inspector->trusted |= authority->trusted;
    return inspector;
}

const struct pki_certificate *
pki_inspector_intermediate(struct lab_pki *pki,
                           struct pki_inspector *inspector)
{
    struct pki_wish wish = {
        .subject = inspector->name,
        .issuer = &inspector->root,
        .is_authority = true,
        .from_s = pki_day(pki, -YEAR),
        .to_s = pki_day(pki, 4 * YEAR) - 1,
    };

    if (inspector->intermediate.x509 != NULL)
        return &inspector->intermediate;
    wish.subject.name =
        arena_printf(&pki->arena, "%s - Intermediate", inspector->name.name);
    pki_certificate_make(&inspector->intermediate, &wish);
    return &inspector->intermediate;
}

void
pki_inspector_release_all(struct lab_pki *pki)
{
    for (struct pki_inspector *inspector = pki->inspectors; inspector != NULL;
         inspector = inspector->next) {
        pki_certificate_release(&inspector->root);
        pki_certificate_release(&inspector->intermediate);
    }
}
