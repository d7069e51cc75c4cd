#include "lab/scenario_machine.h"

#include "lab/dns_end.h"

enum { USUAL_MTU = 1500, DNS_PORT = 53 };

static const enum family families[] = { FAMILY_IPV4, FAMILY_IPV6 };
enum { FAMILIES = sizeof families / sizeof families[0] };

static bool
lacks_family(const struct scenario_machine *machine, enum family family)
{
    return machine->no_interface ||
           (family == FAMILY_IPV6 ? machine->no_ipv6 : machine->no_ipv4);
}

static void
add_no_route(struct lab_node *node, enum family family)
{
    struct lab_prefix all = { .address = { .family = family } };

    lab_route_add(node, &all, LAB_ROUTE_NONE, NULL);
}

/* Without a default route its own network can still be reached. */
static void
add_own_network(struct company *company, enum family family)
{
    enum { IPV4_BITS = 24, IPV6_BITS = 64 };
    struct lab_prefix own = {
        .address = company_address(PLACE_ENFORCE, family),
        .bits = family == FAMILY_IPV6 ? IPV6_BITS : IPV4_BITS,
    };

    lab_route_add(company->places[PLACE_ENFORCE], &own, LAB_ROUTE_VIA,
                  company->places[PLACE_ROUTER]);
}

static void
apply_routes(struct company *company)
{
    const struct scenario_machine *machine = &company->scenario->machine;
    struct lab_node *enforce = company->places[PLACE_ENFORCE];

    for (size_t i = 0; i < FAMILIES; i++) {
        if (lacks_family(machine, families[i])) {
            add_no_route(enforce, families[i]);
        } else if (machine->no_default_route) {
            add_no_route(enforce, families[i]);
            add_own_network(company, families[i]);
        }
    }
}

static void
apply_link_and_clock(struct company *company)
{
    enum { MS = 1000 };
    const struct scenario_machine *machine = &company->scenario->machine;
    struct lab_node *enforce = company->places[PLACE_ENFORCE];
    struct lab_habits habits = lab_node_habits(enforce);

    habits.clock_offset_ms = machine->clock_offset_s * MS;
    lab_node_set_habits(enforce, &habits);
    if (machine->mtu > 0) {
        struct lab_line line = company_line(WIRE_LAN);

        line.mtu = (int)machine->mtu;
        lab_link_set_line(company->wires[WIRE_LAN], enforce, &line);
    }
}

/* The first endpoint that the selector means; NULL cannot be. */
static const struct endpoint *
endpoint_of(const struct scenario *scenario, const char *selector)
{
    const struct definitions *in = scenario->definitions;

    for (size_t i = 0; i < in->endpoint_count; i++)
        if (selector_matches(selector, in->endpoints[i]))
            return in->endpoints[i];
    return NULL;
}

static const char *
host_name(const struct scenario *scenario, const struct scenario_host *line)
{
    return line->selector != NULL ? endpoint_of(scenario, line->selector)->host
                                  : line->host;
}

/* What is written in its resolv.conf: both of the company, usually. */
static size_t
list_resolvers(const struct scenario_machine *machine, struct arena *arena,
               struct address **out)
{
    size_t count = machine->resolver_count > 0 ? machine->resolver_count : 2;

    if (machine->no_resolvers)
        return 0;
    *out = arena_new(arena, count, sizeof **out);
    if (machine->resolver_count == 0) {
        (*out)[0] = company_address(PLACE_RESOLVER, FAMILY_IPV4);
        (*out)[1] = company_address(PLACE_SECOND_RESOLVER, FAMILY_IPV4);
    }
    for (size_t i = 0; i < machine->resolver_count; i++)
        (*out)[i] = *machine->resolvers[i];
    return count;
}

static void
apply_name_service(struct company *company, struct arena *arena)
{
    const struct scenario *scenario = company->scenario;
    const struct scenario_machine *machine = &scenario->machine;
    struct stub_host *hosts =
        arena_new(arena, machine->host_count, sizeof *hosts);
    struct address *resolvers = NULL;
    struct stub_settings settings = {
        .hosts = hosts,
        .host_count = machine->host_count,
        .search = machine->search,
        .no_ipv4 = lacks_family(machine, FAMILY_IPV4),
        .no_ipv6 = lacks_family(machine, FAMILY_IPV6),
    };

    for (size_t i = 0; i < machine->host_count; i++)
        hosts[i] = (struct stub_host){ host_name(scenario, machine->hosts[i]),
                                       machine->hosts[i]->address };
    settings.resolver_count = list_resolvers(machine, arena, &resolvers);
    settings.resolvers = resolvers;
    stub_resolver_start(company->places[PLACE_ENFORCE], &settings);
}

