#include "report/report.h"

#include <inttypes.h>

#include "report/headline.h"
#include "report/units.h"

/*
 * The text format of Prometheus (version 0.0.4) as the textfile collector of
 * node_exporter takes it: every sample of a name together behind its HELP and
 * TYPE, no time stamps, base units, names that do not change.
 */
enum { SECOND_MS = 1000 };

/* Label values: backslash, quote and newline are escaped. */
static void
label_append(struct buffer *out, const char *name, const char *value)
{
    struct buffer safe = { 0 };

    units_append_line(&safe, value);
    buffer_printf(out, "%s=\"", name);
    for (size_t i = 0; i < safe.length; i++) {
        if (safe.data[i] == '\\' || safe.data[i] == '"')
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, safe.data[i]);
    }
    buffer_append_byte(out, '"');
    buffer_release(&safe);
}

static void
metric_open(struct buffer *out, const char *name, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void
target_labels(struct buffer *out, const struct target *target)
{
    label_append(out, "host", target->endpoint->host);
    buffer_printf(out, ",port=\"%u\",", (unsigned)target->endpoint->port);
    label_append(out, "role",
                 words_id(&role_words, (int)target->endpoint->role));
    buffer_append_byte(out, ',');
    label_append(out, "route",
                 words_id(&route_words, (int)target->route.kind));
    buffer_printf(out, ",control=\"%s\"", target->control ? "true" : "false");
}

static void
seconds_append(struct buffer *out, int64_t milliseconds)
{
    int64_t size = milliseconds < 0 ? -milliseconds : milliseconds;

    buffer_printf(out, "%s%" PRId64 ".%03" PRId64, milliseconds < 0 ? "-" : "",
                  size / SECOND_MS, size % SECOND_MS);
}

static void
run_write(const struct run *run, const struct diagnosis *diagnosis,
          struct buffer *out)
{
    metric_open(out, "cdsdoctor_build_info",
                "The version that wrote this; always 1.");
    buffer_append_text(out, "cdsdoctor_build_info{");
    label_append(out, "version", run->tool.version);
    buffer_append_byte(out, ',');
    label_append(out, "definitions", run->definitions->version);
    buffer_append_text(out, "} 1\n");
    metric_open(out, "cdsdoctor_run_timestamp_seconds",
                "When the run began, Unix time.");
    buffer_append_text(out, "cdsdoctor_run_timestamp_seconds ");
    seconds_append(out, run->started);
    buffer_append_byte(out, '\n');
    metric_open(out, "cdsdoctor_run_duration_seconds",
                "How long the run took.");
    buffer_append_text(out, "cdsdoctor_run_duration_seconds ");
    seconds_append(out, run->duration_ms);
    buffer_append_byte(out, '\n');
    metric_open(out, "cdsdoctor_verdict",
                "1 for the verdict of the run, 0 for the others.");
    for (int i = 0; i < VERDICT_COUNT; i++)
        buffer_printf(out, "cdsdoctor_verdict{outcome=\"%s\"} %d\n",
                      words_id(&verdict_words, i),
                      (int)diagnosis->outcome == i);
}

static void
findings_write(const struct run *run, const struct diagnosis *diagnosis,
               struct buffer *out)
{
    if (diagnosis->finding_count == 0)
        return;
    metric_open(out, "cdsdoctor_finding", "A cause that was found; always 1.");
    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];
        const struct cause *cause =
            definitions_cause(run->definitions, finding->cause);

        buffer_append_text(out, "cdsdoctor_finding{");
        label_append(out, "cause", finding->cause);
        buffer_append_byte(out, ',');
        label_append(out, "owner",
                     words_id(&owner_words,
                              cause != NULL ? (int)cause->owner : OWNER_NONE));
        buffer_append_byte(out, ',');
        label_append(out, "confidence",
                     words_id(&confidence_words, (int)finding->confidence));
        buffer_printf(out, ",fault=\"%s\",place=\"%zu\"} 1\n",
                      finding->fault ? "true" : "false", i + 1);
    }
}

