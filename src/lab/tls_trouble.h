#ifndef LAB_TLS_TROUBLE_H
#define LAB_TLS_TROUBLE_H

#include "lab/tls_server.h"

/*
 * How a server answers late, or otherwise than it should. A session in
 * trouble tells its user no more than that it is closed.
 */

/* Of a new session: decides whether trouble meets it, and where. */
void tls_trouble_begin(struct tls_session *session);
extern const struct session_hooks tls_trouble_hooks;

#endif
