#include "report/terms.h"

#include <assert.h>

const char *
terms_owner(enum owner owner)
{
    static const char *const names[] = {
        [OWNER_NONE] = "nobody",
        [OWNER_SERVER_ADMIN] = "server administrator",
        [OWNER_DNS_TEAM] = "DNS team",
        [OWNER_NETWORK_TEAM] = "network or firewall team",
        [OWNER_PROXY_TEAM] = "proxy or web-security team",
        [OWNER_DLP_ADMIN] = "DLP administrator",
        [OWNER_VENDOR] = "vendor",
    };

    static_assert(sizeof names / sizeof names[0] == OWNER_COUNT, "owners");
    return names[owner];
}

const char *
terms_role(enum role role)
{
    static const char *const names[] = {
        [ROLE_PKI] = "PKI Manager",
        [ROLE_GATEWAY] = "gateway",
        [ROLE_ALIAS] = "further name",
        [ROLE_NEUTRAL] = "neutral host",
    };

    static_assert(sizeof names / sizeof names[0] == ROLE_COUNT, "roles");
    return names[role];
}

/* What has not ended has no outcome to report. */
const char *
terms_bundle(enum bundle_kind kind)
{
    static const char *const names[] = {
        [BUNDLE_NOT_GIVEN] = "not given",
        [BUNDLE_ABSENT] = "there is no such file",
        [BUNDLE_UNREADABLE] = "it cannot be read",
        [BUNDLE_EMPTY] = "it is empty",
        [BUNDLE_NOT_ARCHIVE] = "it is no zip archive",
        [BUNDLE_DAMAGED] = "it is damaged",
        [BUNDLE_ENCRYPTED] = "it asks for a password",
        [BUNDLE_TOO_LARGE] = "it is too large to be looked through",
        [BUNDLE_GOOD] = "a whole zip archive",
    };

    static_assert(sizeof names / sizeof names[0] == BUNDLE_KIND_COUNT,
                  "kinds of bundle");
    return names[kind];
}

const char *
terms_outcome(enum outcome outcome)
{
    static const char *const names[] = {
        [OUTCOME_NONE] = "-",    [OUTCOME_PENDING] = "-",
        [OUTCOME_RUNNING] = "-", [OUTCOME_PASS] = "pass",
        [OUTCOME_WARN] = "warn", [OUTCOME_FAIL] = "FAIL",
        [OUTCOME_SKIP] = "skip",
    };

    static_assert(sizeof names / sizeof names[0] == OUTCOME_COUNT, "outcomes");
    return names[outcome];
}

const char *
terms_verdict(enum verdict_outcome outcome)
{
    static const char *const names[] = {
        [VERDICT_HEALTHY] = "HEALTHY",
        [VERDICT_FAULT] = "FAULT FOUND",
        [VERDICT_INCONCLUSIVE] = "INCONCLUSIVE",
    };

    static_assert(sizeof names / sizeof names[0] == VERDICT_COUNT, "verdicts");
    return names[outcome];
}

const char *
terms_confidence(enum confidence confidence)
{
    return words_id(&confidence_words, (int)confidence);
}

const char *
terms_confidence_means(enum confidence confidence)
{
    static const char *const meanings[] = {
        [CONFIDENCE_LOW] = "it fits what was seen, as other causes might",
        [CONFIDENCE_MEDIUM] = "what was seen points to it, but is no proof",
        [CONFIDENCE_HIGH] = "what was seen leaves little doubt",
    };

    static_assert(sizeof meanings / sizeof meanings[0] == CONFIDENCE_COUNT,
                  "confidence");
    return meanings[confidence];
}
