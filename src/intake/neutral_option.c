#include "intake/neutral_option.h"

#include <string.h>

#include "base/address.h"
#include "intake/port_text.h"

enum { USUAL_PORT = 443, LONGEST_HOST = 253 };

static bool
neutral_is_name(const char *host)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-._";
    size_t length = strlen(host);

    return length > 0 && length <= LONGEST_HOST &&
           strspn(host, allowed) == length;
}

/* What stands in brackets is an IPv6 address, and needs none without port. */
static bool
neutral_is_host(const char *host, bool is_bracketed)
{
    struct address address;
    bool is_address = address_parse(host, &address);

    if (is_bracketed)
        return is_address && address.family == FAMILY_IPV6;
    return is_address || neutral_is_name(host);
}

/* The one colon of the text, or the one behind the bracket; NULL: none. */
static const char *
neutral_find_port(const char *text)
{
    const char *bracket = strchr(text, ']');
    const char *colon = strchr(bracket != NULL ? bracket : text, ':');

    if (colon == NULL || bracket != NULL)
        return colon;
    return strchr(colon + 1, ':') == NULL ? colon : NULL;
}

bool
neutral_option_parse(const char *text, struct arena *arena,
                     struct endpoint *endpoint, struct error *error)
{
    const char *colon = neutral_find_port(text);
    size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);
    bool is_bracketed = length >= 2 && *text == '[' && text[length - 1] == ']';
    size_t edge = is_bracketed ? 1 : 0;

    *endpoint = (struct endpoint){
        .host = arena_copy(arena, text + edge, length - 2 * edge),
        .port = USUAL_PORT,
        .role = ROLE_NEUTRAL,
        .why = "Nothing needs it; it is looked at for comparison.",
        .opens = OWNER_NONE,
        .genuine = { .status_from = 100, .status_to = 599 },
    };
    if (!neutral_is_host(endpoint->host, is_bracketed))
        return error_set(error, ERROR_USAGE,
                         "--neutral: expected HOST, HOST:PORT or "
                         "[IPV6]:PORT, found \"%.64s\"",
                         text);
    if (colon != NULL && !port_text_parse(colon + 1, &endpoint->port))
        return error_set(error, ERROR_USAGE,
                         "--neutral: expected a port from 1 to 65535, "
                         "found \"%.64s\"",
                         colon + 1);
    return true;
}
