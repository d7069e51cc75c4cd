#include "model/machine.h"

#include "model/facts.h"

#define PLAIN(type, member, kind)                                             \
    SCHEMA_FIELD(type, member, kind, PRIVACY_PUBLIC)

static const struct field resolver_fields[] = {
    SCHEMA_FIELD(machine_resolver, address, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(machine_resolver, port, FIELD_INTEGER),
    SCHEMA_FIELD(machine_resolver, source, FIELD_TEXT, PRIVACY_PATH),
};
static const struct schema resolver_schema =
    SCHEMA_OF(machine_resolver, resolver_fields);

static const struct field host_fields[] = {
    SCHEMA_FIELD(machine_host, host, FIELD_TEXT, PRIVACY_HOST),
    SCHEMA_FIELD(machine_host, address, FIELD_ADDRESS, PRIVACY_ADDRESS),
    SCHEMA_FIELD(machine_host, file, FIELD_TEXT, PRIVACY_PATH),
    PLAIN(machine_host, line, FIELD_INTEGER),
};
static const struct schema host_schema = SCHEMA_OF(machine_host, host_fields);

static const struct field variable_fields[] = {
    PLAIN(machine_variable, name, FIELD_TEXT),
    SCHEMA_FIELD(machine_variable, value, FIELD_TEXT, PRIVACY_FREE),
};
static const struct schema variable_schema =
    SCHEMA_OF(machine_variable, variable_fields);

static const struct field store_fields[] = {
    SCHEMA_FIELD(machine_store, path, FIELD_TEXT, PRIVACY_PATH),
    PLAIN(machine_store, kind, FIELD_TEXT),
    PLAIN(machine_store, source, FIELD_TEXT),
    PLAIN(machine_store, in_force, FIELD_FLAG),
    PLAIN(machine_store, bytes, FIELD_INTEGER),
    PLAIN(machine_store, modified, FIELD_TIME),
};
static const struct schema store_schema =
    SCHEMA_OF(machine_store, store_fields);

static const struct field interface_fields[] = {
    PLAIN(machine_interface, name, FIELD_TEXT),
    PLAIN(machine_interface, up, FIELD_FLAG),
    PLAIN(machine_interface, loopback, FIELD_FLAG),
    PLAIN(machine_interface, mtu, FIELD_INTEGER),
    SCHEMA_LIST(machine_interface, addresses, address_count, &address_schema),
};
static const struct schema interface_schema =
    SCHEMA_OF(machine_interface, interface_fields);

static const struct field route_fields[] = {
    PLAIN(machine_route, interface, FIELD_TEXT),
    SCHEMA_FIELD(machine_route, gateway, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(machine_route, metric, FIELD_INTEGER),
};
static const struct schema route_schema_of_machine =
    SCHEMA_OF(machine_route, route_fields);

static const struct field machine_fields[] = {
    SCHEMA_FIELD(machine, hostname, FIELD_TEXT, PRIVACY_HOST),
    PLAIN(machine, system, FIELD_TEXT),
    PLAIN(machine, kernel, FIELD_TEXT),
    SCHEMA_FIELD(machine, user, FIELD_TEXT, PRIVACY_USER),
    PLAIN(machine, local_time, FIELD_TIME),
    PLAIN(machine, time_zone, FIELD_TEXT),
    SCHEMA_LIST(machine, resolvers, resolver_count, &resolver_schema),
    SCHEMA_TEXTS(machine, search_domains, search_domain_count, PRIVACY_HOST),
    PLAIN(machine, name_service, FIELD_TEXT),
    SCHEMA_LIST(machine, hosts, host_count, &host_schema),
    SCHEMA_LIST(machine, variables, variable_count, &variable_schema),
    SCHEMA_LIST(machine, stores, store_count, &store_schema),
    SCHEMA_LIST(machine, interfaces, interface_count, &interface_schema),
    SCHEMA_LIST(machine, default_routes, default_route_count,
                &route_schema_of_machine),
    SCHEMA_TEXTS(machine, notes, note_count, PRIVACY_FREE),
};
const struct schema machine_schema = SCHEMA_OF(machine, machine_fields);

bool
machine_has_address(const struct machine *machine,
                    const struct address *address)
{
    for (size_t i = 0; i < machine->interface_count; i++) {
        const struct machine_interface *interface = machine->interfaces[i];

        for (size_t j = 0; j < interface->address_count; j++)
            if (address_equal(interface->addresses[j], address))
                return true;
    }
    return false;
}

const struct address *
machine_gateway(const struct machine *machine, enum family family)
{
    for (size_t i = 0; i < machine->default_route_count; i++)
        if (machine->default_routes[i]->gateway.family == family)
            return &machine->default_routes[i]->gateway;
    return NULL;
}
