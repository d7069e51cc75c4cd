#include "diagnosis/dns_rules.h"
#include "diagnosis/rules.h"
#include "model/question_tally.h"

/*
 * A name that is not resolved because its answers are long: the same server
 * answers the same question when a short answer is asked for.
 */

static bool
name_met_silence(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason == REASON_DNS_SILENT)
            return true;
    return false;
}

/* One name was asked about in several ways; the others failed alike. */
static bool
large_lost_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct name *varied = questions_varied_name(inquiry->run);

    return dns_rules_name_is_unresolved(sight) &&
           name_met_silence(sight->target->name) && varied != NULL &&
           questions_count_large_lost(inquiry->run, varied) > 0;
}

static void
large_lost_cite(struct inquiry *inquiry, const struct sight *sight)
{
    if (sight->target->name == questions_varied_name(inquiry->run))
        inquiry_cite_target(inquiry, EVIDENCE_SUPPORTS, "small-answers-come",
                            sight->target);
    dns_rules_cite_tcp(inquiry, sight);
    dns_rules_cite(inquiry, sight);
}

/* The same difference for two questions is no chance. */
static enum confidence
large_lost_weigh(struct inquiry *inquiry)
{
    const struct name *varied = questions_varied_name(inquiry->run);

    inquiry_cite_limits(inquiry);
    return questions_count_large_lost(inquiry->run, varied) > 1
               ? CONFIDENCE_HIGH
               : CONFIDENCE_MEDIUM;
}

const struct rule dns_large_answers_lost_rule = {
    .cause = "dns-large-answers-lost",
    .weight = WEIGHT_REACHABILITY,
    .fits = large_lost_fits,
    .cite = large_lost_cite,
    .weigh = large_lost_weigh,
};
