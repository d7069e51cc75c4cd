#include "report/report.h"

#include <inttypes.h>

#include "report/headline.h"
#include "report/terms.h"
#include "report/units.h"

/*
 * The output of a monitoring plugin (Monitoring Plugins Development
 * Guidelines): "SERVICE STATE - text|performance data", then more lines of
 * text. A bar ends the text, so none may come from outside.
 */
enum { SECOND_MS = 1000, DAY_S = 24 * 60 * 60 };

static const char *const state_names[MONITORING_STATE_COUNT] = {
    [MONITORING_OK] = "OK",
    [MONITORING_WARNING] = "WARNING",
    [MONITORING_CRITICAL] = "CRITICAL",
    [MONITORING_UNKNOWN] = "UNKNOWN",
};

/* Healthy with something odd about a required endpoint is a warning. */
enum monitoring_state
monitoring_report_state(const struct run *run,
                        const struct diagnosis *diagnosis)
{
    if (run->cancelled)
        return MONITORING_UNKNOWN;
    switch (diagnosis->outcome) {
    case VERDICT_HEALTHY:
        return headline_confidence(run, diagnosis) == CONFIDENCE_HIGH
                   ? MONITORING_OK
                   : MONITORING_WARNING;
    case VERDICT_FAULT:
        return MONITORING_CRITICAL;
    case VERDICT_INCONCLUSIVE:
    case VERDICT_COUNT:
        break;
    }
    return MONITORING_UNKNOWN;
}

static void
plain_append(struct buffer *out, struct buffer *text)
{
    struct buffer safe = { 0 };

    units_append_line(&safe, buffer_text(text));
    for (size_t i = 0; i < safe.length; i++)
        buffer_append_byte(out, safe.data[i] == '|' ? '/' : safe.data[i]);
    buffer_cut(text, 0);
    buffer_release(&safe);
}

static void
state_append(struct buffer *out, enum monitoring_state state)
{
    buffer_printf(out, "CDSDOCTOR %s - ", state_names[state]);
}

/* The first certificate to expire of the servers that decide; 0: none. */
static int64_t
first_expiry(const struct run *run)
{
    int64_t first = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        for (size_t j = 0; j < target->path_count; j++) {
            const struct tls_facts *tls = &target->paths[j]->tls;

            if (target_is_decisive(target, run) && tls->chain_count > 0 &&
                (first == 0 || tls->chain[0]->not_after < first))
                first = tls->chain[0]->not_after;
        }
    }
    return first;
}

static void
performance_append(struct buffer *out, const struct run *run)
{
    size_t decisive = 0;
    size_t reached = 0;
    int64_t expiry = first_expiry(run);

    for (size_t i = 0; i < run->target_count; i++)
        if (target_is_decisive(run->targets[i], run)) {
            decisive++;
            reached += !headline_is_in_doubt(run, run->targets[i]);
        }
    buffer_printf(out, "|time=%" PRId64 ".%03" PRId64 "s;;;0",
                  run->duration_ms / SECOND_MS, run->duration_ms % SECOND_MS);
    buffer_printf(out, " endpoints_ok=%zu;;;0;%zu", reached, decisive);
    if (expiry != 0)
        buffer_printf(out, " certificate_days=%" PRId64,
                      (expiry - run->started / SECOND_MS) / DAY_S);
    buffer_append_byte(out, '\n');
}

/* A line for each required endpoint that is not as it should be. */
static void
details_append(struct buffer *out, const struct run *run,
               const struct diagnosis *diagnosis)
{
    const struct finding *finding = headline_finding(diagnosis);
    const struct cause *cause =
        finding != NULL ? definitions_cause(run->definitions, finding->cause)
                        : NULL;
    struct buffer line = { 0 };

    if (cause != NULL) {
        buffer_printf(&line, "cause: %s (%s), who can fix it: %s",
                      cause->title, cause->id, terms_owner(cause->owner));
        plain_append(out, &line);
        buffer_append_byte(out, '\n');
    }
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (!headline_is_in_doubt(run, target))
            continue;
        units_append_place(&line, target->endpoint->host,
                           target->endpoint->port);
        for (int check = 0; check < CHECK_COUNT; check++) {
            struct result result = target_result(target, (enum check_id)check);

            if (result.outcome == OUTCOME_FAIL)
                buffer_printf(&line, ", %s: %s", words_id(&check_words, check),
                              reason_phrase(result.reason));
        }
        plain_append(out, &line);
        buffer_append_byte(out, '\n');
    }
    buffer_release(&line);
}

void
monitoring_report_write(const struct run *run,
                        const struct diagnosis *diagnosis, struct buffer *out)
{
    struct buffer line = { 0 };

    state_append(out, monitoring_report_state(run, diagnosis));
    if (run->cancelled)
        buffer_append_text(&line, "stopped before its end. ");
    headline_append(&line, run, diagnosis);
    plain_append(out, &line);
    performance_append(out, run);
    details_append(out, run, diagnosis);
    buffer_release(&line);
}

void
monitoring_report_trouble(struct buffer *out, const char *text)
{
    struct buffer line = { 0 };

    buffer_append_text(&line, text);
    state_append(out, MONITORING_UNKNOWN);
    plain_append(out, &line);
    buffer_append_byte(out, '\n');
    buffer_release(&line);
}
