#ifndef INTAKE_RESOLVER_INTAKE_H
#define INTAKE_RESOLVER_INTAKE_H

#include "intake/look.h"

/*
 * Where names are asked: resolv.conf as the C library reads it, with its
 * first three resolvers, or 127.0.0.1 when it names none. --resolver takes
 * their place. Also the search domains, and a note about options and about
 * a resolver that is only a stub on this machine.
 */
void resolver_intake_fill(struct look *look);

#endif
