#include <string.h>

#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"
#include "model/page.h"

static bool
proxy_is_used(const struct sight *sight)
{
    return sight->target->route.kind == ROUTE_PROXY;
}

static bool
proxy_ended_as(const struct sight *sight, enum reason reason)
{
    return proxy_is_used(sight) && sight_failed(sight, CHECK_PROXY) &&
           sight_reason(sight, CHECK_PROXY) == reason;
}

/*
 * TLS to a port that speaks plain HTTP, or the reverse: an alert record is
 * what a TLS server says to a request in clear text (RFC 8446, 5.1).
 */
static bool
answer_is_tls_alert(const struct proxy_facts *proxy)
{
    static const char record[] = "\\x15\\x03";

    return proxy->status_line != NULL &&
           strncmp(proxy->status_line, record, sizeof record - 1) == 0;
}

static bool
scheme_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    if (!proxy_ended_as(sight, REASON_NOT_A_PROXY))
        return false;
    return sight->target->route.proxy_is_tls
               ? sight->path->proxy.status == 0
               : answer_is_tls_alert(&sight->path->proxy);
}

static void
scheme_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                 sight->target->route.proxy_is_tls ? "proxy-speaks-no-tls"
                                                   : "proxy-speaks-tls",
                 sight);
}

static enum confidence
scheme_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

/* Past the proxy by NO_PROXY, and that way is closed. */

static const struct sight *
bypassed_control(const struct inquiry *inquiry, const struct sight *sight)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];

        if (other->target->control && other->proven &&
            other->target->endpoint == sight->target->endpoint)
            return other;
    }
    return NULL;
}

static bool
bypassed_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight->target->route.bypass != NULL && !sight->proven &&
           bypassed_control(inquiry, sight) != NULL;
}

static void
bypassed_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "no-proxy-entry-matched",
                        sight->target);
    setback_cite(inquiry, sight);
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "proven-by-other-route",
                 bypassed_control(inquiry, sight));
}

/*
 * A proxy that answers for another destination is there: that it says nothing
 * about this one means that it waits for it.
 */
static bool
proxy_waits_for_target(const struct inquiry *inquiry,
                       const struct sight *sight)
{
    if (!proxy_ended_as(sight, REASON_PROXY_SILENT))
        return false;
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *other = &inquiry->sights[i];

        if (proxy_is_used(other) && other->path != NULL &&
            other->path->proxy.status > 0)
            return true;
    }
    return false;
}

/* A proxy that takes the connection and says nothing is none either. */
static bool
unreachable_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    static const enum reason reasons[] = {
        REASON_NOT_A_PROXY,
        REASON_PROXY_SILENT,
        REASON_PROXY_CLOSED,
        REASON_PROXY_RESET,
    };

    if (!proxy_is_used(sight) || proxy_waits_for_target(inquiry, sight))
        return false;
    if (sight->path == NULL)
        return sight->target->proxy_name != NULL &&
               sight->target->proxy_name->result.outcome == OUTCOME_FAIL;
    if (sight_failed(sight, CHECK_TCP))
        return true;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (proxy_ended_as(sight, reasons[i]))
            return true;
    return false;
}

/*
 * The proxy resolves the name of the endpoint. That this machine cannot is
 * no fault then, but the reader who has seen it wants to know.
 */
static void
proxy_cite_name(struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *name = sight->target->name;

    if (name != NULL && name->result.outcome == OUTCOME_FAIL)
        inquiry_cite_target(inquiry, EVIDENCE_NOT_EVALUATED,
                            "resolved-by-proxy", sight->target);
}

static void
proxy_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->path == NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "proxy-not-connected", sight);
    else
        setback_cite(inquiry, sight);
    if (sight->shown != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "proxy-page-looks-like",
                     sight);
    differential_cite_repeats(inquiry, sight);
    proxy_cite_name(inquiry, sight);
}

static bool
proxy_all_sent_something(const struct inquiry *inquiry)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (sight->path == NULL ||
            sight_reason(sight, CHECK_PROXY) != REASON_NOT_A_PROXY)
            return false;
    return true;
}

