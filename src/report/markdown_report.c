#include "report/report.h"

#include "report/cells.h"
#include "report/headline.h"
#include "report/markdown.h"
#include "report/terms.h"
#include "report/text_evidence.h"
#include "report/text_sections.h"
#include "report/units.h"
#include "report/wording.h"

/*
 * For a ticket: who has to do what comes first, then the proof, then the text
 * to send in a block that can be copied. Everything that a sentence quotes is
 * escaped word by word (markdown.h).
 */
static void
field_write(struct buffer *out, const char *label, struct buffer *text)
{
    buffer_printf(out, "- **%s:** ", label);
    markdown_append_buffer(out, text);
    buffer_append_byte(out, '\n');
}

static void
cause_write(const struct run *run, const struct finding *finding,
            struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct buffer line = { 0 };

    buffer_append_byte(out, '\n');
    buffer_append_text(&line, cause != NULL ? cause->title : finding->cause);
    buffer_printf(&line, " (%s)", finding->cause);
    field_write(out, "Cause", &line);
    if (cause != NULL && cause->owner != OWNER_NONE) {
        buffer_append_text(&line, terms_owner(cause->owner));
        field_write(out, "Who can fix it", &line);
    }
    buffer_printf(&line, "%s: %s", terms_confidence(finding->confidence),
                  terms_confidence_means(finding->confidence));
    field_write(out, "Confidence", &line);
    for (size_t i = 0; i < finding->target_count; i++) {
        buffer_append_text(&line, i > 0 ? ", " : "");
        units_append_place(&line, finding->targets[i]->endpoint->host,
                           finding->targets[i]->endpoint->port);
    }
    if (line.length > 0)
        field_write(out, "Concerns", &line);
    buffer_release(&line);
}

static void
why_write(const struct run *run, const struct finding *finding,
          struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    struct buffer text = { 0 };

    if (cause == NULL || cause->why == NULL)
        return;
    wording_fill(&text, cause->why, &wording);
    buffer_append_text(out, "\n");
    markdown_append_buffer(out, &text);
    buffer_append_text(out, "\n");
    buffer_release(&text);
}

static void
evidence_write(const struct run *run, const struct finding *finding,
               enum evidence_kind kind, struct buffer *out)
{
    struct buffer line = { 0 };
    bool titled = false;

    for (size_t i = 0; i < finding->evidence_count; i++) {
        if (finding->evidence[i]->kind != kind ||
            !text_evidence_fill(&line, run, finding, i))
            continue;
        if (!titled)
            buffer_printf(out, "\n**%s**\n\n", text_evidence_title(kind));
        titled = true;
        buffer_append_text(out, "- ");
        markdown_append_buffer(out, &line);
        buffer_append_byte(out, '\n');
    }
    buffer_release(&line);
}

static void
remedy_write(const struct run *run, const struct finding *finding,
             struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    struct buffer step = { 0 };

    if (cause == NULL || cause->remedy_count == 0)
        return;
    buffer_append_text(out, "\n**What to do**\n\n");
    for (size_t i = 0; i < cause->remedy_count; i++) {
        wording_fill(&step, cause->remedy[i], &wording);
        buffer_printf(out, "%zu. ", i + 1);
        markdown_append_buffer(out, &step);
        buffer_append_byte(out, '\n');
    }
    buffer_release(&step);
}

/* One command each line, and none that a value could turn into another. */
static void
commands_write(const struct run *run, const struct finding *finding,
               struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    struct buffer commands = { 0 };

    for (size_t i = 0; cause != NULL && i < cause->by_hand_count; i++)
        if (wording_fill_command(&commands, cause->by_hand[i], &wording))
            buffer_append_byte(&commands, '\n');
    if (commands.length > 0) {
        buffer_append_text(out, "\n**The same by hand**\n\n");
        markdown_append_block(out, "sh", buffer_text(&commands));
    }
    buffer_release(&commands);
}

static void
finding_write(const struct run *run, const struct finding *finding,
              struct buffer *out)
{
    cause_write(run, finding, out);
    why_write(run, finding, out);
    for (int kind = 0; kind < EVIDENCE_KIND_COUNT; kind++)
        evidence_write(run, finding, (enum evidence_kind)kind, out);
    remedy_write(run, finding, out);
    commands_write(run, finding, out);
}

static void
verdict_write(const struct run *run, const struct diagnosis *diagnosis,
              struct buffer *out)
{
    const struct finding *finding = headline_finding(diagnosis);
    struct buffer text = { 0 };

