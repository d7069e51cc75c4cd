#ifndef INTAKE_RESOLVER_OPTION_H
#define INTAKE_RESOLVER_OPTION_H

#include "base/address.h"
#include "base/error.h"

/*
 * Reads the value of --resolver: ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT,
 * where IPv6 needs the brackets to have a port. A name is refused: asking
 * for it would need a resolver. The port is 53 when none is given.
 */
MUST_USE bool resolver_option_parse(const char *text, struct peer *peer,
                                    struct error *error);

#endif