void
scenario_machine_apply(struct company *company, struct arena *arena)
{
    apply_routes(company);
    apply_link_and_clock(company);
    apply_name_service(company, arena);
}

/* What is found there. */

static struct machine_interface *
add_interface(struct machine *machine, struct arena *arena, const char *name,
              bool up, int64_t mtu)
{
    struct machine_interface *interface =
        arena_new(arena, 1, sizeof *interface);

    interface->name = name;
    interface->up = up;
    interface->mtu = mtu;
    arena_push(arena, &machine->interfaces, &machine->interface_count,
               interface);
    return interface;
}

static void
give_address(struct machine_interface *interface, struct arena *arena,
             struct address address)
{
    struct address *copy = arena_new(arena, 1, sizeof *copy);

    *copy = address;
    arena_push(arena, &interface->addresses, &interface->address_count, copy);
}

static void
describe_interfaces(const struct scenario_machine *is, struct arena *arena,
                    struct machine *machine)
{
    enum { LOOP_MTU = 65536 };
    struct machine_interface *loop =
        add_interface(machine, arena, "lo", true, LOOP_MTU);
    struct machine_interface *wired =
        add_interface(machine, arena, "eth0", !is->no_interface,
                      is->mtu > 0 ? is->mtu : USUAL_MTU);

    loop->loopback = true;
    for (size_t i = 0; i < FAMILIES; i++)
        if (!lacks_family(is, families[i]))
            give_address(wired, arena,
                         company_address(PLACE_ENFORCE, families[i]));
}

static void
describe_routes(const struct scenario_machine *is, struct arena *arena,
                struct machine *machine)
{
    for (size_t i = 0; i < FAMILIES; i++) {
        struct machine_route *route;

        if (is->no_default_route || lacks_family(is, families[i]))
            continue;
        route = arena_new(arena, 1, sizeof *route);
        route->interface = "eth0";
        route->gateway = company_address(PLACE_ROUTER, families[i]);
        arena_push(arena, &machine->default_routes,
                   &machine->default_route_count, route);
    }
}

static void
describe_resolvers(const struct scenario_machine *is, struct arena *arena,
                   struct machine *machine)
{
    struct address *addresses = NULL;
    size_t count = list_resolvers(is, arena, &addresses);

    for (size_t i = 0; i < count; i++) {
        struct machine_resolver *resolver =
            arena_new(arena, 1, sizeof *resolver);

        resolver->address = addresses[i];
        resolver->port = DNS_PORT;
        resolver->source = arena_printf(arena, "/etc/resolv.conf:%zu", i + 1);
        arena_push(arena, &machine->resolvers, &machine->resolver_count,
                   resolver);
    }
    if (is->search != NULL)
        arena_push(arena, &machine->search_domains,
                   &machine->search_domain_count, is->search);
}

static void
describe_hosts(const struct scenario *scenario, struct arena *arena,
               struct machine *machine)
{
    enum { FIRST_LINE = 3 }; /* behind those of the machine itself */
    const struct scenario_machine *is = &scenario->machine;

    for (size_t i = 0; i < is->host_count; i++) {
        struct machine_host *line = arena_new(arena, 1, sizeof *line);

        line->host = host_name(scenario, is->hosts[i]);
        line->address = is->hosts[i]->address;
        line->file = "/etc/hosts";
        line->line = (int64_t)i + FIRST_LINE;
        arena_push(arena, &machine->hosts, &machine->host_count, line);
    }
}

static void
describe_store(struct arena *arena, int64_t now, int64_t bytes,
               struct machine *machine)
{
    enum { MONTH_S = 30 * 24 * 3600 };
    struct machine_store *store = arena_new(arena, 1, sizeof *store);

    store->path = "/etc/ssl/certs/ca-certificates.crt";
    store->kind = "pem-file";
    store->source = "distribution";
    store->in_force = true;
    store->bytes = bytes;
    store->modified = now - MONTH_S;
    arena_push(arena, &machine->stores, &machine->store_count, store);
}

void
scenario_machine_describe(const struct scenario *scenario, struct arena *arena,
                          int64_t now, int64_t store_bytes,
                          struct machine *machine)
{
    const struct scenario_machine *is = &scenario->machine;

    *machine = (struct machine){
        .hostname = "enforce.corp.example",
        .system = "simulated server",
        .user = "operator",
        .local_time = now,
        .time_zone = "+00:00 UTC",
        .name_service = "files dns",
    };
    describe_interfaces(is, arena, machine);
    describe_routes(is, arena, machine);
    describe_resolvers(is, arena, machine);
    describe_hosts(scenario, arena, machine);
    describe_store(arena, now, store_bytes, machine);
}
