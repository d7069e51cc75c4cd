#ifndef APP_SESSION_TRUST_H
#define APP_SESSION_TRUST_H

#include "app/session.h"

/*
 * Holds the genuine roots, which are loaded, to what is said of them: those
 * of a roots.pem from outside to the digests of its roots.yaml. Those of
 * --trust come alone, so the list of roots is made from what they say of
 * themselves: their name, and their organisation as the word by which their
 * chains are known. Those built in are held to each other by a test.
 */
MUST_USE bool session_trust_hold(struct session *session, struct error *error);

#endif
