#ifndef INTAKE_NAME_SERVICE_INTAKE_H
#define INTAKE_NAME_SERVICE_INTAKE_H

#include "intake/look.h"

/*
 * In which order the C library asks the hosts file, DNS and others for a
 * name: what follows "hosts:" in nsswitch.conf.
 */
void name_service_intake_fill(struct look *look);

#endif
