#ifndef INTAKE_PROXY_URL_H
#define INTAKE_PROXY_URL_H

#include "intake/proxy_settings.h"

/*
 * The URL of a proxy, read as curl reads it: without a scheme it is http,
 * without a port 1080 (443 for https), and what follows the port is ignored.
 */
struct proxy_url {
    const char *origin; /* where it stands: "--proxy", "HTTPS_PROXY" */
    const char *text;   /* hostile */
    bool is_option;     /* others can read it with ps: no credentials */
};

/*
 * Fills route, user and password. An error names the origin and never
 * repeats credentials.
 */
MUST_USE bool proxy_url_read(struct proxy_settings *settings,
                             struct arena *arena, const struct proxy_url *url,
                             struct error *error);

#endif