/* Only for those that a verdict can rest on: 0 for another means nothing. */
static void
up_write(const struct run *run, struct buffer *out)
{
    size_t written = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        if (!target_is_decisive(run->targets[i], run))
            continue;
        if (written++ == 0)
            metric_open(out, "cdsdoctor_up",
                        "1 when the required endpoint was reached, is "
                        "genuine and answered as it should.");
        buffer_append_text(out, "cdsdoctor_up{");
        target_labels(out, run->targets[i]);
        buffer_printf(out, "} %d\n",
                      !headline_is_in_doubt(run, run->targets[i]));
    }
}

static bool
outcome_has_duration(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
           outcome == OUTCOME_FAIL;
}

static void
durations_write(const struct run *run, struct buffer *out)
{
    size_t written = 0;

    for (size_t i = 0; i < run->target_count; i++)
        for (int check = 0; check < CHECK_COUNT; check++) {
            struct result result =
                target_result(run->targets[i], (enum check_id)check);

            if (!outcome_has_duration(result.outcome))
                continue;
            if (written++ == 0)
                metric_open(out, "cdsdoctor_check_duration_seconds",
                            "How long the check took.");
            buffer_append_text(out, "cdsdoctor_check_duration_seconds{");
            target_labels(out, run->targets[i]);
            buffer_printf(out, ",check=\"%s\"} ",
                          words_id(&check_words, check));
            seconds_append(out, result.duration_ms);
            buffer_append_byte(out, '\n');
        }
}

/* A set of states, so that a query can count any of them. */
static void
outcomes_write(const struct run *run, struct buffer *out)
{
    static const enum outcome final[] = { OUTCOME_PASS, OUTCOME_WARN,
                                          OUTCOME_FAIL, OUTCOME_SKIP };
    size_t written = 0;

    for (size_t i = 0; i < run->target_count; i++)
        for (int check = 0; check < CHECK_COUNT; check++) {
            struct result result =
                target_result(run->targets[i], (enum check_id)check);

            if (result.outcome == OUTCOME_NONE)
                continue;
            if (written++ == 0)
                metric_open(out, "cdsdoctor_check_outcome",
                            "1 for how the check ended, 0 for the others.");
            for (size_t j = 0; j < sizeof final / sizeof final[0]; j++) {
                buffer_append_text(out, "cdsdoctor_check_outcome{");
                target_labels(out, run->targets[i]);
                buffer_printf(out, ",check=\"%s\",outcome=\"%s\"} %d\n",
                              words_id(&check_words, check),
                              words_id(&outcome_words, (int) final[j]),
                              result.outcome == final[j]);
            }
        }
}

static void
expiry_write(const struct target *target, const struct path *path,
             struct buffer *out)
{
    for (size_t i = 0; i < path->tls.chain_count; i++) {
        char address[ADDRESS_TEXT_SIZE];

        buffer_append_text(
            out, "cdsdoctor_certificate_not_after_timestamp_seconds{");
        target_labels(out, target);
        buffer_printf(out, ",address=\"%s\",position=\"%zu\"} %" PRId64 "\n",
                      address_format(&path->address, address), i + 1,
                      path->tls.chain[i]->not_after);
    }
}

static void
expiries_write(const struct run *run, struct buffer *out)
{
    struct buffer samples = { 0 };

    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            expiry_write(run->targets[i], run->targets[i]->paths[j], &samples);
    if (samples.length > 0) {
        metric_open(out, "cdsdoctor_certificate_not_after_timestamp_seconds",
                    "When a certificate that was shown expires, Unix time; "
                    "position 1 is the server's own.");
        buffer_append(out, samples.data, samples.length);
    }
    buffer_release(&samples);
}

void
prometheus_report_write(const struct run *run,
                        const struct diagnosis *diagnosis, struct buffer *out)
{
    run_write(run, diagnosis, out);
    findings_write(run, diagnosis, out);
    up_write(run, out);
    durations_write(run, out);
    outcomes_write(run, out);
    expiries_write(run, out);
}
