#include "model/reason.h"

#include <assert.h>
#include <errno.h>

/* One row a reason: X(constant, id, phrase). */
#define REASONS(X)                                                            \
    X(NONE, "none", "as it should be")                                        \
    X(NO_RESOLVER, "no-resolver", "no DNS server to ask")                     \
    X(NXDOMAIN, "nxdomain", "name does not exist")                            \
    X(NO_DATA, "no-data", "no address for the name")                          \
    X(SERVFAIL, "servfail", "DNS server failed")                              \
    X(DNS_REFUSED, "dns-refused", "DNS server refused")                       \
    X(DNS_ERROR, "dns-error", "DNS error code")                               \
    X(DNS_SILENT, "dns-silent", "no answer from DNS server")                  \
    X(DNS_UNREACHABLE, "dns-unreachable", "DNS server not reachable")         \
    X(DNS_MALFORMED, "dns-malformed", "unreadable DNS answer")                \
    X(NAME_UNKNOWN, "name-unknown", "system knows no address")                \
    X(LOOKUP_FAILED, "lookup-failed", "system lookup failed")                 \
    X(LOOKUP_SILENT, "lookup-silent", "no answer from the system")            \
    X(SPECIAL_ADDRESS, "special-address", "not a public address")             \
    X(ANSWERS_DIFFER, "answers-differ", "DNS servers disagree")               \
    X(NO_ADDRESS, "no-address", "no address to try")                          \
    X(REFUSED, "refused", "refused")                                          \
    X(RESET, "reset", "reset")                                                \
    X(SILENT, "silent", "no answer")                                          \
    X(NET_UNREACHABLE, "net-unreachable", "network unreachable")              \
    X(HOST_UNREACHABLE, "host-unreachable", "host unreachable")               \
    X(PORT_UNREACHABLE, "port-unreachable", "rejected: port unreachable")     \
    X(PROTOCOL_UNREACHABLE, "protocol-unreachable",                           \
      "rejected: protocol unreachable")                                       \
    X(HOP_LIMIT, "hop-limit", "its hops were used up")                        \
    X(PROHIBITED, "prohibited", "rejected: prohibited")                       \
    X(NO_ROUTE, "no-route", "no route from this machine")                     \
    X(LOCAL_POLICY, "local-policy", "rejected on this machine")               \
    X(NO_LOCAL_ADDRESS, "no-local-address", "no local address or port")       \
    X(SOME_ADDRESSES, "some-addresses", "some addresses fail")                \
    X(CONNECT_OTHER, "connect-other", "connection failed")                    \
    X(TLS_SILENT, "tls-silent", "no answer to the hello")                     \
    X(TLS_STALLED, "tls-stalled", "handshake stalled")                        \
    X(TLS_CLOSED, "tls-closed", "closed in the handshake")                    \
    X(TLS_RESET, "tls-reset", "reset in the handshake")                       \
    X(TLS_ALERT, "tls-alert", "TLS alert")                                    \
    X(NOT_TLS, "not-tls", "answer is not TLS")                                \
    X(TLS_PROTOCOL, "tls-protocol", "TLS protocol error")                     \
    X(NOT_GENUINE, "not-genuine", "not from a genuine root")                  \
    X(NAME_MISMATCH, "name-mismatch", "certificate for another name")         \
    X(EXPIRED, "expired", "certificate expired")                              \
    X(NOT_YET_VALID, "not-yet-valid", "certificate not yet valid")            \
    X(NOT_IN_SYSTEM_STORE, "not-in-system-store",                             \
      "genuine, system store lacks it")                                       \
    X(NO_CLIENT_CERTIFICATE_REQUEST, "no-client-certificate-request",         \
      "asks no client certificate")                                           \
    X(CERTIFICATE_REQUIRED, "certificate-required",                           \
      "wants a client certificate")                                           \
    X(STATUS_UNEXPECTED, "status-unexpected", "unexpected status")            \
    X(HTTP_SILENT, "http-silent", "no answer to the request")                 \
    X(HTTP_STALLED, "http-stalled", "answer broke off")                       \
    X(HTTP_CLOSED, "http-closed", "closed without an answer")                 \
    X(HTTP_RESET, "http-reset", "reset without an answer")                    \
    X(HTTP_ALERT, "http-alert", "TLS alert instead of an answer")             \
    X(NOT_HTTP, "not-http", "answer is not HTTP")                             \
    X(HTTP_TOO_LARGE, "http-too-large", "answer head too large")              \
    X(PROXY_LOGIN_REQUIRED, "proxy-login-required", "proxy asks for a login") \
    X(PROXY_DENIED, "proxy-denied", "proxy denies it")                        \
    X(PROXY_UPSTREAM, "proxy-upstream", "proxy cannot get there")             \
    X(NOT_A_PROXY, "not-a-proxy", "answers, but is no proxy")                 \
    X(PROXY_STATUS, "proxy-status", "unexpected proxy status")                \
    X(PROXY_SILENT, "proxy-silent", "no answer from the proxy")               \
    X(PROXY_CLOSED, "proxy-closed", "closed by the proxy")                    \
    X(PROXY_RESET, "proxy-reset", "reset at the proxy")                       \
    X(NEED_FAILED, "need-failed", "not tried")                                \
    X(DEADLINE, "deadline", "time was over")                                  \
    X(CANCELLED, "cancelled", "stopped")                                      \
    X(NO_SOCKET, "no-socket", "no socket to try with")

