#ifndef INTAKE_HOSTS_INTAKE_H
#define INTAKE_HOSTS_INTAKE_H

#include "intake/look.h"

/* The lines of the hosts file that name one of the hosts of this look. */
void hosts_intake_fill(struct look *look);

#endif
