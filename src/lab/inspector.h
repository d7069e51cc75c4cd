#ifndef LAB_INSPECTOR_H
#define LAB_INSPECTOR_H

#include "lab/directory.h"
#include "lab/pki.h"
#include "lab/service.h"

/*
 * Opens TLS in the middle, for boxes and for proxies: reads the ClientHello,
 * presents a certificate of its own for that name, opens another session to
 * the destination, and passes on what is said. What is no TLS, or for a name
 * that it is not to open, it passes on as it is.
 */
struct inspector;

struct inspector_wish {
    const struct scenario_tls *tls;   /* CHAIN_GENUINE is CHAIN_AUTHORITY */
    const struct scenario_page *page; /* given: instead of passing on */
    /* Names of these endpoints alone are opened; NULL or empty: all. */
    const struct selectors *names;
};

/*
 * Belongs to the world; what the wish points to is borrowed until it ends.
 * Makes the authority known to the pki.
 */
struct inspector *inspector_new(struct lab *lab, struct lab_pki *pki,
                                const struct lab_directory *directory,
                                const struct inspector_wish *wish);

/*
 * Takes an open connection of a client, of which `length` bytes have been
 * received. `up` is the way on, open too; NULL: dials the destination that
 * the client believes to speak to.
 */
void inspector_take(struct inspector *inspector, struct lab_conn *down,
                    struct lab_conn *up, const void *bytes, size_t length);

/*
 * What an interceptor presents: chain AUTHORITY unless said otherwise, and
 * announced to the pki.
 */
struct scenario_tls inspector_tls(struct lab_pki *pki,
                                  const struct scenario_tls *wish);

#endif
