#include "report/report.h"

#include "report/cells.h"
#include "report/extras.h"
#include "report/headline.h"
#include "report/terms.h"
#include "report/text_evidence.h"
#include "report/text_sections.h"
#include "report/text_wrap.h"
#include "report/units.h"

enum { MOST_EVIDENCE = 8 };

/*
 * What a support case begins with, short enough to be pasted into its form:
 * what is seen, what was looked at, what was found and by which proof. Whole
 * reports are attached, not pasted.
 */
static void
what_was_checked_write(const struct run *run, struct buffer *out)
{
    size_t reached = 0;
    size_t decisive = 0;
    struct buffer line = { 0 };

    for (size_t i = 0; i < run->target_count; i++) {
        if (!target_is_decisive(run->targets[i], run))
            continue;
        decisive++;
        if (!headline_is_in_doubt(run, run->targets[i]))
            reached++;
    }
    buffer_printf(&line,
                  "%zu required endpoints, %zu of them reached and genuine; "
                  "by name, connection, certificates and answer",
                  decisive, reached);
    text_wrap_labelled_buffer(out, "Checked", &line);
    buffer_release(&line);
}

static void
doubt_write(const struct run *run, const struct target *target,
            struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_place(&line, target->endpoint->host, target->endpoint->port);
    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = target_result(target, (enum check_id)check);

        if (!cells_has_check(run, (enum check_id)check))
            continue;
        buffer_printf(&line, ", %s ", words_id(&check_words, check));
        cells_fill(&line, target, (enum check_id)check);
        if (result.outcome == OUTCOME_FAIL)
            buffer_printf(&line, " (%s)", reason_phrase(result.reason));
    }
    text_wrap_buffer(out, "  - ", "    ", &line);
    buffer_release(&line);
}

static void
doubts_write(const struct run *run, struct buffer *out)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        if (!headline_is_in_doubt(run, run->targets[i]))
            continue;
        if (count++ == 0)
            buffer_append_text(out, "\nEndpoints that did not answer as they "
                                    "should\n");
        doubt_write(run, run->targets[i], out);
    }
}

static void
finding_write(const struct run *run, const struct finding *finding,
              struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct buffer text = { 0 };

    buffer_printf(&text, "%s (%s), confidence %s",
                  cause != NULL ? cause->title : finding->cause,
                  finding->cause, terms_confidence(finding->confidence));
    text_wrap_labelled_buffer(out, "Cause", &text);
    if (cause != NULL && cause->owner != OWNER_NONE)
        text_wrap_labelled(out, "Who can fix it", terms_owner(cause->owner));
    text_evidence_collect(&text, run, finding, EVIDENCE_SUPPORTS,
                          MOST_EVIDENCE);
    if (text.length > 0)
        buffer_printf(out, "\nEvidence\n%s", buffer_text(&text));
    buffer_release(&text);
}

/* The symptom before the verdict: a case is opened about what is seen. */
void
support_report_write(const struct run *run, const struct diagnosis *diagnosis,
                     struct buffer *out)
{
    const struct finding *finding = headline_finding(diagnosis);
    const struct answers *said = &run->answers;
    struct buffer text = { 0 };

    text_machine_write_simulation(run, out);
    buffer_append_text(out, "SUPPORT CASE: CLOUD DETECTION SERVER, "
                            "CONNECTION\n\n");
    buffer_printf(&text, "status %s",
                  said->status != CONSOLE_NOT_SAID
                      ? words_id(&console_status_words, (int)said->status)
                      : "not said");
    if (said->event != 0)
        buffer_printf(&text, ", event %lld", (long long)said->event);
    if (said->history != HISTORY_NOT_SAID)
        buffer_printf(&text, ", %s",
                      words_id(&history_words, (int)said->history));
    text_wrap_labelled_buffer(out, "Symptom", &text);
    what_was_checked_write(run, out);
    buffer_printf(&text, "%s. ", terms_verdict(diagnosis->outcome));
    headline_append(&text, run, diagnosis);
    text_wrap_labelled_buffer(out, "Verdict", &text);
    if (finding != NULL)
        finding_write(run, finding, out);
    doubts_write(run, out);
    text_files_write(run, out);
    text_machine_write(run, out);
    text_notes_write(run, out);
    buffer_release(&text);
}

void
support_report_write_with(const struct run *run,
                          const struct diagnosis *diagnosis,
                          const struct report_extras *extras,
                          struct buffer *out)
{
    if (extras != NULL && extras->support != NULL) {
        buffer_append_text(out, buffer_text(extras->support));
        return;
    }
    support_report_write(run, diagnosis, out);
}
