#ifndef LAB_PKI_IDENTITY_H
#define LAB_PKI_IDENTITY_H

#include "lab/pki_authority.h"

/*
 * What a server shows of itself: a leaf, its key, and the certificates that
 * are sent behind it. The same question has the same answer until the world
 * ends.
 */
struct pki_identity {
    struct pki_identity *next;
    /* What it was asked for. */
    enum chain_kind kind;
    bool neutral;
    const struct pki_inspector *inspector;
    int64_t leaf_days;
    const char *host;
    const char *odd_name;

    struct pki_certificate leaf;
    STACK_OF(X509) * sent;
};

/* For `host`, a name or a literal address, as the wish says. */
const struct pki_identity *pki_identity(struct lab_pki *pki,
                                        const struct scenario_tls *wish,
                                        const char *host);

/* Of a public authority that signs nothing genuine: any site of the web. */
const struct pki_identity *pki_identity_neutral(struct lab_pki *pki,
                                                const char *host);

void pki_identity_release_all(struct lab_pki *pki);

#endif
