#include "report/report.h"

#include "report/cells.h"
#include "report/headline.h"
#include "report/markup.h"
#include "report/terms.h"
#include "report/text_sections.h"
#include "report/text_wrap.h"
#include "report/units.h"

/*
 * A suite for each target with a case for each check, and a first suite with
 * the verdict. Only what decides can fail: what is wrong with an endpoint
 * that is not required, or is there for comparison, is skipped with its
 * reason, so that a pipeline is red when and only when a fault was found.
 */
enum case_end { CASE_PASSED, CASE_FAILED, CASE_SKIPPED, CASE_ABSENT };

static enum case_end
case_of(const struct run *run, const struct target *target,
        const struct result *result)
{
    switch (result->outcome) {
    case OUTCOME_PASS:
    case OUTCOME_WARN:
        return CASE_PASSED;
    case OUTCOME_FAIL:
        return headline_is_in_doubt(run, target) ? CASE_FAILED : CASE_SKIPPED;
    case OUTCOME_SKIP:
    case OUTCOME_PENDING:
    case OUTCOME_RUNNING:
        return CASE_SKIPPED;
    case OUTCOME_NONE:
    case OUTCOME_COUNT:
        break;
    }
    return CASE_ABSENT;
}

struct counts {
    size_t cases;
    size_t failed;
    size_t skipped;
    int64_t time_ms;
};

static struct counts
target_counts(const struct run *run, const struct target *target)
{
    struct counts counts = { 0 };

    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = target_result(target, (enum check_id)check);
        enum case_end end = case_of(run, target, &result);

        counts.cases += end != CASE_ABSENT;
        counts.failed += end == CASE_FAILED;
        counts.skipped += end == CASE_SKIPPED;
        counts.time_ms += end != CASE_ABSENT ? result.duration_ms : 0;
    }
    return counts;
}

static void
seconds_append(struct buffer *out, int64_t milliseconds)
{
    enum { SECOND_MS = 1000 };

    if (milliseconds < 0)
        milliseconds = 0;
    buffer_printf(out, "%lld.%03lld", (long long)(milliseconds / SECOND_MS),
                  (long long)(milliseconds % SECOND_MS));
}

static void
suite_open(struct buffer *out, struct buffer *name,
           const struct counts *counts)
{
    buffer_append_text(out, "  <testsuite name=\"");
    markup_append_buffer(out, name);
    buffer_printf(out,
                  "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" "
                  "skipped=\"%zu\" time=\"",
                  counts->cases, counts->failed, counts->skipped);
    seconds_append(out, counts->time_ms);
    buffer_append_text(out, "\">\n");
}

static void
case_open(struct buffer *out, const char *class_name, const char *name,
          int64_t time_ms)
{
    buffer_append_text(out, "    <testcase classname=\"");
    markup_append(out, class_name);
    buffer_append_text(out, "\" name=\"");
    markup_append(out, name);
    buffer_append_text(out, "\" time=\"");
    seconds_append(out, time_ms);
    buffer_append_byte(out, '"');
}

/* What stood at each address, for whoever opens the failed case. */
static void
failure_write(struct buffer *out, const struct target *target,
              enum check_id check, const struct result *result)
{
    struct buffer line = { 0 };

    buffer_printf(out, ">\n      <failure type=\"%s\" message=\"",
                  reason_id(result->reason));
    markup_append(out, reason_phrase(result->reason));
    buffer_append_text(out, "\">");
    for (size_t i = 0; i < target->path_count && check != CHECK_DNS; i++) {
        const struct path *path = target->paths[i];

        units_append_peer(&line, &path->address, path->port);
        buffer_printf(&line, ": %s, %s\n",
                      terms_outcome(path->results[check].outcome),
                      reason_phrase(path->results[check].reason));
    }
    markup_append_buffer(out, &line);
    buffer_append_text(out, "</failure>\n    </testcase>\n");
    buffer_release(&line);
}

