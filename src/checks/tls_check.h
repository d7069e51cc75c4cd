#ifndef CHECKS_TLS_CHECK_H
#define CHECKS_TLS_CHECK_H

#include "checks/check.h"

/*
 * TLS check: who really answers? Shakes hands over whatever connection the
 * check below left open, whatever certificate comes, and then judges it
 * three ways: is the chain signed by a genuine root, would this machine
 * trust it, is it for this name and for today. An endpoint that must ask for
 * a client certificate and does not is not the endpoint. The session is left
 * to the check above even when the chain is not genuine, for the page behind
 * it says who answers; nothing secret is ever sent.
 */
extern const struct check_kind tls_check_kind;

/* Whether that alert says that we should have shown a certificate. */
bool tls_alert_wants_certificate(int number);

/* The session of a TLS check that left it open. */
struct net_tls *tls_check_session(struct check *check);

#endif
