#include "lab/company.h"

#include <assert.h>
#include <stdio.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

const char company_proxy_host[] = "proxy.corp.example";
const char company_neutral_host[] = "www.example.net";

/* A place, with its own address on the wire that leads to it. */
struct place_row {
    const char *name;
    bool router;
    const char *ipv4;
    const char *ipv6;
};

static const struct place_row place_rows[PLACE_COUNT] = {
    [PLACE_ENFORCE] = { "enforce", false, "10.77.1.2", "2600:1f00:77:1::2" },
    [PLACE_ROUTER] = { "router", true, "10.77.1.1", "2600:1f00:77:1::1" },
    [PLACE_FIREWALL] = { "firewall", true, "10.77.3.2", "2600:1f00:77:3::2" },
    [PLACE_PROVIDER] = { "provider", true, "20.77.0.2", "2600:1f77::2" },
    [PLACE_EXCHANGE] = { "exchange", true, "20.77.1.2", "2600:1f77:1::2" },
    [PLACE_RESOLVER] = { "resolver", false, "10.77.2.53",
                         "2600:1f00:77:2::53" },
    [PLACE_SECOND_RESOLVER] = { "second-resolver", false, "10.77.2.54",
                                "2600:1f00:77:2::54" },
    [PLACE_PROXY] = { "proxy", false, "10.77.2.2", "2600:1f00:77:2::2" },
};

/* A wire between two places, the one nearer to the Enforce server first. */
struct wire_row {
    enum place near;
    enum place far;
    const char *near_ipv4; /* the far end has the address of its place */
    const char *near_ipv6;
    int64_t delay_us;
};

static const struct wire_row wire_rows[WIRE_COUNT] = {
    [WIRE_LAN] = { PLACE_ENFORCE, PLACE_ROUTER, "10.77.1.2",
                   "2600:1f00:77:1::2", 150 },
    [WIRE_OFFICE] = { PLACE_ROUTER, PLACE_NONE, "10.77.2.1",
                      "2600:1f00:77:2::1", 150 },
    [WIRE_UPLINK] = { PLACE_ROUTER, PLACE_FIREWALL, "10.77.3.1",
                      "2600:1f00:77:3::1", 250 },
    [WIRE_WAN] = { PLACE_FIREWALL, PLACE_PROVIDER, "20.77.0.1", "2600:1f77::1",
                   3000 },
    [WIRE_CORE] = { PLACE_PROVIDER, PLACE_EXCHANGE, "20.77.1.1",
                    "2600:1f77:1::1", 8000 },
    [WIRE_SERVICE] = { PLACE_EXCHANGE, PLACE_NONE, "20.77.2.1",
                       "2600:1f77:2::1", 2000 },
};

static const enum place office_places[COMPANY_OFFICE_WIRES] = {
    PLACE_RESOLVER, PLACE_SECOND_RESOLVER, PLACE_PROXY
};

static struct address
parse(const char *text)
{
    struct address address = { 0 };

    bool good = text == NULL || address_parse(text, &address);

    assert(good);
    (void)good;
    return address;
}

struct lab_prefix
company_outside(size_t index)
{
    if (index == 0)
        return (struct lab_prefix){ parse("20.0.0.0"), 8 };
    return (struct lab_prefix){ parse("2600:1f77::"), 32 };
}

struct address
company_address(enum place place, enum family family)
{
    const struct place_row *row = &place_rows[place];

    return parse(family == FAMILY_IPV6 ? row->ipv6 : row->ipv4);
}

struct lab_line
company_line(enum wire wire)
{
    return (struct lab_line){ .delay_us = wire_rows[wire].delay_us };
}

static void
give_address(struct lab_link *wire, struct lab_node *node, const char *text)
{
    struct address address = parse(text);

    lab_link_set_address(wire, node, &address);
}

/* Its address on the first wire is that of the place. */
static struct lab_link *
lay_wire(struct company *company, enum wire kind, enum place far)
{
    const struct wire_row *row = &wire_rows[kind];
    struct lab_line line = company_line(kind);
    struct lab_node *near = company->places[row->near];
    struct lab_node *end = company->places[far];
    struct lab_link *wire = lab_link_new(company->lab, near, end, &line);

    give_address(wire, near, row->near_ipv4);
    give_address(wire, near, row->near_ipv6);
    give_address(wire, end, place_rows[far].ipv4);
    give_address(wire, end, place_rows[far].ipv6);
    return wire;
}

static void
make_places(struct company *company)
{
    for (int i = PLACE_ENFORCE; i < PLACE_COUNT; i++) {
        const struct place_row *row = &place_rows[i];

        company->places[i] = row->router
                                 ? lab_router_new(company->lab, row->name)
                                 : lab_host_new(company->lab, row->name);
    }
}

static void
lay_wires(struct company *company)
{
    for (int i = 0; i < WIRE_COUNT; i++)
        if (wire_rows[i].far != PLACE_NONE)
            company->wires[i] =
                lay_wire(company, (enum wire)i, wire_rows[i].far);
    for (size_t i = 0; i < COMPANY_OFFICE_WIRES; i++)
        company->office[i] = lay_wire(company, WIRE_OFFICE, office_places[i]);
}

