#ifndef CHECKS_TCP_CHECK_H
#define CHECKS_TCP_CHECK_H

#include "checks/check.h"

/*
 * TCP check: does anything at this address answer a connection request, and
 * if not, who said so? One connection for each address, so that every
 * address of a name counts on its own. When proxied it is the proxy's
 * address. An open connection is left to the check above.
 */
extern const struct check_kind tcp_check_kind;

/*
 * From now on its packets live for so many hops. False: the system does not
 * allow it.
 */
MUST_USE bool tcp_check_limit_hops(struct check *check, int64_t ttl);

#endif
