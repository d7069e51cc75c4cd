#ifndef MODEL_REASON_H
#define MODEL_REASON_H

#include <stdbool.h>

#include "model/words.h"

/*
 * Why a check ended as it did: one vocabulary for every output. A reason
 * names what was seen, never what is to blame for it.
 */
enum reason {
    REASON_NONE, /* as it should be */

    /* Names. */
    REASON_NO_RESOLVER,
    REASON_NXDOMAIN,
    REASON_NO_DATA,
    REASON_SERVFAIL,
    REASON_DNS_REFUSED,
    REASON_DNS_ERROR, /* any other response code */
    REASON_DNS_SILENT,
    REASON_DNS_UNREACHABLE, /* the query could not be sent or was rejected */
    REASON_DNS_MALFORMED,
    REASON_NAME_UNKNOWN,  /* the system's name service knows no address */
    REASON_LOOKUP_FAILED, /* it could not tell */
    REASON_LOOKUP_SILENT,
    REASON_SPECIAL_ADDRESS, /* every answer is set aside for other uses */
    REASON_ANSWERS_DIFFER,  /* one source has no answer, another has */

    /* Connections. */
    REASON_NO_ADDRESS,
    REASON_REFUSED,
    REASON_RESET,
    REASON_SILENT,
    REASON_NET_UNREACHABLE,
    REASON_HOST_UNREACHABLE,
    REASON_PORT_UNREACHABLE,
    REASON_PROTOCOL_UNREACHABLE,
    REASON_HOP_LIMIT, /* a router says that it has passed enough of them */
    REASON_PROHIBITED,
    REASON_NO_ROUTE,
    REASON_LOCAL_POLICY,
    REASON_NO_LOCAL_ADDRESS,
    REASON_SOME_ADDRESSES, /* some addresses answer, others do not */
    REASON_CONNECT_OTHER,

    /* TLS. */
    REASON_TLS_SILENT,  /* not a byte after the ClientHello */
    REASON_TLS_STALLED, /* bytes came, then no more */
    REASON_TLS_CLOSED,
    REASON_TLS_RESET,
    REASON_TLS_ALERT,
    REASON_NOT_TLS,
    REASON_TLS_PROTOCOL, /* TLS, but not as the standard has it */
    REASON_NOT_GENUINE,  /* the chain ends in no genuine root */
    REASON_NAME_MISMATCH,
    REASON_EXPIRED,
    REASON_NOT_YET_VALID,
    REASON_NOT_IN_SYSTEM_STORE, /* genuine, but unknown to this machine */
    REASON_NO_CLIENT_CERTIFICATE_REQUEST,
    REASON_CERTIFICATE_REQUIRED, /* refused for want of one: healthy */

    /* HTTP. */
    REASON_STATUS_UNEXPECTED,
    REASON_HTTP_SILENT,
    REASON_HTTP_STALLED,
    REASON_HTTP_CLOSED,
    REASON_HTTP_RESET,
    REASON_HTTP_ALERT,
    REASON_NOT_HTTP,
    REASON_HTTP_TOO_LARGE,

    /* The proxy's answer to CONNECT. */
    REASON_PROXY_LOGIN_REQUIRED, /* 407 */
    REASON_PROXY_DENIED,         /* 403 */
    REASON_PROXY_UPSTREAM,       /* 5xx: the proxy cannot get there */
    REASON_NOT_A_PROXY,
    REASON_PROXY_STATUS, /* any other refusal */
    REASON_PROXY_SILENT,
    REASON_PROXY_CLOSED,
    REASON_PROXY_RESET,

    /* The run. */
    REASON_NEED_FAILED, /* what it builds on has failed */
    REASON_DEADLINE,
    REASON_CANCELLED,
    REASON_NO_SOCKET, /* this machine gave us no socket to try with */
    REASON_COUNT
};

/* Stable kebab-case id: "nxdomain". */
const char *reason_id(enum reason reason);

/* A few words for a row of a table: "name does not exist". */
const char *reason_phrase(enum reason reason);

extern const struct words reason_words;

/*
 * What an errno of connect, send or receive means on a connection that was
 * being opened. On Linux several ICMP messages share one errno: refine with
 * reason_of_icmp when the socket's error queue has the message itself
 * (RFC 1122 4.2.3.9; RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1).
 */
enum reason reason_of_errno(int saved_errno);
enum reason reason_of_icmp(bool ipv6, int type, int code);

#endif
