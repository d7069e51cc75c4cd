#include "report/html_parts.h"

#include "report/markup.h"
#include "report/terms.h"
#include "report/text_evidence.h"
#include "report/units.h"
#include "report/wording.h"

void
html_fact_write(struct buffer *out, const char *label, struct buffer *text)
{
    if (text->length == 0)
        return;
    buffer_printf(out, "<dt>%s</dt><dd>", label);
    markup_append_buffer(out, text);
    buffer_append_text(out, "</dd>\n");
}

static void
facts_write(const struct finding *finding, const struct cause *cause,
            struct buffer *out)
{
    struct buffer line = { 0 };

    buffer_append_text(out, "<dl>\n");
    buffer_printf(&line, "%s (%s)",
                  cause != NULL ? cause->title : finding->cause,
                  finding->cause);
    html_fact_write(out, "Cause", &line);
    if (cause != NULL && cause->owner != OWNER_NONE)
        buffer_append_text(&line, terms_owner(cause->owner));
    html_fact_write(out, "Who can fix it", &line);
    buffer_printf(&line, "%s: %s", terms_confidence(finding->confidence),
                  terms_confidence_means(finding->confidence));
    html_fact_write(out, "Confidence", &line);
    for (size_t i = 0; i < finding->target_count; i++) {
        buffer_append_text(&line, i > 0 ? ", " : "");
        units_append_place(&line, finding->targets[i]->endpoint->host,
                           finding->targets[i]->endpoint->port);
    }
    html_fact_write(out, "Concerns", &line);
    buffer_append_text(out, "</dl>\n");
    buffer_release(&line);
}

static void
why_write(const struct run *run, const struct finding *finding,
          const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    struct buffer text = { 0 };

    if (cause == NULL || cause->why == NULL)
        return;
    wording_fill(&text, cause->why, &wording);
    buffer_append_text(out, "<p>");
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</p>\n");
    buffer_release(&text);
}

static void
evidence_write(const struct run *run, const struct finding *finding,
               enum evidence_kind kind, struct buffer *out)
{
    struct buffer line = { 0 };
    size_t written = 0;

    for (size_t i = 0; i < finding->evidence_count; i++) {
        if (finding->evidence[i]->kind != kind ||
            !text_evidence_fill(&line, run, finding, i))
            continue;
        if (written++ == 0)
            buffer_printf(out, "<h3>%s</h3>\n<ul>\n",
                          text_evidence_title(kind));
        buffer_append_text(out, "<li>");
        markup_append_buffer(out, &line);
        buffer_append_text(out, "</li>\n");
    }
    if (written > 0)
        buffer_append_text(out, "</ul>\n");
    buffer_release(&line);
}

static void
remedy_write(const struct run *run, const struct finding *finding,
             const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    struct buffer step = { 0 };

    if (cause == NULL || cause->remedy_count == 0)
        return;
    buffer_append_text(out, "<h3>What to do</h3>\n<ol>\n");
    for (size_t i = 0; i < cause->remedy_count; i++) {
        wording_fill(&step, cause->remedy[i], &wording);
        buffer_append_text(out, "<li>");
        markup_append_buffer(out, &step);
        buffer_append_text(out, "</li>\n");
    }
    buffer_append_text(out, "</ol>\n");
    buffer_release(&step);
}

static void
commands_write(const struct run *run, const struct finding *finding,
               const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    struct buffer commands = { 0 };

    for (size_t i = 0; cause != NULL && i < cause->by_hand_count; i++)
        if (wording_fill_command(&commands, cause->by_hand[i], &wording))
            buffer_append_byte(&commands, '\n');
    if (commands.length > 0) {
        buffer_append_text(out, "<h3>The same by hand</h3>\n<pre>");
        markup_append_buffer(out, &commands);
        buffer_append_text(out, "</pre>\n");
    }
    buffer_release(&commands);
}

static void
success_write(const struct run *run, const struct finding *finding,
              const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    struct buffer text = { 0 };

    if (cause == NULL || cause->success == NULL || !finding->fault)
        return;
    wording_fill(&text, cause->success, &wording);
    buffer_append_text(out, "<h3>When it is mended</h3>\n<p>");
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</p>\n");
    buffer_release(&text);
}

void
html_finding_write(const struct run *run, const struct finding *finding,
                   struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);

    facts_write(finding, cause, out);
    why_write(run, finding, cause, out);
    for (int kind = 0; kind < EVIDENCE_KIND_COUNT; kind++)
        evidence_write(run, finding, (enum evidence_kind)kind, out);
    remedy_write(run, finding, cause, out);
    commands_write(run, finding, cause, out);
    success_write(run, finding, cause, out);
}
