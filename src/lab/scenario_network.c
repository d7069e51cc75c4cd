#include "lab/scenario_network.h"

#include "lab/scenario_filter.h"

static void
change_line(struct lab_line *line, const struct scenario_wire *change)
{
    enum { MS = 1000, PPM_OF_PERCENT = 10000, ALL = 100 };

    line->delay_us += change->delay_ms * MS;
    line->jitter_us = change->jitter_ms * MS;
    line->bits_per_s = change->rate_kbit * 1000;
    line->mtu = (int)change->mtu;
    line->swallows = change->loss_percent >= ALL;
    if (!line->swallows)
        line->loss_ppm = (unsigned)(change->loss_percent * PPM_OF_PERCENT);
}

/* The wire's end that is nearer to the Enforce server sends outwards. */
static void
change_wire(struct lab_link *wire, struct lab_node *near, struct lab_node *far,
            const struct scenario_wire *change)
{
    struct lab_line line = company_line(change->wire);

    change_line(&line, change);
    if (change->way != WAY_IN)
        lab_link_set_line(wire, near, &line);
    if (change->way != WAY_OUT)
        lab_link_set_line(wire, far, &line);
    if (change->down)
        lab_link_set_down(wire, true);
}

static void
change_sites(struct company *company, const struct scenario_wire *change)
{
    for (size_t i = 0; i < company->site_count; i++) {
        struct company_site *site = &company->sites[i];

        if (selectors_match(&change->of, site->endpoint))
            change_wire(site->wire, company->places[PLACE_EXCHANGE],
                        site->node, change);
    }
}

static void
change_office(struct company *company, const struct scenario_wire *change)
{
    static const enum place far[COMPANY_OFFICE_WIRES] = {
        PLACE_RESOLVER, PLACE_SECOND_RESOLVER, PLACE_PROXY
    };

    for (size_t i = 0; i < COMPANY_OFFICE_WIRES; i++)
        change_wire(company->office[i], company->places[PLACE_ROUTER],
                    company->places[far[i]], change);
}

static void
apply_wire(struct company *company, const struct scenario_wire *change)
{
    static const struct {
        enum place near;
        enum place far;
    } ends[WIRE_COUNT] = {
        [WIRE_LAN] = { PLACE_ENFORCE, PLACE_ROUTER },
        [WIRE_UPLINK] = { PLACE_ROUTER, PLACE_FIREWALL },
        [WIRE_WAN] = { PLACE_FIREWALL, PLACE_PROVIDER },
        [WIRE_CORE] = { PLACE_PROVIDER, PLACE_EXCHANGE },
    };

    if (change->wire == WIRE_SERVICE)
        change_sites(company, change);
    else if (change->wire == WIRE_OFFICE)
        change_office(company, change);
    else
        change_wire(company->wires[change->wire],
                    company->places[ends[change->wire].near],
                    company->places[ends[change->wire].far], change);
}

static void
change_node(struct lab_node *node, const struct scenario_node *change)
{
    struct lab_habits habits = {
        .down = change->down,
        .hides_hops = change->hides_hops,
        .hides_too_big = change->hides_too_big,
        .hides_unreachable = change->hides_unreachable,
        .clamp_segment = (int)change->clamp_segment,
    };

    lab_node_set_habits(node, &habits);
}

static void
apply_node(struct company *company, const struct scenario_node *change)
{
    if (change->at != PLACE_NONE) {
        change_node(company->places[change->at], change);
        return;
    }
    for (size_t i = 0; i < company->site_count; i++)
        if (selectors_match(&change->of, company->sites[i].endpoint))
            change_node(company->sites[i].node, change);
}

static const enum lab_route kinds[NO_ROUTE_COUNT] = {
    [NO_ROUTE_MISSING] = LAB_ROUTE_NONE,
    [NO_ROUTE_UNREACHABLE] = LAB_ROUTE_UNREACHABLE,
    [NO_ROUTE_BLACKHOLE] = LAB_ROUTE_BLACKHOLE,
    [NO_ROUTE_PROHIBIT] = LAB_ROUTE_PROHIBIT,
};

static void
take_route(struct company *company, const struct scenario_route *route,
           const struct address *address, int bits)
{
    struct lab_prefix to = { *address, bits };

    if (families_have(route->family, address->family))
        lab_route_add(company->places[route->at], &to, kinds[route->kind],
                      NULL);
}

static void
take_routes_to_sites(struct company *company,
                     const struct scenario_route *route)
{
    enum { IPV4_BITS = 32, IPV6_BITS = 128 };
    const struct lab_directory *directory = &company->directory;

    for (size_t i = 0; i < directory->entry_count; i++) {
        const struct directory_entry *entry = directory->entries[i];

        if (entry->endpoint == NULL ||
            !selectors_match(&route->to, entry->endpoint))
            continue;
        for (size_t j = 0; j < entry->address_count; j++)
            take_route(company, route, entry->addresses[j],
                       entry->addresses[j]->family == FAMILY_IPV6 ? IPV6_BITS
                                                                  : IPV4_BITS);
    }
}

static void
apply_route(struct company *company, const struct scenario_route *route)
{
    if (route->to.count > 0) {
        take_routes_to_sites(company, route);
        return;
    }
    for (size_t i = 0; i < COMPANY_FAMILIES; i++) {
        struct lab_prefix outside = company_outside(i);

        take_route(company, route, &outside.address, outside.bits);
    }
}

void
scenario_network_apply(struct company *company)
{
    const struct scenario *scenario = company->scenario;

    for (size_t i = 0; i < scenario->wire_count; i++)
        apply_wire(company, scenario->wires[i]);
    for (size_t i = 0; i < scenario->node_count; i++)
        apply_node(company, scenario->nodes[i]);
    for (size_t i = 0; i < scenario->route_count; i++)
        apply_route(company, scenario->routes[i]);
    for (size_t i = 0; i < scenario->filter_count; i++)
        scenario_filter_apply(company, scenario->filters[i]);
}
