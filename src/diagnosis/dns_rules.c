#include "diagnosis/dns_rules.h"

#include <string.h>

#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "model/probe_tally.h"
#include "model/question_tally.h"

static bool
name_got_answer(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (answer_came(name->answers[i]))
            return true;
    return false;
}

static bool
name_met(const struct name *name, enum reason reason)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason == reason)
            return true;
    return false;
}

static bool
name_met_silence(const struct name *name)
{
    return name_met(name, REASON_DNS_SILENT) ||
           name_met(name, REASON_DNS_UNREACHABLE);
}

/* The name has an alias, and nobody gives an address for that. */
static bool
name_has_dangling_alias(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason != REASON_NONE &&
            name->answers[i]->record_count > 0)
            return true;
    return false;
}

static bool
name_has_records(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason == REASON_NONE)
            return true;
    return false;
}

/*
 * One answer about any name proves that the resolvers can be reached. A
 * refusal to answer is an answer too; one that came only because the question
 * was put in another way is not.
 */
static bool
run_got_answer(const struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++)
        if (!question_is_varied(&run->names[i]->variation) &&
            name_got_answer(run->names[i]))
            return true;
    return false;
}

bool
dns_rules_name_is_unresolved(const struct sight *sight)
{
    enum reason reason = sight->target->name->result.reason;

    return target_is_unresolved(sight->target) && reason != REASON_CANCELLED &&
           reason != REASON_DEADLINE && reason != REASON_NO_SOCKET;
}

/*
 * There is nobody to ask: a fact of this machine. Without a resolver of its
 * own the system asks none either; what it was told otherwise is no failure.
 */
static bool
no_resolver_set_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    return inquiry->run->machine.resolver_count == 0 &&
           dns_rules_name_is_unresolved(sight) &&
           sight->target->name->answer_count == 0 &&
           sight->target->name->system.reason != REASON_NAME_UNKNOWN;
}

static void
no_resolver_set_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "no-resolver-is-set");
    dns_rules_cite(inquiry, sight);
}

static enum confidence
no_resolver_set_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

/*
 * With no server asked there is only the machine's own word. "No such name"
 * is an answer from somewhere; anything else is the want of one.
 */
static bool
no_resolver_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *name = sight->target->name;

    return dns_rules_name_is_unresolved(sight) &&
           !run_got_answer(inquiry->run) &&
           name->system.reason != REASON_NAME_UNKNOWN;
}

static bool
not_resolved_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return dns_rules_name_is_unresolved(sight);
}

/* The short answer was cut, and asking for the whole one led nowhere. */
static bool
answer_was_lost_over_tcp(const struct dns_answer *answer)
{
    return answer->over_tcp && (answer->reason == REASON_DNS_SILENT ||
                                answer->reason == REASON_DNS_UNREACHABLE);
}

static bool
tcp_blocked_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *name = sight->target->name;

    (void)inquiry;
    for (size_t i = 0; i < name->answer_count; i++)
        if (answer_was_lost_over_tcp(name->answers[i]))
            return dns_rules_name_is_unresolved(sight);
    return false;
}

static void
tcp_blocked_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "cut-answer-not-completed",
                        sight->target);
    dns_rules_cite_tcp(inquiry, sight);
    dns_rules_cite(inquiry, sight);
}

static enum confidence
tcp_blocked_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

static enum evidence_kind
dns_records_speak(const struct name *name)
{
    return name_has_records(name) ? EVIDENCE_CONTRADICTS : EVIDENCE_SUPPORTS;
}

void
dns_rules_cite(struct inquiry *inquiry, const struct sight *sight)
{
    const struct target *target = sight->target;
    const struct name *name = target->name;

    if (name_got_answer(name) && !name_has_records(name))
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS,
                            "no-address-from-any-resolver", target);
    if (name_got_answer(name))
        inquiry_cite_target(inquiry, dns_records_speak(name), "resolver-says",
                            target);
    if (name_met_silence(name))
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "resolvers-silent",
                            target);
    if (name_met(name, REASON_DNS_MALFORMED))
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS,
                            "resolver-answers-unreadable", target);
    if (name_has_dangling_alias(name) && !name_has_records(name))
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "alias-leads-nowhere",
                            target);
    if (probes_tally_name(inquiry->run, name).answered > 0)
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS,
                            "name-resolved-at-times", target);
    else if (probes_tally_name(inquiry->run, name).tried > 0)
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS,
                            "name-failed-each-time", target);
    if (name->system.reason != REASON_NONE)
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "system-lookup-says",
                            target);
}

/* Over TCP at once: whether that way is open, where the other is the one. */
void
dns_rules_cite_tcp(struct inquiry *inquiry, const struct sight *sight)
{
    static const struct question_variation at_once = { .over = OVER_TCP };
    struct question_tally tally =
        questions_tally(inquiry->run, sight->target->name, &at_once);

    if (tally.asked > 0)
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS,
                            tally.answered > 0 ? "tcp-53-answers"
                                               : "tcp-53-silent",
                            sight->target);
}

