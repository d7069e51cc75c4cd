#include "diagnosis/diagnosis.h"

#include "diagnosis/log_evidence.h"
#include "diagnosis/rules.h"

/*
 * The rules in the order in which they are asked; the first that fits
 * explains an address. Who answers comes before whether anybody does: an
 * answer from a stranger makes every later observation worthless. Before that
 * stands what keeps this machine from asking, and a name that leads somewhere
 * else, for whoever answers there answers because of it. What a page says of
 * itself comes before what its certificate says. Then each layer before those
 * that build on it, and in a layer what somebody said before what nobody
 * said. What the operator says, or
 * has in hand, stands behind what was seen. Remarks come
 * last, for they see what is left.
 */
static const struct rule *const rules[] = {
    &no_network_rule,
    &local_firewall_rule,
    &first_hop_silent_rule,

    &hosts_file_rule,
    &search_list_rule,
    &name_rewritten_rule,
    &name_filtered_rule,
    &wrong_address_rule,

    &proxy_scheme_rule,
    &captive_portal_rule,
    &blocked_by_policy_rule,
    &missing_intermediate_rule,
    &unknown_authority_rule,
    &tls_inspection_rule,
    &name_mismatch_rule,
    &client_certificate_not_asked_rule,
    &not_tls_rule,

    &dns_tcp_blocked_rule,
    &dns_large_answers_lost_rule,
    &no_resolver_set_rule,
    &no_resolver_answers_rule,
    &name_not_resolved_rule,

    &proxy_bypassed_rule,
    &proxy_unreachable_rule,
    &proxy_login_required_rule,
    &proxy_refuses_rule,
    &proxy_cannot_reach_rule,

    &connection_unstable_rule,
    &connection_prohibited_rule,
    &connection_refused_rule,
    &no_route_rule,
    &held_back_rule,
    &connection_silent_rule,

    &tunnel_broken_rule,
    &server_name_filtered_rule,
    &path_mtu_rule,
    &path_mtu_upload_rule,
    &tls13_intolerant_rule,
    &tls_version_rule,
    &hello_too_large_rule,
    &server_name_unknown_rule,
    &accepts_everything_rule,
    &handshake_unanswered_rule,
    &tls_blocked_rule,
    &clock_wrong_rule,
    &certificate_dates_rule,

    &service_error_rule,
    &unexpected_answer_rule,
    &idle_timeout_rule,

    &cloud_certificate_expired_rule,
    &bundle_unusable_rule,
    &bundle_other_region_rule,
    &bundle_expired_rule,
    &status_unknown_rule,
    &product_path_differs_rule,

    &bundle_expires_soon_rule,
    &bundle_in_future_rule,
    &bundle_dates_disagree_rule,
    &bundle_questionable_rule,
    &log_trust_differs_rule,
    &log_enrollment_failed_rule,
    &log_differs_rule,
    &clock_off_rule,
    &resolver_silent_rule,
    &type_unanswered_rule,
    &system_store_lacks_root_rule,
    &alias_not_available_rule,
};

enum { RULES = sizeof rules / sizeof rules[0] };

/* What was tried for comparison is there to be cited, not explained. */
static bool
rule_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return (sight->explained == NULL || inquiry->rule->sees_all) &&
           !sight->target->control && inquiry->rule->fits(inquiry, sight);
}

/*
 * An alias that nobody answers is a finding of its own, unless what it met
 * has also stopped an endpoint that matters.
 */
static bool
rule_leaves_aliases(const struct inquiry *inquiry)
{
    if (inquiry->rule->weight != WEIGHT_REACHABILITY)
        return false;
    for (size_t i = 0; i < inquiry->sight_count; i++)
        if (target_is_decisive(inquiry->sights[i].target, inquiry->run) &&
            rule_fits(inquiry, &inquiry->sights[i]))
            return false;
    return true;
}

/*
 * Whether the sight makes the finding a fault. Addresses that the product
 * would not use do not. A dead address of one family does not while the
 * other family works, for it costs time and not the connection; a stranger
 * behind it does, for there the connection ends.
 */
static bool
rule_makes_fault(const struct inquiry *inquiry, const struct sight *sight)
{
    if (!target_is_decisive(sight->target, inquiry->run) || !sight->counts)
        return false;
    switch (inquiry->rule->weight) {
    case WEIGHT_REACHABILITY:
        return !sight->target_works || inquiry->rule->makes_fault;
    case WEIGHT_AUTHENTICITY:
    case WEIGHT_ENDURANCE:
        return true;
    case WEIGHT_DOUBT:
    case WEIGHT_REMARK:
        break;
    }
    return false;
}

