#include <inttypes.h>

#include "model/probe_tally.h"
#include "report/units.h"
#include "report/wording_values.h"

/* What the servers said about a name, beyond its addresses. */

static const struct name *
subject_name(const struct subject *subject)
{
    return subject->target != NULL ? subject->target->name : NULL;
}

/* The last of a chain. */
void
value_alias(struct buffer *out, const struct subject *subject)
{
    const struct name *name = subject_name(subject);
    const char *alias = NULL;

    for (size_t i = 0; name != NULL && i < name->answer_count; i++)
        for (size_t j = 0; j < name->answers[i]->record_count; j++)
            if (name->answers[i]->records[j]->alias != NULL)
                alias = name->answers[i]->records[j]->alias;
    if (alias != NULL)
        units_append_line(out, alias);
}

void
value_name_answers(struct buffer *out, const struct subject *subject)
{
    const struct name *name = subject_name(subject);
    struct probe_tally tally;

    if (name == NULL)
        return;
    tally = probes_tally_name(subject->run, name);
    if (tally.tried > 0)
        buffer_printf(out, "%" PRId64 " of %" PRId64, tally.answered,
                      tally.tried);
}

void
value_name_tries(struct buffer *out, const struct subject *subject)
{
    const struct name *name = subject_name(subject);
    struct probe_tally tally;

    if (name == NULL)
        return;
    tally = probes_tally_name(subject->run, name);
    if (tally.tried > 0)
        buffer_printf(out, "%" PRId64, tally.tried);
}

/* "192.0.2.53:53 (A: no answer)" */
void
value_silent_resolvers(struct buffer *out, const struct subject *subject)
{
    const struct name *name = subject_name(subject);
    size_t shown = 0;

    for (size_t i = 0; name != NULL && i < name->answer_count; i++) {
        const struct dns_answer *answer = name->answers[i];

        if (answer->reason != REASON_DNS_SILENT &&
            answer->reason != REASON_DNS_UNREACHABLE)
            continue;
        if (shown++ > 0)
            buffer_append_text(out, ", ");
        units_append_line(out, answer->server);
        buffer_printf(out, " (%s: %s)",
                      words_id(&dns_type_words, (int)answer->type),
                      reason_phrase(answer->reason));
    }
}