static void
no_resolver_cite(struct inquiry *inquiry, const struct sight *sight)
{
    static const struct question_variation at_once = { .over = OVER_TCP };

    dns_rules_cite(inquiry, sight);
    if (questions_tally(inquiry->run, sight->target->name, &at_once).answered >
        0)
        dns_rules_cite_tcp(inquiry, sight);
}

static size_t
run_count_silent_questions(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->name_count; i++)
        if (!question_is_varied(&run->names[i]->variation))
            count += run->names[i]->answer_count;
    return count;
}

/*
 * Silence is the absence of evidence, but the same silence towards several
 * questions, or to the same one each time, is more than a lost packet.
 */
static enum confidence
no_resolver_weigh(struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    inquiry_cite_limits(inquiry);
    return run_count_silent_questions(run) > DNS_TYPE_COUNT
               ? CONFIDENCE_MEDIUM
               : differential_raise(inquiry, CONFIDENCE_LOW);
}

bool
dns_rules_name_is_denied(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason != REASON_NXDOMAIN)
            return false;
    return name->answer_count > 0;
}

static bool
dns_all_denied(const struct inquiry *inquiry)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (!dns_rules_name_is_denied(sight->target->name))
            return false;
    return true;
}

static bool
dns_other_name_resolves(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->system.address_count > 0 &&
            !run->names[i]->random && run->names[i]->again == NULL)
            return true;
    return false;
}

/*
 * That every resolver denies the name is proof that it does not resolve
 * here. A name that does resolve is the control for any other failure, and
 * the same failure each time is more than one observation.
 */
static enum confidence
not_resolved_weigh(struct inquiry *inquiry)
{
    if (dns_all_denied(inquiry))
        return CONFIDENCE_HIGH;
    inquiry_cite_limits(inquiry);
    return dns_other_name_resolves(inquiry)
               ? CONFIDENCE_MEDIUM
               : differential_raise(inquiry, CONFIDENCE_LOW);
}

/* Remarks: the name resolves, and somebody who is asked does not answer. */

static bool
answer_was_missed(const struct dns_answer *answer)
{
    return answer->reason == REASON_DNS_SILENT ||
           answer->reason == REASON_DNS_UNREACHABLE;
}

/* All that this server was asked about the name, or only one type of it. */
static bool
server_missed(const struct name *name, const char *server, bool all)
{
    size_t missed = 0;
    size_t asked = 0;

    for (size_t i = 0; i < name->answer_count; i++) {
        if (strcmp(name->answers[i]->server, server) != 0)
            continue;
        asked++;
        missed += answer_was_missed(name->answers[i]);
    }
    return all ? missed == asked : missed > 0 && missed < asked;
}

static bool
some_server_missed(const struct name *name, bool all)
{
    if (!name_has_records(name))
        return false;
    for (size_t i = 0; i < name->answer_count; i++)
        if (server_missed(name, name->answers[i]->server, all))
            return true;
    return false;
}

static bool
resolver_silent_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return some_server_missed(sight->target->name, true);
}

static bool
type_unanswered_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return some_server_missed(sight->target->name, false);
}

static void
missed_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "questions-missed",
                        sight->target);
}

static enum confidence
missed_weigh(struct inquiry *inquiry)
{
    (void)inquiry;
    return CONFIDENCE_MEDIUM;
}

const struct rule resolver_silent_rule = {
    .cause = "resolver-silent",
    .weight = WEIGHT_REMARK,
    .sees_all = true,
    .fits = resolver_silent_fits,
    .cite = missed_cite,
    .weigh = missed_weigh,
};

const struct rule type_unanswered_rule = {
    .cause = "record-type-unanswered",
    .weight = WEIGHT_REMARK,
    .sees_all = true,
    .fits = type_unanswered_fits,
    .cite = missed_cite,
    .weigh = missed_weigh,
};

const struct rule dns_tcp_blocked_rule = {
    .cause = "dns-tcp-blocked",
    .weight = WEIGHT_REACHABILITY,
    .fits = tcp_blocked_fits,
    .cite = tcp_blocked_cite,
    .weigh = tcp_blocked_weigh,
};

const struct rule no_resolver_set_rule = {
    .cause = "no-resolver-set",
    .weight = WEIGHT_REACHABILITY,
    .fits = no_resolver_set_fits,
    .cite = no_resolver_set_cite,
    .weigh = no_resolver_set_weigh,
};

const struct rule no_resolver_answers_rule = {
    .cause = "no-resolver-answers",
    .weight = WEIGHT_REACHABILITY,
    .fits = no_resolver_fits,
    .cite = no_resolver_cite,
    .weigh = no_resolver_weigh,
};

const struct rule name_not_resolved_rule = {
    .cause = "name-not-resolved",
    .weight = WEIGHT_REACHABILITY,
    .fits = not_resolved_fits,
    .cite = dns_rules_cite,
    .weigh = not_resolved_weigh,
};
