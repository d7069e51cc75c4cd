#include "checks/proxy_check.h"

#include <assert.h>
#include <errno.h>

#include "checks/http_facts.h"
#include "net/tunnel.h"

enum proxy_state {
    PROXY_BEGIN,
    PROXY_SHAKE_HANDS,
    PROXY_ASK,
    PROXY_AWAIT,
    PROXY_STATE_COUNT
};

struct proxy_check {
    struct check base;
    struct net_stream to_proxy;
    struct net_tls *outer;     /* owned; only for an https:// proxy */
    struct net_tunnel *tunnel; /* owned */
};

static struct proxy_check *
proxy_of(struct check *check)
{
    static_assert(offsetof(struct proxy_check, base) == 0, "base comes first");
    return (struct proxy_check *)check;
}

static bool
proxy_applies(const struct target *target)
{
    return target->route.kind == ROUTE_PROXY;
}

static enum step
proxy_begin(struct check *check)
{
    struct proxy_check *proxy = proxy_of(check);
    const struct route *route = &check->target->route;
    struct net_tls_options options = {
        .server_name = route->proxy_host,
        .strong = check->tools->proxy_authorization != NULL,
    };

    proxy->to_proxy = check_stream_below(check);
    if (!route->proxy_is_tls)
        return check_enter(check, PROXY_ASK);
    proxy->outer = net_tls_open(check->tools->tls, check->tools->net,
                                &proxy->to_proxy, &options);
    return check_enter(check, PROXY_SHAKE_HANDS);
}

static enum step
proxy_shake_hands(struct check *check)
{
    struct proxy_check *proxy = proxy_of(check);
    enum net_status status = net_tls_status(proxy->outer);

    if (status == NET_PENDING && !check_expired(check))
        return check_wait(check, net_tls_watch(proxy->outer), 0);
    if (status == NET_PENDING)
        return check_fail(check, REASON_PROXY_SILENT);
    if (status == NET_BROKEN)
        return check_fail(check, REASON_NOT_A_PROXY);
    proxy->to_proxy = net_tls_stream(proxy->outer);
    return check_enter(check, PROXY_ASK);
}

/*
 * Credentials go out in the clear to a plain proxy, as every client sends
 * them there; to a proxy within TLS only when its certificate is for its
 * name and this machine trusts it.
 */
static const char *
proxy_authorization(const struct check *check)
{
    const struct check_tools *tools = check->tools;
    const struct net_tls *outer = proxy_of((struct check *)check)->outer;
    struct net_verification seen = { 0 };

    if (tools->proxy_authorization == NULL || outer == NULL)
        return tools->proxy_authorization;
    if (tools->system_roots == NULL ||
        !net_chain_matches(net_tls_chain(outer),
                           check->target->route.proxy_host))
        return NULL;
    net_chain_verify(net_tls_chain(outer), tools->system_roots, true,
                     net_wall_ms(tools->net) / 1000, &check->run->arena,
                     &seen);
    return seen.ok ? tools->proxy_authorization : NULL;
}

static enum step
proxy_ask(struct check *check)
{
    struct proxy_check *proxy = proxy_of(check);
    const struct endpoint *endpoint = check->target->endpoint;
    const char *authorization = proxy_authorization(check);

    check->path->proxy.sent_credentials = authorization != NULL;
    proxy->tunnel = net_tunnel_open(&proxy->to_proxy, endpoint->host,
                                    endpoint->port, authorization);
    return check_enter(check, PROXY_AWAIT);
}

static enum reason
proxy_reason_of_status(int status)
{
    if (status == 407)
        return REASON_PROXY_LOGIN_REQUIRED;
    if (status == 403)
        return REASON_PROXY_DENIED;
    if (status == 400 || status == 404 || status == 405 || status == 501)
        return REASON_NOT_A_PROXY;
    if (status >= 500)
        return REASON_PROXY_UPSTREAM;
    return REASON_PROXY_STATUS;
}

static enum reason
proxy_reason_of_silence(const struct net_tunnel *tunnel)
{
    if (net_tunnel_answer(tunnel)->state == HTTP_GARBAGE)
        return REASON_NOT_A_PROXY;
    if (net_tunnel_errno(tunnel) != 0)
        return REASON_PROXY_RESET;
    return REASON_PROXY_CLOSED;
}

static enum step
proxy_await(struct check *check)
{
    struct net_tunnel *tunnel = proxy_of(check)->tunnel;
    enum net_status status = net_tunnel_status(tunnel);
    const struct http_answer *answer = net_tunnel_answer(tunnel);

    if (status == NET_PENDING && !check_expired(check))
        return check_wait(check, net_tunnel_watch(tunnel), 0);

    proxy_facts_note(&check->path->proxy, check_arena(check), answer);
    if (status == NET_OPEN) {
        check_leaves_open(check);
        return check_pass(check);
    }
    if (http_answer_has_head(answer))
        return check_fail(check, proxy_reason_of_status(answer->status));
    if (status == NET_PENDING)
        return check_fail(check, REASON_PROXY_SILENT);
    return check_fail(check, proxy_reason_of_silence(tunnel));
}

static struct net_stream
proxy_stream(struct check *check)
{
    return net_tunnel_stream(proxy_of(check)->tunnel);
}

static void
proxy_release(struct check *check)
{
    struct proxy_check *proxy = proxy_of(check);

    net_tunnel_close(&proxy->tunnel);
    net_tls_close(&proxy->outer);
}

static const struct check_state proxy_states[PROXY_STATE_COUNT] = {
    [PROXY_BEGIN] = { .label = "asking", .run = proxy_begin },
    [PROXY_SHAKE_HANDS] = { .label = "shaking hands",
                            .run = proxy_shake_hands,
                            .budget_ms = 4000 },
    [PROXY_ASK] = { .label = "asking", .run = proxy_ask },
    [PROXY_AWAIT] = { .label = "awaiting the proxy",
                      .run = proxy_await,
                      .budget_ms = 5000 },
};

const struct check_kind proxy_check_kind = {
    .id = CHECK_PROXY,
    .subject = SUBJECT_PATH,
    .applies = proxy_applies,
    .size = sizeof(struct proxy_check),
    .states = proxy_states,
    .state_count = PROXY_STATE_COUNT,
    .stream = proxy_stream,
    .release = proxy_release,
};