static void
rule_take(struct inquiry *inquiry, struct sight *sight)
{
    struct finding *finding = inquiry->finding;
    const struct target **targets = finding->targets;
    size_t count = finding->target_count;

    if (inquiry->rule->weight != WEIGHT_REMARK)
        sight->explained = inquiry->rule;
    if (rule_makes_fault(inquiry, sight))
        finding->fault = true;
    if (inquiry->rule->weight == WEIGHT_DOUBT &&
        target_is_decisive(sight->target, inquiry->run) && sight->counts)
        finding->doubt = true;
    /* The sights of a target stand together, so the last one tells. */
    if (count == 0 || targets[count - 1] != sight->target)
        arena_push(inquiry->arena, &finding->targets, &finding->target_count,
                   sight->target);
}

static void
rule_take_fitting(struct inquiry *inquiry)
{
    bool leaves_aliases = rule_leaves_aliases(inquiry);

    for (size_t i = 0; i < inquiry->sight_count; i++) {
        struct sight *sight = &inquiry->sights[i];
        bool is_alias = sight->target->endpoint->role == ROLE_ALIAS;

        if (rule_fits(inquiry, sight) && !(is_alias && leaves_aliases))
            rule_take(inquiry, sight);
    }
}

/* The endpoints that decide come first; otherwise the order stays. */
static void
finding_sort_targets(struct finding *finding, const struct inquiry *inquiry)
{
    const struct target **sorted = arena_new(
        inquiry->arena, finding->target_count, sizeof(struct target *));
    size_t count = 0;

    for (int decisive = 1; decisive >= 0; decisive--)
        for (size_t i = 0; i < finding->target_count; i++)
            if (target_is_decisive(finding->targets[i], inquiry->run) ==
                (decisive == 1))
                sorted[count++] = finding->targets[i];
    for (size_t i = 0; i < count; i++)
        finding->targets[i] = sorted[i];
}

static void
finding_sort_evidence(struct finding *finding, const struct inquiry *inquiry)
{
    struct evidence **sorted = arena_new(
        inquiry->arena, finding->evidence_count, sizeof(struct evidence *));
    size_t count = 0;

    for (int kind = 0; kind < EVIDENCE_KIND_COUNT; kind++)
        for (size_t i = 0; i < finding->evidence_count; i++)
            if (finding->evidence[i]->kind == (enum evidence_kind)kind)
                sorted[count++] = finding->evidence[i];
    for (size_t i = 0; i < count; i++)
        finding->evidence[i] = sorted[i];
}

/* What logs say of the place stands behind what was seen there. */
static void
rule_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry->rule->cite(inquiry, sight);
    if (inquiry->rule->weight != WEIGHT_REMARK)
        log_evidence_cite_setback(inquiry, sight);
}

/* What the rule concludes of each address; false: nothing. */
static bool
rule_conclude_addresses(struct inquiry *inquiry)
{
    rule_take_fitting(inquiry);
    if (inquiry->finding->target_count == 0)
        return false;
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        rule_cite(inquiry, sight);
    return true;
}

/* What it concludes of the run as a whole. */
static bool
rule_conclude_run(struct inquiry *inquiry)
{
    if (!inquiry->rule->holds(inquiry))
        return false;
    inquiry->finding->fault = inquiry->rule->makes_fault;
    return true;
}

static struct finding *
rule_apply(struct inquiry *inquiry, const struct rule *rule)
{
    struct finding *finding = arena_new(inquiry->arena, 1, sizeof *finding);
    bool concluded;

    inquiry->rule = rule;
    inquiry->finding = finding;
    finding->cause = rule->cause;
    concluded = rule->holds != NULL ? rule_conclude_run(inquiry)
                                    : rule_conclude_addresses(inquiry);
    if (!concluded)
        return NULL;
    finding->confidence = rule->weigh(inquiry);
    finding_sort_targets(finding, inquiry);
    finding_sort_evidence(finding, inquiry);
    inquiry->found_fault = inquiry->found_fault || finding->fault;
    return finding;
}

static void
diagnosis_add(struct diagnosis *diagnosis, struct finding *const *findings,
              bool faults, struct arena *arena)
{
    for (size_t i = 0; i < RULES; i++)
        if (findings[i] != NULL && findings[i]->fault == faults)
            arena_push(arena, &diagnosis->findings, &diagnosis->finding_count,
                       findings[i]);
}

struct diagnosis *
diagnosis_conclude(const struct run *run, struct arena *arena)
{
    struct diagnosis *diagnosis = arena_new(arena, 1, sizeof *diagnosis);
    struct finding *findings[RULES];
    struct inquiry inquiry;

    inquiry_init(&inquiry, run, arena);
    for (size_t i = 0; i < RULES; i++)
        findings[i] = rule_apply(&inquiry, rules[i]);
    diagnosis_add(diagnosis, findings, true, arena);
    diagnosis->outcome = VERDICT_INCONCLUSIVE;
    if (diagnosis->finding_count > 0)
        diagnosis->outcome = VERDICT_FAULT;
    else if (inquiry_is_healthy(&inquiry))
        diagnosis->outcome = VERDICT_HEALTHY;
    diagnosis_add(diagnosis, findings, false, arena);
    return diagnosis;
}
