#ifndef TESTS_NO_SOCKETS_H
#define TESTS_NO_SOCKETS_H

#include <stdbool.h>

/*
 * From here on the kernel kills this process when it asks for a socket or
 * uses one (seccomp). There is no way back. False: the kernel does not know
 * how.
 */
bool no_sockets_begin(void);

/* Whether that holds: a child that asks for a socket is killed for it. */
bool no_sockets_hold(void);

#endif
