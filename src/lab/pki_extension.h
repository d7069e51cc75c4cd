#ifndef LAB_PKI_EXTENSION_H
#define LAB_PKI_EXTENSION_H

#include "lab/pki_certificate.h"

/* What a certificate says beside its names: version 3 extensions. */
void pki_extension_add_all(X509 *x509, X509 *issuer,
                           const struct pki_wish *wish);

#endif