static void
case_write(struct buffer *out, const struct run *run,
           const struct target *target, const char *place, enum check_id check)
{
    struct result result = target_result(target, check);
    enum case_end end = case_of(run, target, &result);

    if (end == CASE_ABSENT)
        return;
    case_open(out, place, words_id(&check_words, (int)check),
              result.duration_ms);
    if (end == CASE_FAILED) {
        failure_write(out, target, check, &result);
    } else if (end == CASE_SKIPPED) {
        buffer_append_text(out, ">\n      <skipped message=\"");
        buffer_append_text(
            out, result.outcome == OUTCOME_FAIL ? "decides nothing: " : "");
        markup_append(out, reason_phrase(result.reason));
        buffer_append_text(out, "\"/>\n    </testcase>\n");
    } else if (result.reason != REASON_NONE) {
        buffer_append_text(out, ">\n      <system-out>");
        markup_append(out, reason_phrase(result.reason));
        buffer_append_text(out, "</system-out>\n    </testcase>\n");
    } else {
        buffer_append_text(out, "/>\n");
    }
}

static void
target_write(struct buffer *out, const struct run *run,
             const struct target *target)
{
    struct counts counts = target_counts(run, target);
    struct buffer place = { 0 };
    struct buffer name = { 0 };

    units_append_place(&place, target->endpoint->host, target->endpoint->port);
    buffer_append_text(&name, buffer_text(&place));
    buffer_append_text(
        &name, target->route.kind == ROUTE_PROXY ? " by the proxy" : "");
    buffer_append_text(&name, target->control ? ", for comparison" : "");
    suite_open(out, &name, &counts);
    for (int check = 0; check < CHECK_COUNT; check++)
        case_write(out, run, target, buffer_text(&place),
                   (enum check_id)check);
    buffer_append_text(out, "  </testsuite>\n");
    buffer_release(&name);
    buffer_release(&place);
}

static struct counts
verdict_counts(const struct run *run, const struct diagnosis *diagnosis)
{
    return (struct counts){
        .cases = 1,
        .failed = diagnosis->outcome == VERDICT_FAULT,
        .skipped = diagnosis->outcome == VERDICT_INCONCLUSIVE,
        .time_ms = run->duration_ms,
    };
}

/* The whole finding is the text of the failure. */
static void
verdict_write(struct buffer *out, const struct run *run,
              const struct diagnosis *diagnosis)
{
    struct counts counts = verdict_counts(run, diagnosis);
    struct buffer text = { 0 };

    buffer_append_text(&text, "verdict");
    suite_open(out, &text, &counts);
    case_open(out, "cdsdoctor", "verdict", run->duration_ms);
    headline_append(&text, run, diagnosis);
    if (counts.failed > 0) {
        buffer_append_text(out, ">\n      <failure type=\"");
        markup_append(out, diagnosis->findings[0]->cause);
        buffer_append_text(out, "\" message=\"");
        markup_append_buffer(out, &text);
        buffer_append_text(out, "\">");
        text_findings_write_verdict(run, diagnosis, &text);
        markup_append_buffer(out, &text);
        buffer_append_text(out, "</failure>\n    </testcase>\n");
    } else {
        buffer_printf(out, ">\n      <%s",
                      counts.skipped > 0 ? "skipped message=\""
                                         : "system-out>");
        markup_append_buffer(out, &text);
        buffer_append_text(out, counts.skipped > 0 ? "\"/>" : "</system-out>");
        buffer_append_text(out, "\n    </testcase>\n");
    }
    buffer_append_text(out, "  </testsuite>\n");
    buffer_release(&text);
}

void
junit_report_write(const struct run *run, const struct diagnosis *diagnosis,
                   struct buffer *out)
{
    struct counts all = verdict_counts(run, diagnosis);

    for (size_t i = 0; i < run->target_count; i++) {
        struct counts counts = target_counts(run, run->targets[i]);

        all.cases += counts.cases;
        all.failed += counts.failed;
        all.skipped += counts.skipped;
    }
    buffer_append_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buffer_printf(out,
                  "<testsuites name=\"cdsdoctor\" tests=\"%zu\" "
                  "failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"",
                  all.cases, all.failed, all.skipped);
    seconds_append(out, run->duration_ms);
    buffer_append_text(out, "\">\n");
    verdict_write(out, run, diagnosis);
    for (size_t i = 0; i < run->target_count; i++)
        target_write(out, run, run->targets[i]);
    buffer_append_text(out, "</testsuites>\n");
}
