#include "intake/proxy_url.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "intake/port_text.h"
#include "intake/secret_text.h"
#include "intake/zone_address.h"

enum { LONGEST_HOST = 255, LONGEST_CREDENTIALS = 1024, LONGEST_PORT = 16 };

/* A part of the URL, not ended by a NUL. */
struct part {
    const char *text;
    size_t length;
};

/* The ports are curl's (CURL_DEFAULT_PROXY_PORT and its https sister). */
static const struct proxy_scheme {
    const char *name;
    bool is_supported;
    bool is_tls;
    uint16_t port;
} proxy_schemes[] = {
    { "http", true, false, 1080 },
    { "https", true, true, 443 },
    { "socks", false },
    { "socks4", false },
    { "socks4a", false },
    { "socks5", false },
    { "socks5h", false },
};

static bool
proxy_refuse(const struct proxy_url *url, struct error *error, const char *why)
{
    struct buffer shown = { 0 };

    secret_text_append_url(&shown, url->text);
    error_set(error, ERROR_USAGE, "%s: %s: %.64s", url->origin, why,
              buffer_text(&shown));
    buffer_release(&shown);
    return false;
}

static const struct proxy_scheme *
proxy_find_scheme(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof proxy_schemes / sizeof proxy_schemes[0]; i++)
        if (strlen(proxy_schemes[i].name) == length &&
            strncasecmp(proxy_schemes[i].name, name, length) == 0)
            return &proxy_schemes[i];
    return NULL;
}

/* What stands between the scheme and the path. */
static struct part
proxy_authority(const char *text)
{
    const char *mark = strstr(text, "://");
    const char *start = mark != NULL ? mark + 3 : text;

    return (struct part){ start, strcspn(start, "/?#") };
}

static bool
proxy_has_blank_or_control(const struct part *part)
{
    for (size_t i = 0; i < part->length; i++) {
        unsigned char byte = (unsigned char)part->text[i];

        if (byte <= ' ' || byte == 0x7f)
            return true;
    }
    return false;
}

static int
proxy_hex_value(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found =
        digit != '\0'
            ? strchr(digits, digit >= 'A' && digit <= 'F' ? digit + 32 : digit)
            : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

/*
 * Undoes %XX (RFC 3986 2.1); a % without two digits stays, as in curl. NULL
 * when a control character comes out of it.
 */
static char *
proxy_decode(struct arena *arena, const char *text, size_t length)
{
    char *decoded = arena_new(arena, length + 1, 1);
    size_t used = 0;

    for (size_t at = 0; at < length; at++) {
        int high = -1;
        int low = -1;

        if (text[at] == '%' && at + 2 < length) {
            high = proxy_hex_value(text[at + 1]);
            low = proxy_hex_value(text[at + 2]);
        }
        decoded[used] = text[at];
        if (high >= 0 && low >= 0) {
            decoded[used] = (char)(high * 16 + low);
            at += 2;
        }
        if ((unsigned char)decoded[used] < ' ' || decoded[used] == 0x7f) {
            explicit_bzero(decoded, used);
            return NULL;
        }
        used++;
    }
    return decoded;
}

static bool
proxy_read_credentials(struct proxy_settings *settings, struct arena *arena,
                       const struct proxy_url *url, const struct part *part,
                       struct error *error)
{
    const char *colon = memchr(part->text, ':', part->length);
    size_t user = colon != NULL ? (size_t)(colon - part->text) : part->length;

    if (url->is_option)
        return proxy_refuse(url, error,
                            "others can read a password on the "
                            "command line, put it into HTTPS_PROXY");
    if (part->length > LONGEST_CREDENTIALS)
        return proxy_refuse(url, error, "user and password are too long");
    settings->user = proxy_decode(arena, part->text, user);
    if (colon != NULL)
        settings->password =
            proxy_decode(arena, colon + 1, part->length - user - 1);
    if (settings->user == NULL ||
        (colon != NULL && settings->password == NULL))
        return proxy_refuse(url, error,
                            "user or password hold a control character");
    return true;
}

/* "[2001:db8::1]", where a zone may be written %25eth0 (RFC 6874). */
static char *
proxy_bracketed_host(struct arena *arena, const struct part *part)
{
    char *host = arena_copy(arena, part->text + 1, part->length - 2);
    char *zone = strstr(host, "%25");
    struct address address;

    if (zone != NULL)
        memmove(zone + 1, zone + 3, strlen(zone + 3) + 1);
    if (!zone_address_parse(host, &address) || address.family != FAMILY_IPV6)
        return NULL;
    return host;
}

/* NULL when it cannot be the name or address of a host. */
static char *
proxy_host(struct arena *arena, const struct part *part)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-._";

    if (part->length == 0 || part->length > LONGEST_HOST)
        return NULL;
    if (*part->text == '[' && part->text[part->length - 1] == ']')
        return proxy_bracketed_host(arena, part);

    char *host = arena_copy(arena, part->text, part->length);

    return host[strspn(host, allowed)] == '\0' ? host : NULL;
}

