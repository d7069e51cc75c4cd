#ifndef APP_SESSION_ALSO_H
#define APP_SESSION_ALSO_H

#include "base/error.h"
#include "model/run.h"

/*
 * Reads the value of --also: what is tried only because the operator asks
 * for it, words separated by commas. NULL: nothing. It is refused beside
 * --no-deep, which tries nothing further at all.
 */
MUST_USE bool session_also_read(bool also[ALSO_COUNT], const char *text,
                                bool nothing_deep, struct error *error);

#endif
