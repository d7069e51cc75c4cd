#include "intake/resolver_option.h"

#include <string.h>

#include "intake/port_text.h"
#include "intake/zone_address.h"

enum { USUAL_PORT = 53, LONGEST_ADDRESS = 96 };

/*
 * Where the colon in front of the port stands; NULL when there is no port.
 * More than one colon outside brackets belongs to an IPv6 address.
 */
static const char *
resolver_find_port(const char *text)
{
    const char *bracket = strchr(text, ']');
    const char *colon = strchr(bracket != NULL ? bracket : text, ':');

    if (colon == NULL || bracket != NULL)
        return colon;
    return strchr(colon + 1, ':') == NULL ? colon : NULL;
}

/* Brackets are for IPv6, with or without a port. */
static bool
resolver_parse_address(const char *text, size_t length,
                       struct address *address)
{
    bool is_bracketed = length >= 2 && *text == '[' && text[length - 1] == ']';
    char plain[LONGEST_ADDRESS];

    if (is_bracketed) {
        text++;
        length -= 2;
    }
    if (length >= sizeof plain)
        return false;
    memcpy(plain, text, length);
    plain[length] = '\0';
    return zone_address_parse(plain, address) &&
           (!is_bracketed || address->family == FAMILY_IPV6);
}

bool
resolver_option_parse(const char *text, struct peer *peer, struct error *error)
{
    const char *colon = resolver_find_port(text);
    size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);
    struct peer parsed = { .port = USUAL_PORT };

    if (!resolver_parse_address(text, length, &parsed.address))
        return error_set(error, ERROR_USAGE,
                         "--resolver: expected ADDRESS, ADDRESS:PORT or "
                         "[IPV6]:PORT, found \"%.64s\"",
                         text);
    if (colon != NULL && !port_text_parse(colon + 1, &parsed.port))
        return error_set(error, ERROR_USAGE,
                         "--resolver: expected a port from 1 to 65535, "
                         "found \"%.64s\"",
                         colon + 1);
    *peer = parsed;
    return true;
}
