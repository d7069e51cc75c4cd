#ifndef LAB_PKI_AUTHORITY_H
#define LAB_PKI_AUTHORITY_H

#include "base/arena.h"
#include "lab/pki.h"
#include "lab/pki_certificate.h"

/*
 * Who signs in a world, within the PKI: the authorities that every world has
 * and the inspectors' own. Each is made when it is first asked for.
 */
enum pki_authority {
    PKI_NOBODY, /* signs itself */
    PKI_ROOT,
    PKI_OLD_ROOT,
    PKI_INTERMEDIATE,
    PKI_OLD_INTERMEDIATE,
    PKI_ROTATED_INTERMEDIATE,
    PKI_FORGED_ROOT,
    PKI_FORGED_INTERMEDIATE,
    PKI_UNKNOWN_ROOT,
    PKI_PUBLIC_ROOT, /* public too, and never of a genuine chain */
    PKI_PUBLIC_ROOT_2,
    PKI_PUBLIC_ROOT_3,
    PKI_PUBLIC_INTERMEDIATE,
    PKI_AUTHORITY_COUNT
};

/* An authority of an inspector: its names are what it is known by. */
struct pki_inspector {
    struct pki_inspector *next;
    struct pki_name name;
    bool trusted;
    struct pki_certificate root;
    struct pki_certificate intermediate; /* all zero until it is needed */
};

struct pki_identity; /* pki_identity.h */

struct lab_pki {
    struct lab *lab;
    int64_t start_s; /* the true time when the world began, a midnight */
    struct arena arena;
    struct pki_certificate authorities[PKI_AUTHORITY_COUNT];
    struct pki_inspector *inspectors;
    struct pki_identity *identities;
};

const struct pki_certificate *pki_authority(struct lab_pki *pki,
                                            enum pki_authority id);
/* What URLs of its certificates begin with; NULL: they have none. */
const char *pki_authority_site(enum pki_authority id);

/* The inspector of these names, made when it is new. */
struct pki_inspector *
pki_inspector_find(struct lab_pki *pki,
                   const struct scenario_authority *authority);
const struct pki_certificate *
pki_inspector_intermediate(struct lab_pki *pki,
                           struct pki_inspector *inspector);
void pki_inspector_release_all(struct lab_pki *pki);

/* Midnight, so many days from the one at which the world began. */
int64_t pki_day(const struct lab_pki *pki, int days);

#endif
