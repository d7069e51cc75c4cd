#ifndef INTAKE_INTERFACE_INTAKE_H
#define INTAKE_INTERFACE_INTAKE_H

#include "intake/look.h"

/*
 * The network interfaces of this machine with their addresses, whatever the
 * root of the look is; their MTU from /sys under that root.
 */
void interface_intake_fill(struct look *look);

#endif
