#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "model/schema.h"

/*
 * The fixed vocabularies of the program (its contract with scripts): layers,
 * owners, confidence, outcomes, checks, roles, routes.
 */
enum layer {
    LAYER_NONE,
    LAYER_LOCAL,
    LAYER_CLOCK,
    LAYER_DNS,
    LAYER_TCP,
    LAYER_TLS,
    LAYER_HTTP,
    LAYER_PROXY,
    LAYER_BUNDLE,
    LAYER_IDENTITY,
    LAYER_SYMPTOM,
    LAYER_COUNT
};

enum owner {
    OWNER_NONE,
    OWNER_SERVER_ADMIN,
    OWNER_DNS_TEAM,
    OWNER_NETWORK_TEAM,
    OWNER_PROXY_TEAM,
    OWNER_DLP_ADMIN,
    OWNER_VENDOR,
    OWNER_COUNT
};

enum confidence {
    CONFIDENCE_LOW,
    CONFIDENCE_MEDIUM,
    CONFIDENCE_HIGH,
    CONFIDENCE_COUNT
};

/* What became of a check. PENDING and RUNNING never reach a report. */
enum outcome {
    OUTCOME_NONE, /* does not apply */
    OUTCOME_PENDING,
    OUTCOME_RUNNING,
    OUTCOME_PASS,
    OUTCOME_WARN,
    OUTCOME_FAIL,
    OUTCOME_SKIP, /* what it needs has failed */
    OUTCOME_COUNT
};

/* In the order in which they build on each other. */
enum check_id {
    CHECK_DNS,
    CHECK_TCP,
    CHECK_PROXY,
    CHECK_TLS,
    CHECK_HTTP,
    CHECK_COUNT
};

enum role {
    ROLE_PKI,
    ROLE_GATEWAY,
    ROLE_ALIAS,
    ROLE_NEUTRAL, /* of the operator's choice, for comparison */
    ROLE_COUNT,
    ROLE_DEFINED_COUNT = ROLE_NEUTRAL /* those that definitions have */
};

enum route_kind { ROUTE_DIRECT, ROUTE_PROXY, ROUTE_COUNT };

/* What the console shows for the detector. */
enum console_status {
    CONSOLE_NOT_SAID,
    CONSOLE_DISCONNECTED,
    CONSOLE_UNKNOWN,
    CONSOLE_CONNECTED,
    CONSOLE_STATUS_COUNT
};

/* Whether the detector was ever connected. */
enum history {
    HISTORY_NOT_SAID,
    HISTORY_NEVER_CONNECTED,
    HISTORY_WAS_CONNECTED,
    HISTORY_COUNT
};

/* To which Enforce the gateway may have bound the detector (KB 218822). */
enum binding {
    BINDING_NOT_SAID,
    BINDING_SAME,    /* enrolled from this Enforce, which is the same still */
    BINDING_MOVED,   /* it belonged to another Enforce */
    BINDING_REBUILT, /* this Enforce was made anew since */
    BINDING_UNBOUND, /* one of the two, and Support has released it */
    BINDING_COUNT
};

/* How this Enforce came to its version. */
enum installation {
    INSTALLATION_NOT_SAID,
    INSTALLATION_NEW,      /* as 15.5 or later */
    INSTALLATION_UPGRADED, /* from a version before 15.5 */
    INSTALLATION_COUNT
};

extern const struct words layer_words;
extern const struct words owner_words;
extern const struct words confidence_words;
extern const struct words outcome_words;
extern const struct words check_words;
extern const struct words role_words;
extern const struct words defined_role_words;
extern const struct words route_words;
extern const struct words console_status_words;
extern const struct words history_words;
extern const struct words binding_words;
extern const struct words installation_words;

#endif
