#include "diagnosis/sight.h"

#include "model/naming.h"

static bool
outcome_is_own(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
           outcome == OUTCOME_FAIL;
}

bool
sight_ran(const struct sight *sight, enum check_id check)
{
    return sight->path != NULL &&
           outcome_is_own(sight->path->results[check].outcome);
}

bool
sight_passed(const struct sight *sight, enum check_id check)
{
    return sight_ran(sight, check) && !sight_failed(sight, check);
}

bool
sight_failed(const struct sight *sight, enum check_id check)
{
    return sight->path != NULL &&
           sight->path->results[check].outcome == OUTCOME_FAIL;
}

enum reason
sight_reason(const struct sight *sight, enum check_id check)
{
    if (!sight_ran(sight, check))
        return REASON_NONE;
    return sight->path->results[check].reason;
}

bool
sight_handshake_failed(const struct sight *sight)
{
    static const bool reasons[REASON_COUNT] = {
        [REASON_TLS_SILENT] = true, [REASON_TLS_STALLED] = true,
        [REASON_TLS_CLOSED] = true, [REASON_TLS_RESET] = true,
        [REASON_TLS_ALERT] = true,
    };

    return sight_failed(sight, CHECK_TLS) && !sight->proven &&
           reasons[sight_reason(sight, CHECK_TLS)];
}

bool
sight_handshake_met_silence(const struct sight *sight)
{
    return sight_handshake_failed(sight) &&
           (sight_reason(sight, CHECK_TLS) == REASON_TLS_SILENT ||
            sight_reason(sight, CHECK_TLS) == REASON_TLS_STALLED);
}

static const struct tls_facts *
sight_tls(const struct sight *sight)
{
    return sight_ran(sight, CHECK_TLS) ? &sight->path->tls : NULL;
}

bool
sight_chain_is_genuine(const struct sight *sight)
{
    const struct tls_facts *tls = sight_tls(sight);

    return tls != NULL && tls->chain_count > 0 && tls->genuine.done &&
           tls->genuine.ok;
}

bool
sight_chain_is_foreign(const struct sight *sight)
{
    const struct tls_facts *tls = sight_tls(sight);

    return tls != NULL && tls->chain_count > 0 && tls->genuine.done &&
           !tls->genuine.ok;
}

bool
sight_is_plain_answer(const struct sight *sight)
{
    if (!sight_failed(sight, CHECK_TLS) ||
        sight_reason(sight, CHECK_TLS) != REASON_NOT_TLS)
        return false;

    struct page page = page_of_first_bytes(sight->path->tls.first_bytes);

    return !page_is_empty(&page);
}

bool
sight_has_answerer(const struct sight *sight)
{
    return sight_is_plain_answer(sight) || sight_chain_is_foreign(sight) ||
           sight_chain_is_genuine(sight);
}

bool
sight_lacks_request(const struct sight *sight)
{
    const struct tls_facts *tls = sight_tls(sight);

    return tls != NULL && tls->handshake_done &&
           sight->target->endpoint->genuine.asks_client_certificate &&
           !tls->client_certificate_requested;
}

bool
sight_has_request(const struct sight *sight)
{
    const struct tls_facts *tls = sight_tls(sight);

    return tls != NULL && tls->handshake_done &&
           sight->target->endpoint->genuine.asks_client_certificate &&
           tls->client_certificate_requested;
}

bool
sight_has_status(const struct sight *sight)
{
    return sight_ran(sight, CHECK_HTTP) && sight->path->http.status > 0;
}

bool
sight_status_is_expected(const struct sight *sight)
{
    const struct genuine_answer *genuine = &sight->target->endpoint->genuine;

    if (!sight_has_status(sight))
        return false;

    int64_t status = sight->path->http.status;

    return status == genuine->status ||
           (status >= genuine->status_from && status <= genuine->status_to);
}

/*
 * After the request for a certificate and our empty answer, these alerts say
 * "not without one": 116 in TLS 1.3, before that 40, and from some stacks 41
 * to 43 (RFC 8446, 6.2; RFC 5246, 7.2.2).
 */
static bool
alert_wants_certificate(int64_t number)
{
    return number == 116 || (number >= 40 && number <= 43);
}

static bool
sight_refused_in_handshake(const struct sight *sight)
{
    const struct tls_facts *tls = &sight->path->tls;

    return !tls->handshake_done &&
           tls->alert_direction == DIRECTION_RECEIVED &&
           alert_wants_certificate(tls->alert);
}

