#ifndef INTAKE_ROUTE_INTAKE_H
#define INTAKE_ROUTE_INTAKE_H

#include "intake/look.h"

/*
 * The default routes of both families from the main tables that the kernel
 * shows in /proc/net. Rules of policy routing are not seen there.
 */
void route_intake_fill(struct look *look);

#endif
