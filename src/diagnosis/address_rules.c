#include "diagnosis/dns_rules.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

/*
 * Names that lead somewhere else: a resolver, the hosts file or the search
 * list gives an address at which the service is not.
 */

static bool
is_direct(const struct sight *sight)
{
    return sight->target->route.kind == ROUTE_DIRECT && sight->path != NULL;
}

/*
 * The product would use the address, and the service is not there. A dead
 * address beside others that work leads nowhere, which is less.
 */
static bool
leads_astray(const struct sight *sight)
{
    if (sight->target_works && is_direct(sight) &&
        sight_failed(sight, CHECK_TCP))
        return false;
    return is_direct(sight) && sight->path->of_system && !sight->proven &&
           (sight_failed(sight, CHECK_TCP) || sight_failed(sight, CHECK_TLS) ||
            sight_failed(sight, CHECK_HTTP));
}

static bool
server_gave(const struct name *name, const struct address *address)
{
    for (size_t i = 0; i < name->answer_count; i++)
        for (size_t j = 0; j < name->answers[i]->record_count; j++)
            if (address_equal(&name->answers[i]->records[j]->address, address))
                return true;
    return false;
}

/* The same endpoint, proven at an address that the product does not use. */
static const struct sight *
proven_elsewhere(const struct inquiry *inquiry, const struct sight *sight)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];

        if (other->target == sight->target && other->proven &&
            !other->path->of_system)
            return other;
    }
    return NULL;
}

static void
cite_elsewhere(struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *other = proven_elsewhere(inquiry, sight);

    if (other != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "genuine-at-other-address",
                     other);
}

/* The hosts file. */

static bool
hosts_file_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *name = sight->target->name;

    return leads_astray(sight) && name->system.hosts_line != NULL &&
           !server_gave(name, &sight->path->address) &&
           proven_elsewhere(inquiry, sight) != NULL;
}

static void
hosts_file_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "hosts-file-says",
                        sight->target);
    setback_cite(inquiry, sight);
    cite_elsewhere(inquiry, sight);
}

/* One name, two addresses: the service is at the one that is not used. */
static enum confidence
address_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);
    bool proven = proven_elsewhere(inquiry, first) != NULL;

    inquiry_cite_limits(inquiry);
    return proven ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
}

/* A resolver that has an answer for names that nobody has. */

static const struct name *
random_name_at(const struct run *run, const struct address *address)
{
    for (size_t i = 0; i < run->name_count; i++) {
        const struct name *name = run->names[i];

        if (name->random && server_gave(name, address))
            return name;
    }
    return NULL;
}

static bool
rewritten_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return leads_astray(sight) &&
           random_name_at(inquiry->run, &sight->path->address) != NULL;
}

static void
rewritten_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "random-name-has-same-address",
                 sight);
    setback_cite(inquiry, sight);
}

static enum confidence
rewritten_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

/* The search list: no server knows the name, and this machine does. */

static bool
search_list_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *name = sight->target->name;

    return leads_astray(sight) && name->system.hosts_line == NULL &&
           inquiry->run->machine.search_domain_count > 0 &&
           dns_rules_name_is_denied(name);
}

static void
search_list_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "resolver-says",
                        sight->target);
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "search-list-adds",
                        sight->target);
    setback_cite(inquiry, sight);
}

/* A resolver's answer. */

/* An address of the inside of some network. */
static bool
is_internal(const struct address *address)
{
    static const bool kinds[ADDRESS_KIND_COUNT] = {
        [ADDRESS_PRIVATE] = true,
        [ADDRESS_UNIQUE_LOCAL] = true,
        [ADDRESS_LINK_LOCAL] = true,
        [ADDRESS_SHARED] = true,
    };

    return kinds[address_kind_of(address)];
}

static bool
wrong_address_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return leads_astray(sight) &&
           sight->target->name->literal.family == FAMILY_NONE &&
           sight->target->name->system.hosts_line == NULL &&
           (is_internal(&sight->path->address) ||
            proven_elsewhere(inquiry, sight) != NULL);
}

static void
wrong_address_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (is_internal(&sight->path->address))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "address-is-internal", sight);
    setback_cite(inquiry, sight);
    cite_elsewhere(inquiry, sight);
}

/*
 * Nobody there took the connection, and the address may be a right one: then
 * a firewall that lets out to some addresses only looks the same.
 */
static bool
may_be_held_up(const struct sight *sight)
{
    return sight_failed(sight, CHECK_TCP) &&
           !is_internal(&sight->path->address);
}

static enum confidence
wrong_address_weigh(struct inquiry *inquiry)
{
    enum confidence sure = address_weigh(inquiry);

    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight)) {
        if (!may_be_held_up(sight))
            continue;
        inquiry_cite(inquiry, EVIDENCE_NOT_EVALUATED, "address-may-be-right",
                     sight);
        sure = sure == CONFIDENCE_HIGH ? CONFIDENCE_MEDIUM : sure;
    }
    return sure;
}

const struct rule hosts_file_rule = {
    .cause = "hosts-file-override",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = hosts_file_fits,
    .cite = hosts_file_cite,
    .weigh = address_weigh,
};

const struct rule name_rewritten_rule = {
    .cause = "name-rewritten",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = rewritten_fits,
    .cite = rewritten_cite,
    .weigh = rewritten_weigh,
};

const struct rule search_list_rule = {
    .cause = "search-domain-captures",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = search_list_fits,
    .cite = search_list_cite,
    .weigh = address_weigh,
};

const struct rule wrong_address_rule = {
    .cause = "wrong-address",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = wrong_address_fits,
    .cite = wrong_address_cite,
    .weigh = wrong_address_weigh,
};