    if (run->simulation != NULL) {
        buffer_append_text(&text, "Simulated network \"");
        units_append_line(&text, run->simulation);
        buffer_append_text(&text, "\": nothing here was seen on a real one.");
        buffer_append_text(out, "> ");
        markdown_append_buffer(out, &text);
        buffer_append_text(out, "\n\n");
    }
    buffer_printf(out, "## %s\n\n", terms_verdict(diagnosis->outcome));
    headline_append(&text, run, diagnosis);
    markdown_append_buffer(out, &text);
    buffer_append_byte(out, '\n');
    if (run->cancelled)
        buffer_append_text(out,
                           "\nSomething of this run was stopped before its "
                           "end; what had not ended is not judged.\n");
    if (finding != NULL)
        finding_write(run, finding, out);
    buffer_release(&text);
}

static void
row_write(const struct run *run, const struct target *target,
          struct buffer *out)
{
    struct buffer cell = { 0 };

    units_append_place(&cell, target->endpoint->host, target->endpoint->port);
    buffer_append_text(out, "| ");
    markdown_append_cell(out, &cell);
    buffer_printf(out, " | %s, %s |", terms_role(target->endpoint->role),
                  cells_standing(run, target));
    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = target_result(target, (enum check_id)check);

        if (!cells_has_check(run, (enum check_id)check))
            continue;
        cells_fill(&cell, target, (enum check_id)check);
        if (result.outcome == OUTCOME_FAIL && result.reason != REASON_NONE)
            buffer_printf(&cell, ": %s", reason_phrase(result.reason));
        buffer_append_byte(out, ' ');
        markdown_append_cell(out, &cell);
        buffer_append_text(out, " |");
    }
    buffer_append_byte(out, '\n');
    buffer_release(&cell);
}

static void
table_write(const struct run *run, struct buffer *out)
{
    struct buffer rule = { 0 };

    buffer_append_text(out, "\n## All endpoints\n\n| endpoint | role |");
    buffer_append_text(&rule, "| --- | --- |");
    for (int check = 0; check < CHECK_COUNT; check++)
        if (cells_has_check(run, (enum check_id)check)) {
            buffer_printf(out, " %s |", words_id(&check_words, check));
            buffer_append_text(&rule, " --- |");
        }
    buffer_printf(out, "\n%s\n", buffer_text(&rule));
    for (size_t i = 0; i < run->target_count; i++)
        row_write(run, run->targets[i], out);
    buffer_release(&rule);
}

static void
others_write(const struct run *run, const struct diagnosis *diagnosis,
             struct buffer *out)
{
    struct buffer summary = { 0 };

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        if (finding == headline_finding(diagnosis))
            continue;
        buffer_printf(out, "\n## %s\n\n",
                      finding->fault ? "Also at fault" : "Good to know");
        headline_append_summary(&summary, run, finding);
        markdown_append_buffer(out, &summary);
        buffer_append_byte(out, '\n');
        if (finding->fault)
            finding_write(run, finding, out);
        else
            evidence_write(run, finding, EVIDENCE_SUPPORTS, out);
    }
    buffer_release(&summary);
}

static void
requests_write(const struct run *run, const struct diagnosis *diagnosis,
               struct buffer *out)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        if (!text_findings_has_request(run, diagnosis, finding))
            continue;
        buffer_printf(
            out, "\n## Text to send: %s\n\n",
            terms_owner(
                definitions_cause(run->definitions, finding->cause)->owner));
        text_findings_fill_request(&text, run, finding);
        markdown_append_block(out, "text", buffer_text(&text));
        buffer_cut(&text, 0);
    }
    buffer_release(&text);
}

static void
notes_write(const struct run *run, struct buffer *out)
{
    struct buffer text = { 0 };

    if (run->note_count > 0)
        buffer_append_text(out, "\n## Notes\n\n");
    for (size_t i = 0; i < run->note_count; i++) {
        note_append_place(&text, run->notes[i]);
        buffer_append_text(&text, ": ");
        units_append_line(&text, run->notes[i]->text);
        buffer_append_text(out, "- ");
        markdown_append_buffer(out, &text);
        buffer_append_byte(out, '\n');
    }
    buffer_release(&text);
}

void
markdown_report_write(const struct run *run, const struct diagnosis *diagnosis,
                      struct buffer *out)
{
    struct buffer machine = { 0 };

    buffer_append_text(out, "# Cloud Detection Server: connection check\n\n");
    verdict_write(run, diagnosis, out);
    table_write(run, out);
    others_write(run, diagnosis, out);
    requests_write(run, diagnosis, out);
    notes_write(run, out);
    text_files_write(run, &machine);
    text_machine_write(run, &machine);
    buffer_append_text(out, "\n## This run\n\n");
    markdown_append_block(out, "text", buffer_text(&machine));
    buffer_release(&machine);
}
