#ifndef CHECKS_HTTP_CHECK_H
#define CHECKS_HTTP_CHECK_H

#include "checks/check.h"

/*
 * HTTP check: does the service itself answer as a genuine one does? Sends
 * one GET for "/" and reads the head and the start of the body, whatever
 * comes and however long it would go on. A gateway that ends the connection
 * for want of a client certificate is as good as its status 400.
 */
extern const struct check_kind http_check_kind;

#endif
