#include "catalog/scenario_network_keys.h"

#include <string.h>

#include "catalog/scenario_limits.h"
#include "catalog/yaml_rules.h"
#include "model/scenario.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* What things stand at must be somewhere. */
static bool
place_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const char *key)
{
    const struct yaml_node *value = yaml_find(node, key);

    if (value == NULL || strcmp(value->text, "none") != 0)
        return true;
    return yaml_reject_kind(decoder, value, "a place");
}

/* The machine. */

static const struct yaml_key host_keys[] = {
    YAML_KEY_PLAIN(scenario_host, selector, YAML_SELECTOR),
    YAML_KEY_PLAIN(scenario_host, host, YAML_HOST),
    YAML_KEY(scenario_host, address, YAML_ADDRESS, .required = true),
};

static bool
host_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct scenario_host *host = record;
    const struct yaml_rule rules[] = {
        { .key = "host",
          .needed = host->selector == NULL,
          .refused = host->selector != NULL,
          .when = "without \"selector\"" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

static const struct yaml_shape host_shape = {
    .one = "a line of the hosts file",
    .many = "lines of the hosts file",
    .size = sizeof(struct scenario_host),
    .keys = host_keys,
    .key_count = COUNT_OF(host_keys),
    .check = host_check,
};

static const struct yaml_key machine_keys[] = {
    YAML_KEY_PLAIN(scenario_machine, no_interface, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_machine, no_default_route, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_machine, no_ipv4, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_machine, no_ipv6, YAML_FLAG),
    YAML_KEY(scenario_machine, mtu, YAML_INTEGER, .least = LEAST_MTU,
             .most = MOST_MTU),
    YAML_KEY(scenario_machine, clock_offset_s, YAML_INTEGER,
             .least = -MOST_OFFSET_S, .most = MOST_OFFSET_S),
    YAML_KEY_PLAIN(scenario_machine, no_resolvers, YAML_FLAG),
    YAML_KEY_LIST(scenario_machine, resolvers, resolver_count, YAML_ADDRESSES,
                  .required = false),
    YAML_KEY_PLAIN(scenario_machine, search, YAML_HOST),
    YAML_KEY_LIST(scenario_machine, hosts, host_count, YAML_RECORDS,
                  .most = MOST_ROWS, .shape = &host_shape),
    YAML_KEY_PLAIN(scenario_machine, store_lacks_root, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_machine, store_lacks_old_root, YAML_FLAG),
    YAML_KEY_LIST(scenario_machine, environment, environment_count, YAML_LINES,
                  .most = LONGEST_LINE),
};

static bool
environment_check(const struct yaml_decoder *decoder,
                  const struct yaml_node *node,
                  const struct scenario_machine *machine)
{
    for (size_t i = 0; i < machine->environment_count; i++) {
        const char *equals = strchr(machine->environment[i], '=');

        if (equals == NULL || equals == machine->environment[i])
            return yaml_reject_kind(
                decoder, yaml_find(node, "environment")->items[i],
                "a variable such as HTTPS_PROXY=http://proxy:3128");
    }
    return true;
}

static bool
machine_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
              const void *record)
{
    const struct scenario_machine *machine = record;
    const struct yaml_rule rules[] = {
        { .key = "resolvers",
          .refused = machine->no_resolvers,
          .when = "without \"no_resolvers\"" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules)) &&
           environment_check(decoder, node, machine);
}

const struct yaml_shape scenario_machine_shape = {
    .one = "a machine",
    .keys = machine_keys,
    .key_count = COUNT_OF(machine_keys),
    .check = machine_check,
};

/* Wires. */

static const struct yaml_key wire_keys[] = {
    YAML_KEY(scenario_wire, wire, YAML_WORD, .required = true,
             .words = &wire_words),
    YAML_KEY(scenario_wire, way, YAML_WORD, .words = &way_words),
    YAML_KEY_PLAIN(scenario_wire, of, YAML_SELECTORS),
    YAML_KEY(scenario_wire, delay_ms, YAML_INTEGER, .most = MOST_DELAY_MS),
    YAML_KEY(scenario_wire, jitter_ms, YAML_INTEGER, .most = MOST_DELAY_MS),
    YAML_KEY(scenario_wire, loss_percent, YAML_INTEGER, .most = MOST_PERCENT),
    YAML_KEY(scenario_wire, rate_kbit, YAML_INTEGER, .least = 1,
             .most = MOST_RATE_KBIT),
    YAML_KEY(scenario_wire, mtu, YAML_INTEGER, .least = LEAST_MTU,
             .most = MOST_MTU),
    YAML_KEY_PLAIN(scenario_wire, down, YAML_FLAG),
};

static bool
wire_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct scenario_wire *wire = record;
    const struct yaml_rule rules[] = {
        { .key = "of",
          .refused = wire->wire != WIRE_SERVICE,
          .when = "with wire service" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

const struct yaml_shape scenario_wire_shape = {
    .one = "a wire",
    .many = "wires",
    .size = sizeof(struct scenario_wire),
    .keys = wire_keys,
    .key_count = COUNT_OF(wire_keys),
    .check = wire_check,
};

/* Nodes. */

static const struct yaml_key node_keys[] = {
    YAML_KEY(scenario_node, at, YAML_WORD, .words = &place_words),
    YAML_KEY_PLAIN(scenario_node, of, YAML_SELECTORS),
    YAML_KEY_PLAIN(scenario_node, down, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_node, hides_hops, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_node, hides_too_big, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_node, hides_unreachable, YAML_FLAG),
    YAML_KEY(scenario_node, clamp_segment, YAML_INTEGER,
             .least = LEAST_SEGMENT, .most = MOST_SEGMENT),
};

static bool
node_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    bool of_endpoints = ((const struct scenario_node *)record)->of.count > 0;
    const struct yaml_rule rules[] = {
        { .key = "at",
          .needed = !of_endpoints,
          .refused = of_endpoints,
          .when = "without \"of\"" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules)) &&
           place_check(decoder, node, "at");
}

const struct yaml_shape scenario_node_shape = {
    .one = "a node",
    .many = "nodes",
    .size = sizeof(struct scenario_node),
    .keys = node_keys,
    .key_count = COUNT_OF(node_keys),
    .check = node_check,
};

/* Routes. */

static const struct yaml_key route_keys[] = {
    YAML_KEY(scenario_route, at, YAML_WORD, .required = true,
             .words = &place_words),
    YAML_KEY_PLAIN(scenario_route, to, YAML_SELECTORS),
    YAML_KEY(scenario_route, family, YAML_WORD, .words = &families_words),
    YAML_KEY(scenario_route, kind, YAML_WORD, .words = &no_route_words),
};

static bool
route_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const void *record)
{
    (void)record;
    return place_check(decoder, node, "at");
}

const struct yaml_shape scenario_route_shape = {
    .one = "a route",
    .many = "routes",
    .size = sizeof(struct scenario_route),
    .keys = route_keys,
    .key_count = COUNT_OF(route_keys),
    .check = route_check,
};

/* Filters. */

enum {
    MOST_PACKET = 65535,
    MOST_BYTES = 1000 * 1000 * 1000,
    MOST_RATE = 1000 * 1000,
};

static const struct yaml_key filter_keys[] = {
    YAML_KEY(scenario_filter, at, YAML_WORD, .required = true,
             .words = &place_words),
    YAML_KEY_PLAIN(scenario_filter, to, YAML_SELECTORS),
    YAML_KEY(scenario_filter, to_place, YAML_WORD, .words = &place_words),
    YAML_KEY_PLAIN(scenario_filter, to_address, YAML_ADDRESS),
    YAML_KEY_PLAIN(scenario_filter, answers, YAML_FLAG),
    YAML_KEY(scenario_filter, from_place, YAML_WORD, .words = &place_words),
    YAML_KEY(scenario_filter, family, YAML_WORD, .words = &families_words),
    YAML_KEY(scenario_filter, protocol, YAML_WORD,
             .words = &filter_protocol_words),
    YAML_KEY(scenario_filter, port, YAML_INTEGER, .least = 1,
             .most = MOST_PORT),
    YAML_KEY_PLAIN(scenario_filter, names, YAML_SELECTORS),
    YAML_KEY_PLAIN(scenario_filter, other_names, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_filter, one_segment_only, YAML_FLAG),
    YAML_KEY(scenario_filter, hello_above, YAML_INTEGER, .least = 1,
             .most = MOST_PACKET),
    YAML_KEY_PLAIN(scenario_filter, hello_in_pieces, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_filter, tls13, YAML_FLAG),
    YAML_KEY(scenario_filter, size_above, YAML_INTEGER, .least = 1,
             .most = MOST_PACKET),
    YAML_KEY(scenario_filter, idle_above_s, YAML_INTEGER, .least = 1,
             .most = MOST_TIME_S),
    YAML_KEY(scenario_filter, age_above_s, YAML_INTEGER, .least = 1,
             .most = MOST_TIME_S),
    YAML_KEY(scenario_filter, bytes_above, YAML_INTEGER, .least = 1,
             .most = MOST_BYTES),
    YAML_KEY(scenario_filter, one_in, YAML_INTEGER, .least = 1,
             .most = MOST_ONE_IN),
    YAML_KEY(scenario_filter, over_per_s, YAML_INTEGER, .least = 1,
             .most = MOST_RATE),
    YAML_KEY(scenario_filter, nth, YAML_INTEGER, .least = 1,
             .most = MOST_ONE_IN),
    YAML_KEY(scenario_filter, from_s, YAML_INTEGER, .most = MOST_TIME_S),
    YAML_KEY(scenario_filter, until_s, YAML_INTEGER, .least = 1,
             .most = MOST_TIME_S),
    YAML_KEY(scenario_filter, action, YAML_WORD, .required = true,
             .words = &filter_action_words),
    YAML_KEY_PLAIN(scenario_filter, both_ways, YAML_FLAG),
    YAML_KEY(scenario_filter, icmp_type, YAML_INTEGER, .least = 1,
             .most = MOST_OCTET),
    YAML_KEY(scenario_filter, icmp_code, YAML_INTEGER, .most = MOST_OCTET),
};

static bool
filter_check_ends(const struct yaml_decoder *decoder,
                  const struct yaml_node *node,
                  const struct scenario_filter *filter)
{
    const struct yaml_rule rules[] = {
        { .key = "to_place",
          .refused = filter->to.count > 0,
          .when = "without \"to\"" },
        { .key = "to_address",
          .refused = filter->to.count > 0,
          .when = "without \"to\"" },
        { .key = "to_address",
          .refused = filter->to_place != PLACE_NONE,
          .when = "without \"to_place\"" },
        { .key = "from_place",
          .refused = filter->answers,
          .when = "without \"answers\"" },
    };

    return place_check(decoder, node, "at") &&
           place_check(decoder, node, "to_place") &&
           place_check(decoder, node, "from_place") &&
           yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

static bool
filter_check_protocol(const struct yaml_decoder *decoder,
                      const struct yaml_node *node,
                      const struct scenario_filter *filter)
{
    static const char *const hello_keys[] = {
        "names",       "other_names",     "one_segment_only",
        "hello_above", "hello_in_pieces", "tls13",
    };
    bool tcp = filter->protocol == FILTER_TCP;
    struct yaml_rule rules[COUNT_OF(hello_keys) + 1] = {
        { .key = "port",
          .refused = filter->protocol == FILTER_ICMP,
          .when = "with a protocol that has ports" },
    };

    for (size_t i = 0; i < COUNT_OF(hello_keys); i++)
        rules[i + 1] = (struct yaml_rule){ .key = hello_keys[i],
                                           .refused = !tcp,
                                           .when = "with protocol tcp" };
    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

static bool
filter_check_action(const struct yaml_decoder *decoder,
                    const struct yaml_node *node,
                    const struct scenario_filter *filter)
{
    bool rejects = filter->action == FILTER_REJECT;
    const struct yaml_rule rules[] = {
        { .key = "both_ways",
          .refused = filter->action != FILTER_RESET,
          .when = "with action reset" },
        { .key = "icmp_type",
          .refused = !rejects,
          .when = "with action reject" },
        { .key = "icmp_code",
          .refused = !rejects,
          .when = "with action reject" },
        { .key = "icmp_type",
          .needed = yaml_find(node, "icmp_code") != NULL,
          .when = "with \"icmp_code\"" },
    };
    const struct yaml_node *action = yaml_find(node, "action");

    if (filter->action == FILTER_DENY && filter->at != PLACE_ENFORCE)
        return yaml_reject_kind(decoder, action, "deny only with at enforce");
    if (filter->action == FILTER_RESET && filter->protocol != FILTER_TCP)
        return yaml_reject_kind(decoder, action,
                                "reset only with protocol tcp");
    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

static bool
filter_check_time(const struct yaml_decoder *decoder,
                  const struct yaml_node *node,
                  const struct scenario_filter *filter)
{
    if (filter->until_s == 0 || filter->until_s > filter->from_s)
        return true;
    return yaml_reject(decoder, yaml_find(node, "until_s"),
                       "expected more than %d, found %d", (int)filter->from_s,
                       (int)filter->until_s);
}

static bool
filter_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
             const void *record)
{
    return filter_check_ends(decoder, node, record) &&
           filter_check_protocol(decoder, node, record) &&
           filter_check_action(decoder, node, record) &&
           filter_check_time(decoder, node, record);
}

const struct yaml_shape scenario_filter_shape = {
    .one = "a filter",
    .many = "filters",
    .size = sizeof(struct scenario_filter),
    .keys = filter_keys,
    .key_count = COUNT_OF(filter_keys),
    .check = filter_check,
};
