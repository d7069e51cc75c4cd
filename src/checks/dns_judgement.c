#include "checks/dns_judgement.h"

static bool
dns_is_special(const struct address *address)
{
    return address_kind_of(address) != ADDRESS_GLOBAL;
}

static bool
dns_all_special(const struct system_answer *system)
{
    for (size_t i = 0; i < system->address_count; i++)
        if (!dns_is_special(system->addresses[i]))
            return false;
    return true;
}

static bool
dns_any_server(const struct name *name, enum reason reason)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason == reason)
            return true;
    return false;
}

/* The most telling of what the servers said, or none when none was asked. */
static enum reason
dns_servers_reason(const struct name *name)
{
    static const enum reason most_telling_first[] = {
        REASON_NXDOMAIN,        REASON_DNS_REFUSED, REASON_SERVFAIL,
        REASON_DNS_ERROR,       REASON_NO_DATA,     REASON_DNS_MALFORMED,
        REASON_DNS_UNREACHABLE, REASON_DNS_SILENT,
    };

    for (size_t i = 0;
         i < sizeof most_telling_first / sizeof most_telling_first[0]; i++)
        if (dns_any_server(name, most_telling_first[i]))
            return most_telling_first[i];
    return REASON_NONE;
}

/*
 * What makes a name that resolves worth a remark: a server of the list that
 * would not have resolved it. "No data" for one of the two types is usual.
 */
static enum reason
dns_servers_remark(const struct name *name)
{
    static const enum reason remarkable[] = {
        REASON_NXDOMAIN,  REASON_DNS_REFUSED,   REASON_SERVFAIL,
        REASON_DNS_ERROR, REASON_DNS_MALFORMED,
    };

    if (dns_any_server(name, REASON_DNS_SILENT))
        return REASON_DNS_SILENT;
    if (dns_any_server(name, REASON_DNS_UNREACHABLE))
        return REASON_DNS_UNREACHABLE;
    for (size_t i = 0; i < sizeof remarkable / sizeof remarkable[0]; i++)
        if (dns_any_server(name, remarkable[i]))
            return REASON_ANSWERS_DIFFER;
    return REASON_NONE;
}

static struct dns_judgement
dns_judge_resolved(const struct name *name)
{
    struct dns_judgement judgement = { OUTCOME_WARN, REASON_NONE };

    if (dns_all_special(&name->system))
        judgement.reason = REASON_SPECIAL_ADDRESS;
    else
        judgement.reason = dns_servers_remark(name);
    if (judgement.reason == REASON_NONE)
        judgement.outcome = OUTCOME_PASS;
    return judgement;
}

/* Of a question that was put in another way only the servers were asked. */
static struct dns_judgement
dns_judge_varied(const struct name *name)
{
    if (dns_any_server(name, REASON_NONE))
        return (struct dns_judgement){ OUTCOME_PASS, REASON_NONE };
    return (struct dns_judgement){ OUTCOME_FAIL, dns_servers_reason(name) };
}

struct dns_judgement
dns_judge(const struct name *name)
{
    if (question_is_varied(&name->variation))
        return dns_judge_varied(name);

    struct dns_judgement judgement = { OUTCOME_FAIL, name->system.reason };

    if (name->system.address_count > 0)
        return dns_judge_resolved(name);
    /* A server knows the name and the machine does not: say that. */
    if (dns_any_server(name, REASON_NONE))
        return judgement;

    enum reason servers = dns_servers_reason(name);

    if (servers != REASON_NONE)
        judgement.reason = servers;
    if (judgement.reason == REASON_NONE)
        judgement.reason = REASON_NO_RESOLVER;
    return judgement;
}

void
dns_note_lookup_silent(struct system_answer *system, int64_t waited_ms)
{
    system->reason = REASON_LOOKUP_SILENT;
    system->duration_ms = waited_ms;
}
