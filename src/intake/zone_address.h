#ifndef INTAKE_ZONE_ADDRESS_H
#define INTAKE_ZONE_ADDRESS_H

#include <stdbool.h>

#include "base/address.h"
#include "base/attributes.h"

/*
 * An address as configuration files write it: without brackets, and where a
 * zone may be the name of an interface ("fe80::1%eth0", RFC 4007 11).
 * A zone that names no interface of this machine becomes zone 0, as in the
 * C library. Only link-local and multicast addresses keep a zone.
 */
MUST_USE bool zone_address_parse(const char *text, struct address *address);

#endif
