#include "report/headline.h"

#include "report/units.h"
#include "report/wording.h"

enum { NAMED_AT_MOST = 4 };

const struct finding *
headline_finding(const struct diagnosis *diagnosis)
{
    if (diagnosis->outcome == VERDICT_FAULT)
        return diagnosis->findings[0];
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        if (diagnosis->outcome == VERDICT_INCONCLUSIVE &&
            diagnosis->findings[i]->doubt)
            return diagnosis->findings[i];
    return NULL;
}

const char *
headline_cause(const struct diagnosis *diagnosis)
{
    const struct finding *finding = headline_finding(diagnosis);

    return finding != NULL ? finding->cause : NULL;
}

void
headline_append_summary(struct buffer *out, const struct run *run,
                        const struct finding *finding)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding, .brief = true };

    if (cause != NULL)
        wording_fill(out, cause->summary, &wording);
    else
        units_append_line(out, finding->cause);
}

bool
headline_is_in_doubt(const struct run *run, const struct target *target)
{
    static const enum check_id decisive[] = { CHECK_TLS, CHECK_HTTP };

    if (!target_is_decisive(target, run))
        return false;
    for (size_t i = 0; i < sizeof decisive / sizeof decisive[0]; i++) {
        struct result result = target_result(target, decisive[i]);

        if (result.outcome == OUTCOME_PASS)
            continue;
        /* A gateway may have answered within the handshake already. */
        if (decisive[i] == CHECK_HTTP &&
            target_result(target, CHECK_TLS).reason ==
                REASON_CERTIFICATE_REQUIRED)
            continue;
        return true;
    }
    return false;
}

static size_t
headline_count_decisive(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++)
        if (target_is_decisive(run->targets[i], run))
            count++;
    return count;
}

static void
headline_append_doubts(struct buffer *out, const struct run *run)
{
    size_t named = 0;
    size_t doubts = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct endpoint *endpoint = run->targets[i]->endpoint;

        if (!headline_is_in_doubt(run, run->targets[i]))
            continue;
        doubts++;
        if (named == NAMED_AT_MOST)
            continue;
        buffer_append_text(out, named++ > 0 ? ", " : ": ");
        units_append_place(out, endpoint->host, endpoint->port);
    }
    if (doubts > named)
        buffer_printf(out, " and %zu more", doubts - named);
}

static void
headline_append_inconclusive(struct buffer *out, const struct run *run)
{
    if (headline_count_decisive(run) == 0) {
        buffer_append_text(
            out, "Nothing was proved either way: no required endpoint was "
                 "among those that were looked at.");
        return;
    }
    buffer_append_text(out, run->cancelled
                                ? "Stopped before anything was proved; "
                                  "without a clear answer"
                                : "Nothing was proved either way; without "
                                  "a clear answer");
    headline_append_doubts(out, run);
    buffer_append_byte(out, '.');
}

void
headline_append(struct buffer *out, const struct run *run,
                const struct diagnosis *diagnosis)
{
    switch (diagnosis->outcome) {
    case VERDICT_HEALTHY:
        buffer_append_text(out, "Every required endpoint was reached, is "
                                "genuine and gave the answer that it should "
                                "give.");
        return;
    case VERDICT_FAULT:
        headline_append_summary(out, run, diagnosis->findings[0]);
        return;
    case VERDICT_INCONCLUSIVE:
    case VERDICT_COUNT:
        break;
    }
    if (headline_finding(diagnosis) != NULL)
        headline_append_summary(out, run, headline_finding(diagnosis));
    else
        headline_append_inconclusive(out, run);
}

static bool
finding_is_about_decisive(const struct run *run, const struct finding *finding)
{
    for (size_t i = 0; i < finding->target_count; i++)
        if (target_is_decisive(finding->targets[i], run))
            return true;
    return false;
}

/*
 * A genuine chain and the right answer are proof. Something odd about a
 * required endpoint leaves room for doubt even though it works.
 */
enum confidence
headline_confidence(const struct run *run, const struct diagnosis *diagnosis)
{
    const struct finding *verdict = headline_finding(diagnosis);

    if (verdict != NULL)
        return verdict->confidence;
    if (diagnosis->outcome != VERDICT_HEALTHY)
        return CONFIDENCE_LOW;
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        if (finding_is_about_decisive(run, diagnosis->findings[i]))
            return CONFIDENCE_MEDIUM;
    return CONFIDENCE_HIGH;
}
