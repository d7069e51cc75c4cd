#include "model/scenario.h"

#include <assert.h>
#include <string.h>

/* The ids of an enum, held to its number of values. */
#define WORDS(name, count, ...)                                               \
    static const char *const name##_ids[] = { __VA_ARGS__ };                  \
    static_assert(sizeof name##_ids / sizeof name##_ids[0] == (count),        \
                  "every " #name " has an id");                               \
    const struct words name##_words = { name##_ids, (count) }

WORDS(place, PLACE_COUNT, [PLACE_NONE] = "none", [PLACE_ENFORCE] = "enforce",
      [PLACE_ROUTER] = "router", [PLACE_FIREWALL] = "firewall",
      [PLACE_PROVIDER] = "provider", [PLACE_EXCHANGE] = "exchange",
      [PLACE_RESOLVER] = "resolver",
      [PLACE_SECOND_RESOLVER] = "second-resolver", [PLACE_PROXY] = "proxy");

WORDS(wire, WIRE_COUNT, [WIRE_LAN] = "lan", [WIRE_OFFICE] = "office",
      [WIRE_UPLINK] = "uplink", [WIRE_WAN] = "wan", [WIRE_CORE] = "core",
      [WIRE_SERVICE] = "service");

WORDS(way, WAY_COUNT, [WAY_BOTH] = "both", [WAY_OUT] = "out", [WAY_IN] = "in");

WORDS(families, FAMILIES_COUNT, [FAMILIES_BOTH] = "both",
      [FAMILIES_IPV4] = "ipv4", [FAMILIES_IPV6] = "ipv6");

WORDS(no_route, NO_ROUTE_COUNT, [NO_ROUTE_MISSING] = "missing",
      [NO_ROUTE_UNREACHABLE] = "unreachable",
      [NO_ROUTE_BLACKHOLE] = "blackhole", [NO_ROUTE_PROHIBIT] = "prohibit");

WORDS(filter_action, FILTER_ACTION_COUNT, [FILTER_DROP] = "drop",
      [FILTER_RESET] = "reset", [FILTER_REJECT] = "reject",
      [FILTER_DENY] = "deny", [FILTER_ACCEPT] = "accept");

WORDS(filter_protocol, FILTER_PROTOCOL_COUNT, [FILTER_TCP] = "tcp",
      [FILTER_UDP] = "udp", [FILTER_ICMP] = "icmp", [FILTER_ANY] = "any");

WORDS(
    chain_kind, CHAIN_KIND_COUNT, [CHAIN_GENUINE] = "genuine",
    [CHAIN_OLD_ROOT] = "old-root", [CHAIN_ROTATED] = "rotated",
    [CHAIN_NO_INTERMEDIATE] = "no-intermediate", [CHAIN_REVERSED] = "reversed",
    [CHAIN_EXPIRED] = "expired", [CHAIN_NOT_YET_VALID] = "not-yet-valid",
    [CHAIN_OTHER_NAME] = "other-name", [CHAIN_SELF_SIGNED] = "self-signed",
    [CHAIN_FORGED] = "forged", [CHAIN_AUTHORITY] = "authority",
    [CHAIN_UNKNOWN] = "unknown");

WORDS(client_certificate,
      CLIENT_CERTIFICATE_COUNT, [CLIENT_CERTIFICATE_GENUINE] = "genuine",
      [CLIENT_CERTIFICATE_NONE] = "none",
      [CLIENT_CERTIFICATE_OPTIONAL] = "optional",
      [CLIENT_CERTIFICATE_REQUIRED] = "required");

WORDS(tls_lowest, TLS_LOWEST_COUNT, [TLS_LOWEST_1_2] = "tls-1-2",
      [TLS_LOWEST_1_3] = "tls-1-3");

WORDS(tls_highest, TLS_HIGHEST_COUNT, [TLS_HIGHEST_1_3] = "tls-1-3",
      [TLS_HIGHEST_1_2] = "tls-1-2");

WORDS(tls_stage, TLS_STAGE_COUNT, [TLS_STAGE_NEVER] = "never",
      [TLS_STAGE_OPENED] = "opened", [TLS_STAGE_HELLO] = "hello",
      [TLS_STAGE_SERVER_HELLO] = "server-hello", [TLS_STAGE_DONE] = "done");

WORDS(tls_trouble, TLS_TROUBLE_COUNT, [TLS_TROUBLE_SILENCE] = "silence",
      [TLS_TROUBLE_CLOSE] = "close", [TLS_TROUBLE_RESET] = "reset",
      [TLS_TROUBLE_ALERT] = "alert", [TLS_TROUBLE_PLAIN_HTTP] = "plain-http",
      [TLS_TROUBLE_SSH] = "ssh", [TLS_TROUBLE_GARBAGE] = "garbage");

WORDS(
    page_end, PAGE_END_COUNT, [PAGE_COMPLETE] = "complete", [PAGE_CUT] = "cut",
    [PAGE_RESET] = "reset", [PAGE_CLOSED] = "closed", [PAGE_SILENT] = "silent",
    [PAGE_STALLED] = "stalled", [PAGE_GARBAGE] = "garbage",
    [PAGE_NO_END] = "no-end", [PAGE_BIG] = "big");

WORDS(box_kind, BOX_KIND_COUNT, [BOX_INSPECT] = "inspect",
      [BOX_SPLICE] = "splice", [BOX_ACCEPT_ALL] = "accept-all",
      [BOX_TARPIT] = "tarpit", [BOX_ANSWER] = "answer");

WORDS(dns_say, DNS_SAY_COUNT, [DNS_SAY_GENUINE] = "genuine",
      [DNS_SAY_NXDOMAIN] = "nxdomain", [DNS_SAY_SERVFAIL] = "servfail",
      [DNS_SAY_REFUSED] = "refused", [DNS_SAY_NOTIMP] = "notimp",
      [DNS_SAY_FORMERR] = "formerr", [DNS_SAY_EMPTY] = "empty",
      [DNS_SAY_SILENCE] = "silence", [DNS_SAY_GARBAGE] = "garbage",
      [DNS_SAY_WRONG_ID] = "wrong-id", [DNS_SAY_TRUNCATED] = "truncated",
      [DNS_SAY_ADDRESSES] = "addresses", [DNS_SAY_ALIAS_ONLY] = "alias-only");

WORDS(dns_asked, DNS_ASKED_COUNT, [DNS_ASKED_BOTH] = "both",
      [DNS_ASKED_A] = "a", [DNS_ASKED_AAAA] = "aaaa");

WORDS(dns_over, DNS_OVER_COUNT, [DNS_OVER_BOTH] = "both",
      [DNS_OVER_UDP] = "udp", [DNS_OVER_TCP] = "tcp");

WORDS(tunnel_end, TUNNEL_END_COUNT, [TUNNEL_RELAYS] = "relays",
      [TUNNEL_SILENT] = "silent", [TUNNEL_CLOSES] = "closes",
      [TUNNEL_RESETS] = "resets", [TUNNEL_INSPECTS] = "inspects");

static bool
endpoint_serves_region(const struct endpoint *endpoint, const char *id)
{
    for (size_t i = 0; i < endpoint->region_count; i++)
        if (strcmp(endpoint->regions[i]->id, id) == 0)
            return true;
    return false;
}

bool
selector_matches(const char *id, const struct endpoint *endpoint)
{
    const char *role = words_id(&role_words, (int)endpoint->role);
    size_t length = strlen(role);

    if (strcmp(id, "all") == 0)
        return true;
    if (strncmp(id, role, length) != 0)
        return false;
    return id[length] == '\0' ||
           (id[length] == '-' &&
            endpoint_serves_region(endpoint, id + length + 1));
}

bool
selector_is_known(const struct definitions *in, const char *id)
{
    if (strcmp(id, "all") == 0)
        return true;
    for (size_t i = 0; i < in->endpoint_count; i++)
        if (selector_matches(id, in->endpoints[i]))
            return true;
    return false;
}

bool
selectors_match(const struct selectors *selectors,
                const struct endpoint *endpoint)
{
    for (size_t i = 0; i < selectors->count; i++)
        if (selector_matches(selectors->ids[i], endpoint))
            return true;
    return selectors->count == 0;
}

bool
scenario_page_is_given(const struct scenario_page *page)
{
    return page->status != 0 || page->phrase != NULL ||
           page->header_count > 0 || page->body != NULL || page->no_date ||
           page->date_offset_s != 0 || page->delay_ms != 0 ||
           page->end != PAGE_COMPLETE;
}

bool
families_have(enum families families, enum family family)
{
    return families == FAMILIES_BOTH ||
           (families == FAMILIES_IPV6) == (family == FAMILY_IPV6);
}