/* What the scenario says of that endpoint's addresses; NULL: nothing. */
static const struct scenario_service *
service_of(const struct company *company, const struct endpoint *endpoint)
{
    const struct scenario *scenario = company->scenario;

    for (size_t i = 0; i < scenario->service_count; i++)
        if (selectors_match(&scenario->services[i]->of, endpoint))
            return scenario->services[i];
    return NULL;
}

/* 20.77.10.1 and 2600:1f77:10::1 for the first site, then 20, 30, ... */
static struct address
site_address(size_t site, int64_t number, enum family family)
{
    enum { TENS = 25 };
    char text[ADDRESS_TEXT_SIZE];
    size_t net = 77 + site / (TENS - 1);
    size_t part = (site % (TENS - 1) + 1) * 10;

    if (family == FAMILY_IPV6)
        snprintf(text, sizeof text, "2600:1f%zu:%zu::%lld", net, part,
                 (long long)number);
    else
        snprintf(text, sizeof text, "20.%zu.%zu.%lld", net, part,
                 (long long)number);
    return parse(text);
}

static void
add_site_address(struct company *company, struct company_site *site,
                 struct directory_entry *entry, const struct address *address)
{
    lab_node_add_address(site->node, address);
    directory_add_address(&company->directory, entry, address);
}

static void
add_site_family(struct company *company, struct company_site *site,
                struct directory_entry *entry, enum family family)
{
    const struct scenario_service *service =
        service_of(company, site->endpoint);
    size_t index = (size_t)(site - company->sites);
    /* A gateway has several, so that addresses are seen to count. */
    int64_t count = site->endpoint->role == ROLE_GATEWAY ? 2 : 1;

    if (service != NULL && service->addresses > 0)
        count = service->addresses;
    if (service != NULL) {
        const struct address *other =
            family == FAMILY_IPV6 ? &service->ipv6 : &service->ipv4;

        if (family == FAMILY_IPV6 && service->no_ipv6)
            return;
        if (other->family != FAMILY_NONE) {
            add_site_address(company, site, entry, other);
            return;
        }
    }
    for (int64_t i = 1; i <= count; i++) {
        struct address address = site_address(index, i, family);

        add_site_address(company, site, entry, &address);
    }
}

static void
make_site(struct company *company, struct arena *arena,
          struct company_site *site)
{
    const struct endpoint *endpoint = site->endpoint;
    struct lab_line line = company_line(WIRE_SERVICE);
    struct lab_node *exchange = company->places[PLACE_EXCHANGE];
    struct directory_entry *entry =
        directory_add(&company->directory, endpoint->host, endpoint);

    site->node = lab_host_new(company->lab, endpoint->host);
    site->wire = lab_link_new(company->lab, exchange, site->node, &line);
    give_address(site->wire, exchange, wire_rows[WIRE_SERVICE].near_ipv4);
    give_address(site->wire, exchange, wire_rows[WIRE_SERVICE].near_ipv6);
    if (endpoint->role == ROLE_GATEWAY && endpoint->region_count == 1)
        entry->alias =
            arena_printf(arena, "%s.lb.example.net", endpoint->regions[0]->id);
    add_site_family(company, site, entry, FAMILY_IPV4);
    add_site_family(company, site, entry, FAMILY_IPV6);
}

static void
make_sites(struct company *company, struct arena *arena)
{
    const struct definitions *in = company->scenario->definitions;

    company->site_count = in->endpoint_count;
    company->sites =
        arena_new(arena, in->endpoint_count, sizeof *company->sites);
    for (size_t i = 0; i < company->site_count; i++) {
        company->sites[i].endpoint = in->endpoints[i];
        make_site(company, arena, &company->sites[i]);
    }
}

/* A host of the company or of the world that the service knows nothing of. */
static void
add_name(struct company *company, const char *host, bool inside,
         const char *ipv4, const char *ipv6)
{
    struct directory_entry *entry =
        directory_add(&company->directory, host, NULL);
    struct address first = parse(ipv4);
    struct address second = parse(ipv6);

    entry->inside = inside;
    directory_add_address(&company->directory, entry, &first);
    directory_add_address(&company->directory, entry, &second);
}

static void
make_web(struct company *company)
{
    static const char ipv4[] = "20.77.5.2";
    static const char ipv6[] = "2600:1f77:5::2";
    struct lab_line line = company_line(WIRE_SERVICE);
    struct lab_node *provider = company->places[PLACE_PROVIDER];
    struct lab_link *wire;

    company->web = lab_host_new(company->lab, "web");
    wire = lab_link_new(company->lab, provider, company->web, &line);
    give_address(wire, provider, "20.77.5.1");
    give_address(wire, provider, "2600:1f77:5::1");
    give_address(wire, company->web, ipv4);
    give_address(wire, company->web, ipv6);
    add_name(company, company_neutral_host, false, ipv4, ipv6);
}

void
company_build(struct company *company, struct lab *lab, struct arena *arena,
              const struct scenario *scenario)
{
    const struct place_row *proxy = &place_rows[PLACE_PROXY];

    *company = (struct company){ .lab = lab, .scenario = scenario };
    company->directory.arena = arena;
    make_places(company);
    lay_wires(company);
    make_sites(company, arena);
    make_web(company);
    add_name(company, company_proxy_host, true, proxy->ipv4, proxy->ipv6);
    lab_set_elsewhere(lab, company->places[PLACE_PROVIDER]);
}
