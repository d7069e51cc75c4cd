#include "intake/interface_intake.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "intake/lines.h"

enum { MOST_INTERFACES = 256, MOST_ADDRESSES = 64 };

static int64_t
interface_mtu(struct look *look, const char *name)
{
    struct lines lines;
    int64_t mtu = 0;

    if (!lines_open(&lines, look,
                    arena_printf(look->arena, "/sys/class/net/%s/mtu", name)))
        return 0;

    const char *line = lines_next(&lines);

    if (line != NULL)
        mtu = strtol(line, NULL, 10);
    lines_close(&lines);
    return mtu > 0 && mtu <= INT32_MAX ? mtu : 0;
}

static struct machine_interface *
interface_find(const struct machine *machine, const char *name)
{
    for (size_t i = 0; i < machine->interface_count; i++)
        if (strcmp(machine->interfaces[i]->name, name) == 0)
            return machine->interfaces[i];
    return NULL;
}

/* The interface of that entry, made when it is new; NULL beyond the cap. */
static struct machine_interface *
interface_of(struct look *look, const struct ifaddrs *entry)
{
    struct machine *machine = look->machine;
    const char *name = look_keep(look, entry->ifa_name);
    struct machine_interface *interface = interface_find(machine, name);
    unsigned usable = IFF_UP | IFF_RUNNING;

    if (interface != NULL || machine->interface_count >= MOST_INTERFACES)
        return interface;
    interface = arena_new(look->arena, 1, sizeof *interface);
    interface->name = name;
    interface->up = (entry->ifa_flags & usable) == usable;
    interface->loopback = (entry->ifa_flags & IFF_LOOPBACK) != 0;
    interface->mtu = interface_mtu(look, entry->ifa_name);
    arena_push(look->arena, &machine->interfaces, &machine->interface_count,
               interface);
    return interface;
}

static struct address
interface_address(const struct sockaddr *from)
{
    struct address address = { 0 };
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (from != NULL && from->sa_family == AF_INET) {
        memcpy(&v4, from, sizeof v4);
        address.family = FAMILY_IPV4;
        memcpy(address.bytes, &v4.sin_addr, sizeof v4.sin_addr);
    } else if (from != NULL && from->sa_family == AF_INET6) {
        memcpy(&v6, from, sizeof v6);
        address.family = FAMILY_IPV6;
        address.scope = v6.sin6_scope_id;
        memcpy(address.bytes, &v6.sin6_addr, sizeof v6.sin6_addr);
    }
    return address;
}

static void
interface_take(struct look *look, const struct ifaddrs *entry)
{
    struct machine_interface *interface = interface_of(look, entry);
    struct address address = interface_address(entry->ifa_addr);

    if (interface == NULL || address.family == FAMILY_NONE ||
        interface->address_count >= MOST_ADDRESSES)
        return;

    struct address *kept = arena_new(look->arena, 1, sizeof *kept);

    *kept = address;
    arena_push(look->arena, &interface->addresses, &interface->address_count,
               kept);
}

void
interface_intake_fill(struct look *look)
{
    struct ifaddrs *entries;

    if (getifaddrs(&entries) != 0) {
        look_note(look, "The network interfaces cannot be listed: %s.",
                  strerror(errno));
        return;
    }
    for (const struct ifaddrs *at = entries; at != NULL; at = at->ifa_next)
        interface_take(look, at);
    freeifaddrs(entries);
    if (look->machine->interface_count >= MOST_INTERFACES)
        look_note(look, "Only the first %d network interfaces are listed.",
                  MOST_INTERFACES);
}
