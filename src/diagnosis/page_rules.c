#include "diagnosis/chain_evidence.h"
#include "diagnosis/rules.h"
#include "model/naming.h"

/*
 * Pages in place of the service. A portal stands before everything; a block
 * page stands before this destination. Both come with a stranger's
 * certificate, which is why they are asked before inspection: who blocks a
 * host has to show his own certificate to say so, whether he decrypts it
 * otherwise or not (KB 265602).
 */

static void
page_cite_who(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight_is_plain_answer(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answer-not-tls", sight);
    else if (sight_chain_is_foreign(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-not-genuine", sight);
    else
        inquiry_cite(inquiry, EVIDENCE_CONTRADICTS, "chain-genuine", sight);
    chain_evidence_cite_product(inquiry, sight);
}

static void
page_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->shown != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answer-looks-like", sight);
    if (sight->leads_away)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answer-leads-away", sight);
    if (sight->shown == NULL && !sight->leads_away)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "answer-is-a-page", sight);
    page_cite_who(inquiry, sight);
}

/* A portal. */

/*
 * The sights of a target stand together. A target has met the portal when
 * one of its addresses led there and none led anywhere else.
 */
struct portal_count {
    const struct target *target;
    const struct name *first; /* the first host that met it */
    bool met;                 /* the present target has */
    bool missed;              /* some target has not */
    bool several;             /* more than one host has */
};

static void
portal_end_target(struct portal_count *count)
{
    if (count->target == NULL)
        return;
    if (!count->met)
        count->missed = true;
    else if (count->first == NULL)
        count->first = count->target->name;
    else if (count->first != count->target->name)
        count->several = true;
}

static void
portal_take(struct portal_count *count, const struct sight *sight)
{
    if (count->target != sight->target) {
        portal_end_target(count);
        count->target = sight->target;
        count->met = false;
    }
    if (sight->leads_away)
        count->met = true;
    else if (sight_ran(sight, CHECK_TLS))
        count->missed = true;
}

/* Several hosts, for one alone may as well be the one that is blocked. */
static bool
portal_is_everywhere(const struct inquiry *inquiry)
{
    struct portal_count count = { 0 };

    for (size_t i = 0; i < inquiry->sight_count && !count.missed; i++)
        if (target_is_decisive(inquiry->sights[i].target, inquiry->run))
            portal_take(&count, &inquiry->sights[i]);
    portal_end_target(&count);
    return count.several && !count.missed;
}

static bool
portal_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return sight->leads_away && portal_is_everywhere(inquiry);
}

/* The status that says just this and nothing else (RFC 6585, 6). */
static bool
portal_says_so(const struct inquiry *inquiry)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (page_of_path(sight->path).status == 511)
            return true;
    return false;
}

static enum confidence
portal_weigh(struct inquiry *inquiry)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "portal-everywhere", NULL);
    inquiry_cite_limits(inquiry);
    return portal_says_so(inquiry) ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
}

/* A block page. */

static bool
page_is_about_policy(const struct block_page *page)
{
    return page != NULL &&
           (page->kind == PAGE_BLOCK || page->kind == PAGE_PORTAL ||
            page->kind == PAGE_LOGIN);
}

/*
 * 200 or 403 with a page, behind a stranger's certificate, where the
 * endpoint would say something else. Whoever only decrypts passes on what
 * the endpoint says.
 */
static bool
page_stands_in_place(const struct sight *sight)
{
    if (!sight_chain_is_foreign(sight) || !sight_has_status(sight))
        return false;

    const struct http_facts *http = &sight->path->http;

    return (http->status == 200 || http->status == 403) &&
           http->status != sight->target->endpoint->genuine.status &&
           http->body != NULL;
}

static bool
blocked_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    if (sight->path == NULL || !sight_has_answerer(sight))
        return false;
    return page_is_about_policy(sight->shown) || sight->leads_away ||
           page_stands_in_place(sight);
}

static void
blocked_cite(struct inquiry *inquiry, const struct sight *sight)
{
    page_cite(inquiry, sight);
    if (sight_has_status(sight) && !sight_status_is_expected(sight))
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "status-unexpected", sight);
}

static bool
blocked_is_said(const struct inquiry *inquiry)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (page_is_about_policy(sight->shown) &&
            !sight_chain_is_genuine(sight))
            return true;
    return false;
}

/*
 * A page with a known mark says itself what it is; only a genuine chain
 * speaks against it. An unknown page is told by what other endpoints show:
 * where they are genuine, it stands before this one.
 */
static enum confidence
blocked_weigh(struct inquiry *inquiry)
{
    const struct sight *first = inquiry_next(inquiry, NULL);
    const struct sight *genuine = inquiry_genuine(inquiry);
    bool control = genuine != NULL && !sight_chain_is_genuine(first);

    if (control)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "chain-genuine", genuine);
    inquiry_cite_limits(inquiry);
    if (blocked_is_said(inquiry))
        return CONFIDENCE_HIGH;
    return control ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

const struct rule captive_portal_rule = {
    .cause = "captive-portal",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = portal_fits,
    .cite = page_cite,
    .weigh = portal_weigh,
};

const struct rule blocked_by_policy_rule = {
    .cause = "blocked-by-policy",
    .weight = WEIGHT_AUTHENTICITY,
    .fits = blocked_fits,
    .cite = blocked_cite,
    .weigh = blocked_weigh,
};
