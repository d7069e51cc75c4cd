#ifndef CHECKS_PROXY_CHECK_H
#define CHECKS_PROXY_CHECK_H

#include "checks/check.h"

/*
 * Proxy check: will the explicit proxy open a tunnel to the endpoint? Sends
 * CONNECT with the endpoint's name, which the proxy resolves, over the
 * connection to the proxy (itself within TLS for an https:// proxy). The
 * tunnel is left to the check above, which cannot tell it from a direct
 * connection.
 */
extern const struct check_kind proxy_check_kind;

#endif