/*
 * A reset counts as a close here. A server that drops us for want of a
 * certificate closes with our request unread, and the kernel turns that
 * close into a reset (RFC 2525, 2.17) that may overtake the alert. The chain
 * and the request have shown who it was.
 */
static bool
sight_refused_after_handshake(const struct sight *sight)
{
    enum reason reason = sight_reason(sight, CHECK_HTTP);

    if (!sight_ran(sight, CHECK_HTTP) || sight_has_status(sight))
        return false;
    if (sight->path->http.alert >= 0)
        return alert_wants_certificate(sight->path->http.alert);
    return reason == REASON_HTTP_CLOSED || reason == REASON_HTTP_RESET;
}

static bool
sight_refused_as_genuine(const struct sight *sight)
{
    return sight->target->endpoint->genuine.may_refuse &&
           sight->path->tls.client_certificate_requested &&
           (sight_refused_in_handshake(sight) ||
            sight_refused_after_handshake(sight));
}

/* Nothing is taken for granted: each line is something that was seen. */
static bool
sight_is_proven(const struct sight *sight)
{
    if (!sight_chain_is_genuine(sight))
        return false;

    const struct tls_facts *tls = &sight->path->tls;

    if (!tls->name_matches || !tls->dates_valid)
        return false;
    if (sight->target->endpoint->genuine.asks_client_certificate &&
        !tls->client_certificate_requested)
        return false;
    /* A head that never ends has a status too. */
    return (sight_status_is_expected(sight) &&
            !sight_failed(sight, CHECK_HTTP)) ||
           sight_refused_as_genuine(sight);
}

/* A portal wants something first, and has the answer of a stranger. */
static bool
sight_leads_away(const struct sight *sight, const struct page *page)
{
    const struct block_page *shown = sight->shown;

    if (!sight_chain_is_foreign(sight) && !sight_is_plain_answer(sight))
        return false;
    if (shown != NULL && shown->kind == PAGE_BLOCK)
        return false;
    if (shown != NULL &&
        (shown->kind == PAGE_PORTAL || shown->kind == PAGE_LOGIN))
        return true;
    return page_asks_login(page) ||
           page_leads_elsewhere(page, sight->target->endpoint->host);
}

void
sight_name_answer(struct sight *sight, const struct definitions *in)
{
    if (sight->path == NULL || sight->proven)
        return;

    struct page page = page_of_path(sight->path);

    sight->shown = naming_block_page(in, &page);
    sight->leads_away = sight_leads_away(sight, &page);
}

/* Without addresses from the machine itself, those of the servers count. */
static bool
sight_path_counts(const struct target *target, const struct path *path)
{
    if (path == NULL || path->of_system)
        return true;
    for (size_t i = 0; i < target->path_count; i++)
        if (target->paths[i]->of_system)
            return false;
    return true;
}

struct sight
sight_of(const struct target *target, const struct path *path)
{
    struct sight sight = {
        .target = target,
        .path = path,
        .counts = sight_path_counts(target, path),
    };

    sight.proven = sight_is_proven(&sight);
    return sight;
}

const struct name *
sight_first_name(const struct sight *sight)
{
    const struct target *target = sight->target;

    return target->proxy_name != NULL ? target->proxy_name : target->name;
}

/* The lookup may not have been made: then it has no reason either. */
bool
target_is_unresolved(const struct target *target)
{
    const struct name *name = target->name;

    if (target->route.kind != ROUTE_DIRECT ||
        name->literal.family != FAMILY_NONE)
        return false;
    if (name->result.outcome != OUTCOME_FAIL)
        return false;
    /* It was not waited for to the end, and the servers have spoken. */
    if (name->system.reason == REASON_LOOKUP_SILENT && target->path_count > 0)
        return false;
    return name->system.address_count == 0 &&
           (name->system.reason != REASON_NONE || target->path_count == 0);
}

bool
path_is_unrouted(const struct path *path)
{
    enum reason reason = path->results[CHECK_TCP].reason;

    return reason == REASON_NO_ROUTE || reason == REASON_NO_LOCAL_ADDRESS;
}

bool
target_is_unrouted(const struct target *target)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (!path_is_unrouted(target->paths[i]))
            return false;
    return target->path_count > 0;
}
