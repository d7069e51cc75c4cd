#include "diagnosis/dns_rules.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"
#include "model/naming.h"

/*
 * Names that lead to nobody because somebody wants it so. Genuine answers
 * prove an address whatever is written of it, so a sight with a genuine
 * chain for its name is never taken.
 */

static bool
filter_is_sinkhole(const struct inquiry *inquiry,
                   const struct address *address)
{
    return naming_address_is_sinkhole(inquiry->run->definitions, address);
}

/* What the servers gave for a name. */
struct given {
    bool sinkhole;
    bool other;
};

static struct given
name_given(const struct inquiry *inquiry, const struct name *name)
{
    struct given given = { 0 };

    for (size_t i = 0; i < name->answer_count; i++)
        for (size_t j = 0; j < name->answers[i]->record_count; j++) {
            const struct dns_record *record = name->answers[i]->records[j];

            if (record->address.family == FAMILY_NONE)
                continue;
            if (filter_is_sinkhole(inquiry, &record->address))
                given.sinkhole = true;
            else
                given.other = true;
        }
    return given;
}

static bool
system_gives_other(const struct inquiry *inquiry,
                   const struct system_answer *system)
{
    for (size_t i = 0; i < system->address_count; i++)
        if (!filter_is_sinkhole(inquiry, system->addresses[i]))
            return true;
    return false;
}

/*
 * All that the product would use is a sinkhole, and it was not this machine
 * alone that said so: a line of its hosts file is another matter.
 */
static bool
name_leads_to_sinkholes(const struct inquiry *inquiry, const struct name *name)
{
    struct given given = name_given(inquiry, name);

    if (name->system.address_count == 0)
        return given.sinkhole && !given.other;
    if (system_gives_other(inquiry, &name->system))
        return false;
    return given.sinkhole || (!given.other && name->system.hosts_line == NULL);
}

static bool
answer_has_address(const struct dns_answer *answer,
                   const struct address *address)
{
    for (size_t i = 0; i < answer->record_count; i++)
        if (address_equal(&answer->records[i]->address, address))
            return true;
    return false;
}

/* The address came in an answer that says of itself that it is filtered. */
static bool
address_is_of_filter(const struct name *name, const struct address *address)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (naming_answer_is_filtered(name->answers[i]) &&
            answer_has_address(name->answers[i], address))
            return true;
    return false;
}

static bool
sight_is_itself(const struct sight *sight)
{
    return sight->path != NULL && sight_chain_is_genuine(sight) &&
           sight->path->tls.name_matches;
}

static bool
filter_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct target *target = sight->target;
    const struct name *name = target->name;

    if (target->route.kind != ROUTE_DIRECT || sight_is_itself(sight))
        return false;
    if (target_is_unresolved(target))
        return naming_filtered_answer(name) != NULL ||
               name_leads_to_sinkholes(inquiry, name);
    if (sight->path == NULL)
        return false;
    return address_is_of_filter(name, &sight->path->address) ||
           (filter_is_sinkhole(inquiry, &sight->path->address) &&
            name_leads_to_sinkholes(inquiry, name));
}

static void
filter_cite(struct inquiry *inquiry, const struct sight *sight)
{
    const struct target *target = sight->target;

    if (naming_filtered_answer(target->name) != NULL)
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "resolver-filters",
                            target);
    if (sight->path == NULL)
        dns_rules_cite(inquiry, sight);
    else if (filter_is_sinkhole(inquiry, &sight->path->address))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "address-is-sinkhole", sight);
    if (sight->path != NULL)
        setback_cite(inquiry, sight);
    if (name_given(inquiry, target->name).other)
        inquiry_cite_target(inquiry, EVIDENCE_CONTRADICTS,
                            "other-addresses-given", target);
}

/* A filter that names itself, or is known by its address. */
static bool
filter_is_known(const struct inquiry *inquiry, const struct sight *sight)
{
    return naming_filtered_answer(sight->target->name) != NULL ||
           (sight->path != NULL &&
            naming_sinkhole(inquiry->run->definitions,
                            &sight->path->address) != NULL);
}

/*
 * No public service is at such an address, so the answer is wrong beyond
 * doubt; what is uncertain is whether a filter, and whose, has given it.
 */
static enum confidence
filter_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);
    struct given given = name_given(inquiry, first->target->name);

    inquiry_cite_limits(inquiry);
    if (filter_is_known(inquiry, first))
        return given.other ? CONFIDENCE_MEDIUM : CONFIDENCE_HIGH;
    return given.sinkhole && !given.other ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

const struct rule name_filtered_rule = {
    .cause = "name-filtered",
    .weight = WEIGHT_REACHABILITY,
    .fits = filter_fits,
    .cite = filter_cite,
    .weigh = filter_weigh,
};
