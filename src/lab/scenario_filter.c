#include "lab/scenario_filter.h"

#include "lab/firewall.h"

/* What the rules of one filter share, and where they go. */
struct filter_build {
    const struct company *company;
    const struct scenario_filter *filter;
    struct lab_node *node;
    struct lab_rule rule;
};

static const enum lab_action actions[FILTER_ACTION_COUNT] = {
    [FILTER_DROP] = LAB_DROP,     [FILTER_RESET] = LAB_RESET,
    [FILTER_REJECT] = LAB_REJECT, [FILTER_DENY] = LAB_DENY,
    [FILTER_ACCEPT] = LAB_ACCEPT,
};

static const enum lab_protocol protocols[FILTER_PROTOCOL_COUNT] = {
    [FILTER_TCP] = LAB_TCP,
    [FILTER_UDP] = LAB_UDP,
    [FILTER_ICMP] = LAB_ICMP,
    [FILTER_ANY] = LAB_ANY_PROTOCOL,
};

/*
 * A router filters what it forwards; any other machine what it sends, or
 * what comes in when that is what the filter looks at.
 */
static enum lab_hook
hook_of(const struct scenario_filter *filter)
{
    bool sends = filter->at == PLACE_ENFORCE || filter->to.count > 0;

    switch (filter->at) {
    case PLACE_ROUTER:
    case PLACE_FIREWALL:
    case PLACE_PROVIDER:
    case PLACE_EXCHANGE:
        return LAB_FORWARD;
    case PLACE_NONE:
    case PLACE_ENFORCE:
    case PLACE_RESOLVER:
    case PLACE_SECOND_RESOLVER:
    case PLACE_PROXY:
    case PLACE_COUNT:
        break;
    }
    return sends && !filter->answers ? LAB_OUTPUT : LAB_INPUT;
}

static struct lab_rule
rule_of(const struct scenario_filter *filter)
{
    enum { MS = 1000 };
    struct lab_rule rule = {
        .hook = hook_of(filter),
        .label = "scenario",
        .protocol = protocols[filter->protocol],
        .one_segment_only = filter->one_segment_only,
        .hello_above = (size_t)filter->hello_above,
        .hello_in_pieces = filter->hello_in_pieces,
        .tls13 = filter->tls13,
        .size_above = (int)filter->size_above,
        .idle_above_ms = filter->idle_above_s * MS,
        .age_above_ms = filter->age_above_s * MS,
        .bytes_above = (uint64_t)filter->bytes_above,
        .one_in = (unsigned)filter->one_in,
        .over_per_s = (unsigned)filter->over_per_s,
        .nth = (unsigned)filter->nth,
        .from_ms = filter->from_s * MS,
        .until_ms = filter->until_s * MS,
        .action = actions[filter->action],
        .reset_both = filter->both_ways,
        .icmp_type_sent = (uint8_t)filter->icmp_type,
        .icmp_code_sent = (uint8_t)filter->icmp_code,
        .group = filter, /* it counts as a whole, to whichever address */
    };

    if (filter->answers)
        rule.source_port = (uint16_t)filter->port;
    else
        rule.port = (uint16_t)filter->port;
    return rule;
}

static void
add_for_name(const struct filter_build *build, const struct lab_rule *rule,
             const char *name, enum lab_action action, bool other)
{
    struct lab_rule one = *rule;

    one.server_name = name;
    one.action = action;
    one.other_names = other;
    lab_rule_add(build->node, &one);
}

/*
 * "Any name but these" is a rule for each that lets it pass, and one for
 * what is left.
 */
static void
add_for_names(const struct filter_build *build, const struct lab_rule *rule)
{
    const struct scenario_filter *filter = build->filter;
    enum lab_action action = filter->other_names ? LAB_ACCEPT : rule->action;
    const char *last = NULL;

    if (filter->names.count == 0) {
        lab_rule_add(build->node, rule);
        return;
    }
    for (size_t i = 0; i < build->company->site_count; i++) {
        const struct endpoint *endpoint = build->company->sites[i].endpoint;

        if (!selectors_match(&filter->names, endpoint))
            continue;
        last = endpoint->host;
        add_for_name(build, rule, last, action, false);
    }
    if (filter->other_names && last != NULL)
        add_for_name(build, rule, last, rule->action, true);
}

static struct lab_prefix
prefix_of(const struct address *address)
{
    enum { IPV4_BITS = 32, IPV6_BITS = 128 };

    return (struct lab_prefix){ *address, address->family == FAMILY_IPV6
                                              ? IPV6_BITS
                                              : IPV4_BITS };
}

/* Who sends has an address of either family, which must fit the other end. */
static void
add_for_sender(const struct filter_build *build, const struct lab_rule *rule)
{
    static const enum family families[] = { FAMILY_IPV4, FAMILY_IPV6 };
    enum family other = rule->destination.address.family;

    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        struct address address =
            company_address(build->filter->from_place, families[i]);
        struct lab_rule one = *rule;

        if (!families_have(build->filter->family, families[i]) ||
            (other != FAMILY_NONE && other != families[i]))
            continue;
        one.source = prefix_of(&address);
        add_for_names(build, &one);
    }
}

static void
add_for_prefix(const struct filter_build *build,
               const struct lab_prefix *prefix)
{
    struct lab_rule rule = build->rule;

    if (build->filter->answers)
        rule.source = *prefix;
    else
        rule.destination = *prefix;
    if (build->filter->from_place != PLACE_NONE)
        add_for_sender(build, &rule);
    else
        add_for_names(build, &rule);
}

static void
add_for_address(const struct filter_build *build,
                const struct address *address)
{
    struct lab_prefix prefix = prefix_of(address);

    if (address->family != FAMILY_NONE &&
        families_have(build->filter->family, address->family))
        add_for_prefix(build, &prefix);
}

static void
add_for_sites(const struct filter_build *build)
{
    const struct lab_directory *directory = &build->company->directory;

    for (size_t i = 0; i < directory->entry_count; i++) {
        const struct directory_entry *entry = directory->entries[i];

        if (entry->endpoint == NULL ||
            !selectors_match(&build->filter->to, entry->endpoint))
            continue;
        for (size_t j = 0; j < entry->address_count; j++)
            add_for_address(build, entry->addresses[j]);
    }
}

static void
add_for_place(const struct filter_build *build)
{
    enum place place = build->filter->to_place;
    struct address ipv4 = company_address(place, FAMILY_IPV4);
    struct address ipv6 = company_address(place, FAMILY_IPV6);

    add_for_address(build, &ipv4);
    add_for_address(build, &ipv6);
}

static void
add_for_everything(const struct filter_build *build)
{
    struct lab_prefix prefix = { 0 };

    if (build->filter->family == FAMILIES_IPV4)
        prefix.address.family = FAMILY_IPV4;
    if (build->filter->family == FAMILIES_IPV6)
        prefix.address.family = FAMILY_IPV6;
    add_for_prefix(build, &prefix);
}

void
scenario_filter_apply(struct company *company,
                      const struct scenario_filter *filter)
{
    struct filter_build build = {
        .company = company,
        .filter = filter,
        .node = company->places[filter->at],
        .rule = rule_of(filter),
    };

    if (filter->to.count > 0)
        add_for_sites(&build);
    if (filter->to_place != PLACE_NONE)
        add_for_place(&build);
    if (filter->to_address.family != FAMILY_NONE)
        add_for_address(&build, &filter->to_address);
    if (filter->to.count == 0 && filter->to_place == PLACE_NONE &&
        filter->to_address.family == FAMILY_NONE)
        add_for_everything(&build);
}
