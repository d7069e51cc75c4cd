#include "model/question_tally.h"

#include <string.h>

/* What every server can send without asking (RFC 1035 4.2.1). */
enum { SHORT_ANSWER = 512 };

const struct name *
questions_varied_name(const struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++)
        if (question_is_varied(&run->names[i]->variation))
            return run->names[i]->again;
    return NULL;
}

bool
answer_came(const struct dns_answer *answer)
{
    return answer->rcode != NULL || answer->reason == REASON_NONE;
}

static bool
name_is_varied_so(const struct name *name, const struct name *of,
                  const struct question_variation *variation)
{
    return name->again == of && name->variation.over == variation->over &&
           name->variation.payload == variation->payload &&
           name->variation.no_edns == variation->no_edns;
}

/* One that we left out ourselves was not asked. */
struct question_tally
questions_tally(const struct run *run, const struct name *name,
                const struct question_variation *variation)
{
    struct question_tally tally = { 0 };

    for (size_t i = 0; i < run->name_count; i++) {
        const struct name *varied = run->names[i];

        if (!name_is_varied_so(varied, name, variation))
            continue;
        for (size_t j = 0; j < varied->answer_count; j++) {
            tally.asked += !varied->answers[j]->not_asked;
            tally.answered += answer_came(varied->answers[j]);
        }
    }
    return tally;
}

static bool
answer_is_large_lost(const struct dns_answer *answer)
{
    return answer->changed.over == OVER_UDP &&
           answer->changed.payload > SHORT_ANSWER && !answer->not_asked &&
           answer->reason == REASON_DNS_SILENT;
}

static bool
questions_lost_large(const struct run *run, const struct name *name,
                     const struct dns_answer *small)
{
    for (size_t i = 0; i < run->name_count; i++) {
        const struct name *varied = run->names[i];

        for (size_t j = 0; varied->again == name && j < varied->answer_count;
             j++)
            if (varied->answers[j]->type == small->type &&
                strcmp(varied->answers[j]->server, small->server) == 0 &&
                answer_is_large_lost(varied->answers[j]))
                return true;
    }
    return false;
}

size_t
questions_count_large_lost(const struct run *run, const struct name *name)
{
    static const struct question_variation small = { OVER_UDP, SHORT_ANSWER,
                                                     false };
    size_t count = 0;

    for (size_t i = 0; i < run->name_count; i++) {
        const struct name *varied = run->names[i];

        if (!name_is_varied_so(varied, name, &small))
            continue;
        for (size_t j = 0; j < varied->answer_count; j++)
            count += answer_came(varied->answers[j]) &&
                     questions_lost_large(run, name, varied->answers[j]);
    }
    return count;
}