/* Whether what follows the host is nothing, or ":" and a usable port. */
static bool
proxy_read_port(const struct part *part, bool may_be_empty, uint16_t *port)
{
    char text[LONGEST_PORT];

    if (part->length == 0)
        return true;
    if (part->length == 1)
        return may_be_empty;
    if (part->length > sizeof text)
        return false;
    memcpy(text, part->text + 1, part->length - 1);
    text[part->length - 1] = '\0';
    return port_text_parse(text, port);
}

/* The host ends at the first colon that no bracket holds. */
static size_t
proxy_host_length(const struct part *part)
{
    const char *bracket = memchr(part->text, ']', part->length);
    size_t start = *part->text == '[' && bracket != NULL
                       ? (size_t)(bracket - part->text)
                       : 0;
    const char *colon = memchr(part->text + start, ':', part->length - start);

    return colon != NULL ? (size_t)(colon - part->text) : part->length;
}

static bool
proxy_read_place(struct proxy_settings *settings, struct arena *arena,
                 const struct proxy_url *url, const struct part *part,
                 struct error *error)
{
    struct part host = { part->text, proxy_host_length(part) };
    struct part port = { part->text + host.length,
                         part->length - host.length };

    settings->route.proxy_host = proxy_host(arena, &host);
    if (settings->route.proxy_host == NULL)
        return proxy_refuse(url, error,
                            "there is no host that a proxy could have");
    if (!proxy_read_port(&port, strstr(url->text, "://") != NULL,
                         &settings->route.proxy_port))
        return proxy_refuse(url, error, "the port is not from 1 to 65535");
    return true;
}

static bool
proxy_read_scheme(struct proxy_settings *settings, const struct proxy_url *url,
                  struct error *error)
{
    const char *mark = strstr(url->text, "://");
    const struct proxy_scheme *scheme =
        mark != NULL ? proxy_find_scheme(url->text, (size_t)(mark - url->text))
                     : &proxy_schemes[0];

    if (scheme == NULL)
        return proxy_refuse(url, error,
                            "the scheme is neither http nor https");
    if (!scheme->is_supported)
        return proxy_refuse(url, error,
                            "SOCKS is not supported by this "
                            "check");
    settings->route.proxy_is_tls = scheme->is_tls;
    settings->route.proxy_port = scheme->port;
    return true;
}

bool
proxy_url_read(struct proxy_settings *settings, struct arena *arena,
               const struct proxy_url *url, struct error *error)
{
    struct part place = proxy_authority(url->text);
    const char *at = memchr(place.text, '@', place.length);

    settings->route.kind = ROUTE_PROXY;
    settings->route.origin = url->origin;
    if (!proxy_read_scheme(settings, url, error))
        return false;
    if (proxy_has_blank_or_control(&place))
        return proxy_refuse(url, error,
                            "it holds a blank or a control character");
    if (at != NULL) {
        struct part credentials = { place.text, (size_t)(at - place.text) };

        place = (struct part){ at + 1, place.length - credentials.length - 1 };
        if (!proxy_read_credentials(settings, arena, url, &credentials, error))
            return false;
    }
    if (strchr(place.text, '@') != NULL)
        return proxy_refuse(url, error,
                            "an @, /, ? or # in user or password "
                            "must be written as %40 and so on");
    return proxy_read_place(settings, arena, url, &place, error);
}
