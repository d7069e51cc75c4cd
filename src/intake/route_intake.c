#include "intake/route_intake.h"

#include <inttypes.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "intake/lines.h"

enum { MOST_ROUTES = 32, MOST_FIELDS = 11, BASE_HEX = 16 };

/* The flags of <linux/route.h>; a reject route leads nowhere. */
enum { FLAG_UP = 0x1, FLAG_REJECT = 0x200 };

static const char blanks[] = " \t\r";

/* One line of a table in /proc/net, parted at its blanks. */
struct fields {
    char *texts[MOST_FIELDS];
    size_t count;
};

static struct fields
route_part(char *line)
{
    struct fields fields = { .count = 0 };
    char *rest;

    for (char *text = strtok_r(line, blanks, &rest);
         text != NULL && fields.count < MOST_FIELDS;
         text = strtok_r(NULL, blanks, &rest))
        fields.texts[fields.count++] = text;
    return fields;
}

/* A number of at most 32 bits that is nothing but digits of that base. */
static bool
route_number(const char *text, int base, uint32_t *number)
{
    char *end;
    unsigned long value;

    if (strspn(text, "0123456789abcdefABCDEF") != strlen(text) ||
        *text == '\0')
        return false;
    value = strtoul(text, &end, base);
    *number = (uint32_t)value;
    return *end == '\0' && value <= UINT32_MAX;
}

/* 32 hexadecimal digits, as the kernel writes an IPv6 address. */
static bool
route_address(const char *text, struct address *address)
{
    char byte[3] = "";
    uint32_t value;

    if (strlen(text) != 2 * sizeof address->bytes)
        return false;
    *address = (struct address){ .family = FAMILY_IPV6 };
    for (size_t i = 0; i < sizeof address->bytes; i++) {
        memcpy(byte, text + 2 * i, 2);
        if (!route_number(byte, BASE_HEX, &value))
            return false;
        address->bytes[i] = (uint8_t)value;
    }
    return true;
}

static bool
route_is_zero(const struct address *address)
{
    static const struct address zero = { 0 };

    return memcmp(address->bytes, zero.bytes, sizeof zero.bytes) == 0;
}

static bool
route_leads_out(uint32_t flags)
{
    return (flags & FLAG_UP) != 0 && (flags & FLAG_REJECT) == 0;
}

static void
route_add(struct look *look, const char *interface,
          const struct address *gateway, uint32_t metric)
{
    struct machine *machine = look->machine;

    if (machine->default_route_count >= MOST_ROUTES)
        return;

    struct machine_route *route = arena_new(look->arena, 1, sizeof *route);

    route->interface = look_keep(look, interface);
    route->metric = metric;
    if (!route_is_zero(gateway))
        route->gateway = *gateway;
    if (address_kind_of(&route->gateway) == ADDRESS_LINK_LOCAL &&
        gateway->family == FAMILY_IPV6)
        route->gateway.scope = if_nametoindex(interface);
    arena_push(look->arena, &machine->default_routes,
               &machine->default_route_count, route);
}

/*
 * Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT.
 * An address is the number that its four bytes are in the memory of this
 * machine, in hexadecimal.
 */
static bool
route_take_ipv4(struct look *look, const struct fields *fields)
{
    struct address gateway = { .family = FAMILY_IPV4 };
    char *const *texts = fields->texts;
    uint32_t destination, via, flags, metric, mask;

    if (fields->count < 8 || !route_number(texts[1], BASE_HEX, &destination) ||
        !route_number(texts[2], BASE_HEX, &via) ||
        !route_number(texts[3], BASE_HEX, &flags) ||
        !route_number(texts[6], 10, &metric) ||
        !route_number(texts[7], BASE_HEX, &mask))
        return false;
    if (destination != 0 || mask != 0 || !route_leads_out(flags))
        return true;
    memcpy(gateway.bytes, &via, sizeof via);
    route_add(look, texts[0], &gateway, metric);
    return true;
}

/* Destination and its length, source and its length, next hop, metric, ... */
static bool
route_take_ipv6(struct look *look, const struct fields *fields)
{
    struct address destination, gateway;
    char *const *texts = fields->texts;
    uint32_t length, metric, flags;

    if (fields->count < 10 || !route_address(texts[0], &destination) ||
        !route_number(texts[1], BASE_HEX, &length) ||
        !route_address(texts[4], &gateway) ||
        !route_number(texts[5], BASE_HEX, &metric) ||
        !route_number(texts[8], BASE_HEX, &flags))
        return false;
    if (route_is_zero(&destination) && length == 0 && route_leads_out(flags))
        route_add(look, texts[9], &gateway, metric);
    return true;
}

static const struct route_table {
    const char *path;
    int64_t first_line; /* what stands above it are headings */
    bool (*take)(struct look *look, const struct fields *fields);
} route_tables[] = {
    { "/proc/net/route", 2, route_take_ipv4 },
    { "/proc/net/ipv6_route", 1, route_take_ipv6 },
};

static void
route_read_table(struct look *look, const struct route_table *table)
{
    struct lines lines;
    int64_t odd = 0;
    char *line;

    if (!lines_open(&lines, look, table->path))
        return;
    while ((line = lines_next(&lines)) != NULL) {
        struct fields fields = route_part(line);

        if (lines.number >= table->first_line && fields.count > 0 &&
            !table->take(look, &fields) && odd == 0)
            odd = lines.number;
    }
    lines_close(&lines);
    if (odd != 0)
        look_note(look,
                  "%s:%" PRId64 " is not a route as the kernel writes "
                  "it; such lines were passed over.",
                  table->path, odd);
}

void
route_intake_fill(struct look *look)
{
    size_t count = sizeof route_tables / sizeof route_tables[0];

    for (size_t i = 0; i < count; i++)
        route_read_table(look, &route_tables[i]);
}
