#ifndef INTAKE_SYSTEM_INTAKE_H
#define INTAKE_SYSTEM_INTAKE_H

#include "intake/look.h"

/*
 * What the machine is called and runs, who runs the program and which time
 * it is here. The user comes from the passwd file alone: the name service
 * might have to ask a directory on the network, and might wait for it.
 */
void system_intake_fill(struct look *look);

#endif
