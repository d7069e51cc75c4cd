#ifndef INTAKE_PROXY_SETTINGS_H
#define INTAKE_PROXY_SETTINGS_H

#include "base/arena.h"
#include "base/error.h"
#include "model/run.h"

/*
 * Which proxy an https URL goes through: --proxy, which holds for every host;
 * else, decided as curl decides it, HTTPS_PROXY (lower case wins), else
 * ALL_PROXY, less what NO_PROXY names. Credentials stand beside the route,
 * never in it.
 */
struct proxy_settings {
    struct route route;          /* direct when no proxy is set */
    const char *user;            /* decoded; NULL */
    const char *password;        /* decoded; NULL. Wipe it with the settings */
    const char *no_proxy;        /* the list in force, NULL; safe text */
    const char *no_proxy_origin; /* "no_proxy" or "NO_PROXY" */
};

/*
 * `option` is --proxy: a URL, "none", or NULL for the environment. A URL
 * that cannot be used is an error that names where it came from and never
 * repeats its credentials. Credentials in the option are refused.
 */
MUST_USE bool proxy_settings_read(struct proxy_settings *settings,
                                  struct arena *arena, const char *option,
                                  char **environment, struct error *error);

/*
 * The route to one host. When an entry of NO_PROXY matches it the route is
 * direct, with the entry as `bypass` and the variable as `origin`.
 */
struct route proxy_settings_route(const struct proxy_settings *settings,
                                  struct arena *arena, const char *host);

/*
 * The value of Proxy-Authorization for Basic (RFC 7617), to be freed and
 * wiped by the caller with proxy_settings_wipe_text; NULL without a user.
 */
char *proxy_settings_authorization(const struct proxy_settings *settings);
void proxy_settings_wipe_text(char *text);
void proxy_settings_wipe(struct proxy_settings *settings);

#endif
