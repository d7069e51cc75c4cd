#include "checks/tls_check.h"

#include <assert.h>

#include "checks/tcp_check.h"
#include "checks/tls_facts.h"

enum tls_state { TLS_BEGIN, TLS_SHAKE_HANDS, TLS_STATE_COUNT };

struct tls_check {
    struct check base;
    struct net_stream under;
    struct net_tls *session; /* owned */
};

static struct tls_check *
tls_of(struct check *check)
{
    static_assert(offsetof(struct tls_check, base) == 0, "base comes first");
    return (struct tls_check *)check;
}

/*
 * After our empty Certificate these alerts mean "not without one": 116 in
 * TLS 1.3, before that 40 and, from some stacks, 41 to 43 (RFC 5246 7.2.2,
 * RFC 8446 6.2).
 */
bool
tls_alert_wants_certificate(int number)
{
    return number == 116 || (number >= 40 && number <= 43);
}

static void
tls_vary(struct net_tls_options *options, const struct probe *probe)
{
    const struct variation *variation = &probe->variation;
    static const enum net_tls_version versions[TLS_OFFER_COUNT] = {
        [OFFER_AS_USUAL] = NET_TLS_ANY,
        [OFFER_1_2] = NET_TLS_1_2,
        [OFFER_1_3] = NET_TLS_1_3,
    };

    if (variation->name == NAME_NEUTRAL)
        options->server_name = probe_neutral_name;
    if (variation->name == NAME_PROVEN)
        options->server_name = probe->proven_name;
    if (variation->name == NAME_NONE)
        options->server_name = NULL;
    options->lowest = versions[variation->offer];
    options->highest = versions[variation->offer];
    options->short_hello = variation->hello_short;
    options->split_hello = variation->hello_split;
    if (variation->hello_bytes > 0)
        options->hello_bytes = (size_t)variation->hello_bytes;
}

/* Through a proxy the hops are its own, and nobody can limit them. */
static bool
tls_can_limit_hops(const struct check *check)
{
    return check->below->kind->id == CHECK_TCP;
}

static enum step
tls_begin(struct check *check)
{
    struct tls_check *tls = tls_of(check);
    const struct probe *probe = check->path->probe;
    struct net_tls_options options = {
        .server_name = check->target->endpoint->host,
    };

    if (probe != NULL)
        tls_vary(&options, probe);
    if (probe != NULL && probe->variation.hello_ttl > 0 &&
        (!tls_can_limit_hops(check) ||
         !tcp_check_limit_hops(check->below, probe->variation.hello_ttl)))
        return check_skip(check, REASON_NO_SOCKET);
    check->path->tls.server_name = options.server_name;
    check->path->tls.alert = -1;
    tls->under = check_stream_below(check);
    tls->session = net_tls_open(check->tools->tls, check->tools->net,
                                &tls->under, &options);
    return check_enter(check, TLS_SHAKE_HANDS);
}

static enum reason
tls_reason_of_dates(const struct check *check)
{
    const struct tls_facts *facts = &check->path->tls;
    int64_t now = net_wall_ms(check->tools->net) / 1000;

    for (size_t i = 0; i < facts->chain_count; i++)
        if (now > facts->chain[i]->not_after)
            return REASON_EXPIRED;
    return REASON_NOT_YET_VALID;
}

/*
 * Genuine is what ends in a root of the list; of a neutral host, which is not
 * on it, what this machine trusts.
 */
static bool
tls_chain_is_good(const struct check *check)
{
    const struct tls_facts *facts = &check->path->tls;

    if (check->target->endpoint->role == ROLE_NEUTRAL)
        return !facts->system.done || facts->system.ok;
    return facts->genuine.ok;
}

/* Authenticity first: a good handshake with the wrong machine is no good. */
static enum step
tls_judge_chain(struct check *check, enum reason when_good)
{
    const struct tls_facts *facts = &check->path->tls;
    const struct genuine_answer *genuine = &check->target->endpoint->genuine;

    if (!tls_chain_is_good(check))
        return check_fail(check, REASON_NOT_GENUINE);
    if (!facts->name_matches)
        return check_fail(check, REASON_NAME_MISMATCH);
    if (!facts->dates_valid)
        return check_fail(check, tls_reason_of_dates(check));
    if (genuine->asks_client_certificate &&
        !facts->client_certificate_requested)
        return check_fail(check, REASON_NO_CLIENT_CERTIFICATE_REQUEST);
    if (facts->system.done && !facts->system.ok)
        return check_warn(check, REASON_NOT_IN_SYSTEM_STORE);
    return check_pass_as(check, when_good);
}

static enum reason
tls_reason_of_end(const struct net_tls *session)
{
    static const enum reason of_end[] = {
        [NET_TLS_END_NONE] = REASON_TLS_PROTOCOL,
        [NET_TLS_END_CLOSED] = REASON_TLS_CLOSED,
        [NET_TLS_END_RESET] = REASON_TLS_RESET,
        [NET_TLS_END_ALERT] = REASON_TLS_ALERT,
        [NET_TLS_END_NOT_TLS] = REASON_NOT_TLS,
        [NET_TLS_END_PROTOCOL] = REASON_TLS_PROTOCOL,
    };

    return of_end[net_tls_end(session)];
}

static enum step
tls_judge_broken(struct check *check, const struct net_tls *session)
{
    const struct tls_facts *facts = &check->path->tls;
    const struct genuine_answer *genuine = &check->target->endpoint->genuine;
    bool refused_for_certificate =
        facts->client_certificate_requested &&
        facts->alert_direction == DIRECTION_RECEIVED &&
        tls_alert_wants_certificate((int)facts->alert);

    if (refused_for_certificate && genuine->may_refuse)
        return tls_judge_chain(check, REASON_CERTIFICATE_REQUIRED);
    /* A chain that was seen says more than how the handshake ended. */
    if (facts->genuine.done && !tls_chain_is_good(check))
        return check_fail(check, REASON_NOT_GENUINE);
    return check_fail(check, tls_reason_of_end(session));
}

static enum step
tls_shake_hands(struct check *check)
{
    struct net_tls *session = tls_of(check)->session;
    enum net_status status = net_tls_status(session);
    struct tls_facts *facts = &check->path->tls;

    if (status == NET_PENDING && !check_expired(check))
        return check_wait(check, net_tls_watch(session), 0);

    tls_facts_note(check, session);
    if (status == NET_BROKEN)
        return tls_judge_broken(check, session);
    if (status == NET_PENDING)
        return check_fail(check, facts->bytes_in > 0 ? REASON_TLS_STALLED
                                                     : REASON_TLS_SILENT);
    facts->handshake_done = true;
    check_leaves_open(check);
    return tls_judge_chain(check, REASON_NONE);
}

struct net_tls *
tls_check_session(struct check *check)
{
    return tls_of(check)->session;
}

static struct net_stream
tls_stream(struct check *check)
{
    return net_tls_stream(tls_of(check)->session);
}

static void
tls_release(struct check *check)
{
    net_tls_close(&tls_of(check)->session);
}

static const struct check_state tls_states[TLS_STATE_COUNT] = {
    [TLS_BEGIN] = { .label = "greeting", .run = tls_begin },
    [TLS_SHAKE_HANDS] = { .label = "shaking hands",
                          .run = tls_shake_hands,
                          .budget_ms = 4000 },
};

const struct check_kind tls_check_kind = {
    .id = CHECK_TLS,
    .subject = SUBJECT_PATH,
    .size = sizeof(struct tls_check),
    .states = tls_states,
    .state_count = TLS_STATE_COUNT,
    .stream = tls_stream,
    .release = tls_release,
};