#define REASON_ID(constant, id, phrase)     [REASON_##constant] = (id),
#define REASON_PHRASE(constant, id, phrase) [REASON_##constant] = (phrase),

static const char *const reason_ids[] = { REASONS(REASON_ID) };
static const char *const reason_phrases[] = { REASONS(REASON_PHRASE) };

static_assert(sizeof reason_ids / sizeof reason_ids[0] == REASON_COUNT,
              "every reason has an id");
static_assert(sizeof reason_phrases / sizeof reason_phrases[0] == REASON_COUNT,
              "every reason has a phrase");

const struct words reason_words = { reason_ids, REASON_COUNT };

const char *
reason_id(enum reason reason)
{
    return reason_ids[reason];
}

const char *
reason_phrase(enum reason reason)
{
    return reason_phrases[reason];
}

struct errno_reason {
    int number;
    enum reason reason;
};

/* Without an ICMP message: what the machine itself says, or a TCP reset. */
static const struct errno_reason errno_reasons[] = {
    { ECONNREFUSED, REASON_REFUSED },
    { ECONNRESET, REASON_RESET },
    { EPIPE, REASON_RESET },
    { ETIMEDOUT, REASON_SILENT },
    { ENETUNREACH, REASON_NO_ROUTE },
    { ENETDOWN, REASON_NO_ROUTE },
    { EAFNOSUPPORT, REASON_NO_ROUTE },
    { EHOSTUNREACH, REASON_HOST_UNREACHABLE },
    { EHOSTDOWN, REASON_HOST_UNREACHABLE },
    { ENOPROTOOPT, REASON_PROTOCOL_UNREACHABLE },
    { EACCES, REASON_LOCAL_POLICY },
    { EPERM, REASON_LOCAL_POLICY },
    { EINVAL, REASON_NO_ROUTE }, /* a route of the type blackhole */
    { EADDRNOTAVAIL, REASON_NO_LOCAL_ADDRESS },
    { EADDRINUSE, REASON_NO_LOCAL_ADDRESS },
    { EMFILE, REASON_NO_SOCKET },
    { ENFILE, REASON_NO_SOCKET },
    { ENOBUFS, REASON_NO_SOCKET },
    { ENOMEM, REASON_NO_SOCKET },
};

enum reason
reason_of_errno(int saved_errno)
{
    for (size_t i = 0; i < sizeof errno_reasons / sizeof errno_reasons[0]; i++)
        if (errno_reasons[i].number == saved_errno)
            return errno_reasons[i].reason;
    return REASON_CONNECT_OTHER;
}

struct icmp_reason {
    int type;
    int code;
    enum reason reason;
};

/* RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1 */
static const struct icmp_reason icmp_reasons[] = {
    { 3, 0, REASON_NET_UNREACHABLE },      { 3, 1, REASON_HOST_UNREACHABLE },
    { 3, 2, REASON_PROTOCOL_UNREACHABLE }, { 3, 3, REASON_PORT_UNREACHABLE },
    { 3, 5, REASON_NET_UNREACHABLE },      { 3, 6, REASON_NET_UNREACHABLE },
    { 3, 7, REASON_HOST_UNREACHABLE },     { 3, 8, REASON_HOST_UNREACHABLE },
    { 3, 9, REASON_PROHIBITED },           { 3, 10, REASON_PROHIBITED },
    { 3, 11, REASON_NET_UNREACHABLE },     { 3, 12, REASON_HOST_UNREACHABLE },
    { 3, 13, REASON_PROHIBITED },          { 3, 14, REASON_PROHIBITED },
    { 3, 15, REASON_PROHIBITED },          { 11, 0, REASON_HOP_LIMIT },
};

/*
 * RFC 4443 3.1, 3.3, 3.4. Code 2, beyond the scope of the source address, is
 * about routing; an unknown next header is what IPv4 calls an unreachable
 * protocol.
 */
static const struct icmp_reason icmp6_reasons[] = {
    { 1, 0, REASON_NET_UNREACHABLE },      { 1, 1, REASON_PROHIBITED },
    { 1, 2, REASON_NET_UNREACHABLE },      { 1, 3, REASON_HOST_UNREACHABLE },
    { 1, 4, REASON_PORT_UNREACHABLE },     { 1, 5, REASON_PROHIBITED },
    { 1, 6, REASON_PROHIBITED },           { 3, 0, REASON_HOP_LIMIT },
    { 4, 1, REASON_PROTOCOL_UNREACHABLE },
};

static enum reason
reason_find_icmp(const struct icmp_reason *rows, size_t count, int type,
                 int code)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].type == type && rows[i].code == code)
            return rows[i].reason;
    return REASON_CONNECT_OTHER;
}

enum reason
reason_of_icmp(bool ipv6, int type, int code)
{
    if (ipv6)
        return reason_find_icmp(icmp6_reasons,
                                sizeof icmp6_reasons / sizeof icmp6_reasons[0],
                                type, code);
    return reason_find_icmp(icmp_reasons,
                            sizeof icmp_reasons / sizeof icmp_reasons[0], type,
                            code);
}
