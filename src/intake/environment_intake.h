#ifndef INTAKE_ENVIRONMENT_INTAKE_H
#define INTAKE_ENVIRONMENT_INTAKE_H

#include "intake/look.h"

/*
 * The environment variables that can change what this program or another on
 * the machine sees, as far as they are set, with their secrets masked; and
 * a note for each entry of NO_PROXY that matches nothing.
 */
void environment_intake_fill(struct look *look);

#endif
