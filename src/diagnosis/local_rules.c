#include "diagnosis/rules.h"
#include "diagnosis/setback.h"
#include "model/probe_tally.h"

/* What lies on this machine or between it and its first router. */

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

    if (sight->path == NULL)
        return machine_has_no_way_out(&inquiry->run->machine) &&
               name_was_not_sent(name);
    return path_is_unrouted(sight->path) && target_is_unrouted(sight->target);
}

static void
no_network_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (machine_has_no_way_out(&inquiry->run->machine))
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
answer_failed_at_first_hop(const struct dns_answer *answer)
{
    enum { UNREACHABLE = 3, HOST = 1, UNREACHABLE_6 = 1, ADDRESS_6 = 3 };
    bool ipv6 = answer->sender.family == FAMILY_IPV6;

    return answer->reason == REASON_DNS_UNREACHABLE &&
           answer->sender_is_local &&
           answer->icmp_type == (ipv6 ? UNREACHABLE_6 : UNREACHABLE) &&
           answer->icmp_code == (ipv6 ? ADDRESS_6 : HOST);
}

/* No question about the name got as far as the router. */
static bool
name_failed_at_first_hop(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (!answer_failed_at_first_hop(name->answers[i]))
            return false;
    return name->answer_count > 0;
}

static bool
first_hop_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    if (sight->path == NULL)
        return target_is_unresolved(sight->target) &&
               name_failed_at_first_hop(sight->target->name);
    return sight_failed(sight, CHECK_TCP) &&
           sight_reason(sight, CHECK_TCP) == REASON_HOST_UNREACHABLE &&
           sight->path->tcp.sender_is_local;
}

/*
 * The first router answers what is for another port, and what is for this one
 * never reaches it, or is dropped by it before anything else.
 */
static bool
held_back_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct path *like;

    if (sight->path == NULL || !sight_failed(sight, CHECK_TCP) ||
        sight_reason(sight, CHECK_TCP) != REASON_SILENT)
        return false;
    like = probes_hops_model(inquiry->run, sight->path);
    return like != NULL && probes_last_hop(inquiry->run, like) == NULL &&
           probes_nearest(inquiry->run, like, PROBE_HOPS) == 0 &&
           probes_first_router(inquiry->run, like) != NULL;
}

static void
held_back_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_first_router(inquiry->run, sight->path) != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "first-router-takes-other",
                     sight);
}

/* Which of the two it is cannot be seen from here. */
static enum confidence
held_back_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_MEDIUM;
}

static void
first_hop_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->path != NULL)
        setback_cite(inquiry, sight);
    else
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS,
                            "questions-not-sent-on", sight->target);
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

const struct rule held_back_rule = {
    .cause = "held-back-nearby",
    .weight = WEIGHT_REACHABILITY,
    .fits = held_back_fits,
    .cite = held_back_cite,
    .weigh = held_back_weigh,
};

const struct rule first_hop_silent_rule = {
    .cause = "first-hop-silent",
    .weight = WEIGHT_REACHABILITY,
    .fits = first_hop_fits,
    .cite = first_hop_cite,
    .weigh = local_weigh,
};