/*
 * Several targets that go the same way to the proxy are not several tries:
 * they may have failed together. The same connection again is another try. An
 * answer that no proxy gives is proof.
 */
static enum confidence
unreachable_weigh(struct inquiry *inquiry)
{
    enum confidence sure =
        inquiry_compare(inquiry, CHECK_TCP, "other-address-connects",
                        "other-endpoint-connects");

    inquiry_cite_limits(inquiry);
    return proxy_all_sent_something(inquiry)
               ? CONFIDENCE_HIGH
               : differential_raise(inquiry, sure);
}

static bool
login_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return proxy_ended_as(sight, REASON_PROXY_LOGIN_REQUIRED);
}

static bool
refuses_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return proxy_ended_as(sight, REASON_PROXY_DENIED) ||
           proxy_ended_as(sight, REASON_PROXY_STATUS);
}

/* The proxy itself says so, in a status that means nothing else. */
static enum confidence
said_by_proxy_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

static enum confidence
refuses_weigh(struct inquiry *inquiry)
{
    enum confidence sure =
        inquiry_compare(inquiry, CHECK_PROXY, "other-address-connects",
                        "other-endpoint-connects");
    const struct sight *first = inquiry_next(inquiry, NULL);

    inquiry_cite_limits(inquiry);
    return proxy_ended_as(first, REASON_PROXY_DENIED) ? CONFIDENCE_HIGH : sure;
}

/* Why the proxy could not, in its own words; NULL: it does not say. */
static const char *
proxy_own_reason(const struct sight *sight)
{
    struct page page;

    if (!proxy_ended_as(sight, REASON_PROXY_UPSTREAM))
        return NULL;
    page = page_of_path(sight->path);
    return page_proxy_error(&page);
}

static void
cannot_reach_cite(struct inquiry *inquiry, const struct sight *sight)
{
    const char *code = proxy_own_reason(sight);

    proxy_cite(inquiry, sight);
    if (code != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                     strcmp(code, "ERR_DNS_FAIL") == 0
                         ? "proxy-finds-no-address"
                         : "proxy-finds-nobody",
                     sight);
}

static bool
cannot_reach_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return proxy_ended_as(sight, REASON_PROXY_UPSTREAM) ||
           proxy_waits_for_target(inquiry, sight);
}

/*
 * Its status says that the trouble is behind it, not what the trouble is;
 * with a code it says that as well.
 */
static enum confidence
cannot_reach_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);

    inquiry_compare(inquiry, CHECK_PROXY, "other-address-connects",
                    "other-endpoint-connects");
    inquiry_cite_limits(inquiry);
    return proxy_own_reason(first) != NULL ? CONFIDENCE_HIGH
                                           : CONFIDENCE_MEDIUM;
}

const struct rule proxy_scheme_rule = {
    .cause = "proxy-wrong-scheme",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = scheme_fits,
    .cite = scheme_cite,
    .weigh = scheme_weigh,
};

const struct rule proxy_bypassed_rule = {
    .cause = "proxy-bypassed",
    .weight = WEIGHT_REACHABILITY,
    .fits = bypassed_fits,
    .cite = bypassed_cite,
    .weigh = scheme_weigh,
};

const struct rule proxy_unreachable_rule = {
    .cause = "proxy-unreachable",
    .weight = WEIGHT_REACHABILITY,
    .fits = unreachable_fits,
    .cite = proxy_cite,
    .weigh = unreachable_weigh,
};

const struct rule proxy_login_required_rule = {
    .cause = "proxy-login-required",
    .weight = WEIGHT_REACHABILITY,
    .fits = login_fits,
    .cite = proxy_cite,
    .weigh = said_by_proxy_weigh,
};

const struct rule proxy_refuses_rule = {
    .cause = "proxy-refuses",
    .weight = WEIGHT_REACHABILITY,
    .fits = refuses_fits,
    .cite = proxy_cite,
    .weigh = refuses_weigh,
};

const struct rule proxy_cannot_reach_rule = {
    .cause = "proxy-cannot-reach",
    .weight = WEIGHT_REACHABILITY,
    .fits = cannot_reach_fits,
    .cite = cannot_reach_cite,
    .weigh = cannot_reach_weigh,
};
