#include "intake/zone_address.h"

#include <net/if.h>
#include <string.h>

static bool
zone_is_kept(const struct address *address)
{
    enum address_kind kind = address_kind_of(address);

    return address->family == FAMILY_IPV6 &&
           (kind == ADDRESS_LINK_LOCAL || kind == ADDRESS_MULTICAST);
}

bool
zone_address_parse(const char *text, struct address *address)
{
    char plain[ADDRESS_TEXT_SIZE];
    const char *zone = strchr(text, '%');

    if (*text == '[')
        return false;
    if (zone == NULL)
        return address_parse(text, address);
    if ((size_t)(zone - text) >= sizeof plain)
        return false;
    memcpy(plain, text, (size_t)(zone - text));
    plain[zone - text] = '\0';
    if (!address_parse(plain, address) || address->family != FAMILY_IPV6)
        return false;
    if (!zone_is_kept(address) || address_parse(text, address))
        return true;
    address->scope = if_nametoindex(zone + 1);
    return true;
}
