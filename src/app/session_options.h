#ifndef APP_SESSION_OPTIONS_H
#define APP_SESSION_OPTIONS_H

#include "app/session.h"

/*
 * What the options of a session say, each as exactly what is expected there,
 * in place: the service and the region of the answers, the limits, what is
 * tried besides, the proxy. The definitions are loaded and the stage is
 * entered before.
 */
MUST_USE bool session_options_read(struct session *session,
                                   struct error *error);

#endif
