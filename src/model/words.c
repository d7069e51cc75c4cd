#include "model/words.h"

#include <assert.h>

/* The ids of an enum, held to its number of values. */
#define WORDS(name, count, ...)                                               \
    static const char *const name##_ids[] = { __VA_ARGS__ };                  \
    static_assert(sizeof name##_ids / sizeof name##_ids[0] == (count),        \
                  "every " #name " has an id");                               \
    const struct words name##_words = { name##_ids, (count) }

WORDS(layer, LAYER_COUNT, [LAYER_NONE] = "none", [LAYER_LOCAL] = "local",
      [LAYER_CLOCK] = "clock", [LAYER_DNS] = "dns", [LAYER_TCP] = "tcp",
      [LAYER_TLS] = "tls", [LAYER_HTTP] = "http", [LAYER_PROXY] = "proxy",
      [LAYER_BUNDLE] = "bundle", [LAYER_IDENTITY] = "identity",
      [LAYER_SYMPTOM] = "symptom");

WORDS(owner, OWNER_COUNT, [OWNER_NONE] = "none",
      [OWNER_SERVER_ADMIN] = "server-admin", [OWNER_DNS_TEAM] = "dns-team",
      [OWNER_NETWORK_TEAM] = "network-team", [OWNER_PROXY_TEAM] = "proxy-team",
      [OWNER_DLP_ADMIN] = "dlp-admin", [OWNER_VENDOR] = "vendor");

WORDS(confidence, CONFIDENCE_COUNT, [CONFIDENCE_LOW] = "low",
      [CONFIDENCE_MEDIUM] = "medium", [CONFIDENCE_HIGH] = "high");

WORDS(
    outcome,
    OUTCOME_COUNT, [OUTCOME_NONE] = "none", [OUTCOME_PENDING] = "pending",
    [OUTCOME_RUNNING] = "running", [OUTCOME_PASS] = "pass",
    [OUTCOME_WARN] = "warn", [OUTCOME_FAIL] = "fail", [OUTCOME_SKIP] = "skip");

WORDS(check, CHECK_COUNT, [CHECK_DNS] = "dns", [CHECK_TCP] = "tcp",
      [CHECK_PROXY] = "proxy", [CHECK_TLS] = "tls", [CHECK_HTTP] = "http");

WORDS(role, ROLE_COUNT, [ROLE_PKI] = "pki", [ROLE_GATEWAY] = "gateway",
      [ROLE_ALIAS] = "alias", [ROLE_NEUTRAL] = "neutral");

const struct words defined_role_words = { role_ids, ROLE_DEFINED_COUNT };

WORDS(route, ROUTE_COUNT, [ROUTE_DIRECT] = "direct", [ROUTE_PROXY] = "proxy");

WORDS(console_status, CONSOLE_STATUS_COUNT, [CONSOLE_NOT_SAID] = "not-said",
      [CONSOLE_DISCONNECTED] = "disconnected", [CONSOLE_UNKNOWN] = "unknown",
      [CONSOLE_CONNECTED] = "connected");

WORDS(history, HISTORY_COUNT, [HISTORY_NOT_SAID] = "not-said",
      [HISTORY_NEVER_CONNECTED] = "never-connected",
      [HISTORY_WAS_CONNECTED] = "was-connected");

WORDS(binding, BINDING_COUNT, [BINDING_NOT_SAID] = "not-said",
      [BINDING_SAME] = "same", [BINDING_MOVED] = "moved",
      [BINDING_REBUILT] = "rebuilt", [BINDING_UNBOUND] = "unbound");

WORDS(installation, INSTALLATION_COUNT, [INSTALLATION_NOT_SAID] = "not-said",
      [INSTALLATION_NEW] = "new", [INSTALLATION_UPGRADED] = "upgraded");
