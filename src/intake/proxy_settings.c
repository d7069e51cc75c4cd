#include "intake/proxy_settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "intake/environment.h"
#include "intake/no_proxy.h"
#include "intake/proxy_url.h"

/*
 * In the order in which curl asks for the proxy of an https URL. An empty
 * variable counts as unset and the next one is asked.
 */
static const char *const proxy_variables[] = {
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
};

static const char basic[] = "Basic ";

static bool
proxy_choose(struct proxy_url *url, const char *option, char **environment)
{
    size_t count = sizeof proxy_variables / sizeof proxy_variables[0];

    *url = (struct proxy_url){ "--proxy", option, true };
    if (option != NULL)
        return strcmp(option, "none") != 0;
    for (size_t i = 0; i < count; i++) {
        *url = (struct proxy_url){
            .origin = proxy_variables[i],
            .text = environment_filled(environment, proxy_variables[i]),
        };
        if (url->text != NULL)
            return true;
    }
    url->origin = "no proxy is set";
    return false;
}

bool
proxy_settings_read(struct proxy_settings *settings, struct arena *arena,
                    const char *option, char **environment,
                    struct error *error)
{
    struct proxy_url url;
    const char *list;

    *settings = (struct proxy_settings){ 0 };
    /*
     * The operator's own word holds for every host: it speaks of the proxy of
     * the product, to which NO_PROXY of this shell means nothing.
     */
    list = no_proxy_find(environment, &settings->no_proxy_origin);
    if (list != NULL && option == NULL)
        settings->no_proxy = no_proxy_keep(arena, list);
    if (!proxy_choose(&url, option, environment)) {
        settings->route.kind = ROUTE_DIRECT;
        settings->route.origin = url.origin;
        return true;
    }
    if (!proxy_url_read(settings, arena, &url, error)) {
        proxy_settings_wipe(settings);
        return false;
    }
    return true;
}

struct route
proxy_settings_route(const struct proxy_settings *settings,
                     struct arena *arena, const char *host)
{
    struct no_proxy_entry match;

    if (settings->route.kind == ROUTE_DIRECT || settings->no_proxy == NULL ||
        !no_proxy_match(settings->no_proxy, host, &match))
        return settings->route;
    return (struct route){
        .kind = ROUTE_DIRECT,
        .origin = settings->no_proxy_origin,
        .bypass = arena_copy(arena, match.text, match.length),
    };
}

/* Base64 (RFC 4648 4); the text has room for four characters a triple. */
static void
proxy_encode(char *out, const unsigned char *bytes, size_t length)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz"
                                   "0123456789+/";

    for (size_t at = 0; at < length; at += 3, out += 4) {
        unsigned one = bytes[at];
        unsigned two = at + 1 < length ? bytes[at + 1] : 0;
        unsigned three = at + 2 < length ? bytes[at + 2] : 0;
        unsigned triple = one << 16 | two << 8 | three;

        out[0] = alphabet[triple >> 18];
        out[1] = alphabet[triple >> 12 & 63];
        out[2] = at + 1 < length ? alphabet[triple >> 6 & 63] : '=';
        out[3] = at + 2 < length ? alphabet[triple & 63] : '=';
    }
}

char *
proxy_settings_authorization(const struct proxy_settings *settings)
{
    if (settings->user == NULL)
        return NULL;

    const char *password =
        settings->password != NULL ? settings->password : "";
    size_t user = strlen(settings->user);
    size_t length = user + 1 + strlen(password);
    char *plain = memory_new(length + 1, 1);
    char *value = memory_new(strlen(basic) + (length + 2) / 3 * 4 + 1, 1);

    memcpy(plain, settings->user, user);
    plain[user] = ':';
    memcpy(plain + user + 1, password, strlen(password));
    memcpy(value, basic, strlen(basic));
    proxy_encode(value + strlen(basic), (unsigned char *)plain, length);
    explicit_bzero(plain, length);
    free(plain);
    return value;
}

void
proxy_settings_wipe_text(char *text)
{
    if (text != NULL)
        explicit_bzero(text, strlen(text));
}

/* The credentials stand in the arena, which made room that may be written. */
void
proxy_settings_wipe(struct proxy_settings *settings)
{
    proxy_settings_wipe_text((char *)settings->user);
    proxy_settings_wipe_text((char *)settings->password);
    settings->user = NULL;
    settings->password = NULL;
}
