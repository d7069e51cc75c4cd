#include "diagnosis/setback.h"

/* NULL: the reason is no evidence for anything by itself. */
static const char *const statements[REASON_COUNT] = {
    [REASON_REFUSED] = "connect-refused",
    [REASON_RESET] = "connect-refused",
    [REASON_PORT_UNREACHABLE] = "connect-refused",
    [REASON_SILENT] = "connect-silent",
    [REASON_PROHIBITED] = "connect-prohibited",
    [REASON_LOCAL_POLICY] = "connect-prohibited",
    [REASON_NET_UNREACHABLE] = "connect-unreachable",
    [REASON_HOST_UNREACHABLE] = "connect-unreachable",
    [REASON_PROTOCOL_UNREACHABLE] = "connect-unreachable",
    [REASON_HOP_LIMIT] = "connect-unreachable",
    [REASON_NO_ROUTE] = "connect-unreachable",
    [REASON_NO_LOCAL_ADDRESS] = "connect-unreachable",

    [REASON_TLS_SILENT] = "tls-silent-after-hello",
    [REASON_TLS_STALLED] = "tls-silent-after-hello",
    [REASON_TLS_CLOSED] = "tls-cut-after-hello",
    [REASON_TLS_RESET] = "tls-cut-after-hello",
    [REASON_TLS_ALERT] = "tls-alert",
    [REASON_TLS_PROTOCOL] = "tls-breaks-off-oddly",
    [REASON_NOT_TLS] = "answer-not-tls",
    [REASON_NOT_GENUINE] = "chain-not-genuine",
    [REASON_NAME_MISMATCH] = "name-not-in-certificate",
    [REASON_EXPIRED] = "certificate-expired",
    [REASON_NOT_YET_VALID] = "certificate-not-yet-valid",
    [REASON_NO_CLIENT_CERTIFICATE_REQUEST] =
        "client-certificate-not-requested",

    [REASON_STATUS_UNEXPECTED] = "status-unexpected",
    [REASON_NOT_HTTP] = "answer-not-http",
    [REASON_HTTP_TOO_LARGE] = "answer-without-end",
    [REASON_HTTP_SILENT] = "answer-missing",
    [REASON_HTTP_STALLED] = "answer-missing",
    [REASON_HTTP_CLOSED] = "answer-missing",
    [REASON_HTTP_RESET] = "answer-missing",
    [REASON_HTTP_ALERT] = "answer-missing",

    [REASON_PROXY_LOGIN_REQUIRED] = "proxy-asks-login",
    [REASON_PROXY_DENIED] = "proxy-refuses-connect",
    [REASON_PROXY_STATUS] = "proxy-refuses-connect",
    [REASON_PROXY_UPSTREAM] = "proxy-cannot-reach-target",
    [REASON_NOT_A_PROXY] = "proxy-not-a-proxy",
    [REASON_PROXY_SILENT] = "proxy-not-connected",
    [REASON_PROXY_CLOSED] = "proxy-not-connected",
    [REASON_PROXY_RESET] = "proxy-not-connected",
};

enum check_id
setback_check(const struct sight *sight)
{
    enum check_id check = CHECK_TCP;

    while (check < CHECK_COUNT && !sight_failed(sight, check))
        check++;
    return check;
}

/* An ICMP error has a sender, and whoever it is can be asked. */
static void
setback_cite_sender(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->path->tcp.sender.family != FAMILY_NONE)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "error-sent-by", sight);
}

void
setback_cite(struct inquiry *inquiry, const struct sight *sight)
{
    enum check_id check = setback_check(sight);

    if (check == CHECK_COUNT)
        return;

    bool proxied = sight->target->route.kind == ROUTE_PROXY;
    const char *statement = statements[sight_reason(sight, check)];

    /* The connection is one to the proxy, whatever became of it. */
    if (check == CHECK_TCP && proxied)
        statement = "proxy-not-connected";
    if (statement != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, statement, sight);
    if (check == CHECK_TCP)
        setback_cite_sender(inquiry, sight);
}
