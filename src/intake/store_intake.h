#ifndef INTAKE_STORE_INTAKE_H
#define INTAKE_STORE_INTAKE_H

#include "intake/look.h"

/*
 * Which trust stores there are: the one that was asked for, those of the
 * distributions and of the Java runtimes. They are looked at from outside
 * only. The first file of --ca-file, SSL_CERT_FILE and the distribution is
 * the one in force; a --ca-file that is not there has no substitute.
 */
void store_intake_fill(struct look *look);

#endif
