#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

/* What lies on this machine or between it and its first router. */

/*
 * That there is no default route is read, that nothing goes out is seen: both
 * must be there, for routes can stand in other tables.
 */
static bool
machine_has_no_way_out(const struct machine *machine)
{
    return machine->interface_count > 0 && machine->default_route_count == 0;
}

static bool
name_was_not_sent(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason != REASON_DNS_UNREACHABLE)
            return false;
    return name->answer_count > 0 && name->system.address_count == 0;
}

static bool
no_network_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *name = sight->target->proxy_name != NULL
                                  ? sight->target->proxy_name
                                  : sight->target->name;
    enum reason reason;

    if (!machine_has_no_way_out(&inquiry->run->machine))
        return false;
    if (sight->path == NULL)
        return name_was_not_sent(name);
    reason = sight->path->results[CHECK_TCP].reason;
    return reason == REASON_NO_ROUTE || reason == REASON_NO_LOCAL_ADDRESS;
}

static void
no_network_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "no-default-route",
                        sight->target);
    if (sight->path != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "connect-unreachable", sight);
}

/* It is read from this machine itself. */
static enum confidence
local_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

static bool
local_firewall_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_failed(sight, CHECK_TCP) &&
           sight_reason(sight, CHECK_TCP) == REASON_LOCAL_POLICY;
}

/*
 * Linux asks three times who has the router's address, then says itself that
 * the host cannot be reached.
 */
static bool
first_hop_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight_failed(sight, CHECK_TCP) &&
           sight_reason(sight, CHECK_TCP) == REASON_HOST_UNREACHABLE &&
           sight->path->tcp.sender_is_local;
}

const struct rule no_network_rule = {
    .cause = "no-network",
    .weight = WEIGHT_REACHABILITY,
    .fits = no_network_fits,
    .cite = no_network_cite,
    .weigh = local_weigh,
};

const struct rule local_firewall_rule = {
    .cause = "local-firewall",
    .weight = WEIGHT_REACHABILITY,
    .fits = local_firewall_fits,
    .cite = setback_cite,
    .weigh = local_weigh,
};

const struct rule first_hop_silent_rule = {
    .cause = "first-hop-silent",
    .weight = WEIGHT_REACHABILITY,
    .fits = first_hop_fits,
    .cite = setback_cite,
    .weigh = local_weigh,
};
