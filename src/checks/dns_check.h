#ifndef CHECKS_DNS_CHECK_H
#define CHECKS_DNS_CHECK_H

#include "checks/check.h"

/*
 * DNS check: which addresses has the name? Asks each configured server by
 * itself for A and AAAA, and the machine's own name service, all at once.
 * The product uses what the machine says; the servers explain it. Every
 * address is told to the driver when it is heard, so nothing waits for a
 * slow server.
 */
extern const struct check_kind dns_check_kind;

#endif
