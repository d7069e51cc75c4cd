#ifndef TESTS_SETTLED_H
#define TESTS_SETTLED_H

#include "model/run.h"

/*
 * Takes out of a finished run what differs from one time to the next: the
 * time at which its world began, keys and what follows from them, versions of
 * libraries. What was concluded stays.
 */
void settled(struct run *run);

#endif
